using Xunit;

namespace PhaseGan.Tests.FixedPoints;

public sealed class SingularValuesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(49)]
    public void OfAProductOfKnownFactors_ValuesVectorsAndImagesAreThoseOfTheFactors(int n)
    {
        // A = H diag(σ) G with two reflections H and G, σ over eight powers of ten with one zero.
        double[] sigma = [.. Enumerable.Range(0, n).Select(k => k == n - 1 && n > 1 ? 0 : 100 * Math.Pow(10, -8.0 * k / n))];
        double[] h = Reflection(n, 1), g = Reflection(n, 2), a = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                for (int k = 0; k < n; k++)
                    a[i * n + j] += h[i * n + k] * sigma[k] * g[k * n + j];
        var found = SingularValues.Of(a, n);
        for (int k = 0; k < n; k++)
        {
            Assert.Equal(sigma[k], found.Values[k], 1e-13 * sigma[0]);
            double along = 0, size = 0;
            for (int j = 0; j < n; j++)
            {
                along += found.Right(k)[j] * g[k * n + j];
                double image = 0;
                for (int l = 0; l < n; l++)
                    image += a[j * n + l] * found.Right(k)[l];
                Assert.Equal(image, found.Image(k)[j], 1e-13 * sigma[0]);
                size += image * image;
            }
            Assert.Equal(found.Values[k], Math.Sqrt(size), 1e-13 * sigma[0]);
            Assert.Equal(1, Math.Abs(along), 1e-5);
        }
    }

    [Fact]
    public void Zero_HasValuesZero_AndAnOrthonormalBasis()
    {
        var found = SingularValues.Of(new double[9], 3);
        Assert.Equal([0.0, 0, 0], found.Values);
        Assert.Equal([1.0, 0, 0], found.Right(0).ToArray());
    }

    [Fact]
    public void EntriesFromSubnormalTo1e259_AreNoTrouble()
    {
        // What shooting from a point near a saddle makes of two features; MathNet's decomposition does not return from it.
        double[] matrix =
        [
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, -1.8547454679510685E-28, 0, -5.802321773442232E-13, 0, 1.2819477945401555E-14, 0, 4.952669767305846E-27, 0,
            0, -3.0912424465848123E-28, 0, 0, -8.001364159080947E-16, 0, -1.4497596692040092E-14, 0, -5.60099321575629E-27, 0,
            0, 0, 0, 0, 0, -4.024972177061272E-13, 0, 2.168147922948871E-14, 0, 0,
            0, 1.0412163903000137E+247, 1.4385371163120583E+244, 0, 1.5405450471140386E+259, 0, -5.683417111818274E+257, 0, -3.841281409344328E+245, 0,
            0, 0, 0, 3.5E-323, 0, -1, 0, -5.4E-323, 0, -1.0245065496897E-311,
            0, 3.841281409344368E+245, 5.307086915861138E+242, 0, 5.683417111818223E+257, 0, -2.0967403794793017E+256, 0, -1.4171350934576532E+244, 0,
            0, 0, 0, 4E-323, 0, 5E-324, 0, -1, 0, -3.4150218323E-312,
            0, -1.3207119379482242E-26, 8.961589145210091E-27, 0, -3.41852745210708E-14, 0, -6.193997835364817E-13, 0, 0, 0,
            0, -0, -0, -6.603568040736285E-15, 0, 0.03742317416794372, 0, 0.9992995076728477, -0, 0,
        ];
        var found = SingularValues.Of(matrix, 10);
        // The largest entries make up a block of rank one to rounding, whose value is its Frobenius norm.
        double norm = Math.Sqrt(1.5405450471140386 * 1.5405450471140386 + 2 * 0.05683417111818 * 0.05683417111818 + 0.0020967403794793 * 0.0020967403794793);
        Assert.Equal(norm, found.Values[0] * 1e-259, 1e-12);
        Assert.All(found.Values, v => Assert.True(double.IsFinite(v) && v >= 0));
        Assert.Equal(found.Values.OrderDescending(), found.Values);
    }

    /// <summary>I − 2vvᵀ/|v|² for a vector v that a number picks.</summary>
    private static double[] Reflection(int n, int pick)
    {
        double[] v = [.. Enumerable.Range(0, n).Select(i => Math.Cos(pick + 3 * i))];
        double square = v.Sum(x => x * x);
        return [.. Enumerable.Range(0, n * n).Select(k => (k / n == k % n ? 1 : 0) - 2 * v[k / n] * v[k % n] / square)];
    }
}

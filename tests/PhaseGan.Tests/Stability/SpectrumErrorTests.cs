using System.Numerics;
using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Stability;

public sealed class SpectrumErrorTests
{
    [Theory]
    [InlineData(1e6)]
    [InlineData(1e9)]
    [InlineData(1e12)]
    [InlineData(1e20)]
    public void ASlowRateBesideAFastOne_DecidesByItsOwnSign(double fast)
    {
        foreach (double coupling in new[] { 0.0, 1 })
        {
            Assert.Equal(StabilityVerdict.Stable, At(Linear([-fast, 1, coupling, -1])).Verdict);
            Assert.Equal(StabilityVerdict.Saddle, At(Linear([-fast, 1, coupling, 0.5])).Verdict);
        }
        Assert.Equal(StabilityVerdict.Saddle, At(Linear([-fast, 1, 1, 1, -1e6, 1, 1, 1, 0.5])).Verdict);
    }

    [Theory]
    [InlineData(1e-160)]
    [InlineData(1)]
    [InlineData(1e160)]
    public void EigenvaluesOfAnySize_GiveTheSameVerdicts(double unit)
    {
        Assert.Equal(StabilityVerdict.Stable, At(Linear([-unit, 3 * unit, 0, -2 * unit])).Verdict);
        Assert.Equal(StabilityVerdict.Saddle, At(Linear([-unit, 3 * unit, 0.1 * unit, 0.2 * unit, -2 * unit, 0, 0.3 * unit, 0, unit])).Verdict);
        Assert.Equal(StabilityVerdict.Marginal, At(Linear([0, unit, -unit, 0])).Verdict);
        Spectrum damped = At(Linear([-0.3 * unit, unit, -unit, -0.3 * unit]));
        Assert.Equal(-0.3, damped.GrowthRate / unit, 1e-14);
        Assert.Equal(1, damped.Leading.Imaginary / unit, 1e-14);
    }

    [Theory]
    [InlineData(1e-100)]
    [InlineData(1)]
    [InlineData(1e100)]
    public void LengthsOfAnySize_GiveTheSameVerdicts(double length)
    {
        // a circle of rests, a parabola of rests, a cubic tangency, a half-stable point
        var circle = new Field(2,
            (y, f) => (f[0], f[1]) = (y[0] * Gap(y), y[1] * Gap(y)),
            (y, j) =>
            {
                (double a, double b) = (y[0] / length, y[1] / length);
                (j[0], j[1], j[2], j[3]) = (1 - 3 * a * a - b * b, -2 * a * b, -2 * a * b, 1 - a * a - 3 * b * b);
            });
        Spectrum onCircle = StabilityClassifier.Classify(circle, [0.6 * length, 0.8 * length])!;
        Assert.Equal((StabilityVerdict.Stable, 1), (onCircle.Verdict, onCircle.NeutralCount));
        var parabola = new Field(2, (y, f) => (f[0], f[1]) = (y[1] * (y[1] / length) - y[0], 0), (y, j) => (j[0], j[1], j[2], j[3]) = (-1, 2 * y[1] / length, 0, 0));
        Assert.Equal(StabilityVerdict.Stable, At(parabola).Verdict);
        var cubic = new Field(2,
            (y, f) => (f[0], f[1]) = (-y[0], -y[1] * (y[1] / length) * (y[1] / length)),
            (y, j) => (j[0], j[1], j[2], j[3]) = (-1, 0, 0, -3 * (y[1] / length) * (y[1] / length)));
        Assert.Equal((StabilityVerdict.Marginal, 0), (At(cubic).Verdict, At(cubic).NeutralCount));
        var half = new Field(1, (y, f) => f[0] = y[0] * (y[0] / length), (y, j) => j[0] = 2 * y[0] / length);
        Assert.Equal(StabilityVerdict.Marginal, StabilityClassifier.Classify(half, [-3e-16 * length])!.Verdict);

        double Gap(ReadOnlySpan<double> y) => 1 - y[0] / length * (y[0] / length) - y[1] / length * (y[1] / length);
    }

    [Fact]
    public void VectorsThatCoincide_LeaveTheVerdictToTheirCommonEigenvalue()
    {
        // critical damping: a double eigenvalue with one vector, ∓1
        Assert.Equal(StabilityVerdict.Stable, At(Linear([0, 1, -1, -2])).Verdict);
        Assert.Equal(StabilityVerdict.Stable, At(Linear([0, 1, -1e8, -2e4])).Verdict);
        Assert.Equal(StabilityVerdict.Unstable, At(Linear([0, 1, -1, 2])).Verdict);
        Assert.Equal(StabilityVerdict.Marginal, At(Linear([0, 1, 0, 0])).Verdict);
        for (int n = 2; n <= 22; n += 5)
            Assert.Equal(StabilityVerdict.Stable, At(Linear(Turned(Jordan(n, -1, 1), n, seed: n))).Verdict);
        // a rounding of 1e-16 moves the values of a block of order 30 by 0.3: nothing can be said at −0.01
        Assert.Equal(StabilityVerdict.Marginal, At(Linear(Turned(Jordan(30, -0.01, 1), 30, seed: 1))).Verdict);
        // but its triangular form shows them
        Assert.Equal(StabilityVerdict.Stable, At(Linear(Jordan(30, -0.01, 100))).Verdict);
    }

    [Fact]
    public void EqualEigenvaluesWithVectorsOfTheirOwn_AreAsSureAsOne()
    {
        const int n = 6;
        double[] three = new double[n * n];
        for (int i = 0; i < n; i++)
            three[i * n + i] = i < 3 ? -1e-12 : -2;
        Spectrum spectrum = At(Linear(Turned(three, n, seed: 5)));
        Assert.Equal(StabilityVerdict.Stable, spectrum.Verdict);
        Assert.InRange(spectrum.Errors[0], 0, 5e-13);
    }

    [Fact]
    public void TheErrorsBoundWhatRoundingDoes()
    {
        // eigenvalues −0.01 − k of a triangular matrix, hidden by rotations
        var random = new Random(4);
        for (int trial = 0; trial < 40; trial++)
        {
            int n = 3 + trial % 6;
            var matrix = new double[n * n];
            for (int i = 0; i < n; i++)
            {
                matrix[i * n + i] = -0.01 - i;
                for (int j = i + 1; j < n; j++)
                    matrix[i * n + j] = 30 * (random.NextDouble() - 0.5);
            }
            Spectrum spectrum = At(Linear(Turned(matrix, n, seed: trial)));
            for (int k = 0; k < n; k++)
                Assert.True(Math.Abs(spectrum.Eigenvalues[k].Real + 0.01 + k) <= spectrum.Errors[k], $"{trial}: {spectrum.Eigenvalues[k]} ± {spectrum.Errors[k]}, exact {-0.01 - k}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void AtAMultipleRoot_TheVerdictIsMarginal_WhereverRoundingPutsIt(int multiplicity)
    {
        var field = new Power(multiplicity);
        double spread = Math.Pow(2.2e-16, 1.0 / multiplicity);
        foreach (double off in new[] { -1.5, -0.5, 0, 0.5, 1.5 })
            Assert.Equal(StabilityVerdict.Marginal, StabilityClassifier.Classify(field, [1 + off * spread])!.Verdict);
    }

    [Fact]
    public void TwoRootsThatCanBeToldApart_KeepTheirSigns()
    {
        foreach (double a in new[] { 1e-4, 1e-6, 1e-7 })
        {
            var fold = new Field(1, (y, f) => f[0] = y[0] * y[0] - 2 * y[0] + 1 - a * a, (y, j) => j[0] = 2 * y[0] - 2);
            Assert.Equal(StabilityVerdict.Stable, StabilityClassifier.Classify(fold, [1 - a])!.Verdict);
            Assert.Equal(StabilityVerdict.Unstable, StabilityClassifier.Classify(fold, [1 + a])!.Verdict);
        }
    }

    [Fact]
    public void AFieldAtRestEverywhere_IsMarginal_AndNothingThrows()
    {
        foreach (int n in new[] { 1, 2, 5, 100 })
        {
            Spectrum spectrum = At(Linear(new double[n * n]));
            Assert.Equal(StabilityVerdict.Marginal, spectrum.Verdict);
            Assert.Equal(0, spectrum.GrowthRate);
            Assert.Equal(Complex.Zero, spectrum.Leading);
        }
    }

    [Fact]
    public void FiveHundredCoordinates_HaveTheirClosedFormRates()
    {
        const int n = 500;
        double[] chain = new double[n * n], ring = new double[n * n], wells = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            chain[i * n + i] = -2;
            chain[i * n + Math.Max(0, i - 1)] += i > 0 ? 1 : 0;
            chain[i * n + Math.Min(n - 1, i + 1)] += i < n - 1 ? 1 : 0;
            ring[i * n + i] = -1;
            ring[i * n + (i + 1) % n] = 0.9;
            wells[i * n + i] = i == 7 ? 1e-9 : -1 - i;
        }
        Spectrum diffusion = At(Linear(chain));
        Assert.Equal(StabilityVerdict.Stable, diffusion.Verdict);
        Assert.Equal(-2 + 2 * Math.Cos(Math.PI / (n + 1)), diffusion.GrowthRate, 1e-12);
        Spectrum advection = At(Linear(ring));
        Assert.Equal((StabilityVerdict.Stable, n), (advection.Verdict, advection.Eigenvalues.Length));
        Assert.Equal(-0.1, advection.GrowthRate, 1e-12);
        Assert.Equal(StabilityVerdict.Saddle, At(Linear(wells)).Verdict);
    }

    private static Spectrum At(Field field) => StabilityClassifier.Classify(field, new double[field.Dimension])!;

    private static Field Linear(double[] matrix)
    {
        int n = (int)Math.Sqrt(matrix.Length);
        return new Field(n,
            (y, f) =>
            {
                f.Clear();
                for (int i = 0; i < n; i++)
                    for (int k = 0; k < n; k++)
                        f[i] += matrix[i * n + k] * y[k];
            },
            (_, j) => matrix.CopyTo(j));
    }

    private static double[] Jordan(int n, double value, double coupling)
    {
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            matrix[i * n + i] = value;
            if (i + 1 < n)
                matrix[i * n + i + 1] = coupling;
        }
        return matrix;
    }

    /// <summary>The matrix in a basis turned by random plane rotations.</summary>
    private static double[] Turned(double[] matrix, int n, int seed)
    {
        var random = new Random(seed);
        for (int t = 0; t < 4 * n; t++)
        {
            int p = random.Next(n), q = (p + 1 + random.Next(n - 1)) % n;
            (double s, double c) = Math.SinCos(6 * random.NextDouble());
            for (int k = 0; k < n; k++)
                (matrix[p * n + k], matrix[q * n + k]) = (c * matrix[p * n + k] - s * matrix[q * n + k], s * matrix[p * n + k] + c * matrix[q * n + k]);
            for (int k = 0; k < n; k++)
                (matrix[k * n + p], matrix[k * n + q]) = (c * matrix[k * n + p] - s * matrix[k * n + q], s * matrix[k * n + p] + c * matrix[k * n + q]);
        }
        return matrix;
    }
}

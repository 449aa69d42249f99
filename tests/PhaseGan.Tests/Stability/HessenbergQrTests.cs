using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace PhaseGan.Tests.Stability;

public sealed class HessenbergQrTests
{
    [Fact]
    public void OfRandomMatrices_TheValuesAreThoseOfMathNet()
    {
        var random = new Random(3);
        for (int trial = 0; trial < 600; trial++)
        {
            int n = 3 + trial % 30;
            double size = Math.Pow(10, random.Next(-100, 100));
            double[] matrix = [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble() < 0.3 ? 0 : size * (random.NextDouble() - 0.5))];
            Complex[] expected = Sorted(Matrix<double>.Build.DenseOfRowMajor(n, n, matrix).Evd().EigenValues);
            Complex[] found = Sorted(Values(matrix, n)!);
            for (int k = 0; k < n; k++)
                Assert.True((expected[k] - found[k]).Magnitude < 1e-9 * size, $"{n}: {expected[k]} and {found[k]}");
        }
    }

    [Fact]
    public void OfMatricesThatAreHardForShifts_TheValuesAreKnown()
    {
        // A cyclic permutation, on which unshifted and plainly shifted steps stand still: the roots of unity.
        double[] cycle = new double[36];
        for (int i = 0; i < 6; i++)
            cycle[i * 6 + (i + 1) % 6] = 1;
        Complex[] roots = Values(cycle, 6)!;
        Assert.All(roots, z => Assert.Equal(0, (Complex.Pow(z, 6) - 1).Magnitude, 1e-12));
        Assert.Equal(0, roots.Aggregate(Complex.Zero, (a, b) => a + b).Magnitude, 1e-12);

        // One Jordan block of size 4: a rounding of 1e-16 moves the values by its fourth root.
        double[] jordan = [2, 1, 0, 0, 0, 2, 1, 0, 0, 0, 2, 1, 0, 0, 0, 2];
        Assert.All(Values(jordan, 4)!, z => Assert.Equal(0, (z - 2).Magnitude, 1e-3));
        Assert.All(Values(new double[25], 5)!, z => Assert.Equal(Complex.Zero, z));
        Assert.Null(Values([1, 2, 3, 4, double.NaN, 6, 7, 8, 9], 3));
        Assert.Null(Values([1, 2, 3, 4, double.PositiveInfinity, 6, 7, 8, 9], 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void JacobianSpectrumAndNewton_AllocateNothing(int d)
    {
        GanParameters gan = new([.. Enumerable.Range(0, d).Select(l => 5.0 - l)], [.. Enumerable.Range(0, d).Select(l => 5.0 - l)], 0.2, 0.04, 2, 2);
        var ode = new ReducedOde(gan);
        int n = ode.Dimension;
        double[] start = ode.Pack(MacroState.NearOrigin(gan, 0.3, seed: 2)), y = new double[n], jacobian = new double[n * n], block = new double[4 * d * d];
        double[] work = new double[Math.Max(Newton.WorkSize(n), HessenbergQr.WorkSize(n))];
        var values = new Complex[n];
        bool all = true;
        long Once()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            start.CopyTo(y, 0);
            ode.Jacobian(y, jacobian);
            all &= EigenSolver.TryEigenvalues(jacobian, n, values, work);
            ode.TransverseBlock(y, block);
            all &= EigenSolver.TryEigenvalues(block, 2 * d, values, work);
            all &= Newton.Polish(ode, y, 100, work).Status == NewtonStatus.Converged;
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Once();
        Assert.Equal(0, Once());
        Assert.True(all);
    }

    private static Complex[]? Values(double[] matrix, int n) => EigenSolver.Eigenvalues(matrix, n);

    private static Complex[] Sorted(IEnumerable<Complex> values) => [.. values.OrderBy(v => Math.Round(v.Real / v.Magnitude, 6)).ThenBy(v => v.Magnitude).ThenBy(v => v.Imaginary)];
}

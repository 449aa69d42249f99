using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace PhaseGan.Tests.Intervals;

public sealed class EigenvalueCountTests
{
    [Fact]
    public void CountsOfMatricesMadeFromTheirSpectra_AreRight_AndAreRefusedWhereTheAxisIsWithinReach()
    {
        var random = new System.Random(29);
        int counted = 0;
        for (int k = 0; k < 400; k++)
        {
            int n = 1 + random.Next(7);
            (Matrix<double> matrix, int unstable) = Made(random, n);
            double width = Math.Pow(10, -random.Next(1, 15));
            Interval[] box = [.. Enumerable.Range(0, n * n).Select(i => matrix[i / n, i % n] + new Interval(-width, width))];
            if (EigenvalueCount.Of(box, n) is { } count)
            {
                counted++;
                Assert.Equal((unstable, n - unstable), (count.Unstable, count.Stable));
            }
        }
        Assert.InRange(counted, 250, 399);
    }

    [Fact]
    public void AMatrixInTheBoxWithAnotherCount_IsNeverMissed()
    {
        // the box around a matrix reaches to one with an eigenvalue pushed over the axis: no count may be given
        var random = new System.Random(31);
        for (int k = 0; k < 300; k++)
        {
            int n = 2 + random.Next(4);
            Matrix<double> a = Made(random, n).Matrix, b = a + Matrix<double>.Build.DenseIdentity(n) * (2 - 4 * random.NextDouble());
            Interval[] box = [.. Enumerable.Range(0, n * n).Select(i => ((Interval)a[i / n, i % n]).Hull(b[i / n, i % n]))];
            int first = Count(a), second = Count(b);
            if (EigenvalueCount.Of(box, n) is { } count)
                Assert.True(first == second && count.Unstable == first);
        }

        static int Count(Matrix<double> m) => m.Evd().EigenValues.Count(v => v.Real > 0);
    }

    [Fact]
    public void OnTheAxis_NothingIsSaid()
    {
        Assert.Null(EigenvalueCount.Of([0, -1, 1, 0], 2));
        Assert.Null(EigenvalueCount.Of([0], 1));
        Assert.Null(EigenvalueCount.Of([-1, 1, 0, -1, Interval.Entire, 0, 0, 0, 1], 3));
        Assert.Equal(new EigenvalueCount(2, 0), EigenvalueCount.Of([1e-9, -1, 1, 1e-9], 2));
        Assert.Equal(new EigenvalueCount(0, 2), EigenvalueCount.Of([-1, 1e-3, 0, -1], 2));
    }

    private static (Matrix<double> Matrix, int Unstable) Made(System.Random random, int n)
    {
        Matrix<double> blocks = Matrix<double>.Build.Dense(n, n);
        int unstable = 0;
        for (int i = 0; i < n;)
        {
            int width = i + 1 < n && random.Next(2) == 0 ? 2 : 1;
            double real = (random.Next(2) == 0 ? 1 : -1) * (0.05 + random.NextDouble());
            unstable += real > 0 ? width : 0;
            for (int a = i; a < i + width; a++)
                blocks[a, a] = real;
            if (width == 2)
            {
                double turn = 0.1 + random.NextDouble();
                (blocks[i, i + 1], blocks[i + 1, i]) = (turn, -turn);
            }
            i += width;
        }
        Matrix<double> basis = Matrix<double>.Build.DenseIdentity(n) + Matrix<double>.Build.Dense(n, n, (_, _) => 0.6 * (random.NextDouble() - 0.5));
        return (basis * blocks * basis.Inverse(), unstable);
    }
}

using Xunit;

namespace PhaseGan.Tests.Numbers;

public sealed class SmallSystemTests
{
    /// <summary>Row by row, and the diagonal first.</summary>
    private static readonly byte[] s_rows4 = [0, 1, 2, 3, 1, 4, 5, 6, 2, 5, 7, 8, 3, 6, 8, 9], s_diagonal3 = [0, 3, 4, 3, 1, 5, 4, 5, 2];

    [Theory]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    public void TheSolutionOfLyapunovsEquation_FulfilsIt(int n, bool isTransposed)
    {
        var random = new Random(n);
        for (int trial = 0; trial < 50; trial++)
        {
            double[] a = Draw(random, n), half = Draw(random, n), q = new double[n * n], x = new double[n * n];
            for (int i = 0; i < n; i++)
            {
                // by Gershgorin's theorem all eigenvalues have real parts below −1/2, so that there is one solution
                a[i * n + i] -= 0.5 * n + 1;
                for (int j = 0; j < n; j++)
                    q[i * n + j] = half[i * n + j] + half[j * n + i];
            }
            Assert.True(LyapunovEquation.Solve(a, n, isTransposed, q, n == 3 ? s_diagonal3 : s_rows4, x));
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = q[i * n + j];
                    for (int k = 0; k < n; k++)
                        sum += isTransposed ? a[k * n + i] * x[k * n + j] + x[i * n + k] * a[k * n + j] : a[i * n + k] * x[k * n + j] + x[i * n + k] * a[j * n + k];
                    Assert.Equal(0, sum, 1e-13);
                    Assert.Equal(x[i * n + j], x[j * n + i]);
                }
            }
        }
    }

    [Fact]
    public void LyapunovsEquation_HasNoSolution_WhereTwoEigenvaluesCancel()
    {
        double[] a = [1, 0, 0, 0, -1, 0, 0, 0, -2], unit = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        Assert.False(LyapunovEquation.Solve(a, 3, isTransposed: true, unit, s_diagonal3, new double[9]));
        a[4] = double.NaN;
        Assert.False(LyapunovEquation.Solve(a, 3, isTransposed: true, unit, s_diagonal3, new double[9]));
    }

    [Fact]
    public void TheFactorOfCholesky_IsTheTriangleThatAProductWasMadeOf()
    {
        const int n = 5;
        var random = new Random(11);
        double[] l = Draw(random, n), m = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            l[i * n + i] = 1 + random.NextDouble();
            for (int j = i + 1; j < n; j++)
                l[i * n + j] = 0;
        }
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                for (int k = 0; k < n; k++)
                    m[i * n + j] += l[i * n + k] * l[j * n + k];
        double[] upper = [.. m];
        Assert.True(Cholesky.TryFactor(m, n));
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                Assert.Equal(j <= i ? l[i * n + j] : upper[i * n + j], m[i * n + j], j <= i ? 1e-13 : 0);
    }

    [Fact]
    public void Matrices_ThatAreNotPositiveDefinite_HaveNoFactorOfCholesky()
    {
        Assert.True(Cholesky.TryFactor([], 0));
        foreach (double[] m in (double[][])[[1, 2, 2, 1], [0, 0, 0, 1], [1, 1, 1, 1], [-1, 0, 0, 1], [double.NaN, 0, 0, 1], [1, double.NaN, double.NaN, 1]])
            Assert.False(Cholesky.TryFactor(m, 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(33)]
    public void ASystemWithRowsOfAnySize_IsSolved_AndItsTransposeToo(int n)
    {
        var random = new Random(n);
        double[] a = Draw(random, n), x = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)], b = new double[n], c = new double[n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                a[i * n + j] = Math.ScaleB(a[i * n + j] + (j == (i + 1) % n ? 2 * n : 0), 40 * (i % 3) - 40);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                b[i] += a[i * n + j] * x[j];
                c[j] += a[i * n + j] * x[i];
            }
        }
        var lu = new ScaledLu(a, n);
        double[] found = lu.Solve(b), transposed = lu.SolveTransposed(c);
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(x[i], found[i], 1e-13);
            Assert.InRange(lu.RowScales[i] * VectorMath.Largest(a.AsSpan(i * n, n)), 1, 2);
            // rounding of c is that of its largest rows
            if (i % 3 == (n < 3 ? 0 : 2))
                Assert.Equal(x[i], transposed[i], 1e-13);
        }
    }

    [Fact]
    public void TheSolutionOfASingularSystem_LiesAlongItsNullVector()
    {
        // null vector (1, −2, 1)
        var lu = new ScaledLu([1, 2, 3, 4, 5, 6, 7, 8, 9], 3);
        double[] x = lu.Solve([1, 0, 0]);
        double size = VectorMath.Norm(x);
        Assert.True(double.IsFinite(size) && size > 1e13);
        Assert.Equal(-2, x[1] / x[0], 1e-12);
        Assert.Equal(1, x[2] / x[0], 1e-12);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(9, 0)]
    [InlineData(9, 4)]
    public void AReflection_IsItsOwnInverse_AndTurnsItsVectorRound(int n, int from)
    {
        var random = new Random(10 * n + from);
        double[] v = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)], a = Draw(random, n);
        double half = 0.5 * VectorMath.SumOfSquares(v.AsSpan(from));
        for (int i = from; i < n; i++)
            a.AsSpan(i * n, from).Clear();
        v.AsSpan(0, from).Fill(double.NaN);
        a[^1] += 1;
        double[] before = [.. a], work = new double[n - from];
        Householder.FromLeft(a, n, from, v, half, work);
        for (int j = from; j < n; j++)
        {
            double dot = 0, was = 0;
            for (int i = from; i < n; i++)
                (dot, was) = (dot + v[i] * a[i * n + j], was + v[i] * before[i * n + j]);
            Assert.Equal(-was, dot, 1e-14);
        }
        Householder.FromLeft(a, n, from, v, half, work);
        AssertClose(before, a);
        Householder.FromRight(a, n, from, v, half);
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> tail = v.AsSpan(from);
            Assert.Equal(-VectorMath.Dot(tail, before.AsSpan(i * n + from)), VectorMath.Dot(tail, a.AsSpan(i * n + from)), 1e-14);
        }
        Householder.FromRight(a, n, from, v, half);
        AssertClose(before, a);
    }

    private static void AssertClose(double[] expected, double[] found)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-14);
    }

    private static double[] Draw(Random random, int n) => [.. Enumerable.Range(0, n * n).Select(_ => random.NextDouble() - 0.5)];
}

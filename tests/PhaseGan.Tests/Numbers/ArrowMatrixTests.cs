using MathNet.Numerics.LinearAlgebra;
using Xunit;
using Complex = System.Numerics.Complex;

namespace PhaseGan.Tests.Numbers;

/// <summary>Matrices that are diagonal but for a border, against MathNet's dense ones with the same entries.</summary>
public sealed class ArrowMatrixTests
{
    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 12));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Products_AndNorms_AreThoseOfTheDenseMatrix(int seed)
    {
        var random = new Random(seed);
        ArrowMatrix arrow = Draw(random);
        Matrix<double> dense = Dense(arrow), moduli = dense.PointwiseAbs();
        double[] v = Vector(random, arrow), product = new double[v.Length];
        arrow.Multiply(v, product);
        AssertNear(dense * Of(v), product);
        arrow.MultiplySizes(v, product);
        AssertNear(moduli * Of(v).PointwiseAbs(), product);
        arrow.Transposed().Multiply(v, product);
        AssertNear(dense.Transpose() * Of(v), product);
        arrow.CopyDiagonal(product);
        AssertNear(dense.Diagonal(), product);
        double[] f = Vector(random, arrow);
        Assert.Equal((Of(f) + dense * Of(v)).L2Norm(), arrow.ResidualNorm(f, v, product), 1e-12);
        Assert.Equal(dense.FrobeniusNorm(), arrow.Norm, 1e-12);
        Assert.Equal(dense.InfinityNorm(), arrow.RowNorm, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ShiftedSystems_AreSolved_WithTheSignOfTheDeterminant(int seed)
    {
        var random = new Random(seed);
        ArrowMatrix arrow = Draw(random);
        int n = arrow.Pattern.Order;
        var lu = new ArrowLu(arrow);
        foreach (Complex shift in new Complex[] { 0.7, -0.3, new(0.2, 0.9), new(-0.4, -1.3) })
        {
            Matrix<Complex> shifted = Dense(arrow).ToComplex() - shift * Matrix<Complex>.Build.DenseIdentity(n);
            double[] re = Vector(random, arrow), im = Vector(random, arrow);
            Vector<Complex> right = Vector<Complex>.Build.Dense(n, i => new Complex(re[i], im[i]));
            Assert.True(lu.Factor(shift));
            lu.Solve(re, im);
            Vector<Complex> expected = shifted.Solve(right);
            for (int i = 0; i < n; i++)
                Assert.True((expected[i] - new Complex(re[i], im[i])).Magnitude <= 1e-9 * expected.L2Norm());
            Assert.Equal(shift.Imaginary == 0 ? Math.Sign(shifted.Determinant().Real) : 0, lu.DeterminantSign);
        }
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-2)]
    [InlineData(10)]
    public void TheDampedStep_IsTheLeastSquaresSolution_AlsoWhereTheDiagonalVanishes(double damping)
    {
        for (int seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            ArrowMatrix arrow = Draw(random);
            if (seed % 2 == 0)
                arrow.Diagonal.Clear();
            int n = arrow.Pattern.Order;
            double[] f = Vector(random, arrow), step = new double[n];
            new ArrowLeastSquares(arrow.Pattern).Solve(arrow, f, damping, step);
            Matrix<double> stacked = Dense(arrow).Stack(Math.Sqrt(damping) * Matrix<double>.Build.DenseIdentity(n));
            Vector<double> right = Vector<double>.Build.Dense(2 * n, i => i < n ? -f[i] : 0);
            Vector<double> expected = stacked.QR().Solve(right);
            Assert.True((expected - Of(step)).L2Norm() <= 1e-7 * expected.L2Norm(), $"seed {seed}: off by {(expected - Of(step)).L2Norm() / expected.L2Norm():G3}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TheSpectraOfTheComponents_AreTheWholeSpectrum(int seed)
    {
        var random = new Random(seed);
        ArrowMatrix arrow = Draw(random);
        // so sparse that it falls apart; on the diagonal it stays as it was, so that eigenvalues differ
        int n = arrow.Pattern.Order, border = arrow.Pattern.BorderCount, block = arrow.Entries.Length - border * border;
        for (int i = arrow.Pattern.OtherCount; i < arrow.Entries.Length; i++)
            if ((i < block || (i - block) % (border + 1) != 0) && random.NextDouble() < 0.8)
                arrow.Entries[i] = 0;
        var alone = new List<int>();
        List<int[]> sets = arrow.Components(alone);
        Assert.Equal(Enumerable.Range(0, n), sets.SelectMany(s => s).Concat(alone.Select(arrow.Pattern.CoordinateOf)).Order());
        List<Complex> values = [.. alone.Select(m => (Complex)arrow.Diagonal[m])];
        foreach (int[] set in sets)
        {
            var part = new double[set.Length * set.Length];
            arrow.CopyTo(set, part);
            values.AddRange(EigenSolver.Eigenvalues(part, set.Length)!);
        }
        foreach (Complex expected in Dense(arrow).Evd().EigenValues)
        {
            Complex nearest = values.MinBy(v => (v - expected).Magnitude);
            Assert.True((nearest - expected).Magnitude <= 1e-6);
            values.Remove(nearest);
        }
    }

    [Fact]
    public void LinksThatAreNotAsManyForEachCoordinate_AreRefused() =>
        Assert.Contains("5 coordinates", Assert.Throws<ArgumentException>(() => new ArrowPattern(8, 2, 3, [0, 1, 2])).Message, StringComparison.Ordinal);

    /// <summary>A border somewhere in the middle, each other coordinate linked to two or three of its members.</summary>
    internal static ArrowMatrix Draw(Random random)
    {
        int border = random.Next(3, 7), others = random.Next(5, 20), links = random.Next(2, 4), start = random.Next(0, others + 1);
        int[] to = [.. Enumerable.Range(0, others).SelectMany(_ => Enumerable.Range(0, border).OrderBy(_ => random.Next()).Take(links))];
        var matrix = new ArrowMatrix(new ArrowPattern(border + others, start, border, to));
        for (int i = 0; i < matrix.Entries.Length; i++)
            matrix.Entries[i] = 2 * random.NextDouble() - 1;
        return matrix;
    }

    internal static Matrix<double> Dense(ArrowMatrix matrix)
    {
        int n = matrix.Pattern.Order;
        var dense = new double[n * n];
        matrix.CopyTo([.. Enumerable.Range(0, n)], dense);
        return Matrix<double>.Build.Dense(n, n, (i, j) => dense[i * n + j]);
    }

    private static double[] Vector(Random random, ArrowMatrix matrix) => [.. Enumerable.Range(0, matrix.Pattern.Order).Select(_ => 2 * random.NextDouble() - 1)];

    private static Vector<double> Of(double[] values) => Vector<double>.Build.Dense(values);

    private static void AssertNear(Vector<double> expected, double[] actual) => Assert.True((expected - Of(actual)).AbsoluteMaximum() <= 1e-13);
}

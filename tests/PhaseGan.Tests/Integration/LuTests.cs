using MathNet.Numerics.LinearAlgebra;
using Xunit;
using Complex = System.Numerics.Complex;

namespace PhaseGan.Tests.Integration;

public sealed class LuTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void RealSystems_AreSolvedAsByAnotherLibrary_AndTheSignIsThatOfTheDeterminant(int n)
    {
        var random = new Random(1234 + n);
        for (int trial = 0; trial < 20; trial++)
        {
            // a pivot of zero in the first place makes exchanges necessary
            Matrix<double> a = Matrix<double>.Build.Dense(n, n, (i, j) => n > 1 && i == 0 && j == 0 ? 0 : random.NextDouble() - 0.5);
            Vector<double> b = Vector<double>.Build.Dense(n, _ => random.NextDouble() - 0.5);
            var lu = new RealLu(n);
            a.ToColumnMajorArray().CopyTo(lu.Matrix, 0);
            Assert.True(lu.Factor());
            double[] x = b.ToArray();
            lu.Solve(x);
            Vector<double> expected = a.Solve(b);
            for (int i = 0; i < n; i++)
                Assert.Equal(expected[i], x[i], 1e-9 * Math.Max(1, expected.L2Norm()));
            Assert.Equal(Math.Sign(a.Determinant()), lu.DeterminantSign);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void ComplexSystems_AreSolvedAsByAnotherLibrary(int n)
    {
        var random = new Random(99 + n);
        Complex Draw() => new(random.NextDouble() - 0.5, random.NextDouble() - 0.5);
        Matrix<Complex> a = Matrix<Complex>.Build.Dense(n, n, (i, j) => n > 1 && i == 0 && j == 0 ? Complex.Zero : Draw());
        Vector<Complex> b = Vector<Complex>.Build.Dense(n, _ => Draw());
        var lu = new ComplexLu(n);
        Complex[] entries = a.ToColumnMajorArray();
        for (int i = 0; i < entries.Length; i++)
            (lu.Real[i], lu.Imaginary[i]) = (entries[i].Real, entries[i].Imaginary);
        Assert.True(lu.Factor());
        double[] re = [.. b.Select(v => v.Real)], im = [.. b.Select(v => v.Imaginary)];
        lu.Solve(re, im);
        Vector<Complex> expected = a.Solve(b);
        for (int i = 0; i < n; i++)
            Assert.Equal(0, (expected[i] - new Complex(re[i], im[i])).Magnitude, 1e-9 * Math.Max(1, expected.L2Norm()));
    }

    [Fact]
    public void SingularMatricesAndThoseOfNoNumbers_AreRefused()
    {
        foreach (double[] entries in (double[][])[[1, 2, 2, 4], [0, 0, 0, 0], [0, 0, 1, 1], [double.NaN, 1, 1, 1], [1, double.PositiveInfinity, 1, 1]])
        {
            var real = new RealLu(2);
            entries.CopyTo(real.Matrix, 0);
            Assert.False(real.Factor());
            var complex = new ComplexLu(2);
            entries.CopyTo(complex.Real, 0);
            Assert.False(complex.Factor());
        }
    }
}

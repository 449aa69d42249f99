using Xunit;

namespace PhaseGan.Tests.Numbers;

public sealed class VectorMathTests
{
    [Fact]
    public void ADotProduct_IsSummedFromItsFirstTermToItsLast()
    {
        // 1e16 + 1 is 1e16; any other order of these terms gives 2 or 0
        double[] a = [1e16, 1, -1e16, 1, 0, 0, 0, 0], ones = [1, 1, 1, 1, 1, 1, 1, 1];
        Assert.Equal(1, VectorMath.Dot(a, ones));
        Assert.Equal(1, VectorMath.Dot(ones, a));
    }

    [Fact]
    public void SquaresAreSummedFromTheFirstEntryToTheLast()
    {
        double[] fromLarge = [1e8, 1, 1, 1, 1], fromSmall = [1, 1, 1, 1, 1e8];
        Assert.Equal(1e16, VectorMath.SumOfSquares(fromLarge));
        Assert.Equal(1e16 + 4, VectorMath.SumOfSquares(fromSmall));
        Assert.Equal(1e16, VectorMath.SquaredDistance(fromLarge, new double[5]));
        Assert.Equal(1e16 + 4, VectorMath.SquaredDistance(new double[5], fromSmall));
    }

    [Fact]
    public void NormsAndDistances_AreThoseOfPythagorasAndOfTheLargestEntry()
    {
        double[] a = [1, -2, 4], b = [-2, 2, 4];
        Assert.Equal(13, VectorMath.Norm([3, -4, 12]));
        Assert.Equal(5, VectorMath.Distance(a, b));
        Assert.Equal(4, VectorMath.Largest(a));
        Assert.Equal(4, VectorMath.LargestDifference(a, b));
    }

    [Fact]
    public void EmptyVectors_HaveNoLength()
    {
        Assert.Equal(0, VectorMath.Dot([], []));
        Assert.Equal(0, VectorMath.Norm([]));
        Assert.Equal(0, VectorMath.Distance([], []));
        Assert.Equal(0, VectorMath.Largest([]));
        Assert.Equal(0, VectorMath.LargestDifference([], []));
        Assert.Equal(0, VectorMath.ResidualNorm([], [], []));
        Assert.Equal(0, VectorMath.Exponent([]));
        Assert.True(VectorMath.AllFinite([]));
        VectorMath.AddMultiple([], 2, []);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void NaN_IsSeenWhereverItStands(int place)
    {
        double[] v = [5, 1, 7], zeros = new double[3];
        v[place] = double.NaN;
        Assert.Equal(double.NaN, VectorMath.Dot(v, zeros));
        Assert.Equal(double.NaN, VectorMath.Norm(v));
        Assert.Equal(double.NaN, VectorMath.Distance(v, zeros));
        Assert.Equal(double.NaN, VectorMath.Largest(v));
        Assert.Equal(double.NaN, VectorMath.LargestDifference(zeros, v));
        Assert.False(VectorMath.AllFinite(v));
        v[place] = double.NegativeInfinity;
        Assert.False(VectorMath.AllFinite(v));
    }

    [Fact]
    public void SquaresOverflow_AndTheExponentTakesThemBack()
    {
        double[] v = [3e200, -4e200];
        Assert.Equal(double.PositiveInfinity, VectorMath.Norm(v));
        int exponent = VectorMath.Exponent(v);
        Assert.InRange(Math.ScaleB(4e200, -exponent), 1, 2);
        double[] unit = [.. v.Select(x => Math.ScaleB(x, -exponent))];
        Assert.Equal(1.25, VectorMath.Norm(unit) / Math.ScaleB(4e200, -exponent), 1e-15);
        Assert.Equal(0, VectorMath.Exponent([0, 0]));
        Assert.Equal(-1074, VectorMath.Exponent([0, double.Epsilon]));
    }

    [Fact]
    public void ASecondVectorThatIsTooShort_IsAnError()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorMath.Dot([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorMath.Distance([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorMath.LargestDifference([1, 2], [1]));
    }

    [Fact]
    public void AMultiple_IsRoundedBeforeItIsAdded_AtEveryPlaceOfARegister()
    {
        // (1 + ε)² = 1 + 2ε + ε², of which a fused operation would leave ε² and two roundings leave nothing
        const double one = 1 + 2.220446049250313e-16;
        for (int n = 1; n <= 9; n++)
        {
            double[] to = [.. Enumerable.Repeat(-(1 + 2 * 2.220446049250313e-16), n)];
            VectorMath.AddMultiple(to, one, [.. Enumerable.Repeat(one, n)]);
            Assert.All(to, v => Assert.Equal(0, v));
        }
    }

    [Fact]
    public void WhatIsLeftBesideADirection_IsOrthogonalToIt()
    {
        double[] v = [3, 1, -2, 5, 4], direction = [0.5, 0.5, -0.5, 0, 0.5];
        VectorMath.RemoveAlong(v, direction);
        Assert.Equal([0.5, -1.5, 0.5, 5, 1.5], v);
        Assert.Equal(0, VectorMath.Dot(v, direction));
        VectorMath.Divide(v, 0.5);
        Assert.Equal([1, -3, 1, 10, 3], v);
    }

    [Fact]
    public void AResidual_IsAddedUpRowByRow()
    {
        // f + A x = (3, 4)
        Assert.Equal(5, VectorMath.ResidualNorm([1, 2], [1, 2, 3, -1, 0, 1], [-1, 0, 1]));
    }
}

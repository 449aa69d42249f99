using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

public class AxisTests
{
    [Fact]
    public void LinearValues_AreTheNearestNumbers_WhateverTheirIndex()
    {
        Axis axis = Axis.Linear("alpha", 0, 3, 31);
        for (int i = 0; i < 31; i++)
            Assert.Equal(i / 10.0, axis.Values[i]);
    }

    [Fact]
    public void LogarithmicValues_HitTheDecades()
    {
        Axis axis = Axis.Logarithmic("alpha", 0.001, 1000, 7);
        double[] expected = [0.001, 0.01, 0.1, 1, 10, 100, 1000];
        for (int i = 0; i < 7; i++)
            Assert.Equal(expected[i], axis.Values[i], expected[i] * 1e-15);
        Assert.Equal(AxisScale.Logarithmic, axis.Scale);
    }

    [Fact]
    public void EndsAreExact_AndValuesIncrease_ForRandomRangesAndCounts()
    {
        var gen = from a in Gen.Choose(-1000, 1000)
                  from width in Gen.Choose(1, 1000)
                  from count in Gen.Choose(2, 700)
                  from logarithmic in Gen.Elements(true, false)
                  select (Min: a / 7.0, Max: (a + width) / 7.0, Count: count, Log: logarithmic && a > 0);
        Prop.ForAll(Arb.From(gen), c =>
        {
            Axis axis = c.Log ? Axis.Logarithmic("v", c.Min, c.Max, c.Count) : Axis.Linear("v", c.Min, c.Max, c.Count);
            bool increasing = Enumerable.Range(1, c.Count - 1).All(i => axis.Values[i] > axis.Values[i - 1]);
            return axis.Count == c.Count && axis.Minimum == c.Min && axis.Maximum == c.Max && increasing
                && axis.Equals(Axis.Of("v", [.. axis.Values]))
                && (c.Count == 2 || Axis.Of("v", [.. axis.Values]).Scale == axis.Scale);
        }).Check(Config.QuickThrowOnFailure.WithReplay(7_040_031, 3));
    }

    [Fact]
    public void ValuesWithoutARule_AreListed() =>
        Assert.Equal(AxisScale.Listed, Axis.Of("v", [1, 2, 4.5]).Scale);

    [Theory]
    [InlineData(2, 1, 8, "must go upwards")]
    [InlineData(1, 1, 8, "must go upwards")]
    [InlineData(0, 1, 1, "≥ 2; got 1")]
    [InlineData(0, 1, 0, "≥ 2; got 0")]
    [InlineData(double.NaN, 1, 8, "must be finite; got NaN")]
    [InlineData(0, double.PositiveInfinity, 8, "must be finite; got Infinity")]
    public void AnImpossibleAxis_IsRefused_WithItsNameAndTheRule(double min, double max, int count, string message)
    {
        var e = Assert.ThrowsAny<ArgumentException>(() => Axis.Linear("eta", min, max, count));
        Assert.Contains("'eta'", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ALogarithmicAxis_StartsAboveZero(double min) =>
        Assert.Contains("finite and > 0", Assert.Throws<ArgumentOutOfRangeException>(() => Axis.Logarithmic("eta", min, 2, 5)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public void AnAxis_NeedsAName(string name) => Assert.ThrowsAny<ArgumentException>(() => Axis.Linear(name, 0, 1, 2));

    [Fact]
    public void MorePointsThanNumbers_AreRefused() =>
        Assert.Contains("cannot hold", Assert.Throws<ArgumentException>(() => Axis.Linear("v", 1, Math.BitIncrement(1), 3)).Message, StringComparison.Ordinal);

    [Fact]
    public void ListedValues_MustIncreaseAndBeFinite()
    {
        Assert.Contains("must increase; got 2 and then 2", Assert.Throws<ArgumentException>(() => Axis.Of("v", [1, 2, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("values[1]", Assert.Throws<ArgumentOutOfRangeException>(() => Axis.Of("v", [1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Axis.Of("v", [1]));
    }
}

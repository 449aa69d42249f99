using Xunit;

namespace PhaseGan.Tests.Intervals;

/// <summary>Intervals against exact rational arithmetic.</summary>
public sealed class IntervalTests
{
    private static readonly double[] s_special =
        [0, -0.0, 1, -1, double.Epsilon, -double.Epsilon, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-290, 3e-154, 1e154, 1e300, double.MaxValue, -double.MaxValue, 0.1, 1.0 / 3, 4503599627370497.5];

    [Fact]
    public void OfNumbers_EveryOperationContainsTheExactResult_AndIsAtMostOneNumberWide()
    {
        var random = new System.Random(17);
        for (int k = 0; k < 60_000; k++)
        {
            double a = Number(random), b = Number(random);
            (ExactNumber x, ExactNumber y) = (ExactNumber.Of(a), ExactNumber.Of(b));
            Narrow((Interval)a + b, x + y);
            Narrow((Interval)a - b, x - y);
            Narrow((Interval)a * b, x * y);
            if (b != 0)
                Narrow((Interval)a / b, x / y);
            Narrow(((Interval)a).Square(), x * x);
            Interval root = ((Interval)Math.Abs(a)).Sqrt();
            Assert.True((ExactNumber.Of(root.Low) * ExactNumber.Of(root.Low)).CompareTo(Math.Abs(a)) <= 0, $"√{a:R}");
            Assert.True(double.IsInfinity(root.High) || (ExactNumber.Of(root.High) * ExactNumber.Of(root.High)).CompareTo(Math.Abs(a)) >= 0, $"√{a:R}");
        }

        static void Narrow(Interval interval, ExactNumber exact)
        {
            Assert.True(exact.IsIn(interval), $"{interval}");
            Assert.True(interval.High <= Math.BitIncrement(Math.BitIncrement(interval.Low)) || double.IsInfinity(interval.High) || double.IsInfinity(interval.Low), $"{interval}");
        }
    }

    [Fact]
    public void ExactResults_AreNotWidened()
    {
        Assert.Equal(new Interval(0.75, 0.75), (Interval)0.5 + 0.25);
        Assert.Equal(new Interval(3, 3), (Interval)1.5 * 2);
        Assert.Equal(new Interval(0.125, 0.125), (Interval)1 / 8);
        Assert.Equal(new Interval(3, 3), ((Interval)9).Sqrt());
        Assert.Equal(new Interval(0, 0), (Interval)0 * double.MaxValue);
    }

    [Fact]
    public void OfIntervals_EveryOperationContainsTheResultsOfNumbersInside_AndItsEndsAreReached()
    {
        var random = new System.Random(23);
        for (int k = 0; k < 20_000; k++)
        {
            Interval a = Box(random), b = Box(random);
            double s = Inside(random, a), t = Inside(random, b);
            (ExactNumber x, ExactNumber y) = (ExactNumber.Of(s), ExactNumber.Of(t));
            Assert.True((x + y).IsIn(a + b));
            Assert.True((x - y).IsIn(a - b));
            Assert.True((x * y).IsIn(a * b));
            Assert.True((x * x).IsIn(a.Square()));
            Assert.True(t == 0 || (x / y).IsIn(a / b));
            double[] products = [a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High];
            Assert.InRange((a * b).Low, Math.BitDecrement(Math.BitDecrement(products.Min())), products.Min());
            Assert.InRange((a * b).High, products.Max(), Math.BitIncrement(Math.BitIncrement(products.Max())));
            Assert.True(a.Contains(a.Middle) && a.Hull(b).Contains(a) && a.Hull(b).Contains(b));
            Assert.True((ExactNumber.Of(s) - ExactNumber.Of(a.Middle)).IsIn(new Interval(-a.Radius, a.Radius)));
        }
    }

    [Fact]
    public void WhatIsUndefinedOrOverflows_IsAnIntervalThatStillContainsTheAnswer()
    {
        Assert.Equal(Interval.Entire, (Interval)1 / new Interval(-1, 1));
        Assert.Equal(Interval.Entire, (Interval)double.NaN);
        Assert.Equal(Interval.Entire, Interval.Entire - Interval.Entire);
        Interval huge = (Interval)double.MaxValue + double.MaxValue;
        Assert.Equal((double.MaxValue, double.PositiveInfinity), (huge.Low, huge.High));
        Interval product = (Interval)1e200 * -1e200;
        Assert.Equal((double.NegativeInfinity, -double.MaxValue), (product.Low, product.High));
        Interval small = (Interval)1e-200 * 1e-200;
        Assert.True(small.Low <= 0 && small.High > 0);
        Assert.Equal(Interval.Entire, new Interval(-2, -1).Sqrt());
        Assert.Equal(new Interval(0, 2), new Interval(-1, 4).Sqrt());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Interval(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Interval(double.NaN, 0));
        Assert.Null(new Interval(0, 1).Intersect(new Interval(2, 3)));
        Assert.Equal(new Interval(1, 2), new Interval(0, 2).Intersect(new Interval(1, 3)));
    }

    private static double Number(System.Random random)
    {
        if (random.Next(4) == 0)
            return s_special[random.Next(s_special.Length)];
        double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(2) == 0 ? random.Next(-3, 4) : random.Next(-300, 150));
        return random.Next(3) == 0 ? Math.Round(value * 8) / 8 : value;
    }

    private static Interval Box(System.Random random)
    {
        double a = 4 * random.NextDouble() - 2, b = 4 * random.NextDouble() - 2;
        return random.Next(5) == 0 ? a : new Interval(Math.Min(a, b), Math.Max(a, b));
    }

    private static double Inside(System.Random random, Interval interval) =>
        Math.Clamp(interval.Low + (interval.High - interval.Low) * random.NextDouble(), interval.Low, interval.High);
}

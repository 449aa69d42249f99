using System.Collections.Immutable;
using Xunit;

namespace PhaseGan.Tests.Intervals;

/// <summary>Curves known in closed form, enclosed.</summary>
public sealed class CurveTubeTests
{
    [Fact]
    public void AnEllipse_IsProvedToBeClosed_AndItsPointsAreHeld()
    {
        CurveTube tube = CurveTube.Follow(new Conic(1, 4, 1), [1, 0.01], 1)!;
        Assert.True(tube.IsClosed && tube.Joints.Length == tube.Pieces.Length, tube.ToString());
        for (int k = 0; k < 50; k++)
        {
            (double y, double x) = Math.SinCos(0.1257 * k);
            RestProof there = tube.Through([x, 0.5 * y])!;
            Assert.True(Math.Abs(there.Box[0].Middle - x) + Math.Abs(there.Box[1].Middle - 0.5 * y) < 1e-14);
        }
        Assert.Null(tube.Through([0, 0]));
    }

    [Fact]
    public void AnArc_EndsWhereItsConditionVanishes_AndTurnsOnTheWay()
    {
        // x > −0.5 on the unit circle, from one end at (−½, −√¾) over (1, 0) to the other
        CurveTube tube = CurveTube.Follow(new Conic(1, 1, 1, -0.5), [0.6, 0.8], 1)!;
        Assert.True(tube is { IsComplete: true, IsClosed: false }, tube.ToString());
        Assert.Equal(Math.Sqrt(0.75), Math.Max(tube.Start!.Proof.Box[1].Middle, tube.End!.Proof.Box[1].Middle), 1e-14);
        Assert.Equal(-Math.Sqrt(0.75), Math.Min(tube.Start.Proof.Box[1].Middle, tube.End.Proof.Box[1].Middle), 1e-14);
        Assert.Equal(tube.Pieces.Length - 1, tube.Joints.Length);
    }

    [Fact]
    public void ACrossing_IsNotPassed_AndATouchedCondition_IsNoEnd()
    {
        // x² − y² = 0 has a branch point at the origin
        CurveTube crossed = CurveTube.Follow(new Conic(1, -1, 0, -2), [-1, -1], 1)!;
        Assert.False(crossed.IsComplete);
        Assert.True(crossed.Pieces.All(p => p.Box[0].High < 0));
        // x > −1 touches the unit circle
        Assert.False(CurveTube.Follow(new Conic(1, 1, 1, -1), [1, 0], 1)!.IsComplete);
        Assert.Null(CurveTube.Follow(new Conic(1, 1, 1), [0, 0], 1));
    }

    /// <summary>ax² + by² = c, with x above a bound.</summary>
    private sealed class Conic(double a, double b, double c, double from = double.NegativeInfinity) : IIntervalCurve
    {
        public int Dimension => 2;

        public ImmutableArray<string> Conditions => double.IsFinite(from) ? ["from"] : [];

        public void Enclose(ReadOnlySpan<Interval> z, Span<Interval> values)
        {
            values[0] = a * z[0].Square() + b * z[1].Square() - c;
            if (double.IsFinite(from))
                values[1] = z[0] - from;
        }

        public void EncloseSlopes(ReadOnlySpan<Interval> z, Span<Interval> slopes)
        {
            (slopes[0], slopes[1]) = (2 * a * z[0], 2 * b * z[1]);
            if (double.IsFinite(from))
                (slopes[2], slopes[3]) = (1, 0);
        }
    }
}

using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Curves of sign changes in the plane: circles, lines, loops close to each other, jumps, and why they end.</summary>
public sealed class ImplicitCurveTests
{
    private static readonly PlaneWindow s_window = new(-2, 2, -1.5, 1.5);

    [Theory]
    [InlineData(1.0, 0.3)]
    [InlineData(0.2, -0.4)]
    [InlineData(0.01, 0.7)]
    public void ACircle_IsClosed_AndItsPointsLieOnIt(double radius, double center)
    {
        int values = 0;
        ImplicitCurve curve = ImplicitCurve.Follow((x, y) => G(x, y, ref values), (center + 0.9 * radius, 0.1 * radius), s_window);
        Assert.True(curve.IsClosed);
        Assert.All(curve.Points, p => Assert.Equal(radius, Math.Sqrt((p.X - center) * (p.X - center) + p.Y * p.Y), 5e-8));
        Assert.All(curve.Points, p => Assert.False(p.IsJump));
        Assert.Equal(curve.Points[0], curve.Points[^1]);
        // once around, with the inside, where g < 0, on the left
        double area = 0;
        for (int k = 1; k < curve.Points.Length; k++)
            area += 0.5 * (curve.Points[k - 1].X * curve.Points[k].Y - curve.Points[k].X * curve.Points[k - 1].Y);
        Assert.InRange(area, 0.9 * Math.PI * radius * radius, Math.PI * radius * radius);
        Assert.Equal(values, curve.Evaluations);
        Assert.InRange(values, 1, 15 * curve.Points.Length + 200);

        double G(double x, double y, ref int count)
        {
            count++;
            return (x - center) * (x - center) + y * y - radius * radius;
        }
    }

    [Fact]
    public void ACurveOfJumps_IsFollowedLikeOneOfZeros_AndSaidToJump()
    {
        ImplicitCurve curve = ImplicitCurve.Follow((x, y) => y > Math.Sin(3 * x) ? 1 : -1, (0.1, 0.2), s_window);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (curve.FirstEnd, curve.LastEnd));
        Assert.Equal([2, -2], new[] { curve.Points[0].X, curve.Points[^1].X });
        Assert.All(curve.Points, p => Assert.Equal(Math.Sin(3 * p.X), p.Y, 2e-7));
        Assert.All(curve.Points, p => Assert.True(p.IsJump && p.Error <= 1e-8));
    }

    /// <summary>Waves at the distance 2e-3 from each other, in units of the window; a jump would show as that distance.</summary>
    [Fact]
    public void CloseCurves_AreNotMistakenForEachOther()
    {
        double Wave(double x) => Math.Sin(4 * x) * Math.Exp(-x * x);
        const double distance = 6e-3;
        for (int which = -1; which <= 1; which++)
        {
            double own = which * distance;
            ImplicitCurve curve = ImplicitCurve.Follow((x, y) => (y - Wave(x)) * (y - Wave(x) - distance) * (y - Wave(x) + distance), (0.3, Wave(0.3) + own), s_window);
            Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (curve.FirstEnd, curve.LastEnd));
            Assert.All(curve.Points, p => Assert.Equal(Wave(p.X) + own, p.Y, 1e-6));
            Assert.Equal(4, Math.Abs(curve.Points[0].X - curve.Points[^1].X), 1e-12);
        }
    }

    [Fact]
    public void ACrossing_EndsTheCurve_AtTheCrossing()
    {
        ImplicitCurve curve = ImplicitCurve.Follow((x, y) => x * y, (-1, 0.01), s_window);
        Assert.Contains(BranchEnd.RangeReached, new[] { curve.FirstEnd, curve.LastEnd });
        Assert.Contains(BranchEnd.StepTooSmall, new[] { curve.FirstEnd, curve.LastEnd });
        Assert.All(curve.Points, p => Assert.Equal(0, p.Y, 1e-7));
        Assert.InRange(curve.Points.Max(p => p.X), -1e-4, 1e-4);
    }

    [Fact]
    public void WhereThereIsNoFunction_TheCurveEnds_AndSaysSo()
    {
        ImplicitCurve curve = ImplicitCurve.Follow((x, y) => x > 0.5 ? double.NaN : y - 0.5 * x, (0, 0), s_window);
        Assert.Equal((BranchEnd.NonFinite, BranchEnd.RangeReached), (curve.FirstEnd, curve.LastEnd));
        Assert.InRange(curve.Points.Max(p => p.X), 0.49, 0.5);
        Assert.Equal(BranchEnd.NoStart, ImplicitCurve.Follow((_, _) => 1, (0, 0), s_window).FirstEnd);
        Assert.Equal(BranchEnd.NonFinite, ImplicitCurve.Follow((_, _) => double.NaN, (0, 0), s_window).FirstEnd);
        Assert.Equal(BranchEnd.NotIsolated, ImplicitCurve.Follow((x, y) => x * y, (0, 0), s_window).FirstEnd);
    }

    [Fact]
    public void AStartOnTheWindowsEdge_GoesInwards()
    {
        ImplicitCurve curve = ImplicitCurve.Follow((x, y) => x - y, (-1.5, -1.5), s_window);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (curve.FirstEnd, curve.LastEnd));
        Assert.Equal(3, Math.Abs(curve.Points[0].X - curve.Points[^1].X), 1e-7);
    }

    [Fact]
    public void BudgetsAndCancellation_AreHeard()
    {
        var few = new ImplicitCurveOptions { MaxEvaluations = 100 };
        ImplicitCurve curve = ImplicitCurve.Follow((x, y) => x * x + y * y - 1, (1, 0), s_window, few);
        Assert.Equal((BranchEnd.Budget, 100), (curve.LastEnd, curve.Evaluations));
        Assert.Equal(BranchEnd.Budget, ImplicitCurve.Follow((x, y) => x * x + y * y - 1, (1, 0), s_window, new ImplicitCurveOptions { MaxPoints = 5 }).LastEnd);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => ImplicitCurve.Follow(
            (x, y) =>
            {
                if (x < 0)
                    stop.Cancel();
                return x * x + y * y - 1;
            },
            (1, 0), s_window, null, stop.Token));
    }

    [Fact]
    public void BadArguments_AreRefusedInWords()
    {
        Assert.Contains("must lie in the window", Assert.Throws<ArgumentOutOfRangeException>(() => ImplicitCurve.Follow((x, _) => x, (3, 0), s_window)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImplicitCurve.Follow((x, _) => x, (double.NaN, 0), s_window));
        Assert.Contains("opposite edge", Assert.Throws<ArgumentOutOfRangeException>(() => new PlaneWindow(0, 1, 2, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlaneWindow(double.MinValue, double.MaxValue, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImplicitCurveOptions { Tolerance = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImplicitCurveOptions { MaxStep = double.NaN });
    }
}

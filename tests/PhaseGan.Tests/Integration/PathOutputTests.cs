using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Integration;

public sealed class PathOutputTests
{
    private static readonly Field Oscillator = new(2, (y, f) => (f[0], f[1]) = (y[1], -y[0]), (_, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -1, 0));

    private static readonly IntegrationOptions Tight = new() { RelativeTolerance = 1e-11 };

    [Fact]
    public void TheEndAlone_IsTheEndOfThePath_AndNothingElseCanBeAskedFor()
    {
        Trajectory whole = DormandPrince.Integrate(Oscillator, [1, 0], 20, Tight), end = DormandPrince.Integrate(Oscillator, [1, 0], 20, Tight with { Output = PathOutput.End });
        Assert.Equal(whole.End.ToArray(), end.End.ToArray());
        Assert.Equal(whole.AcceptedSteps, end.AcceptedSteps);
        Assert.Equal([0, 20], end.Times.AsEnumerable());
        Assert.Equal([1, 0], end.At(0));
        Assert.Equal(end.End.ToArray(), end.At(20));
        Assert.Contains("PathOutput.Steps", Assert.Throws<ArgumentOutOfRangeException>(() => end.At(3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => end.At(21));
    }

    [Fact]
    public void GivenTimes_AreThoseOfThePath_UpToAnEvent()
    {
        double[] times = [0, 0.5, 1, Math.PI, 6, 7.5, 20];
        Trajectory path = DormandPrince.Integrate(Oscillator, [1, 0], 20, Tight with { Output = PathOutput.At(times) });
        Assert.Equal(times, path.Times.AsEnumerable());
        foreach (double t in times)
            Assert.Equal(Math.Cos(t), path.At(t)[0], 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => path.At(0.75));

        var down = new IntegrationEvent((_, y) => y[0], EventDirection.Rising, IsTerminal: true);
        Trajectory cut = DormandPrince.Integrate(Oscillator, [1, 0], 20, Tight with { Output = PathOutput.At(0.5, 1, 4.712, 4.7124, 6), Events = [down] });
        Assert.Equal(StopReason.Event, cut.StopReason);
        Assert.Equal(1.5 * Math.PI, cut.EndTime, 1e-9);
        Assert.Equal([0, 0.5, 1, 4.712, cut.EndTime], cut.Times.AsEnumerable());
        Assert.Equal(0, cut.At(cut.EndTime)[0], 1e-9);
    }

    [Fact]
    public void TimesThatCannotBeKept_AreRefused_WithTheirValue()
    {
        Assert.Contains("-1", Assert.Throws<ArgumentOutOfRangeException>(() => PathOutput.At(-1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => PathOutput.At(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => PathOutput.At(1, 1));
        Assert.Throws<ArgumentNullException>(() => PathOutput.At(null!));
        Assert.Throws<ArgumentNullException>(() => new IntegrationOptions { Output = null! });
        Assert.Contains("20.5", Assert.Throws<ArgumentOutOfRangeException>(() => DormandPrince.Integrate(Oscillator, [1, 0], 20, new() { Output = PathOutput.At(20.5) })).Message);
        Trajectory nowhere = DormandPrince.Integrate(new Field(1, (_, f) => f[0] = double.NaN, (_, _) => { }), [3], 5, new() { Output = PathOutput.At(1) });
        Assert.Equal([0], nowhere.Times.AsEnumerable());
        Assert.Equal([3], nowhere.At(0));
    }

    [Fact]
    public void TheEndOfALongPath_CostsAFewStates_AndThePathNoMoreThanIsKept()
    {
        const int n = 300;
        double[] start = [.. Enumerable.Range(0, n).Select(i => Math.Sin(i))];
        var waves = new Field(n, (y, f) => { for (int i = 0; i < n; i++) f[i] = -y[(i + 1) % n]; }, (_, _) => throw new NotSupportedException());
        var options = new IntegrationOptions { MaxStep = 0.01 };
        DormandPrince.Integrate(waves, start, 0.1, options);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Trajectory end = DormandPrince.Integrate(waves, start, 10, options with { Output = PathOutput.End });
        long ofEnd = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        Trajectory whole = DormandPrince.Integrate(waves, start, 10, options);
        long ofPath = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(end.AcceptedSteps >= 1000);
        Assert.InRange(ofEnd, 0, 40 * 8 * n);
        Assert.InRange(ofPath, 0, (long)(1.1 * whole.AcceptedSteps * (5 * n + 2) * 8) + 200_000);
        Assert.Equal(whole.End.ToArray(), end.End.ToArray());
    }
}

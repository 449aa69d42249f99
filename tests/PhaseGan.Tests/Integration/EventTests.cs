using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Integration;

public sealed class EventTests
{
    /// <summary>cos t and −sin t.</summary>
    private static readonly Field Oscillator = new(2, (y, f) => (f[0], f[1]) = (y[1], -y[0]), (_, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -1, 0));

    private static readonly IntegrationOptions Tight = new() { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-13 };

    private static double Height(double time, ReadOnlySpan<double> y) => y[0];

    [Theory]
    [InlineData(EventDirection.Either, 0.5, 1.0)]
    [InlineData(EventDirection.Falling, 0.5, 2.0)]
    [InlineData(EventDirection.Rising, 1.5, 2.0)]
    public void ZerosOfTheCosine_AreFoundInOrder_AndOnlyThoseOfTheDirection(EventDirection direction, double first, double spacing)
    {
        Trajectory path = DormandPrince.Integrate(Oscillator, [1, 0], 30 * Math.PI, Tight with { Events = [new IntegrationEvent(Height, direction)] });
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.Equal((int)(30 / spacing), path.Events.Length);
        for (int k = 0; k < path.Events.Length; k++)
        {
            EventOccurrence e = path.Events[k];
            Assert.Equal((first + k * spacing) * Math.PI, e.Time, 1e-9);
            Assert.Equal(0, e.State[0], 1.01e-12 * e.Time + 1e-15);
            Assert.Equal(e.State.ToArray(), path.At(e.Time), (a, b) => Math.Abs(a - b) < 1e-13);
            Assert.Equal(0, e.Index);
        }
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e-6)]
    [InlineData(1e-3)]
    public void TheTimeOfAnEvent_IsWithinItsTolerance(double tolerance)
    {
        // zeros at known times, whatever the integration does: linear, cubed (flat), and a jump
        double[] times = [0.123456789, 7.7, 9.999];
        foreach (double at in times)
        {
            EventFunction[] functions = [(t, _) => t - at, (t, _) => Math.Pow(t - at, 3), (t, _) => t < at ? -1 : 1];
            Trajectory path = DormandPrince.Integrate(Oscillator, [1, 0], 10,
                new IntegrationOptions { EventTolerance = tolerance, Events = [.. functions.Select(f => new IntegrationEvent(f))] });
            Assert.Equal(3, path.Events.Length);
            Assert.All(path.Events, e => Assert.InRange(e.Time, at - 1e-14, at + tolerance * Math.Max(1, at + 0.5)));
        }
    }

    [Fact]
    public void ATerminalEvent_EndsTheTrajectoryThere()
    {
        var seen = new IntegrationEvent((_, y) => y[0] - 0.5);
        var stop = new IntegrationEvent(Height, EventDirection.Rising, IsTerminal: true);
        Trajectory path = DormandPrince.Integrate(Oscillator, [1, 0], 100, Tight with { Events = [seen, stop] });
        Assert.Equal(StopReason.Event, path.StopReason);
        Assert.Equal(1.5 * Math.PI, path.EndTime, 1e-9);
        Assert.Equal(path.EndTime, path.Events[^1].Time);
        Assert.Equal(path.EndTime, path.Times[^1]);
        Assert.Equal(path.Events[^1].State.ToArray(), path.End.ToArray());
        Assert.Equal([0, 1], path.Events.Select(e => e.Index));
        Assert.Equal(Math.PI / 3, path.Events[0].Time, 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => path.At(path.EndTime + 1e-6));
        for (double t = 0; t <= path.EndTime; t += 0.01)
            Assert.Equal(Math.Cos(t), path.At(t)[0], 1e-9);
        double before = path.Times[^2];
        for (int i = 0; i <= 10; i++)
        {
            double t = before + (path.EndTime - before) * i / 10;
            Assert.Equal(Math.Cos(t), path.At(t)[0], 1e-10);
        }
    }

    [Fact]
    public void SeveralEventsInOneStep_ComeInOrderOfTime_AndNoneAfterTheTerminalOne()
    {
        IntegrationEvent[] events =
        [
            new((t, _) => t - 0.9), new((t, _) => t - 0.3), new((t, _) => t - 0.6, IsTerminal: true), new((t, _) => t - 0.5), new((t, _) => 0.2 - t),
        ];
        Trajectory path = DormandPrince.Integrate(new Field(1, (_, f) => f[0] = 1, (_, j) => j[0] = 0), [0], 5,
            new IntegrationOptions { InitialStep = 1, Events = [.. events] });
        Assert.Equal([4, 1, 3, 2], path.Events.Select(e => e.Index));
        Assert.Equal([0.2, 0.3, 0.5, 0.6], path.Events.Select(e => e.Time), (a, b) => Math.Abs(a - b) < 1e-11);
        Assert.Equal(1, path.AcceptedSteps);
        Assert.Equal(StopReason.Event, path.StopReason);
        Assert.Equal(0.6, path.End[0], 1e-11);
    }

    [Theory]
    [InlineData(1e-13)]
    [InlineData(1e-150)]
    [InlineData(1e150)]
    public void AnEvent_IsFoundAtItsTime_WhateverTheUnitOfTime(double unit)
    {
        var clock = new Field(1, (_, f) => f[0] = 1 / unit, (_, _) => { });
        Trajectory path = DormandPrince.Integrate(clock, [0], 3 * unit, new IntegrationOptions { Events = [new((_, y) => y[0] - 0.7), new((_, y) => y[0] - 2, IsTerminal: true)] });
        Assert.Equal(StopReason.Event, path.StopReason);
        Assert.Equal([0.7, 2], path.Events.Select(e => e.Time / unit), (a, b) => Math.Abs(a - b) < 1e-11);
        Assert.Equal(2, path.End[0], 1e-11);
        Assert.Equal(1, path.At(unit)[0], 1e-11);
    }

    [Fact]
    public void AnEventFunctionThatIsNoNumberSomewhere_IsNoError()
    {
        // a root function that ends where the other begins: the logarithm has no value below zero
        var falling = new Field(1, (_, f) => f[0] = -1, (_, _) => { });
        Trajectory path = DormandPrince.Integrate(falling, [1], 1.5, new IntegrationOptions { InitialStep = 0.75, Events = [new((_, y) => y[0] > 0.5 ? 1 : y[0] > 0.3 ? double.NaN : -1)] });
        Assert.Equal(StopReason.EndReached, path.StopReason);
        EventOccurrence found = Assert.Single(path.Events);
        Assert.Equal(0.5, found.Time, 1e-9);
    }

    [Fact]
    public void AZeroAtTheStart_IsNotAnEvent_AndOneAtAStepsEndIsOne()
    {
        // sin t from 0: zero at the start, then at π, 2π, …
        Trajectory path = DormandPrince.Integrate(Oscillator, [0, 1], 10, Tight with { Events = [new IntegrationEvent(Height)] });
        Assert.Equal([Math.PI, 2 * Math.PI, 3 * Math.PI], path.Events.Select(e => e.Time), (a, b) => Math.Abs(a - b) < 1e-9);

        // steps of exactly 1/4, zeros exactly at t = 1 and t = 2
        var straight = new Field(1, (_, f) => f[0] = 1, (_, j) => j[0] = 0);
        Trajectory touching = DormandPrince.Integrate(straight, [0], 3,
            new IntegrationOptions { InitialStep = 0.25, MaxStep = 0.25, Events = [new IntegrationEvent((t, _) => (t - 1) * (t - 2))] });
        Assert.Equal([1.0, 2.0], touching.Events.Select(e => e.Time), (a, b) => Math.Abs(a - b) < 1e-11);
    }
}

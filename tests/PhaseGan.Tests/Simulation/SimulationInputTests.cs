using Xunit;

namespace PhaseGan.Tests;

/// <summary>What cannot be simulated is refused before any work starts, with the argument, the value and the rule.</summary>
public sealed class SimulationInputTests
{
    private static readonly GanParameters Gan = new([5, 3], [5, 3], 0.2, 0.04, 2, 2);
    private static readonly MacroState Start = MacroState.NearOrigin(Gan, 0.3, 1);

    public static TheoryData<Simulator> Simulators { get; } = [new GramSimulator(), new MicroscopicSimulator(), new MicroscopicSimulator(NoiseDrawing.Plain)];

    [Theory]
    [MemberData(nameof(Simulators))]
    public void DimensionBelowTwoDPlusOne_IsRefused(Simulator simulator)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Run(Gan, Start, new SimulationOptions { Dimension = 4, Times = [1] }));
        Assert.Contains("Dimension", error.Message, StringComparison.Ordinal);
        Assert.Contains("2d + 1 = 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("got 4", error.Message, StringComparison.Ordinal);
        simulator.Run(Gan, Start, new SimulationOptions { Dimension = 5, Times = [1] });
    }

    [Theory]
    [MemberData(nameof(Simulators))]
    public void StepsBeyondTheBudgetOrBeyondCounting_AreRefused(Simulator simulator)
    {
        var options = new SimulationOptions { Dimension = 1000, Replicas = 2, MaximumSteps = 10_000 };
        simulator.Run(Gan, Start, options with { Times = [5] });
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Run(Gan, Start, options with { Times = [5.001] }));
        Assert.Contains("10002", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Run(Gan, Start, options with { Times = [1, 1e300] }));
        Assert.Contains("Times[1]", error.Message, StringComparison.Ordinal);
        Assert.Contains("2^48", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GramSimulator().Run(Gan, Start, new SimulationOptions { Dimension = 1_000_000_000_000, Times = [1] }));
    }

    [Fact]
    public void OptionsOutOfRange_AreRefusedWhenMade()
    {
        Assert.Contains("Replicas", Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationOptions { Replicas = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("got -1", Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationOptions { FirstReplica = -1 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationOptions { Dimension = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationOptions { Dimension = 1_000_000_000_001 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationOptions { Threads = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationOptions { MaximumSteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationOptions { Times = [-0.5] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationOptions { Times = [0, double.NaN] });
        Assert.Contains(
            "Times must increase; got 2 and then 1 at index 2",
            Assert.Throws<ArgumentException>(() => new SimulationOptions { Times = [0, 2, 1] }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SimulationOptions { Times = [1, 1] });
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulationOptions.EvenTimes(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MicroscopicSimulator((NoiseDrawing)7));
    }

    [Theory]
    [MemberData(nameof(Simulators))]
    public void StartsAndTimesThatDoNotFit_AreRefused(Simulator simulator)
    {
        var options = new SimulationOptions { Times = [0.01] };
        Assert.Throws<ArgumentNullException>(() => simulator.Run(null!, Start, options));
        Assert.Throws<ArgumentNullException>(() => simulator.Run(Gan, (MacroState)null!, options));
        Assert.Throws<ArgumentNullException>(() => simulator.Run(Gan, Start, null!));
        Assert.Throws<ArgumentException>(() => simulator.Run(Gan, Start, new SimulationOptions()));
        Assert.Throws<ArgumentException>(() => simulator.Run(Gan, MacroState.Diagonal([0.1], [0.1], [0.1]), options));
        Assert.Throws<ArgumentException>(() => simulator.Run(Gan, MacroState.Create(new double[2, 2], [0, 0], [0, 0], z: 2), options));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Run(Gan.With(batchSize: 1_000_000), Start, options));
        Assert.Throws<ArgumentOutOfRangeException>(() => simulator.Run(Gan, Start, options with { FirstReplica = int.MaxValue }));
    }

    [Fact]
    public void VectorsBeyondMemory_AreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MicroscopicSimulator().Begin(Gan, Start, new SimulationOptions { Dimension = (1L << 30) + 1 }));

    [Fact]
    public void AResultBeyondMemory_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GramSimulator().Run(
            Gan, Start, new SimulationOptions { Dimension = 5, Replicas = 10_000_000, Times = SimulationOptions.EvenTimes(0.001, 999) }));

    [Fact]
    public void Training_RefusesToGoBack_AndUnknownReplicas()
    {
        Training training = new GramSimulator().Begin(Gan, Start, new SimulationOptions { Dimension = 100 });
        training.AdvanceTo(0.5);
        Assert.Equal(50, training.Step);
        Assert.Equal(0.5, training.Time);
        Assert.Throws<ArgumentOutOfRangeException>(() => training.AdvanceTo(0.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => training.AdvanceTo(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => training.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => training.Advance(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => training.State(1));
        Assert.Equal(50, training.Step);
    }

    [Fact]
    public void Cancellation_EndsARun_AndProgressCountsAllSteps()
    {
        using var source = new CancellationTokenSource();
        var huge = new SimulationOptions { Dimension = 1_000_000, Replicas = 16, Times = [1000], MaximumSteps = long.MaxValue };
        var cancelling = new Progress(_ => source.Cancel());
        // The first report comes after a part in two hundred of 1.6e10 steps: cancel by time as well.
        source.CancelAfter(200);
        Assert.ThrowsAny<OperationCanceledException>(() => new GramSimulator().Run(Gan, Start, huge, cancelling, source.Token));

        Training training = new GramSimulator().Begin(Gan, Start, huge);
        Assert.ThrowsAny<OperationCanceledException>(() => training.Advance(1_000_000_000, source.Token));

        long last = 0;
        var counting = new Progress(p => InterlockedMax(ref last, p.StepsDone));
        new GramSimulator().Run(Gan, Start, new SimulationOptions { Dimension = 1000, Replicas = 20, Times = [1, 7] }, counting);
        Assert.Equal(20 * 7000, last);

        static void InterlockedMax(ref long target, long value)
        {
            for (long seen = Volatile.Read(ref target); seen < value;)
                seen = Interlocked.CompareExchange(ref target, value, seen) is var found && found == seen ? value : found;
        }
    }

    private sealed class Progress(Action<SimulationProgress> action) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => action(value);
    }

    private sealed class Complaint : Exception;

    private sealed class Complainer : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => throw new Complaint();
    }

    [Fact]
    public void WhatAUsersFunctionThrows_ComesOutAsItself_FromAnyEngineAndNumberOfThreads()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.04, 1, 1);
        MacroState start = MacroState.Diagonal([0.1], [0.1], [0.1]);
        var loss = new TrainingRule { Loss = new GanLoss(Response.Custom(_ => throw new Complaint(), _ => 1), Response.Identity) };
        var regulariser = new TrainingRule { Regulariser = Regulariser.Custom(_ => throw new Complaint(), _ => 1), Strength = 1 };
        foreach (int threads in new[] { 1, 4 })
        {
            var options = new SimulationOptions { Dimension = 20, Replicas = 20, Threads = threads, Times = [1] };
            foreach (TrainingRule rule in new[] { loss, regulariser })
                foreach (Simulator simulator in new Simulator[] { new GramSimulator(rule), new MicroscopicSimulator(rule: rule), new MicroscopicSimulator(NoiseDrawing.Plain, rule) })
                {
                    Assert.Throws<Complaint>(() => simulator.Run(gan, start, options));
                    Assert.Throws<Complaint>(() => simulator.Begin(gan, start, options).Advance(3));
                }
            Assert.Throws<Complaint>(() => new GramSimulator().Run(gan, start, options, new Complainer()));
        }
    }
}

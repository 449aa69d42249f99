using Xunit;

namespace PhaseGan.Tests.Sweeps;

/// <summary>Sweeps whose threads share the points and the searches that are left over.</summary>
public sealed class SharedSweepTests
{
    private static readonly GanParameters One = new([1], [1], 0.2, 0.2, 1, 1), Two = new([5, 3], [5, 3], 0.2, 0.2, 1, 1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyNumberOfThreads_GivesTheBitsOfOne(int threads)
    {
        // cycles and points next to each other, on lines where rates vanish, and with one, two and three features
        GanParameters[] points =
        [
            .. from alpha in Enumerable.Range(1, 24) from noise in Enumerable.Range(1, 12) select One.With(rateRatio: alpha / 12.0, noise: noise / 5.0),
            .. from alpha in Enumerable.Range(1, 8) from noise in Enumerable.Range(1, 8) select Two.With(rateRatio: alpha / 4.0, noise: noise * 0.7),
            new GanParameters([5, 4, 3], [5, 4, 3], 0.2, 0.04, 1, 1), Two.With(realVariances: [3, 3]), One.With(rateRatio: 2, noise: Math.Sqrt(5)),
        ];
        string[] alone = [.. new PointSweep(points) { Threads = 1 }.Run(new OdePhaseClassifier()).Select(Text)];
        Assert.Equal(alone, new PointSweep(points) { Threads = threads }.Run(new OdePhaseClassifier()).Select(Text));
        Assert.Contains(alone, v => v.StartsWith("Oscillation", StringComparison.Ordinal));
        Assert.Contains(alone, v => v.StartsWith("ModeCollapse", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_NeverGoesBack_AndEndsAtTheTotal()
    {
        var heard = new List<int>();
        PhaseDiagram diagram = Grid(20).Run(new OdePhaseClassifier(), new Ear(heard));
        Assert.Equal(diagram.Verdicts.Length, heard[^1]);
        Assert.Equal(heard.Distinct().Order(), heard);
    }

    [Fact]
    public void APointThatFails_IsNamed_TheFirstOfThem()
    {
        PhaseSweep sweep = Grid(12);
        // starts of two features fit no point of one
        var classifier = new OdePhaseClassifier(new OdePhaseOptions
        {
            Start = gan => gan.RateRatio > 1 ? MacroState.NearOrigin(Two, 0.03, 1) : MacroState.NearOrigin(gan, 0.03, 1),
        });
        SweepException failure = Assert.Throws<SweepException>(() => sweep.Run(classifier));
        int first = Array.FindIndex([.. sweep.X.Values], alpha => alpha > 1);
        Assert.Equal(first, failure.Index);
        Assert.Contains("alpha", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_EndsTheSweep()
    {
        using var stop = new CancellationTokenSource();
        var heard = new Ear([], stop.Cancel);
        Assert.ThrowsAny<OperationCanceledException>(() => Grid(200).Run(new OdePhaseClassifier(), heard, stop.Token));
    }

    [Fact]
    public void Workers_ThrowTheFirstFailureAsItWas_AndStopTheOthers()
    {
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Workers.Run(
            2,
            (worker, token) =>
            {
                if (worker == 0)
                    throw new InvalidOperationException("worker 0");
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
            },
            CancellationToken.None));
        Assert.Equal("worker 0", failure.Message);
    }

    [Fact]
    public void Workers_AreNotMoreThanProcessorsCanServe()
    {
        int begun = 0;
        Workers.Run(1_000_000, (_, _) => Interlocked.Increment(ref begun), CancellationToken.None);
        Assert.InRange(begun, Environment.ProcessorCount, 16 * Environment.ProcessorCount);
    }

    private static PhaseSweep Grid(int size) =>
        new(Axis.Linear("alpha", 0.05, 2.05, size), Axis.Linear("eta", 0.1, 2.5, size), (alpha, eta) => One.With(rateRatio: alpha, noise: eta)) { Threads = 2 };

    private static string Text(PhaseVerdict v) => $"{v.Phase} {v.Attractor} {string.Join(';', v.Recovery)} {string.Join(';', v.Evidence)} {v.Reason}";

    private sealed class Ear(List<int> heard, Action? then = null) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value)
        {
            heard.Add(value.Completed);
            then?.Invoke();
        }
    }
}

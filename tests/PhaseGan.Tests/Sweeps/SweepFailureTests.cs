using System.Collections.Concurrent;
using System.Collections.Immutable;
using PhaseGan.Tests.Sqlite;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

/// <summary>Which failure of many a sweep reports, and how those of its user's functions come out.</summary>
public class SweepFailureTests
{
    private static readonly GanParameters s_gan = new([1], [1], 0.2, 0.04, 1, 1);

    [Fact]
    public void TheFirstCellThatFails_IsReported_ThoughALaterOneFailedBefore()
    {
        using var laterHasFailed = new ManualResetEventSlim();
        var e = Assert.Throws<SweepException>(() => Points(8, 2).Run(new RuleClassifier(gan =>
        {
            switch (gan.BatchSize)
            {
                case 2:
                    Assert.True(laterHasFailed.Wait(TimeSpan.FromSeconds(20)));
                    // the other worker needs a moment to put its failure down
                    Thread.Sleep(50);
                    throw new InvalidOperationException("the first");
                case 4:
                    laterHasFailed.Set();
                    throw new InvalidOperationException("a later one");
                default:
                    return RuleClassifier.Rule(gan);
            }
        })));
        Assert.Equal((1, "the first"), (e.Index, e.InnerException!.Message));
    }

    [Fact]
    public void TheFirstCellThatFails_IsReported_ThoughALaterOneFailsAfterwards()
    {
        using var firstHasFailed = new ManualResetEventSlim();
        using var laterHasBegun = new ManualResetEventSlim();
        var e = Assert.Throws<SweepException>(() => Points(2, 2).Run(new RuleClassifier(gan =>
        {
            if (gan.BatchSize == 1)
            {
                Assert.True(laterHasBegun.Wait(TimeSpan.FromSeconds(20)));
                firstHasFailed.Set();
                throw new InvalidOperationException("the first");
            }
            laterHasBegun.Set();
            Assert.True(firstHasFailed.Wait(TimeSpan.FromSeconds(20)));
            Thread.Sleep(50);
            throw new InvalidOperationException("a later one");
        })));
        Assert.Equal((0, "the first"), (e.Index, e.InnerException!.Message));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void OfPiecesThatAreLabelledTogether_TheFirstCellThatFailsIsReported_WhicheverPieceItIsIn(int threads)
    {
        // With several threads each piece is one cell, with one thread all cells are one piece.
        var e = Assert.Throws<SweepException>(() => Points(8, threads).Run(new Together(gan => gan.BatchSize is 2 or 5 ? throw new InvalidOperationException($"at m = {gan.BatchSize}") : RuleClassifier.Rule(gan))));
        Assert.Equal((1, "at m = 2"), (e.Index, e.InnerException!.Message));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AFailureThatNamesItsPlace_IsThatOfTheCell_AndNothingIsLabelledAgain(int threads)
    {
        // With two threads the pieces are {0, 10, 20, 30}, {1, 11, 21, 31}, …: place 2 of the fourth is cell 23.
        var asked = new ConcurrentBag<int>();
        var classifier = new Together(RuleClassifier.Rule, points =>
        {
            foreach (GanParameters point in points)
                asked.Add(point.BatchSize);
            int place = Array.FindIndex(points, p => p.BatchSize is 24 or 29);
            return place < 0 ? null : new SweepException(place, "a point", new InvalidOperationException($"at m = {points[place].BatchSize}"));
        });
        var e = Assert.Throws<SweepException>(() => Points(32, threads).Run(classifier));
        Assert.Equal((23, "at m = 24"), (e.Index, e.InnerException!.Message));
        Assert.Equal(asked.Distinct().Count(), asked.Count);

        var store = new MemorySweepStore();
        var sweep = new PhaseSweep(Axis.Linear("alpha", 1, 8, 8), Axis.Linear("m", 1, 4, 4), (alpha, m) => s_gan.With(rateRatio: alpha, batchSize: (int)((m - 1) * 8 + alpha))) { Threads = threads };
        asked.Clear();
        e = Assert.Throws<SweepException>(() => sweep.Run(classifier, store));
        Assert.Equal($"at m = {e.Index + 1}", e.InnerException!.Message);
        Assert.Equal(asked.Distinct().Count(), asked.Count);
    }

    [Fact]
    public void AFailureOfAWholeCall_IsReported_WhereNoPointFailsByItself()
    {
        var classifier = new Together(RuleClassifier.Rule, points => points.Length > 1 ? new InvalidOperationException("too many") : null);
        var e = Assert.Throws<SweepException>(() => Points(8, 1).Run(classifier));
        Assert.Equal((0, "too many"), (e.Index, e.InnerException!.Message));
        var stopped = new Together(RuleClassifier.Rule, _ => new OperationCanceledException("of its own"));
        Assert.IsType<OperationCanceledException>(Assert.Throws<SweepException>(() => Points(8, 1).Run(stopped)).InnerException);
    }

    [Fact]
    public void TheOdesOwnBatch_NamesThePointWhoseStartFails_AndDoesNotAskAgain()
    {
        var asked = new ConcurrentBag<int>();
        var classifier = new OdePhaseClassifier(new OdePhaseOptions
        {
            Start = gan =>
            {
                asked.Add(gan.BatchSize);
                return gan.BatchSize is 5 or 7 ? throw new InvalidOperationException($"no start at {gan.BatchSize}") : MacroState.NearOrigin(gan, 0.03, 1);
            },
        });
        foreach (int threads in (int[])[1, 2])
        {
            asked.Clear();
            var e = Assert.Throws<SweepException>(() => Points(12, threads).Run(classifier));
            Assert.Equal((4, "no start at 5"), (e.Index, e.InnerException!.Message));
            Assert.Single(asked, m => m == 5);
        }
        Assert.Equal(4, Assert.Throws<SweepException>(() => classifier.ClassifyMany(Points(12, 1).Points.AsSpan())).Index);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WhatAProgressThrows_ComesOutAsItWasThrown(int threads)
    {
        var thrown = new NotSupportedException("I do not like reports");
        var progress = new Throwing<SweepProgress>(thrown);
        var sweep = new PhaseSweep(Axis.Linear("alpha", 0.5, 2, 6), Axis.Linear("eta", 0.2, 2, 6), (a, n) => s_gan.With(rateRatio: a, noise: n)) { Threads = threads };
        foreach (IPhaseClassifier classifier in (IPhaseClassifier[])[new RuleClassifier(), new Together(RuleClassifier.Rule), new OdePhaseClassifier()])
        {
            Assert.Same(thrown, Assert.Throws<NotSupportedException>(() => sweep.Run(classifier, progress)));
            Assert.Same(thrown, Assert.Throws<NotSupportedException>(() => sweep.Refine(classifier, progress: progress)));
            Assert.Same(thrown, Assert.Throws<NotSupportedException>(() => sweep.Run(classifier, new MemorySweepStore(), progress)));
            Assert.Same(thrown, Assert.Throws<NotSupportedException>(() => Points(5, threads).Run(classifier, progress)));
        }
        var sampler = new BasinSampler(new BasinSamplerOptions { Count = 3, Threads = threads });
        Assert.Same(thrown, Assert.Throws<NotSupportedException>(() => sampler.Sample(s_gan, new Throwing<BasinSamplerProgress>(thrown))));
    }

    [Fact]
    public void AnyNumberOfThreads_IsTaken()
    {
        foreach (int threads in (int[])[1 << 30, int.MaxValue])
            Assert.Equal(5, Points(5, threads).Run(new Together(RuleClassifier.Rule)).Length);
    }

    [Fact]
    public void AClassifierWithoutColumns_AndOneThatIsNotMade_AreRefusedInWords()
    {
        var sweep = StoreSweep.Of();
        Assert.Contains("evidence columns", Assert.Throws<ArgumentException>(() => sweep.Run(new Together(RuleClassifier.Rule) { EvidenceColumns = default })).Message, StringComparison.Ordinal);
        PointTable table = PointTable.Parse(new StringReader("lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g,p0,q0,r0\n1,1,0.2,0.1,1,1,0.1,0.1,0.1\n"));
        Assert.Contains("returned null", Assert.Throws<SweepException>(() => table.Label(new RuleClassifier(), _ => null!)).Message, StringComparison.Ordinal);
    }

    private static PointSweep Points(int count, int threads) => new([.. Enumerable.Range(1, count).Select(m => s_gan.With(batchSize: m))]) { Threads = threads };

    private sealed class Throwing<T>(Exception exception) : IProgress<T>
    {
        public void Report(T value) => throw exception;
    }

    private sealed class Together(Func<GanParameters, PhaseVerdict> rule, Func<GanParameters[], Exception?>? failure = null) : IBatchPhaseClassifier
    {
        public string Name => "together";

        public ImmutableArray<string> EvidenceColumns { get; init; } = ["margin", "reason"];

        public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters) => [];

        public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default) => rule(parameters);

        public ImmutableArray<PhaseVerdict> ClassifyMany(ReadOnlySpan<GanParameters> points, CancellationToken cancellationToken = default)
        {
            if (failure?.Invoke(points.ToArray()) is { } e)
                throw e;
            var verdicts = ImmutableArray.CreateBuilder<PhaseVerdict>(points.Length);
            foreach (GanParameters point in points)
                verdicts.Add(rule(point));
            return verdicts.MoveToImmutable();
        }
    }
}

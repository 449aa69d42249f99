using System.Collections.Concurrent;
using System.Collections.Immutable;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

/// <summary>What a sweep does with a store, whatever the store.</summary>
public class StoredSweepTests
{
    private const int Columns = 40, Rows = 30;
    private static readonly GanParameters s_gan = new([1], [1], 0.2, 0.04, 1, 1);

    private static PhaseSweep Sweep(int threads = 2) => new(
        Axis.Linear("alpha", 0.02, 4, Columns), Axis.Linear("eta", 0.1, 2.6, Rows),
        (alpha, eta) => s_gan.With(rateRatio: alpha, noise: eta))
    { Threads = threads };

    [Fact]
    public void ADiagramFromAStore_IsTheDiagram()
    {
        var store = new MemorySweepStore();
        Assert.Equal(Sweep().Run(new RuleClassifier()), Sweep().Run(new RuleClassifier(), store));
        Assert.Equal(Columns * Rows, store.FinishedCells().Count);
    }

    [Fact]
    public void AStoppedSweep_KeepsWhatWasFinished_AndTheNextRunLabelsOnlyTheRest()
    {
        var store = new MemorySweepStore();
        using var source = new CancellationTokenSource();
        var labelled = new ConcurrentBag<GanParameters>();
        int begun = 0;
        var first = new RuleClassifier(gan =>
        {
            labelled.Add(gan);
            int k = Interlocked.Increment(ref begun);
            if (k == 500)
                source.Cancel();
            else if (k > 500)
                Assert.True(source.Token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
            return RuleClassifier.Rule(gan);
        });
        Assert.Throws<OperationCanceledException>(() => Sweep().Run(first, store, null, source.Token));
        // Two threads: the other may have begun one cell more before the wish to stop arrived.
        Assert.Equal(labelled.Count, store.FinishedCells().Count);
        Assert.InRange(labelled.Count, 500, 501);

        int before = labelled.Count;
        Assert.Equal(Sweep().Run(new RuleClassifier(RuleClassifier.Rule)), Sweep().Run(first, store));
        Assert.Equal(Columns * Rows, labelled.Count);
        Assert.Equal(Columns * Rows, labelled.Distinct().Count());
        Assert.True(before < labelled.Count);
    }

    [Fact]
    public void CellsOfAStore_AreLabelledTogether_WhereTheClassifierCan_EachOnce()
    {
        foreach (int threads in (int[])[1, 3])
        {
            var store = new MemorySweepStore();
            var pieces = new ConcurrentBag<int>();
            var batches = new Batches(RuleClassifier.Rule, pieces.Add);
            Assert.Equal(Sweep().Run(new RuleClassifier()), Sweep(threads).Run(batches, store));
            Assert.Equal(Columns * Rows, pieces.Sum());
            Assert.InRange(pieces.Count, 2, Columns * Rows / 8);
            Assert.All(store.Read(), c => Assert.True(c.Time >= TimeSpan.Zero));
            // nothing is left to label
            Sweep(threads).Run(batches, store);
            Assert.Equal(Columns * Rows, pieces.Sum());
        }
    }

    [Fact]
    public void ADiagramFromAStore_HasTheBitsOfTheSweepWithout_WhereTheOdeGivesTheLabels()
    {
        var sweep = new PhaseSweep(
            Axis.Linear("alpha", 0.1, 2.5, 12), Axis.Linear("eta", 0.5, 2.4, 10), (alpha, eta) => s_gan.With(rateRatio: alpha, noise: eta))
        { Threads = 2 };
        PhaseDiagram plain = sweep.Run(new OdePhaseClassifier());
        Assert.Equal(plain, sweep.Run(new OdePhaseClassifier(), new MemorySweepStore()));
        Assert.Contains(plain.Verdicts, v => v.Attractor == "Moving");
    }

    [Fact]
    public void ACellThatFailsAmongOthers_IsNamed_AndTheOthersOfItsPieceStay()
    {
        var store = new MemorySweepStore();
        double bad = Sweep().X.Values[7];
        var failing = new Batches(
            gan => Math.Abs(gan.RateRatio - bad) < 1e-9 && gan.RealNoise > 2.55 ? throw new InvalidOperationException("no luck") : RuleClassifier.Rule(gan), _ => { });
        var e = Assert.Throws<SweepException>(() => Sweep(1).Run(failing, store));
        Assert.Equal(((Rows - 1) * Columns) + 7, e.Index);
        Assert.EndsWith("no luck", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(e.Index, store.FinishedCells());
        Assert.Equal(Sweep().Run(new RuleClassifier()), Sweep().Run(new RuleClassifier(RuleClassifier.Rule), store));
    }

    [Fact]
    public void AnotherSweep_IsRefused_AndSaysWhatDiffers()
    {
        var store = new MemorySweepStore();
        Sweep().Run(new RuleClassifier(), store);
        var other = new PhaseSweep(Sweep().X, Sweep().Y, (alpha, eta) => s_gan.With(discriminatorRate: 0.3, rateRatio: alpha, noise: eta));
        string message = Assert.Throws<SweepStoreException>(() => other.Run(new RuleClassifier(), store)).Message;
        Assert.Contains("first cell: Λ = (1), Λ̃ = (1), τ = 0.2,", message, StringComparison.Ordinal);
        Assert.Contains("≠ Λ = (1), Λ̃ = (1), τ = 0.3,", message, StringComparison.Ordinal);
        Assert.DoesNotContain("x:", message, StringComparison.Ordinal);
        Assert.Throws<SweepStoreException>(() => Sweep().RunShard(new RuleClassifier(), store, new SweepShard(1, 2)));
    }

    [Fact]
    public void ACellThatFails_IsNamed_AndTheOthersStay()
    {
        var store = new MemorySweepStore();
        var broken = new RuleClassifier(gan => gan.RateRatio > 3.99 ? throw new InvalidOperationException("cannot") : RuleClassifier.Rule(gan));
        SweepException e = Assert.Throws<SweepException>(() => Sweep(threads: 1).Run(broken, store));
        Assert.Equal(Columns - 1, e.Index % Columns);
        Assert.Contains("cell alpha = 4, eta = ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(store.FinishedCells(), c => c % Columns == Columns - 1);
    }

    [Fact]
    public void CellsThatCannotBe_AreReportedBeforeAnythingIsLabelled_TheFirstByName()
    {
        var store = new MemorySweepStore();
        var impossible = new PhaseSweep(Sweep().X, Sweep().Y, (alpha, eta) => s_gan.With(rateRatio: alpha, noise: eta > 1 && alpha > 2 ? -1 : eta)) { Threads = 3 };
        SweepException e = Assert.Throws<SweepException>(() => impossible.Run(new RuleClassifier(_ => throw new InvalidOperationException("labelled")), store));
        int first = Enumerable.Range(0, Columns * Rows).First(i => impossible.Y.Values[i / Columns] > 1 && impossible.X.Values[i % Columns] > 2);
        Assert.Equal(first, e.Index);
        Assert.Contains("must be finite and ≥ 0; got -1", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, store.Writes);
    }

    [Fact]
    public void AStoreThatCannotWrite_StopsTheSweep_WithItsOwnError()
    {
        var store = new MemorySweepStore { BeforeWrite = there => _ = there > 0 ? throw new SweepStoreException("full") : 0 };
        int begun = 0;
        var slow = new RuleClassifier(gan =>
        {
            if (Interlocked.Increment(ref begun) > Columns * Rows / 2)
                Assert.True(SpinWait.SpinUntil(() => store.Writes > 0, TimeSpan.FromMinutes(1)));
            return RuleClassifier.Rule(gan);
        });
        Assert.Equal("full", Assert.Throws<SweepStoreException>(() => Sweep().Run(slow, store)).Message);
        Assert.InRange(store.FinishedCells().Count, 1, Columns * Rows - 1);
    }

    [Fact]
    public void Progress_CountsWhatIsInTheStore_AndEndsAtTheTotal()
    {
        var store = new MemorySweepStore();
        Sweep().RunShard(new RuleClassifier(), store, new SweepShard(2, 3));
        int cells = store.FinishedCells().Count;
        var seen = new List<SweepProgress>();
        Sweep().RunShard(new RuleClassifier(), store, new SweepShard(2, 3), new Recorder(seen.Add));
        Assert.Equal([new SweepProgress(cells, cells)], seen);

        seen.Clear();
        var slow = new RuleClassifier(gan =>
        {
            Thread.SpinWait(20_000);
            return RuleClassifier.Rule(gan);
        });
        Sweep().Run(slow, new MemorySweepStore(), new Recorder(seen.Add));
        Assert.Equal(new SweepProgress(Columns * Rows, Columns * Rows), seen[^1]);
        Assert.All(seen.Zip(seen.Skip(1)), pair => Assert.True(pair.First.Completed < pair.Second.Completed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void EachCell_BelongsToExactlyOneShard(int count)
    {
        var all = Enumerable.Range(1, count).SelectMany(i => new SweepShard(i, count).Cells(Columns, Rows)).Order();
        Assert.Equal(Enumerable.Range(0, Columns * Rows), all);
    }

    [Fact]
    public void EveryRegion_IsSharedOutNearlyEqually()
    {
        // Of every rectangle, half-plane and thin band of the diagram each of N shards gets its N-th part up to a few cells. Dealt by lot, the
        // worst of as many regions would be off by some 4 standard deviations, 4 √(4096/8) = 90 cells for the largest.
        const int n = 64;
        double worst = 0;
        foreach (int count in (int[])[2, 3, 7, 8, 16])
            for (int i = 1; i <= count; i++)
            {
                var shard = new SweepShard(i, count);
                foreach (Func<int, int, bool> region in Regions())
                {
                    int all = 0, mine = 0;
                    for (int y = 0; y < n; y++)
                        for (int x = 0; x < n; x++)
                            if (region(x, y))
                            {
                                all++;
                                mine += shard.Contains(x, y) ? 1 : 0;
                            }
                    worst = Math.Max(worst, Math.Abs(mine - (double)all / count));
                }
            }
        Assert.InRange(worst, 0, 16);

        static IEnumerable<Func<int, int, bool>> Regions()
        {
            foreach (int a in (int[])[8, 20, 33, 50, 64])
            {
                yield return (x, y) => x < a;
                yield return (x, y) => y < a;
                yield return (x, y) => x < a && y < a;
                yield return (x, y) => x + y < a;
                yield return (x, y) => Math.Abs(x - y) < a / 8;
                yield return (x, y) => Math.Abs(x + 2 * y - 2 * a) <= 2;
                yield return (x, y) => Math.Abs(3 * x - y - a) <= 3;
                yield return (x, y) => (x - 32) * (x - 32) + (y - 32) * (y - 32) < a * a / 4;
            }
        }
    }

    [Fact]
    public void AShard_ThatIsNone_IsRefused()
    {
        Assert.Contains("must lie in [1, 3]; got 4", Assert.Throws<ArgumentOutOfRangeException>(() => new SweepShard(4, 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SweepShard(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SweepShard(1, 0));
        Assert.Equal((1, 1, true, "1/1"), (SweepShard.Whole.Index, SweepShard.Whole.Count, SweepShard.Whole.IsWhole, default(SweepShard).ToString()));
    }

    /// <summary>Labels many points at once by a rule.</summary>
    private sealed class Batches(Func<GanParameters, PhaseVerdict> rule, Action<int> labelled) : IBatchPhaseClassifier
    {
        private readonly RuleClassifier _one = new(rule);

        public string Name => _one.Name;

        public ImmutableArray<string> EvidenceColumns => _one.EvidenceColumns;

        public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters) => _one.Describe(parameters);

        public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default) => _one.Classify(parameters, cancellationToken);

        public ImmutableArray<PhaseVerdict> ClassifyMany(ReadOnlySpan<GanParameters> points, CancellationToken cancellationToken = default)
        {
            var verdicts = ImmutableArray.CreateBuilder<PhaseVerdict>(points.Length);
            foreach (GanParameters point in points)
                verdicts.Add(rule(point));
            labelled(points.Length);
            return verdicts.MoveToImmutable();
        }
    }

    private sealed class Recorder(Action<SweepProgress> record) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => record(value);
    }
}

using PhaseGan.Sqlite;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Sqlite;

public class SweepMergeTests
{
    [Fact]
    public void TheShardsOfASweep_RunInAnyOrder_JoinToTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        int[] order = [1, 2, 3, 4, 5, 6, 7];
        new Random(7).Shuffle(order);
        foreach (int i in order)
            Run(folder, i, 7);
        new Random(8).Shuffle(order);
        MergeReport report = SweepMerge.Join(folder.File("all.db"), [.. order.Select(i => folder.File($"{i}.db"))]);
        Assert.Equal((0, 0, 120, 120), (report.Missing, report.Overlapping, report.State.Finished, report.State.Total));
        Assert.Equal(order, report.Stores.Select(s => s.Shard.Index));
        Assert.Equal(120, report.Stores.Sum(s => s.Cells));
        Assert.All(report.Stores, s => Assert.Equal(s.Total, s.Cells));
        Assert.Equal(report.Stores.Max(s => s.Time) / TimeSpan.FromTicks((long)report.Stores.Average(s => s.Time.Ticks)), report.Imbalance, 0.01);

        using var joined = SqliteSweepStore.Open(folder.File("all.db"));
        joined.Check();
        StoreSweep.Of().Run(new RuleClassifier(), joined).WriteCsv(folder.File("joined.csv"));
        StoreSweep.Of().Run(new RuleClassifier()).WriteCsv(folder.File("whole.csv"));
        Assert.Equal(File.ReadAllBytes(folder.File("whole.csv")), File.ReadAllBytes(folder.File("joined.csv")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp*"));
    }

    [Fact]
    public void AGap_IsRefusedUnlessAllowed_AndNamesWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        Run(folder, 1, 3);
        using (var half = SqliteSweepStore.Open(folder.File("2.db")))
        {
            half.Begin(StoreSweep.Description(), new SweepShard(2, 3));
            int[] cells = [.. new SweepShard(2, 3).Cells(12, 10)];
            half.Write([.. StoreSweep.Cells().Where(c => cells.Take(4).Contains(c.Index))]);
        }
        string message = Assert.Throws<SweepStoreException>(() => SweepMerge.Join(folder.File("all.db"), [folder.File("1.db"), folder.File("2.db")])).Message;
        int second = new SweepShard(2, 3).Cells(12, 10).Count(), first = new SweepShard(1, 3).Cells(12, 10).Count();
        Assert.Contains($"{120 - first - 4} of 120 cells are missing: '{folder.File("2.db")}' has 4 of the {second} cells of shard 2/3; no store of shard 3 of 3.", message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("all.db")));

        MergeReport report = SweepMerge.Join(folder.File("all.db"), [folder.File("1.db"), folder.File("2.db")], allowGaps: true);
        Assert.Equal((120 - first - 4, first + 4), (report.Missing, report.State.Finished));
        using var joined = SqliteSweepStore.Open(folder.File("all.db"));
        Assert.Equal(StoreSweep.Of().Run(new RuleClassifier()), StoreSweep.Of().Run(new RuleClassifier(), joined));
    }

    [Fact]
    public void AnOverlap_IsRefusedUnlessAllowed_AndMustAgree()
    {
        using var folder = new TemporaryFolder();
        Run(folder, 1, 2);
        Run(folder, 2, 2);
        File.Copy(folder.File("1.db"), folder.File("copy.db"));
        string[] sources = [folder.File("1.db"), folder.File("2.db"), folder.File("copy.db")];
        string message = Assert.Throws<SweepStoreException>(() => SweepMerge.Join(folder.File("all.db"), sources)).Message;
        Assert.Matches("1.db' and '.*copy.db' both hold cell [0-9]+; ", message);
        MergeReport report = SweepMerge.Join(folder.File("all.db"), sources, allowOverlaps: true);
        Assert.Equal((new SweepShard(1, 2).Cells(12, 10).Count(), 120), (report.Overlapping, report.State.Finished));

        using (var liar = SqliteSweepStore.Open(folder.File("liar.db")))
        {
            liar.Begin(StoreSweep.Description(), new SweepShard(1, 2));
            LabelledCell cell = StoreSweep.Cells()[new SweepShard(1, 2).Cells(12, 10).First()];
            liar.Write([cell with { Verdict = cell.Verdict with { Recovery = [0.5, 0.25] } }]);
        }
        message = Assert.Throws<SweepStoreException>(() => SweepMerge.Join(folder.File("b.db"), [.. sources[..2], folder.File("liar.db")], allowOverlaps: true)).Message;
        Assert.Contains("has two verdicts", message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("b.db")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp*"));
    }

    [Fact]
    public void WhatIsNotOfTheSweep_OrDamaged_OrInTheWay_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Run(folder, 1, 2);
        Run(folder, 2, 2, tau: 0.3);
        Assert.Matches("are of different sweeps(.|\n)*first cell: .*τ = 0.3, .*≠.*τ = 0.2, ",
            Assert.Throws<SweepStoreException>(() => SweepMerge.Join(folder.File("all.db"), [folder.File("1.db"), folder.File("2.db")])).Message);

        Assert.Contains("is there already", Assert.Throws<SweepStoreException>(() => SweepMerge.Join(folder.File("2.db"), [folder.File("1.db")])).Message, StringComparison.Ordinal);
        SqliteSweepStore.Open(folder.File("empty.db")).Dispose();
        Assert.Contains("empty.db' is empty", Assert.Throws<SweepStoreException>(() => SweepMerge.Join(folder.File("all.db"), [folder.File("empty.db")])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SweepMerge.Join(folder.File("all.db"), []));

        byte[] file = File.ReadAllBytes(folder.File("1.db"));
        // Every copy: the first may lie in space that is not in use any more.
        for (int at = 0; file.AsSpan(at).IndexOf("LimitCycle"u8) is >= 0 and var next; at++)
            file[at += next] ^= 1;
        File.WriteAllBytes(folder.File("1.db"), file);
        Assert.Contains("1.db' is damaged: cell", Assert.Throws<SweepStoreException>(() => SweepMerge.Join(folder.File("all.db"), [folder.File("1.db")], allowGaps: true)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("all.db")));
    }

    private static void Run(TemporaryFolder folder, int index, int count, double tau = 0.2)
    {
        using var store = SqliteSweepStore.Open(folder.File($"{index}.db"));
        StoreSweep.Of(tau: tau).RunShard(new RuleClassifier(), store, new SweepShard(index, count));
    }

    [Fact]
    public void AMissingFolder_AndASourceWithoutAName_AreSaid()
    {
        using var folder = new TemporaryFolder();
        string target = Path.Combine(folder.File("nowhere"), "all.db");
        string message = Assert.Throws<SweepStoreException>(() => SweepMerge.Join(target, ["a.db"])).Message;
        Assert.Equal($"cannot write store '{target}': the folder '{folder.File("nowhere")}' does not exist", message);
        Assert.ThrowsAny<ArgumentException>(() => SweepMerge.Join(folder.File("all.db"), [null!]));
        Assert.ThrowsAny<ArgumentException>(() => SweepMerge.Join(folder.File("all.db"), [" "]));
    }
}

using System.Collections.Concurrent;
using System.Text;
using Microsoft.Data.Sqlite;
using PhaseGan.Sqlite;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Sqlite;

public class SqliteSweepStoreTests
{
    [Fact]
    public void ADiagramFromAStore_IsTheDiagram_AndIsThereWithoutLabellingAgain()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("run.db");
        PhaseDiagram expected = StoreSweep.Of().Run(new RuleClassifier());
        using (var store = SqliteSweepStore.Open(path))
            Assert.Equal(Text(expected), Text(StoreSweep.Of().Run(new RuleClassifier(), store)));
        Assert.Equal([path], Directory.GetFiles(folder.Path));

        using var again = SqliteSweepStore.Open(path);
        PhaseDiagram read = StoreSweep.Of().Run(new RuleClassifier(rule: null), again);
        Assert.Equal(Text(expected), Text(read));
        Assert.Equal(expected.Verdicts.Select(v => v.Reason), read.Verdicts.Select(v => v.Reason));
        Assert.Equal(120, Assert.Single(again.State().Sessions).Cells);
    }

    [Fact]
    public void Verdicts_AreReadBackToTheBit()
    {
        using var folder = new TemporaryFolder();
        string odd = "a \"quoted\", comma;semicolon\nline\r\ttab '; DROP TABLE cell; -- ρ̃ 日本 🙂 \0 end";
        LabelledCell[] cells =
        [
            new(0, new PhaseVerdict(Phase.Success, odd, [0, 1, 0.1, double.Epsilon, BitConverter.Int64BitsToDouble(0x3FB999999999999B), 1 - 1.1102230246251565e-16], ["", odd], odd), TimeSpan.MaxValue),
            new(119, new PhaseVerdict(Phase.Undetermined, "", [], ["x", ""]), TimeSpan.Zero),
        ];
        using (var store = SqliteSweepStore.Open(folder.File("a.db"), odd))
        {
            store.Begin(StoreSweep.Description(), new SweepShard(3, 7));
            store.Write(cells);
        }
        using var read = SqliteSweepStore.OpenRead(folder.File("a.db"));
        Assert.Equal(cells.Select(StoreSweep.Text), read.Read().Select(StoreSweep.Text));
        SweepStoreState state = read.State();
        Assert.Equal((StoreSweep.Description(), new SweepShard(3, 7), odd, 2), (state.Sweep!, state.Shard, state.Note, state.Finished));
        Assert.Equal(new SweepShard(3, 7).Cells(12, 10).Count(), state.Total);
        Assert.Equal([0, 119], read.FinishedCells().Order());
        Assert.True(read.IsFinished(119));
        Assert.False(read.IsFinished(118));
    }

    [Fact]
    public void AnotherSweepOrShard_IsRefused_WithTheDifferenceSpelledOut_AndNothingChanges()
    {
        using var folder = new TemporaryFolder();
        Fill(folder.File("a.db"));
        using (var store = SqliteSweepStore.Open(folder.File("a.db")))
        {
            string message = Assert.Throws<SweepStoreException>(() => store.Begin(StoreSweep.Description(tau: 0.25), SweepShard.Whole)).Message;
            Assert.Contains("is of another sweep", message, StringComparison.Ordinal);
            Assert.Matches("first cell: .*τ = 0.2, .* ≠ .*τ = 0.25, ", message);
            message = Assert.Throws<SweepStoreException>(() => store.Begin(StoreSweep.Description(), new SweepShard(1, 2))).Message;
            Assert.Contains("is of shard 1/1, not 1/2", message, StringComparison.Ordinal);
        }
        using var read = SqliteSweepStore.OpenRead(folder.File("a.db"));
        Assert.Equal(StoreSweep.Cells().Select(StoreSweep.Text), read.Read().Select(StoreSweep.Text));
        Assert.Equal((StoreSweep.Description(), SweepShard.Whole), (read.State().Sweep!, read.State().Shard));
    }

    [Fact]
    public void ACellThatComesTwice_IsKeptOnce_AndMustSayTheSame()
    {
        using var folder = new TemporaryFolder();
        LabelledCell[] cells = StoreSweep.Cells();
        using var a = SqliteSweepStore.Open(folder.File("a.db"));
        using var b = SqliteSweepStore.Open(folder.File("a.db"));
        a.Begin(StoreSweep.Description(), SweepShard.Whole);
        b.Begin(StoreSweep.Description(), SweepShard.Whole);
        a.Write(cells[..80]);
        b.Write([cells[70] with { Time = TimeSpan.Zero }, .. cells[60..]]);
        Assert.Equal(cells.Select(StoreSweep.Text), a.Read().Select(StoreSweep.Text));
        Assert.Equal([80, 40], a.State().Sessions.Select(s => s.Cells));

        LabelledCell lie = cells[5] with { Verdict = cells[5].Verdict with { Attractor = "elsewhere" } };
        Assert.Contains("cell 5 has two verdicts", Assert.Throws<SweepStoreException>(() => b.Write([lie])).Message, StringComparison.Ordinal);
        a.Check();
    }

    [Fact]
    public void TwoRunsAtOnce_ShareTheWork_AndLoseNothing()
    {
        using var folder = new TemporaryFolder();
        int labelled = 0;
        var slow = new RuleClassifier(gan =>
        {
            Interlocked.Increment(ref labelled);
            Thread.Sleep(2);
            return RuleClassifier.Rule(gan);
        });
        string expected = Text(StoreSweep.Of(20, 20).Run(new RuleClassifier()));
        var written = new ConcurrentDictionary<int, bool>();
        var diagrams = new PhaseDiagram[2];
        Parallel.For(0, 2, k =>
        {
            using var store = SqliteSweepStore.Open(folder.File("a.db"));
            diagrams[k] = StoreSweep.Of(20, 20).Run(slow, new WatchedStore(store, written));
        });
        Assert.Equal([expected, expected], diagrams.Select(Text));
        using var read = SqliteSweepStore.OpenRead(folder.File("a.db"));
        read.Check();
        Assert.Equal(400, read.State().Sessions.Sum(s => s.Cells));
        // What one has written the other does not label again, which WatchedStore checks: they meet only in what was on its way to the disk.
        Assert.InRange(labelled, 400, 799);
    }

    [Fact]
    public void NoFlippedBit_IsTrusted()
    {
        using var folder = new TemporaryFolder();
        Fill(folder.File("a.db"));
        byte[] file = File.ReadAllBytes(folder.File("a.db"));
        string[] expected = [.. StoreSweep.Cells().Select(StoreSweep.Text)];
        string diagram = Text(StoreSweep.Of().Run(new RuleClassifier()));
        var random = new Random(20);
        int reported = 0, flips = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1" ? 5000 : 150;
        for (int k = 0; k < flips; k++)
        {
            int bit = random.Next(8 * file.Length);
            string path = folder.File("flipped.db");
            byte[] flipped = [.. file];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, flipped);
            try
            {
                string[] cells;
                using (var store = SqliteSweepStore.OpenRead(path))
                {
                    store.Check();
                    cells = [.. store.Read().Select(StoreSweep.Text)];
                }
                // A bit of space that is not in use, or of the file's bookkeeping: all that was written is there.
                Assert.Equal(expected, cells);
                if (k % 5 > 0)
                    continue;
                using var resumed = SqliteSweepStore.Open(path);
                Assert.Equal(diagram, Text(StoreSweep.Of().Run(new RuleClassifier(), resumed)));
            }
            catch (SweepStoreException e)
            {
                Assert.Contains("flipped.db", e.Message, StringComparison.Ordinal);
                reported++;
            }
        }
        // The rest fell into the empty ends of pages.
        Assert.InRange(reported, flips / 3, flips);
    }

    [Fact]
    public void EveryFlippedBitOfAVerdict_IsReported_WithItsCell()
    {
        using var folder = new TemporaryFolder();
        Fill(folder.File("a.db"));
        byte[] file = File.ReadAllBytes(folder.File("a.db"));
        int at = file.AsSpan().IndexOf(Encoding.UTF8.GetBytes("OscillationLimitCycle"));
        Assert.True(at > 0);
        for (int bit = 0; bit < 8 * 40; bit += 7)
        {
            byte[] flipped = [.. file];
            flipped[at + bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(folder.File("flipped.db"), flipped);
            using (var store = SqliteSweepStore.OpenRead(folder.File("flipped.db")))
            {
                Assert.Matches("flipped.db' is damaged: cell [0-9]+ is not what was written", Assert.Throws<SweepStoreException>(store.Check).Message);
                Assert.Throws<SweepStoreException>(() => store.Read().ToList());
            }
            if (bit % 5 > 0)
                continue;
            using var resumed = SqliteSweepStore.Open(folder.File("flipped.db"));
            Assert.Throws<SweepStoreException>(() => resumed.Begin(StoreSweep.Description(), SweepShard.Whole));
        }
    }

    [Theory]
    [InlineData("DELETE FROM cell WHERE id = 7", "120 cells were written, 119 are there")]
    [InlineData("UPDATE cell SET phase = 'Fail' WHERE id = 7", "cell 7 is not what was written")]
    [InlineData("UPDATE cell SET reason = 'another' WHERE id = 7", "cell 7 is not what was written")]
    [InlineData("UPDATE cell SET attractor = 'another' WHERE id = 7", "cell 7 is not what was written")]
    [InlineData("UPDATE cell SET recovery = '0.5;0.5' WHERE id = 7", "cell 7 is not what was written")]
    [InlineData("UPDATE cell SET evidence = '[\"1\",\"\"]' WHERE id = 7", "cell 7 is not what was written")]
    [InlineData("UPDATE cell SET ticks = ticks + 1 WHERE id = 7", "cell 7 is not what was written")]
    [InlineData("UPDATE cell SET session = session + 1 WHERE id = 7", "cell 7 is not what was written")]
    [InlineData("UPDATE cell SET id = 500 WHERE id = 7", "cell 500 is not what was written")]
    [InlineData("UPDATE cell SET phase = NULL WHERE 0; DROP TABLE cell", "no such table")]
    [InlineData("UPDATE tally SET cells = 119", "its tally is not what was written")]
    [InlineData("DELETE FROM tally", "its tally is missing")]
    [InlineData("UPDATE sweep SET value = '2/3' WHERE name = 'shard'", "the shard of the sweep is not what was written")]
    [InlineData("DELETE FROM sweep WHERE name = 'key'", "a part of the sweep's description is missing")]
    [InlineData("UPDATE session SET cells = 3", "the record of run 1 is not what was written")]
    public void ARowThatWasChanged_LostOrForeign_IsReported(string sql, string message)
    {
        using var folder = new TemporaryFolder();
        Fill(folder.File("a.db"));
        Alter(folder.File("a.db"), sql);
        using var store = SqliteSweepStore.Open(folder.File("a.db"));
        Assert.Contains(message, Assert.Throws<SweepStoreException>(() => store.Begin(StoreSweep.Description(), SweepShard.Whole)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfAnotherSweep_AreNotTaken()
    {
        using var folder = new TemporaryFolder();
        Fill(folder.File("a.db"));
        Fill(folder.File("b.db"), tau: 0.25);
        Alter(folder.File("a.db"), $"ATTACH '{folder.File("b.db")}' AS b; DELETE FROM cell; INSERT INTO cell SELECT * FROM b.cell; UPDATE tally SET (cells, digest, checksum) = (SELECT cells, digest, checksum FROM b.tally)");
        using var store = SqliteSweepStore.OpenRead(folder.File("a.db"));
        Assert.Contains("cell 0 is not what was written", Assert.Throws<SweepStoreException>(store.Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFullDisk_IsSaid_AndWhatWasThereStaysReadable_AndIsGoneOnWith()
    {
        using var folder = new TemporaryFolder();
        using (var store = SqliteSweepStore.Open(folder.File("a.db")))
        {
            store.LimitPages(30);
            Assert.Contains("the disk is full; what was written before stays readable", Assert.Throws<SweepStoreException>(() => StoreSweep.Of(40, 30).Run(Slow(), store)).Message, StringComparison.Ordinal);
        }
        using (var read = SqliteSweepStore.OpenRead(folder.File("a.db")))
        {
            read.Check();
            Assert.InRange(read.State().Finished, 20, 1100);
            Assert.Equal(read.State().Finished, read.Read().Count());
        }
        using var more = SqliteSweepStore.Open(folder.File("a.db"));
        Assert.Equal(Text(StoreSweep.Of(40, 30).Run(new RuleClassifier(RuleClassifier.Rule))), Text(StoreSweep.Of(40, 30).Run(Slow(), more)));

        static RuleClassifier Slow() => new(gan =>
        {
            Thread.SpinWait(5000);
            return RuleClassifier.Rule(gan);
        });
    }

    [Fact]
    public void AClockThatIsSetBack_ChangesNoRate()
    {
        using var folder = new TemporaryFolder();
        var clock = new SetBackClock();
        using var store = SqliteSweepStore.Open(folder.File("a.db"), "", clock);
        store.Begin(StoreSweep.Description(), SweepShard.Whole);
        LabelledCell[] cells = StoreSweep.Cells();
        for (int k = 0; k < 4; k++)
            store.Write(cells[(10 * k)..(10 * k + 10)]);
        SweepSession session = Assert.Single(store.State().Sessions);
        Assert.Equal((40, TimeSpan.FromSeconds(4), 10, "2026-01-01T00:00:00Z"), (session.Cells, session.Elapsed, session.Rate, session.Started));
    }

    [Fact]
    public void WhatIsNoStore_IsLeftAlone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("text"), new string('x', 5000));
        Alter(folder.File("other.db"), "CREATE TABLE mine (a)");
        foreach (string name in (string[])["text", "other.db"])
        {
            byte[] before = File.ReadAllBytes(folder.File(name));
            Assert.Contains("is not the store of a sweep", Assert.Throws<SweepStoreException>(() => SqliteSweepStore.Open(folder.File(name))).Message, StringComparison.Ordinal);
            Assert.Contains("is not the store of a sweep", Assert.Throws<SweepStoreException>(() => SqliteSweepStore.OpenRead(folder.File(name))).Message, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(folder.File(name)));
        }
        Assert.Contains("it is a folder", Assert.Throws<SweepStoreException>(() => SqliteSweepStore.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<SweepStoreException>(() => SqliteSweepStore.Open(folder.File("none/a.db"))).Message, StringComparison.Ordinal);
        Assert.Contains("there is no store", Assert.Throws<SweepStoreException>(() => SqliteSweepStore.OpenRead(folder.File("none.db"))).Message, StringComparison.Ordinal);
        Fill(folder.File("new.db"));
        Alter(folder.File("new.db"), "PRAGMA user_version = 2");
        Assert.Contains("has format 2; this version reads and writes format 1", Assert.Throws<SweepStoreException>(() => SqliteSweepStore.Open(folder.File("new.db"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStoreThatWasOpenedToBeRead_OrNotBegun_TakesNoCells()
    {
        using var folder = new TemporaryFolder();
        Fill(folder.File("a.db"));
        using var read = SqliteSweepStore.OpenRead(folder.File("a.db"));
        Assert.Throws<InvalidOperationException>(() => read.Begin(StoreSweep.Description(), SweepShard.Whole));
        Assert.Throws<InvalidOperationException>(() => read.Write(StoreSweep.Cells()));
        using var open = SqliteSweepStore.Open(folder.File("b.db"));
        Assert.Throws<InvalidOperationException>(() => open.Write(StoreSweep.Cells()));
        Assert.Equal((0, 0), (open.State().Finished, open.State().Total));
        Assert.Empty(open.Read());
        Assert.Empty(open.FinishedCells());
    }

    [Fact]
    public void AStoreThatWasClosed_SaysSo_AndMayBeClosedAgain()
    {
        using var folder = new TemporaryFolder();
        Fill(folder.File("a.db"));
        foreach (SqliteSweepStore store in (SqliteSweepStore[])[SqliteSweepStore.Open(folder.File("a.db")), SqliteSweepStore.OpenRead(folder.File("a.db"))])
        {
            store.Dispose();
            store.Dispose();
            foreach (Action use in (Action[])
            [
                () => store.State(), store.Check, () => store.Begin(StoreSweep.Description(), SweepShard.Whole), () => store.FinishedCells(), () => store.IsFinished(3),
                () => store.Write(StoreSweep.Cells()), () => store.Read(),
            ])
                Assert.Throws<ObjectDisposedException>(use);
        }
        using var again = SqliteSweepStore.OpenRead(folder.File("a.db"));
        again.Check();
        Assert.Equal(120, again.State().Finished);
    }

    [Fact]
    public void CellsThatNoFileMayHold_AreRefused_AndNoneOfTheOthersIsWritten()
    {
        using var folder = new TemporaryFolder();
        using var store = SqliteSweepStore.Open(folder.File("a.db"));
        store.Begin(StoreSweep.Description(), SweepShard.Whole);
        LabelledCell good = StoreSweep.Cells()[0];
        foreach (LabelledCell? wrong in (LabelledCell?[])
        [
            null, good with { Index = -1 }, good with { Index = 120 }, good with { Index = int.MaxValue }, good with { Time = TimeSpan.FromTicks(-1) },
            good with { Verdict = good.Verdict with { Recovery = [double.NaN] } }, good with { Verdict = good.Verdict with { Recovery = [1.5] } },
            good with { Verdict = good.Verdict with { Reason = "a\udfffb" } }, good with { Verdict = good.Verdict with { Attractor = "half \ud800" } },
            good with { Verdict = good.Verdict with { Evidence = ["\udc00", ""] } },
        ])
            Assert.ThrowsAny<ArgumentException>(() => store.Write([good, wrong!]));
        Assert.Throws<ArgumentNullException>(() => store.Write(null!));
        Assert.Equal(0, store.State().Finished);
        store.Write([]);
        store.Write([good]);
        Assert.Equal(good, Assert.Single(store.Read()));
    }

    private static void Fill(string path, double tau = 0.2)
    {
        using (var store = SqliteSweepStore.Open(path))
        {
            store.Begin(StoreSweep.Description(tau), SweepShard.Whole);
            store.Write(StoreSweep.Cells());
        }
        // Leaves no copies of rows in space that is not in use, where a flipped bit would mean nothing.
        Alter(path, "PRAGMA secure_delete = ON; VACUUM");
    }

    private static void Alter(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string Text(PhaseDiagram diagram)
    {
        using var writer = new StringWriter();
        diagram.ToCsv(writer);
        return writer.ToString();
    }

    /// <summary>Fails where a store does not know of a cell that it, or another on the same file, has written.</summary>
    private sealed class WatchedStore(ISweepStore store, ConcurrentDictionary<int, bool> written) : ISweepStore
    {
        public void Begin(SweepDescription sweep, SweepShard shard) => store.Begin(sweep, shard);

        public IReadOnlyCollection<int> FinishedCells() => store.FinishedCells();

        public bool IsFinished(int cell)
        {
            bool known = written.ContainsKey(cell), finished = store.IsFinished(cell);
            Assert.True(finished || !known, $"cell {cell} was written and is not there");
            return finished;
        }

        public void Write(IReadOnlyList<LabelledCell> cells)
        {
            store.Write(cells);
            foreach (LabelledCell cell in cells)
                written[cell.Index] = true;
        }

        public IEnumerable<LabelledCell> Read() => store.Read();
    }

    /// <summary>Shows an earlier year each time it is asked for the date, while a second passes between any two looks at the stop watch.</summary>
    private sealed class SetBackClock : TimeProvider
    {
        private int _year = 2027;
        private long _seconds;

        public override long TimestampFrequency => 1;

        // Opening and beginning look at the watch too; only what passes after the beginning counts.
        public override long GetTimestamp() => _seconds++;

        public override DateTimeOffset GetUtcNow() => new(--_year, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}

using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PhaseGan.Sqlite;
using PhaseGan.Tests.Sqlite;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>The commands diagram, merge and status with stores.</summary>
public class StoreCommandTests
{
    private static readonly string[] s_sweep = ["diagram", "--lambda", "5,3", "--x", "alpha:0.02:2:12", "--y", "x:0.1:6:10", "--method", "claim"];

    [Fact]
    public void Shards_RunInAnyOrder_AndMerged_GiveTheFilesOfTheWhole()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Terminal.Run([.. s_sweep, "--out", folder.File("whole")]).ExitCode);
        int[] order = [1, 2, 3, 4, 5, 6, 7];
        new Random(1).Shuffle(order);
        foreach (int i in order)
        {
            // What does not decide the result may differ from shard to shard.
            Terminal shard = Terminal.Run([.. s_sweep, "--threads", $"{1 + i % 2}", "--store", folder.File($"{i}.db"), "--shard", $"{i}/7"]);
            Assert.Equal((0, ""), (shard.ExitCode, shard.Output));
            int cells = new SweepShard(i, 7).Cells(12, 10).Count();
            Assert.EndsWith($"Shard {i}/7 is complete: {cells} of {cells} cells in '{folder.File($"{i}.db")}'\n", shard.Error, StringComparison.Ordinal);
        }
        Terminal merge = Terminal.Run(["merge", "--store", folder.File("all.db"), "--out", folder.File("merged"), .. order.Select(i => folder.File($"{i}.db"))]);
        Assert.True(merge.ExitCode == 0, merge.Error);
        Assert.Contains("all.db: 120 of 120 cells\nimbalance: the longest took ", merge.Output, StringComparison.Ordinal);
        AssertSameFiles(folder.File("whole"), folder.File("merged"));
    }

    [Fact]
    public void AStore_IsNotOverwritten_AndGoneOnWithOnlyWhenAsked()
    {
        using var folder = new TemporaryFolder();
        string[] stored = [.. s_sweep, "--store", folder.File("run.db")];
        Assert.Equal(0, Terminal.Run([.. stored, "--resume", "--out", folder.File("first")]).ExitCode);
        Terminal again = Terminal.Run([.. stored, "--out", folder.File("second")]);
        Assert.Equal((1, $"phasegan diagram: store '{folder.File("run.db")}' holds 120 of 120 cells already; add --resume to go on with it, or name another file\n"), (again.ExitCode, again.Error));
        Assert.False(Directory.Exists(folder.File("second")));
        Assert.Equal(0, Terminal.Run([.. stored, "--resume", "--out", folder.File("second")]).ExitCode);
        AssertSameFiles(folder.File("first"), folder.File("second"));

        Terminal other = Terminal.Run([.. stored[..2], "5,2", .. stored[3..], "--resume"]);
        Assert.Equal(1, other.ExitCode);
        Assert.Matches(@"is of another sweep \(left what it holds, right what was asked for\):\n  first cell: Λ = \(5, 3\), .* ≠ Λ = \(5, 2\), ", other.Error);
    }

    [Theory]
    [InlineData("--loss tanh", "ode rule: f = f̃ = linear, unit norms, codes gaussian ≠ f = f̃ = tanh, unit norms, codes gaussian")]
    [InlineData("--seed 2", "ode start: P = ")]
    [InlineData("--batch 2", "first cell: Λ = ")]
    public void WhatTheOptionsOfTheModelChange_IsAnotherSweep(string option, string difference)
    {
        using var folder = new TemporaryFolder();
        string[] sweep = ["diagram", "--lambda", "1", "--x", "alpha:0.5:1:2", "--y", "eta:1:2:2", "--store", folder.File("run.db")];
        Assert.Equal(0, Terminal.Run(sweep).ExitCode);
        Terminal other = Terminal.Run([.. sweep, "--resume", .. option.Split(' ')]);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains(difference, other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptedSweep_SaysWhatIsThere_AndIsFinishedLater()
    {
        using var folder = new TemporaryFolder();
        string[] simulated = ["diagram", "--lambda", "1", "--method", "simulation", "--n", "200", "--replicas", "2", "--x", "alpha:0.5:4:12", "--y", "eta:0.5:2.5:12"];
        string[] sweep = [.. simulated, "--store", folder.File("run.db")];
        using (CancellationTokenSource source = Interruption.When(() => File.Exists(folder.File("run.db")) && SqliteState(folder.File("run.db")).Finished >= 20))
        {
            Terminal stopped = Terminal.Run(new Terminal.Settings(Cancellation: source.Token, StopCode: 143), [.. sweep, "--threads", "1", "--out", folder.File("out")]);
            Assert.Equal(143, stopped.ExitCode);
            int there = SqliteState(folder.File("run.db")).Finished;
            Assert.InRange(there, 20, 143);
            Assert.EndsWith($"phasegan diagram: interrupted; {there} of 144 cells are in '{folder.File("run.db")}'; the same command with --resume goes on\n", stopped.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder.File("out")));

            Terminal status = Terminal.Run("status", folder.File("run.db"));
            Assert.Equal((0, ""), (status.ExitCode, status.Error));
            Assert.StartsWith($"{folder.File("run.db")}: {there} of 144 cells, ", status.Output, StringComparison.Ordinal);
            Assert.Contains("x        alpha from 0.5 to 4, 12 values, linear\n", status.Output, StringComparison.Ordinal);
            Assert.Contains("method   simulation\n", status.Output, StringComparison.Ordinal);
            Assert.Matches($": {there} cells in [0-9.]+ s, [0-9.]+ a second\n", status.Output);
            Assert.Contains($"left     {144 - there} cells, ", status.Output, StringComparison.Ordinal);
        }
        Assert.Equal(0, Terminal.Run([.. sweep, "--resume", "--out", folder.File("out")]).ExitCode);
        Assert.Equal(0, Terminal.Run([.. simulated, "--out", folder.File("whole")]).ExitCode);
        AssertSameFiles(folder.File("whole"), folder.File("out"));
        Terminal check = Terminal.Run("status", "--check", folder.File("run.db"));
        Assert.StartsWith($"{folder.File("run.db")}: 144 of 144 cells, 100.0 %, every cell intact\n", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_RefusesGapsAndOverlaps_UnlessTold()
    {
        using var folder = new TemporaryFolder();
        foreach (int i in (int[])[1, 3])
            Assert.Equal(0, Terminal.Run([.. s_sweep, "--store", folder.File($"{i}.db"), "--shard", $"{i}/3"]).ExitCode);
        string[] merge = ["merge", "--store", folder.File("all.db"), "--out", folder.File("out"), folder.File("1.db"), folder.File("3.db")];
        Terminal gap = Terminal.Run(merge);
        Assert.Equal(1, gap.ExitCode);
        Assert.Contains("of 120 cells are missing: no store of shard 2 of 3.", gap.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("all.db")));

        Terminal allowed = Terminal.Run([.. merge, "--allow-gaps"]);
        Assert.Equal(0, allowed.ExitCode);
        Assert.Contains("No diagram yet: ", allowed.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
        Assert.Equal(0, Terminal.Run([.. s_sweep, "--store", folder.File("all.db"), "--resume", "--out", folder.File("out")]).ExitCode);
        Assert.Equal(0, Terminal.Run([.. s_sweep, "--out", folder.File("whole")]).ExitCode);
        AssertSameFiles(folder.File("whole"), folder.File("out"));

        string[] twice = ["merge", "--store", folder.File("b.db"), folder.File("all.db"), folder.File("1.db")];
        Terminal overlap = Terminal.Run(twice);
        Assert.Equal(1, overlap.ExitCode);
        Assert.Contains("both hold cell", overlap.Error, StringComparison.Ordinal);
        Assert.Contains(" of them more than once", Terminal.Run([.. twice, "--allow-overlaps"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AStoreOfAProgram_IsMergedWithoutPictures()
    {
        using var folder = new TemporaryFolder();
        using (var store = SqliteSweepStore.Open(folder.File("1.db"), "mine"))
            StoreSweep.Of().Run(new RuleClassifier(), store);
        Assert.Equal(0, Terminal.Run("merge", "--store", folder.File("all.db"), folder.File("1.db")).ExitCode);
        Terminal drawn = Terminal.Run("merge", "--store", folder.File("b.db"), folder.File("1.db"), "--out", folder.File("out"));
        Assert.Equal(2, drawn.ExitCode);
        Assert.Contains("were not made by 'phasegan diagram'", drawn.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--shard 2/3", "--shard needs --store")]
    [InlineData("--resume", "--resume needs --store")]
    [InlineData("--store a.db --shard 0/3", "--shard counts shards from 1 to N; got '0/3'")]
    [InlineData("--store a.db --shard 4/3", "--shard counts shards from 1 to N; got '4/3'")]
    [InlineData("--store a.db --shard 1/0", "with N ≥ 1 shards; got '1/0'")]
    [InlineData("--store a.db --shard half", "--shard must read I/N|slurm|slurm/N|kubernetes/N; got 'half'")]
    [InlineData("--store a.db --shard -1/3", "--shard must read")]
    [InlineData("--store a.db --shard kubernetes", "--shard must read")]
    [InlineData("--store a.db --shard slurm", "--shard slurm takes its shard from a Slurm job array, but SLURM_ARRAY_TASK_ID is not set")]
    [InlineData("--store a.db --shard kubernetes/3", "indexed job, but JOB_COMPLETION_INDEX is not set")]
    [InlineData("--store a.db --shard 1/3 --out x", "a shard is no diagram")]
    public void BadUsage_IsExplained_WithExitCode2(string arguments, string message)
    {
        Terminal run = Terminal.Run([.. s_sweep, .. arguments.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists("a.db"));
    }

    [Theory]
    [InlineData("slurm", "ID=1 MIN=1 COUNT=8", 1, 8)]
    [InlineData("slurm", "ID=8 MIN=1 COUNT=8", 8, 8)]
    [InlineData("slurm", "ID=0 MIN=0 COUNT=4 STEP=1", 1, 4)]
    [InlineData("slurm", "ID=14 MIN=2 COUNT=4 STEP=6", 3, 4)]
    [InlineData("slurm/8", "ID=3 MIN=3 COUNT=1", 3, 8)]
    [InlineData("kubernetes/8", "INDEX=0", 1, 8)]
    [InlineData("kubernetes/8", "INDEX=7", 8, 8)]
    public void TheShard_IsTakenFromTheEnvironment(string shard, string variables, int index, int count)
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run(new Terminal.Settings(Variables: Variables(variables)), [.. s_sweep, "--store", folder.File("a.db"), "--shard", shard]);
        Assert.True(run.ExitCode == 0, run.Error);
        SweepStoreState state = SqliteState(folder.File("a.db"));
        Assert.Equal((new SweepShard(index, count), state.Total), (state.Shard, state.Finished));
    }

    [Theory]
    [InlineData("slurm", "ID=7 MIN=1 COUNT=3", "task 7 is none of 3 tasks from 1 in steps of 1; give an array without holes")]
    [InlineData("slurm", "ID=4 MIN=1 COUNT=3 STEP=2", "task 4 is none of 3 tasks from 1 in steps of 2")]
    [InlineData("slurm", "ID=1 MIN=2 COUNT=3", "task 1 is none of")]
    [InlineData("slurm", "ID=x MIN=1 COUNT=3", "SLURM_ARRAY_TASK_ID must be a whole number; got 'x'")]
    [InlineData("slurm", "ID=1 MIN=1", "but SLURM_ARRAY_TASK_COUNT is not set")]
    [InlineData("slurm/8", "ID=9", "SLURM_ARRAY_TASK_ID is 9, which must lie in [1, 8] for --shard slurm/8")]
    [InlineData("kubernetes/8", "INDEX=8", "JOB_COMPLETION_INDEX is 8, which must lie in [0, 7]")]
    public void AnEnvironmentThatNamesNoShard_IsExplained(string shard, string variables, string message)
    {
        using var folder = new TemporaryFolder();
        Terminal run = Terminal.Run(new Terminal.Settings(Variables: Variables(variables)), [.. s_sweep, "--store", folder.File("a.db"), "--shard", shard]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void ARequeuedTask_GoesOn_AndOneThatIsNotMustBeTold()
    {
        using var folder = new TemporaryFolder();
        string[] task = [.. s_sweep, "--store", folder.File("a.db"), "--shard", "slurm"];
        int Run(string variables) => Terminal.Run(new Terminal.Settings(Variables: Variables(variables)), task).ExitCode;
        Assert.Equal(0, Run("ID=2 MIN=1 COUNT=4"));
        Assert.Equal(1, Run("ID=2 MIN=1 COUNT=4 RESTART=0"));
        Assert.Equal(0, Run("ID=2 MIN=1 COUNT=4 RESTART=1"));
        // The store of another task is not this one's.
        Assert.Equal(1, Run("ID=3 MIN=1 COUNT=4 RESTART=1"));
        task = [.. s_sweep, "--store", folder.File("b.db"), "--shard", "kubernetes/4"];
        Assert.Equal([0, 0], [Run("INDEX=1"), Run("INDEX=1")]);
    }

    [Fact]
    public void ATask_TakesTheProcessorsThatItWasGiven()
    {
        string[] parts = ["slurm", "ID=2 MIN=1 COUNT=4 CPUS=3"];
        var choice = PhaseGan.Cli.ShardChoice.Parse(parts[0], name => Variables(parts[1]).GetValueOrDefault(name));
        Assert.Equal((new SweepShard(2, 4), true, false, 3), (choice.Shard, choice.Scheduler, choice.Resume, choice.Threads!.Value));
        Assert.Null(PhaseGan.Cli.ShardChoice.Parse("2/4", _ => "7").Threads);
    }

    [Theory]
    [InlineData(130, 130)]
    [InlineData(143, 75)]
    [InlineData(138, 75)]
    public void AStoppedTask_AsksToBeRunAgain_UnlessAPersonStoppedIt(int signal, int exitCode)
    {
        using var folder = new TemporaryFolder();
        using CancellationTokenSource source = Interruption.After(300);
        var settings = new Terminal.Settings(Variables: Variables("ID=2 MIN=1 COUNT=2 CPUS=1"), StopCode: signal, Cancellation: source.Token);
        Assert.Equal(exitCode, Terminal.Run(settings,
            "diagram", "--lambda", "5,3", "--x", "alpha:0.02:4:150", "--y", "eta:0.1:2.6:150", "--store", folder.File("a.db"), "--shard", "slurm").ExitCode);
    }

    [SkippableFact]
    public void AFullDisk_OrOneThatIsReadOnly_IsSaid_AndWhatIsThereStaysReadable()
    {
        using var folder = new TemporaryFolder();
        string disk = Directory.CreateDirectory(folder.File("disk")).FullName;
        // Needs the right to mount; SqliteSweepStoreTests has a full store for those who may not.
        Skip.IfNot(OperatingSystem.IsLinux() && TryRun("mount", "-t", "tmpfs", "-o", "size=150k", "tmpfs", disk), "no right to mount a file system");
        try
        {
            string store = Path.Combine(disk, "run.db");
            string[] sweep = ["diagram", "--lambda", "1", "--x", "alpha:0.02:4:64", "--y", "eta:0.1:2.6:64", "--method", "claim", "--store", store, "--resume"];
            Terminal full = Terminal.Run(sweep);
            Assert.Equal(1, full.ExitCode);
            Assert.Contains($"cannot write store '{store}': the disk is full; what was written before stays readable. Make room, then resume", full.Error, StringComparison.Ordinal);
            Terminal status = Terminal.Run("status", "--check", store);
            Assert.True(status.ExitCode == 0, status.Error);
            Assert.Matches(@"run.db: [0-9]+ of 4096 cells, [0-9.]+ %, every cell intact", status.Output);

            Assert.True(TryRun("mount", "-o", "remount,size=20m", disk));
            Assert.Equal(0, Terminal.Run(sweep).ExitCode);
            // A store of which a process was the last user that could not fold the log away: its mark says that there is a log, and there is none.
            File.Copy(store, Path.Combine(disk, "marked.db"));
            using (var connection = new SqliteConnection($"Data Source={Path.Combine(disk, "marked.db")};Pooling=False"))
            {
                connection.Open();
                using SqliteCommand mark = connection.CreateCommand();
                mark.CommandText = "PRAGMA journal_mode = WAL";
                Assert.Equal("wal", mark.ExecuteScalar());
            }
            Assert.True(TryRun("mount", "-o", "remount,ro", disk));
            Assert.Contains("4096 of 4096 cells", Terminal.Run("status", "--check", Path.Combine(disk, "marked.db")).Output, StringComparison.Ordinal);
            Terminal readOnly = Terminal.Run([.. sweep[..10], Path.Combine(disk, "new.db")]);
            Assert.Equal(1, readOnly.ExitCode);
            Assert.Contains("new.db': the file or its folder cannot be read or written", readOnly.Error, StringComparison.Ordinal);
            Assert.Contains("4096 of 4096 cells, 100.0 %, every cell intact", Terminal.Run("status", "--check", store).Output, StringComparison.Ordinal);
            Assert.Equal(1, Terminal.Run(sweep).ExitCode);
            Assert.Equal(0, Terminal.Run("merge", "--store", folder.File("copy.db"), store).ExitCode);
        }
        finally
        {
            TryRun("umount", disk);
        }
    }

    private static bool TryRun(string file, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Variables(string text) => text.Split(' ').Select(v => v.Split('=')).ToDictionary(
        v => v[0] switch
        {
            "INDEX" => "JOB_COMPLETION_INDEX",
            "RESTART" => "SLURM_RESTART_COUNT",
            "CPUS" => "SLURM_CPUS_PER_TASK",
            _ => "SLURM_ARRAY_TASK_" + v[0],
        },
        v => v[1]);

    private static SweepStoreState SqliteState(string path)
    {
        using var store = SqliteSweepStore.OpenRead(path);
        return store.State();
    }

    private static void AssertSameFiles(string expected, string actual)
    {
        foreach (string name in (string[])["diagram.csv", "diagram.svg", "diagram.html"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(actual, name)));
    }
}

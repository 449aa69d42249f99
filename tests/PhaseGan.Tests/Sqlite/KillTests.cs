using System.Diagnostics;
using System.Runtime.InteropServices;
using PhaseGan.Sqlite;
using PhaseGan.Tests.Cli;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Sqlite;

/// <summary>Processes that are killed at any moment: nothing that was written is lost, labelled again or different. 50 kills each with PHASEGAN_LONG_TESTS=1.</summary>
public class KillTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1";

    [Fact]
    public void AfterEveryKill_NoFinishedCellIsLabelledAgain_AndTheDiagramIsTheSame()
    {
        using var folder = new TemporaryFolder();
        int kills = s_long ? 50 : 5, columns = s_long ? 150 : 80, rows = s_long ? 100 : 50, inside = 0, lost = 0, begun = 0;
        var random = new Random(50);
        var finished = new HashSet<int>();
        for (int run = 0; run <= kills; run++)
        {
            using Process worker = StoreWorker.Start(folder, $"log-{run}", columns, rows, milliseconds: 2);
            if (run < kills)
            {
                // Every third dies while it starts, the others while they label.
                if (run % 3 != 2)
                    Wait(() => Labelled(folder, run).Count > 0 || worker.HasExited);
                Thread.Sleep(random.Next(300));
                worker.Kill();
            }
            Assert.True(worker.WaitForExit(TimeSpan.FromMinutes(2)));
            Assert.Equal(run < kills ? 137 : 0, worker.ExitCode);

            List<int> labelled = Labelled(folder, run);
            Assert.Equal(labelled.Count, labelled.Distinct().Count());
            Assert.Empty(labelled.Intersect(finished));
            HashSet<int> now = File.Exists(folder.File("run.db")) ? Finished(folder.File("run.db")) : [];
            Assert.Subset(now, finished);
            begun += labelled.Count;
            lost += labelled.Except(now).Count();
            inside += run < kills && labelled.Count > 0 ? 1 : 0;
            finished = now;
        }
        Assert.Equal(columns * rows, finished.Count);
        StoreSweep.Of(columns, rows).Run(new RuleClassifier()).WriteCsv(folder.File("whole.csv"));
        Assert.Equal(File.ReadAllBytes(folder.File("whole.csv")), File.ReadAllBytes(folder.File("run.db.csv")));
        Assert.InRange(inside, kills / 2, kills);
        // Each cell once, and once more for each kill that found it in flight: being labelled, or on its way to the disk.
        Assert.Equal(columns * rows + lost, begun);
        if (s_long)
            Console.WriteLine($"{kills} kills, {inside} of them while cells were being labelled; {lost} cells were in flight, {columns * rows} in all");
    }

    [Fact]
    public void TwoProcesses_OfWhichOneIsKilled_LeaveOneWholeStore()
    {
        using var folder = new TemporaryFolder();
        using Process first = StoreWorker.Start(folder, "log-0", 40, 30, milliseconds: 2), second = StoreWorker.Start(folder, "log-1", 40, 30, milliseconds: 2);
        Wait(() => (Labelled(folder, 0).Count > 50 && Labelled(folder, 1).Count > 50) || first.HasExited || second.HasExited);
        second.Kill();
        Assert.True(first.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.Equal(0, first.ExitCode);
        using var store = SqliteSweepStore.OpenRead(folder.File("run.db"));
        store.Check();
        Assert.Equal(1200, store.State().Finished);
        Assert.Equal(1200, store.State().Sessions.Sum(s => s.Cells));
        StoreSweep.Of(40, 30).Run(new RuleClassifier()).WriteCsv(folder.File("whole.csv"));
        Assert.Equal(File.ReadAllBytes(folder.File("whole.csv")), File.ReadAllBytes(folder.File("run.db.csv")));
    }

    [Fact]
    public void TheCommand_KilledAgainAndAgain_WritesTheSameFiles()
    {
        using var folder = new TemporaryFolder();
        int kills = s_long ? 50 : 3, size = s_long ? 150 : 30;
        string[] sweep = ["diagram", "--lambda", "1", "--x", $"alpha:0.02:4:{size}", "--y", $"eta:0.1:2.6:{size}"];
        var random = new Random(51);
        for (int k = 0; k < kills; k++)
        {
            using Process process = CommandProcess.Start([.. sweep, "--store", folder.File("run.db"), "--resume", "--out", folder.File("killed")]);
            Thread.Sleep(random.Next(200, s_long ? 1200 : 800));
            process.Kill();
            process.WaitForExit();
        }
        using (Process process = CommandProcess.Start([.. sweep, "--store", folder.File("run.db"), "--resume", "--out", folder.File("killed")]))
        {
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        Assert.Equal(0, Terminal.Run([.. sweep, "--out", folder.File("whole")]).ExitCode);
        foreach (string name in (string[])["diagram.csv", "diagram.svg", "diagram.html"])
            Assert.Equal(File.ReadAllBytes(folder.File($"whole/{name}")), File.ReadAllBytes(folder.File($"killed/{name}")));
        using var store = SqliteSweepStore.OpenRead(folder.File("run.db"));
        Assert.Equal(size * size, store.State().Sessions.Sum(s => s.Cells));
        if (s_long)
            Console.WriteLine($"the command was killed {kills} times; {store.State().Sessions.Length} runs wrote cells: {string.Join(' ', store.State().Sessions.Select(s => s.Cells))}");
    }

    [SkippableTheory]
    [InlineData("INT", 130, false)]
    [InlineData("TERM", 143, false)]
    [InlineData("USR1", 75, true)]
    public void ASignal_LeavesAStoreThatIsGoneOnWith(string signal, int exitCode, bool slurm)
    {
        Skip.If(RuntimeInformation.IsOSPlatform(OSPlatform.Windows), "Windows has no such signals");
        Skip.If(signal == "INT" && IsInterruptIgnored(), "who started the tests has them ignore SIGINT, as a shell does in the background, and so does what they start");
        using var folder = new TemporaryFolder();
        // Trainings, a cell of which takes long enough that the process is at work when the signal comes.
        string[] arguments =
        [
            "diagram", "--lambda", "1", "--x", "alpha:0.02:4:60", "--y", "eta:0.1:2.6:60", "--method", "simulation", "--n", "500", "--replicas", "2", "--store", folder.File("run.db"), .. slurm ? (string[])["--shard", "slurm"] : [],
        ];
        var variables = new Dictionary<string, string> { ["SLURM_ARRAY_TASK_ID"] = "3", ["SLURM_ARRAY_TASK_MIN"] = "1", ["SLURM_ARRAY_TASK_COUNT"] = "8", ["SLURM_CPUS_PER_TASK"] = "1" };
        int before = 0;
        for (int restart = 0; restart < (slurm ? 2 : 1); restart++)
        {
            variables["SLURM_RESTART_COUNT"] = $"{restart}";
            using Process process = CommandProcess.Start(arguments, variables);
            Wait(() => (File.Exists(folder.File("run.db")) && Count(folder.File("run.db")) > before) || process.HasExited);
            Process.Start("kill", [$"-{signal}", $"{process.Id}"])!.WaitForExit();
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
            string error = process.StandardError.ReadToEnd();
            Assert.True(exitCode == process.ExitCode, error);
            int there = Count(folder.File("run.db"));
            Assert.Contains($"interrupted; {there} of ", error, StringComparison.Ordinal);
            Assert.Contains("goes on", error, StringComparison.Ordinal);
            Assert.True(there > before);
            Assert.Equal([folder.File("run.db")], Directory.GetFiles(folder.Path));
            before = there;
        }
    }

    /// <summary>Whether this process was started with SIGINT (2) ignored, by the mask of Linux; elsewhere unknown and taken for no.</summary>
    private static bool IsInterruptIgnored() =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (Convert.ToUInt64(line[7..].Trim(), 16) & 2) != 0;

    private static List<int> Labelled(TemporaryFolder folder, int run)
    {
        if (!File.Exists(folder.File($"log-{run}")))
            return [];
        using var stream = new FileStream(folder.File($"log-{run}"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length / 4 * 4];
        stream.ReadExactly(bytes);
        return [.. MemoryMarshal.Cast<byte, int>(bytes)];
    }

    private static HashSet<int> Finished(string path)
    {
        using var store = SqliteSweepStore.OpenRead(path);
        return [.. store.Read().Select(c => c.Index)];
    }

    private static int Count(string path)
    {
        using var store = SqliteSweepStore.OpenRead(path);
        return store.State().Finished;
    }

    private static void Wait(Func<bool> condition)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(3), "waited in vain");
            Thread.Sleep(5);
        }
    }
}

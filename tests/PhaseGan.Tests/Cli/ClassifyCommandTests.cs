using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

public class ClassifyCommandTests
{
    private const string Head = "lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g";

    [Fact]
    public void Classify_AddsTheLabelToEachRow_AndPassesOtherColumnsOn()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("points.csv"),
            "note,eta_g,eta_t,tau_tilde,tau,lambda_fake,lambda,p0,q0,r0\n" +
            "\"Figure 1, success\",2,2,0.04,0.2,5;3,5;3,,,\n" +
            "noisy,4,4,0.04,0.2,5;3,5;3,0.1;0;0;0.1,0.1;0.1,0.05;0.05\n" +
            "hopeless,3,3,0.04,0.2,1,1,0.05,0.05,0.02\n");
        Terminal run = Terminal.Run("classify", "--input", folder.File("points.csv"), "--output", folder.File("labels.csv"));
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        string[] lines = File.ReadAllLines(folder.File("labels.csv"));
        Assert.StartsWith("note,eta_g,eta_t,tau_tilde,tau,lambda_fake,lambda,p0,q0,r0,phase,attractor,recovery_1,recovery_2,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("\"Figure 1, success\",2,2,0.04,0.2,5;3,5;3,,,,Success,Deceived,0.", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("noisy,4,4,0.04,0.2,5;3,5;3,0.1;0;0;0.1,0.1;0.1,0.05;0.05,ModeCollapse,Deceived,0.", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("hopeless,3,3,0.04,0.2,1,1,0.05,0.05,0.02,Fail,Deceived,0.0", lines[3], StringComparison.Ordinal);
        Assert.Contains("Labelled 3 rows: Success 1, Mode collapse 1, Fail 1", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void WithoutOutput_TheTableGoesToStandardOutput_AndInputMayBeStandardInput()
    {
        Terminal run = Terminal.Run(new Terminal.Settings(Input: Head + ",batch\n1,1,0.2,0.02,1,1,2\n"), "classify", "--input", "-", "--method", "claim");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            Head + ",batch,phase,attractor,left_margin,right_margin,determinant_margin\n1,1,0.2,0.02,1,1,2,Success,,0.05000000000000001,0.9,0.09999999999999999\n",
            run.Output);
    }

    [Fact]
    public void TheStart_DecidesTheLabel_WhereTwoAttractorsLiveTogether()
    {
        // A deceived state with P = 1 is stable here, and so is a state in which nothing is learned.
        string row = "1,1,0.2,0.6,2,2";
        Terminal run = Terminal.Run(new Terminal.Settings(Input: Head + $",p0,q0,r0\n{row},1,0,0\n{row},0.05,0.05,0.02\n"), "classify", "--input", "-");
        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.Split('\n');
        Assert.NotEqual(lines[1].Split(',')[9..12], lines[2].Split(',')[9..12]);
    }

    [Fact]
    public void ATableOfPoints_HasTheRowsOfTheDiagram_WithAnyMiniBatchSize()
    {
        using var folder = new TemporaryFolder();
        foreach (string batch in (string[])["1", "3"])
        {
            Terminal diagram = Terminal.Run(
                "diagram", "--lambda", "5,3", "--tau", "0.2", "--batch", batch, "--x", "tau-tilde:0.05:0.4:6", "--y", "eta:0.5:4.5:5", "--out", folder.File(batch));
            Assert.Equal(0, diagram.ExitCode);
            string[] cells = File.ReadAllLines(Path.Combine(folder.File(batch), "diagram.csv"));
            string[] head = cells[0].Split(',');
            int from = Array.IndexOf(head, "phase"), x = Array.IndexOf(head, "tau-tilde"), y = Array.IndexOf(head, "eta");
            string[][] rows = [.. cells.Skip(1).Select(c => c.Split(','))];
            Terminal table = Terminal.Run(
                new Terminal.Settings(Input: Head + "\n" + string.Concat(rows.Select(c => $"5;3,5;3,0.2,{c[x]},{c[y]},{c[y]}\n"))), "classify", "--input", "-", "--batch", batch);
            Assert.Equal(0, table.ExitCode);
            Assert.Equal(cells.Skip(1).Select(c => string.Join(',', c.Split(',')[from..])), table.Output.Split('\n')[1..^1].Select(c => string.Join(',', c.Split(',')[6..])));
            Assert.Contains("Oscillation,Moving,", table.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheSimulationMethod_LabelsRows_FromTheirOwnStarts()
    {
        // Noise above Λ: what a training knows at the start it keeps, and it learns nothing.
        string row = "1,1,0.2,0.1,2.7,2.7";
        Terminal run = Terminal.Run(new Terminal.Settings(Input: Head + $",p0,q0,r0\n{row},0.9,0.05,0.02\n{row},0.05,0.05,0.02\n"),
            "classify", "--input", "-", "--method", "simulation", "--n", "200");
        Assert.Equal(0, run.ExitCode);
        string[] lines = run.Output.Split('\n');
        Assert.StartsWith(Head + ",p0,q0,r0,phase,attractor,recovery_1,success,", lines[0], StringComparison.Ordinal);
        Assert.Equal(["Success", "Fail"], lines[1..3].Select(l => l.Split(',')[9]));
        Terminal small = Terminal.Run(new Terminal.Settings(Input: Head + "\n1;1,1;1,0.2,0.04,1,1\n"), "classify", "--input", "-", "--method", "simulation", "--n", "4");
        Assert.Equal((1, ""), (small.ExitCode, small.Output));
        Assert.Contains("standard input, line 2", small.Error, StringComparison.Ordinal);
        Assert.Contains("must be at least 2d + 1 = 5", small.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Head + "\n1,1,0.2,0.04,1,1\n1,1,0.2,oops,1,1\n", "points.csv, line 3, column 'tau_tilde': 'oops' is not a finite number")]
    [InlineData(Head + "\n1,1,0.2,0.04,1\n", "points.csv, line 2: expected 6 fields")]
    [InlineData("lambda,tau\n1,0.2\n", "points.csv, line 1: the column 'lambda_fake' is missing")]
    [InlineData(Head + ",p0,q0,r0\n1,1,0.2,0.04,1,1,0.9,0.9,-0.9\n", "points.csv, line 2, column 'p0': no vectors have these overlaps")]
    [InlineData("", "points.csv, line 1: the header is missing")]
    public void ABadTable_IsExplained_WithExitCode1AndNoFile(string text, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("points.csv"), text);
        Terminal run = Terminal.Run("classify", "--input", folder.File("points.csv"), "--output", folder.File("labels.csv"));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("phasegan classify: " + message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", run.Error, StringComparison.Ordinal);
        Assert.Equal([folder.File("points.csv")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void MissingFilesAndFolders_AreFoundBeforeTheWork()
    {
        using var folder = new TemporaryFolder();
        Terminal missing = Terminal.Run("classify", "--input", folder.File("none.csv"));
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("none.csv", missing.Error, StringComparison.Ordinal);
        Terminal unwritable = Terminal.Run("classify", "--input", folder.File("none.csv"), "--output", folder.File("no/labels.csv"));
        Assert.Equal(1, unwritable.ExitCode);
        Assert.Contains("does not exist", unwritable.Error, StringComparison.Ordinal);
        Assert.Equal(2, Terminal.Run("classify").ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AnInterruptedRun_KeepsTheOlderTable_WithExitCode130()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("points.csv"), Head + "\n" + string.Concat(Enumerable.Repeat("5;4;3,5;4;3,0.2,0.0354,0.05,0.05\n", 4000)));
        File.WriteAllText(folder.File("labels.csv"), "old");
        using CancellationTokenSource source = Interruption.After(200);
        Terminal run = Terminal.Run(new Terminal.Settings(Cancellation: source.Token), "classify", "--input", folder.File("points.csv"), "--output", folder.File("labels.csv"));
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("old", File.ReadAllText(folder.File("labels.csv")));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }
}

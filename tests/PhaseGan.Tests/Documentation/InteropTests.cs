using System.Diagnostics;
using PhaseGan.Tests.Cli;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Documentation;

/// <summary>What the page for other languages shows in Python runs, where python3 and pandas are installed, and numeric columns are read as numbers.</summary>
public sealed class InteropTests
{
    private const string Checks = """

        import sys
        text = {"phase", "attractor", "reason"}
        for name in ("diagram/diagram.csv", "diagram/diagram.csv.gz"):
            table = pandas.read_csv(name, keep_default_na=False, na_values=[""])
            wrong = [c for c in table.columns if c not in text and table[c].dtype.kind not in "fiu"]
            if wrong:
                sys.exit(f"{name}: not numeric: {wrong}")
        print("sum", repr(float(table["recovery_1"].sum())))
        """;

    [SkippableFact]
    public async Task ThePageInPython_Runs_AndNumbersAreRead()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        Skip.If((await Run(python!, folder.Path, "import pandas")).Code != 0, "pandas is not installed");

        var gan = new GanParameters([1], [1], 0.2, 0.2, 1, 1);
        PhaseDiagram diagram = new PhaseSweep(Axis.Linear("alpha", 0.02, 4, 12), Axis.Linear("eta", 0.1, 2.6, 12), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta)).Run(new OdePhaseClassifier());
        Directory.CreateDirectory(folder.File("diagram"));
        diagram.WriteCsv(Path.Combine(folder.File("diagram"), "diagram.csv"));
        diagram.WriteCsv(Path.Combine(folder.File("diagram"), "diagram.csv.gz"));
        CodeBlock block = DocumentationPage.Read("docs/interop.md").Blocks.Single(b => b.Language == "python" && b.Text.Contains("import pandas", StringComparison.Ordinal));
        (int code, string output) = await Run(python!, folder.Path, block.Text + Checks);
        Assert.True(code == 0, output);
        foreach (Phase phase in Enum.GetValues<Phase>().Where(p => diagram.Count(p) > 0))
            Assert.Matches($@"{phase}\s+{diagram.Count(phase)}\b", output);
        Assert.Contains("(12, 12)", output, StringComparison.Ordinal);
        double sum = double.Parse(output.Split('\n').Single(l => l.StartsWith("sum ", StringComparison.Ordinal))[4..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(diagram.Verdicts.Sum(v => v.Recovery.Length > 0 ? v.Recovery[0] : 0), sum, 1e-9);
    }

    /// <summary>All tables of the pages, and one of each command that writes a table: where pandas sees no numbers there is none in any field.</summary>
    [SkippableFact]
    public async Task EveryTable_HasColumnsOfNumbersOrOfTexts_AsPandasReadsThem()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        Skip.If((await Run(python!, folder.Path, "import pandas")).Code != 0, "pandas is not installed");
        foreach (string table in Directory.GetFiles(Path.Combine(SourceTree.Root!, "docs"), "*.csv", SearchOption.AllDirectories))
            File.Copy(table, folder.File($"docs-{Path.GetFileName(table)}"));
        await File.WriteAllTextAsync(folder.File("points.in"), "name,lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g\nquiet,1,1,0.2,0.04,1,1\ntwo,5;3,5;3,0.2,0.04,2,2\n");
        string[] commands =
        [
            "diagram --lambda 5,3 --x alpha:0.1:2:3 --y eta:0.5:4:3 --out two", "diagram --lambda 1 --method claim --x alpha:0.1:2:2 --y eta:0.5:2.6:2 --out claimed",
            "classify --input points.in --output classify.csv", "trajectory --lambda 5,3 --until 10 --every 5 --output trajectory.csv",
            "simulate --lambda 1 --n 100 --until 10 --every 5 --replicas 2 --output simulate.csv", "branch --lambda 1 --eta 1 --vary alpha:0.2:4 --output branch.csv",
        ];
        foreach (string command in commands)
        {
            Terminal run = Terminal.Run([.. command.Split(' ').Select(word => word.EndsWith(".csv", StringComparison.Ordinal) || word is "points.in" or "two" or "claimed" ? folder.File(word) : word)]);
            Assert.True(run.ExitCode == 0, run.Error);
        }
        await File.WriteAllTextAsync(folder.File("map.csv"), Terminal.Run(["map", "--lambda", "1"]).Output);
        (int code, string output) = await Run(python!, folder.Path, """
            import glob, pandas, sys
            files = sorted(glob.glob("*.csv") + glob.glob("*/*.csv"))
            for name in files:
                table = pandas.read_csv(name, keep_default_na=False, na_values=[""])
                for column in table.columns:
                    # lists such as 5;3 are texts
                    if table[column].dtype.kind in "fiub" or table[column].astype(str).str.contains(";").any():
                        continue
                    numbers = pandas.to_numeric(table[column].dropna(), errors="coerce").notna()
                    if numbers.any():
                        sys.exit(f"{name}: {column} holds numbers and texts")
                if not any(table[c].dtype.kind in "fi" for c in table.columns):
                    sys.exit(f"{name}: no numbers")
            print(len(files), "tables")
            """);
        Assert.True(code == 0, output);
        Assert.InRange(int.Parse(output.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), commands.Length + 5, 1000);
    }

    /// <summary>The command is a script in the path that runs this build.</summary>
    [SkippableFact]
    public async Task ThePageInPython_ReadsJson_WithoutAnyPackage()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null || OperatingSystem.IsWindows(), "python3 is not installed");
        using var folder = new TemporaryFolder();
        string command = folder.File("phasegan");
        await File.WriteAllTextAsync(command, $"#!/bin/sh\nexec dotnet exec '{typeof(PhaseGan.Cli.ExitCode).Assembly.Location}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        CodeBlock block = DocumentationPage.Read("docs/interop.md").Blocks.Single(b => b.Language == "python" && b.Text.Contains("import json", StringComparison.Ordinal));
        string path = $"import os\nos.environ['PATH'] = {System.Text.Json.JsonSerializer.Serialize(folder.Path)} + ':' + os.environ['PATH']\n";
        (int code, string output) = await Run(python!, folder.Path, path + block.Text);
        Assert.True(code == 0, output);
        // x² − x(Λ − Λ̃ + αΛ̃) + αΛΛ̃ = x² − 2.1x + 0.3 at x = 0.2 · 2.7386²
        double x = 0.2 * 2.7386 * 2.7386;
        string determinant = output.Split("determinant: ")[1].Split(' ')[0];
        Assert.Equal((x * x) - (2.1 * x) + 0.3, double.Parse(determinant, System.Globalization.CultureInfo.InvariantCulture), 1e-13);
        Assert.Contains("(15) holds: True", output, StringComparison.Ordinal);
        Assert.Contains("P = I: Saddle", output, StringComparison.Ordinal);
        Assert.Contains("claim Success", output, StringComparison.Ordinal);
        Assert.Equal(5, output.Split('\n').Single(l => l.StartsWith('[')).Split(", ").Length);
    }

    private static async Task<(int Code, string Output)> Run(string python, string folder, string program)
    {
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", program]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, await output + await error);
    }
}

using System.Text.RegularExpressions;
using PhaseGan.Cli;
using PhaseGan.Tests.Cli;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Documentation;

/// <summary>The commands that the README and the pages of the folder docs show are commands that there are.</summary>
public partial class CommandTests
{
    /// <summary>Options whose value is a file or folder.</summary>
    private static readonly string[] s_files = ["--input", "--output", "--out", "--store", "--certificates"];

    [SkippableFact]
    public void EveryCommandOfPhaseGan_IsUnderstood()
    {
        SourceTree.SkipWhereItIsAbsent();
        using var folder = new TemporaryFolder();
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var settings = new Terminal.Settings(Cancellation: stopped.Token, Variables: new()
        {
            ["SLURM_ARRAY_TASK_ID"] = "1", ["SLURM_ARRAY_TASK_MIN"] = "1", ["SLURM_ARRAY_TASK_STEP"] = "1", ["SLURM_ARRAY_TASK_COUNT"] = "8",
            ["SLURM_ARRAY_TASK_MAX"] = "8", ["JOB_COMPLETION_INDEX"] = "0",
        });
        var wrong = new List<string>();
        var seen = new HashSet<string>();
        foreach ((string place, string line) in Lines())
        {
            foreach (Match match in Commands().Matches(line))
            {
                string command = match.Groups["arguments"].Value.Trim();
                if (!seen.Add(command))
                    continue;
                // Stopped before it begins, a command says no more than whether it was understood.
                string[] arguments = InFolder(Words(command), folder.Path);
                if (Terminal.Run(settings, arguments) is { ExitCode: ExitCode.BadUsage } result)
                    wrong.Add($"{place}: {match.Value.Trim()}: {result.Error}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(seen.Count, 15, int.MaxValue);
    }

    [SkippableFact]
    public void EverySampleAndProjectThatACommandNames_IsThere()
    {
        SourceTree.SkipWhereItIsAbsent();
        var wrong = new List<string>();
        int named = 0;
        foreach ((string place, string line) in Lines())
        {
            foreach (Match match in Files().Matches(line))
            {
                named++;
                string file = Path.Combine(SourceTree.Root!, match.Groups["file"].Value);
                if (!File.Exists(file) && !Directory.Exists(file))
                    wrong.Add($"{place}: no {match.Groups["file"].Value}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(named, 8, int.MaxValue);
    }

    [SkippableFact]
    public void EveryTestThatACommandNames_IsThere()
    {
        SourceTree.SkipWhereItIsAbsent();
        string[] tests = [.. typeof(CommandTests).Assembly.GetTypes().SelectMany(t => t.GetMethods().Select(m => $"{t.FullName}.{m.Name}"))];
        var wrong = new List<string>();
        foreach ((string place, string line) in Lines())
            foreach (Match match in Filters().Matches(line))
                if (!tests.Any(t => t.Contains(match.Groups["name"].Value, StringComparison.Ordinal)))
                    wrong.Add($"{place}: no test {match.Groups["name"].Value}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Lines of blocks that are not C#, those that go on on the next line as one, indented lines and code within the text.</summary>
    private static IEnumerable<(string Place, string Line)> Lines()
    {
        foreach (DocumentationPage page in DocumentationPage.All())
        {
            foreach (CodeBlock block in page.Blocks.Where(b => b.Language != "csharp"))
                foreach (string line in block.Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
                    yield return (page.Name, line);
            foreach (string line in page.Prose)
            {
                if (line.StartsWith("    ", StringComparison.Ordinal))
                    yield return (page.Name, line);
                else
                    foreach (Match span in Spans().Matches(line))
                        // a command without its model is named, not shown
                        if (!span.Groups["code"].Value.StartsWith("phasegan", StringComparison.Ordinal) || span.Groups["code"].Value.Contains("--lambda ", StringComparison.Ordinal))
                            yield return (page.Name, span.Groups["code"].Value);
            }
        }
    }

    /// <summary>The arguments of a command line, shell variables filled in.</summary>
    private static string[] Words(string command) =>
        [.. Word().Matches(Variables().Replace(command, "1")).Select(m => m.Value.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal))];

    private static string[] InFolder(string[] words, string folder) =>
        [.. words.Select((w, k) => (k > 0 && s_files.Contains(words[k - 1]) && w != "-") || w.EndsWith(".db", StringComparison.Ordinal) ? Path.Combine(folder, Path.GetFileName(w)) : w)];

    [GeneratedRegex(@"(?:^\s*(?:\$ )?|[;&|] *|\b(?:do|exec|srun|time|nice) +)(?:phasegan|dotnet run --project src/PhaseGan\.Cli(?: -c Release)? --) (?!\w+:)(?<arguments>[^;&|>#\n]+)")]
    private static partial Regex Commands();

    [GeneratedRegex(@"\bdotnet (?:run|test|build|pack|publish)\b[^;&|\n]*?[ ](?<file>(?:samples|src|tests)/[\w./]+)")]
    private static partial Regex Files();

    [GeneratedRegex(@"(?:FullyQualifiedName|Name|DisplayName)~(?<name>[\w.]+)")]
    private static partial Regex Filters();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Spans();

    [GeneratedRegex(@"\$(?:\w+|\{[^}]*\}|\([^)]*\))")]
    private static partial Regex Variables();

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();
}

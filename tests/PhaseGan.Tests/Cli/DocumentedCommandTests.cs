using System.Text.RegularExpressions;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Documentation;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>The commands that the documentation shows with their output do print it, numbers that are measured aside.</summary>
public partial class DocumentedCommandTests
{
    [SkippableFact]
    public async Task LongRuns_AreAsThePageShowsThem()
    {
        SourceTree.SkipWhereItIsAbsent();
        using var folder = new TemporaryFolder();
        int commands = 0;
        string[] printed = [];
        int next = 0;
        foreach (string line in Blocks(Path.Combine(SourceTree.Root!, "docs", "long-runs.md")))
        {
            if (line.StartsWith("$ phasegan ", StringComparison.Ordinal))
            {
                commands++;
                printed = await Run(folder.Path, line["$ phasegan ".Length..].Split(' '));
                next = 0;
                continue;
            }
            int at = Array.FindIndex(printed, next, p => Masked(p) == Masked(line));
            Assert.True(at >= 0, $"the page shows\n{line}\nand the command printed\n{string.Join('\n', printed)}");
            next = at + 1;
        }
        Assert.InRange(commands, 8, 20);
    }

    /// <summary>A file that is shown before anything has written it is the input of what follows.</summary>
    [SkippableFact]
    public async Task TheCommandLine_IsAsThePageShowsIt()
    {
        SourceTree.SkipWhereItIsAbsent();
        using var folder = new TemporaryFolder();
        var wrong = new List<string>();
        var seen = new HashSet<string>();
        foreach (CodeBlock block in DocumentationPage.Read("docs/command-line.md").Blocks.Where(b => b.Text.StartsWith("$ ", StringComparison.Ordinal)))
        {
            foreach (string part in $"\n{block.Text}".Split("\n$ ", StringSplitOptions.RemoveEmptyEntries))
            {
                string[] words = part.Split('\n')[0].Split(' ');
                string shown = string.Join('\n', part.Split('\n').Skip(1));
                if (words is ["cat", var file] && !File.Exists(folder.File(file)))
                    await File.WriteAllTextAsync(folder.File(file), shown);
                string[] printed = words[0] == "cat" ? await File.ReadAllLinesAsync(folder.File(words[1])) : await Run(folder.Path, words[1..]);
                seen.Add(words[0] == "cat" ? "cat" : words[1]);
                if (DocumentedOutput.Difference($"line {block.Line}: {string.Join(' ', words)}", shown, string.Join('\n', printed)) is { } difference)
                    wrong.Add(difference);
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
        Assert.Equal(["attractor", "branch", "cat", "check", "classify", "curve", "diagram", "map", "merge", "simulate", "slurm", "status", "trajectory"], seen.Order(StringComparer.Ordinal));
    }

    /// <summary>The lines of blocks that begin with a command.</summary>
    private static IEnumerable<string> Blocks(string page)
    {
        string[] blocks = File.ReadAllText(page).Split("```");
        return blocks.Where((b, k) => k % 2 == 1 && b.StartsWith("\n$ ", StringComparison.Ordinal)).SelectMany(b => b.Trim().Split('\n'));
    }

    private static async Task<string[]> Run(string folder, string[] arguments)
    {
        using var process = CommandProcess.Start(arguments, folder: folder);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return [.. (await output + await error).Split('\n')];
    }

    private static string Masked(string line) =>
        Numbers().Replace(Machines().Replace(Hashes().Replace(line, ""), " on a machine:"), "#");

    [GeneratedRegex(@"\+?[0-9a-f]{40,}|\+…")]
    private static partial Regex Hashes();

    [GeneratedRegex(@" on \S+:")]
    private static partial Regex Machines();

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)?")]
    private static partial Regex Numbers();
}

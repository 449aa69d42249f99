using System.Text.RegularExpressions;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Documentation;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>The help: commands by what they are for, options by what they decide.</summary>
public sealed partial class HelpTests
{
    /// <summary>A command that a shell completes is a command that there is.</summary>
    private static string[] Commands => [.. Terminal.Run("[suggest:0]", "").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(w => char.IsLetter(w[0]))];

    [Fact]
    public void TheProgram_ListsEachCommandOnce_UnderWhatItIsFor()
    {
        Dictionary<string, string[]> groups = Groups(Terminal.Run("--help").Output);
        Assert.InRange(Commands.Length, 12, int.MaxValue);
        Assert.Equal(Commands.Order(StringComparer.Ordinal), groups.Where(g => g.Key is not ("Description" or "Usage" or "Help" or "Examples")).SelectMany(g => g.Value).Order(StringComparer.Ordinal));
        Assert.Equal(["diagram", "classify", "attractor"], groups["See what training does"].Take(3));
        Assert.True(!groups.TryGetValue("More", out string[]? without), $"give a purpose in HelpGroups to {string.Join(", ", without ?? [])}");
    }

    [Fact]
    public void ACommand_ListsEachOptionOnce_UnderWhatItDecides()
    {
        foreach (string command in Commands)
        {
            string help = Terminal.Run(command, "--help").Output;
            string[] listed = [.. Groups(help).Where(g => g.Key is not ("Description" or "Usage" or "Example" or "Arguments")).SelectMany(g => g.Value)];
            Assert.Equal(listed.Distinct(), listed);
            string[] known = [.. Terminal.Run($"[suggest:{command.Length + 3}]", $"{command} --").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(w => w.StartsWith("--", StringComparison.Ordinal))];
            Assert.Empty(known.Except(listed.Append("--help")));
            Assert.Contains("  -?, -h, --help", help, StringComparison.Ordinal);
        }
        Dictionary<string, string[]> diagram = Groups(Terminal.Run("diagram", "--help").Output);
        Assert.Equal(["--x", "--y"], diagram["Options"].Take(2));
        Assert.Equal(["--store", "--resume", "--shard"], diagram["Stored sweeps"]);
        Assert.Contains("--seed", diagram["Start"]);
        Assert.Contains("--seed", Groups(Terminal.Run("simulate", "--help").Output)["Simulated trainings"]);
    }

    [Fact]
    public void NoLineIsLongerThanItsPlace_ExceptExamples()
    {
        foreach (string command in Commands)
            Assert.All(Terminal.Run(command, "--help").Output.Split("Example:")[0].Split('\n'), l => Assert.InRange(l.Length, 0, 110));
    }

    [SkippableFact]
    public void ThePageOnTheCommandLine_HasARowForEachCommand()
    {
        SourceTree.SkipWhereItIsAbsent();
        string page = File.ReadAllText(Path.Combine(SourceTree.Root!, "docs", "command-line.md"));
        string[] rows = [.. page.Split('\n').Where(l => l.StartsWith("| [", StringComparison.Ordinal)).SelectMany(l => Names().Matches(l.Split('|')[1]).Select(m => m.Groups["name"].Value))];
        Assert.Equal(Commands.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    /// <summary>The first words of the lines under each heading.</summary>
    private static Dictionary<string, string[]> Groups(string help)
    {
        var groups = new Dictionary<string, string[]>();
        foreach (string part in help.ReplaceLineEndings("\n").Split("\n\n"))
        {
            string[] lines = part.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines is [var heading, .. var rest] && heading.EndsWith(':'))
                groups.Add(heading[..^1], [.. rest.Where(l => l.Length > 2 && l[2] != ' ').Select(l => l[2..].Split(' ')[0])]);
        }
        return groups;
    }

    [GeneratedRegex("`(?<name>[a-z]+)`")]
    private static partial Regex Names();
}

using System.Text.RegularExpressions;
using PhaseGan.Tests.Conventions;

namespace PhaseGan.Tests.Documentation;

/// <summary>A page of the documentation in Markdown: its blocks of code, its links and its headings.</summary>
internal sealed partial class DocumentationPage
{
    private DocumentationPage(string name)
    {
        Name = name;
        string[] lines = File.ReadAllLines(System.IO.Path.Combine(SourceTree.Root!, name));
        var blocks = new List<CodeBlock>();
        var prose = new List<string>();
        for (int k = 0; k < lines.Length; k++)
        {
            if (!lines[k].StartsWith("```", StringComparison.Ordinal))
            {
                prose.Add(lines[k]);
                continue;
            }
            int end = Array.FindIndex(lines, k + 1, l => l.StartsWith("```", StringComparison.Ordinal));
            if (end < 0)
                throw new FormatException($"{name}: the block of line {k + 1} has no end");
            blocks.Add(new CodeBlock(lines[k][3..].Trim(), k + 2, [.. lines[(k + 1)..end]]));
            k = end;
        }
        (Blocks, Prose) = (blocks, prose);
    }

    /// <summary>Path from the root of the repository, with forward slashes.</summary>
    public string Name { get; }

    /// <summary>The fenced blocks of code, in order.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The lines outside of fenced blocks.</summary>
    public IReadOnlyList<string> Prose { get; }

    /// <summary>Targets of links and pictures.</summary>
    public IEnumerable<string> Links => Prose.SelectMany(l => LinkTargets().Matches(Spans().Replace(l, ""))).Select(m => m.Groups["target"].Value);

    /// <summary>The names by which links reach headings.</summary>
    public IEnumerable<string> Anchors => Prose.Where(l => l.StartsWith('#'))
        .Select(l => NotOfAnchors().Replace(l.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The README and the pages of the folder docs.</summary>
    public static IEnumerable<DocumentationPage> All() =>
        Directory.EnumerateFiles(System.IO.Path.Combine(SourceTree.Root!, "docs"), "*.md").Order(StringComparer.Ordinal)
            .Select(f => Read("docs/" + System.IO.Path.GetFileName(f))).Prepend(Read("README.md"))
            .Concat(new[] { "PhaseGan.Dynamics", "PhaseGan", "PhaseGan.Plotting", "PhaseGan.Pictures", "PhaseGan.Sqlite", "PhaseGan.Testing", "PhaseGan.Cli" }.Select(package => Read($"src/{package}/README.md")));

    /// <summary>Reads a page.</summary>
    public static DocumentationPage Read(string name) => new(name);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkTargets();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Spans();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotOfAnchors();
}

using System.Collections.Concurrent;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Documentation;

/// <summary>What the READMEs and the pages of the folder docs show in C# compiles, and prints what they say that it prints.</summary>
public class CodeBlockTests
{
    /// <summary>Pages whose programs are run.</summary>
    public static TheoryData<string> Run => new("docs/guide.md", "docs/extending.md", "docs/continuation.md", "src/PhaseGan.Dynamics/README.md");

    [SkippableFact]
    public void EveryBlockInCSharp_Compiles()
    {
        SourceTree.SkipWhereItIsAbsent();
        var wrong = new List<string>();
        int programs = 0;
        foreach (DocumentedProgram program in DocumentationPage.All().Where(p => !Run.Contains(p.Name)).SelectMany(DocumentedProgram.Of))
        {
            programs++;
            wrong.AddRange(program.Compile(Stream.Null));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(programs, 3, int.MaxValue);
    }

    [SkippableTheory]
    [MemberData(nameof(Run))]
    public async Task EveryProgram_PrintsTheBlockBehindIt(string name)
    {
        SourceTree.SkipWhereItIsAbsent();
        DocumentationPage page = DocumentationPage.Read(name);
        DocumentedProgram[] programs = [.. DocumentedProgram.Of(page)];
        Assert.InRange(programs.Length, 1, int.MaxValue);
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(programs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (program, _) =>
        {
            int last = page.Blocks.ToList().IndexOf(program.Blocks[^1]);
            Assert.True(last + 1 < page.Blocks.Count && page.Blocks[last + 1].Language.Length == 0, $"{name}({program.Blocks[0].Line}): no block says what the program prints");
            using var folder = new TemporaryFolder();
            if (DocumentedOutput.Difference($"{name}({page.Blocks[last + 1].Line})", page.Blocks[last + 1].Text, await program.Run(folder.Path)) is { } difference)
                wrong.Add(difference);
        });
        Assert.True(wrong.IsEmpty, string.Join("\n\n", wrong));
    }

    [SkippableFact]
    public void EveryProgramOfTheGuide_IsASample()
    {
        SourceTree.SkipWhereItIsAbsent();
        DocumentationPage guide = DocumentationPage.Read("docs/guide.md");
        string[] links = [.. guide.Links.Where(l => l.StartsWith("../samples/guide/", StringComparison.Ordinal))];
        DocumentedProgram[] programs = [.. DocumentedProgram.Of(guide)];
        Assert.Equal(Directory.EnumerateFiles(Path.Combine(SourceTree.Root!, "samples", "guide"), "*.cs").Select(f => "../samples/guide/" + Path.GetFileName(f)).Order(StringComparer.Ordinal),
            links.Order(StringComparer.Ordinal));
        Assert.Equal(links.Length, programs.Length);
        foreach ((string link, DocumentedProgram program) in links.Zip(programs))
        {
            string[] lines = File.ReadAllLines(Path.Combine(SourceTree.Root!, "docs", link));
            string[] projects = [.. lines.TakeWhile(l => l.StartsWith("#:project ", StringComparison.Ordinal))];
            Assert.NotEmpty(projects);
            Assert.All(projects, p => Assert.True(File.Exists(Path.Combine(SourceTree.Root!, "samples", "guide", p["#:project ".Length..])), p));
            Assert.Equal(string.Join('\n', lines[projects.Length..]).Trim(), string.Join("\n\n", program.Blocks.Select(b => b.Text)));
        }
    }
}

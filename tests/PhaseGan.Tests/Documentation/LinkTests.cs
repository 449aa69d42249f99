using PhaseGan.Tests.Conventions;
using Xunit;

namespace PhaseGan.Tests.Documentation;

public class LinkTests
{
    [SkippableFact]
    public void EveryLinkAndPictureOfThePages_IsThere()
    {
        SourceTree.SkipWhereItIsAbsent();
        var wrong = new List<string>();
        int links = 0;
        foreach (DocumentationPage page in DocumentationPage.All())
        {
            foreach (string link in page.Links.Where(l => !l.Contains("://", StringComparison.Ordinal)))
            {
                links++;
                string[] parts = link.Split('#');
                string target = parts[0].Length == 0
                    ? page.Name
                    : Path.GetRelativePath(SourceTree.Root!, Path.Combine(SourceTree.Root!, Path.GetDirectoryName(page.Name)!, parts[0])).Replace('\\', '/');
                string file = Path.Combine(SourceTree.Root!, target);
                if (!File.Exists(file) && !Directory.Exists(file))
                    wrong.Add($"{page.Name}: no file {link}");
                else if (parts.Length > 1 && !DocumentationPage.Read(target).Anchors.Contains(parts[1]))
                    wrong.Add($"{page.Name}: no heading {link}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(links, 20, int.MaxValue);
    }

    [SkippableFact]
    public void TheIndex_NamesEveryPage()
    {
        SourceTree.SkipWhereItIsAbsent();
        string[] named = [.. DocumentationPage.Read("docs/README.md").Links.Select(l => l.Split('#')[0])];
        Assert.Empty(DocumentationPage.All().Select(p => p.Name).Where(n => n.StartsWith("docs/", StringComparison.Ordinal) && n != "docs/README.md")
            .Select(n => n["docs/".Length..]).Except(named));
    }
}

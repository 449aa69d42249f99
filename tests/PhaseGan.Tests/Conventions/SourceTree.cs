using System.Text.RegularExpressions;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>The source files under <c>src</c>, comments and literals blanked out.</summary>
internal static partial class SourceTree
{
    /// <summary>The folder of PhaseGan.sln above the test assembly, or null if the tests run away from the repository.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>Makes the calling test say that it was skipped where there is no repository.</summary>
    public static void SkipWhereItIsAbsent() => Skip.If(Root is null, "the tests run away from the repository");

    /// <summary>Every C# file of a project, as path from the project's folder with forward slashes and code.</summary>
    public static IEnumerable<(string Path, string Code)> Files(string project)
    {
        string folder = Path.Combine(Root!, "src", project);
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (!path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
                yield return (path, CommentsAndLiterals().Replace(File.ReadAllText(file), " "));
        }
    }

    /// <summary>Types declared at the top level of a file (its namespace is file-scoped): name, whether public, and the word by which it is used.</summary>
    public static IEnumerable<(string Name, bool IsPublic, string Word)> Declarations(string code) =>
        TopLevelTypes().Matches(code).Select(m => (
            m.Groups["name"].Value, m.Groups["access"].Value.Contains("public", StringComparison.Ordinal), m.Groups["name"].Value + m.Groups["generic"].Value));

    /// <summary>The identifiers of a file; one that is followed by type arguments also with an opening bracket behind it.</summary>
    public static HashSet<string> Words(string code) =>
        [.. Identifiers().Matches(code).SelectMany(m => new[] { m.Groups["name"].Value, m.Groups["name"].Value + m.Groups["generic"].Value })];

    private static string? FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "PhaseGan.sln")))
                return folder.FullName;
        return null;
    }

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\$*"{3,}.*?"{3,}|\$?@\$?"(?:""|[^"])*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndLiterals();

    [GeneratedRegex(@"^(?<access>(?:(?:public|internal|file|sealed|static|abstract|readonly|partial|ref|unsafe)\s+)*)(?:record\s+struct|record\s+class|record|class|struct|interface|enum|delegate\s+[\w<>\[\]?]+)\s+(?<name>\w+)(?<generic><?)", RegexOptions.Multiline)]
    private static partial Regex TopLevelTypes();

    [GeneratedRegex(@"\b(?<name>[A-Za-z_]\w*)(?<generic><?)")]
    private static partial Regex Identifiers();
}

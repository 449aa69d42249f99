using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>Rules on methods, in the source beside the tests.</summary>
public sealed class MethodTests
{
    /// <summary>Lines of a long method and of one that is too long; how many may be so.</summary>
    private const int Long = 60, TooLong = 100, MostLong = 10, MostTooLong = 0;

    /// <summary>A method counts from its first modifier to its last bracket, with all that is declared in it.</summary>
    [SkippableFact]
    public void FewMethodsAreLong()
    {
        SourceTree.SkipWhereItIsAbsent();
        (int Lines, string Name)[] methods = [.. Trees("src").SelectMany(t => t.GetRoot().DescendantNodes()
            .Where(n => n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax)
            .Select(n => (Lines(n), $"{Path.GetFileName(t.FilePath)}: {(n as MethodDeclarationSyntax)?.Identifier.Text}")))];
        Assert.InRange(methods.Length, 1000, int.MaxValue);
        string[] tooLong = [.. methods.Where(m => m.Lines > TooLong).Select(m => $"{m.Name} {m.Lines}")];
        Assert.True(tooLong.Length <= MostTooLong, $"longer than {TooLong} lines: {string.Join("; ", tooLong)}");
        string[] isLong = [.. methods.Where(m => m.Lines > Long).Select(m => $"{m.Name} {m.Lines}")];
        Assert.True(isLong.Length <= MostLong, $"longer than {Long} lines: {string.Join("; ", isLong)}");
    }

    /// <summary>What lacks a tool or a long day is skipped aloud.</summary>
    [SkippableFact]
    public void NoTestEndsBeforeItAssertsAnything()
    {
        SourceTree.SkipWhereItIsAbsent();
        MethodDeclarationSyntax[] tests = [.. Trees(Path.Combine("tests", "PhaseGan.Tests")).SelectMany(t => t.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsTest))];
        Assert.InRange(tests.Length, 500, int.MaxValue);
        Assert.Empty(tests.Where(EndsEarly).Select(t => t.Identifier.Text));
    }

    [Theory]
    [InlineData("if (Tool is null) return; Assert.True(x);", true)]
    [InlineData("if (Tool is null) { return; } Assert.True(x);", true)]
    [InlineData("Skip.If(Tool is null); Assert.True(x);", false)]
    [InlineData("Assert.True(x); if (y) return; Assert.True(z);", false)]
    [InlineData("foreach (int k in all) { if (k == 0) continue; Assert.True(k > 0); }", false)]
    public void AnEarlyEnd_IsSeen(string body, bool isEarly) =>
        Assert.Equal(isEarly, EndsEarly((MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"[Fact] public void T() {{ {body} }}")!));

    private static bool IsTest(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString().EndsWith("Fact", StringComparison.Ordinal) || a.Name.ToString().EndsWith("Theory", StringComparison.Ordinal));

    /// <summary>Whether a test may return before a statement that asserts or skips.</summary>
    private static bool EndsEarly(MethodDeclarationSyntax test) =>
        test.Body?.Statements.TakeWhile(s => !s.ToString().Contains("Assert", StringComparison.Ordinal) && !s.ToString().Contains("Skip.", StringComparison.Ordinal))
            .Any(s => s is IfStatementSyntax { Statement: var then } && then.DescendantNodesAndSelf().Any(n => n is ReturnStatementSyntax { Expression: null })) == true;

    private static int Lines(SyntaxNode node)
    {
        SyntaxNodeOrToken first = node.ChildNodesAndTokens().First(c => !c.IsKind(SyntaxKind.AttributeList));
        return node.SyntaxTree.GetLineSpan(node.Span).EndLinePosition.Line - node.SyntaxTree.GetLineSpan(first.Span).StartLinePosition.Line + 1;
    }

    private static IEnumerable<SyntaxTree> Trees(string under)
    {
        string folder = Path.Combine(SourceTree.Root!, under);
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj"))
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), path: f));
    }
}

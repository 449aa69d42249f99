using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhaseGan.Tests.Documentation;

/// <summary>
/// A program that a page shows in C#: a block that begins with a using directive, and the blocks behind it up to the next such block. Statements and
/// types may be mixed, as they are in a page that tells a story.
/// </summary>
/// <param name="Page">The page.</param>
/// <param name="Blocks">Its blocks.</param>
internal sealed record DocumentedProgram(DocumentationPage Page, ImmutableArray<CodeBlock> Blocks)
{
    /// <summary>The programs of a page.</summary>
    public static IEnumerable<DocumentedProgram> Of(DocumentationPage page)
    {
        var blocks = ImmutableArray.CreateBuilder<CodeBlock>();
        foreach (CodeBlock block in page.Blocks.Where(b => b.Language == "csharp"))
        {
            if (blocks.Count > 0 && block.Text.StartsWith("using ", StringComparison.Ordinal))
                yield return new DocumentedProgram(page, blocks.DrainToImmutable());
            blocks.Add(block);
        }
        if (blocks.Count > 0)
            yield return new DocumentedProgram(page, blocks.DrainToImmutable());
    }

    /// <summary>Compiles the program and gives its errors.</summary>
    public IReadOnlyList<string> Compile(Stream assembly)
    {
        // Each block is padded with empty lines, so that errors name lines of the page.
        string text = "";
        foreach (CodeBlock block in Blocks)
            text += new string('\n', block.Line - 1 - text.Count(c => c == '\n')) + block.Text + '\n';
        CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(text, CompiledProgram.Language, Page.Name).GetCompilationUnitRoot();

        // Statements come before types, as the language wants it in one file: the types go to a file of their own.
        string Only(Func<MemberDeclarationSyntax, bool> wanted)
        {
            char[] kept = [.. text.Select(c => c == '\n' ? '\n' : ' ')];
            foreach (TextSpanPart part in unit.Members.Where(wanted).Select(m => new TextSpanPart(m.FullSpan.Start, m.FullSpan.Length))
                .Concat(unit.Usings.Select(u => new TextSpanPart(u.FullSpan.Start, u.FullSpan.Length))))
                text.CopyTo(part.Start, kept, part.Start, part.Length);
            return new string(kept);
        }
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(Only(m => m is GlobalStatementSyntax), CompiledProgram.Language, Page.Name),
            CSharpSyntaxTree.ParseText(Only(m => m is not GlobalStatementSyntax), CompiledProgram.Language, Page.Name),
        ];
        return CompiledProgram.Compile(trees, _ => true, DiagnosticSeverity.Error, assembly);
    }

    /// <summary>Compiles the program, runs it in a folder and gives what it prints.</summary>
    public Task<string> Run(string folder) => CompiledProgram.Run($"{Page.Name}({Blocks[0].Line})", Compile, folder);

    private readonly record struct TextSpanPart(int Start, int Length);
}

using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace PhaseGan.Tests.Documentation;

/// <summary>
/// A program that a page shows in C#: a block that begins with a using directive, and the blocks behind it up to the next such block. Statements and
/// types may be mixed, as they are in a page that tells a story.
/// </summary>
/// <param name="Page">The page.</param>
/// <param name="Blocks">Its blocks.</param>
internal sealed record DocumentedProgram(DocumentationPage Page, ImmutableArray<CodeBlock> Blocks)
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; " +
        "global using System.Threading; global using System.Threading.Tasks;";

    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f))]);

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
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        // Each block is padded with empty lines, so that errors name lines of the page.
        string text = "";
        foreach (CodeBlock block in Blocks)
            text += new string('\n', block.Line - 1 - text.Count(c => c == '\n')) + block.Text + '\n';
        CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(text, options, Page.Name).GetCompilationUnitRoot();

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
            CSharpSyntaxTree.ParseText(ImplicitUsings, options),
            CSharpSyntaxTree.ParseText(Only(m => m is GlobalStatementSyntax), options, Page.Name),
            CSharpSyntaxTree.ParseText(Only(m => m is not GlobalStatementSyntax), options, Page.Name),
        ];
        var compilation = CSharpCompilation.Create("Documented", trees, s_references.Value,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        return [.. compilation.Emit(assembly).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
            .Select(d => $"{Page.Name}({d.Location.GetLineSpan().StartLinePosition.Line + 1}): {d.GetMessage()}").Distinct()];
    }

    /// <summary>Compiles the program, runs it in a folder and gives what it prints.</summary>
    public async Task<string> Run(string folder)
    {
        // beside the libraries, under a name of its own
        string file = Path.Combine(AppContext.BaseDirectory, $"Documented-{Guid.NewGuid():N}.dll");
        try
        {
            using (FileStream assembly = File.Create(file))
                Assert.Empty(Compile(assembly));
            string host = Path.Combine(AppContext.BaseDirectory, typeof(DocumentedProgram).Assembly.GetName().Name!);
            using var process = Process.Start(new ProcessStartInfo("dotnet",
                ["exec", "--depsfile", host + ".deps.json", "--runtimeconfig", host + ".runtimeconfig.json", file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            Assert.True(process.ExitCode == 0, $"{Page.Name}({Blocks[0].Line}): {await error}");
            return await output;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private readonly record struct TextSpanPart(int Start, int Length);
}

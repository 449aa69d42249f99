using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace PhaseGan.Tests.Documentation;

/// <summary>Compiles programs in this process against the libraries that have been built, and runs each in a process of its own: a tenth of the time that a project for it would take.</summary>
internal static class CompiledProgram
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; " +
        "global using System.Threading; global using System.Threading.Tasks;";

    private static readonly Lazy<ImmutableArray<PortableExecutableReference>> s_references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(f => MetadataReference.CreateFromFile(f))]);

    private static readonly CSharpCompilationOptions s_options = new(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release,
        // two versions of one library, which the SDK does not speak of either
        nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);

    /// <summary>The language in which sources are read.</summary>
    public static CSharpParseOptions Language { get; } = new(LanguageVersion.CSharp14);

    /// <summary>Compiles sources against the libraries whose names are wanted and gives what is at least as bad as told.</summary>
    public static IReadOnlyList<string> Compile(IEnumerable<SyntaxTree> sources, Func<string, bool> isReferenced, DiagnosticSeverity worst, Stream assembly)
    {
        var compilation = CSharpCompilation.Create("Program", [CSharpSyntaxTree.ParseText(ImplicitUsings, Language), .. sources],
            s_references.Value.Where(r => isReferenced(Path.GetFileNameWithoutExtension(r.FilePath!))), s_options);
        return [.. compilation.Emit(assembly).Diagnostics.Where(d => d.Severity >= worst)
            .Select(d => $"{d.Location.GetLineSpan().Path}({d.Location.GetLineSpan().StartLinePosition.Line + 1}): {d.GetMessage()}").Distinct()];
    }

    /// <summary>Compiles a program, runs it in a folder to its end, which must be success, and gives what it prints.</summary>
    public static async Task<string> Run(string name, Func<Stream, IReadOnlyList<string>> compile, string folder, params string[] args)
    {
        // beside the libraries, under a name of its own
        string file = Path.Combine(AppContext.BaseDirectory, $"Program-{Guid.NewGuid():N}.dll");
        try
        {
            using (FileStream assembly = File.Create(file))
                Assert.Empty(compile(assembly));
            string host = Path.Combine(AppContext.BaseDirectory, typeof(CompiledProgram).Assembly.GetName().Name!);
            return await RunProcess(name, folder, ["exec", "--depsfile", host + ".deps.json", "--runtimeconfig", host + ".runtimeconfig.json", file, .. args]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs <c>dotnet</c> in a folder to its end, which must be success, and gives what it prints.</summary>
    public static async Task<string> RunProcess(string name, string folder, string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["DOTNET_NOLOGO"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        Assert.True(process.ExitCode == 0, $"{name}: {await output}{await error}");
        return await output;
    }
}

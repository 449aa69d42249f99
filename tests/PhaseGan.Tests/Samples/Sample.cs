using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Documentation;
using Xunit;

namespace PhaseGan.Tests.Samples;

/// <summary>Runs programs of the folder samples.</summary>
internal static class Sample
{
    private const string Project = "#:project ";

    /// <summary>The file of a sample.</summary>
    public static string Source(string name) => Path.Combine(SourceTree.Root!, "samples", name);

    /// <summary>
    /// Runs a sample to its end, which must be success, and gives what it printed. It is compiled in this process, without a warning, and sees of the libraries those that it names and what these
    /// are made of; with PHASEGAN_LONG_TESTS=1 it is run as <see cref="RunAsAReader"/> does, which builds a project for it.
    /// </summary>
    public static Task<string> Run(string name, params string[] args) => RunIn(SourceTree.Root!, name, args);

    /// <summary>The same in a folder.</summary>
    public static Task<string> RunIn(string folder, string name, params string[] args) => Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1"
        ? RunAsAReader(folder, name, args)
        : CompiledProgram.Run(name, assembly => Compile(name, assembly), folder, args);

    /// <summary>Runs a sample in a folder by the command that it names.</summary>
    // The configuration that the tests themselves were built in is there already.
    public static Task<string> RunAsAReader(string folder, string name, params string[] args) =>
        CompiledProgram.RunProcess(name, folder, ["run", "-c", Configuration, Source(name), .. args]);

    private static IReadOnlyList<string> Compile(string name, Stream assembly)
    {
        string[] lines = File.ReadAllLines(Source(name));
        var libraries = new HashSet<string>();
        foreach (string line in lines.Where(l => l.StartsWith(Project, StringComparison.Ordinal)))
            AddWithReferences(Path.GetFullPath(line[Project.Length..], Path.GetDirectoryName(Source(name))!), libraries);
        Assert.NotEmpty(libraries);
        // the compiler knows these lines of a file-based program by a switch alone
        string source = string.Join('\n', lines.Select(l => l.StartsWith("#:", StringComparison.Ordinal) ? "" : l));
        return CompiledProgram.Compile([CSharpSyntaxTree.ParseText(source, CompiledProgram.Language, name)],
            library => !library.StartsWith("PhaseGan", StringComparison.Ordinal) || libraries.Contains(library), DiagnosticSeverity.Warning, assembly);
    }

    /// <summary>Adds the name of a project, and of all that it references.</summary>
    private static void AddWithReferences(string project, HashSet<string> names)
    {
        if (!names.Add(Path.GetFileNameWithoutExtension(project)))
            return;
        foreach (XElement reference in XDocument.Load(project).Descendants("ProjectReference"))
            AddWithReferences(Path.GetFullPath((string)reference.Attribute("Include")!, Path.GetDirectoryName(project)!), names);
    }

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
}

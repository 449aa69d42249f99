using System.Diagnostics;
using System.Xml.Linq;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>
/// The packages as they would be published, in a folder of their own with a cache of their own, and programs that use them. Packages of others
/// are taken from the cache of this machine where they are there; with PHASEGAN_LONG_TESTS=1 the cache starts empty.
/// </summary>
public sealed class PackedFeed : IAsyncLifetime
{
    /// <summary>The configuration in which these tests are built.</summary>
    public const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private readonly string root = Directory.CreateTempSubdirectory("phasegan-packages-").FullName;

    /// <summary>The version of the packages.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The diagram of the README's first command, made by the packed command.</summary>
    public string Reference => Path.Combine(root, "reference", "diagram.csv");

    /// <summary>The packed command, installed.</summary>
    public string Command => Path.Combine(root, "tool", "phasegan");

    /// <summary>The folder in which the files of the installed command are.</summary>
    public string CommandFolder => Path.GetDirectoryName(File.ResolveLinkTarget(Command, returnFinalTarget: true)?.FullName ?? Command)!;

    /// <summary>Whether the packed command is compiled ahead of time as a whole.</summary>
    public bool IsNative => File.Exists(Path.Combine(CommandFolder, "phasegan")) && !File.Exists(Path.Combine(CommandFolder, "PhaseGan.Cli.dll"));

    /// <summary>What was printed when the command was packed.</summary>
    public string CommandMessages { get; private set; } = "";

    /// <summary>The folder of the packages.</summary>
    public string Packages => Path.Combine(root, "feed");

    /// <summary>The folder into which packages are restored.</summary>
    public string Cache => Path.Combine(root, "cache");

    /// <summary>Packs the libraries and the command, installs the command and runs it.</summary>
    public async Task InitializeAsync()
    {
        string repository = Repository();
        Version = XDocument.Load(Path.Combine(repository, "Directory.Build.props")).Descendants("Version").Single().Value;
        // side by side: a process takes most of its time to start, and each writes files of its own
        string[] libraries = ["PhaseGan.Dynamics", "PhaseGan", "PhaseGan.Plotting", "PhaseGan.Testing", "PhaseGan.Sqlite", "PhaseGan.Pictures"];
        await Task.WhenAll(libraries.Select(library => Pack(library, Packages)));
        // the command is compiled ahead when it is packed, which a build does not do, and as a whole where one waits for that
        string[] native = Environment.GetEnvironmentVariable("PHASEGAN_NATIVE") == "1" ? [] : ["-p:NativeCommand=false"];
        CommandMessages = await Run(repository, "dotnet", ["pack", Path.Combine("src", "PhaseGan.Cli"), "-c", Configuration, "-o", Packages, .. native]);
        Assert.NotEmpty(Directory.GetFiles(Packages, "PhaseGan.*.nupkg"));
        await File.WriteAllTextAsync(Path.Combine(root, "nuget.config"), Sources().ToString());
        await Run(root, "dotnet", "tool", "install", "PhaseGan.Cli", "--version", Version, "--tool-path", "tool");
        await Run(root, Command,
            "diagram", "--lambda", "1", "--tau", "0.2", "--x", "alpha:0.02:4:64", "--y", "eta:0.1:2.6:64", "--out", "reference");
    }

    /// <summary>Copies a program from the folder Consumers, with the packages' version and folder filled in; gives its folder.</summary>
    public string Copy(string consumer)
    {
        string target = Folder(consumer);
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Consumers", consumer)))
        {
            string text = File.ReadAllText(file);
            if (!file.EndsWith(".csproj", StringComparison.Ordinal))
                text = text.Replace("$(PhaseGanVersion)", Version, StringComparison.Ordinal).Replace("$(PackageFolder)", Packages, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(target, Path.GetFileName(file)), text);
        }
        return target;
    }

    /// <summary>Packs a library that has been built into a folder.</summary>
    public async Task Pack(string library, string folder, params string[] arguments)
    {
        (int exitCode, string output) = await TryPack(library, folder, arguments);
        Assert.True(exitCode == 0, $"{library} was not packed:\n{output}");
    }

    /// <summary>Packs a library and gives the exit code and what was printed.</summary>
    public Task<(int ExitCode, string Output)> TryPack(string library, string folder, params string[] arguments) =>
        TryRun(Repository(), "dotnet", ["pack", Path.Combine("src", library), "-c", Configuration, "--no-build", "-o", folder, .. arguments]);

    /// <summary>An empty folder that sees the packages.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(root, name + "-" + Guid.NewGuid().ToString("N")[..8])).FullName;

    /// <summary>Runs a command to success and gives what it printed.</summary>
    public async Task<string> Run(string folder, string file, params string[] arguments)
    {
        (int exitCode, string output) = await TryRun(folder, file, arguments);
        Assert.True(exitCode == 0, $"{file} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Runs a command for at most fifteen minutes, since one compiles, and gives its exit code and what it printed.</summary>
    public async Task<(int ExitCode, string Output)> TryRun(string folder, string file, params string[] arguments)
    {
        (int exitCode, string output, string error) = await Ran(folder, file, arguments);
        return (exitCode, output + error);
    }

    /// <summary>As <see cref="TryRun"/>, and gives what it printed to standard output alone.</summary>
    public async Task<(int ExitCode, string Output)> TryPrint(string folder, string file, string[] arguments, params (string Name, string Value)[] environment)
    {
        (int exitCode, string output, _) = await Ran(folder, file, arguments, environment);
        return (exitCode, output);
    }

    private async Task<(int ExitCode, string Output, string Error)> Ran(string folder, string file, string[] arguments, params (string Name, string Value)[] environment)
    {
        using Process process = Start(folder, file, arguments, environment);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(15));
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts a command in a folder, with a cache of packages of its own and further variables of the environment.</summary>
    public Process Start(string folder, string file, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment =
            {
                ["NUGET_PACKAGES"] = folder == Repository() ? Environment.GetEnvironmentVariable("NUGET_PACKAGES") : Cache,
                ["PhaseGanVersion"] = Version,
                ["DOTNET_NOLOGO"] = "1",
                ["MSBUILDDISABLENODEREUSE"] = "1",
            },
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Removes everything.</summary>
    public Task DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return Task.CompletedTask;
    }

    private XElement Sources()
    {
        var configuration = new XElement("configuration",
            new XElement("packageSources", Add("packed", Packages)),
            new XElement("packageSourceMapping", Mapping("packed", "PhaseGan*"), Mapping("nuget.org", "*")));
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        if (Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") != "1" && Directory.Exists(cache))
            configuration.Add(new XElement("fallbackPackageFolders", Add("machine", cache)));
        return configuration;

        static XElement Add(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
        static XElement Mapping(string source, string pattern) =>
            new("packageSource", new XAttribute("key", source), new XElement("package", new XAttribute("pattern", pattern)));
    }

    /// <summary>The folder of PhaseGan.sln above the tests.</summary>
    public static string Repository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "PhaseGan.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("the packages are made from the repository, and no PhaseGan.sln was found above the tests");
    }
}

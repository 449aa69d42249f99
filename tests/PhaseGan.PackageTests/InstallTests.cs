using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>What the README says of how to install works in a clone, whose configuration names the place of the packages.</summary>
[Collection("Packages")]
public sealed class InstallTests(PackedFeed feed)
{
    private const string Install = "dotnet tool install --global PhaseGan.Cli", Source = "dotnet nuget add source CLONE/artifacts/packages --name phasegan", Add = "dotnet add package PhaseGan";

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/command-line.md")]
    public async Task TheCommand_IsInstalledFromAClone_InOneLine(string page)
    {
        Assert.Contains($"dotnet pack -c Release\n{Install}\n", Read(page), StringComparison.Ordinal);
        string clone = Clone();
        await feed.Run(clone, "dotnet", [.. Install.Replace("--global", "--tool-path tool", StringComparison.Ordinal).Split(' ')[1..]]);
        Assert.StartsWith(feed.Version, await feed.Run(clone, Path.Combine(clone, "tool", "phasegan"), "--version"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLibrary_IsAddedToAProjectOfOnesOwn()
    {
        Assert.Contains($"{Source}\n{Add}\n", Read("README.md"), StringComparison.Ordinal);
        string clone = Clone(), project = feed.Copy("Empty");
        // what a user has, in place of the configuration that the other programs here share
        await File.WriteAllTextAsync(Path.Combine(project, "nuget.config"), "<configuration><packageSources /><packageSourceMapping><clear /></packageSourceMapping></configuration>");
        await feed.Run(project, "dotnet", [.. Source.Replace("CLONE", clone, StringComparison.Ordinal).Split(' ')[1..], "--configfile", "nuget.config"]);
        await feed.Run(project, "dotnet", Add.Split(' ')[1..]);
        await feed.Run(project, "dotnet", "build");
        Assert.Contains($"Include=\"PhaseGan\" Version=\"{feed.Version}\"", await File.ReadAllTextAsync(Path.Combine(project, "Empty.csproj")), StringComparison.Ordinal);
    }

    /// <summary>What an installation reads of a clone in which 'dotnet pack' has run.</summary>
    private string Clone()
    {
        string folder = feed.Copy("Pair"), packages = Directory.CreateDirectory(Path.Combine(folder, "artifacts", "packages")).FullName;
        File.Copy(Path.Combine(PackedFeed.Repository(), "nuget.config"), Path.Combine(folder, "nuget.config"));
        foreach (string package in Directory.GetFiles(feed.Packages, "*.nupkg"))
            File.Copy(package, Path.Combine(packages, Path.GetFileName(package)));
        return folder;
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(PackedFeed.Repository(), page)).ReplaceLineEndings("\n");
}

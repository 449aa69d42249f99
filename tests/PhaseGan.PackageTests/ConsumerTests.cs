using System.Runtime.InteropServices;
using System.Xml.Linq;
using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.PackageTests;

/// <summary>Programs that know PhaseGan by its packages alone make the README's diagram, byte for byte the one of the packed command.</summary>
[Collection("Packages")]
public sealed class ConsumerTests(PackedFeed feed)
{
    [Fact]
    public async Task AConsoleApp_MakesTheDiagramAndItsPicture()
    {
        string folder = feed.Copy("Console");
        await feed.Run(folder, "dotnet", "run", "-c", "Release", "--", "diagram.csv");
        AssertIsTheDiagram(folder);
        Assert.Equal("svg", XDocument.Load(Path.Combine(folder, "diagram.svg")).Root!.Name.LocalName);
    }

    [Fact]
    public async Task AnFSharpScript_MakesTheDiagram()
    {
        string folder = feed.Copy("Script");
        await feed.Run(folder, "dotnet", "fsi", "sweep.fsx", "diagram.csv");
        AssertIsTheDiagram(folder);
    }

    [Fact]
    public async Task AFileBasedApp_MakesTheDiagram()
    {
        string folder = feed.Copy("FileBased");
        await feed.Run(folder, "dotnet", "run", "sweep.cs", "--", "diagram.csv");
        AssertIsTheDiagram(folder);
    }

    [Fact]
    public async Task ATrimmedApp_MakesTheDiagram_WithoutAWarningAboutPhaseGan()
    {
        string folder = feed.Copy("Ahead");
        string output = await feed.Run(folder, "dotnet", "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "-p:PublishTrimmed=true", "-p:TrimMode=full", "-o", "published");
        Assert.DoesNotContain("PhaseGan.", string.Join('\n', output.Split('\n').Where(l => l.Contains("warning IL", StringComparison.Ordinal))), StringComparison.Ordinal);
        await feed.Run(folder, Path.Combine(folder, "published", "Ahead"), "diagram.csv");
        AssertIsTheDiagram(folder);
    }

    [SkippableFact]
    public async Task AnAppCompiledAheadOfTime_MakesTheDiagram_WhereTheNativeRuntimeCanBeHad()
    {
        string folder = feed.Copy("Ahead");
        (int exitCode, string output) = await feed.TryRun(folder, "dotnet", "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "-p:PublishAot=true", "-o", "published");
        Skip.If(exitCode != 0 && output.Contains("NU1101", StringComparison.Ordinal) && output.Contains("NativeAOT", StringComparison.Ordinal),
            "no package source serves the native runtime");
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("PhaseGan.", string.Join('\n', output.Split('\n').Where(l => l.Contains("warning IL", StringComparison.Ordinal))), StringComparison.Ordinal);
        await feed.Run(folder, Path.Combine(folder, "published", "Ahead"), "diagram.csv");
        AssertIsTheDiagram(folder);
    }

    /// <summary>The numbers are those of a Runge–Kutta integration of order 4 at steps of 5e-4 with the trace of the Jacobian along it, and of the closed forms of the rest.</summary>
    [Fact]
    public async Task AProgramOfOnePage_KnowsTheCoreAlone()
    {
        string folder = feed.Copy("Core");
        string output = await feed.Run(folder, "dotnet", "run", "brusselator.cs");
        Assert.Equal(
            [
                "path: EndReached at t = 40, x(20.5) = 0.5424",
                "rest: (1.0000, 3.0000), Unstable, eigenvalues 0.5000+0.8660i and 0.5000-0.8660i",
                "cycle: Stable, period 7.1569, multipliers 0.0003",
                "exponents: 0.00 and -1.16; ln|μ|/T = -1.16",
                "knows: PhaseGan.Dynamics",
            ],
            output.TrimEnd().Split('\n').Select(l => l.TrimEnd()));
    }

    private void AssertIsTheDiagram(string folder)
    {
        string[] expected = File.ReadAllLines(feed.Reference), actual = File.ReadAllLines(Path.Combine(folder, "diagram.csv"));
        Assert.Equal(64 * 64 + 1, expected.Length);
        Assert.Equal(expected, actual);
    }
}

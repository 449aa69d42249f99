using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class GuideSampleTests
{
    /// <summary>What they print is compared with the guide where its blocks are run; here one runs from its file, and with PHASEGAN_LONG_TESTS=1 all as a reader runs them.</summary>
    [Fact]
    public async Task TheProgramsOfTheGuide_RunFromTheirFiles()
    {
        string[] names = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1"
            ? [.. Directory.EnumerateFiles(Sample.Source("guide"), "*.cs").Select(f => Path.GetFileName(f)!)]
            : ["Store.cs"];
        using var folder = new TemporaryFolder();
        foreach (string name in names)
            Assert.NotEmpty(await Sample.RunIn(folder.Path, "guide/" + name));
        Assert.True(File.Exists(folder.File("run.db")));
    }
}

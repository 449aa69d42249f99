using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public sealed class BoundariesSampleTests
{
    [Fact]
    public async Task Boundaries_CountsWhatIsNotExplained_AndDrawsThePictures()
    {
        using var folder = new TemporaryFolder();
        string printed = await Sample.Run("Boundaries.cs", folder.Path, "6");
        Assert.Equal(2, printed.Split('\n').Count(l => l.Contains(": unexplained: ", StringComparison.Ordinal)));
        for (int d = 1; d <= 2; d++)
            Assert.Contains("DeceivedTrace: Deceived", File.ReadAllText(folder.File($"boundaries-{d}.svg")), StringComparison.Ordinal);
    }
}

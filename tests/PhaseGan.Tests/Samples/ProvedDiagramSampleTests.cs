using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class ProvedDiagramSampleTests
{
    [Fact]
    public async Task EveryCellOfACoarseDiagramOfFigureOne_IsProved()
    {
        using var folder = new TemporaryFolder();
        string output = await Sample.Run("ProvedDiagram.cs", "8", folder.File("proved.csv"));
        Assert.Contains("64 of 64 cells", output, StringComparison.Ordinal);
        Assert.Equal(65, (await File.ReadAllLinesAsync(folder.File("proved.csv"))).Length);
    }
}

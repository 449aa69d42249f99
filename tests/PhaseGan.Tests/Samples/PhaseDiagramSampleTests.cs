using System.Xml.Linq;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class PhaseDiagramSampleTests
{
    /// <summary>This sample runs as a reader runs it, and builds a project as all do so with PHASEGAN_LONG_TESTS=1.</summary>
    [Fact]
    public async Task TheFirstSample_HasAtMost40Lines_AndDrawsTheReferenceDiagram()
    {
        Assert.InRange(File.ReadAllLines(Sample.Source("PhaseDiagram.cs")).Length, 1, 40);
        using var folder = new TemporaryFolder();
        await Sample.RunAsAReader(SourceTree.Root!, "PhaseDiagram.cs", folder.Path);

        PhaseDiagram diagram = PhaseDiagram.ReadCsv(folder.File("diagram.csv"));
        Assert.Equal(Axis.Linear("alpha", 0.02, 4, 64), diagram.X);
        Assert.Equal(Axis.Linear("eta", 0.1, 2.6, 64), diagram.Y);
        Assert.Equal("svg", XDocument.Load(folder.File("diagram.svg")).Root!.Name.LocalName);
        Assert.True(diagram.Count(Phase.Undetermined) <= 0.01 * diagram.Verdicts.Length, diagram.ToString());
        Assert.Equal(0, diagram.Count(Phase.ModeCollapse));

        // Noise above Λ: nothing is learned. Well inside the wedge αΛ/2 < x < Λ: success. Just below it: oscillation.
        for (int j = 0; j < 64; j++)
            for (int i = 0; i < 64; i++)
            {
                double alpha = diagram.X.Values[i], x = 0.2 * diagram.Y.Values[j] * diagram.Y.Values[j];
                if (x > 1.02)
                    Assert.Equal(Phase.Fail, diagram[i, j].Phase);
                if (x > alpha / 2 + 0.03 && x < 0.85)
                    Assert.Equal(Phase.Success, diagram[i, j].Phase);
                if (alpha is > 0.3 and < 1.5 && x < alpha / 2 - 0.03 && x > alpha / 2 - 0.08)
                    Assert.Equal(Phase.Oscillation, diagram[i, j].Phase);
            }
    }
}

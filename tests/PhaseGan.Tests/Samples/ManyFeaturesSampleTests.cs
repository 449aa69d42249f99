using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class ManyFeaturesSampleTests
{
    [Fact]
    public async Task TwoDiscriminatorFeatures_EndAtRest_WhereOneOscillates()
    {
        using var folder = new TemporaryFolder();
        await Sample.Run("ManyFeatures.cs", folder.Path, "6");
        PhaseDiagram one = PhaseDiagram.ReadCsv(folder.File("many-features-1.csv")), two = PhaseDiagram.ReadCsv(folder.File("many-features-2.csv"));
        Assert.True(one.Count(Phase.Oscillation) > 0);
        Assert.Equal(0, two.Count(Phase.Oscillation));
        Assert.Equal(0, two.Count(Phase.ModeCollapse));
    }
}

using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class FixesSampleTests
{
    [Fact]
    public async Task AFixThatRenamesParameters_SucceedsWhereItsOwnInequalityHolds()
    {
        using var folder = new TemporaryFolder();
        await Sample.Run("Fixes.cs", folder.Path, "6");
        foreach ((int d, double feature, double last) in new[] { (1, 1.0, 1.0), (2, 5.0, 3.0) })
        {
            foreach ((string name, double real, double fake, double sigma, double steps) in new[] { ("plain", 1.0, 1.0, 0.0, 1.0), ("penalty", 0.8, 1.2, 0.0, 1.0), ("instance-noise", 1.0, 1.0, 0.5, 1.0), ("steps", 1.0, 1.0, 0.0, 3.0) })
            {
                PhaseDiagram diagram = PhaseDiagram.ReadCsv(folder.File($"fixes-{d}-{name}.csv"));
                Assert.Equal((6, 6), (diagram.X.Values.Length, diagram.Y.Values.Length));
                for (int j = 0; j < 6; j++)
                {
                    for (int i = 0; i < 6; i++)
                    {
                        double alpha = diagram.X.Values[i] / steps, eta = diagram.Y.Values[j] + sigma, x = 0.1 * eta * eta * (real * real + fake * fake);
                        // a little room beside the lines, where rates vanish
                        if (x > 1.02 * real * feature)
                            Assert.Equal(Phase.Fail, diagram[i, j].Phase);
                        else if (x < 0.9 * real * last && 0.5 * (real * feature - (fake - alpha) * feature) < x - 0.05)
                            Assert.Equal(Phase.Success, diagram[i, j].Phase);
                    }
                }
            }
        }
    }
}

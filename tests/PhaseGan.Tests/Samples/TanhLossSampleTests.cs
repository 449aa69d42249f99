using System.Xml.Linq;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class TanhLossSampleTests
{
    [Fact]
    public async Task BothDiagrams_HaveTheWedgeOfTheirOwnLinearisedInequality()
    {
        Assert.InRange(File.ReadAllLines(Sample.Source("TanhLoss.cs")).Length, 1, 60);
        using var folder = new TemporaryFolder();
        await Sample.Run("TanhLoss.cs", folder.Path, "9");
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1, 1);
        foreach (var (name, loss) in new[] { ("linear", GanLoss.Linear), ("tanh", GanLoss.Tanh) })
        {
            Assert.Equal("svg", XDocument.Load(folder.File($"losses-{name}.svg")).Root!.Name.LocalName);
            PhaseDiagram diagram = PhaseDiagram.ReadCsv(folder.File($"losses-{name}.csv"));
            Assert.True(diagram.Count(Phase.Undetermined) <= 1, diagram.ToString());
            int wedge = 0, above = 0;
            for (int j = 0; j < 9; j++)
            {
                for (int i = 0; i < 9; i++)
                {
                    double alpha = diagram.X.Values[i], eta = diagram.Y.Values[j];
                    // Λ⟨f′⟩, and τb/2 in the place of x, for X = e√η
                    var averages = new DataAverages(loss.Real, LatentLaw.Gaussian, [1], eta);
                    averages.Evaluate([0], 1, new double[1], out double slope, out double square);
                    double noise = 0.2 * eta * square;
                    if (noise > 1.02 * slope)
                    {
                        Assert.Equal(Phase.Fail, diagram[i, j].Phase);
                        above++;
                    }
                    if (noise > alpha * slope / 2 + 0.03 && noise < 0.85 * slope)
                    {
                        Assert.Equal(Phase.Success, diagram[i, j].Phase);
                        wedge++;
                    }
                }
            }
            Assert.InRange(wedge, 2, 81);
            Assert.InRange(above, 20, 81);
        }
    }
}

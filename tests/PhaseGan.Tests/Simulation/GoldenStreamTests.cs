using System.Globalization;
using Xunit;

namespace PhaseGan.Tests;

/// <summary>Simulated trainings as they were once written: the same seed gives the same training. <see cref="Golden"/> says how the tables are written anew.</summary>
public sealed class GoldenStreamTests
{
    [Theory]
    [InlineData("microscopic")]
    [InlineData("gram")]
    public void ATraining_HasTheOverlapsThatItHad(string name)
    {
        var gan = new GanParameters([5, 3], [5, 3], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 1);
        Simulator simulator = name == "gram" ? new GramSimulator() : new MicroscopicSimulator();
        var options = new SimulationOptions { Dimension = 200, Times = SimulationOptions.EvenTimes(until: 4, intervals: 4), Replicas = 9, Seed = 12 };
        using var written = new StringWriter(CultureInfo.InvariantCulture);
        simulator.Run(gan, MacroState.NearOrigin(gan, 0.03, seed: 1), options).ToCsv(written);
        Golden.Compare($"stream-{name}", written.ToString(), isRounded: column => column > 0);
    }
}

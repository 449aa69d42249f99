using Xunit;

namespace PhaseGan.Tests;

public sealed class EnsembleTests
{
    private static readonly GanParameters Gan = new([5, 3], [5, 3], 0.2, 0.04, 2, 2);
    private static readonly SimulationOptions Options = new() { Dimension = 300, Replicas = 25, Seed = 6, Times = [0, 0.5, 2.0005] };

    [Fact]
    public void Statistics_AreThoseOfTheReplicas()
    {
        MacroState start = MacroState.NearOrigin(Gan, 0.3, 1);
        Ensemble ensemble = new GramSimulator().Run(Gan, start, Options);
        Assert.Equal([0L, 150L, 600L], ensemble.Steps.AsEnumerable());
        Assert.Equal(["p_11", "p_12", "p_21", "p_22", "q_1", "q_2", "r_1", "r_2", "s_12"], ensemble.CoordinateNames().AsEnumerable());
        for (int c = 0; c < ensemble.CoordinateCount; c++)
        {
            double[] x = [.. Enumerable.Range(0, 25).Select(replica => ensemble.Value(2, replica, c)).Order()];
            double mean = x.Sum() / 25;
            double variance = x.Sum(v => (v - mean) * (v - mean)) / 24;
            Assert.Equal(mean, ensemble.Mean(2)[c], 1e-14);
            Assert.Equal(variance, ensemble.Variance(2)[c], 1e-14);
            Assert.Equal(Math.Sqrt(variance / 25), ensemble.StandardError(2)[c], 1e-14);
            Assert.Equal(x[0], ensemble.Quantile(2, 0)[c]);
            Assert.Equal(x[12], ensemble.Quantile(2, 0.5)[c]);
            Assert.Equal(x[24], ensemble.Quantile(2, 1)[c]);
            Assert.Equal(0.6 * x[2] + 0.4 * x[3], ensemble.Quantile(2, 0.1)[c], 1e-14);
            Assert.Equal(0, ensemble.StandardError(0)[c], 1e-15);
        }
        Assert.Equal(ensemble.Value(2, 7, 8), ensemble.State(2, 7).S(1, 0));
        Assert.Equal(ensemble.Value(2, 7, 2), ensemble.State(2, 7).P(1, 0));
        GramSimulatorTests.AssertClose(start, ensemble.State(0, 24), 1e-14);
    }

    [Fact]
    public void OneReplica_ShowsNoStandardError()
    {
        Ensemble ensemble = new GramSimulator().Run(Gan, MacroState.NearOrigin(Gan, 0.3, 1), Options with { Replicas = 1 });
        Assert.All(ensemble.StandardError(1), x => Assert.True(double.IsNaN(x)));
    }

    [Fact]
    public void IndicesOutOfRange_AreRefused()
    {
        Ensemble ensemble = new GramSimulator().Run(Gan, MacroState.NearOrigin(Gan, 0.3, 1), Options);
        Assert.Throws<ArgumentOutOfRangeException>(() => ensemble.Mean(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ensemble.State(0, 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => ensemble.Value(0, 0, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => ensemble.Quantile(0, 1.1));
    }

    [Fact]
    public void Replicas_MayStartFromDifferentStates()
    {
        Ensemble ensemble = new GramSimulator().Run(Gan, replica => MacroState.NearOrigin(Gan, 0.3, replica), Options with { Replicas = 11 });
        for (int replica = 0; replica < 11; replica++)
            GramSimulatorTests.AssertClose(MacroState.NearOrigin(Gan, 0.3, replica), ensemble.State(0, replica), 1e-14);
    }
}

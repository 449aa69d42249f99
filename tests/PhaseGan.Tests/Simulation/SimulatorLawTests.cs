using Xunit;

namespace PhaseGan.Tests;

/// <summary>The three ways to simulate agree in law, with 10,000 replicas each, and 40,000 where the dimension is small and fluctuations are large.</summary>
public sealed class SimulatorLawTests
{
    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 30)]
    [InlineData(3, 30)]
    [InlineData(1, 300)]
    [InlineData(2, 300)]
    [InlineData(3, 300)]
    public void OneVector_ThreeVectors_AndGram_AgreeInLaw_AndAVarianceFivePercentOffDoesNot(int d, int n)
    {
        GanParameters gan = Gan(d, 1);
        MacroState start = MacroState.NearOrigin(gan, 0.4, seed: 7);
        Ensemble plain = Run(new MicroscopicSimulator(NoiseDrawing.Plain), gan, start, n, 1);
        Ensemble reduced = Run(new MicroscopicSimulator(), gan, start, n, 2);
        Ensemble gram = Run(new GramSimulator(), gan, start, n, 3);
        Assert.True(Statistics.SameLawP(plain, reduced) > Statistics.Level);
        Assert.True(Statistics.SameLawP(plain, gram) > Statistics.Level);

        Ensemble wrong = Run(new GramSimulator(), gan.With(realNoise: 1.05 * gan.RealNoise, fakeNoise: 1.05 * gan.FakeNoise), start, n, 3);
        double p = Statistics.SameLawP(plain, wrong);
        Assert.True(p < Statistics.Level, $"p = {p}");
    }

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(2, 5, 1)]
    [InlineData(1, 20, 4)]
    [InlineData(2, 30, 3)]
    public void AtTheSmallestDimension_AndWithMiniBatches_AllAgreeInLaw(int d, int n, int m)
    {
        GanParameters gan = Gan(d, m);
        MacroState start = MacroState.NearOrigin(gan, 0.4, seed: 8);
        Ensemble plain = Run(new MicroscopicSimulator(NoiseDrawing.Plain), gan, start, n, 1);
        Assert.True(Statistics.SameLawP(plain, Run(new MicroscopicSimulator(), gan, start, n, 2)) > Statistics.Level);
        Assert.True(Statistics.SameLawP(plain, Run(new GramSimulator(), gan, start, n, 3)) > Statistics.Level);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void FromASingularGramMatrix_AllAgreeInLaw(double noise)
    {
        // Columns of V equal, w between them and the first feature: rank 3 of 5.
        GanParameters gan = Gan(2, 1).With(noise: noise);
        double c = 1 / Math.Sqrt(2);
        MacroState start = MacroState.Create(new[,] { { 0.0, 0.0 }, { 0.6, 0.6 } }, [c, 0.6 * c], [c, c], new[,] { { 1.0, 1.0 }, { 1.0, 1.0 } });
        Assert.InRange(start.GramMargin(), -1e-12, 1e-12);
        Ensemble plain = Run(new MicroscopicSimulator(NoiseDrawing.Plain), gan, start, 30, 1);
        Assert.True(Statistics.SameLawP(plain, Run(new MicroscopicSimulator(), gan, start, 30, 2)) > Statistics.Level);
        Assert.True(Statistics.SameLawP(plain, Run(new GramSimulator(), gan, start, 30, 3)) > Statistics.Level);
    }

    private static GanParameters Gan(int d, int m)
    {
        double[] real = [3, 1.5, 1];
        double[] fake = [1, 2, 0.7];
        return new GanParameters(real[..d], fake[..d], 0.3, 0.2, realNoise: 1.6, fakeNoise: 0.9, batchSize: m);
    }

    private static Ensemble Run(Simulator simulator, GanParameters gan, MacroState start, int n, long seed) =>
        simulator.Run(gan, start, new SimulationOptions { Dimension = n, Replicas = n < 100 ? 40_000 : 10_000, Seed = seed, Times = [0.3, 0.6, 1.2] });
}

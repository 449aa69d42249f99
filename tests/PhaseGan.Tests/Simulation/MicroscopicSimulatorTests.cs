using System.Collections.Immutable;
using PhaseGan.Tests.Conventions;
using Xunit;

namespace PhaseGan.Tests;

public sealed class MicroscopicSimulatorTests
{
    private static readonly GanParameters Figure1 = new([5, 3], [5, 3], 0.2, 0.04, 2, 2);

    [Theory]
    [InlineData(NoiseDrawing.Reduced)]
    [InlineData(NoiseDrawing.Plain)]
    public void Weights_HaveTheOverlapsOfTheState_AndUnitLength(NoiseDrawing noise)
    {
        MacroState start = MacroState.NearOrigin(Figure1, 0.3, 5);
        MicroscopicTraining training = new MicroscopicSimulator(noise).Begin(Figure1, start, new SimulationOptions { Dimension = 1003, Replicas = 2, Seed = 3 });
        foreach (long steps in new[] { 0L, 777L })
        {
            training.Advance(steps);
            TrainingWeights weights = training.Weights(1);
            MacroState state = training.State(1);
            if (steps == 0)
                GramSimulatorTests.AssertClose(start, state, 1e-14);
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal(state.Q(i), Dot(weights.Features[i], weights.Discriminator), 1e-13);
                Assert.Equal(state.R(i), Dot(weights.Generator[i], weights.Discriminator), 1e-13);
                for (int j = 0; j < 2; j++)
                {
                    Assert.Equal(i == j ? 1 : 0, Dot(weights.Features[i], weights.Features[j]), 1e-14);
                    Assert.Equal(state.P(i, j), Dot(weights.Features[i], weights.Generator[j]), 1e-13);
                    Assert.Equal(state.S(i, j), Dot(weights.Generator[i], weights.Generator[j]), 1e-13);
                }
            }
            Assert.Equal(1, Dot(weights.Discriminator, weights.Discriminator), 1e-13);
        }
    }

    [Fact]
    public void FirstFeature_IsTheDirectionOfFigure2()
    {
        TrainingWeights weights = new MicroscopicSimulator()
            .Begin(Figure1, MacroState.NearOrigin(Figure1, 0.3, 5), new SimulationOptions { Dimension = 400 }).Weights(0);
        Assert.Equal(400, weights.Discriminator.Length);
        Assert.All(weights.Features[0], x => Assert.Equal(1 / 20.0, x, 1e-16));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void EveryKindOfRegister_AndEveryCutOfTheSteps_GivesTheSameBits(int d)
    {
        var gan = new GanParameters([.. Enumerable.Range(1, d).Select(l => l + 0.5)], [.. Enumerable.Range(1, d).Select(l => 0.4 * l + 1)], 0.2, 0.3, 1.2, 0.7);
        MacroState start = MacroState.NearOrigin(gan, 0.3, 1);
        MacroState expected = Run<LanesPlain>(700);
        Assert.Equal(expected, Run<Lanes128>(699, 1));
        Assert.Equal(expected, Run<Lanes256>(300, 400));
        Assert.Equal(expected, Run<Lanes512>(5, 690, 5));

        MacroState Run<T>(params long[] cuts)
            where T : unmanaged, IWideLanes<T>
        {
            var group = new MicroscopicGroup<LinearUnitNorm, GaussianCodes>(new StepNumbers(gan, 777, 9), default, default, 3, start);
            foreach (long steps in cuts)
                group.Advance<T>(steps);
            return group.State(0);
        }
    }

    [Fact]
    public void ResultsDoNotDependOnThreads_OrOnHowReplicasAreSplit()
    {
        MacroState start = MacroState.NearOrigin(Figure1, 0.3, 1);
        var options = new SimulationOptions { Dimension = 200, Replicas = 5, Seed = 4, Times = [0.5, 3] };
        Ensemble one = new MicroscopicSimulator().Run(Figure1, start, options with { Threads = 1 });
        Ensemble four = new MicroscopicSimulator().Run(Figure1, start, options with { Threads = 4 });
        Ensemble tail = new MicroscopicSimulator().Run(Figure1, start, options with { Replicas = 2, FirstReplica = 3 });
        for (int replica = 0; replica < 5; replica++)
        {
            Assert.Equal(one.State(1, replica), four.State(1, replica));
            if (replica >= 3)
                Assert.Equal(one.State(1, replica), tail.State(1, replica - 3));
        }
    }

    [Fact]
    public void Overlaps_DriftLessThanAPartIn1e13_BetweenReadings()
    {
        foreach (int n in new[] { 50, 5000 })
        {
            var group = new MicroscopicGroup<LinearUnitNorm, GaussianCodes>(
                new StepNumbers(Figure1, n, 9), default, default, 0, MacroState.NearOrigin(Figure1, 0.3, 1));
            group.Advance(40 * MicroscopicGroup<LinearUnitNorm, GaussianCodes>.Cadence);
            Assert.InRange(group.Drift, double.Epsilon, 1e-13);
        }
    }

    [Fact]
    public void AMillionDimensions_FitIn150Megabytes()
    {
        var gan = new GanParameters([4, 3, 2, 1], [4, 3, 2, 1], 0.2, 0.2, 1, 1);
        MacroState start = MacroState.NearOrigin(gan, 0.1, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        MicroscopicTraining training = new MicroscopicSimulator().Begin(gan, start, new SimulationOptions { Dimension = 1_000_000, Threads = 1 });
        training.Advance(2);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 150_000_000);
        GC.KeepAlive(training);
    }

    [Fact]
    public void Steps_AllocateNothing()
    {
        MicroscopicTraining training = new MicroscopicSimulator().Begin(Figure1, MacroState.NearOrigin(Figure1, 0.3, 1), new SimulationOptions { Dimension = 300, Threads = 1 });
        Assert.InRange(Allocation.InSteadyState(() => training.Advance(2000)), 0, 512);
    }

    private static double Dot(ImmutableArray<double> a, ImmutableArray<double> b) => a.Zip(b, (x, y) => x * y).Sum();
}

using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests.Equations;

/// <summary>Schemes and outputs that only rename parameters, against training with vectors that follows them step by step.</summary>
/// <remarks>
/// The mean of 48 trainings at n = 400 is compared with the ODE in every coordinate at five times; their own spread gives the standard error. A correct program exceeds 8 of them in one comparison with a probability below 3e-10 (Student's
/// law with 47 degrees of freedom), in any of the 620 with less than 2e-7; of the O(1/n) that means may leave the ODE by, about 2/n, 8 leaves room for one standard error. Seeds are fixed. A wrong mapping must be 10 away.
/// </remarks>
public sealed class SchemeAgainstTrainingTests(ITestOutputHelper output)
{
    private const int Dimension = 400, Replicas = 48;
    private const double Bound = 8, Wrong = 10;

    private static readonly GanParameters Gan = new([2, 1], [1.5, 1], 0.3, 0.4, 1.6, 0.9);

    [Fact]
    public void StepsMomentumAndBatches_AreOtherRatesAndBatches()
    {
        var scheme = new TrainingScheme { DiscriminatorSteps = 3, Momentum = 0.5, GeneratorMomentum = 0.5, GeneratorBatch = 2 };
        double[][][] runs = SchemeComparison.Runs(Replicas, seed => new SchemeTraining(Gan, Dimension, seed) { DiscriminatorSteps = 3, Momentum = 0.5, GeneratorMomentum = 0.5, GeneratorBatch = 2 });
        Near(runs, new TrainingRule { Scheme = scheme }, Gan);
        foreach (TrainingScheme other in (TrainingScheme[])[scheme with { DiscriminatorSteps = 1 }, scheme with { Momentum = 0 }, scheme with { GeneratorMomentum = 0 }])
            Far(runs, new TrainingRule { Scheme = other }, Gan);
        // the noise is that of a batch n_d times as large, not that of the rate
        Far(runs, TrainingRule.Example1, scheme.Rename(Gan).With(batchSize: 1));
        // heavy ball raises the noise with the rate
        Far(runs, TrainingRule.Example1, scheme.Rename(Gan).With(effectiveNoise: Gan.EffectiveNoise));
    }

    [Fact]
    public void AveragedMomentum_AndALookAheadOnAFreshSample_ChangeNothing()
    {
        double[][][] runs = SchemeComparison.Runs(Replicas, seed => new SchemeTraining(Gan, Dimension, seed) { Momentum = 0.6, GeneratorMomentum = 0.5, Averaged = true, LookAhead = 2 });
        Near(runs, new TrainingRule { Scheme = new TrainingScheme { Momentum = 0.6, GeneratorMomentum = 0.5, HasAveragedMomentum = true } }, Gan);
        Near(runs, TrainingRule.Example1, Gan);
    }

    [Fact]
    public void ALookAheadOnTheSameSample_IsAFactorOfTheResponses()
    {
        GanParameters gan = Gan.With(discriminatorRate: 0.7, fakeVariances: [5, 4], realNoise: 1.2, fakeNoise: 1.2);
        double[][][] runs = SchemeComparison.Runs(Replicas, seed => new SchemeTraining(gan, Dimension, seed) { LookAhead = 1 });
        Near(runs, new TrainingRule { Scheme = new TrainingScheme { HasExtragradient = true } }, gan);
        Near(runs, new TrainingRule { RealMultiplier = 1 + 0.7 * 1.2, FakeMultiplier = 1 - 0.7 * 1.2 }, gan);
        Far(runs, TrainingRule.Example1, gan);
        Far(runs, new TrainingRule { RealMultiplier = 1 + 0.7 * 1.2 }, gan);
        Far(runs, new TrainingRule { FakeMultiplier = 1 - 0.7 * 1.2 }, gan);
    }

    /// <summary>Real data of one bit, a generator with tanh outputs.</summary>
    [Fact]
    public void NonlinearOutputs_AreOtherVariances()
    {
        GanParameters gan = Gan.With(realVariances: [4, 2], fakeVariances: [4, 3], discriminatorRate: 0.6);
        double[][][] runs = SchemeComparison.Runs(Replicas, seed => new SchemeTraining(gan, Dimension, seed)
        {
            RealOutput = x => Math.Sign(x),
            FakeOutput = Math.Tanh,
            FakeSlope = x => 1 - Math.Tanh(x) * Math.Tanh(x),
        });
        Near(runs, TrainingRule.Example1, OutputNonlinearity.Rename(gan, OutputNonlinearity.Sign, OutputNonlinearity.Tanh));
        Far(runs, TrainingRule.Example1, gan);
        Far(runs, TrainingRule.Example1, OutputNonlinearity.Rename(gan, OutputNonlinearity.Sign, OutputNonlinearity.None));
        Far(runs, TrainingRule.Example1, OutputNonlinearity.Rename(gan, OutputNonlinearity.None, OutputNonlinearity.Tanh));
    }

    /// <summary>All overlaps of slow momentum of both players and of the averaged generator, 70 coordinates.</summary>
    [Fact]
    public void MemoriesThatLast_FollowTheirOdeInAllTheirOverlaps()
    {
        var memory = new TrainingMemory { Discriminator = 3, Generator = 2, Average = 1.5 };
        double[][][] runs = SchemeComparison.Runs(Replicas, seed => new SchemeTraining(Gan, Dimension, seed) { Slow = 3, SlowGenerator = 2, Average = 1.5 });
        Near(runs, new TrainingRule { Memory = memory }, Gan);
        foreach (TrainingMemory other in (TrainingMemory[])[memory with { Discriminator = 4 }, memory with { Generator = 6 }, memory with { Average = 6 }])
            Far(runs, new TrainingRule { Memory = other }, Gan);
    }

    private void Near(double[][][] runs, TrainingRule rule, GanParameters gan)
    {
        double most = SchemeComparison.Worst(runs, gan, rule);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rule}: {most:F2}"));
        Assert.True(most < Bound, $"{rule}: {most} standard errors");
    }

    private void Far(double[][][] runs, TrainingRule rule, GanParameters gan)
    {
        double most = SchemeComparison.Worst(runs, gan, rule);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  not {rule}: {most:F1}"));
        Assert.True(most > Wrong, $"{rule}: {most} standard errors");
    }
}

using PhaseGan.Tests.Equations;
using Xunit;

namespace PhaseGan.Tests;

/// <summary>Trainings with other steps than the paper's, in the library's simulator, against <see cref="SchemeTraining"/>, which shares no code with it, and against the ODE where the witness has no such step.</summary>
/// <remarks>Two-sample tests of means, variances and laws at n = 40, corrected for their number, at the level of <see cref="Statistics"/>. Seeds are fixed.</remarks>
public sealed class SchemeTrainingTests
{
    private const int Dimension = 40, Replicas = 800;

    private static readonly GanParameters s_gan = new([2, 1], [1.5, 1], 0.4, 0.5, 1.6, 0.9, 2);

    private static readonly MacroState s_start = SchemeComparison.Start(s_gan);

    [Fact]
    public void StepsBatchesAndHeavyBalls_AgreeInLawWithTheWitness()
    {
        var scheme = new TrainingScheme { DiscriminatorSteps = 2, GeneratorBatch = 3, Momentum = 0.5, GeneratorMomentum = 0.4 };
        double[][] witness = Witness(seed => new SchemeTraining(s_gan, Dimension, seed) { DiscriminatorSteps = 2, GeneratorBatch = 3, Momentum = 0.5, GeneratorMomentum = 0.4 });
        Same(witness, new TrainingRule { Scheme = scheme });
        Other(witness, new TrainingRule { Scheme = scheme with { DiscriminatorSteps = 1 } });
        Other(witness, new TrainingRule { Scheme = scheme with { Momentum = 0 } });
        Other(witness, new TrainingRule { Scheme = scheme with { GeneratorMomentum = 0 } });
    }

    [Fact]
    public void AveragedHeavyBalls_AgreeInLawWithTheWitness()
    {
        var scheme = new TrainingScheme { Momentum = 0.6, GeneratorMomentum = 0.5, HasAveragedMomentum = true };
        double[][] witness = Witness(seed => new SchemeTraining(s_gan, Dimension, seed) { Momentum = 0.6, GeneratorMomentum = 0.5, Averaged = true });
        Same(witness, new TrainingRule { Scheme = scheme });
        Other(witness, new TrainingRule { Scheme = scheme with { HasAveragedMomentum = false } });
    }

    [Fact]
    public void SlowMomenta_AgreeInLawWithTheWitness()
    {
        double[][] witness = Witness(seed => new SchemeTraining(s_gan, Dimension, seed) { Slow = 3, SlowGenerator = 2 });
        Same(witness, new TrainingRule { Memory = new TrainingMemory { Discriminator = 3, Generator = 2 } });
        Other(witness, new TrainingRule { Memory = new TrainingMemory { Discriminator = 3 } });
        Other(witness, new TrainingRule { Memory = new TrainingMemory { Generator = 2 } });
    }

    [Fact]
    public void ScaledGradients_AgreeInLawWithTheWitness()
    {
        double root = Math.Sqrt(Dimension);
        double[][] clipped = Witness(seed => new SchemeTraining(s_gan, Dimension, seed) { Scaling = g => Times(g, Math.Min(1, 0.8 * root / Length(g))) });
        double[][] normalised = Witness(seed => new SchemeTraining(s_gan, Dimension, seed) { Scaling = g => Times(g, root / Length(g)) });
        double[][] signs = Witness(seed => new SchemeTraining(s_gan, Dimension, seed) { Scaling = g => Each(g, x => Math.Sign(x)) });
        Same(clipped, new TrainingRule { Scaling = GradientScaling.Clipped(0.8) });
        Same(normalised, new TrainingRule { Scaling = GradientScaling.Normalised });
        // directions of the start differ in their entries, which signs see: their law at finite n is not that of the witness in the tails, the means are
        Near(signs, new TrainingRule { Scaling = GradientScaling.Sign });
        Other(clipped, new TrainingRule { Scaling = GradientScaling.Clipped(1.2) });
        Other(normalised, new TrainingRule());

        static double Length(double[] g) => Math.Sqrt(g.Sum(x => x * x));
        static void Times(double[] g, double factor) => Each(g, x => factor * x);
        static void Each(double[] g, Func<double, double> change)
        {
            for (int i = 0; i < g.Length; i++)
                g[i] = change(g[i]);
        }
    }

    [Fact]
    public void ALookAheadOnTheSameSample_AgreesInLawWithTheWitness()
    {
        double[][] witness = Witness(seed => new SchemeTraining(s_gan, Dimension, seed) { LookAhead = 1 });
        Same(witness, new TrainingRule { Scheme = new TrainingScheme { HasExtragradient = true } });
        Other(witness, new TrainingRule());
    }

    /// <summary>A finite strength, nonlinear responses, a penalty and instance noise, with the parts of a scheme that do nothing: as the simulator of plain steps has them.</summary>
    [Fact]
    public void WithoutAScheme_AnyRuleHasTheLawOfPlainSteps()
    {
        var rule = new TrainingRule { Loss = GanLoss.Tanh, Regulariser = Regulariser.Quadratic, Strength = 3, Penalty = new GradientPenalty(0.2, 0.3), InstanceNoise = 0.2, HasNoisyGenerator = true, FakeCodes = LatentLaw.Uniform };
        Ensemble plain = Run(new MicroscopicSimulator(rule: rule), 1, Dimension, 3000);
        // one step of memory that forgets all at once is none
        Ensemble same = Run(new MicroscopicSimulator(rule: rule with { Memory = new TrainingMemory { Discriminator = Dimension, Generator = Dimension } }), 2, Dimension, 3000);
        Assert.True(Statistics.SameLawP(plain, same) > Statistics.Level);
        Ensemble other = Run(new MicroscopicSimulator(rule: rule with { Strength = 2, Memory = new TrainingMemory { Discriminator = Dimension, Generator = Dimension } }), 2, Dimension, 3000);
        Assert.True(Statistics.SameLawP(plain, other) < Statistics.Level);
    }

    /// <summary>Two generator steps a round, and a heavy ball at a finite strength, whose regulariser it carries too: means of 100 trainings at n = 1000 within six standard errors and 4/n of the ODE.</summary>
    [Fact]
    public void GeneratorStepsAndTheRegulariserOfAHeavyBall_FollowTheOde()
    {
        var rule = new TrainingRule { Strength = 2, Scheme = new TrainingScheme { GeneratorSteps = 2, Momentum = 0.5, GeneratorMomentum = 0.3 } };
        Ensemble run = Run(new MicroscopicSimulator(rule: rule), 3, 1000, 100);
        double right = Distance(rule), steps = Distance(rule with { Scheme = rule.Scheme with { GeneratorSteps = 1 } }), strength = Distance(rule with { Strength = 4 });
        Assert.True(right < 1 && steps > 2 && strength > 2, $"{right}, {steps}, {strength}");

        double Distance(TrainingRule ode)
        {
            IVectorField<MacroState> field = MacroscopicOde.For(s_gan, ode);
            double[] y = DormandPrince.Integrate(field, s_start, 1.2).At(1.2);
            double worst = 0;
            for (int c = 0; c < run.CoordinateCount; c++)
            {
                double[] sample = [.. Enumerable.Range(0, 100).Select(i => run.Value(0, i, c))];
                double mean = sample.Average(), error = Math.Sqrt(sample.Sum(x => (x - mean) * (x - mean)) / 99 / 100);
                worst = Math.Max(worst, Math.Abs(mean - y[c]) / (6 * error + 4.0 / 1000));
            }
            return worst;
        }
    }

    [Fact]
    public void TheBits_DoNotDependOnHowStepsAreCut()
    {
        var simulator = new MicroscopicSimulator(rule: new TrainingRule { Scheme = new TrainingScheme { HasExtragradient = true, GeneratorSteps = 2, Momentum = 0.2 } });
        var options = new SimulationOptions { Dimension = 33, Replicas = 2, Seed = 4, Times = [1.0] };
        MacroState whole = simulator.Run(s_gan, s_start, options).State(0, 1);
        MicroscopicTraining training = simulator.Begin(s_gan, s_start, options);
        foreach (int steps in (int[])[7, 1, 12, 13])
            training.Advance(steps);
        Assert.Equal(whole.PValues, training.State(1).PValues);
        Assert.Equal(whole.RValues, training.State(1).RValues);
        Assert.Equal(33, training.Weights(1).Discriminator.Length);
    }

    private static Ensemble Run(MicroscopicSimulator simulator, long seed, int dimension, int replicas) =>
        simulator.Run(s_gan, s_start, new SimulationOptions { Dimension = dimension, Replicas = replicas, Seed = seed, Times = [1.2], Threads = 2 });

    /// <summary>P, q, r, s_12 at t = 1.2, a row a training.</summary>
    private static double[][] Witness(Func<int, SchemeTraining> training)
    {
        double[][] rows = new double[Replicas][];
        Parallel.For(0, Replicas, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => rows[i] = training(50_000 + i).Run(s_start, [1.2])[0]);
        return rows;
    }

    private static void Same(double[][] witness, TrainingRule rule) => Assert.True(Compare(witness, rule).Law > Statistics.Level, $"{rule}: {Compare(witness, rule)}");

    private static void Near(double[][] witness, TrainingRule rule) => Assert.True(Compare(witness, rule).Mean > Statistics.Level, $"{rule}: {Compare(witness, rule)}");

    private static void Other(double[][] witness, TrainingRule rule) => Assert.True(Compare(witness, rule).Law < Statistics.Level, $"{rule}: {Compare(witness, rule)}");

    /// <summary>p-values that all coordinates have the same law, and the same means.</summary>
    private static (double Law, double Mean) Compare(double[][] witness, TrainingRule rule)
    {
        Ensemble run = Run(new MicroscopicSimulator(rule: rule), 9, Dimension, Replicas);
        double law = 1, mean = 1;
        // overlaps of velocities come after those of the weights
        int count = run.CoordinateCount;
        Assert.Equal(9, count);
        for (int c = 0; c < count; c++)
        {
            int column = c;
            double[] a = [.. witness.Select(row => row[column])], b = [.. Enumerable.Range(0, Replicas).Select(i => run.Value(0, i, column))];
            (double means, double variances) = Statistics.MomentsP(a, b);
            mean = Math.Min(mean, count * means);
            law = Math.Min(law, 3 * count * Math.Min(Math.Min(means, variances), Statistics.TwoSampleKolmogorovP(a, b)));
        }
        return (law, mean);
    }
}

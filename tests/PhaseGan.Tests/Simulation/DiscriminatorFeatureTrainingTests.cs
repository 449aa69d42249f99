using Xunit;

namespace PhaseGan.Tests.Simulation;

/// <summary>Training with several discriminator features at finite n against its ODE and against itself.</summary>
/// <remarks>
/// Means over replicas are compared with the ODE in every coordinate at ten times, in standard errors of their own. A correct program exceeds 9 of them in one comparison with a probability below 1e-10 (Student's law with 63 degrees of
/// freedom), in any of less than 1000 with less than 1e-7; a distance of 2/n for the O(1/n) of means is taken off. Seeds are fixed. A term left out or with another factor must be 15 away.
/// </remarks>
public sealed class DiscriminatorFeatureTrainingTests
{
    private const double Bound = 9, Wrong = 15;

    private static readonly GanParameters Gan = new([2, 1.4], [1.7, 1.1], 0.4, 0.3, 1.8, 0.9);

    private static readonly TrainingRule[] Rules =
    [
        new() { DiscriminatorFeatures = 2 },
        new() { DiscriminatorFeatures = 2, DiscriminatorNorms = DiscriminatorNorms.UnitColumns },
        new() { DiscriminatorFeatures = 2, Strength = 3 },
        new() { DiscriminatorFeatures = 3, InstanceNoise = 0.4 },
    ];

    public static TheoryData<int> All => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(All))]
    public void TheChain_FollowsTheOde_AndNoOther(int which)
    {
        TrainingRule rule = Rules[which];
        (Ensemble ensemble, MacroState start) = Run(new GramSimulator(rule), 2000, 64);
        Assert.InRange(Distance(ensemble, start, rule), 0, Bound);
        foreach ((string name, Func<double[], double[], DiscriminatorFeaturesOde, double[]> change) in Changes(rule))
            Assert.True(DistanceOfChanged(ensemble, start, rule, change) > Wrong, name);
    }

    /// <summary>Training with n-vectors, 48 replicas at n = 300.</summary>
    [Fact]
    public void TrainingWithVectors_FollowsTheOde()
    {
        (Ensemble ensemble, MacroState start) = Run(new MicroscopicSimulator(NoiseDrawing.Plain, Rules[0]), 300, 48);
        Assert.InRange(Distance(ensemble, start, Rules[0]), 0, Bound);
    }

    /// <summary>Means and variances of all overlaps after half a unit of time at n = 24, where every term of the chain counts: 600 trainings each. A difference beyond 6.5 standard errors has a probability below 1e-10 for one mean.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheChain_AndTrainingWithVectors_AreAlikeInLaw(int batch)
    {
        GanParameters gan = Gan.With(batchSize: batch);
        MacroState start = MacroState.NearOrigin(gan, 0.3, 5).Spread(2);
        var options = new SimulationOptions { Dimension = 24, Replicas = 600, Seed = 11, Times = [0.5] };
        foreach (TrainingRule rule in Rules[..3])
        {
            Ensemble chain = new GramSimulator(rule).Run(gan, start, options), vectors = new MicroscopicSimulator(NoiseDrawing.Plain, rule).Run(gan, start, options with { Seed = 12 });
            for (int c = 0; c < chain.CoordinateCount; c++)
            {
                double error = Math.Sqrt(chain.Variance(0)[c] / 600 + vectors.Variance(0)[c] / 600);
                Assert.InRange(Math.Abs(chain.Mean(0)[c] - vectors.Mean(0)[c]) / error, 0, 6.5);
                // the logarithm of a variance from 600 values of a law with a kurtosis up to 9 has a standard error up to 0.12
                Assert.InRange(Math.Abs(Math.Log(chain.Variance(0)[c] / vectors.Variance(0)[c])), 0, 1.1);
            }
        }
    }

    /// <summary>From the rotating wave of α = 1, x = 0.35 the discriminator turns and P² stays: .505 ± .009 at t = 30, while q_1 goes from .489 to −.36.</summary>
    [Fact]
    public void InTraining_TheDiscriminatorTurns_WhileTheGeneratorRests()
    {
        double eta = Math.Sqrt(1.75);
        var gan = new GanParameters([1], [1], 0.2, 0.2, eta, eta);
        var rule = new TrainingRule { DiscriminatorFeatures = 2 };
        IVectorField<MacroState> ends = MacroscopicOde.ForEnds(gan, rule);
        var found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(ends, ends.Pack(MacroState.NearOrigin(gan, 0.03, 1).Spread(2))));
        MacroState start = ends.Unpack(found.Point.Coordinates.AsSpan());
        Ensemble ensemble = new GramSimulator(rule).Run(gan, start, new SimulationOptions { Dimension = 20_000, Replicas = 16, Seed = 5, Times = [30] });
        double p2 = 0, angle = 0;
        for (int i = 0; i < 16; i++)
        {
            MacroState end = ensemble.State(0, i);
            p2 += end.P(0, 0) * end.P(0, 0) / 16;
            angle += Math.Abs(Turn(start, end)) / 16;
        }
        Assert.Equal(0.5065, p2, 0.02);
        // 30 · .0806 = 2.42
        Assert.Equal(2.42, angle, 0.2);

        static double Turn(MacroState from, MacroState to) => Math.Atan2(from.QOf(0, 0) * to.QOf(0, 1) - from.QOf(0, 1) * to.QOf(0, 0), from.QOf(0, 0) * to.QOf(0, 0) + from.QOf(0, 1) * to.QOf(0, 1));
    }

    [Fact]
    public void BitsDoNotDependOnThreadsOrCuts()
    {
        var simulator = new GramSimulator(Rules[0]);
        MacroState start = MacroState.NearOrigin(Gan, 0.3, 5).Spread(2);
        var options = new SimulationOptions { Dimension = 50, Replicas = 11, Seed = 3, Threads = 1, Times = [1] };
        Ensemble one = simulator.Run(Gan, start, options), two = simulator.Run(Gan, start, options with { Threads = 2 });
        Training cut = simulator.Begin(Gan, start, options);
        foreach (int steps in new[] { 7, 13, 30 })
            cut.Advance(steps);
        for (int i = 0; i < 11; i++)
        {
            Assert.Equal(one.State(0, i), two.State(0, i));
            Assert.Equal(one.State(0, i).PValues.ToArray(), cut.State(i).PValues.ToArray());
        }
    }

    [Fact]
    public void WhatIsNotSimulated_IsRefusedByName()
    {
        Assert.Contains("codes that are not Gaussian", Assert.Throws<ArgumentException>(() => new GramSimulator(Rules[0] with { RealCodes = LatentLaw.Uniform })).Message, StringComparison.Ordinal);
        Assert.Contains("a gradient penalty", Assert.Throws<ArgumentException>(() => new GramSimulator(Rules[0] with { Penalty = new GradientPenalty(0.1, 0) })).Message, StringComparison.Ordinal);
        Assert.Contains("multipliers", Assert.Throws<ArgumentException>(() => new MicroscopicSimulator(rule: Rules[0] with { FakeMultiplier = 2 })).Message, StringComparison.Ordinal);
        MacroState start = MacroState.NearOrigin(Gan, 0.3, 5);
        Assert.Throws<ArgumentException>(() => new GramSimulator(Rules[0]).Run(Gan, start, new SimulationOptions { Dimension = 100, Times = [1] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GramSimulator(Rules[0]).Run(Gan, start.Spread(2), new SimulationOptions { Dimension = 5, Times = [1] }));
        Assert.Throws<NotSupportedException>(() => new MicroscopicSimulator(rule: Rules[0]).Begin(Gan, start.Spread(2), new SimulationOptions { Dimension = 50 }).Weights(0));
    }

    private static (Ensemble, MacroState) Run(Simulator simulator, long n, int replicas)
    {
        MacroState start = simulator.Rule.DiscriminatorFeatures == 2
            ? MacroState.Create(new[,] { { 0.3, 0.1 }, { 0.0, 0.2 } }, new[,] { { 0.6, 0.5 }, { 0.1, -0.2 } }, new[,] { { 0.3, 0.35 }, { -0.2, 0.2 } }, new[,] { { 1, 0.1 }, { 0.1, 1 } }, z: null)
            : MacroState.Create(new[,] { { 0.3, 0.1 }, { 0.0, 0.2 } }, new[,] { { 0.6, 0.5, 0.1 }, { 0.1, -0.2, 0.1 } }, new[,] { { 0.3, 0.35, -0.1 }, { -0.2, 0.2, 0.3 } }, new[,] { { 1, 0.1 }, { 0.1, 1 } }, z: null);
        return (simulator.Run(Gan, start, new SimulationOptions { Dimension = n, Replicas = replicas, Seed = 3, Threads = 2, Times = [.. Enumerable.Range(1, 10).Select(i => 0.3 * i)] }), start);
    }

    /// <summary>Terms left out or with another factor: the field less what they are, from the coordinates.</summary>
    private static IEnumerable<(string, Func<double[], double[], DiscriminatorFeaturesOde, double[]>)> Changes(TrainingRule rule)
    {
        int k = rule.DiscriminatorFeatures;
        yield return ("R turned by the discriminator's own overlaps (τ̃Λ̃RZ) is left out", (y, f, ode) =>
        {
            for (int j = 0; j < 2; j++)
                for (int a = 0; a < k; a++)
                    for (int b = 0; b < k; b++)
                        f[ode.Layout.RAt(j, a)] -= Gan.GeneratorRate * Gan.FakeVariances[j] * y[ode.Layout.RAt(j, b)] * (ode.Layout.ZAt(b, a) is >= 0 and int at ? y[at] : a == b ? 1 : 0);
            return f;
        });
        yield return ("P̃Λ̃R by one column alone", (y, f, ode) =>
        {
            for (int i = 0; i < 2; i++)
                for (int j = 0; j < 2; j++)
                    f[ode.Layout.P(i, j)] -= Gan.GeneratorRate * Gan.FakeVariances[j] * y[ode.Layout.QAt(i, 1)] * y[ode.Layout.RAt(j, 1)];
            return f;
        });
        if (rule.HasUnitNorms)
        {
            // Ω off its diagonal is what tells orthonormal features from k features each for itself
            double sign = rule.DiscriminatorNorms == DiscriminatorNorms.Orthonormal ? 1 : -1;
            yield return ("Ω off its diagonal", (y, f, ode) =>
            {
                double half = Gan.DiscriminatorRate / 2, added = rule.InstanceNoise, b0 = 1 + half * (Gan.RealNoise + added), a0 = 1 - half * (Gan.FakeNoise + added);
                for (int a = 0; a < k; a++)
                    for (int b = 0; b < k; b++)
                    {
                        if (a == b)
                            continue;
                        double omega = 0;
                        for (int l = 0; l < 2; l++)
                            omega += b0 * Gan.RealVariances[l] * y[ode.Layout.QAt(l, a)] * y[ode.Layout.QAt(l, b)] - a0 * Gan.FakeVariances[l] * y[ode.Layout.RAt(l, a)] * y[ode.Layout.RAt(l, b)];
                        for (int l = 0; l < 2; l++)
                        {
                            f[ode.Layout.QAt(l, a)] += sign * Gan.DiscriminatorRate * y[ode.Layout.QAt(l, b)] * omega;
                            f[ode.Layout.RAt(l, a)] += sign * Gan.DiscriminatorRate * y[ode.Layout.RAt(l, b)] * omega;
                        }
                    }
                return f;
            });
            yield return ("the noise x by half", (y, f, ode) =>
            {
                double x = Gan.With(realNoise: Gan.RealNoise + rule.InstanceNoise, fakeNoise: Gan.FakeNoise + rule.InstanceNoise).EffectiveNoise;
                for (int i = ode.Layout.QStart; i < ode.Layout.SStart; i++)
                    f[i] += 0.5 * Gan.DiscriminatorRate * x * y[i];
                return f;
            });
        }
        if (!rule.HasUnitNorms || rule.DiscriminatorNorms == DiscriminatorNorms.UnitColumns)
        {
            yield return ("dZ by half", (y, f, ode) =>
            {
                for (int a = 0; a < k; a++)
                    for (int b = a; b < k; b++)
                        if (ode.Layout.ZAt(a, b) is >= 0 and int at)
                            f[at] *= 0.5;
                return f;
            });
        }
    }

    private static double DistanceOfChanged(Ensemble ensemble, MacroState start, TrainingRule rule, Func<double[], double[], DiscriminatorFeaturesOde, double[]> change)
    {
        var ode = (DiscriminatorFeaturesOde)MacroscopicOde.For(Gan, rule);
        return Distance(ensemble, start, new Changed(ode, change), ode.Pack(start));
    }

    private static double Distance(Ensemble ensemble, MacroState start, TrainingRule rule)
    {
        var ode = (DiscriminatorFeaturesOde)MacroscopicOde.For(Gan, rule);
        return Distance(ensemble, start, ode, ode.Pack(start));
    }

    private static double Distance(Ensemble ensemble, MacroState start, IVectorField ode, double[] y)
    {
        Assert.Equal(y.Length, ensemble.CoordinateCount);
        Trajectory path = DormandPrince.Integrate(ode, y, 3.01);
        double worst = 0, bias = 2.0 / ensemble.Options.Dimension;
        var at = new double[y.Length];
        for (int t = 0; t < ensemble.Times.Length; t++)
        {
            path.At(ensemble.Steps[t] / (double)ensemble.Options.Dimension, at);
            for (int c = 0; c < y.Length; c++)
                worst = Math.Max(worst, (Math.Abs(ensemble.Mean(t)[c] - at[c]) - bias * start.FeatureCount) / ensemble.StandardError(t)[c]);
        }
        return worst;
    }

    /// <summary>A field that is wrong on purpose.</summary>
    private sealed class Changed(DiscriminatorFeaturesOde ode, Func<double[], double[], DiscriminatorFeaturesOde, double[]> change) : IVectorField
    {
        public int Dimension => ode.Dimension;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            ode.Evaluate(y, derivative);
            change(y.ToArray(), derivative.ToArray(), ode).CopyTo(derivative);
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => ode.Jacobian(y, jacobian);
    }
}

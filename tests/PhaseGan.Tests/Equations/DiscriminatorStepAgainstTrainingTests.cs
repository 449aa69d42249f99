using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests.Equations;

/// <summary>Training with multipliers, gradient penalties and instance noise against the ODE, at ten times, in every coordinate; and against ODEs that lack a term or have a wrong factor.</summary>
/// <remarks>
/// The mean of 32 trainings may be 6.5 standard errors from the ODE, whose size comes from 512 trainings of the Gram chain at n = 500 (to 3 %). There are 450 comparisons in all: at 6.2 standard errors, 6.5 less
/// the error of their size and the O(1/n) that means may leave the ODE by, a correct program fails one with a probability of 6e-10, any with one of less than 3e-7. Seeds are fixed. A wrong ODE must be
/// twice that bound away.
/// </remarks>
public sealed class DiscriminatorStepAgainstTrainingTests(ITestOutputHelper output)
{
    private const int Replicas = 32;
    private const double Bound = 6.5;

    private static readonly GanParameters Gan = new([2, 1], [1.5, 1], 0.5, 0.4, 1.6, 0.9);

    private static readonly TrainingRule Unit = new() { Penalty = new GradientPenalty(0.4, 0.3), InstanceNoise = 0.4, RealMultiplier = 1.2, FakeMultiplier = 0.8 };

    private static readonly TrainingRule Free = new()
    {
        Strength = 2,
        Regulariser = Regulariser.Quadratic,
        Penalty = new GradientPenalty(0.3, 0.2),
        RealMultiplier = 0.8,
        FakeMultiplier = 1.2,
        InstanceNoise = 0.3,
    };

    private static readonly TrainingRule Saturating = new()
    {
        Loss = GanLoss.Tanh,
        Strength = 2,
        Penalty = new GradientPenalty(0.8, 0.6, Response.Tanh(1.5)),
        InstanceNoise = 1.5,
        RealCodes = LatentLaw.Uniform,
    };

    [Fact]
    public void WithUnitNorms_TheMeanOfTheGramChain_FollowsTheOde_AndNoOdeWithAnotherFactor() =>
        Check(new GramSimulator(Unit), 10_000, 41,
        [
            ("no γ_T", Unit with { Penalty = new GradientPenalty(0, 0.3) }),
            ("no γ_G", Unit with { Penalty = new GradientPenalty(0.4, 0) }),
            ("2 γ_T", Unit with { Penalty = new GradientPenalty(0.8, 0.3) }),
            ("2 γ_G", Unit with { Penalty = new GradientPenalty(0.4, 0.6) }),
            ("weights exchanged", Unit with { Penalty = new GradientPenalty(0.3, 0.4) }),
            ("a critic linear in y·w", Unit with { Penalty = new GradientPenalty(0.4, 0.3, Response.Polynomial([1])) }),
            ("no σ", Unit with { InstanceNoise = 0 }),
            ("√σ", Unit with { InstanceNoise = Math.Sqrt(0.4) }),
            ("no j_T", Unit with { RealMultiplier = 1 }),
            ("no j_G", Unit with { FakeMultiplier = 1 }),
        ]);

    [Fact]
    public void AtFiniteStrength_TheMeanOfTheGramChain_FollowsTheOde_AndNoOdeWithAnotherFactor() =>
        Check(new GramSimulator(Free), 10_000, 43,
        [
            ("no γ_T", Free with { Penalty = new GradientPenalty(0, 0.2) }),
            ("no γ_G", Free with { Penalty = new GradientPenalty(0.3, 0) }),
            ("2 γ_T", Free with { Penalty = new GradientPenalty(0.6, 0.2) }),
            ("2 γ_G", Free with { Penalty = new GradientPenalty(0.3, 0.4) }),
            ("a critic linear in y·w", Free with { Penalty = new GradientPenalty(0.3, 0.2, Response.Polynomial([1])) }),
            ("no σ", Free with { InstanceNoise = 0 }),
            ("no j_T", Free with { RealMultiplier = 1 }),
            ("no j_G", Free with { FakeMultiplier = 1 }),
            ("a penalty that changes responses and lets w be", Free with { RealMultiplier = 0.8 - 0.3, FakeMultiplier = 1.2 + 0.2, Penalty = GradientPenalty.None }),
        ]);

    [Fact]
    public void WithSaturatingResponses_TheMeanOfTheGramChain_FollowsTheOde_AndNoOdeWithAnotherFactor() =>
        Check(new GramSimulator(Saturating), 10_000, 45,
        [
            ("no γ_T", Saturating with { Penalty = new GradientPenalty(0, 0.6, Response.Tanh(1.5)) }),
            ("no γ_G", Saturating with { Penalty = new GradientPenalty(0.8, 0, Response.Tanh(1.5)) }),
            ("ρ = x", Saturating with { Penalty = new GradientPenalty(0.8, 0.6) }),
            ("ρ = tanh x", Saturating with { Penalty = new GradientPenalty(0.8, 0.6, Response.Tanh()) }),
            ("no σ", Saturating with { InstanceNoise = 0 }),
            ("σ in the generator's step too", Saturating with { HasNoisyGenerator = true }),
        ]);

    [Fact]
    public void TrainingWithVectors_FollowsTheOde() => Check(new MicroscopicSimulator(rule: Saturating with { HasNoisyGenerator = true }), 1000, 47, [("no penalty", Saturating with { Penalty = GradientPenalty.None, HasNoisyGenerator = true })]);

    private void Check(Simulator simulator, long dimension, long seed, (string Name, TrainingRule Rule)[] wrong)
    {
        MacroState start = MacroState.NearOrigin(Gan, 0.8, seed: 2);
        var options = new SimulationOptions { Dimension = dimension, Replicas = Replicas, Times = [.. Enumerable.Range(1, 10).Select(k => 0.15 * k)], Seed = seed, Threads = 2 };
        Ensemble training = simulator.Run(Gan, start, options);
        Ensemble spread = new GramSimulator(simulator.Rule).Run(Gan, start, options with { Dimension = 500, Replicas = 512, Seed = seed + 1 });
        (double most, string where) = Worst(training, spread, simulator.Rule, start);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{simulator.Name}: {most:F2} at {where}"));
        Assert.True(most < Bound, $"{simulator}: {most} standard errors at {where}");
        foreach ((string name, TrainingRule rule) in wrong)
        {
            (double other, where) = Worst(training, spread, rule, start);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {other:F1} at {where}"));
            Assert.True(other > 2 * Bound, $"{name}: {other} standard errors at {where}");
        }
    }

    private static (double Most, string Where) Worst(Ensemble training, Ensemble spread, TrainingRule rule, MacroState start)
    {
        Trajectory path = DormandPrince.Integrate(MacroscopicOde.For(Gan, rule), start, training.Times[^1]);
        (double most, string where) = (0, "");
        for (int time = 0; time < training.Times.Length; time++)
        {
            var mean = training.Mean(time);
            var variance = spread.Variance(time);
            double[] y = path.At(training.Times[time]);
            for (int c = 0; c < y.Length; c++)
            {
                double error = Math.Sqrt(variance[c] * spread.Options.Dimension / training.Options.Dimension / Replicas);
                double deviation = Math.Abs(mean[c] - y[c]) / error;
                if (!(deviation <= most))
                    (most, where) = (deviation, string.Create(CultureInfo.InvariantCulture, $"{training.CoordinateNames()[c]}, t = {training.Times[time]:F2}"));
            }
        }
        return (most, where);
    }
}

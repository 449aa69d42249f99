using System.Numerics;
using Xunit;

namespace PhaseGan.Tests.Games;

/// <summary>Several steps of the discriminator for each of the generator, clipping, and the one-centred penalty.</summary>
public sealed class StepsOfTheDiscriminatorTests
{
    private static readonly double[] s_rest = [0, 0];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void OnTheDiracGan_KStepsHaveTheMultipliersOfOneStepOfKTimesTheSize(int k)
    {
        // [[1, −ha], [kha, 1 − kh²a²]] alternating: trace 2 − kh²a², determinant 1; simultaneous: 1 ± iha√k
        const double a = 0.5;
        var steps = new TrainingSteps(new DiracGan(GanObjective.Logistic), k);
        var random = new System.Random(k);
        for (int i = 0; i < 30; i++)
        {
            double h = 0.05 + 3 * random.NextDouble(), trace = 2 - k * h * h * a * a;
            Complex root = Complex.Sqrt(trace * trace / 4 - 1), turn = new(1, h * a * Math.Sqrt(k));
            Has(steps.Multipliers(s_rest, h, StepOrder.Alternating)!.Value, trace / 2 + root, trace / 2 - root);
            Has(steps.Multipliers(s_rest, h, StepOrder.Simultaneous)!.Value, turn, Complex.Conjugate(turn));
        }

        static void Has(IEnumerable<Complex> actual, params Complex[] expected) =>
            Assert.All(expected, e => Assert.True(actual.Min(v => (v - e).Magnitude) < 1e-7));
    }

    [Fact]
    public void TheMultipliers_AreThoseOfTheIteration_ForEveryGameAndOrder() =>
        GameCase.ForAll(
            c =>
            {
                if (c.Game is SolvableGame)
                    return true;
                // the iteration's derivative by differences, at any point: multipliers are those of the linear map there
                int n = c.Game.Dimension;
                bool holds = true;
                foreach (int k in new[] { 1, 3 })
                {
                    var steps = new TrainingSteps(new LinearAt(c.Game, c.Point), k);
                    foreach (StepOrder order in Enum.GetValues<StepOrder>())
                    {
                        double[] map = Differences.Jacobian((y, next) => steps.Advance(y, 0.3, order, next), new double[n], n);
                        double sum = 0, product = 0;
                        foreach (Complex m in steps.Multipliers(new double[n], 0.3, order)!.Value)
                            (sum, product) = (sum + m.Real, product + (m * m).Real);
                        double trace = 0, square = 0;
                        for (int i = 0; i < n; i++)
                        {
                            trace += map[i * n + i];
                            for (int j = 0; j < n; j++)
                                square += map[i * n + j] * map[j * n + i];
                        }
                        holds &= Math.Abs(sum - trace) < 1e-7 * (1 + Math.Abs(trace)) && Math.Abs(product - square) < 1e-6 * (1 + Math.Abs(square));
                    }
                }
                return holds;
            },
            count: 60);

    [Fact]
    public void WithoutTheSecondGradientTerm_UnrollingTrainsLikeMoreSteps_AndDampsByHalfOfIt()
    {
        // linear f: ψ_k = ψ + kηθ. With the term v_θ = −(ψ + 2kηθ), without −(ψ + kηθ)
        var game = new DiracGan(GanObjective.Wasserstein);
        double[] v = new double[2];
        GameRules.Unrolled(game, 3, 0.2).Evaluate([0.7, -0.4], v);
        Assert.Equal(-(-0.4 + 2 * 0.6 * 0.7), v[0], 1e-14);
        GameRules.Unrolled(game, 3, 0.2, throughSteps: false).Evaluate([0.7, -0.4], v);
        Assert.Equal(-(-0.4 + 0.6 * 0.7), v[0], 1e-14);
        Assert.Equal(0.7, v[1], 1e-14);
    }

    [Fact]
    public void ClippedTraining_StaysInItsBounds_AndDoesNotArrive()
    {
        var steps = new TrainingSteps(new DiracGan(GanObjective.Wasserstein), 5) { Clip = 0.1 };
        double[] y = [0.5, 0], next = new double[2];
        double largest = 0, least = double.PositiveInfinity;
        for (int k = 0; k < 20_000; k++)
        {
            steps.Advance(y, 0.05, StepOrder.Alternating, next);
            (y, next) = (next, y);
            Assert.InRange(y[1], -0.1, 0.1);
            if (k > 15_000)
                (largest, least) = (Math.Max(largest, Math.Abs(y[0])), Math.Min(least, Math.Max(Math.Abs(y[0]), Math.Abs(y[1]))));
        }
        Assert.InRange(largest, 0.01, 0.6);
        Assert.True(least > 1e-3);
        Assert.Throws<ArgumentException>(() => steps.Multipliers([0, 0.1], 0.05, StepOrder.Simultaneous));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.2)]
    public void UnderTheOneCentredPenalty_TrainingTurnsOnTheCycleOfTheClosedForm(double gamma)
    {
        // halves of the plane are foci at (∓γ, 0); half a turn takes θ₀ to −γ − (θ₀ + γ)E with E = exp(−γπ/2ω), so that the cycle passes ψ = 0 at γ(1 + E)/(1 − E)
        double omega = Math.Sqrt(1 - gamma * gamma / 4), e = Math.Exp(-gamma * Math.PI / (2 * omega)), radius = gamma * (1 + e) / (1 - e);
        ITwoPlayerField rule = GameRules.OneCentredPenalty(new DiracGan(GanObjective.Wasserstein), gamma);
        var steps = new TrainingSteps(rule);
        double[] y = [0.3, 0.2], next = new double[2];
        double crossing = 0;
        for (int k = 0; k < 600_000; k++)
        {
            steps.Advance(y, 1e-4, StepOrder.Alternating, next);
            if (y[1] > 0 != next[1] > 0)
                crossing = Math.Abs(y[0]);
            (y, next) = (next, y);
        }
        Assert.Equal(radius, crossing, 2e-3 * radius);
    }

    [Fact]
    public void ARuleSweep_TakesStepsAndClipping_AndItsDescriptionSaysSo()
    {
        Axis gamma = Axis.Linear("γ", 0.1, 1, 4), h = Axis.Linear("h", 0.2, 2, 4);
        RuleSweep Sweep(int k, double? clip) => new(gamma, h, g => GameRules.GradientPenalty(new DiracGan(GanObjective.Logistic), g), s_rest) { DiscriminatorSteps = k, Order = StepOrder.Alternating, Clip = clip, MaxSteps = 4000 };
        PhaseDiagram one = Sweep(1, null).Run(), many = Sweep(8, null).Run();
        int different = 0;
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double modulus = new TrainingSteps(GameRules.GradientPenalty(new DiracGan(GanObjective.Logistic), gamma.Values[i]), 8).Multipliers(s_rest, h.Values[j], StepOrder.Alternating)!.Value[0].Magnitude;
                Phase phase = many[i, j].Phase;
                Assert.True(phase != Phase.Success || modulus < 1 - 1e-9, $"{gamma.Values[i]} {h.Values[j]} {phase} {modulus}");
                Assert.True(phase != Phase.Fail || modulus > 1 - 1e-9, $"{gamma.Values[i]} {h.Values[j]} {phase} {modulus}");
                different += phase == one[i, j].Phase ? 0 : 1;
            }
        }
        Assert.InRange(different, 1, 15);
        Assert.NotEqual(Sweep(1, null).Describe().Key, Sweep(2, null).Describe().Key);
        Assert.NotEqual(Sweep(1, null).Describe().Key, Sweep(1, 0.5).Describe().Key);
    }

    /// <summary>The linear field of a game's Jacobian at a point, at rest at the origin.</summary>
    private sealed class LinearAt : ITwoPlayerField
    {
        private readonly double[] _jacobian;

        public LinearAt(IGame game, double[] y)
        {
            (Dimension, GeneratorDimension) = (game.Dimension, game.GeneratorDimension);
            _jacobian = new double[Dimension * Dimension];
            game.Jacobian(y, _jacobian);
        }

        public int Dimension { get; }

        public int GeneratorDimension { get; }

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            for (int i = 0; i < Dimension; i++)
            {
                derivative[i] = 0;
                for (int j = 0; j < Dimension; j++)
                    derivative[i] += _jacobian[i * Dimension + j] * y[j];
            }
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => _jacobian.CopyTo(jacobian);
    }
}

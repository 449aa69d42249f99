using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PhaseGan.Tests.Games;

/// <summary>The Dirac-GAN under each rule, against closed forms: with a = f′(0) and b = f″(0).</summary>
public sealed class DiracGanTests
{
    private static readonly double[] s_rest = [0, 0];

    public static TheoryData<GanObjective, double, double> Slopes => new()
    {
        { GanObjective.Wasserstein, 1, 0 },
        { GanObjective.Logistic, 0.5, -0.25 },
        { GanObjective.Quadratic, 1, -1 },
    };

    [Theory]
    [MemberData(nameof(Slopes))]
    public void TheSlopesOfF_AreThoseOfItsDefinition(GanObjective objective, double a, double b)
    {
        var game = new DiracGan(objective);
        Assert.Equal(a, game.Slope, 1e-15);
        Assert.Equal(b, game.Curvature, 1e-15);
    }

    [Theory]
    [MemberData(nameof(Slopes))]
    public void SpectraAtTheEquilibrium_AreTheClosedForms_ForRandomStrengths(GanObjective objective, double a, double b)
    {
        var game = new DiracGan(objective);
        Gen<(double Gamma, int Steps)> gen = from g in Gen.Choose(0, 3_000_000) from k in Gen.Choose(1, 6) select (g * 1e-6, k);
        Prop.ForAll(Arb.From(gen), c =>
        {
            (double gamma, int k) = c;
            var turn = new Complex(0, a);
            return Has(game, turn, -turn)
                && Has(GameRules.TwoTimeScales(game, 1 + gamma, 2), Math.Sqrt(2 * (1 + gamma)) * turn, -Math.Sqrt(2 * (1 + gamma)) * turn)
                && Has(GameRules.GradientPenalty(game, gamma), Pair(-gamma / 2, gamma * gamma / 4 - a * a))
                && Has(GameRules.Consensus(game, gamma), -gamma * a * a + turn, -gamma * a * a - turn)
                && Has(GameRules.SymplecticAdjustment(game, gamma), -gamma * a * a + turn, -gamma * a * a - turn)
                && Has(GameRules.GradientNorm(game, gamma), Pair(-gamma * a * a, gamma * gamma * a * a * a * a - a * a))
                && Has(GameRules.Unrolled(game, k, gamma / k), Pair(-gamma * a * a, gamma * gamma * a * a * a * a - a * a))
                && Has(GameRules.Unrolled(game, k, gamma / k, throughSteps: false), Pair(-gamma * a * a / 2, gamma * gamma * a * a * a * a / 4 - a * a))
                && Has(GameRules.InstanceNoise(game, gamma), Pair(b * gamma, b * b * gamma * gamma - a * a))
                && Has(GameRules.LocalSymplecticSurgery(game, gamma / 3), (1 - gamma / 3) * turn, -(1 - gamma / 3) * turn);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(1801, 4407));
    }

    [Theory]
    [MemberData(nameof(Slopes))]
    public void TheLargestStableSteps_AreTheClosedForms_ForRandomStrengths(GanObjective objective, double a, double b)
    {
        var game = new DiracGan(objective);
        var random = new System.Random(21);
        for (int k = 0; k < 100; k++)
        {
            double g = 0.01 + 4 * random.NextDouble(), c = -b * g, root = Math.Sqrt(g * g * a * a * a * a - a * a);
            double real = g * a <= 1 ? 2 * g : 2 / (g * a * a + root), twist = 2 * g / (1 + g * g * a * a);
            Is(GameRules.Consensus(game, g), twist);
            Is(GameRules.SymplecticAdjustment(game, g), twist);
            Is(GameRules.GradientNorm(game, g), real);
            Is(GameRules.Unrolled(game, 4, g / 4), real);
            double half = g * a * a / 2;
            Is(GameRules.Unrolled(game, 4, g / 4, throughSteps: false), g * a <= 2 ? g : 2 / (half + Math.Sqrt(half * half - a * a)));
            Is(GameRules.GradientPenalty(game, g), g <= 2 * a ? g / (a * a) : 4 / (g + Math.Sqrt(g * g - 4 * a * a)));
            Is(GameRules.GradientPenalty(game, g), (Math.Sqrt(g * g + 4 * a * a) - g) / (a * a), StepOrder.Alternating);
            Is(GameRules.InstanceNoise(game, g), c <= a ? 2 * c / (a * a) : 2 / (c + Math.Sqrt(c * c - a * a)));
            Is(GameRules.TwoTimeScales(game, g), 0);
            Is(GameRules.LocalSymplecticSurgery(game, g / 5), 0);
        }

        void Is(ITwoPlayerField rule, double expected, StepOrder order = StepOrder.Simultaneous) =>
            Assert.Equal(expected, new TrainingSteps(rule).LargestStableStep(s_rest, order)!.Value, 1e-10 * (1 + expected));
    }

    [Theory]
    [MemberData(nameof(Slopes))]
    public void PlainTraining_IsNeverAsymptoticallyStable_AndCirclesTheEquilibrium(GanObjective objective, double a, double b)
    {
        var game = new DiracGan(objective);
        Assert.Equal(StabilityVerdict.Marginal, StabilityClassifier.Classify(game, s_rest)!.Verdict);
        GameEquilibrium equilibrium = GameEquilibrium.At(game, s_rest);
        Assert.Equal(NashKind.Undecided, equilibrium.Nash);
        Assert.Equal(0, equilibrium.Residual);
        Assert.Equal(0, b * equilibrium.GeneratorCurvatures[0]);

        // θ² + ψ² is conserved, and one turn takes 2π/a for small radii
        Trajectory path = DormandPrince.Integrate(game, [0.01, 0], 20 * Math.PI / a, new IntegrationOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-14 });
        foreach (double t in path.Times)
            Assert.Equal(1e-4, path.At(t).Sum(v => v * v), 1e-9 * 1e-2);
        Assert.Equal(0.01, path.End[0], 1e-5);
    }

    [Fact]
    public void WithTheLinearLoss_TrajectoriesAreTheExponentialsOfTheClosedForms()
    {
        var game = new DiracGan(GanObjective.Wasserstein);
        var random = new System.Random(3);
        for (int k = 0; k < 5; k++)
        {
            double gamma = 0.1 + 1.5 * random.NextDouble(), t = 2 + 3 * random.NextDouble();
            foreach ((ITwoPlayerField field, double[] linear) in new (ITwoPlayerField, double[])[]
            {
                (game, [0, -1, 1, 0]),
                (GameRules.GradientPenalty(game, gamma), [0, -1, 1, -gamma]),
                (GameRules.Consensus(game, gamma), [-gamma, -1, 1, -gamma]),
                (GameRules.SymplecticAdjustment(game, gamma), [-gamma, -1, 1, -gamma]),
                (GameRules.GradientNorm(game, gamma), [-2 * gamma, -1, 1, 0]),
                (GameRules.Unrolled(game, 3, gamma / 3), [-2 * gamma, -1, 1, 0]),
            })
            {
                double[] start = [0.7, -0.4];
                Trajectory path = DormandPrince.Integrate(field, start, t, new IntegrationOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 });
                double[] expected = Exponential(linear, t, start);
                Assert.Equal(expected[0], path.End[0], 1e-9);
                Assert.Equal(expected[1], path.End[1], 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Slopes))]
    public void NearTheEquilibrium_TrajectoriesOfEveryRuleFollowTheLinearFlow(GanObjective objective, double a, double b)
    {
        var game = new DiracGan(objective);
        const double gamma = 0.8, t = 6;
        foreach ((ITwoPlayerField field, double[] linear) in new (ITwoPlayerField, double[])[]
        {
            (GameRules.GradientPenalty(game, gamma), [0, -a, a, -gamma]),
            (GameRules.Consensus(game, gamma), [-gamma * a * a, -a, a, -gamma * a * a]),
            (GameRules.InstanceNoise(game, gamma), [0, -a, a, 2 * b * gamma]),
        })
        {
            double[] start = [1e-4, 2e-4], expected = Exponential(linear, t, start);
            Trajectory path = DormandPrince.Integrate(field, start, t, new IntegrationOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-15 });
            Assert.Equal(expected[0], path.End[0], 1e-10);
            Assert.Equal(expected[1], path.End[1], 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Slopes))]
    public void SimultaneousSteps_MoveAwayWhateverTheirSize(GanObjective objective, double a, double b)
    {
        Assert.True(b <= 0);
        var game = new DiracGan(objective);
        var steps = new TrainingSteps(game);
        Assert.Equal(0, steps.LargestStableStep(s_rest, StepOrder.Simultaneous));
        var random = new System.Random(8);
        for (int k = 0; k < 30; k++)
        {
            double h = Math.Pow(10, -3 + 3.5 * random.NextDouble());
            Assert.Equal(Math.Sqrt(1 + h * h * a * a), steps.Multipliers(s_rest, h, StepOrder.Simultaneous)!.Value[0].Magnitude, 1e-12);

            // v is orthogonal to y: each step multiplies the squared radius by 1 + h²f′(θψ)²
            double[] y = [0.1, 0.05], next = new double[2], v = new double[2];
            double first = Power(y);
            for (int i = 0; i < 100; i++)
            {
                game.Evaluate(y, v);
                steps.Advance(y, h, StepOrder.Simultaneous, next);
                Assert.Equal(Power(y) + h * h * Power(v), Power(next), 1e-12 * Power(next));
                (y, next) = (next, y);
                if (Power(y) > 1e6)
                    break;
            }
            Assert.True(Power(y) > first * (1 + 0.5 * h * h * a * a));
        }
    }

    [Theory]
    [MemberData(nameof(Slopes))]
    public void AlternatingSteps_StayBoundedBelow2OverA_AndOnlyThere(GanObjective objective, double a, double b)
    {
        Assert.True(b <= 0);
        var steps = new TrainingSteps(new DiracGan(objective));
        Assert.Equal(2 / a, steps.LargestStableStep(s_rest, StepOrder.Alternating)!.Value, 1e-12);
        foreach (double share in new[] { 0.01, 0.3, 0.7, 0.95 })
        {
            Assert.All(steps.Multipliers(s_rest, share * 2 / a, StepOrder.Alternating)!.Value, m => Assert.Equal(1, m.Magnitude, 1e-12));
            Assert.InRange(Farthest(share * 2 / a, 10_000), 0, 0.1);
        }
        Assert.True(steps.Multipliers(s_rest, 1.02 * 2 / a, StepOrder.Alternating)!.Value[0].Magnitude > 1.2);
        Assert.True(Farthest(1.02 * 2 / a, 200) > 0.5);

        double Farthest(double h, int count)
        {
            double[] y = [0.01, 0.01], next = new double[2];
            double farthest = 0;
            for (int i = 0; i < count && farthest < 10; i++)
            {
                steps.Advance(y, h, StepOrder.Alternating, next);
                (y, next) = (next, y);
                farthest = Math.Max(farthest, Math.Sqrt(Power(y)));
            }
            return farthest;
        }
    }

    [Theory]
    [MemberData(nameof(Slopes))]
    public void InstanceNoise_AddsUp_AndIsTheAverageOverTheNoise(GanObjective objective, double a, double b)
    {
        Assert.True(a > 0 && b <= 0);
        IDataGame blurred = GameRules.InstanceNoise(GameRules.InstanceNoise(new DiracGan(objective), 0.3), 0.34);
        double[] y = [0.7, -1.3], expected = new double[2], actual = new double[2];
        blurred.Evaluate(y, actual);

        // E f′((θ + σe)ψ) ψ and its like by a fine sum over e
        for (int i = -40_000; i <= 40_000; i++)
        {
            double e = i * 2e-4, weight = 2e-4 * Math.Exp(-e * e / 2) / Math.Sqrt(2 * Math.PI), s = 0.8 * e;
            expected[0] -= weight * y[1] * Slope((y[0] + s) * y[1]);
            expected[1] += weight * ((y[0] + s) * Slope((y[0] + s) * y[1]) - s * Slope(-s * y[1]));
        }
        Assert.Equal(expected[0], actual[0], 1e-12);
        Assert.Equal(expected[1], actual[1], 1e-12);

        double Slope(double t) => objective switch
        {
            GanObjective.Wasserstein => 1,
            GanObjective.Logistic => 1 / (1 + Math.Exp(t)),
            _ => 1 - t,
        };
    }

    [Fact]
    public void SpectralNormalisation_LeavesADiscriminatorOfOneWeightItsSignOnly_SoThatTheGeneratorRunsAway()
    {
        ITwoPlayerField field = GameRules.SpectralNormalisation(new DiracGan(GanObjective.Logistic));
        var v = new double[2];
        foreach (double psi in new[] { 0.2, 3.0, -0.5 })
        {
            field.Evaluate([0.4, psi], v);
            Assert.Equal(-Math.Sign(psi) / (1 + Math.Exp(0.4 * Math.Sign(psi))), v[0], 1e-15);
            Assert.Equal(0, v[1], 1e-15);
        }
        field.Evaluate([0.4, 0], v);
        Assert.False(v.All(double.IsFinite));
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiracGan(GanObjective.Logistic, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiracGan((GanObjective)7));
        var game = new DiracGan(GanObjective.Logistic);
        Assert.Throws<ArgumentOutOfRangeException>(() => GameRules.Consensus(game, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GameRules.LocalSymplecticSurgery(game, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GameRules.Unrolled(game, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GameRules.TwoTimeScales(game, 0));
        Assert.Throws<ArgumentException>(() => GameRules.Unrolled(new PolynomialGame(), 1, 1));
        Assert.Throws<ArgumentException>(() => GameRules.LocalSymplecticSurgery(new PolynomialGame()));
        Assert.Throws<ArgumentNullException>(() => GameRules.Consensus(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingSteps(game).Multipliers(s_rest, 0, StepOrder.Simultaneous));
        Assert.Throws<ArgumentException>(() => new TrainingSteps(new PolynomialGame()).LargestStableStep([0, 0, 0], StepOrder.Alternating));
    }

    private static double Power(double[] y) => y[0] * y[0] + y[1] * y[1];

    /// <summary>m ± √d.</summary>
    private static Complex[] Pair(double middle, double discriminant)
    {
        Complex root = Complex.Sqrt(discriminant);
        return [middle + root, middle - root];
    }

    private static bool Has(IVectorField field, params Complex[] expected)
    {
        Complex[] actual = [.. StabilityClassifier.Classify(field, s_rest)!.Eigenvalues];
        // where two eigenvalues meet, rounding of the matrix moves them by its square root
        double gap = (expected[0] - expected[1]).Magnitude, tolerance = 1e-12 * Math.Max(1, 1 / Math.Max(gap, 1e-3));
        return actual.Length == 2 && expected.All(e => actual.Min(v => (v - e).Magnitude) <= tolerance);
    }

    /// <summary>exp(Mt) x for a 2×2 matrix.</summary>
    private static double[] Exponential(double[] m, double t, double[] x)
    {
        double middle = (m[0] + m[3]) / 2, half = (m[0] - m[3]) / 2;
        Complex root = Complex.Sqrt(half * half + m[1] * m[2]);
        double c = Math.Exp(middle * t) * Complex.Cosh(root * t).Real, s = Math.Exp(middle * t) * (root == 0 ? t : (Complex.Sinh(root * t) / root).Real);
        return [(c + s * half) * x[0] + s * m[1] * x[1], s * m[2] * x[0] + (c - s * half) * x[1]];
    }
}

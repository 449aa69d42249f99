using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PhaseGan.Tests.Games;

/// <summary>f-divergences, their duals, the games that they make, and the regulariser that noise induces.</summary>
public sealed class FGanTests
{
    public static TheoryData<FDivergenceKind> Kinds => [.. Enum.GetValues<FDivergenceKind>()];

    /// <summary>f′(1), a = g′(v₀) and c = a²/f″(1), by hand from the table of the divergences.</summary>
    private static (double Slope, double A, double C) ByHand(FDivergenceKind kind) => kind switch
    {
        FDivergenceKind.KullbackLeibler => (1, 1, 1),
        FDivergenceKind.ReverseKullbackLeibler => (-1, 1, 1),
        FDivergenceKind.Pearson => (0, 1, 0.5),
        FDivergenceKind.Hellinger => (0, 1, 2),
        FDivergenceKind.JensenShannon => (0, 0.5, 0.5),
        _ => (0, 0.5, 0),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheDual_IsTheSupremumOfItsDefinition_ReachedAtTheSlope(FDivergenceKind kind)
    {
        FDivergence f = FDivergence.All.Single(d => d.Kind == kind);
        Assert.Equal(0, f.Function(1), 1e-15);
        Assert.Equal(ByHand(kind).Slope, f.Slope(1), 1e-15);
        Assert.Equal(f.Slope(1), f.Activation(f.BalancedOutput), 1e-15);
        var random = new System.Random(5);
        for (int k = 0; k < 200; k++)
        {
            double u = Math.Exp(4 * random.NextDouble() - 2), v = 4 * random.NextDouble() - 2, t = f.Activation(v);
            // Young's inequality at any pair, equality where t = f′(u)
            Assert.True(f.Function(u) + f.Dual(t) >= u * t - 1e-12);
            Assert.Equal(u * f.Slope(u) - f.Function(u), f.Dual(f.Slope(u)), 1e-12 * Math.Max(1, u * u));
            Assert.True(f.Activation(v + 0.01) > t);
            Assert.True(t < f.DualBound);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheBestDiscriminator_ReachesTheDivergenceOfTwoNormalLaws(FDivergenceKind kind)
    {
        FDivergence f = FDivergence.All.Single(d => d.Kind == kind);
        const double shift = 0.7;
        double divergence = 0, reached = 0;
        const double h = 0.0005;
        for (double x = -12; x <= 12; x += h)
        {
            double p = Density(x - shift), q = Density(x), u = p / q, t = f.Slope(u);
            divergence += h * q * f.Function(u);
            reached += h * (p * t - q * f.Dual(t));
        }
        double known = kind switch
        {
            FDivergenceKind.KullbackLeibler or FDivergenceKind.ReverseKullbackLeibler => shift * shift / 2,
            FDivergenceKind.Pearson => Math.Exp(shift * shift) - 1,
            FDivergenceKind.Hellinger => 2 - 2 * Math.Exp(-shift * shift / 8),
            FDivergenceKind.TotalVariation => 0.273661, // 2Φ(0.35) − 1
            _ => divergence,
        };
        Assert.Equal(known, divergence, 1e-5);
        Assert.Equal(divergence, reached, 1e-6);

        static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OnTheDiracGan_SpectrumAndStableStepAreTheClosedForms_ForRandomNoise(FDivergenceKind kind)
    {
        (_, double a, double c) = ByHand(kind);
        FDivergence f = FDivergence.All.Single(d => d.Kind == kind);
        Gen<double> gen = from g in Gen.Choose(1, 3_000_000) select g * 1e-6;
        Prop.ForAll(Arb.From(gen), gamma =>
        {
            IDataGame game = GameRules.InstanceNoise(new FGan(f, [0]), gamma);
            Complex root = Complex.Sqrt(0.25 * c * c * gamma * gamma - a * a);
            Complex[] expected = [-0.5 * c * gamma + root, -0.5 * c * gamma - root];
            Complex[] actual = [.. StabilityClassifier.Classify(game, [0, 0])!.Eigenvalues];
            double step = c == 0 ? 0 : c * gamma <= 2 * a ? c * gamma / (a * a) : 4 / (c * gamma + Math.Sqrt(c * c * gamma * gamma - 4 * a * a));
            double tolerance = 1e-11 / Math.Max((expected[0] - expected[1]).Magnitude, 1e-3);
            Complex[] regularised = [.. StabilityClassifier.Classify(GameRules.NoiseRegulariser(new FGan(f, [0]), gamma), [0, 0])!.Eigenvalues];
            return expected.All(e => actual.Min(v => (v - e).Magnitude) <= tolerance && regularised.Min(v => (v - e).Magnitude) <= tolerance)
                && Math.Abs(new TrainingSteps(game).LargestStableStep([0, 0], StepOrder.Simultaneous)!.Value - step) <= 1e-9 * (1 + step);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(1606, 709));
    }

    [Fact]
    public void TheJensenShannonGame_IsTheLogisticOneWithTheDiscriminatorTurnedAround()
    {
        var random = new System.Random(4);
        foreach (double variance in new[] { 0, 0.6 })
        {
            var gan = new FGan(FDivergence.JensenShannon, [0.4, -0.2], variance);
            var linear = new LinearGan([0.4, -0.2], GanObjective.Logistic, variance);
            for (int k = 0; k < 20; k++)
            {
                double[] y = [.. Enumerable.Range(0, 4).Select(_ => 2 * random.NextDouble() - 1)], turned = [y[0], y[1], -y[2], -y[3]], v = new double[4], w = new double[4];
                gan.Evaluate(y, v);
                linear.Evaluate(turned, w);
                Assert.Equal([w[0], w[1], -w[2], -w[3]], v, (x, z) => Math.Abs(x - z) < 1e-14);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheField_IsTheGradientOfTheLossAveragedByQuadrature(FDivergenceKind kind)
    {
        FDivergence f = FDivergence.All.Single(d => d.Kind == kind);
        const double mean = 0.3, deviation = 0.8;
        var game = new FGan(f, [mean], deviation * deviation);
        double[] y = [-0.4, 0.5], v = new double[2];
        game.Evaluate(y, v);
        double[] slope = Differences.Jacobian((at, result) => result[0] = Loss(at[0], at[1]), y, 1);
        Assert.Equal(-slope[0], v[0], 1e-8);
        Assert.Equal(slope[1], v[1], 1e-8);

        double Loss(double theta, double phi)
        {
            double sum = 0, weights = 0;
            for (int k = -400; k <= 400; k++)
            {
                double z = 0.02 * k, w = Math.Exp(-0.5 * z * z);
                weights += w;
                sum += w * (f.Activation(f.BalancedOutput + phi * (mean + deviation * z)) - f.Dual(f.Activation(f.BalancedOutput + phi * (theta + deviation * z))));
            }
            return sum / weights;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheCompleteRegulariser_DiffersFromBlurringBySecondOrder(FDivergenceKind kind)
    {
        var game = new FGan(FDivergence.All.Single(d => d.Kind == kind), [0.3, -0.5], 0.4);
        double[] y = [0.9, 0.2, -0.7, 0.4];
        double[] differences = [.. new[] { 0.02, 0.01, 0.005 }.Select(variance => Distance(game, y, variance, complete: true))];
        if (kind == FDivergenceKind.Pearson)
        {
            // A and B are quadratic: the first order is all there is
            Assert.All(differences, d => Assert.True(d < 1e-15));
            return;
        }
        Assert.InRange(Math.Log2(differences[0] / differences[1]), 1.9, 2.1);
        Assert.InRange(Math.Log2(differences[1] / differences[2]), 1.9, 2.1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheRegulariserOfTheSource_GivesBlurringsDiscriminatorToFirstOrder_WhereTheActivationIsLinear_AndOnlyThere(FDivergenceKind kind)
    {
        bool linear = kind is FDivergenceKind.KullbackLeibler or FDivergenceKind.Pearson;
        var game = new FGan(FDivergence.All.Single(d => d.Kind == kind), [0.3], 0.4);
        double[] y = [0.9, -0.7];
        double coarse = Distance(game, y, 0.01, complete: false, discriminator: true), fine = Distance(game, y, 0.005, complete: false, discriminator: true);
        if (kind == FDivergenceKind.Pearson)
            Assert.True(coarse < 1e-15);
        else
            Assert.InRange(Math.Log2(coarse / fine), linear ? 1.9 : 0.9, linear ? 2.1 : 1.1);

        // near the best discriminator for equal laws both agree: what is left falls faster than φ, in which the term is linear
        double[] near = [0.3, 1e-3], nearer = [0.3, 5e-4];
        double far = Distance(game, near, 1e-6, complete: false, discriminator: true), close = Distance(game, nearer, 1e-6, complete: false, discriminator: true);
        Assert.True(far < 1e-14 || Math.Log2(far / close) > 1.9, $"{far} and {close}");
    }

    [Fact]
    public void BadNumbers_AreNamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FDivergence.JensenShannon.Dual(Math.Log(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => FDivergence.TotalVariation.Dual(-0.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => FDivergence.Hellinger.Function(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FGan(FDivergence.Pearson, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FGan(FDivergence.Pearson, [0], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GameRules.NoiseRegulariser(new FGan(FDivergence.Pearson, [0]), double.NaN));
    }

    private static double Distance(FGan game, double[] y, double variance, bool complete, bool discriminator = false)
    {
        double[] blurred = new double[y.Length], regularised = new double[y.Length];
        GameRules.InstanceNoise(game, variance).Evaluate(y, blurred);
        GameRules.NoiseRegulariser(game, variance, complete).Evaluate(y, regularised);
        return blurred.Zip(regularised, (a, b) => Math.Abs(a - b)).Skip(discriminator ? game.GeneratorDimension : 0).Max();
    }
}

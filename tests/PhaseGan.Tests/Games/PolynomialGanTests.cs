using Xunit;

namespace PhaseGan.Tests.Games;

/// <summary>The GAN with scale and bias, and the conditions of local stability.</summary>
public sealed class PolynomialGanTests
{
    [Theory]
    [InlineData(GanObjective.Wasserstein)]
    [InlineData(GanObjective.Logistic)]
    [InlineData(GanObjective.Quadratic)]
    public void TheField_IsTheGradientOfTheLoss_ByAnotherQuadrature(GanObjective objective)
    {
        foreach (int degree in new[] { 1, 2 })
        {
            const double mean = 0.4, variance = 0.9;
            var game = new PolynomialGan(objective, degree, mean, variance);
            double[] y = [.. new[] { 0.8, -0.3, 0.2, 0.5, -0.4 }.Take(3 + degree)], v = new double[3 + degree];
            game.Evaluate(y, v);
            double[] slope = Differences.Jacobian((at, result) => result[0] = Loss(at), y, 1);
            for (int i = 0; i < v.Length; i++)
                Assert.Equal(i < 2 ? -slope[i] : slope[i], v[i], 1e-8);

            double Loss(ReadOnlySpan<double> at)
            {
                double sum = 0, weights = 0;
                for (int k = -500; k <= 500; k++)
                {
                    double z = 0.02 * k, w = Math.Exp(-0.5 * z * z);
                    weights += w;
                    sum += w * (F(D(at, at[0] * z + at[1])) + F(-D(at, mean + Math.Sqrt(variance) * z)));
                }
                return sum / weights;
            }

            double D(ReadOnlySpan<double> at, double x) => at[2] + at[3] * x + (degree == 2 ? at[4] * x * x : 0);
        }

        double F(double t) => objective switch
        {
            GanObjective.Wasserstein => t,
            GanObjective.Quadratic => t - t * t / 2,
            _ => -Math.Log(1 + Math.Exp(-t)),
        };
    }

    [Theory]
    [InlineData(GanObjective.Logistic, 0.5, -0.25)]
    [InlineData(GanObjective.Quadratic, 1, -1)]
    public void AtTheEquilibrium_TheJacobianIsThatOfTheMoments(GanObjective objective, double slope, double curvature)
    {
        const double mu = 0.3, sigma = 1.2;
        var game = new PolynomialGan(objective, 2, mu, sigma * sigma);
        double[] rest = [sigma, mu, 0, 0, 0], v = new double[5], j = new double[25];
        game.Evaluate(rest, v);
        Assert.All(v, x => Assert.Equal(0, x, 1e-13));
        game.Jacobian(rest, j);
        double s2 = sigma * sigma, m2 = mu * mu + s2, m3 = mu * mu * mu + 3 * mu * s2, m4 = Math.Pow(mu, 4) + 6 * mu * mu * s2 + 3 * s2 * s2;
        // −K_DGᵀ: a row for s, E z ∂D′ = (0, 0, 2σ), and one for b, E ∂D′ = (0, 1, 2μ)
        double[,] coupling = { { 0, 0, 2 * sigma }, { 0, 1, 2 * mu } }, moments = { { 1, mu, m2 }, { mu, m2, m3 }, { m2, m3, m4 } };
        for (int a = 0; a < 2; a++)
            for (int b = 0; b < 3; b++)
            {
                Assert.Equal(-slope * coupling[a, b], j[a * 5 + 2 + b], 1e-12);
                Assert.Equal(slope * coupling[a, b], j[(2 + b) * 5 + a], 1e-12);
            }
        for (int a = 0; a < 3; a++)
            for (int b = 0; b < 3; b++)
                Assert.Equal(2 * curvature * moments[a, b], j[(2 + a) * 5 + 2 + b], 1e-11);

        LocalStabilityConditions conditions = LocalStabilityConditions.At(game, rest);
        Assert.True(conditions.Hold, conditions.ToString());
        Assert.Equal(StabilityVerdict.Stable, StabilityClassifier.Classify(game, rest)!.Verdict);
    }

    [Fact]
    public void WithALinearDiscriminator_TheScaleIsNotSeen_AndEveryScaleIsAtRest()
    {
        var game = new PolynomialGan(GanObjective.Logistic, 1, 0.5, 2);
        foreach (double s in new[] { 0.1, 1, 3.0 })
        {
            double[] v = new double[4];
            game.Evaluate([s, 0.5, 0, 0], v);
            Assert.All(v, x => Assert.Equal(0, x, 1e-14));
        }
        LocalStabilityConditions conditions = LocalStabilityConditions.At(game, [1.4, 0.5, 0, 0]);
        Assert.False(conditions.CouplingHasFullRank);
        Assert.True(conditions.CurvatureIsDefinite && conditions.GeneratorBlockVanishes && !conditions.Hold);
        Assert.Null(conditions.RateBound);
    }

    [Fact]
    public void TheWassersteinGanOfDegreeTwo_IsNotStable_AndTheRegulariserOfTheGradientNormMakesItSo()
    {
        var game = new PolynomialGan(GanObjective.Wasserstein, 2);
        double[] rest = [1, 0, 0, 0, 0];
        Assert.False(LocalStabilityConditions.At(game, rest).CurvatureIsDefinite);
        // the bias w₀ is neutral and set apart; the others turn with the frequencies 2σ and 1
        double[] turns = [.. StabilityClassifier.Classify(game, rest)!.Eigenvalues.Select(e => e.Imaginary).Order()];
        Assert.Equal([-2, -1, 1, 2], turns, (a, b) => Math.Abs(a - b) < 1e-10);
        Assert.Equal(0, StabilityClassifier.Classify(game, rest)!.Eigenvalues.Max(e => e.Real), 1e-12);

        // pairs −γω² ± √(γ²ω⁴ − ω²) for each frequency ω: the closed form of the Dirac-GAN, twice
        const double gamma = 0.1;
        double[] real = [.. StabilityClassifier.Classify(GameRules.GradientNorm(game, gamma), rest)!.Eigenvalues.Select(e => e.Real).Order()];
        Assert.Equal([-4 * gamma, -4 * gamma, -gamma, -gamma], real, (a, b) => Math.Abs(a - b) < 1e-10);
    }

    [Fact]
    public void TheLossOfALinearDiscriminatorAndGenerator_IsConcaveForBothPlayers()
    {
        // v_θ = −∂L/∂θ: concave L has a generator's block of v′ without negative eigenvalues, and a discriminator's without positive ones
        var random = new System.Random(12);
        bool strictly = false;
        for (int k = 0; k < 50; k++)
        {
            var game = new PolynomialGan(random.Next(2) == 0 ? GanObjective.Logistic : GanObjective.Quadratic, 1, random.NextDouble(), 0.5 + random.NextDouble());
            double[] y = [.. Enumerable.Range(0, 4).Select(_ => 2 * random.NextDouble() - 1)];
            GameEquilibrium at = GameEquilibrium.At(game, y);
            Assert.True(at.GeneratorCurvatures.Min() >= -1e-12);
            Assert.True(at.DiscriminatorCurvatures.Max() <= 1e-12);
            strictly |= at.GeneratorCurvatures.Max() > 0.01;
        }
        Assert.True(strictly);
    }

    [Fact]
    public void TheRateBound_HoldsForRandomGamesThatMeetTheConditions_AndIsNearlyReachedBySome()
    {
        var random = new System.Random(31);
        double tightest = 0;
        for (int k = 0; k < 400; k++)
        {
            double scale = 0.3 + 2 * random.NextDouble();
            IGame game = random.Next(3) switch
            {
                0 => new PolynomialGan(GanObjective.Quadratic, 2, 2 * random.NextDouble() - 1, scale * scale),
                1 => new LinearGan([random.NextDouble(), random.NextDouble()], GanObjective.Logistic, scale),
                _ => new FGan(FDivergence.Hellinger, [random.NextDouble()], scale),
            };
            double[] rest = new double[game.Dimension];
            if (game is PolynomialGan p)
                (rest[0], rest[1]) = (scale, p.Mean);
            else
                (game is LinearGan l ? l.Target : ((FGan)game).Target).CopyTo(rest);
            LocalStabilityConditions conditions = LocalStabilityConditions.At(game, rest);
            Assert.True(conditions.Hold, conditions.ToString());
            double rate = -StabilityClassifier.Classify(game, rest)!.Eigenvalues.Max(e => e.Real);
            Assert.True(rate >= conditions.RateBound!.Value * (1 - 1e-9), $"{rate} below {conditions}");
            tightest = Math.Max(tightest, conditions.RateBound.Value / rate);
        }
        Assert.True(tightest > 0.9);
    }

    [Fact]
    public void BadNumbers_AreNamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialGan(GanObjective.Logistic, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialGan(GanObjective.Logistic, 1, variance: 0));
        Assert.Throws<ArgumentException>(() => LocalStabilityConditions.At(new PolynomialGame(), [0, 0, 0]));
    }
}

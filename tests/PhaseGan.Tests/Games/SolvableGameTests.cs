using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Tests.Equations;
using Xunit;

namespace PhaseGan.Tests.Games;

/// <summary>The solvable GAN at small learning rates: a limit of (13), and a game.</summary>
public sealed class SolvableGameTests
{
    private static readonly IntegrationOptions s_accurate = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-13 };

    [Fact]
    public void TheOverlapsOfTheGamesWeights_FollowTheLimitOfTheReducedOde() =>
        RandomCase.ForAll(
            c =>
            {
                if (c.FeatureCount > 3)
                    return true;
                var game = new SolvableGame(c.Parameters.RealVariances, c.Parameters.FakeVariances);
                UnitNormOde ode = SolvableGame.SmallRateOde(c.Parameters);
                Trajectory weights = DormandPrince.Integrate(GameRules.TwoTimeScales(game, c.Parameters.RateRatio), game.Pack(c.State), 1.5, s_accurate);
                Trajectory overlaps = DormandPrince.Integrate(ode, ode.Pack(c.State), 1.5, s_accurate);
                double[] expected = overlaps.End.ToArray(), actual = ode.Pack(game.Unpack(weights.End));
                // a random state is packed to its own overlaps
                return Far(ode.Pack(c.State), ode.Pack(game.Unpack(game.Pack(c.State)))) < 1e-7 && Far(expected, actual) < 1e-7;
            },
            count: 40);

    [Fact]
    public void TheFieldOf13_DividedByTau_ApproachesTheLimitInProportionToTau()
    {
        RandomCase.ForAll(
            c =>
            {
                double[] limit = new double[c.Coordinates.Length], field = new double[c.Coordinates.Length];
                SolvableGame.SmallRateOde(c.Parameters).Evaluate(c.Coordinates, limit);
                double Error(double tau)
                {
                    new ReducedOde(c.Parameters.With(discriminatorRate: tau, rateRatio: c.Parameters.RateRatio)).Evaluate(c.Coordinates, field);
                    return field.Zip(limit, (f, l) => Math.Abs(f / tau - l)).Max();
                }
                double coarse = Error(1e-2), fine = Error(1e-4);
                return fine <= 1e-4 * 20 * (1 + c.Scale / c.Parameters.DiscriminatorRate) && Math.Abs(coarse - 100 * fine) <= 1e-6 * (1 + coarse);
            },
            count: 60);
    }

    [Fact]
    public void TrajectoriesOf13_ApproachTheLimitInProportionToTau()
    {
        var gan = new GanParameters([2, 1.2], [1.5, 1.7], 1, 0.6, 1.3, 0.8);
        MacroState start = MacroState.NearOrigin(gan, 0.3, seed: 4);
        UnitNormOde ode = SolvableGame.SmallRateOde(gan);
        Trajectory limit = DormandPrince.Integrate(ode, ode.Pack(start), 6, s_accurate);
        double[] errors = [.. new[] { 1e-2, 1e-3, 1e-4 }.Select(tau =>
        {
            var small = new ReducedOde(gan.With(discriminatorRate: tau, rateRatio: 0.6));
            Trajectory path = DormandPrince.Integrate(small, small.Pack(start), 6 / tau, s_accurate);
            return Enumerable.Range(1, 30).Max(k => Far(limit.At(0.2 * k), path.At(0.2 * k / tau)));
        })];
        Assert.InRange(errors[0], 1e-3, 0.2);
        Assert.Equal(1, Math.Log10(errors[0] / errors[1]), 0.1);
        Assert.Equal(1, Math.Log10(errors[1] / errors[2]), 0.01);
    }

    [Fact]
    public void WithoutNoise13_IsTheLimitAtAnyTau() =>
        RandomCase.ForAll(
            c =>
            {
                double[] limit = new double[c.Coordinates.Length], field = new double[c.Coordinates.Length];
                SolvableGame.SmallRateOde(c.Parameters).Evaluate(c.Coordinates, limit);
                new ReducedOde(c.Parameters.With(noise: 0)).Evaluate(c.Coordinates, field);
                return Far([.. field.Select(v => v / c.Parameters.DiscriminatorRate)], limit) <= 1e-12 * (1 + c.Scale / c.Parameters.DiscriminatorRate);
            },
            count: 60);

    [Fact]
    public void TheLimitsLabels_OverAlpha_DifferFromThoseOf13ExactlyWhereTheNoiseTakesAwayTheStableRecovery()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2, 0, 0);
        MacroState start = MacroState.Diagonal([0.05], [0.05], [0.02]);
        var classifier = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start });
        int same = 0, oscillating = 0, locked = 0;
        foreach (double eta in new[] { 0, 1.0, 2 })
        {
            foreach (double alpha in new[] { 0.2, 0.35, 0.6, 0.8, 1, 1.5, 2.5, 3 })
            {
                GanParameters here = gan.With(rateRatio: alpha, noise: eta);
                UnitNormOde limit = SolvableGame.SmallRateOde(here);

                // without noise training ends at V = w = U whatever α is
                var end = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(limit, limit.Pack(start)));
                Assert.All(end.Point.Coordinates, v => Assert.Equal(1, v, 1e-9));

                // (13) ends elsewhere exactly where its exact map, with the noise, has no stable fixed point that recovers the feature
                Phase phase = classifier.Classify(here).Phase;
                FixedPointKind[] attracting = [.. SingleFeaturePhases.At(here).Attracting.Select(p => p.Kind)];
                bool recovers = attracting.Any(k => k is FixedPointKind.Deceived or FixedPointKind.Undeceived);
                Assert.Equal(recovers, phase == Phase.Success);
                Assert.Equal(recovers ? Phase.Success : attracting.Length == 0 ? Phase.Oscillation : Phase.Fail, phase);
                Assert.True(recovers || eta > 0);
                _ = phase == Phase.Success ? same++ : phase == Phase.Oscillation ? oscillating++ : locked++;
            }
        }
        Assert.Equal((19, 3, 2), (same, oscillating, locked));
    }

    [Fact]
    public void PerfectRecovery_IsNoLocalNashEquilibriumOfTheLimit_AndUnstableForEqualVariances()
    {
        foreach ((double real, double fake, double alpha) in new[] { (1, 1, 0.3), (2, 2, 3.0), (1, 3, 0.3), (1.0, 3.0, 0.8) })
        {
            var game = new SolvableGame([real], [fake]);
            double[] rest = Recovered(game);
            GameEquilibrium equilibrium = GameEquilibrium.At(game, rest);
            Assert.Equal(0, equilibrium.Residual, 1e-15);
            Assert.Equal(NashKind.NotNash, equilibrium.Nash);
            Assert.Equal(fake, equilibrium.GeneratorCurvatures[0], 1e-12);

            Spectrum spectrum = StabilityClassifier.Classify(GameRules.TwoTimeScales(game, alpha), rest)!;
            Assert.Equal(4, spectrum.NeutralCount);
            Complex[] expected = Eigenvalues(alpha * fake, alpha * fake, -fake, real - fake);
            Assert.True(expected.All(e => spectrum.Eigenvalues.Min(v => (v - e).Magnitude) < 1e-9));
            Assert.Equal(alpha < 1 - real / fake ? StabilityVerdict.Stable : StabilityVerdict.Saddle, Sign(spectrum));

            // at V = w = U the trace is the opposite one, in each of the two directions across
            Spectrum aligned = StabilityClassifier.Classify(GameRules.TwoTimeScales(game, alpha), [1, 0, 0, 1, 0, 0])!;
            Complex[] opposite = Eigenvalues(-alpha * fake, alpha * fake, -fake, fake - real);
            Assert.Equal((4, 2), (aligned.Eigenvalues.Length, aligned.NeutralCount));
            Assert.All(opposite, e => Assert.Equal(2, aligned.Eigenvalues.Count(v => (v - e).Magnitude < 1e-6)));
            Assert.Equal(-(opposite[0] + opposite[1]).Real, (expected[0] + expected[1]).Real, 1e-12);

            // the block is that of (13) at x = 0
            var block = new double[4];
            SolvableGame.SmallRateOde(new GanParameters([real], [fake], 1, alpha, 0, 0)).TransverseBlock([1, 0, 0], block);
            Complex[] transverse = Eigenvalues(block[0], block[1], block[2], block[3]);
            Assert.True(expected.All(e => transverse.Min(v => (v - e).Magnitude) < 1e-12));
        }

        static StabilityVerdict Sign(Spectrum spectrum) => spectrum.GrowthRate < 0 ? StabilityVerdict.Stable : StabilityVerdict.Saddle;
    }

    [Fact]
    public void EveryRule_HasItsClosedFormAtPerfectRecovery_ForRandomStrengthsAndRates()
    {
        Gen<(double Gamma, double Alpha, double Variance)> gen =
            from g in Gen.Choose(1, 2_000_000) from a in Gen.Choose(50_000, 3_000_000) from v in Gen.Choose(300, 3000) select (g * 1e-6, a * 1e-6, v * 1e-3);
        Prop.ForAll(Arb.From(gen), c =>
        {
            (double g, double a, double variance) = c;
            // strengths in units of 1/Λ, but for the penalty
            double unit = g / variance;
            var game = new SolvableGame([variance], [variance]);
            double[] rest = Recovered(game);
            return Has(GameRules.Consensus(game, unit), a * (1 - 2 * g) - g, a * (1 - g + g * g), g > a / (1 + 2 * a))
                && Has(GameRules.SymplecticAdjustment(game, unit), a * (1 - g) - g, a * (1 + g * g), g > a / (1 + a))
                && Has(GameRules.GradientNorm(game, unit), a * (1 - 2 * g), a, g > 0.5)
                && Has(GameRules.Unrolled(game, 4, unit / 4), a * (1 - 2 * g), a, g > 0.5)
                && Has(GameRules.Unrolled(game, 4, unit / 4, throughSteps: false), a * (1 - g), a, g > 1)
                && Has(GameRules.GradientPenalty(game, g), a - g, a * (1 - g), g > a && g < 1)
                && Has(GameRules.InstanceNoise(game, g), a, a, false);

            // trace, determinant and stability of the two eigenvalues that decide, in units of Λ
            bool Has(ITwoPlayerField rule, double trace, double determinant, bool stable)
            {
                Spectrum spectrum = StabilityClassifier.Classify(GameRules.TwoTimeScales(rule, a), rest)!;
                Complex[] values = [.. spectrum.Eigenvalues.Select(v => v / variance)];
                return values.Length == 2
                    && Math.Abs((values[0] + values[1]).Real - trace) < 1e-9
                    && Math.Abs((values[0] * values[1]).Real - determinant) < 1e-9
                    && (Math.Abs(trace) < 1e-6 || Math.Abs(determinant) < 1e-6 || spectrum.GrowthRate < 0 == stable);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(1905, 8349));
    }

    [Fact]
    public void SurgeryNearPerfectRecovery_IsTheSymmetricPartOfTheBlock_WhichIsUnstable()
    {
        var game = new SolvableGame([1], [3]);
        ITwoPlayerField surgery = GameRules.LocalSymplecticSurgery(game);
        const double epsilon = 1e-5;
        foreach ((double a, double b) in new[] { (1.0, 0.0), (0, 1), (0.6, -0.8) })
        {
            // V = u moves by a along w, w by b along u
            double[] y = Recovered(game), v = new double[6];
            y[1] += epsilon * a;
            y[3] += epsilon * b;
            surgery.Evaluate(y, v);
            Assert.Equal(3 * a, v[1] / epsilon, 1e-3);
            Assert.Equal(-2 * b, v[3] / epsilon, 1e-3);
        }
    }

    [Fact]
    public void NoiseOfBothData_AndSpectralNormalisationOfAUnitDiscriminator_ChangeNothing() =>
        RandomCase.ForAll(
            c =>
            {
                var game = new SolvableGame(c.Parameters.RealVariances, c.Parameters.FakeVariances);
                double[] y = game.Pack(c.State), plain = new double[y.Length], field = new double[y.Length], noisy = new double[y.Length];
                game.Evaluate(y, plain);
                GameRules.SpectralNormalisation(game).Evaluate(y, field);
                GameRules.InstanceNoise(game, 0.7).Evaluate(y, noisy);
                return Far(plain, noisy) == 0 && Far(plain, field) <= 1e-13 * (1 + c.Scale / c.Parameters.DiscriminatorRate);
            },
            count: 30);

    [Fact]
    public void WhatTheSpectrumSays_TrajectoriesDo()
    {
        var game = new SolvableGame([1], [1]);
        MacroState near = MacroState.Diagonal([0.999], [0.01], [0.01]);
        const double alpha = 0.5;
        Assert.InRange(Recovery(game), 0.5, 1.01);
        foreach (ITwoPlayerField cure in new[]
        {
            GameRules.Consensus(game, 0.5), GameRules.SymplecticAdjustment(game, 0.7), GameRules.GradientNorm(game, 0.8), GameRules.Unrolled(game, 4, 0.2), GameRules.GradientPenalty(game, 0.8),
        })
            Assert.InRange(Recovery(cure), 0, 1e-4);

        // |q| at the end: zero where perfect recovery attracts, 1 where training goes on to V = w = U
        double Recovery(ITwoPlayerField rule)
        {
            Trajectory path = DormandPrince.Integrate(GameRules.TwoTimeScales(rule, alpha), game.Pack(near), 120);
            MacroState end = game.Unpack(path.End);
            Assert.InRange(Math.Abs(end.P(0, 0)), 0.99, 1 + 1e-6);
            return Math.Abs(end.Q(0));
        }
    }

    [Fact]
    public void WithTwoFeatures_TheLimitMovesForEver_AndAGradientPenaltyBetweenAlphaAndOneBringsItToRest()
    {
        var gan = new GanParameters([5, 3], [5, 3], 1, 0.2, 0, 0);
        var game = new SolvableGame(gan.RealVariances, gan.FakeVariances);
        double[] start = game.Pack(MacroState.NearOrigin(gan, 0.03, seed: 1));
        Assert.InRange(Motion(0, out _), 0.5, 2.1);
        Assert.InRange(Motion(0.1, out _), 0.5, 2.1);
        Assert.InRange(Motion(0.5, out MacroState rest), 0, 0.01);
        Assert.All(rest.Recovery(), rho => Assert.InRange(rho, 0.999, 1));
        Assert.Equal(0, rest.Q(0), 0.01);

        // the range of q over the last third
        double Motion(double gamma, out MacroState end)
        {
            Trajectory path = DormandPrince.Integrate(GameRules.TwoTimeScales(GameRules.GradientPenalty(game, gamma), 0.2), start, 150);
            Assert.Equal(StopReason.EndReached, path.StopReason);
            end = game.Unpack(path.End);
            MacroState[] last = [.. Enumerable.Range(0, 200).Select(i => game.Unpack(path.At(100 + 0.25 * i)))];
            return Enumerable.Range(0, 2).Max(l => last.Max(m => m.Q(l)) - last.Min(m => m.Q(l)));
        }
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new SolvableGame([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SolvableGame([0], [1]));
        var game = new SolvableGame([1], [1]);
        Assert.Throws<ArgumentException>(() => game.Unpack(new double[6]));
        Assert.Throws<ArgumentException>(() => game.Pack(MacroState.Create([0, 0, 0, 0], [0, 0], [0, 0])));
    }

    /// <summary>V = U with w orthogonal to U, d = 1.</summary>
    private static double[] Recovered(SolvableGame game)
    {
        Assert.Equal(6, game.Dimension);
        return [1, 0, 0, 0, 1, 0];
    }

    private static Complex[] Eigenvalues(double a, double b, double c, double d)
    {
        Complex root = Complex.Sqrt((a - d) * (a - d) / 4 + b * c);
        return [(a + d) / 2 + root, (a + d) / 2 - root];
    }

    private static double Far(double[] a, double[] b) => a.Zip(b, (u, v) => Math.Abs(u - v)).Max();
}

using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace PhaseGan.Tests.Games;

/// <summary>Local Nash or not, beside stability; games of other shapes.</summary>
public sealed class EquilibriumTests
{
    private static readonly double[] s_rest = [0, 0];

    [Fact]
    public void TheNonNashEquilibrium_AttractsPlainTrainingAndConsensus_AndNotLocalSymplecticSurgery()
    {
        ScalarGame game = ScalarGame.StableNotNash;
        GameEquilibrium equilibrium = GameEquilibrium.At(game, s_rest);
        Assert.Equal(NashKind.NotNash, equilibrium.Nash);
        Assert.Equal([1.0], equilibrium.GeneratorCurvatures.ToArray());
        Assert.Equal([-3.0], equilibrium.DiscriminatorCurvatures.ToArray());
        Assert.Equal(StabilityVerdict.Stable, equilibrium.Stability!.Verdict);
        Assert.Equal("NotNash, Stable (leading -1)", equilibrium.ToString());

        foreach (double gamma in new[] { 0.0, 0.1, 1, 5 })
            Arrives(GameRules.Consensus(game, gamma));

        // surgery has the symmetric part of v′ there: eigenvalues 1 and −3
        ITwoPlayerField surgery = GameRules.LocalSymplecticSurgery(game);
        Spectrum spectrum = StabilityClassifier.Classify(surgery, s_rest)!;
        Assert.Equal(StabilityVerdict.Saddle, spectrum.Verdict);
        Assert.Equal(1, spectrum.Eigenvalues[0].Real, 1e-12);
        Assert.Equal(-3, spectrum.Eigenvalues[1].Real, 1e-12);
        Assert.True(Leaves(surgery));
        IVectorField tracked = GameRules.TrackedSymplecticSurgery(game, speed: 50);
        Assert.Equal(StabilityVerdict.Saddle, StabilityClassifier.Classify(tracked, [0, 0, 0, 0])!.Verdict);
        Assert.True(Leaves(tracked));
        Assert.False(Leaves(game));

        static void Arrives(IVectorField field)
        {
            Attractor attractor = AttractorFinder.Find(field, [0.1, -0.1]);
            var point = Assert.IsType<FixedPointAttractor>(attractor);
            Assert.All(point.Point.Coordinates, v => Assert.Equal(0, v, 1e-9));
        }

        static bool Leaves(IVectorField field)
        {
            double[] start = [1e-3, 1e-3, .. Enumerable.Repeat(0.0, field.Dimension - 2)];
            Trajectory path = DormandPrince.Integrate(field, start, 8);
            return Math.Max(Math.Abs(path.End[0]), Math.Abs(path.End[1])) > 0.1;
        }
    }

    [Fact]
    public void TheExampleOfThePage_PrintsWhatThePageSays()
    {
        var game = new DiracGan(GanObjective.Logistic);
        ITwoPlayerField rule = GameRules.Consensus(game, strength: 0.8);
        Assert.Equal("Stable", $"{StabilityClassifier.Classify(rule, [0, 0])!.Verdict}");
        Assert.Equal(1.379, new TrainingSteps(rule).LargestStableStep([0, 0], StepOrder.Simultaneous)!.Value, 1e-3);
        Assert.Equal("Undecided, Marginal (leading 0)", $"{GameEquilibrium.At(game, [0, 0])}");
        Assert.Equal("FixedPoint", $"{AttractorFinder.Find(rule, [0.3, 0.2]).Kind}");
    }

    [Fact]
    public void TheFastVectorOfSurgery_FollowsTheLimitingFlow_AsItsSpeedGrows()
    {
        ScalarGame game = new(1, 2, -0.5, 0.5);
        var options = new IntegrationOptions { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-12 };
        double[] limit = DormandPrince.Integrate(GameRules.LocalSymplecticSurgery(game, regularisation: 0.1), [0.4, 0.3], 1, options).End.ToArray();
        double[] errors = [.. new[] { 100.0, 1000 }.Select(speed =>
        {
            // started on the slow manifold
            double[] u = new double[2], v = new double[2], j = new double[4];
            game.Evaluate([0.4, 0.3], v);
            game.Jacobian([0.4, 0.3], j);
            Matrix<double> m = Matrix<double>.Build.Dense(2, 2, (a, b) => j[2 * a + b]);
            double lambda = 0.1 * (1 - Math.Exp(-v[0] * v[0] - v[1] * v[1]));
            u = [.. (m.Transpose() * m + lambda * Matrix<double>.Build.DenseIdentity(2)).Solve(m.Transpose() * Vector<double>.Build.Dense(v))];
            Trajectory path = DormandPrince.Integrate(GameRules.TrackedSymplecticSurgery(game, speed, regularisation: 0.1), [0.4, 0.3, .. u], 1, options);
            return Math.Max(Math.Abs(path.End[0] - limit[0]), Math.Abs(path.End[1] - limit[1]));
        })];
        Assert.InRange(errors[0], 1e-6, 0.02);
        Assert.InRange(errors[0] / errors[1], 8, 12);
    }

    [Fact]
    public void AStrictLocalNashEquilibrium_IsStableUnderPlainTrainingAndSurgery()
    {
        var random = new Random(11);
        for (int k = 0; k < 50; k++)
        {
            var game = new ScalarGame(0.01 + random.NextDouble(), 4 * random.NextDouble() - 2, -0.01 - random.NextDouble(), random.NextDouble());
            GameEquilibrium equilibrium = GameEquilibrium.At(game, s_rest);
            Assert.Equal(NashKind.Strict, equilibrium.Nash);
            Assert.Equal(StabilityVerdict.Stable, equilibrium.Stability!.Verdict);
            Spectrum surgery = StabilityClassifier.Classify(GameRules.LocalSymplecticSurgery(game), s_rest)!;
            Assert.Equal(Math.Max(-game.GeneratorCurvature, game.DiscriminatorCurvature), surgery.GrowthRate, 1e-10);
            Assert.Equal(0, surgery.Leading.Imaginary, 1e-7);
        }
    }

    [Theory]
    [InlineData(1, -1, NashKind.Strict)]
    [InlineData(1, 0, NashKind.Undecided)]
    [InlineData(0, -1, NashKind.Undecided)]
    [InlineData(0, 0, NashKind.Undecided)]
    [InlineData(1, 0.5, NashKind.NotNash)]
    [InlineData(-0.5, -1, NashKind.NotNash)]
    public void AnEquilibriumIsStrict_OnlyIfBothPlayersLose_AndNotNashIfEitherGains(double generator, double discriminator, NashKind expected)
    {
        Assert.Equal(expected, GameEquilibrium.At(new ScalarGame(generator, 0.7, discriminator), s_rest).Nash);
    }

    [Fact]
    public void TheLinearGan_HasThePrintedBlockAtItsEquilibrium_AndInstanceNoiseIsVariance()
    {
        double[] mu = [0.6, -0.8];
        foreach (GanObjective objective in Enum.GetValues<GanObjective>())
        {
            var game = (LinearGan)GameRules.InstanceNoise(new LinearGan(mu, objective, 0.5), 0.25);
            Assert.Equal(0.75, game.Variance);
            var dirac = new DiracGan(objective);
            double[] y = [.. mu, 0, 0], v = new double[4], j = new double[16];
            game.Evaluate(y, v);
            Assert.All(v, x => Assert.Equal(0, x, 1e-15));
            game.Jacobian(y, j);
            for (int a = 0; a < 2; a++)
            {
                for (int b = 0; b < 2; b++)
                {
                    double identity = a == b ? 1 : 0;
                    Assert.Equal(0, j[a * 4 + b], 1e-14);
                    Assert.Equal(-dirac.Slope * identity, j[a * 4 + 2 + b], 1e-14);
                    Assert.Equal(dirac.Slope * identity, j[(2 + a) * 4 + b], 1e-14);
                    Assert.Equal(2 * dirac.Curvature * (0.75 * identity + mu[a] * mu[b]), j[(2 + a) * 4 + 2 + b], 1e-14);
                }
            }

            // stable where f is curved, circling where it is not
            Assert.Equal(dirac.Curvature < 0 ? StabilityVerdict.Stable : StabilityVerdict.Marginal, StabilityClassifier.Classify(game, y)!.Verdict);
        }
    }

    [Fact]
    public void TheBilinearGame_TurnsAtTheSingularValuesOfItsMatrix()
    {
        var game = new BilinearGame(new double[,] { { 3, 0 }, { 0, 0.5 }, { 0, 0 } });
        var spectrum = StabilityClassifier.Classify(game, new double[5])!;
        Assert.Equal(StabilityVerdict.Marginal, spectrum.Verdict);
        Assert.Equal(1, spectrum.NeutralCount);
        Assert.Equal<double>([0.5, 0.5, 3, 3], spectrum.Eigenvalues.Select(v => Math.Round(v.Magnitude, 12)).Order());
        Assert.Equal(StabilityVerdict.Stable, StabilityClassifier.Classify(GameRules.Consensus(game, 0.1), new double[5])!.Verdict);
    }

    [Fact]
    public void AlternatingSteps_HaveTheClosedFormLimit_WithinWhichEveryMultiplierIsInside()
    {
        var random = new Random(5);
        int bounded = 0;
        for (int k = 0; k < 300; k++)
        {
            double Draw() => 4 * random.NextDouble() - 2;
            var game = new ScalarGame(Draw(), Draw(), Draw());
            foreach (StepOrder order in Enum.GetValues<StepOrder>())
            {
                var steps = new TrainingSteps(game);
                double h = steps.LargestStableStep(s_rest, order)!.Value;
                if (h == 0)
                {
                    double trace = game.DiscriminatorCurvature - game.GeneratorCurvature;
                    Assert.True(Modulus(0.1 * Math.Min(0.1, Math.Abs(trace) / 4)) > 1);
                    continue;
                }
                Assert.True(double.IsFinite(h) && StabilityClassifier.Classify(game, s_rest)!.Verdict == StabilityVerdict.Stable);
                bounded++;
                foreach (double share in new[] { 0.01, 0.25, 0.5, 0.75, 0.999 })
                    Assert.True(Modulus(share * h) < 1);
                Assert.Equal(1, Modulus(h), 1e-7);
                Assert.True(Modulus(1.001 * h) > 1);

                double Modulus(double step) => steps.Multipliers(s_rest, step, order)!.Value[0].Magnitude;
            }
        }
        Assert.InRange(bounded, 60, 540);
    }

    [Fact]
    public void TheMultipliersOfManyParameters_AreThoseOfTheIterationItself()
    {
        GameCase.ForAll(
            c =>
            {
                var steps = new TrainingSteps(c.Game);
                int n = c.Game.Dimension;
                foreach (StepOrder order in Enum.GetValues<StepOrder>())
                {
                    // of the map linearised anywhere; alternating maps see the Jacobian at the half step, so there a linear game is needed
                    if (order == StepOrder.Alternating && c.Game is not BilinearGame)
                        continue;
                    double[] map = Differences.Jacobian((y, next) => steps.Advance(y, 0.3, order, next), c.Point, n);
                    var values = Matrix<double>.Build.Dense(n, n, (i, j) => map[i * n + j]).Evd().EigenValues;
                    var multipliers = steps.Multipliers(c.Point, 0.3, order)!.Value;
                    if (Math.Abs(values.Max(v => v.Magnitude) - multipliers[0].Magnitude) > 1e-5 || Math.Abs(values.Sum(v => v.Real) - multipliers.Sum(v => v.Real)) > 1e-7)
                        return false;
                }
                return true;
            },
            count: 60);
    }
}

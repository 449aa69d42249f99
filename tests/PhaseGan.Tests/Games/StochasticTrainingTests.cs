using Xunit;

namespace PhaseGan.Tests.Games;

/// <summary>Stochastic approximation: schedules, noise, averages, two time scales, the heavy ball.</summary>
public sealed class StochasticTrainingTests
{
    private static readonly DiracGan s_game = new(GanObjective.Wasserstein);

    [Theory]
    [InlineData(0.3, true, false)]
    [InlineData(0.5, true, false)]
    [InlineData(0.51, true, true)]
    [InlineData(1, true, true)]
    [InlineData(1.01, false, true)]
    public void PowerLaws_MeetTheConditionsOfRobbinsAndMonro_ForExponentsAboveAHalfUpToOne(double exponent, bool sum, bool squares)
    {
        StepSchedule steps = StepSchedule.PowerLaw(2, exponent, delay: 10);
        Assert.Equal((sum, squares, sum && squares), (steps.SumDiverges, steps.SumOfSquaresConverges, steps.IsRobbinsMonro));
        Assert.Equal(2, steps.At(0));
        Assert.Equal(2 * Math.Pow(0.5, exponent), steps.At(10), 1e-14);
        Assert.True(steps.IsSlowerThan(StepSchedule.Constant(1e-9)));
        Assert.False(StepSchedule.Constant(1e-9).IsSlowerThan(steps));
    }

    [Fact]
    public void WithoutNoise_ConstantStepsAreThoseOfSimultaneousTraining()
    {
        ITwoPlayerField rule = GameRules.GradientPenalty(new DiracGan(GanObjective.Logistic), 0.4);
        StochasticPath path = new StochasticTraining(rule, StepSchedule.Constant(0.1), StepSchedule.Constant(0.1)).Run([0.4, -0.2], 200, recordEvery: 1);
        var steps = new TrainingSteps(rule);
        double[] y = [0.4, -0.2], next = new double[2];
        for (int k = 0; k <= 200; k++)
        {
            Assert.Equal(y, path.States[k], (a, b) => Math.Abs(a - b) < 1e-15);
            steps.Advance(y, 0.1, StepOrder.Simultaneous, next);
            (y, next) = (next, y);
        }
        Assert.Equal(201, path.Steps.Length);
        Assert.Equal(20, path.Times[^1], 1e-10);
        Assert.Equal(path.States.Average(s => s[0]), path.AverageEnd[0], 1e-13);
    }

    [Fact]
    public void UnderNoise_DecayingStepsConvergeLikeTheStep_WhereConstantOnesKeepTheirDistance()
    {
        // E y² falls in proportion to a_k: the law of the linear recursion with damping γ/2 and noise of variance a_k² s²
        ITwoPlayerField rule = GameRules.GradientPenalty(s_game, 1);
        var noise = new GradientNoise(0.5);
        const double p = 0.8;
        StepSchedule decaying = StepSchedule.PowerLaw(0.2, p, delay: 20);
        double early = MeanSquare(decaying, 3_000), late = MeanSquare(decaying, 48_000);
        // 400 runs: the standard error of each logarithm is about 0.05, that of the rate 0.07/log 16 = 0.026; six of them
        Assert.Equal(-p, Math.Log(late / early) / Math.Log(16), 0.16);
        StepSchedule constant = StepSchedule.Constant(0.05);
        Assert.Equal(1, MeanSquare(constant, 8_000) / MeanSquare(constant, 2_000), 0.45);

        double MeanSquare(StepSchedule steps, long count) =>
            new StochasticTraining(rule, steps, steps) { Noise = noise }.RunMany([0.5, 0.5], count, runs: 400, seed: 11).SquareEnd.Sum(e => e.Mean);
    }

    [Fact]
    public void PlainTraining_KeepsItsRadiusWithDecayingSteps_AndItsAverageConvergesLikeOneOverTime()
    {
        // each step multiplies the radius by √(1 + a_k²): the product converges since Σ a_k² does
        StepSchedule steps = StepSchedule.PowerLaw(0.3, 0.55);
        StochasticPath path = new StochasticTraining(s_game, steps, steps).Run([0.6, 0], 200_000);
        double product = 1;
        for (int k = 0; k < 200_000; k++)
            product *= Math.Sqrt(1 + steps.At(k) * steps.At(k));
        Assert.Equal(0.6 * product, Math.Sqrt(path.End.Sum(v => v * v)), 1e-9);
        // the mean of e^(iφ_k) with dφ_k = a_k is 1/(K a_K) in modulus, to leading order
        Assert.Equal(0.6 * product / (200_000 * steps.At(200_000)), Math.Sqrt(path.AverageEnd.Sum(v => v * v)), 0.1 * 0.6 * product / (200_000 * steps.At(200_000)));
    }

    [Fact]
    public void WithASlowerGenerator_TrainingFollowsTheDiscriminatorsBestAnswer()
    {
        // L = bθψ + ½cψ² with c < 0 and aθ²/2: the best answer is ψ = bθ/(−c), on which the generator's field is −(a + b²/(−c))θ
        var game = new ScalarGame(0.2, 1, -2);
        StepSchedule slow = StepSchedule.PowerLaw(0.05, 1, delay: 50), fast = StepSchedule.PowerLaw(0.5, 0.6, delay: 50);
        Assert.True(slow.IsSlowerThan(fast) && slow.IsRobbinsMonro && fast.IsRobbinsMonro);
        StochasticPath path = new StochasticTraining(game, slow, fast).Run([1, 0], 20_000, recordEvery: 2_000);
        for (int k = 4; k < path.States.Length; k++)
        {
            double theta = path.States[k][0], psi = path.States[k][1];
            Assert.Equal(0.5 * theta, psi, 0.1 * Math.Abs(theta));
            double expected = path.States[k - 1][0] * Math.Exp(-0.7 * (path.Times[k] - path.Times[k - 1]));
            Assert.Equal(expected, theta, 0.02 * Math.Abs(expected));
        }
    }

    [Fact]
    public void IteratesOfTheHeavyBall_FollowItsFlow_WithAnErrorInProportionToTheStep()
    {
        ITwoPlayerField flow = GameRules.HeavyBall(GameRules.GradientPenalty(new DiracGan(GanObjective.Logistic), 0.6), friction: 0.8);
        double[] start = [0.5, 0, -0.3, 0.1];
        Trajectory path = DormandPrince.Integrate(flow, start, 6, new IntegrationOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 });
        double coarse = Error(0.01), fine = Error(0.005);
        Assert.InRange(coarse / fine, 1.9, 2.1);

        double Error(double h)
        {
            StochasticPath steps = new StochasticTraining(flow, StepSchedule.Constant(h), StepSchedule.Constant(h)).Run(start, (long)Math.Round(6 / h));
            return steps.End.ToArray().Zip(path.End.ToArray(), (a, b) => Math.Abs(a - b)).Max();
        }
    }

    [Fact]
    public void TheSpectrumOfTheHeavyBall_SolvesItsQuadraticEquation_ForRandomFrictions()
    {
        var random = new System.Random(7);
        for (int k = 0; k < 50; k++)
        {
            double friction = 2 * random.NextDouble(), gamma = 2 * random.NextDouble();
            ITwoPlayerField rule = GameRules.GradientPenalty(s_game, gamma);
            Assert.True(Differences.Confirm(GameRules.HeavyBall(rule, friction), [0.3, -0.2, 0.5, 0.1]));
            var lambdas = StabilityClassifier.Classify(rule, [0, 0])!.Eigenvalues;
            foreach (System.Numerics.Complex kappa in StabilityClassifier.Classify(GameRules.HeavyBall(rule, friction), [0, 0, 0, 0])!.Eigenvalues)
                Assert.True(lambdas.Min(l => (kappa * kappa + friction * kappa - l).Magnitude) < 1e-6);
            // the rest stays stable where the friction is large enough for the rotation
            double growth = StabilityClassifier.Classify(GameRules.HeavyBall(rule, friction), [0, 0, 0, 0])!.GrowthRate;
            double room = lambdas.Min(l => -friction * friction * l.Real - l.Imaginary * l.Imaginary);
            if (Math.Abs(room) > 1e-3)
                Assert.Equal(room > 0, growth < 0);
        }
    }

    [Fact]
    public void SurgeryOnTwoTimeScales_ArrivesAtTheNashPoint_AndLeavesTheOneThatIsNot()
    {
        // κ = 1: the time scales are those of the schedules
        StepSchedule slow = StepSchedule.PowerLaw(0.3, 1, delay: 100), fast = StepSchedule.PowerLaw(0.1, 0.6, delay: 100);
        var nash = new ScalarGame(1, 2, -1);
        StochasticPath arrives = new StochasticTraining(GameRules.TrackedSymplecticSurgery(nash, 1), 2, slow, fast).Run([0.3, -0.2, 0, 0], 50_000);
        Assert.True(arrives.End.Take(2).Max(Math.Abs) < 1e-3, string.Join(", ", arrives.End));

        IVectorField avoids = GameRules.TrackedSymplecticSurgery(ScalarGame.StableNotNash, 1);
        StochasticPath leaves = new StochasticTraining(avoids, 2, slow, fast).Run([0.01, 0.01, 0, 0], 50_000);
        Assert.True(Math.Abs(leaves.End[0]) > 0.3, string.Join(", ", leaves.End));
        StochasticPath plain = new StochasticTraining(ScalarGame.StableNotNash, slow, slow).Run([0.01, 0.01], 50_000);
        Assert.True(plain.End.Max(Math.Abs) < 1e-3);
    }

    [Fact]
    public void TheMomentsOfTheNoise_AreThoseOfItsDefinition()
    {
        // one step from a point where v = (−ψ, θ) is known; 20,000 runs: six standard errors
        var training = new StochasticTraining(s_game, StepSchedule.Constant(1), StepSchedule.Constant(1)) { Noise = new GradientNoise(0.2, 0.5) };
        StochasticEnsemble runs = training.RunMany([2, -1], 1, runs: 20_000, seed: 3);
        Assert.Equal(3, runs.End[0].Mean, 6 * 0.7 / Math.Sqrt(20_000));
        Assert.Equal(1, runs.End[1].Mean, 6 * 1.2 / Math.Sqrt(20_000));
        Assert.Equal(9 + 0.7 * 0.7, runs.SquareEnd[0].Mean, 3.1 * runs.SquareEnd[0].HalfWidth);
        Assert.Equal(1 + 1.2 * 1.2, runs.SquareEnd[1].Mean, 3.1 * runs.SquareEnd[1].HalfWidth);
        Assert.Equal(1.96 * 0.7 / Math.Sqrt(20_000), runs.End[0].HalfWidth, 0.05 * 0.7 / Math.Sqrt(20_000));
    }

    [Fact]
    public void ATrainingThatDiverges_SaysSo_AndKeepsItsLastNumbers()
    {
        StochasticPath path = new StochasticTraining(s_game, StepSchedule.Constant(3), StepSchedule.Constant(3)).Run([1, 1], 1_000);
        Assert.True(path.Diverged);
        Assert.True(path.Steps[^1] < 1_000 && path.End.All(v => Math.Abs(v) <= 1e12) && path.AverageEnd.All(double.IsFinite));
        StochasticEnsemble runs = new StochasticTraining(s_game, StepSchedule.Constant(3), StepSchedule.Constant(3)).RunMany([1, 1], 1_000, runs: 3);
        Assert.Equal(3, runs.Diverged);
        Assert.Empty(runs.End);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => new StochasticTraining(s_game, StepSchedule.Constant(0.1), StepSchedule.Constant(0.1)).Run([1, 1], 10, cancellationToken: stop.Token));
    }

    [Fact]
    public void TheSameSeed_GivesTheSameIterates()
    {
        var training = new StochasticTraining(s_game, StepSchedule.Constant(0.1), StepSchedule.Constant(0.1)) { Noise = new GradientNoise(0.3), AverageFrom = 50 };
        double[] End(int seed, long recordEvery) => [.. training.Run([1, 1], 100, seed, recordEvery).End];
        Assert.Equal(End(8, 0), End(8, 7));
        Assert.NotEqual(End(8, 0), End(9, 0));
    }
}

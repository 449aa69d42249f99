#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// Training rules in motion, on the Dirac-GAN with f(t) = t: how far training is from the equilibrium under rules of which the equilibrium is no rest point, in stochastic steps, and with velocities.
// Run it with: dotnet run -c Release samples/TrainingPaths.cs [folder]
using System.Globalization;
using PhaseGan;
using PhaseGan.Plotting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : ".";
Directory.CreateDirectory(folder);
var game = new DiracGan(GanObjective.Wasserstein);
const double H = 0.02;

TrajectorySeries Steps(string name, TrainingSteps steps, int count)
{
    var line = new List<(double, double)>();
    double[] y = [0.8, 0.3], next = new double[2];
    for (int k = 0; k <= count; k++)
    {
        if (k % (count / 400) == 0)
            line.Add((k * H, Math.Sqrt(y[0] * y[0] + y[1] * y[1])));
        steps.Advance(y, H, StepOrder.Alternating, next);
        (y, next) = (next, y);
    }
    Console.WriteLine($"{name}: {line[^1].Item2:F3} at t = {line[^1].Item1}");
    return new TrajectorySeries(name) { Line = [.. line] };
}

TrajectorySeries Path(string name, StochasticTraining training, double[] start, long steps, params int[] places)
{
    StochasticPath path = training.Run(start, steps, seed: 3, recordEvery: steps / 400);
    TrajectorySeries series = new(name) { Line = [.. path.Times.Zip(path.States, (t, y) => (t, Math.Sqrt(places.Sum(i => y[i] * y[i]))))] };
    Console.WriteLine($"{name}: {series.Line[^1].Value:F3} at t = {series.Line[^1].Time:F1}");
    return series;
}

StepSchedule constant = StepSchedule.Constant(0.05), decaying = StepSchedule.PowerLaw(0.2, 0.7, delay: 20);
ITwoPlayerField penalty = GameRules.GradientPenalty(game, 1);
var figure = new TrajectoryFigure(
    new TrajectoryPanel("Lipschitz bounds: alternating steps of 0.02",
        Steps("one-centred penalty, γ = 0.5", new TrainingSteps(GameRules.OneCentredPenalty(game, 0.5)), 4000),
        Steps("5 discriminator steps, weights clipped to 0.3", new TrainingSteps(game, 5) { Clip = 0.3 }, 4000),
        Steps("zero-centred penalty, γ = 0.5", new TrainingSteps(GameRules.GradientPenalty(game, 0.5)), 4000)),
    new TrajectoryPanel("Stochastic steps with the zero-centred penalty, γ = 1, additive noise 0.5",
        Path("constant, 0.05", new StochasticTraining(penalty, constant, constant) { Noise = new GradientNoise(0.5) }, [0.8, 0.3], 1600, 0, 1),
        Path("decaying, 0.2/(1 + k/20)^0.7", new StochasticTraining(penalty, decaying, decaying) { Noise = new GradientNoise(0.5) }, [0.8, 0.3], 20_000, 0, 1)),
    new TrajectoryPanel("Heavy ball on the zero-centred penalty, γ = 1",
        Path("friction 4", new StochasticTraining(GameRules.HeavyBall(penalty, 4), constant, constant), [0.8, 0, 0.3, 0], 1600, 0, 2),
        Path("friction 1.2", new StochasticTraining(GameRules.HeavyBall(penalty, 1.2), constant, constant), [0.8, 0, 0.3, 0], 1600, 0, 2)))
{
    Title = "Distance from the equilibrium of the Dirac-GAN",
};
string file = System.IO.Path.Combine(folder, "training-paths.svg");
figure.Save(file);
Console.WriteLine($"Wrote {file}");

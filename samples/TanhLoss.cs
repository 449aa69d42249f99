#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// How the phase diagram of one feature (Λ = Λ̃ = 1, τ = 0.2) changes when the losses saturate: f = f̃ = tanh instead of f = f̃ = x.
// Run it with: dotnet run samples/TanhLoss.cs [folder] [cells along each axis]
using PhaseGan;
using PhaseGan.Plotting;

string folder = args.Length > 0 ? args[0] : ".";
int cells = args.Length > 1 ? int.Parse(args[1]) : 48;
Directory.CreateDirectory(folder);

var gan = new GanParameters(realVariances: [1], fakeVariances: [1], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 1, fakeNoise: 1);
var start = MacroState.Diagonal(p: [0.05], q: [0.05], r: [0.02]);
var tanh = new TrainingRule { Loss = GanLoss.Tanh };
var sweep = new PhaseSweep(
    x: Axis.Linear("alpha", 0.05, 4, cells),
    y: Axis.Linear("eta", 0.1, 6, cells),
    at: (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));

foreach (var (name, title, rule) in new[] { ("linear", "Linear losses, f = f̃ = x", TrainingRule.Example1), ("tanh", "Saturating losses, f = f̃ = tanh", tanh) })
{
    PhaseDiagram diagram = sweep.Run(new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start, Rule = rule }));
    diagram.WriteCsv(Path.Combine(folder, $"losses-{name}.csv"));
    new PhaseDiagramFigure(diagram)
    {
        Title = title,
        Subtitle = "Λ = Λ̃ = 1, τ = 0.2, from P = q = 0.05, r = 0.02",
        Curves = [Side("noise that hides the feature", rule, (pull, _, _, noise) => pull - noise),
            Side("trace at P = 1 vanishes", rule, (pull, push, alpha, noise) => noise - (pull - push + alpha * push) / 2)],
    }.Save(Path.Combine(folder, $"losses-{name}.svg"));
    Console.WriteLine($"{title}: {diagram}");
}

// Near a deceived state any loss acts like the linear one with Λ⟨f′⟩, Λ̃⟨f̃′⟩ for Λ, Λ̃ and τ(η_T⟨f²⟩ + η_G⟨f̃²⟩)/2 for x: both sides of (15).
BoundaryCurve Side(string label, TrainingRule rule, Func<double, double, double, double, double> margin) =>
    BoundaryCurve.Contour(label, sweep.X, sweep.Y, (alpha, eta) =>
    {
        if (alpha <= 0 || eta < 0)
            return double.NaN;
        var ode = new UnitNormOde(sweep.At(alpha, eta), rule);
        var block = new double[4];
        ode.TransverseBlock([1, 0, 0], block);
        double pull = block[2] / 0.2, push = -block[1] / 0.2;
        return margin(pull, push, alpha, pull - block[0] / 0.2);
    }, resolution: 100);

#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// Training rules of the literature side by side: on the Dirac-GAN with the logistic loss, does training in steps of size h under a rule of
// strength γ arrive at the equilibrium? And does the rule make perfect recovery stable in the solvable GAN at small learning rates?
// Run it with: dotnet run -c Release samples/TrainingRules.cs [folder] [cells along an axis]
using System.Globalization;
using System.Text;
using PhaseGan;
using PhaseGan.Dynamics;
using PhaseGan.Plotting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : ".";
int cells = args.Length > 1 ? int.Parse(args[1]) : 32;
Directory.CreateDirectory(folder);
const double Alpha = 0.5; // the generator's rate over the discriminator's, in the solvable GAN

(string Name, double From, double To, Func<IDataGame, double, ITwoPlayerField> Of, StepOrder Order)[] rules =
[
    ("Two time scales, generator γ times faster", 0.1, 6, (game, g) => GameRules.TwoTimeScales(game, g), 0),
    ("Consensus optimisation", 0, 6, (game, g) => GameRules.Consensus(game, g), 0),
    ("Symplectic gradient adjustment", 0, 6, (game, g) => GameRules.SymplecticAdjustment(game, g), 0),
    ("Local symplectic surgery", 0, 1, (game, g) => GameRules.LocalSymplecticSurgery(game, g), 0),
    ("Discriminator unrolled by 5 steps of γ/5", 0, 6, (game, g) => GameRules.Unrolled(game, 5, g / 5), 0),
    ("Norm of the discriminator's gradient", 0, 6, (game, g) => GameRules.GradientNorm(game, g), 0),
    ("Zero-centred gradient penalty", 0, 6, (game, g) => GameRules.GradientPenalty(game, g), 0),
    ("Instance noise of variance γ", 0, 6, (game, g) => GameRules.InstanceNoise(game, g), 0),
    ("Gradient penalty, alternating steps", 0, 6, (game, g) => GameRules.GradientPenalty(game, g), StepOrder.Alternating),
];

var dirac = new DiracGan(GanObjective.Logistic);
var solvable = new SolvableGame(realVariances: [1], fakeVariances: [1]);
double[] recovered = solvable.Pack(MacroState.Diagonal(p: [1], q: [0], r: [0]));
const double Width = 440, Height = 300;
var svg = new StringBuilder($"<svg xmlns='http://www.w3.org/2000/svg' width='{3 * Width}' height='{3 * Height}'>\n<rect width='100%' height='100%' fill='white'/>\n");
Console.WriteLine("rule                                         Dirac-GAN at γ = 0.8           solvable GAN, γ = 0.8");
Console.WriteLine("                                             growth rate    largest h       growth rate at P = I");
for (int k = 0; k < rules.Length; k++)
{
    var (name, from, to, of, order) = rules[k];
    var sweep = new RuleSweep(Axis.Linear("γ", from, to, cells), Axis.Linear("h", 0.1, 5, cells), g => of(dirac, g), restPoint: [0, 0]) { Order = order, MaxSteps = 8000 };
    BoundaryCurve largest = BoundaryCurve.Contour("largest stable h", sweep.X, sweep.Y,
        (g, h) => g < from || g > to ? double.NaN : new TrainingSteps(of(dirac, g)).LargestStableStep([0, 0], order) - h ?? double.NaN, resolution: 80);
    var figure = new PhaseDiagramFigure(sweep.Run()) { Title = name, Curves = largest.Lines.IsEmpty ? [] : [largest], PlotWidth = 250, PlotHeight = 200 };
    svg.Append(figure.ToSvg().Replace("<svg ", $"<svg x='{k % 3 * Width}' y='{k / 3 * Height}' ", StringComparison.Ordinal));

    double? step = new TrainingSteps(of(dirac, 0.8)).LargestStableStep([0, 0], order);
    Spectrum? here = StabilityClassifier.Classify(of(dirac, 0.8), [0, 0]), there = StabilityClassifier.Classify(GameRules.TwoTimeScales(of(solvable, 0.8), Alpha), recovered);
    Console.WriteLine($"{name,-44} {here?.GrowthRate,11:F4}    {step,9:F4}       {(there is null ? "v' is singular there" : $"{there.GrowthRate,11:F4} {there.Verdict}")}");
}
string file = Path.Combine(folder, "training-rules.svg");
File.WriteAllText(file, svg.Append("</svg>\n").ToString());
Console.WriteLine($"Wrote {file}");

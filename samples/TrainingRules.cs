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

(string Name, double From, double To, Func<IDataGame, double, ITwoPlayerField> Of, StepOrder Order, int Steps, bool Solvable)[] rules =
[
    ("Two time scales, generator γ times faster", 0.1, 6, (game, g) => GameRules.TwoTimeScales(game, g), 0, 1, true),
    ("Consensus optimisation", 0, 6, (game, g) => GameRules.Consensus(game, g), 0, 1, true),
    ("Symplectic gradient adjustment", 0, 6, (game, g) => GameRules.SymplecticAdjustment(game, g), 0, 1, true),
    ("Local symplectic surgery", 0, 1, (game, g) => GameRules.LocalSymplecticSurgery(game, g), 0, 1, true),
    ("Discriminator unrolled by 5 steps of γ/5", 0, 6, (game, g) => GameRules.Unrolled(game, 5, g / 5), 0, 1, true),
    ("Norm of the discriminator's gradient", 0, 6, (game, g) => GameRules.GradientNorm(game, g), 0, 1, true),
    ("Zero-centred gradient penalty", 0, 6, (game, g) => GameRules.GradientPenalty(game, g), 0, 1, true),
    ("Instance noise of variance γ", 0, 6, (game, g) => GameRules.InstanceNoise(game, g), 0, 1, true),
    ("Gradient penalty, alternating steps", 0, 6, (game, g) => GameRules.GradientPenalty(game, g), StepOrder.Alternating, 1, true),
    ("The same, 5 discriminator steps", 0, 6, (game, g) => GameRules.GradientPenalty(game, g), StepOrder.Alternating, 5, true),
    ("Unrolled, not through the 5 steps", 0, 6, (game, g) => GameRules.Unrolled(game, 5, g / 5, throughSteps: false), 0, 1, true),
    ("Heavy ball with friction γ on the penalty 0.8", 0, 6, (game, g) => GameRules.HeavyBall(GameRules.GradientPenalty(game, 0.8), g), 0, 1, false),
    ("f-GAN, Kullback-Leibler, instance noise γ", 0, 6, (_, g) => GameRules.InstanceNoise(new FGan(FDivergence.KullbackLeibler, [0]), g), 0, 1, false),
    ("f-GAN, Hellinger, instance noise γ", 0, 6, (_, g) => GameRules.InstanceNoise(new FGan(FDivergence.Hellinger, [0]), g), 0, 1, false),
    ("f-GAN, Hellinger, regulariser of noise γ", 0, 6, (_, g) => GameRules.NoiseRegulariser(new FGan(FDivergence.Hellinger, [0]), g), 0, 1, false),
];

var dirac = new DiracGan(GanObjective.Logistic);
var solvable = new SolvableGame(realVariances: [1], fakeVariances: [1]);
double[] recovered = solvable.Pack(MacroState.Diagonal(p: [1], q: [0], r: [0]));
const double Width = 440, Height = 300;
var svg = new StringBuilder($"<svg xmlns='http://www.w3.org/2000/svg' width='{3 * Width}' height='{5 * Height}'>\n<rect width='100%' height='100%' fill='white'/>\n");
Console.WriteLine("rule                                           Dirac-GAN at γ = 0.8           solvable GAN, γ = 0.8");
Console.WriteLine("                                               growth rate    largest h       growth rate at P = I");
for (int k = 0; k < rules.Length; k++)
{
    var (name, from, to, of, order, steps, isSolvable) = rules[k];
    double[] rest = new double[of(dirac, 1).Dimension];
    var sweep = new RuleSweep(Axis.Linear("γ", from, to, cells), Axis.Linear("h", 0.1, 5, cells), g => of(dirac, g), rest) { Order = order, DiscriminatorSteps = steps, MaxSteps = 8000 };
    BoundaryCurve largest = BoundaryCurve.Contour("largest stable h", sweep.X, sweep.Y, (g, h) => g < from || g > to || steps > 1 ? double.NaN : Largest(g) - h ?? double.NaN, resolution: 80);
    var figure = new PhaseDiagramFigure(sweep.Run()) { Title = name, Curves = largest.Lines.IsEmpty ? [] : [largest], PlotWidth = 250, PlotHeight = 200 };
    svg.Append(figure.ToSvg().Replace("<svg ", $"<svg x='{k % 3 * Width}' y='{k / 3 * Height}' ", StringComparison.Ordinal));

    Spectrum? here = StabilityClassifier.Classify(of(dirac, 0.8), rest), there = isSolvable ? StabilityClassifier.Classify(GameRules.TwoTimeScales(of(solvable, 0.8), Alpha), recovered) : null;
    string answer = !isSolvable ? "        -" : there is null ? "v' is singular there" : $"{there.GrowthRate,11:F4} {there.Verdict}";
    Console.WriteLine($"{name,-46} {here?.GrowthRate,11:F4}    {(steps == 1 ? Largest(0.8) : null),9:F4}       {answer}");
    double? Largest(double g) => new TrainingSteps(of(dirac, g)).LargestStableStep(rest, order);
}
string file = Path.Combine(folder, "training-rules.svg");
File.WriteAllText(file, svg.Append("</svg>\n").ToString());
Console.WriteLine($"Wrote {file}");

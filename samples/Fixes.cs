#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// What the usual remedies for oscillation do to the phase diagram of the solvable GAN, beside plain training: for one feature and for the two of Figure 1.
// Run it with: dotnet run samples/Fixes.cs [folder] [cells along each axis]
using System.Globalization;
using PhaseGan;
using PhaseGan.Plotting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : ".";
int cells = args.Length > 1 ? int.Parse(args[1]) : 24;
Directory.CreateDirectory(folder);

var plain = TrainingRule.Example1;
(string Name, string Title, TrainingRule Rule)[] fixes =
[
    ("plain", "Plain training", plain),
    ("penalty", "Gradient penalty, γ_T = γ_G = 0.2", plain with { Penalty = new GradientPenalty(0.2, 0.2) }),
    ("penalty-real", "Gradient penalty on real data alone, γ_T = 0.4", plain with { Penalty = new GradientPenalty(0.4, 0) }),
    ("instance-noise", "Instance noise, σ = 0.5", plain with { InstanceNoise = 0.5 }),
    ("steps", "Three discriminator steps a round", plain with { Scheme = new TrainingScheme { DiscriminatorSteps = 3 } }),
    ("momentum", "Heavy ball of the discriminator, β = 0.5", plain with { Scheme = new TrainingScheme { Momentum = 0.5 } }),
    ("negative-momentum", "Negative heavy ball of the generator, β = -0.5", plain with { Scheme = new TrainingScheme { GeneratorMomentum = -0.5 } }),
    ("extragradient", "Look-ahead on the same sample", plain with { Scheme = new TrainingScheme { HasExtragradient = true } }),
    ("clip", "Gradient of the discriminator clipped at √n", plain with { Scaling = GradientScaling.Clipped(1) }),
    ("normalised", "Normalised gradient of the discriminator", plain with { Scaling = GradientScaling.Normalised }),
    ("sign", "Signs of the discriminator's gradient", plain with { Scaling = GradientScaling.Sign }),
];

foreach (double[] variances in new double[][] { [1], [5, 3] })
{
    int d = variances.Length;
    var gan = new GanParameters(variances, variances, discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 1, fakeNoise: 1);
    var sweep = new PhaseSweep(
        Axis.Linear("alpha", 0.05, 2, cells), Axis.Linear("eta", 0.1, d == 1 ? 2.6 : 5, cells), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
    PhaseDiagram? before = null;
    foreach (var (name, title, rule) in fixes)
    {
        // averages of scaled gradients are slow: with two features they are left out of a quick look
        if (d == 2 && cells < 12 && !rule.Scaling.IsNone)
            continue;
        PhaseDiagram diagram = sweep.Run(new OdePhaseClassifier(new OdePhaseOptions { Rule = rule }));
        before ??= diagram;
        diagram.WriteCsv(Path.Combine(folder, $"fixes-{d}-{name}.csv"));
        new PhaseDiagramFigure(diagram)
        {
            Title = title,
            Subtitle = $"Λ = Λ̃ = {(d == 1 ? "1" : "(5, 3)")}, τ = 0.2",
            Curves = BoundaryCurve.OfClaim(sweep, rule),
        }.Save(Path.Combine(folder, $"fixes-{d}-{name}.svg"));
        double share = diagram.Count(Phase.Success), old = before.Count(Phase.Success);
        Console.WriteLine($"d = {d}, {name}: Success {100 * share / (cells * cells):F1} % of the cells, {100 * (share / old - 1):+0;-0;0} % beside plain training; "
            + $"Oscillation {100.0 * diagram.Count(Phase.Oscillation) / (cells * cells):F1} %, Undetermined {diagram.Count(Phase.Undetermined)}");
        // what changes is asked of trainings too; those that are taken step by step are left out of a quick look
        if ((cells >= 12 || IsPlain(rule)) && Changed(before, diagram) is { } cell)
            foreach (TrainingRule each in new[] { plain, rule })
                Console.WriteLine($"  α = {cell.Alpha:F3}, η = {cell.Eta:F3}, {(each == plain ? "plain" : name)}: {Simulated(each, sweep.At(cell.Alpha, cell.Eta))}");
    }
}

// A cell in the middle of those that a fix brings from Oscillation to Success.
static (double Alpha, double Eta)? Changed(PhaseDiagram before, PhaseDiagram after)
{
    var changed = (from j in Enumerable.Range(0, after.Y.Values.Length) from i in Enumerable.Range(0, after.X.Values.Length)
                   where before[i, j].Phase == Phase.Oscillation && after[i, j].Phase == Phase.Success select (after.X.Values[i], after.Y.Values[j])).ToList();
    return changed.Count > 0 ? changed[changed.Count / 2] : null;
}

// The label that most trainings have: of the exact chain of the overlaps where its steps are those of the rule, else of vectors.
static string Simulated(TrainingRule rule, GanParameters gan)
{
    SimulationPhaseOptions options = IsPlain(rule)
        ? new() { Engine = new GramSimulator(rule), Dimension = 2000, Replicas = 8 }
        : new() { Engine = new MicroscopicSimulator(rule: rule), Dimension = 500, Replicas = 6 };
    return $"{new SimulationPhaseClassifier(options).Classify(gan).Phase} ({options.Replicas} trainings at n = {options.Dimension})";
}

static bool IsPlain(TrainingRule rule) => rule.Scheme.IsPlain && rule.Scaling.IsNone;

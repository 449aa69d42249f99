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
                Console.WriteLine($"  α = {cell.Alpha:F3}, η = {cell.Eta:F3}, {(each == plain ? $"plain, {cell.Before}" : $"{name}, {cell.After}")}: {Simulated(each, sweep.At(cell.Alpha, cell.Eta), isQuick: cells < 12)}");
    }
}

// The cell that lies deepest among those that a fix brings from Oscillation to Success, or from Success to anything else if there are none; in the middle of several.
static (double Alpha, double Eta, Phase Before, Phase After)? Changed(PhaseDiagram before, PhaseDiagram after) =>
    Deepest(before, after, (old, now) => old == Phase.Oscillation && now == Phase.Success) ?? Deepest(before, after, (old, now) => old == Phase.Success && now is not (Phase.Success or Phase.Undetermined));

static (double Alpha, double Eta, Phase Before, Phase After)? Deepest(PhaseDiagram before, PhaseDiagram after, Func<Phase, Phase, bool> isMeant)
{
    int columns = after.X.Values.Length, rows = after.Y.Values.Length;
    var cells = (from j in Enumerable.Range(0, rows) from i in Enumerable.Range(0, columns) where IsMeant(i, j) select (I: i, J: j)).ToList();
    if (cells.Count == 0)
        return null;
    // so many cells on all sides are like it
    for (int depth = 1; ; depth++)
    {
        var around = Enumerable.Range(-depth, 2 * depth + 1);
        var deeper = cells.FindAll(cell => around.All(a => around.All(b => IsMeant(cell.I + a, cell.J + b))));
        if (deeper.Count == 0)
            break;
        cells = deeper;
    }
    var (x, y) = cells[cells.Count / 2];
    return (after.X.Values[x], after.Y.Values[y], before[x, y].Phase, after[x, y].Phase);

    bool IsMeant(int i, int j) => i >= 0 && i < columns && j >= 0 && j < rows && isMeant(before[i, j].Phase, after[i, j].Phase);
}

// The label that most trainings have: of the exact chain of the overlaps where its steps are those of the rule, else of vectors.
static string Simulated(TrainingRule rule, GanParameters gan, bool isQuick)
{
    SimulationPhaseOptions options = IsPlain(rule)
        ? new() { Engine = new GramSimulator(rule), Dimension = isQuick ? 1000 : gan.FeatureCount == 1 ? 5000 : 20_000, Replicas = 8 }
        : new() { Engine = new MicroscopicSimulator(rule: rule), Dimension = 500, Replicas = 6 };
    PhaseVerdict verdict = new SimulationPhaseClassifier(options).Classify(gan);
    return $"{verdict.Phase} in trainings at n = {options.Dimension}; of {options.Replicas} Success {verdict.Evidence[0]}, Mode collapse {verdict.Evidence[1]}, Oscillation {verdict.Evidence[2]}, Fail {verdict.Evidence[3]}";
}

static bool IsPlain(TrainingRule rule) => rule.Scheme.IsPlain && rule.Scaling.IsNone;

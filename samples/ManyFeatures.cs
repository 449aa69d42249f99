#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// A discriminator with one, two and more features: where the oscillation of one goes, for one feature of the data and for the two of Figure 1.
// Run it with: dotnet run samples/ManyFeatures.cs [folder] [cells along each axis]
using System.Globalization;
using PhaseGan;
using PhaseGan.Dynamics;
using PhaseGan.Plotting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : ".";
int cells = args.Length > 1 ? int.Parse(args[1]) : 24;
Directory.CreateDirectory(folder);

var gan = new GanParameters([1], [1], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 1, fakeNoise: 1);
var sweep = new PhaseSweep(Axis.Linear("alpha", 0.05, 3, cells), Axis.Linear("eta", 0.1, 2.6, cells), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
foreach (int k in new[] { 1, 2 })
{
    var rule = new TrainingRule { DiscriminatorFeatures = k };
    PhaseDiagram diagram = sweep.Run(new OdePhaseClassifier(new OdePhaseOptions { Rule = rule }));
    diagram.WriteCsv(Path.Combine(folder, $"many-features-{k}.csv"));
    new PhaseDiagramFigure(diagram)
    {
        Title = k == 1 ? "One discriminator feature" : "Two discriminator features",
        Subtitle = "Λ = Λ̃ = 1, τ = 0.2",
        Curves = BoundaryCurve.OfClaim(sweep, rule),
    }.Save(Path.Combine(folder, $"many-features-{k}.svg"));
    Console.WriteLine($"k = {k}: " + string.Join(", ", Enum.GetValues<Phase>().Select(p => $"{p} {diagram.Count(p)}")));
}

// The case of Figure 1 that oscillates, with as many discriminator features as it takes.
var two = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1);
foreach (int k in new[] { 1, 2, 4 })
{
    PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Rule = new TrainingRule { DiscriminatorFeatures = k } }).Classify(two);
    Console.WriteLine($"Λ = (5, 3), η = 1, k = {k}: {verdict.Phase}, {verdict.Attractor} {string.Join(", ", verdict.Recovery.Select(r => r.ToString("F3")))}");
}

// When a feature reaches half of what it is in the end: features are learned k at a time.
var three = new GanParameters([5, 4, 3], [5, 4, 3], 0.2, 0.04, 2, 2);
foreach (int k in new[] { 1, 2, 3 })
{
    IVectorField<MacroState> ode = MacroscopicOde.For(three, new TrainingRule { DiscriminatorFeatures = k });
    var times = new double[3][];
    for (int l = 0; l < 3; l++)
        times[l] = new double[9];
    for (int seed = 1; seed <= 9; seed++)
    {
        Trajectory path = DormandPrince.Integrate(ode, MacroState.NearOrigin(three, 0.01, seed).Spread(k), 800);
        var y = new double[ode.Dimension];
        double[] Recovery(double t)
        {
            path.At(t, y);
            return [.. ode.Unpack(y).Recovery()];
        }
        double[] end = Recovery(800);
        for (int l = 0; l < 3; l++)
            times[l][seed - 1] = Enumerable.Range(0, 801).First(t => Recovery(t)[l] >= end[l] / 2);
    }
    Console.WriteLine($"Λ = (5, 4, 3), η = 2, k = {k}: median times {string.Join(", ", times.Select(t => t.Order().ElementAt(4)))}");
}

#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// What learning the scale of the codes does to the phase diagram: codes at the data's scale and not learned, and codes that start at another and are learned, by one quadratic discriminator and by a pair of opposite signs.
// Run it with: dotnet run samples/LearnableCodes.cs [folder] [cells along each axis]
using System.Globalization;
using PhaseGan;
using PhaseGan.Plotting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : ".";
int cells = args.Length > 1 ? int.Parse(args[1]) : 24;
Directory.CreateDirectory(folder);

foreach (double[] variances in new double[][] { [1], [5, 3] })
{
    int d = variances.Length;
    var gan = new GanParameters(variances, variances, discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 1, fakeNoise: 1);
    GeneratorCodes codes = GeneratorCodes.Scales([.. variances.Select(v => Math.Sqrt(0.5 * v))]);
    var sweep = new PhaseSweep(
        Axis.Linear("alpha", 0.05, 0.95, cells), Axis.Linear("eta", 0.1, d == 1 ? 2.6 : 5, cells), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
    foreach (var (name, title, classifier) in new (string, string, IPhaseClassifier)[]
    {
        ("given", "Codes of the data's scale", new OdePhaseClassifier()),
        ("quadratic", "Learned scale, quadratic discriminator", new LearnableCodesClassifier(new LearnableCodesOptions(codes, 0.02))),
        ("signed", "Learned scale, a pair of opposite signs", new LearnableCodesClassifier(new LearnableCodesOptions(codes, 0.02) { Signs = [1, -1] })),
    })
    {
        PhaseDiagram diagram = sweep.Run(classifier);
        new PhaseDiagramFigure(diagram) { Title = title, Subtitle = $"Λ = {(d == 1 ? "1" : "(5, 3)")}, τ = 0.2, τ_θ = 0.02" }.Save(Path.Combine(folder, $"codes-{d}-{name}.svg"));
        double all = cells * cells;
        string Share(Phase phase) => $"{100 * diagram.Count(phase) / all:F1} %";
        Console.WriteLine($"d = {d}, {name}: Success {Share(Phase.Success)}, ModeCollapse {Share(Phase.ModeCollapse)}, Fail {Share(Phase.Fail)}, Oscillation {Share(Phase.Oscillation)}, Undetermined {Share(Phase.Undetermined)}");
        if (classifier is OdePhaseClassifier)
            continue;
        // how far the learned variances are from the data's, where all features are recovered
        var ratios = (from j in Enumerable.Range(0, cells) from i in Enumerable.Range(0, cells) let verdict = diagram[i, j] where verdict.Phase == Phase.Success
                      from l in Enumerable.Range(0, d) select Math.Pow(double.Parse(verdict.Evidence[1].Split(';')[l]), 2) / variances[l]).Order().ToList();
        if (ratios.Count > 0)
            Console.WriteLine($"  s²/Λ where it succeeds: {ratios[0]:F2} to {ratios[^1]:F2}, median {ratios[ratios.Count / 2]:F2}");
    }
}

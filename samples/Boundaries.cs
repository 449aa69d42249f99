#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// What bounds the phases with one, two and three features: the pictures of docs/boundaries.md, and how many changes of the label no curve explains.
// Run it with: dotnet run -c Release samples/Boundaries.cs [folder] [cells along an axis for d = 1]
using System.Globalization;
using PhaseGan;
using PhaseGan.Plotting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : ".";
int finest = args.Length > 1 ? int.Parse(args[1]) : 128;
Directory.CreateDirectory(folder);

(double[] Variances, int Cells, double Alpha, double Eta)[] cases =
[
    ([1], finest, 4, 2.6), ([5, 3], finest * 3 / 4, 2, 2.6), ([5, 4, 3], finest / 5, 2.4, 5.5),
];
foreach (var (variances, cells, alpha, eta) in cases)
{
    // a few cells of three features take longer than many of one, and show nothing
    if (variances.Length == 3 && cells < 8)
        continue;
    var gan = new GanParameters(variances, variances, discriminatorRate: 0.2, generatorRate: 0.1, realNoise: 1, fakeNoise: 1);
    var sweep = new PhaseSweep(
        Axis.Linear("alpha", alpha / cells, alpha, cells), Axis.Linear("eta", eta / cells, eta, cells), (a, e) => gan.With(rateRatio: a, noise: e));
    PhaseBoundaries found = PhaseBoundaries.Of(sweep);
    string caption = $"Λ = Λ̃ = ({string.Join(", ", variances)}), τ = 0.2, {cells}×{cells} cells";
    Console.WriteLine($"{caption}: {found}");
    foreach (var group in found.Unexplained.GroupBy(e => e.Known))
        Console.WriteLine($"  {group.Count()}: {group.Key}");
    new PhaseDiagramFigure(found.Diagram) { Title = "Phases and what bounds them", Subtitle = caption, Curves = BoundaryCurve.OfMechanisms(found) }
        .Save(Path.Combine(folder, $"boundaries-{variances.Length}.svg"));
}

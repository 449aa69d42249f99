#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// Figure 2: the weights of the generator (right) and the discriminator (up), scaled by √n, in one training with one feature and all
// entries of U equal to 1/√n: a point for each row, over the contours at 1, 2 and 3 standard deviations of the law (10)-(12), and,
// dashed, those of the small-learning-rate limit, which has no diffusion. Run it with: dotnet run -c Release samples/Figure2.cs [folder] [n]
using System.Globalization;
using PhaseGan;
using PhaseGan.Plotting;

string folder = args.Length > 0 ? args[0] : ".";
int n = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000;
Directory.CreateDirectory(folder);
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var gan = new GanParameters(realVariances: [2], fakeVariances: [2], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
var start = MacroState.Diagonal(p: [0.2], q: [0.3], r: [0.1]);

MicroscopicLaw law = MicroscopicLaw.Along(new GeneralOde(gan), start, until: 150);
MicroscopicLaw limit = MicroscopicLaw.Along(new GeneralOde(gan, diffusion: false), start, until: 150);
MicroscopicTraining training = new MicroscopicSimulator().Begin(gan, start, new SimulationOptions { Dimension = n, Seed = 2019 });

List<WeightLawPanel> panels = [];
Console.WriteLine("     t   mean of law     rows inside 1, 2, 3 σ    small-rate limit");
foreach (double t in (double[])[0, 10, 100, 150])
{
    training.AdvanceTo(t);
    TrainingWeights weights = training.Weights(0);
    WeightLaw here = law.At(t, [1]), small = limit.At(t, [1]);
    var rows = WeightLawPanel.Rows(weights, most: n);
    Console.WriteLine($"{t,6}   ({here.Mean[0]:F3}, {here.Mean[1]:F3})   {Inside(here, rows)}   {Inside(small, rows)}");
    panels.Add(new WeightLawPanel($"t = {t}", here) { Reference = small, Points = WeightLawPanel.Rows(weights, most: 2500) });
}

string file = Path.Combine(folder, "figure-2.svg");
new WeightLawFigure(panels)
{
    Title = "The law of single weights",
    Subtitle = $"Λ = Λ̃ = 2, τ = 0.2, τ̃ = 0.04, η_T = η_G = 2; from P = 0.2, q = 0.3, r = 0.1; one training with n = {n}, of which {Math.Min(n, 2500)} rows are drawn",
    LawLabel = "law (12) at 1, 2, 3 σ",
    ReferenceLabel = "small learning rates",
    PointsLabel = "rows of the training",
    Range = (-4, 4),
}.Save(file);
Console.WriteLine($"Wrote {file}");

static string Inside(WeightLaw law, IReadOnlyCollection<(double X, double Y)> rows) => law.IsDegenerate ? "no spread left" :
    string.Join("  ", Enumerable.Range(1, 3).Select(k => $"{100.0 * rows.Count(row => law.SquaredDistance([row.X, row.Y]) < k * k) / rows.Count,5:F1} %"));

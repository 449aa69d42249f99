#:project ../src/PhaseGan/PhaseGan.csproj

// Figure 2: the weights of the generator (right) and the discriminator (up), scaled by √n, in one training with one feature and all
// entries of U equal to 1/√n: a point for each row, over the contours at 1, 2 and 3 standard deviations of the law (10)-(12), and,
// dashed, those of the small-learning-rate limit, which has no diffusion. Run it with: dotnet run -c Release samples/Figure2.cs [folder] [n]
using System.Globalization;
using System.Text;
using PhaseGan;

string folder = args.Length > 0 ? args[0] : ".";
int n = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000;
Directory.CreateDirectory(folder);
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var gan = new GanParameters(realVariances: [2], fakeVariances: [2], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
var start = MacroState.Diagonal(p: [0.2], q: [0.3], r: [0.1]);
double[] times = [0, 10, 100, 150];

MicroscopicLaw law = MicroscopicLaw.Along(new GeneralOde(gan), start, until: 150);
MicroscopicLaw limit = MicroscopicLaw.Along(new GeneralOde(gan, diffusion: false), start, until: 150);
MicroscopicTraining training = new MicroscopicSimulator().Begin(gan, start, new SimulationOptions { Dimension = n, Seed = 2019 });

const double Unit = 34, Side = 8 * Unit;
var svg = new StringBuilder($"<svg xmlns='http://www.w3.org/2000/svg' width='{4 * Side + 50}' height='{Side + 70}' font-family='sans-serif' font-size='13'>\n<rect width='100%' height='100%' fill='white'/>\n");
Console.WriteLine("     t   mean of law     rows inside 1, 2, 3 σ    small-rate limit");
for (int i = 0; i < times.Length; i++)
{
    training.AdvanceTo(times[i]);
    TrainingWeights weights = training.Weights(0);
    double[][] rows = [.. Enumerable.Range(0, n).Select(k => new[] { Math.Sqrt(n) * weights.Generator[0][k], Math.Sqrt(n) * weights.Discriminator[k] })];
    WeightLaw here = law.At(times[i], [1]), small = limit.At(times[i], [1]);
    Console.WriteLine($"{times[i],6}   ({here.Mean[0]:F3}, {here.Mean[1]:F3})   {Inside(here, rows)}   {Inside(small, rows)}");

    svg.Append($"<svg x='{45 + i * Side}' y='30' width='{Side - 10}' height='{Side}' viewBox='-4 -4 8 8' preserveAspectRatio='none'><rect x='-4' y='-4' width='8' height='8' fill='none' stroke='#888' stroke-width='0.04'/>\n");
    svg.Append("<path fill='none' stroke='#4477aa' stroke-opacity='0.45' stroke-width='0.045' stroke-linecap='round' d='");
    foreach (double[] row in rows.Take(2500))
        svg.Append($"M{row[0]:F2} {-row[1]:F2}h0");
    svg.Append("'/>\n");
    for (int k = 1; k <= 3; k++)
        svg.Append(Ellipse(small.Contour(k), "#cc3311", "0.12 0.08")).Append(Ellipse(here.Contour(k), "#000", "none"));
    svg.Append("</svg>\n").Append($"<text x='{45 + (i + 0.5) * Side - 5}' y='20' text-anchor='middle'>t = {times[i]}</text>\n");
    foreach (int tick in new[] { -3, 0, 3 })
    {
        svg.Append($"<text x='{45 + i * Side + (tick + 4) / 8.0 * (Side - 10)}' y='{Side + 47}' text-anchor='middle'>{tick}</text>\n");
        svg.Append(i == 0 ? $"<text x='38' y='{34 + (4 - tick) / 8.0 * Side}' text-anchor='end'>{tick}</text>\n" : "");
    }
}
svg.Append($"<text x='{45 + 2 * Side}' y='{Side + 64}' text-anchor='middle'>weight of the generator, √n V (right), and of the discriminator, √n w (up); black: the law, dashed: small learning rates</text>\n</svg>\n");
string file = Path.Combine(folder, "figure-2.svg");
File.WriteAllText(file, svg.ToString());
Console.WriteLine($"Wrote {file}");

static string Inside(WeightLaw law, double[][] rows) => law.IsDegenerate ? "no spread left" :
    string.Join("  ", Enumerable.Range(1, 3).Select(k => $"{100.0 * rows.Count(row => law.SquaredDistance(row) < k * k) / rows.Length,5:F1} %"));
static string Ellipse(WeightContour c, string colour, string dashes) => // y grows downwards in a picture
    $"<ellipse rx='{c.Major}' ry='{c.Minor}' transform='translate({c.CenterX} {-c.CenterY}) rotate({-c.Angle * 180 / Math.PI})' fill='none' stroke='{colour}' stroke-width='0.04' stroke-dasharray='{dashes}'/>\n";

#:project ../src/PhaseGan/PhaseGan.csproj

// Figure 1: two features (Λ = Λ̃ = diag(5, 3), τ = 0.2, τ̃ = 0.04) at three levels of noise. Curves: the ODE; dots: one training with
// n = 5000; dashed: the limit of small learning rates, which knows no noise. Run it with: dotnet run -c Release samples/Figure1.cs [folder]
using System.Globalization;
using System.Text;
using PhaseGan;

string folder = args.Length > 0 ? args[0] : ".";
Directory.CreateDirectory(folder);
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

const double Until = 200, Width = 300, Height = 200;
(string Name, string Colour, Func<MacroState, double> Of)[] curves =
[
    ("P₁₁²", "#4477aa", m => m.P(0, 0) * m.P(0, 0)), ("P₂₂²", "#cc3311", m => m.P(1, 1) * m.P(1, 1)),
    ("q₁²", "#66ccee", m => m.Q(0) * m.Q(0)), ("q₂²", "#ee9988", m => m.Q(1) * m.Q(1)),
];
double[] dots = [.. Enumerable.Range(0, 101).Select(i => i * Until / 100)], dense = [.. Enumerable.Range(0, 801).Select(i => i * Until / 800)];
var svg = new StringBuilder($"<svg xmlns='http://www.w3.org/2000/svg' width='{3 * Width + 60}' height='{2 * Height + 90}' font-family='sans-serif' font-size='13'>\n<rect width='100%' height='100%' fill='white'/>\n");
int panel = 0;
foreach (double noise in new[] { 2.0, 1.0, 4.0 })
{
    var gan = new GanParameters(realVariances: [5, 3], fakeVariances: [5, 3], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: noise, fakeNoise: noise);
    var start = MacroState.NearOriginDiagonal(gan, 0.1);
    GeneralOde ode = new(gan), limit = new(gan, diffusion: false);
    Trajectory path = DormandPrince.Integrate(ode, start, Until), small = DormandPrince.Integrate(limit, start, Until);
    Ensemble training = new GramSimulator().Run(gan, start, new SimulationOptions { Dimension = 5000, Times = [.. dots], Seed = 1 });
    PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start }).Classify(gan);
    MacroState end = ode.Unpack(path.End), last = training.State(dots.Length - 1, 0);
    Console.WriteLine($"η = {noise}: {verdict.Phase}. At t = {Until}: ODE {Row(end)}; training {Row(last)}; small rates {Row(limit.Unpack(small.End))}");

    double left = 45 + panel++ * Width;
    svg.Append($"<text x='{left + Width / 2 - 10}' y='20' text-anchor='middle'>η = {noise}: {verdict.Phase}</text>\n");
    for (int pair = 0; pair < 2; pair++)
    {
        double top = 30 + pair * (Height + 10);
        svg.Append($"<rect x='{left}' y='{top}' width='{Width - 20}' height='{Height}' fill='none' stroke='#888'/>\n<text x='{left - 6}' y='{top + 12}' text-anchor='end'>1</text><text x='{left - 6}' y='{top + Height}' text-anchor='end'>0</text>\n");
        string At(double t, double v) => $"{left + t / Until * (Width - 20):F1} {top + (1 - v) * Height:F1}";
        foreach (var (name, colour, of) in pair == 0 ? curves[..2] : curves[2..])
        {
            svg.Append($"<path fill='none' stroke='{colour}' stroke-opacity='0.5' stroke-dasharray='5 4' d='M{string.Join('L', dense.Select(t => At(t, of(limit.Unpack(small.At(t))))))}'/>\n");
            svg.Append($"<path fill='none' stroke='{colour}' stroke-width='1.6' d='M{string.Join('L', dense.Select(t => At(t, of(ode.Unpack(path.At(t))))))}'/>\n");
            svg.Append($"<path fill='none' stroke='{colour}' stroke-width='3.6' stroke-linecap='round' d='{string.Concat(dots.Select((t, i) => $"M{At(t, of(training.State(i, 0)))}h0"))}'/>\n");
        }
    }
}
for (int c = 0; c < curves.Length; c++)
    svg.Append($"<text x='{260 + 60 * c}' y='{2 * Height + 75}' fill='{curves[c].Colour}'>{curves[c].Name}</text>\n");
svg.Append($"<text x='{520}' y='{2 * Height + 75}'>over time t = k/n from 0 to {Until}</text>\n</svg>\n");
string file = Path.Combine(folder, "figure-1.svg");
File.WriteAllText(file, svg.ToString());
Console.WriteLine($"Wrote {file}");

string Row(MacroState m) => string.Join(", ", curves.Select(c => $"{c.Name} {c.Of(m):F3}"));

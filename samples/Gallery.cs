#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// Every kind of picture, as docs/gallery.md shows them. Run it with: dotnet run -c Release samples/Gallery.cs [folder] [plotly.min.js]
// With plotly.js named it also takes the pictures of the two pages, if Chromium is installed.
using System.Diagnostics;
using PhaseGan;
using PhaseGan.Plotting;

string folder = args.Length > 0 ? args[0] : "docs/images/gallery";
Directory.CreateDirectory(folder);
string At(string name) => Path.Combine(folder, name);

// Two features, labelled from inequality (15): all four phases.
var two = new GanParameters(realVariances: [5, 3], fakeVariances: [5, 3], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
var claims = new PhaseSweep(Axis.Linear("alpha", 0.05, 2, 60), Axis.Linear("eta", 0.1, 6, 60), (alpha, eta) => two.With(rateRatio: alpha, noise: eta));
new PhaseDiagramFigure(claims.Run(new ClaimPhaseClassifier()))
{
    Title = "Two features, from inequality (15)",
    Subtitle = "Λ = Λ̃ = (5, 3), τ = 0.2",
    Curves = BoundaryCurve.OfClaim(claims),
}.Save(At("phases.svg"));

// One feature, labelled from the attractor that the ODE reaches, on a logarithmic axis; as picture and as pages.
var one = new GanParameters(realVariances: [1], fakeVariances: [1], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 1, fakeNoise: 1);
MacroState start = MacroState.Diagonal(p: [0.05], q: [0.05], r: [0.02]);
var sweep = new PhaseSweep(Axis.Logarithmic("alpha", 0.02, 4, 24), Axis.Linear("eta", 0.1, 2.6, 24), (alpha, eta) => one.With(rateRatio: alpha, noise: eta));
PhaseDiagram reached = sweep.Run(new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start })), claimed = sweep.Run(new ClaimPhaseClassifier());
var figure = new PhaseDiagramFigure(reached)
{
    Title = "One feature, from the ODE",
    Subtitle = "Λ = Λ̃ = 1, τ = 0.2, from P = q = 0.05, r = 0.02",
    Curves = BoundaryCurve.OfClaim(sweep),
};
figure.Save(At("one-feature.svg"));
new PhaseDiagramPage(figure) { Sweep = sweep }.Save(At("page.html"));
new PlotlyDiagram(figure, PlotlySource.Url("plotly.min.js")) { Sweep = sweep }.Save(At("plotly.html"));

// Where the two sources of labels differ.
PhaseAgreement agreement = PhaseAgreement.Of(claimed, reached, "claim", "ode");
new PhaseAgreementFigure(agreement) { Title = "Claim against ODE", Curves = BoundaryCurve.OfClaim(sweep) }.Save(At("agreement.svg"));
new PhaseConfusionFigure(agreement) { Title = "Claim against ODE" }.Save(At("confusion.svg"));

// Spectra where (15) holds and perfect recovery is unstable all the same.
var counterexample = new GanParameters(realVariances: [3, 2], fakeVariances: [1, 2], discriminatorRate: 0.2, generatorRate: 0.02, realNoise: 2.7386, fakeNoise: 2.7386);
Claim1 claim = Claim1.Check(counterexample);
new SpectrumFigure(("perfect recovery, P = I", claim.AtPerfectRecovery), ("no recovery, P = 0", claim.AtNoRecovery))
{
    Title = "A counterexample to Claim 1",
    Subtitle = "Λ = (3, 2), Λ̃ = (1, 2), τ = 0.2, τ̃ = 0.02, η_T = η_G = 2.7386",
}.Save(At("spectrum.svg"));

// Forty trainings at n = 500 around the ODE: median and the middle 80 %.
MacroState moderate = MacroState.Diagonal(p: [0.2, 0.2], q: [0.2, 0.2], r: [0.1, 0.1]);
var options = new SimulationOptions { Dimension = 500, Replicas = 40, Times = SimulationOptions.EvenTimes(200, intervals: 50), Seed = 1 };
EnsembleComparison run = EnsembleComparison.Run(new GramSimulator(), two, moderate, options);
TrajectorySeries Square(string name, string coordinate)
{
    int c = run.CoordinateNames.IndexOf(coordinate);
    return TrajectorySeries.Of(name, run.Path, y => y[c] * y[c], run.Ensemble);
}
new TrajectoryFigure(
    new TrajectoryPanel("Generator", Square("P₁₁²", "p_11"), Square("P₂₂²", "p_22")),
    new TrajectoryPanel("Discriminator", Square("q₁²", "q_1"), Square("q₂²", "q_2")))
{
    Title = "Forty trainings and the ODE",
    Subtitle = "Λ = Λ̃ = (5, 3), τ = 0.2, τ̃ = 0.04, η_T = η_G = 2; n = 500. Lines: ODE; dots and bands: median and middle 80 % of the trainings",
    TimeLabel = "t = k/n",
    ValueRange = (0, 1),
}.Save(At("trajectories.svg"));

// The law of single weights (Figure 2 at a smaller n).
var weak = new GanParameters(realVariances: [2], fakeVariances: [2], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
MacroState overlaps = MacroState.Diagonal(p: [0.2], q: [0.3], r: [0.1]);
MicroscopicLaw law = MicroscopicLaw.Along(new GeneralOde(weak), overlaps, until: 100), limit = MicroscopicLaw.Along(new GeneralOde(weak, diffusion: false), overlaps, until: 100);
MicroscopicTraining training = new MicroscopicSimulator().Begin(weak, overlaps, new SimulationOptions { Dimension = 800, Seed = 2019 });
var panels = new List<WeightLawPanel>();
foreach (double t in (double[])[0, 10, 100])
{
    training.AdvanceTo(t);
    panels.Add(new WeightLawPanel($"t = {t}", law.At(t, [1])) { Reference = limit.At(t, [1]), Points = WeightLawPanel.Rows(training.Weights(0)) });
}
new WeightLawFigure(panels)
{
    Title = "The law of single weights",
    Subtitle = "Λ = Λ̃ = 2, τ = 0.2, τ̃ = 0.04, η_T = η_G = 2; one training with n = 800",
    ReferenceLabel = "small learning rates",
}.Save(At("weights.svg"));

Console.WriteLine($"Wrote {Directory.GetFiles(folder, "*.svg").Length} pictures and 2 pages to {folder}");

// The pages as a reader sees them who points at a cell.
if (args.Length > 1)
{
    Screenshot("page", "main svg", "pointermove", "740,520");
    Screenshot("plotly", ".nsewdrag", "mousemove", "960,620");
}

void Screenshot(string page, string area, string pointing, string size)
{
    string script = $"setInterval(() => {{ const a = document.querySelector('{area}'), r = a?.getBoundingClientRect(); a?.dispatchEvent(new PointerEvent('{pointing}', {{ bubbles: true, clientX: r.left + 0.48 * r.width, clientY: r.top + 0.55 * r.height, view: window }})); }}, 400);";
    DirectoryInfo temporary = Directory.CreateTempSubdirectory();
    File.Copy(args[1], Path.Combine(temporary.FullName, "plotly.min.js"));
    string pointed = Path.Combine(temporary.FullName, "page.html");
    File.WriteAllText(pointed, File.ReadAllText(At(page + ".html")).Replace("</body>", $"<script>{script}</script></body>", StringComparison.Ordinal));
    using Process browser = Process.Start("chromium",
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--log-level=3", "--virtual-time-budget=6000", $"--window-size={size}",
        $"--user-data-dir={temporary.FullName}", $"--screenshot={Path.GetFullPath(At(page + ".png"))}", new Uri(pointed).AbsoluteUri,
    ]);
    browser.WaitForExit();
    temporary.Delete(recursive: true);
}

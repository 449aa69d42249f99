#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// Figure 1: two features (Λ = Λ̃ = diag(5, 3), τ = 0.2, τ̃ = 0.04) at three levels of noise. Lines: the ODE; dots: one training with
// n = 5000; thin: the limit of small learning rates, which knows no noise. Run it with: dotnet run -c Release samples/Figure1.cs [folder]
using PhaseGan;
using PhaseGan.Dynamics;
using PhaseGan.Plotting;

string folder = args.Length > 0 ? args[0] : ".";
Directory.CreateDirectory(folder);

// At finite n the time of an escape from very small overlaps is random, so ODE and training start from the same overlaps of moderate size.
MacroState start = MacroState.Diagonal(p: [0.2, 0.2], q: [0.2, 0.2], r: [0.1, 0.1]);
const double Until = 200;
var options = new SimulationOptions { Dimension = 5000, Times = SimulationOptions.EvenTimes(Until, intervals: 100), Seed = 1 };

List<TrajectoryPanel> generator = [], discriminator = [];
foreach (double noise in (double[])[2, 1, 4])
{
    var gan = new GanParameters(realVariances: [5, 3], fakeVariances: [5, 3], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: noise, fakeNoise: noise);
    // The chain of the overlaps is exact in law and fast; new MicroscopicSimulator() runs the same training with its vectors.
    EnsembleComparison run = EnsembleComparison.Run(new GramSimulator(), gan, start, options);
    Trajectory small = DormandPrince.Integrate(new GeneralOde(gan, diffusion: false), start, Until);
    Phase phase = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start }).Classify(gan).Phase;

    TrajectorySeries Square(string name, string coordinate)
    {
        int c = run.CoordinateNames.IndexOf(coordinate);
        return TrajectorySeries.Of(name, run.Path, y => y[c] * y[c], run.Ensemble, reference: small);
    }
    generator.Add(new TrajectoryPanel($"η_T = η_G = {noise}: {PhasePalette.Name(phase)}", Square("P₁₁²", "p_11"), Square("P₂₂²", "p_22")));
    discriminator.Add(new TrajectoryPanel("", Square("q₁²", "q_1"), Square("q₂²", "q_2")));
    string Row(ReadOnlySpan<double> y) => FormattableString.Invariant($"P₁₁² {y[0] * y[0]:F3}, P₂₂² {y[3] * y[3]:F3}, q₁² {y[4] * y[4]:F3}, q₂² {y[5] * y[5]:F3}");
    Console.WriteLine($"η_T = η_G = {noise}: {phase}. {run}");
    Console.WriteLine($"  At the end: ODE {Row(run.Path.End)}; training {Row(run.Ensemble.Record(100, 0))}; small rates {Row(small.End)}");
}

string svg = Path.Combine(folder, "figure-1.svg");
new TrajectoryFigure([.. generator, .. discriminator])
{
    Title = "Two features at three levels of noise",
    Subtitle = "Λ = Λ̃ = (5, 3), τ = 0.2, τ̃ = 0.04; from P = 0.2 I, q = (0.2, 0.2), r = (0.1, 0.1). Lines: ODE; dots: one training, n = 5000; thin: small learning rates",
    TimeLabel = "t = k/n",
    ValueRange = (0, 1),
    Columns = 3,
    PanelWidth = 280,
    PanelHeight = 180,
}.Save(svg);
Console.WriteLine($"Wrote {svg}");

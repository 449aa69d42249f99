#:project ../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

// The phase diagram of the solvable GAN with one feature (Λ = Λ̃ = 1, τ = 0.2), over the ratio of the learning rates
// and the noise, labelled by the attractor that training reaches. Run it with: dotnet run samples/PhaseDiagram.cs [folder]
using PhaseGan;
using PhaseGan.Plotting;

string folder = args.Length > 0 ? args[0] : ".";
Directory.CreateDirectory(folder);

var gan = new GanParameters(realVariances: [1], fakeVariances: [1], discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 1, fakeNoise: 1);
var start = MacroState.Diagonal(p: [0.05], q: [0.05], r: [0.02]);

var sweep = new PhaseSweep(
    x: Axis.Linear("alpha", 0.02, 4, 64),
    y: Axis.Linear("eta", 0.1, 2.6, 64),
    at: (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
PhaseDiagram diagram = sweep.Run(new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start }));

string csv = Path.Combine(folder, "diagram.csv"), svg = Path.Combine(folder, "diagram.svg");
diagram.WriteCsv(csv);
new PhaseDiagramFigure(diagram)
{
    Title = "One feature",
    Subtitle = "Λ = Λ̃ = 1, τ = 0.2, from P = q = 0.05, r = 0.02",
    Curves = BoundaryCurve.OfClaim(sweep),
}.Save(svg);

Console.WriteLine(diagram);
Console.WriteLine($"Wrote {csv} and {svg}");

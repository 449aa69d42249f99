#:project ../../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

using PhaseGan;
using PhaseGan.Plotting;

var gan = new GanParameters(realVariances: [1], fakeVariances: [1],
                            discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
var sweep = new PhaseSweep(
    x: Axis.Linear("alpha", 0.02, 4, 24),
    y: Axis.Linear("eta", 0.1, 2.6, 24),
    at: (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));

PhaseDiagram diagram = sweep.Run(new OdePhaseClassifier());
diagram.WriteCsv("diagram.csv");

var figure = new PhaseDiagramFigure(diagram) { Title = "One feature, τ = 0.2", Curves = BoundaryCurve.OfClaim(sweep) };
figure.Save("diagram.svg");
new PhaseDiagramPage(figure).Save("diagram.html");

foreach (Phase phase in PhasePalette.Order)
    Console.WriteLine($"{PhasePalette.Name(phase),-14}{diagram.Count(phase),4} cells");
PhaseVerdict corner = diagram[23, 0];
Console.WriteLine($"α = {diagram.X.Values[23]}, η = {diagram.Y.Values[0]}: {corner.Phase} at {corner.Attractor}");

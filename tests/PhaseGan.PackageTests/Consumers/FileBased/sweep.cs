#:package PhaseGan@$(PhaseGanVersion)
#:property PublishAot=false
using PhaseGan;

var gan = new GanParameters([1], [1], discriminatorRate: 0.2, generatorRate: 0.2, realNoise: 1, fakeNoise: 1);
PhaseDiagram diagram = new PhaseSweep(
    Axis.Linear("alpha", 0.02, 4, 64), Axis.Linear("eta", 0.1, 2.6, 64),
    (alpha, eta) => gan.With(rateRatio: alpha, noise: eta)).Run(new OdePhaseClassifier());
diagram.WriteCsv(args[0]);
Console.WriteLine(diagram);

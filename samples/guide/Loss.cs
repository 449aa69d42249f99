#:project ../../src/PhaseGan/PhaseGan.csproj

using PhaseGan;

var gan = new GanParameters(realVariances: [1], fakeVariances: [1],
                            discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2.5, fakeNoise: 2.5);
TrainingRule[] rules =
[
    TrainingRule.Example1,
    new TrainingRule { Loss = GanLoss.Tanh },
    new TrainingRule { Loss = GanLoss.Tanh, Regulariser = Regulariser.Quadratic, Strength = 5 },
    new TrainingRule { Loss = GanLoss.Logistic },
];
MacroState start = MacroState.Diagonal(p: [0.05], q: [0.05], r: [0.02]);
foreach (TrainingRule rule in rules)
{
    PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Rule = rule, Start = _ => start }).Classify(gan);
    Console.WriteLine($"{rule}: {verdict.Phase}, ρ = {verdict.Recovery[0]:F4}");
}

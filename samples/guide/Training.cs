#:project ../../src/PhaseGan/PhaseGan.csproj

using PhaseGan;

var gan = new GanParameters(realVariances: [5, 3], fakeVariances: [5, 3],
                            discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
MacroState start = MacroState.Diagonal(p: [0.2, 0.2], q: [0.2, 0.2], r: [0.1, 0.1]);
var options = new SimulationOptions
{
    Dimension = 5000, Replicas = 16, Times = SimulationOptions.EvenTimes(until: 20, intervals: 10), Seed = 1,
};

// the chain of the overlaps has exactly the law of training with vectors of length n; new MicroscopicSimulator() holds these vectors
EnsembleComparison run = EnsembleComparison.Run(new GramSimulator(), gan, start, options);
Console.WriteLine(run);

int p11 = run.CoordinateNames.IndexOf("p_11");
for (int t = 0; t < run.TimeCount; t += 5)
{
    CoordinateComparison entry = run[t, p11];
    Console.WriteLine($"t = {entry.Time,2}: P₁₁ of the ODE {entry.Ode:F4}, mean of 16 trainings {entry.Mean:F4} ± {entry.StandardError:F4}");
}
EnsembleTable.WriteCsv(run.Ensemble, "trainings.csv");

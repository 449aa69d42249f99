#:project ../../src/PhaseGan.Sqlite/PhaseGan.Sqlite.csproj

using PhaseGan;
using PhaseGan.Sqlite;

var gan = new GanParameters(realVariances: [1], fakeVariances: [1],
                            discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
var sweep = new PhaseSweep(Axis.Linear("alpha", 0.5, 4, 8), Axis.Linear("eta", 0.5, 2.5, 8),
                           (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
var classifier = new SimulationPhaseClassifier(new SimulationPhaseOptions { Dimension = 200, Replicas = 2 });

// stopped in the middle, as by a pulled plug
using var stop = new CancellationTokenSource();
using (var store = SqliteSweepStore.Open("run.db"))
{
    try
    {
        sweep.Run(classifier, store, new StopHalfway(stop), stop.Token);
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine("stopped");
    }
}

// the same program goes on where it was
using var again = SqliteSweepStore.Open("run.db");
int there = again.State().Finished;
PhaseDiagram diagram = sweep.Run(classifier, again);
Console.WriteLine($"some cells were there: {there is > 0 and < 64}; now {again.State().Finished} of {again.State().Total}");
Console.WriteLine($"the same as a run that was never stopped: {diagram.Equals(sweep.Run(classifier))}");

internal sealed class StopHalfway(CancellationTokenSource stop) : IProgress<SweepProgress>
{
    public void Report(SweepProgress value)
    {
        if (value.Completed >= 32)
            stop.Cancel();
    }
}

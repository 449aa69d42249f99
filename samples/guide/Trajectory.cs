#:project ../../src/PhaseGan.Plotting/PhaseGan.Plotting.csproj

using PhaseGan;
using PhaseGan.Dynamics;
using PhaseGan.Plotting;

var gan = new GanParameters(realVariances: [5, 3], fakeVariances: [5, 3],
                            discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
var ode = new ReducedOde(gan);
Trajectory path = DormandPrince.Integrate(ode, MacroState.NearOrigin(gan, epsilon: 0.03, seed: 1), until: 400);
Console.WriteLine($"{path.StopReason} after {path.AcceptedSteps} steps");

// dense output: the state at any time
foreach (double t in new[] { 0.0, 50, 100, 200, 400 })
{
    MacroState state = ode.Unpack(path.At(t));
    Console.WriteLine($"t = {t,3}: ρ = {state.Recovery()[0]:F4}, {state.Recovery()[1]:F4}; q = {state.Q(0):F4}, {state.Q(1):F4}");
}

// as a table, and as a picture of P₁₁² and P₂₂²
TrajectoryTable.WriteCsv(path, ode, [.. Enumerable.Range(0, 401).Select(t => (double)t)], "path.csv");
int p11 = ode.CoordinateNames().IndexOf("p_11"), p22 = ode.CoordinateNames().IndexOf("p_22");
new TrajectoryFigure(new TrajectoryPanel("Overlaps",
    TrajectorySeries.Of("P₁₁²", path, y => y[p11] * y[p11]),
    TrajectorySeries.Of("P₂₂²", path, y => y[p22] * y[p22]))).Save("path.svg");

#:project ../../src/PhaseGan/PhaseGan.csproj

using PhaseGan;
using PhaseGan.Dynamics;

// one feature: a limit cycle, shown by its Floquet multipliers
var one = new GanParameters(realVariances: [1], fakeVariances: [1],
                            discriminatorRate: 0.2, generatorRate: 0.2, realNoise: 1.5, fakeNoise: 1.5);
var ode = new ReducedOde(one);
Attractor found = AttractorFinder.Find(ode, ode.Pack(MacroState.NearOrigin(one, 0.03, seed: 1)));
if (found is LimitCycleAttractor { Cycle: var cycle })
    Console.WriteLine($"a cycle of period {cycle.Period:F3}, multipliers {string.Join(", ", cycle.Multipliers.Select(m => $"{m.Magnitude:F4}"))}");

// two features: neither at rest nor periodic; one Lyapunov exponent tells chaos from a torus
var two = new GanParameters(realVariances: [5, 3], fakeVariances: [5, 3],
                            discriminatorRate: 0.2, generatorRate: 0.1, realNoise: 1, fakeNoise: 1);
var field = new ReducedOde(two);
found = AttractorFinder.Find(field, field.Pack(MacroState.NearOrigin(two, 0.03, seed: 1)),
    new AttractorOptions { Exponents = 1, Lyapunov = new LyapunovOptions { Duration = 2000, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9 } });
if (found is AperiodicAttractor { Lyapunov.Exponents: [var exponent, ..] } motion)
    Console.WriteLine($"{motion.Motion}: the exponent is {(exponent.Value > 4 * exponent.StandardError ? "positive" : "not positive")}");

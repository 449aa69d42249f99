#:package PhaseGan.Dynamics@$(PhaseGanVersion)
#:property PublishAot=false

// The Brusselator, two autocatalytic reactions (Prigogine and Lefever, 1968), from its definition to its attractors; the core is all that it knows.
using PhaseGan.Dynamics;

var clock = new Brusselator(a: 1, b: 3);

// a path, with values between its steps
Trajectory path = DormandPrince.Integrate(clock, [1.1, 3], until: 40);
Console.WriteLine($"path: {path.StopReason} at t = {path.EndTime:F0}, x(20.5) = {path.At(20.5)[0]:F4}");

// fixed points in a box, and the spectrum there: λ² − (b − 1 − a²) λ + a² = 0
FixedPoint rest = FixedPointFinder.Find(clock, lower: [0, 0], upper: [5, 5]).Orbits.Single().Representative;
Spectrum spectrum = StabilityClassifier.Classify(clock, rest)!;
Console.WriteLine($"rest: ({rest.Coordinates[0]:F4}, {rest.Coordinates[1]:F4}), {spectrum.Verdict}, eigenvalues {string.Join(" and ", spectrum.Eigenvalues.Select(v => $"{v.Real:F4}{v.Imaginary:+0.0000;-0.0000}i"))}");

// where a start leads: a cycle with its Floquet multipliers
var attractor = (LimitCycleAttractor)AttractorFinder.Find(clock, [1.1, 3]);
LimitCycle cycle = attractor.Cycle;
Console.WriteLine($"cycle: {cycle.Verdict}, period {cycle.Period:F4}, multipliers {string.Join(", ", cycle.Multipliers.Select(m => m.Real.ToString("F4")))}");

// its exponents: zero along the motion, and ln|μ| / T across it
LyapunovEstimate exponents = LyapunovSpectrum.Estimate(clock, [1.1, 3], count: 2, new LyapunovOptions { RemoveNeutral = false });
double across = Math.Log(cycle.Multipliers.Min(m => m.Magnitude)) / cycle.Period;
Console.WriteLine($"exponents: {Math.Abs(exponents.Exponents[0].Value):F2} and {exponents.Exponents[1].Value:F2}; ln|μ|/T = {across:F2}");

Console.WriteLine($"knows: {string.Join(", ", AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName().Name!).Where(n => n.StartsWith("PhaseGan", StringComparison.Ordinal)).Order())}");

internal readonly struct Brusselator(double a, double b) : IVectorField
{
    public int Dimension => 2;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) =>
        (derivative[0], derivative[1]) = (a - (b + 1) * y[0] + y[0] * y[0] * y[1], b * y[0] - y[0] * y[0] * y[1]);

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) =>
        (jacobian[0], jacobian[1], jacobian[2], jacobian[3]) = (-(b + 1) + 2 * y[0] * y[1], y[0] * y[0], b - 2 * y[0] * y[1], -y[0] * y[0]);
}

#:project ../../src/PhaseGan/PhaseGan.csproj

using PhaseGan;
using PhaseGan.Dynamics;

// one feature: every fixed point in closed form, with its spectrum
var one = new GanParameters(realVariances: [1], fakeVariances: [1],
                            discriminatorRate: 0.2, generatorRate: 0.3, realNoise: 1, fakeNoise: 1);
var ode = new ReducedOde(one);
foreach (FixedPointOrbit orbit in SingleFeature.FixedPoints(one))
{
    Spectrum? spectrum = StabilityClassifier.Classify(ode, orbit.Representative);
    Console.WriteLine($"{orbit.Kind}: {ode.Unpack(orbit.Representative.Coordinates.AsSpan())} {spectrum?.Verdict}");
}

// two features: by search from random starts
var two = new GanParameters(realVariances: [5, 3], fakeVariances: [5, 3],
                            discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
FixedPointSearch search = FixedPointFinder.Find(new ReducedOde(two));
foreach (var kind in search.Orbits.GroupBy(o => o.Kind).OrderBy(g => g.Key))
    Console.WriteLine($"two features, {kind.Key}: families of dimension {string.Join(", ", kind.Select(o => o.FamilyDimension).Distinct().Order())}");

// the spectrum at any rest point of any field; eigenvalues that only move along a family are set apart
MacroState perfect = MacroState.Diagonal(p: [1, 1], q: [0, 0], r: [0, 0]);
var field = new ReducedOde(two);
Spectrum at = StabilityClassifier.Classify(field, field.Pack(perfect))!;
Console.WriteLine($"P = I: {at.Verdict}, growth rate {at.GrowthRate:F4}, {at.NeutralCount} neutral directions");

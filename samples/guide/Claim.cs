#:project ../../src/PhaseGan/PhaseGan.csproj

using PhaseGan;

// x = τη² = 1.5, α = 0.1
var gan = new GanParameters(realVariances: [3], fakeVariances: [1],
                            discriminatorRate: 0.2, generatorRate: 0.02, realNoise: Math.Sqrt(7.5), fakeNoise: Math.Sqrt(7.5));
Claim1 claim = Claim1.Check(gan);

Console.WriteLine($"(15): {claim.Left:F3} ≤ {gan.EffectiveNoise:F3} < {claim.Right:F3} is {claim.InequalityHolds}");
Console.WriteLine($"the determinant is {claim.DeterminantMargins[0]:F3}: the condition that (15) lacks is {claim.DeterminantHolds}");
Console.WriteLine($"P = I is a {claim.AtPerfectRecovery.Verdict} with growth rate {claim.AtPerfectRecovery.GrowthRate:F4}");
Console.WriteLine($"P = 0 is a {claim.AtNoRecovery.Verdict}");
Console.WriteLine($"training: {new OdePhaseClassifier().Classify(gan).Attractor}, the claim: {new ClaimPhaseClassifier().Classify(gan).Phase}");

#:project ../../src/PhaseGan/PhaseGan.csproj

using PhaseGan;

var gan = new GanParameters(realVariances: [5, 3], fakeVariances: [5, 3],
                            discriminatorRate: 0.2, generatorRate: 0.04, realNoise: 2, fakeNoise: 2);
var classifier = new OdePhaseClassifier();
PhaseVerdict verdict = classifier.Classify(gan);

Console.WriteLine($"{verdict.Phase}: training ends at {verdict.Attractor}");
for (int l = 0; l < gan.FeatureCount; l++)
    Console.WriteLine($"feature {l + 1}: ρ = {verdict.Recovery[l]:F4}");
foreach (var (name, value) in classifier.EvidenceColumns.Zip(verdict.Evidence))
    Console.WriteLine($"{name}: {value}");

// too much noise for the second feature: x = τη² = 3.2 is above Λ₂ = 3
Console.WriteLine(classifier.Classify(gan.With(noise: 4)).Phase);

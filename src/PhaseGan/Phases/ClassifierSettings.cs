using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PhaseGan;

/// <summary>Settings of classifiers as text from which two that differ can be told, to the bit.</summary>
internal static class ClassifierSettings
{
    /// <summary>The shortest text from which the same bits are read back.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Exact(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Exact(MacroState state) =>
        $"P = {List(state.PValues)}, q = {List(state.QValues)}, r = {List(state.RValues)}, S = {List(state.SValues)}, {(state.DiscriminatorFeatures == 1 ? $"z = {Exact(state.DiscriminatorPower)}" : $"Z = {List(state.ZValues)}")}";

    /// <summary>The rule in words, and a hash of all its numbers where the words may not tell them.</summary>
    public static string Exact(TrainingRule rule)
    {
        if (rule.Equals(TrainingRule.Example1))
            return rule.ToString();
        var numbers = new List<double> { rule.Strength };
        foreach (Response f in (ReadOnlySpan<Response>)[rule.Loss.Real, rule.Loss.Fake])
            numbers.AddRange([f.Scale, .. Samples(-8, 8).SelectMany(x => (double[])[f.Value(x), f.Slope(x)])]);
        numbers.AddRange(Samples(0, 4).SelectMany(x => (double[])[rule.Regulariser.Slope(x), rule.Regulariser.Curvature(x)]));
        foreach (LatentLaw law in (ReadOnlySpan<LatentLaw>)[rule.RealCodes, rule.FakeCodes])
            numbers.AddRange(law switch
            {
                MixtureLaw mixture => [.. mixture.Weights, .. mixture.Means, .. mixture.Variances],
                IndependentLaw { Entry: MixtureEntry entry } => entry.Rules.SelectMany(r => (double[])[.. r.Weights, .. r.Means, .. r.Variances]),
                _ => [],
            });
        if (!rule.HasPlainSteps)
        {
            numbers.AddRange([rule.RealMultiplier, rule.FakeMultiplier, rule.Penalty.Real, rule.Penalty.Fake, rule.InstanceNoise, rule.HasNoisyGenerator ? 1 : 0, rule.Scheme.Momentum, rule.Scheme.GeneratorMomentum, rule.Memory.Discriminator ?? 0, rule.Memory.Generator ?? 0, rule.Memory.Average ?? 0]);
            numbers.AddRange(Samples(-8, 8).SelectMany(x => (double[])[rule.Penalty.Slope.Value(x), rule.Penalty.Slope.Slope(x)]));
        }
        if (!rule.Scaling.IsNone)
            numbers.AddRange([(int)rule.Scaling.Kind, rule.Scaling.Limit]);
        byte[] hash = SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers)));
        return $"{rule}, codes {rule.RealCodes} and {rule.FakeCodes}, numbers {Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    /// <summary>Points at which functions that somebody wrote are told apart.</summary>
    private static IEnumerable<double> Samples(double from, double to) => Enumerable.Range(0, 65).Select(i => from + (to - from) * i / 64);

    private static string List(ReadOnlySpan<double> values)
    {
        var text = new StringBuilder("(");
        foreach (double value in values)
            text.Append(text.Length > 1 ? ", " : "").Append(Exact(value));
        return text.Append(')').ToString();
    }
}

using System.Globalization;

namespace PhaseGan;

/// <summary>The lines in the space of parameters on which a rate of training by Example 1 vanishes at every state of a family, by name: what to say of a point there that has no label.</summary>
internal static class VanishingRates
{
    /// <summary>A line counts as met within this fraction of the terms of its equation: rates below it are not seen.</summary>
    private const double Nearness = 1e-7;

    /// <summary>The lines through a point, each with what vanishes there; empty where there is none.</summary>
    public static string At(GanParameters gan)
    {
        var lines = new List<string>();
        int d = gan.FeatureCount;
        if (Math.Abs(CaptureCandidates.DeceivedTrace(gan)) < Nearness)
            lines.Add(d == 1
                ? "the trace of the deceived states vanishes at x = (Λ − Λ̃ + αΛ̃)/2: their rate is zero to first order"
                : Invariant($"the trace of the deceived states vanishes at x = Σ(Λ − Λ̃ + αΛ̃)/{2 * d}: the rates of {d} turns have the sum zero to first order"));
        for (int i = 0; i < d; i++)
            if (Meets(gan.EffectiveNoise, gan.RealVariances[i]))
                lines.Add(Invariant($"x = Λ_{i + 1}: the rate at which feature {i + 1} is learned is zero to first order"));
        for (int j = 0; j < d; j++)
            AddLocked(gan, j, lines);
        return string.Join("; ", lines);
    }

    private static void AddLocked(GanParameters gan, int j, List<string> lines)
    {
        double fake = gan.FakeVariances[j], pull = gan.RateRatio * fake;
        if (Meets(pull, fake + gan.EffectiveNoise))
            lines.Add(Invariant($"Locked with column {j + 1} begins at α = 1 + x/Λ̃_{j + 1}: its rate is zero to first order"));
        for (int i = 0; i < gan.FeatureCount; i++)
        {
            if (Meets(pull, gan.RealVariances[i] + fake) && SingleFeature.Locked(new SingleFeatureConstants(gan, i, j)) is not null)
                lines.Add(Invariant($"Locked with column {j + 1} turns about feature {i + 1} at α = (Λ_{i + 1} + Λ̃_{j + 1})/Λ̃_{j + 1}: the rate of the turn is zero to first order"));
            for (int k = 0; k < j; k++)
                if (gan.FakeVariances[k] == fake && Meets(pull, gan.RealVariances[i] + 2 * fake))
                    lines.Add(Invariant($"Locked with columns {k + 1} and {j + 1} as one turns about feature {i + 1} at α = (Λ_{i + 1} + 2Λ̃_{j + 1})/Λ̃_{j + 1}: the rate of the turn is zero to first order"));
        }
    }

    private static bool Meets(double a, double b) => Math.Abs(a - b) < Nearness * (a + b);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

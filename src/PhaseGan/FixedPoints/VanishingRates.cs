using System.Globalization;

namespace PhaseGan;

/// <summary>The lines in the space of parameters on which a rate of training by Example 1 vanishes at every state of a family, by name: what to say of a point there that has no label.</summary>
internal static class VanishingRates
{
    /// <summary>The lines through a point, each with what vanishes there; empty where there is none.</summary>
    public static string At(GanParameters gan)
    {
        var lines = new List<string>();
        int d = gan.FeatureCount;
        if (RateLine.DeceivedTrace(gan).IsClose)
            lines.Add(d == 1
                ? "the trace of the deceived states vanishes at x = (Λ − Λ̃ + αΛ̃)/2: their rate is zero to first order"
                : Invariant($"the trace of the deceived states vanishes at x = Σ(Λ − Λ̃ + αΛ̃)/{2 * d}: the rates of {d} turns have the sum zero to first order"));
        for (int i = 0; i < d; i++)
            if (RateLine.Learning(gan.RealVariances[i], gan.EffectiveNoise).IsClose)
                lines.Add(Invariant($"x = Λ_{i + 1}: the rate at which feature {i + 1} is learned is zero to first order"));
        for (int j = 0; j < d; j++)
        {
            AddTurns(gan, j, lines);
            AddLocked(gan, j, lines);
        }
        return string.Join("; ", lines);
    }

    /// <summary>Turns of one feature with one of several columns, at deceived states where this column meets no other.</summary>
    private static void AddTurns(GanParameters gan, int j, List<string> lines)
    {
        for (int i = 0; i < gan.FeatureCount && gan.FeatureCount > 1; i++)
            if (RateLine.DeceivedTrace(new SingleFeatureConstants(gan, i, j)).IsClose)
                lines.Add(Invariant($"column {j + 1} alone turns about the deceived states with feature {i + 1} at x = (Λ_{i + 1} − Λ̃_{j + 1} + αΛ̃_{j + 1})/2: the rate of the turn is zero to first order"));
    }

    private static void AddLocked(GanParameters gan, int j, List<string> lines)
    {
        double fake = gan.FakeVariances[j];
        if (RateLine.OfLockedBirth(fake, gan.RateRatio, gan.EffectiveNoise).IsClose)
            lines.Add(Invariant($"Locked with column {j + 1} begins at α = 1 + x/Λ̃_{j + 1}: its rate is zero to first order"));
        for (int i = 0; i < gan.FeatureCount; i++)
        {
            var c = new SingleFeatureConstants(gan, i, j);
            if (RateLine.LockedTurn(c).IsClose && SingleFeature.Locked(c) is not null)
                lines.Add(Invariant($"Locked with column {j + 1} turns about feature {i + 1} at α = (Λ_{i + 1} + Λ̃_{j + 1})/Λ̃_{j + 1}: the rate of the turn is zero to first order"));
            for (int k = 0; k < j; k++)
                if (gan.FakeVariances[k] == fake && RateLine.LockedTurn(SingleFeatureConstants.OfEqualColumns(gan, i, j)).IsClose)
                    lines.Add(Invariant($"Locked with columns {k + 1} and {j + 1} as one turns about feature {i + 1} at α = (Λ_{i + 1} + 2Λ̃_{j + 1})/Λ̃_{j + 1}: the rate of the turn is zero to first order"));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace PhaseGan;

/// <summary>The phase of training that has come to rest, from what it has learned.</summary>
internal static class PhaseRule
{
    /// <summary>A recovery is compared with the threshold only where it differs from it by more than this, for rounding.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Success where all features are learned, Fail where none is, else ModeCollapse.</summary>
    public static Phase Of(int learned, int features) => learned == features ? Phase.Success : learned == 0 ? Phase.Fail : Phase.ModeCollapse;

    /// <summary>The phase by recoveries and their threshold θ: a feature with ρ_ℓ ≥ θ is learned.</summary>
    public static Phase Of(ReadOnlySpan<double> recovery, double threshold)
    {
        int learned = 0;
        foreach (double rho in recovery)
            learned += rho >= threshold ? 1 : 0;
        return Of(learned, recovery.Length);
    }

    /// <summary>Whether every recovery, known up to an error, is clearly on one side of the threshold.</summary>
    public static bool IsDecided(ReadOnlySpan<double> recovery, double threshold, double error)
    {
        foreach (double rho in recovery)
            if (!(Math.Abs(rho - threshold) > error + Rounding))
                return false;
        return true;
    }
}

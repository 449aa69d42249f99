namespace PhaseGan;

/// <summary>λ = ξ(1 − exp(−‖v‖²)), which vanishes at rest points alone.</summary>
internal static class SymplecticRegularisation
{
    public static double Of(double power, double regularisation)
    {
        // without cancellation near rest, where 1 − e^(−p) = e^(−p/2) 2 sinh(p/2)
        return regularisation * 2 * Math.Exp(-0.5 * power) * Math.Sinh(0.5 * Math.Min(power, 700));
    }
}

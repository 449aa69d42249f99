namespace PhaseGan;

/// <summary>What closed forms say of a point of parameter space, as a number: where it changes between two points, a boundary passes between them.</summary>
public static class PhaseRegions
{
    /// <summary>
    /// For one feature: which fixed points attract. For more: which features are visible (Λ_ℓ &gt; x), and
    /// whether the trace of the transverse block of the deceived manifold, τ(Σ(Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ) − 2dx), is positive.
    /// </summary>
    /// <param name="gan">The point.</param>
    /// <returns>A number that is the same wherever the answers are; numbers have no order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="gan"/> is null.</exception>
    public static int ClosedForms(GanParameters gan)
    {
        ArgumentNullException.ThrowIfNull(gan);
        double x = gan.EffectiveNoise;
        int visible = 0;
        double trace = 0;
        for (int l = 0; l < gan.FeatureCount; l++)
        {
            if (gan.RealVariances[l] > x)
                visible++;
            trace += new SingleFeatureConstants(gan, l, l).DeceivedTrace;
        }
        int region = 2 * visible + (trace > 0 ? 1 : 0);
        if (gan.FeatureCount > 1)
            return region;
        var targets = new SingleFeatureTargets(gan);
        region = 2 * region + (targets.DeceivedAttracts ? 1 : 0);
        region = 3 * region + targets.Count;
        for (int k = 0; k < targets.Count; k++)
            region = 2 * region + (targets.Kind(k) == FixedPointKind.Locked ? 1 : 0);
        return region;
    }
}

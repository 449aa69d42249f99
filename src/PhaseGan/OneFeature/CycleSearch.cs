namespace PhaseGan;

/// <summary>
/// Looks for a stable cycle from where it would be approached: next to every fixed point that does not attract. A cycle's basin ends on stable
/// manifolds of such points, so that one branch of their unstable manifolds leads to it.
/// </summary>
internal static class CycleSearch
{
    public static SingleFeatureCycle Run(SingleFeaturePortrait portrait, CancellationToken cancellationToken)
    {
        var ode = new ReducedOde(portrait.Parameters);
        bool sustained = false, undetermined = false;
        int starts = 0;
        foreach (double[] start in Starts(portrait))
        {
            starts++;
            switch (AttractorFinder.Find(ode, start, cancellationToken: cancellationToken))
            {
                case LimitCycleAttractor found:
                    return new SingleFeatureCycle(CycleEvidence.Shown, found.Cycle, starts);
                case AperiodicAttractor:
                    sustained = true;
                    break;
                case UndeterminedAttractor:
                    undetermined = true;
                    break;
            }
        }
        CycleEvidence evidence = sustained ? CycleEvidence.Sustained : undetermined ? CycleEvidence.Undetermined : CycleEvidence.NoneFound;
        return new SingleFeatureCycle(evidence, null, starts);
    }

    private static IEnumerable<double[]> Starts(SingleFeaturePortrait portrait)
    {
        foreach (double p in new[] { 0.05, 0.3, 0.6, 0.9 })
        {
            if (portrait.StableDeceived?.Contains(p) == true)
                continue;
            yield return [p, 0.01, 0.01];
            yield return [p, 0.01, -0.01];
        }
        foreach (SingleFeaturePoint point in portrait.Points)
        {
            if (point.IsAttracting || point.Kind == FixedPointKind.Deceived)
                continue;
            var y = point.Orbit.Representative.Coordinates;
            switch (point.Kind)
            {
                case FixedPointKind.DiscriminatorOnly:
                    yield return [0.01, 0.99 * y[1], 0.01];
                    yield return [0.01, 0.99 * y[1], -0.01];
                    break;
                case FixedPointKind.Locked:
                    yield return [0.01, 0.005, 0.99 * y[2]];
                    yield return [0.01, -0.005, 0.99 * y[2]];
                    break;
                default:
                    yield return [0.99 * y[0], 0.995 * y[1], 0.995 * y[2]];
                    yield return [0.995 * y[0], 0.98 * y[1], 0.995 * y[2]];
                    break;
            }
        }
    }
}

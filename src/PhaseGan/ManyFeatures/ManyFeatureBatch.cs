namespace PhaseGan;

/// <summary>Labels of many points with three features and more. Where neither the deceived manifold nor any other fixed point attracts (<see cref="ActiveFamilies"/>), training oscillates for ever from almost every start.</summary>
internal sealed class ManyFeatureBatch(StartedPoints points)
{
    private readonly PhaseVerdict _moving = OdeSearch.Moving("no fixed point attracts");

    /// <summary>Takes a point with three features and more: gives its verdict; false if it is left to the search, as every other point is. Threads may call it side by side.</summary>
    public bool TryAdd(int index, GanParameters gan)
    {
        if (gan.FeatureCount is < 3 or > ActiveFamilies.MaxFeatures)
            return false;
        var ode = new ReducedOde(gan);
        double[] start = ode.Pack(points.Start(index, gan));
        if (!IsGeneric(ode, start) || CaptureCandidates.DeceivedTrace(gan) <= CaptureCandidates.Margin || ActiveFamilies.AnyMayAttract(ode))
            return false;
        points.Batch.Set(index, _moving);
        return true;
    }

    /// <summary>No overlap vanishes and no two columns coincide but for their signs: a start on no plane that the field leaves invariant.</summary>
    private static bool IsGeneric(ReducedOde ode, ReadOnlySpan<double> y)
    {
        foreach (double v in y)
            if (v == 0)
                return false;
        ReadOnlySpan<double> r = ode.Layout.RIn(y);
        for (int j = 0; j < r.Length; j++)
            for (int k = 0; k < j; k++)
                if (Math.Abs(r[j]) == Math.Abs(r[k]))
                    return false;
        return true;
    }
}

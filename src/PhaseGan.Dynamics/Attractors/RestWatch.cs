namespace PhaseGan.Dynamics;

/// <summary>Near the rest manifold: is it stable here, and is the drift still to come small?</summary>
internal sealed class RestWatch<TField>(SearchContext<TField> search)
    where TField : IVectorField
{
    /// <summary>Transverse coordinates above this are not near the manifold.</summary>
    private const double Near = 0.05;

    /// <summary>After a look the transverse coordinates must fall to this fraction before the next, or rise to so many times the trigger and come back.</summary>
    private const double Fall = 0.3, Rise = 20;

    private double _trigger = Near;

    /// <summary>After a step.</summary>
    public Attractor? Step()
    {
        if (search.Manifold is null)
            return null;
        double transverse = search.Transverse(search.Stepper.State);
        if (transverse > Rise * _trigger)
            _trigger = Math.Min(Near, transverse / 2);
        else if (transverse < _trigger)
        {
            _trigger = Fall * transverse;
            return Look();
        }
        return null;
    }

    /// <summary>Looks at the state where the trajectory is.</summary>
    public Attractor? Look()
    {
        if (search.Manifold is not { } manifold)
            return null;
        ReadOnlySpan<double> y = search.Stepper.State;
        double transverse = search.Transverse(y);
        if (transverse > Near)
            return null;
        Spectrum? spectrum = StabilityClassifier.AtRest(manifold, y, out double condition);
        if (spectrum is null)
            return null;
        if (spectrum.Verdict != StabilityVerdict.Stable)
        {
            search.Obstacle = "the trajectory rested near an unstable part of the rest manifold and had not settled";
            if (transverse == 0)
            {
                return spectrum.Verdict == StabilityVerdict.Marginal
                    ? search.Undetermined("the trajectory is on a marginal part of the rest manifold, where linear stability does not decide; move the parameters a little", UndeterminedCause.Marginal)
                    : search.Undetermined("the trajectory is exactly on an unstable part of the rest manifold and cannot leave it; start off it", UndeterminedCause.Repelling);
            }
            return null;
        }
        if (!RestDrift.IsSmall(spectrum, condition, search.Scale, transverse, search.Options.EndPointTolerance, out double drift))
            return null;
        y.CopyTo(search.Work);
        search.Work.AsSpan(manifold.TransverseStart, manifold.TransverseCount).Clear();
        return new FixedPointAttractor(FixedPoint.At(search.Field, search.Work), spectrum, drift, search.Stepper.Time, search.Evaluations);
    }
}

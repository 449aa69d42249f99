namespace PhaseGan.Dynamics;

/// <summary>Off the rest manifold: when the field has become small, is there a stable fixed point so near that the trajectory cannot miss it?</summary>
internal sealed class PointWatch<TField>(SearchContext<TField> search, CancellationToken cancellation)
    where TField : IVectorField
{
    /// <summary>Fields above this fraction of the scale are not small; below half of it Newton's method is asked.</summary>
    private const double Small = 0.02, Trigger = 0.01;

    /// <summary>After a look the speed must fall to this fraction before the next, or rise to so many times the trigger and come back.</summary>
    private const double Fall = 0.2, Rise = 30;

    /// <summary>The time between looks grows by this factor: motion that slows down again and again near saddles must not pay for Newton each time.</summary>
    private const double GapGrowth = 1.5;

    /// <summary>Most steps of Newton's method, and how far they may lead.</summary>
    private const int NewtonSteps = 40;

    private const double FurthestPoint = 0.5;

    /// <summary>A point that near is where the trajectory seems to end: to know whether it attracts may take seconds, once.</summary>
    private const double NearestPoint = 1e-4;

    /// <summary>A point with many coordinates that is found again, within this distance, is not asked again.</summary>
    private const double Same = 1e-9;

    /// <summary>A trajectory this near a saddle that does not leave it while rounding errors would have grown by e to this power is on its stable manifold.</summary>
    private const double OnManifold = 1e-9, GrowthOfRounding = 60;

    private double _trigger = double.PositiveInfinity;
    private double _nextPolish;
    private double _gap;
    private double[]? _point;
    private Spectrum? _spectrum;
    private double _radius;
    private (double[] Point, Spectrum? Spectrum, double Condition)? _asked;

    /// <summary>After a step.</summary>
    public Attractor? Step()
    {
        double speed = VectorMath.Largest(search.Stepper.Derivative);
        if (InBasin() is { } reached)
            return reached;
        if (speed > Small * search.Scale)
        {
            _trigger = Trigger * search.Scale;
            return null;
        }
        if (speed > Rise * _trigger)
            _trigger = speed / 3;
        if (speed >= _trigger || search.Stepper.Time < _nextPolish)
            return null;
        _trigger = Fall * speed;
        _gap = Math.Max(1 / search.Scale, GapGrowth * _gap);
        _nextPolish = search.Stepper.Time + _gap;
        return Look(search.Stepper.State);
    }

    /// <summary>Looks for a fixed point near a state; remembers a stable one, returns it if the trajectory is already inside its basin.</summary>
    public Attractor? Look(ReadOnlySpan<double> from)
    {
        NewtonResult newton = Newton.Polish(search.Field, from, NewtonSteps);
        if (!newton.IsConverged || newton.Travel > FurthestPoint)
            return null;
        if (search.Manifold is not null && search.Transverse(newton.Point) < StabilityClassifier.RestTolerance)
            return null;
        Spectrum? spectrum = SpectrumAt(newton, out double condition);
        if (spectrum is null)
            return null;
        if (spectrum.Verdict != StabilityVerdict.Stable)
        {
            bool isMarginal = spectrum.Verdict == StabilityVerdict.Marginal;
            search.Obstacle = isMarginal
                ? "the trajectory came near a marginal fixed point, where linear stability does not decide, and had not settled"
                : "the trajectory rested near a saddle and had not settled";
            search.ObstacleCause = isMarginal ? UndeterminedCause.Marginal : UndeterminedCause.Budget;
            if (newton.Travel < OnManifold && search.Windows[0].Duration * spectrum.GrowthRate > GrowthOfRounding)
                return search.Undetermined("the trajectory lies on the stable manifold of a saddle and cannot leave it; start elsewhere", UndeterminedCause.Repelling);
            return null;
        }
        double rate = -spectrum.GrowthRate;
        search.SlowestStable = Math.Min(search.SlowestStable, rate);
        _point = newton.Point;
        _spectrum = spectrum;
        _radius = search.Field is ScaledField
            ? LinearRegion.Radius(search.Field, newton.Point, search.Stepper.State, rate, condition)
            : AttractorSearch.BasinRadius(rate, search.Scale, condition);
        return InBasin();
    }

    /// <summary>The spectrum at a point that Newton's method found; that of a large one is kept.</summary>
    private Spectrum? SpectrumAt(NewtonResult newton, out double condition)
    {
        if (IArrowField.Of(search.Field) is null)
            return StabilityClassifier.Ask(search.Field, newton.Point, out condition);
        if (_asked is var (point, spectrum, known) && VectorMath.LargestDifference(newton.Point, point) < Same)
        {
            condition = known;
            return spectrum;
        }
        spectrum = StabilityClassifier.Ask(search.Field, newton.Point, out condition, newton.Travel < NearestPoint, cancellation);
        if (spectrum is not null)
            _asked = (newton.Point, spectrum, condition);
        return spectrum;
    }

    /// <summary>Whether the trajectory is inside the radius of the stable fixed point that was found. On a family the end point is known to that distance only.</summary>
    private FixedPointAttractor? InBasin()
    {
        if (_point is null)
            return null;
        double distance = VectorMath.LargestDifference(search.Stepper.State, _point);
        bool isFamily = _spectrum!.NeutralCount > 0;
        if (distance >= (isFamily ? Math.Min(_radius, search.Options.EndPointTolerance) : _radius))
            return null;
        return new FixedPointAttractor(FixedPoint.At(search.Field, _point), _spectrum, isFamily ? distance : 0, search.Stepper.Time, search.Evaluations);
    }
}

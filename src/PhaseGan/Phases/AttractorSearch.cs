using System.Globalization;
using System.Numerics;

namespace PhaseGan;

/// <summary>One search of <see cref="AttractorFinder"/>: follows the trajectory and asks, cheaply and ever more rarely, what it can show.</summary>
internal sealed class AttractorSearch<TField>
    where TField : IVectorField
{
    /// <summary>A window must last this many times the inverse of the slowest rate before its ranges count.</summary>
    private const double WindowsPerSlowRate = 4;

    /// <summary>A window must hold this many returns to the section before its ranges count.</summary>
    private const int ReturnsPerWindow = 20;

    /// <summary>Shooting for a cycle is dear; this many tries are made.</summary>
    private const int MaxCycleAttempts = 8;

    /// <summary>Motion that could still be caught must go on for this many times the time at which it first looked steady.</summary>
    private const double PatienceFactor = 12;

    /// <summary>The same for motion of which only the speed has become steady.</summary>
    private const double LongPatienceFactor = 24;

    /// <summary>In that time it may fade to this fraction at most: a spiral whose linear rate is nearly zero falls like 1/√t, to 0.29 of what it was.</summary>
    private const double LeastOfPatience = 0.75;

    private static readonly LimitCycleOptions CycleOptions = new()
    {
        RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-12, MaxSteps = 12, MaxEvaluations = 200_000, PeriodRange = 1.2, PolishingSteps = 0, IsReturn = true,
    };

    private readonly TField _field;
    private readonly AttractorOptions _options;
    private readonly IRestManifold? _manifold;
    private readonly Dop853Stepper<TField> _stepper;
    private readonly int _n;
    private readonly double[] _work;
    private readonly double[] _jacobian;
    private readonly ReturnSection _section;
    private readonly MotionWindow[] _windows;

    private double _scale;
    private double _restTrigger = 0.05;
    private double _pointTrigger = double.PositiveInfinity;
    private double _cycleTrigger = double.PositiveInfinity;
    private int _cycleAttempts;
    private long _shooting;
    private int _fullWindows;
    private readonly double _elapsed;
    private double _patience;
    private double _livelinessThen;
    private double _usualLiveliness;
    private double _livelySince;
    private double _nextPolish;
    private double _polishGap;
    private double _slowestStable = double.PositiveInfinity;
    private double[]? _stablePoint;
    private Spectrum? _stableSpectrum;
    private double _stableRadius;
    private string _lastObstacle = "the motion had not settled";

    /// <param name="field">The field.</param>
    /// <param name="options">Tolerances and budget.</param>
    /// <param name="elapsed">The time for which the trajectory has been followed already, where the search goes on from a later state.</param>
    public AttractorSearch(TField field, AttractorOptions options, double elapsed = 0)
    {
        _elapsed = elapsed;
        (_field, _options, _n) = (field, options, field.Dimension);
        _manifold = field as IRestManifold;
        _stepper = new Dop853Stepper<TField>(field, options.RelativeTolerance, options.AbsoluteTolerance);
        _work = new double[_n];
        _jacobian = new double[_n * _n];
        _section = new ReturnSection(_n);
        _windows = [new MotionWindow(_n), new MotionWindow(_n), new MotionWindow(_n)];
    }

    public Attractor Run(ReadOnlySpan<double> start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_stepper.Start(0, start))
            return Undetermined("the field is not finite at the start; check the start and the parameters");
        _scale = Scale(start);
        if (_scale == 0)
            return Undetermined("the field's Jacobian vanishes or is not finite at the start, so that nothing sets a scale of time; start elsewhere");
        if (LookAtRest() is { } atOnce)
            return atOnce;

        double length = 40 / _scale;
        while (true)
        {
            MotionWindow window = _windows[0];
            (_windows[0], _windows[1], _windows[2]) = (_windows[2], window, _windows[1]);
            window = _windows[0];
            window.Begin(_stepper.Time, _stepper.State);
            double end = _stepper.Time + length;
            while (_stepper.Time < end)
            {
                if (Advance(end, window, cancellationToken) is { } found)
                    return found;
            }
            if (EndOfWindow(window) is { } shown)
                return shown;
            if (UnitMisfit.Of(_field, window, _stepper.State) is { } misfit)
                return Undetermined("the motion left the sizes that were measured on it") with { Misfit = misfit };
            length = Math.Min(NextLength(window, length), 1e9 / _scale);
        }
    }

    /// <summary>Windows grow until one holds enough returns, keep that length for two more, and grow again if those decided nothing.</summary>
    private double NextLength(MotionWindow window, double length)
    {
        if (window.Returns >= ReturnsPerWindow)
            return ++_fullWindows % 3 == 0 ? 1.5 * length : length;
        _fullWindows = 0;
        return window.Returns >= 4 ? Math.Max(1.25, 1.15 * ReturnsPerWindow / window.Returns) * length : 1.5 * length;
    }

    private Attractor? Advance(double end, MotionWindow window, CancellationToken cancellationToken)
    {
        if (Evaluations >= _options.MaxEvaluations)
            return Undetermined($"{_lastObstacle} within the budget of {_options.WholeBudget ?? _options.MaxEvaluations} evaluations; raise MaxEvaluations, or start elsewhere");
        switch (_stepper.TryStep(end))
        {
            case StepOutcome.Rejected:
                return null;
            case StepOutcome.TooSmall:
                return Undetermined("the integration needs steps below the resolution of time, where the field is singular and no tolerance helps; start elsewhere");
            case StepOutcome.NonFinite:
                return Undetermined("the field is not finite ahead, or the trajectory leaves every bound; start where the field stays defined, or check the field");
        }
        if ((_stepper.Accepted & 1023) == 0)
            cancellationToken.ThrowIfCancellationRequested();

        ReadOnlySpan<double> y = _stepper.State;
        window.Add(_stepper.Time, _stepper.StateBefore, y);
        if (_section.Crosses(_stepper.StateBefore, y))
        {
            window.Returns++;
            _section.Add(_stepper, _work);
            if (LookAtReturns(window) is { } cycle)
                return cycle;
        }
        if (_manifold is not null)
        {
            double transverse = Transverse(y);
            if (transverse > 20 * _restTrigger)
                _restTrigger = Math.Min(0.05, transverse / 2);
            else if (transverse < _restTrigger)
            {
                _restTrigger = 0.3 * transverse;
                return LookAtRest();
            }
        }
        return LookAtPoint();
    }

    /// <summary>When returns to the section contract: is there a stable cycle so near that the trajectory cannot miss it?</summary>
    private LimitCycleAttractor? LookAtReturns(MotionWindow window)
    {
        if (_cycleAttempts >= MaxCycleAttempts)
            return null;
        double amplitude = 0.5 * Math.Max(window.Range(window.Widest()), _windows[1].Range(_windows[1].Widest()));
        double distance = _section.FindCycle(0.02 * amplitude, out double period, _work);
        if (distance >= _cycleTrigger)
            return null;
        _cycleTrigger = 0.1 * distance;
        _cycleAttempts++;
        LimitCycleSolution solution = LimitCycleSolver.Polish(_field, _work, period, CycleOptions);
        _shooting += solution.Evaluations;
        LimitCycle? cycle = solution.Cycle;
        if (cycle is null)
            return null;
        double slowest = double.PositiveInfinity;
        foreach (Complex multiplier in cycle.Multipliers.OrderBy(m => (m - Complex.One).Magnitude).Skip(cycle.NeutralCount))
            slowest = Math.Min(slowest, Math.Abs(Math.Log(multiplier.Magnitude)));
        // a cycle met on the way tells how slowly the motion may still change
        _slowestStable = Math.Min(_slowestStable, slowest / cycle.Period);
        if (cycle.Verdict != StabilityVerdict.Stable)
        {
            _lastObstacle = "the motion came near a cycle that is not stable and had not settled";
            return null;
        }
        if (Distance(_work, cycle.Point.AsSpan()) > 0.1 * amplitude * Math.Min(1, slowest) || cycle.Amplitude < 0.2 * amplitude)
            return null;
        return new LimitCycleAttractor(cycle, _stepper.Time, Evaluations);
    }

    /// <summary>Near the rest manifold: is it stable here, and is the drift still to come small?</summary>
    private Attractor? LookAtRest()
    {
        if (_manifold is null)
            return null;
        ReadOnlySpan<double> y = _stepper.State;
        double transverse = Transverse(y);
        if (transverse > 0.05)
            return null;
        Spectrum? spectrum = StabilityClassifier.AtRest(_manifold, y, out double condition);
        if (spectrum is null)
            return null;
        double rate = -spectrum.GrowthRate;
        if (spectrum.Verdict != StabilityVerdict.Stable)
        {
            _lastObstacle = "the trajectory rested near an unstable part of the rest manifold and had not settled";
            if (transverse == 0)
                return Undetermined(spectrum.Verdict == StabilityVerdict.Marginal
                    ? "the trajectory is on a marginal part of the rest manifold, where linear stability does not decide; move the parameters a little"
                    : "the trajectory is exactly on an unstable part of the rest manifold and cannot leave it; start off it");
            return null;
        }
        condition = Math.Min(condition, 1e3);
        // the transverse modes decay at least like κ e^(−rate t); the manifold's coordinates drift by at most C times their square
        double drift = condition * condition * 2 * _scale * transverse * transverse / rate;
        double change = condition * _scale * (drift + condition * condition * transverse * transverse);
        if (change > 0.05 * rate || drift > _options.EndPointTolerance)
            return null;
        y.CopyTo(_work);
        _work.AsSpan(_manifold.TransverseStart, _manifold.TransverseCount).Clear();
        return new FixedPointAttractor(FixedPoint.At(_field, _work), spectrum, drift, _stepper.Time, Evaluations);
    }

    /// <summary>Off the rest manifold: when the field has become small, is there a stable fixed point so near that the trajectory cannot miss it?</summary>
    private Attractor? LookAtPoint()
    {
        double speed = Largest(_stepper.Derivative);
        if (InBasin() is { } reached)
            return reached;
        if (speed > 0.02 * _scale)
        {
            _pointTrigger = 0.01 * _scale;
            return null;
        }
        if (speed > 30 * _pointTrigger)
            _pointTrigger = speed / 3;
        if (speed >= _pointTrigger || _stepper.Time < _nextPolish)
            return null;
        _pointTrigger = 0.2 * speed;
        // motion that slows down again and again near saddles must not pay for Newton each time
        _polishGap = Math.Max(1 / _scale, 1.5 * _polishGap);
        _nextPolish = _stepper.Time + _polishGap;
        return Polish(_stepper.State);
    }

    /// <summary>Looks for a fixed point near a state; remembers a stable one, returns it if the trajectory is already inside its basin.</summary>
    private Attractor? Polish(ReadOnlySpan<double> from)
    {
        NewtonResult newton = Newton.Polish(_field, from, 40);
        if (!newton.IsConverged || newton.Travel > 0.5)
            return null;
        if (_manifold is not null && Transverse(newton.Point) < StabilityClassifier.RestTolerance)
            return null;
        Spectrum? spectrum = StabilityClassifier.Classify(_field, newton.Point, out double condition);
        if (spectrum is null)
            return null;
        if (spectrum.Verdict != StabilityVerdict.Stable)
        {
            _lastObstacle = spectrum.Verdict == StabilityVerdict.Marginal
                ? "the trajectory came near a marginal fixed point, where linear stability does not decide, and had not settled"
                : "the trajectory rested near a saddle and had not settled";
            double growth = spectrum.GrowthRate;
            if (newton.Travel < 1e-9 && _windows[0].Duration * growth > 60)
                return Undetermined("the trajectory lies on the stable manifold of a saddle and cannot leave it; start elsewhere");
            return null;
        }
        double rate = -spectrum.GrowthRate;
        _slowestStable = Math.Min(_slowestStable, rate);
        _stablePoint = newton.Point;
        _stableSpectrum = spectrum;
        _stableRadius = _field is ScaledField
            ? LinearRegion.Radius(_field, newton.Point, _stepper.State, rate, condition)
            : AttractorSearch.BasinRadius(rate, _scale, condition);
        return InBasin();
    }

    /// <summary>Whether the trajectory is inside the radius of the stable fixed point that was found. On a family the end point is known to that distance only.</summary>
    private FixedPointAttractor? InBasin()
    {
        if (_stablePoint is null)
            return null;
        double distance = Distance(_stepper.State, _stablePoint);
        bool isFamily = _stableSpectrum!.NeutralCount > 0;
        if (distance >= (isFamily ? Math.Min(_stableRadius, _options.EndPointTolerance) : _stableRadius))
            return null;
        return new FixedPointAttractor(FixedPoint.At(_field, _stablePoint), _stableSpectrum, isFamily ? distance : 0, _stepper.Time, Evaluations);
    }

    private Attractor? EndOfWindow(MotionWindow window)
    {
        _scale = Math.Max(_scale, Scale(_stepper.State));
        int widest = window.Widest();
        double range = window.Range(widest);
        double level = window.Mean(widest);
        double place = (_section.Level - window.Low[Math.Max(0, _section.Coordinate)]) / Math.Max(1e-300, window.Range(Math.Max(0, _section.Coordinate)));
        if (_section.Coordinate < 0 || !(place > 0.15 && place < 0.85))
            _section.Place(widest, level);

        // the centre of the motion is where a slow spiral would end
        for (int i = 0; i < _n; i++)
            _work[i] = window.Mean(i);
        if (Polish(_work) is { } found)
            return found;
        bool isLively = IsLively(window);
        if (range < 1e-4 || !(isLively || IsSteady()))
            return null;
        double slow = SlowestRate();
        if (window.Duration * slow < WindowsPerSlowRate * 3 || _windows[2].Duration * slow < WindowsPerSlowRate)
            return null;
        if (isLively)
            return Aperiodic(window, range);
        // where the motion could still be caught, it must have gone on much longer, and not have faded meanwhile
        if (_patience == 0 ? MayBeCaught() : window.Liveliness < LeastOfPatience * _livelinessThen)
        {
            (_patience, _livelinessThen) = (EndOfPatience(PatienceFactor, _stepper.Time), window.Liveliness);
            return null;
        }
        return _stepper.Time < _patience ? null : Aperiodic(window, range);
    }

    private AperiodicAttractor Aperiodic(MotionWindow window, double range) =>
        new(0.5 * range, [.. _stepper.State], window.Duration / Math.Max(1, window.Returns), _stepper.Time, Evaluations);

    /// <summary>
    /// Whether the motion has been as fast in every window for <see cref="LongPatienceFactor"/> times as long as it took to become so. Among many
    /// coordinates some wander without bound along families, so that ranges never settle; the speed of the motion does.
    /// </summary>
    private bool IsLively(MotionWindow window)
    {
        if (window.Returns < ReturnsPerWindow)
            return false;
        if (window.Liveliness < LeastOfPatience * _usualLiveliness || LeastOfPatience * window.Liveliness > _usualLiveliness)
            (_usualLiveliness, _livelySince) = (window.Liveliness, _stepper.Time);
        return _stepper.Time > EndOfPatience(LongPatienceFactor, _livelySince);
    }

    /// <summary>
    /// The time of the search until which motion must last that looked steady first at another time. Over all that has elapsed it is 2.5 times as long, in which
    /// a spiral fades to 0.63 of what it was, however late the search has begun.
    /// </summary>
    private double EndOfPatience(double factor, double since) => Math.Max(factor * since, 1.5 * _elapsed + 2.5 * since);

    /// <summary>
    /// Whether Newton's method finds a stable fixed point from states that the motion visits, or the rest manifold is stable below them. If
    /// so the motion may be a long transient, and is believed only when it has lasted <see cref="PatienceFactor"/> times longer.
    /// </summary>
    private bool MayBeCaught()
    {
        // all families are known for the linear loss alone; for another, capture is always to be feared
        if (_field is IReducedField reduced ? CaptureCandidates.AnyMayAttract(reduced.Ode) : _field is IVectorField<MacroState>)
            return true;
        for (int k = 0; k < _section.Kept; k += Math.Max(1, _section.Kept / 24))
        {
            ReadOnlySpan<double> visited = _section.State(k);
            bool caught = _manifold is not null && StabilityClassifier.AtRest(_manifold, visited, out _)?.Verdict == StabilityVerdict.Stable;
            if (!caught)
            {
                NewtonResult newton = Newton.Polish(_field, visited, 40);
                caught = newton.IsConverged && StabilityClassifier.Classify(_field, newton.Point)?.Verdict == StabilityVerdict.Stable;
            }
            if (caught)
                return true;
        }
        return false;
    }

    /// <summary>
    /// Whether the motion goes on as it was: as lively as in the two windows before, inside the ranges that they visited together, and still
    /// over much of them. Ranges are compared with the two windows together because switching between mirror images of a motion is common.
    /// </summary>
    private bool IsSteady()
    {
        (MotionWindow now, MotionWindow middle, MotionWindow old) = (_windows[0], _windows[1], _windows[2]);
        if (old.Returns < ReturnsPerWindow || now.Liveliness < 0.7 * Math.Max(middle.Liveliness, old.Liveliness)
            || now.Liveliness > 1.4 * Math.Min(middle.Liveliness, old.Liveliness))
            return false;
        double widest = now.Range(now.Widest());
        for (int i = 0; i < _n; i++)
        {
            double low = Math.Min(middle.Low[i], old.Low[i]), high = Math.Max(middle.High[i], old.High[i]), range = high - low;
            if (Math.Max(range, now.Range(i)) < 1e-3 * widest)
                continue;
            if (now.Low[i] < low - 0.15 * range || now.High[i] > high + 0.15 * range || now.Range(i) < 0.4 * range)
                return false;
        }
        return true;
    }

    /// <summary>The slowest decay or growth that the motion can show: of the linearised field at its centre, and of every stable fixed point met.</summary>
    private double SlowestRate()
    {
        double slow = Math.Min(_slowestStable, _scale);
        for (int i = 0; i < _n; i++)
            _work[i] = _windows[0].Mean(i);
        _field.Jacobian(_work, _jacobian);
        if (EigenSolver.Eigenvalues(_jacobian, _n) is { } values)
            foreach (var v in values)
                if (v.Magnitude > 1e-3 * _scale)
                    slow = Math.Min(slow, v.Magnitude);
        if (_manifold is not null && StabilityClassifier.AtRest(_manifold, _work, out _) is { } rest)
            foreach (var v in rest.Eigenvalues)
                if (v.Magnitude > 1e-3 * _scale)
                    slow = Math.Min(slow, v.Magnitude);
        return slow;
    }

    /// <summary>Evaluations along the trajectory and in the searches for cycles.</summary>
    private long Evaluations => _stepper.Evaluations + _shooting;

    private UndeterminedAttractor Undetermined(string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"followed up to t = {_stepper.Time * ((_field as ScaledField)?.TimeUnit ?? 1):G5} with {_cycleAttempts} {(_cycleAttempts == 1 ? "try" : "tries")} at a cycle: {reason}"), _stepper.Time, Evaluations);

    private double Scale(ReadOnlySpan<double> y)
    {
        _field.Jacobian(y, _jacobian);
        double sum = 0;
        foreach (double v in _jacobian)
            sum += v * v;
        return double.IsFinite(sum) ? Math.Sqrt(sum) : 0;
    }

    private double Transverse(ReadOnlySpan<double> y) => Largest(y.Slice(_manifold!.TransverseStart, _manifold.TransverseCount));

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double v in values)
            largest = Math.Max(largest, Math.Abs(v));
        return largest;
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }
}

/// <summary>What does not depend on the field of a search.</summary>
internal static class AttractorSearch
{
    /// <summary>Distance from a stable fixed point within which a trajectory is taken to end there.</summary>
    /// <param name="rate">Slowest rate of decay.</param>
    /// <param name="scale">Size of the Jacobian.</param>
    /// <param name="condition">Condition number of its eigenvectors.</param>
    public static double BasinRadius(double rate, double scale, double condition) => Math.Clamp(0.05 * rate / (scale * Math.Min(condition, 30)), 2e-7, 1e-2);
}

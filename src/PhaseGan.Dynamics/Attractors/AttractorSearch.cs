namespace PhaseGan.Dynamics;

/// <summary>
/// One search of <see cref="AttractorFinder"/>: follows the trajectory in windows and lets four watches ask, cheaply and ever more rarely, what they can show: a rest,
/// a fixed point, a cycle, a motion that goes on.
/// </summary>
internal sealed class AttractorSearch<TField>
    where TField : IVectorField
{
    /// <summary>The first window, and the longest, in units of the inverse scale: what is not decided then, within the rounding of numbers, is not decided later.</summary>
    private const double FirstWindow = 40, LongestWindow = 1e20;

    /// <summary>A Jacobian on the way that is so many times larger than the scale, or for three windows as many times smaller, gives a new scale.</summary>
    private const double Rescale = 4, RescaleDown = 20;

    /// <summary>Where the Jacobian vanishes at the start, the integrator's first step is about this fraction of the time on which the field changes.</summary>
    private const double FirstStepOfTime = 1e-2;

    /// <summary>Where a field is bounded the trace of the Jacobian is taken at every so many steps, for less than a hundredth of the cost.</summary>
    private const int StepsPerTrace = 16;

    /// <summary>The first step where there is no absolute tolerance, in units of the inverse scale.</summary>
    private const double FirstStepWithoutTolerance = 1e-3;

    /// <summary>The section must lie between these fractions of the range, or is placed anew at the mean.</summary>
    private const double LowestSection = 0.15, HighestSection = 0.85;

    private readonly SearchContext<TField> _search;
    private readonly RestWatch<TField> _rest;
    private readonly PointWatch<TField> _point;
    private readonly CycleWatch<TField> _cycle;
    private readonly CancellationToken _cancellation;
    private readonly double[] _scales = new double[3];
    private readonly GoingOnWatch<TField> _goingOn;
    private int _fullWindows;
    private long _nextScale = 16;

    /// <param name="field">The field.</param>
    /// <param name="options">Tolerances and budget.</param>
    /// <param name="elapsed">The time for which the trajectory has been followed already, where the search goes on from a later state.</param>
    /// <param name="absoluteTolerance">Absolute tolerance in place of that of the options.</param>
    /// <param name="cancellation">Stops the search.</param>
    public AttractorSearch(TField field, AttractorOptions options, double elapsed = 0, double? absoluteTolerance = null, CancellationToken cancellation = default)
    {
        _search = new SearchContext<TField>(field, options, elapsed, absoluteTolerance ?? options.AbsoluteTolerance);
        _rest = new RestWatch<TField>(_search);
        _point = new PointWatch<TField>(_search, cancellation);
        _cycle = new CycleWatch<TField>(_search);
        _goingOn = new GoingOnWatch<TField>(_search, _cycle, cancellation);
        _cancellation = cancellation;
    }

    /// <summary>Whether the absolute tolerance hid what decides, so that a search without one should follow.</summary>
    public bool HasSunk(bool hasFailed) => !_search.IsBounded && (_search.Sunk.Any || (hasFailed && _search.Sunk.AnyNow));

    /// <summary>Follows the trajectory from a start.</summary>
    public Attractor Run(ReadOnlySpan<double> start)
    {
        _cancellation.ThrowIfCancellationRequested();
        double scale = _search.ScaleAt(start);
        // without an absolute tolerance a coordinate that is zero leaves no first step to be chosen
        if (!_search.Stepper.Start(0, start, _search.AbsoluteTolerance < _search.Options.AbsoluteTolerance && scale > 0 ? FirstStepWithoutTolerance / scale : null))
            return _search.Undetermined("the field is not finite at the start; check the start and the parameters", UndeterminedCause.Singular);
        start.CopyTo(_search.Start);
        _search.Scale = scale > 0 ? scale : FirstStepOfTime / _search.Stepper.NextStep;
        if (!(_search.Scale > 0) || !double.IsFinite(_search.Scale))
            return _search.Undetermined("the field's Jacobian is not finite at the start, so that nothing sets a scale of time; start elsewhere", UndeterminedCause.Singular);
        if (_rest.Look() is { } atOnce)
            return atOnce;

        double length = FirstWindow / _search.Scale;
        MotionWindow[] windows = _search.Windows;
        while (true)
        {
            MotionWindow window = windows[0];
            (windows[0], windows[1], windows[2]) = (windows[2], window, windows[1]);
            window = windows[0];
            window.Begin(_search.Stepper.Time, _search.Stepper.State);
            double end = _search.Stepper.Time + length;
            while (_search.Stepper.Time < end)
            {
                if (Advance(end, window) is { } found)
                    return found;
                if (FindsLargerScale())
                    (length, end) = (FirstWindow / _search.Scale, Math.Min(end, _search.Stepper.Time + FirstWindow / _search.Scale));
            }
            // what follows would rest on what the absolute tolerance hides
            if (HasSunk(hasFailed: false) && _search.AbsoluteTolerance >= _search.Options.AbsoluteTolerance)
                return _search.Undetermined("a coordinate sank far below the absolute tolerance and rose again; ask for a smaller one", UndeterminedCause.Budget);
            if (EndOfWindow(window) is { } shown)
                return shown;
            if (UnitMisfit.Of(_search.Field, window, _search.Stepper.State) is { } misfit)
                return _search.Undetermined("the motion left the sizes that were measured on it", UndeterminedCause.Budget) with { Misfit = misfit };
            length = NextLength(window, length);
            if (length > LongestWindow / _search.Scale)
                return _search.Undetermined($"{_search.Obstacle}, however long it went on; start elsewhere, or move the parameters a little", _search.ObstacleCause);
        }
    }

    /// <summary>Windows grow until one holds enough returns, keep that length for two more, and grow again if those decided nothing.</summary>
    private double NextLength(MotionWindow window, double length)
    {
        const int enough = GoingOnWatch<TField>.ReturnsPerWindow;
        if (window.Returns >= enough)
            return ++_fullWindows % 3 == 0 ? 1.5 * length : length;
        _fullWindows = 0;
        return window.Returns >= 4 ? Math.Max(1.25, 1.15 * enough / window.Returns) * length : 1.5 * length;
    }

    /// <summary>
    /// At the 16th step, the 32nd, and so on: whether the Jacobian is far larger than the scale, which it may have been by chance at the start, where it can
    /// vanish.
    /// </summary>
    private bool FindsLargerScale()
    {
        if (_search.IsBounded || _search.Stepper.Accepted < _nextScale)
            return false;
        _nextScale *= 2;
        double scale = _search.ScaleAt(_search.Stepper.State);
        if (!(scale > Rescale * _search.Scale))
            return false;
        _search.Scale = scale;
        return true;
    }

    private Attractor? Advance(double end, MotionWindow window)
    {
        SwitchingStepper<TField> stepper = _search.Stepper;
        if (_search.Evaluations >= _search.Options.MaxEvaluations)
            return OutOfBudget();
        switch (stepper.TryStep(end))
        {
            case StepOutcome.Rejected:
                return null;
            case StepOutcome.TooSmall:
                return _search.Undetermined("the integration needs steps below the resolution of time, where the field is singular and no tolerance helps; start elsewhere", UndeterminedCause.Singular);
            case StepOutcome.NonFinite:
                return _search.Undetermined("the field is not finite ahead, or the trajectory leaves every bound; start where the field stays defined, or check the field", UndeterminedCause.Singular);
        }
        if ((stepper.Accepted & 1023) == 0)
            _cancellation.ThrowIfCancellationRequested();

        ReadOnlySpan<double> y = stepper.State;
        window.Add(stepper.Time, stepper.StateBefore, y);
        if (!_search.IsBounded)
            _search.Sunk.Add(stepper.StateBefore, y);
        else if (stepper.Accepted % StepsPerTrace == 0)
            window.AddTrace(_search.DiagonalAt(y));
        if (_search.Section.Crosses(stepper.StateBefore, y))
        {
            window.Returns++;
            _search.Section.Add(stepper, _search.Work);
            if (_cycle.Step() is { } cycle)
                return cycle;
        }
        return _rest.Step() ?? _point.Step();
    }

    private UndeterminedAttractor OutOfBudget()
    {
        // what was met on the way says more than that nothing was examined
        MotionFinding? finding = _search.Finding is { IsUnseen: true } && _search.ObstacleCause != UndeterminedCause.Budget ? null : _search.Finding;
        UndeterminedCause cause = finding is { } seen ? (seen.IsTransient ? UndeterminedCause.Transient : UndeterminedCause.Budget) : _search.ObstacleCause;
        return _search.Undetermined($"{finding?.Words ?? _search.Obstacle} within the budget of {_search.Options.WholeBudget ?? _search.Options.MaxEvaluations} evaluations; raise MaxEvaluations, or start elsewhere", cause);
    }

    private Attractor? EndOfWindow(MotionWindow window)
    {
        double scale = _search.ScaleAt(_search.Stepper.State);
        (_scales[0], _scales[1], _scales[2]) = (scale, _scales[0], _scales[1]);
        double recent = Math.Max(scale, Math.Max(_scales[1], _scales[2]));
        _search.Scale = !_search.IsBounded && recent > 0 && _scales[2] > 0 && recent < _search.Scale / RescaleDown ? recent : Math.Max(_search.Scale, scale);
        int widest = window.WidestCoordinate();
        double level = window.Mean(widest);
        ReturnSection section = _search.Section;
        int across = Math.Max(0, section.Coordinate);
        double place = (section.Level - window.Low[across]) / Math.Max(1e-300, window.Range(across));
        if (section.Coordinate < 0 || !(place > LowestSection && place < HighestSection))
            section.Place(widest, level);

        // the centre of the motion is where a slow spiral would end
        for (int i = 0; i < _search.Dimension; i++)
            _search.Work[i] = window.Mean(i);
        return _point.Look(_search.Work) ?? (_search.Options.Scope == SearchScope.RestAlone ? null : _goingOn.EndOfWindow(window));
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

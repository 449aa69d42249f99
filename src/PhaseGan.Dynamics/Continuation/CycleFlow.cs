namespace PhaseGan.Dynamics;

/// <summary>Follows motions of a <see cref="CycleField"/> with all of its tangents: the method of order 8, and Radau IIA from where the field proves stiff on.</summary>
/// <param name="relativeTolerance">Relative tolerance of each step.</param>
/// <param name="cancellationToken">Looked at before each step; throws.</param>
internal sealed class CycleFlow(double relativeTolerance, CancellationToken cancellationToken)
{
    /// <summary>The absolute tolerance, in units of the sizes, is this share of the relative one.</summary>
    private const double AbsoluteShare = 0.01;

    /// <summary>The method of order 5 needs too many steps at tighter tolerances than this.</summary>
    private const double TightestImplicit = 1e-11;

    /// <summary>Absolute tolerance of derivatives by a parameter: they serve Newton's method alone, and differences by which they are taken have more noise than the tightest tolerances.</summary>
    private const double SlopeTolerance = 1e-7;

    /// <summary>The tolerance with which extremes are looked for.</summary>
    private const double ExtremeTolerance = 1e-9;

    /// <summary>Steps over one segment, refused ones with them.</summary>
    private const int MostSteps = 200_000;

    /// <summary>A segment that needs more steps than so many times those of all before, and these besides, follows the rounding of the field, or a motion that is none of a cycle nearby.</summary>
    private const int MoreFactor = 20, MoreSteps = 2000;

    /// <summary>Steps that are repeated nearby may have this many times the error: beyond it they serve no more.</summary>
    private const double RepeatedFactor = 10;

    private int _longest;

    /// <summary>The implicit method of order 5 takes thousands of steps for a turn with the tolerances of cycles, and pays where the explicit one takes many more.</summary>
    private const int StepsToStiffness = 10_000;

    private StiffnessWatch _watch = new(StepsToStiffness);

    /// <summary>Whether the implicit method is at work.</summary>
    public bool IsStiff { get; private set; }

    /// <summary>The tolerance of the steps, as it is with the method at work.</summary>
    public double Tolerance => IsStiff ? Math.Max(relativeTolerance, TightestImplicit) : relativeTolerance;

    /// <summary>The same with another tolerance, and the same method.</summary>
    public CycleFlow With(double tolerance) => new(tolerance, cancellationToken) { IsStiff = IsStiff, _longest = _longest };

    /// <summary>Begins with the explicit method again: a branch may leave the region in which its field is stiff.</summary>
    public void Reconsider() => IsStiff = false;

    /// <summary>A stepper of a field with its tangents, for the segments of one cycle.</summary>
    /// <param name="field">The field.</param>
    /// <param name="isRepeated">Whether it is to repeat steps.</param>
    public IStepper Stepper(CycleField field, bool isRepeated = false)
    {
        // what counts is one turn, not a branch of many
        _watch = new StiffnessWatch(StepsToStiffness);
        int full = field.Dimension, states = field.States;
        if (IsStiff)
            return new RadauTangentStepper<CycleField>(field, full, Tolerance, AbsoluteShare * Tolerance);
        double relative = Tolerance * (isRepeated ? RepeatedFactor : 1);
        var absolute = new double[states * (1 + full)];
        Array.Fill(absolute, AbsoluteShare * relative);
        for (int i = 0; i < states; i++)
            absolute.AsSpan(states + i * full + states, full - states).Fill(SlopeTolerance);
        return new Dop853Stepper<CycleVariation>(new CycleVariation(field), StepTolerance.Of(relative, absolute));
    }

    /// <summary>Carries a state and all tangents over a time; the result stands in the stepper.</summary>
    /// <param name="stepper">The stepper; another one where the field proved stiff.</param>
    /// <param name="field">Its field.</param>
    /// <param name="start">The state with its parameters.</param>
    /// <param name="time">The time, &gt; 0.</param>
    /// <param name="firstStep">The first step to try; null at the first segment.</param>
    /// <param name="accepted">Hears of each step; ends the way where it says false. Null for nobody.</param>
    /// <param name="steps">Receives the ends of the steps as shares of the time. Null where they are not wanted.</param>
    public StepFailure Carry(ref IStepper stepper, CycleField field, ReadOnlySpan<double> start, double time, double? firstStep, Func<IStepper, bool>? accepted = null, List<double>? steps = null)
    {
        StepFailure failure = Run(stepper, Seed(field, start), time, firstStep, accepted, steps, out bool isStiff);
        if (!isStiff)
            return failure;
        IsStiff = true;
        stepper = Stepper(field);
        return Run(stepper, Seed(field, start), time, null, accepted, null, out _);
    }

    /// <summary>
    /// Carries a state and all tangents by the steps of another motion nearby, so that what is reached depends smoothly on the start, without the noise of steps that are chosen anew. False where they do not serve.
    /// </summary>
    /// <param name="stepper">The stepper of repeated steps.</param>
    /// <param name="field">Its field.</param>
    /// <param name="start">The state with its parameters.</param>
    /// <param name="time">The time, &gt; 0.</param>
    /// <param name="steps">The ends of the steps as shares of the time.</param>
    public bool Repeat(IStepper stepper, CycleField field, ReadOnlySpan<double> start, double time, double[] steps)
    {
        if (!double.IsFinite(time) || !stepper.Start(0, Seed(field, start), double.PositiveInfinity, time))
            return false;
        foreach (double share in steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (stepper.TryStep(share * time) != StepOutcome.Accepted)
                return false;
        }
        return VectorMath.AllFinite(stepper.State);
    }

    /// <summary>Where the derivatives begin in a stepper's state: after the coordinates, with which the implicit method carries the parameters.</summary>
    /// <param name="state">The state.</param>
    /// <param name="columns">Derivatives of a coordinate.</param>
    public static int TangentsFrom(ReadOnlySpan<double> state, int columns) => state.Length / (1 + columns);

    private double[] Seed(CycleField field, ReadOnlySpan<double> start)
    {
        int columns = field.Dimension, rows = IsStiff ? columns : field.States;
        var seed = new double[rows * (1 + columns)];
        start[..rows].CopyTo(seed);
        for (int i = 0; i < rows; i++)
            seed[rows + i * columns + i] = 1;
        return seed;
    }

    private StepFailure Run(IStepper stepper, double[] seed, double time, double? firstStep, Func<IStepper, bool>? accepted, List<double>? steps, out bool isStiff)
    {
        isStiff = false;
        if (!double.IsFinite(time) || !stepper.Start(0, seed, firstStep, time))
            return StepFailure.NonFinite;
        int taken = 0, most = _longest == 0 ? MostSteps : Math.Min(MostSteps, MoreFactor * _longest + MoreSteps);
        for (; stepper.Time < time; taken++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (taken == most)
                return StepFailure.NoConvergence;
            StepOutcome outcome = stepper.TryStep(time);
            if (outcome is StepOutcome.NonFinite or StepOutcome.TooSmall)
                return StepFailure.NonFinite;
            if (outcome != StepOutcome.Accepted)
                continue;
            if (!IsStiff && stepper is IStiffnessGauge gauge && _watch.IsStiff(gauge))
            {
                isStiff = true;
                return StepFailure.None;
            }
            steps?.Add(stepper.Time / time);
            if (accepted is not null && !accepted(stepper))
                break;
        }
        if (!VectorMath.AllFinite(stepper.State))
            return StepFailure.NonFinite;
        _longest = Math.Max(_longest, taken);
        return StepFailure.None;
    }

    /// <summary>What one turn round a cycle shows, in the field's own coordinates; null where the motion fails.</summary>
    public CycleExtremes? Extremes(CycleFrame frame, double[] u)
    {
        if (CycleField.At(frame, frame.Place(u)) is not { } field)
            return null;
        IStepper stepper = Plain(field);
        double[] start = Start(frame, u, 0), slowest = start, lengths = new double[frame.Segments];
        var extent = new OrbitExtent(start);
        double least = double.PositiveInfinity;
        double? firstStep = null;
        for (int s = 0; s < frame.Segments; s++)
        {
            bool isWhole = Walk(stepper, Start(frame, u, s), frame.Shares[s] * frame.Period(u), firstStep, () =>
            {
                extent.Widen(stepper);
                lengths[s] += VectorMath.Distance(stepper.State, stepper.StateBefore);
                double speed = VectorMath.Norm(stepper.Derivative);
                if (speed < least)
                    (least, slowest) = (speed, stepper.State.ToArray());
            });
            if (!isWhole)
                return null;
            firstStep = stepper.NextStep;
        }
        VectorMath.Divide(lengths, lengths.Sum());
        return new CycleExtremes(InField(extent.Low), InField(extent.High), InField(slowest), lengths);

        double[] InField(ReadOnlySpan<double> x)
        {
            double[] y = [.. frame.Sizes];
            for (int i = 0; i < y.Length; i++)
                y[i] *= x[i];
            return y;
        }
    }

    /// <summary>Places in a segment as shares of its time, where it is cut into parts with equal means of time and way; null where the motion fails.</summary>
    public double[]? Cuts(CycleFrame frame, double[] u, int segment, int parts)
    {
        if (CycleField.At(frame, frame.Place(u)) is not { } field)
            return null;
        IStepper stepper = Plain(field);
        double time = frame.Shares[segment] * frame.Period(u), way = 0;
        List<(double Time, double Way)> path = [(0, 0)];
        bool isWhole = Walk(stepper, Start(frame, u, segment), time, null, () =>
        {
            way += VectorMath.Distance(stepper.State, stepper.StateBefore);
            path.Add((stepper.Time, way));
        });
        if (!isWhole || !(way > 0))
            return null;
        var cuts = new double[parts - 1];
        for (int part = 1, k = 1; part < parts; part++)
        {
            double level = 2.0 * part / parts;
            while (k + 1 < path.Count && Monitor(k) < level)
                k++;
            double before = Monitor(k - 1), share = (level - before) / (Monitor(k) - before);
            cuts[part - 1] = (path[k - 1].Time + Math.Clamp(share, 0, 1) * (path[k].Time - path[k - 1].Time)) / time;
        }
        return cuts;

        double Monitor(int k) => path[k].Time / time + path[k].Way / way;
    }

    /// <summary>A stepper without tangents.</summary>
    private IStepper Plain(CycleField field)
    {
        double tolerance = Math.Max(relativeTolerance, ExtremeTolerance);
        return IsStiff ? new RadauStepper<CycleField>(field, tolerance, tolerance) : new Dop853Stepper<CycleField>(field, tolerance, tolerance);
    }

    /// <summary>Steps over a time; false where the motion fails.</summary>
    private bool Walk(IStepper stepper, double[] start, double time, double? firstStep, Action accepted)
    {
        if (!stepper.Start(0, start, firstStep, time))
            return false;
        for (int k = 0; stepper.Time < time; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StepOutcome outcome = stepper.TryStep(time);
            if (outcome is StepOutcome.NonFinite or StepOutcome.TooSmall || k == MostSteps)
                return false;
            if (outcome == StepOutcome.Accepted)
                accepted();
        }
        return true;
    }

    /// <summary>The start of a segment with the parameters.</summary>
    public static double[] Start(CycleFrame frame, ReadOnlySpan<double> u, int segment) => [.. frame.Scaled(u, segment), .. frame.Place(u)];
}

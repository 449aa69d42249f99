using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// Examines a motion that goes on: is it bounded, recurrent and attracting? Lyapunov exponents within the smallest invariant subspace that holds the
/// motion say which directions grow, fade and do neither; where some do neither, motions from starts next to it are followed, and averages over
/// them are compared. Serves one search.
/// </summary>
/// <remarks>
/// A torus and a family of closed orbits both have exponents zero; on a torus that attracts, averages over nearby motions become the same, in a family
/// they differ for ever. Chaos that keeps volumes, or has a further exponent zero (a conserved quantity, a parameter taken for a coordinate), is no attractor.
/// </remarks>
internal sealed class MotionProof<TField>(TField field, AttractorOptions options, double absoluteTolerance, CancellationToken cancellationToken)
    where TField : IVectorField
{
    /// <summary>Lengths of the rounds, in mean times of return: exponents far below the frequency of the motion need the longer ones.</summary>
    private static readonly double[] s_rounds = [100, 400, 1600];

    /// <summary>A sign is believed at this many standard errors: of normal errors, wrong in fewer than one of a million.</summary>
    private const double StandardErrors = 5;

    /// <summary>Starts next to the motion, and how far off they are in units of its width: far above errors, far inside most basins.</summary>
    private const int Companions = 3;

    private const double Offset = 0.03;

    /// <summary>Companions have returned when their averages differ by this much of the offset, and two stretches are alike when theirs do.</summary>
    private const double Returned = 1e-3;

    /// <summary>Differences below this fraction of the offset are too small for what is left of them to be told.</summary>
    private const double VisibleOffset = 0.2;

    /// <summary>Differences that last to within this, from one stretch to the next, are owed to a neutral direction.</summary>
    private const double Lasting = 1e-3;

    /// <summary>In the longest round differences that have lost less than this are owed to one too.</summary>
    private const double LastingLong = 0.1;

    /// <summary>Logarithm of a growth that is none but for errors.</summary>
    private const double NoGrowth = 1e-5;

    /// <summary>Averages of two stretches that differ by more, in units of the widths, differ for no want of length.</summary>
    private const double VisibleDrift = 0.01;

    /// <summary>An integrator comes to a jump and leaves it by several short steps.</summary>
    private const int StepsOfAJump = 3;

    private const string Drifting = "the motion went on, but its averages still drifted";

    /// <summary>Exponents measured at first in large systems; more where the last of them does not fade.</summary>
    private const int FirstExponents = 12;

    /// <summary>Most states at which the subspace is taken from: some are enough, as each is on the motion.</summary>
    private const int HullStates = 64;

    /// <summary>The unit of time of the field, where it is in other units than its user's.</summary>
    private readonly double _timeUnit = field is ScaledField scaled ? scaled.TimeUnit : 1;

    private double[] _state = [];
    private double[] _centre = [];
    private double[] _width = [];
    private long _budget;

    /// <summary>Evaluations made.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Examines the motion through a state.</summary>
    /// <param name="state">A state on the motion, length N.</param>
    /// <param name="returnTime">Its mean time of return to a section.</param>
    /// <param name="window">Where it has been.</param>
    /// <param name="mayBeCaught">Whether something stable is known beside it: chaos is then not shown.</param>
    /// <param name="budget">Most evaluations.</param>
    public MotionFinding Examine(ReadOnlySpan<double> state, double returnTime, MotionWindow window, bool mayBeCaught, long budget)
    {
        int n = field.Dimension;
        _state = state.ToArray();
        _budget = budget;
        double widest = window.Range(window.WidestCoordinate());
        _centre = [.. Enumerable.Range(0, n).Select(window.Mean)];
        _width = [.. Enumerable.Range(0, n).Select(i => Math.Max(window.Range(i), 1e-9 * widest))];
        var finding = new MotionFinding(MotionOutcome.Open, "the motion went on, but the budget did not suffice to examine it", IsUnseen: true);
        if (TangentsFail(returnTime))
            finding = new MotionFinding(MotionOutcome.Discontinuous, "the motion goes on, but the field's Jacobian does not describe how nearby motions part: the field jumps or the Jacobian is wrong, and its exponents mean nothing");
        else
            for (int round = 0; round < s_rounds.Length && finding is { Outcome: MotionOutcome.Open, IsToGoOn: false } && _budget > 0; round++)
                finding = Round(s_rounds[round], returnTime, round == s_rounds.Length - 1, mayBeCaught) ?? finding;
        Evaluations += budget - _budget;
        return finding;
    }

    private MotionFinding? Round(double returns, double returnTime, bool isLast, bool mayBeCaught)
    {
        double duration = returns * returnTime;
        MotionStretch? now = MotionStretch.Follow(field, _state, duration, _centre, _width, options.RelativeTolerance, absoluteTolerance, ref _budget, cancellationToken);
        if (now is null)
            return null;
        double[] from = _state;
        _state = now.End;
        if (now.StepsAtJumps >= StepsOfAJump)
            return new MotionFinding(MotionOutcome.Discontinuous, "the motion goes on, but the field jumps on its way, of which the Jacobian and so the exponents know nothing");
        if (Leaves(now))
            return new MotionFinding(MotionOutcome.Open, Drifting);
        var hull = MotionHull.Of(field, [.. Enumerable.Range(0, HullStates).Select(k => now.States[k * (now.States.Count - 1) / (HullStates - 1)])]);
        string seen = Text($"over {returns:G4} mean times of return ({duration * _timeUnit:G4} units of time)");

        (int grow, int still, double largest)? across = hull.IsWhole ? (0, 0, 0) : Signs(hull, isAcross: true, duration);
        (int grow, int still, double largest)? within = Signs(hull, isAcross: false, duration);
        if (across is not { } outside || within is not { } inside)
            return null;
        if (outside.grow > 0)
            return new MotionFinding(MotionOutcome.Repelling, Text($"the motion keeps within an invariant subspace of {hull.Dimension} dimensions that repels: across it nearby states part at the rate {outside.largest / _timeUnit:G3}, {seen}; start off it"));
        if (outside.still > 0 && Math.Abs(outside.largest) * duration < NoGrowth)
            return new MotionFinding(MotionOutcome.Neutral, Text($"the motion keeps within an invariant subspace of {hull.Dimension} dimensions across which nearby motions neither approach nor leave, {seen}: a parameter is a coordinate, or a quantity is conserved"));
        int neutral = inside.still + outside.still;
        if (inside.grow > 0)
            return Chaos(now, inside.largest, neutral, duration, seen, isLast, mayBeCaught);
        if (neutral == 0)
            return new MotionFinding(MotionOutcome.Cycle, Text($"all nearby motions approach at the rate {-inside.largest / _timeUnit:G3} or faster, as next to a cycle, {seen}, but shooting did not close it"));
        return Companion(from, now, duration, seen, isLast);
    }

    private MotionFinding Chaos(MotionStretch now, double largest, int neutral, double duration, string seen, bool isLast, bool mayBeCaught)
    {
        (double trace, double error) = now.Trace();
        bool contracts = trace + StandardErrors * error < 0 && -trace * duration > 10;
        if (contracts && neutral == 0)
        {
            return mayBeCaught
                ? new MotionFinding(MotionOutcome.Open, Text($"chaotic motion (exponent {largest / _timeUnit:G3}) went on, but beside it something stable may yet catch it: it may be a transient"), IsToGoOn: true, IsTransient: true)
                : new MotionFinding(MotionOutcome.Shown, Text($"bounded and recurrent, chaotic (exponent {largest / _timeUnit:G3}), volumes shrink at the rate {-trace / _timeUnit:G3}; seen {seen}"));
        }
        if (!contracts && Math.Abs(trace) <= 1e-9 * largest || isLast)
        {
            return new MotionFinding(MotionOutcome.Neutral, contracts
                ? Text($"the motion is chaotic (exponent {largest / _timeUnit:G3}), but in {neutral} further directions nearby motions neither approach nor part, {seen}: a quantity is conserved, or a parameter is a coordinate")
                : Text($"the motion is chaotic (exponent {largest / _timeUnit:G3}), but does not shrink volumes, {seen}: nothing attracts"));
        }
        return new MotionFinding(MotionOutcome.Open, "the motion was chaotic, but whether it attracts was not yet seen");
    }

    /// <summary>Follows motions next to this one, over one stretch for them to come nearer and one to compare.</summary>
    private MotionFinding? Companion(double[] from, MotionStretch first, double duration, string seen, bool isLast)
    {
        if (Follow(_state, duration) is not { } second)
            return null;
        _state = second.End;
        double drift = first.DistanceTo(second);
        if (drift > VisibleDrift)
            return new MotionFinding(MotionOutcome.Open, Drifting, IsToGoOn: true);
        var random = new SplitMix(1);
        double largest = 0, least = double.PositiveInfinity, most = 0;
        for (int c = 0; c < Companions; c++)
        {
            double[] start = [.. from.Select((v, i) => v + Offset * _width[i] * random.NextNormal())];
            if (Follow(start, duration) is not { } early || Follow(early.End, duration) is not { } late)
                return null;
            double before = early.DistanceTo(first), after = late.DistanceTo(second);
            largest = Math.Max(largest, after);
            if (before > VisibleOffset * Offset)
                (least, most) = (Math.Min(least, after / before), Math.Max(most, after / before));
        }
        if (largest <= Returned * Offset && drift <= Returned * Offset)
            return new MotionFinding(MotionOutcome.Shown, Text($"bounded and recurrent, with an exponent zero as on a torus, and nearby motions return to it; seen {seen}"));
        double loss = isLast ? LastingLong : Lasting;
        if (drift <= Returned * Offset && most > 0 && least >= 1 - loss && most <= 1 + loss)
            return new MotionFinding(MotionOutcome.Neutral, Text($"nearby motions neither approach nor leave, {seen}: every start near here has a motion of its own, as round a centre"));
        return new MotionFinding(MotionOutcome.Open, drift > Returned * Offset
            ? Drifting
            : "the motion went on, but nearby motions returned to it too slowly to tell");

        MotionStretch? Follow(ReadOnlySpan<double> start, double time) =>
            MotionStretch.Follow(field, start, time, _centre, _width, options.RelativeTolerance, absoluteTolerance, ref _budget, cancellationToken);
    }

    /// <summary>How many directions grow and how many do neither, and the largest rate; null if that could not be measured.</summary>
    private (int Grow, int Still, double Largest)? Signs(MotionHull hull, bool isAcross, double duration)
    {
        int symmetries = (field as ISymmetricField)?.SymmetryCount ?? 0;
        int all = isAcross ? field.Dimension - hull.Dimension : hull.Dimension - 1 - symmetries;
        if (all < 1)
            return (0, 0, 0);
        for (int count = Math.Min(all, FirstExponents); ; count = Math.Min(all, 2 * count))
        {
            var measure = new LyapunovOptions
            {
                Transient = 0.1 * duration,
                Duration = duration,
                RelativeTolerance = Math.Max(options.RelativeTolerance, 1e-7),
                AbsoluteTolerance = absoluteTolerance < options.AbsoluteTolerance ? absoluteTolerance : Math.Max(absoluteTolerance, 1e-10),
                MaxEvaluations = Math.Max(1, _budget),
            };
            LyapunovEstimate estimate = LyapunovSpectrum.Measure(field, _state, count, measure, hull, isAcross, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            _budget -= estimate.Evaluations;
            if (estimate.Status != LyapunovStatus.Completed || estimate.Exponents.Length < count)
                return null;
            int[] signs = [.. Enumerable.Range(0, count).Select(i => estimate.SignOf(i, StandardErrors))];
            if (signs[^1] < 0 || count == all)
                return (signs.Count(s => s > 0), signs.Count(s => s == 0), estimate.Exponents[0].Value);
        }
    }

    /// <summary>Whether a coordinate's averages over the pieces of a stretch show a trend that chance would in fewer than one of a million.</summary>
    private static bool Leaves(MotionStretch stretch)
    {
        // Student's t with 14 degrees of freedom exceeds 8 with probability 1.4e-6 on both sides together
        const double unlikely = 8, visible = 0.1;
        int pieces = MotionStretch.Pieces;
        double middle = 0.5 * (pieces - 1), spread = pieces * (pieces * pieces - 1) / 12.0;
        for (int i = 0; i < stretch.Mean.Length; i++)
        {
            double mean = stretch.PieceMeans.Average(m => m[i]), slope = 0, rest = 0;
            for (int p = 0; p < pieces; p++)
                slope += (p - middle) * (stretch.PieceMeans[p][i] - mean) / spread;
            for (int p = 0; p < pieces; p++)
                rest += Math.Pow(stretch.PieceMeans[p][i] - mean - slope * (p - middle), 2);
            double error = Math.Sqrt(rest / (pieces - 2) / spread);
            if (Math.Abs(slope) * pieces > visible && Math.Abs(slope) > unlikely * error)
                return true;
        }
        return false;
    }

    /// <summary>Whether tangents carried by the Jacobian differ from differences of nearby motions, over half a return from several places.</summary>
    private bool TangentsFail(double returnTime)
    {
        const int places = 16, mostFailures = places / 4;
        const double step = 1e-5, agreement = 0.05;
        int n = field.Dimension, failures = 0;
        var random = new SplitMix(2);
        double[] direction = new double[n], y = _state.ToArray();
        for (int place = 0; place < places; place++)
        {
            for (int i = 0; i < n; i++)
                direction[i] = step * _width[i] * random.NextNormal();
            double[] seed = [.. y, .. direction], plus = [.. y.Zip(direction, (a, b) => a + b)], minus = [.. y.Zip(direction, (a, b) => a - b)];
            if (!Carry(new VariationalField<TField>(field, 1), seed, 0.5 * returnTime) || !Carry(field, plus, 0.5 * returnTime) || !Carry(field, minus, 0.5 * returnTime))
                return false;
            double difference = 0, length = 0;
            for (int i = 0; i < n; i++)
            {
                double tangent = seed[n + i] / _width[i], measured = 0.5 * (plus[i] - minus[i]) / _width[i];
                difference += (tangent - measured) * (tangent - measured);
                length += tangent * tangent + measured * measured;
            }
            if (difference > agreement * agreement * length)
                failures++;
            seed.AsSpan(0, n).CopyTo(y);
        }
        return failures > mostFailures;
    }

    private bool Carry<TAny>(TAny any, double[] y, double time)
        where TAny : IVectorField
    {
        var stepper = new Dop853Stepper<TAny>(any, 1e-10, Math.Min(absoluteTolerance, 1e-16));
        bool isRunning = stepper.Start(0, y, null, time);
        while (isRunning && stepper.Time < time)
            isRunning = stepper.TryStep(time) is StepOutcome.Accepted or StepOutcome.Rejected && stepper.Evaluations < _budget;
        _budget -= stepper.Evaluations;
        stepper.State.CopyTo(y);
        return isRunning;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

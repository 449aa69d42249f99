using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>At the end of a window: has the motion become one that goes on, and is that shown?</summary>
internal sealed class GoingOnWatch<TField>(SearchContext<TField> search, CycleWatch<TField> cycles, CancellationToken cancellationToken)
    where TField : IVectorField
{
    /// <summary>A window must hold this many returns to the section before its ranges count.</summary>
    public const int ReturnsPerWindow = 20;

    /// <summary>A window must last this many times the inverse of the slowest rate before its ranges count, and the present one three times that.</summary>
    private const double WindowsPerSlowRate = 4;

    /// <summary>Ranges below this are no motion: where the field keeps its coordinates to order one, and elsewhere in units of the widest range so far.</summary>
    private const double SmallestRange = 1e-4;

    /// <summary>Where a field is bounded, motion that could still be caught must go on for this many times the time at which it first looked steady.</summary>
    private const double PatienceFactor = 12;

    /// <summary>The same for motion of which only the speed has become steady.</summary>
    private const double LongPatienceFactor = 24;

    /// <summary>In that time it may fade to this fraction at most: a spiral whose linear rate is nearly zero falls like 1/√t, to 0.29 of what it was.</summary>
    private const double LeastOfPatience = 0.75;

    /// <summary>Where the search has begun late, the whole time must have grown by this factor, and the speed fallen by less than this power of it.</summary>
    private const double LeastLonger = 1.25, SlowestFading = 0.1;

    /// <summary>Eigenvalues below this fraction of the scale are those of families, not rates.</summary>
    private const double SmallestRate = 1e-3;

    /// <summary>Above this many coordinates the rates of the linearised field take seconds, and the slowest that counts stands for them: motion must then last longer.</summary>
    private const int MostOrder = 450;

    /// <summary>After an examination that decided nothing the motion must last so many times longer before the next.</summary>
    private const double NextExamination = 2;

    /// <summary>Evaluations that an examination may take: this many, or as many as were made before.</summary>
    private const long FirstExamination = 1_000_000;

    /// <summary>
    /// Copies of the motion are followed for so many times the time of the search, which side by side costs less than the search, and for <see cref="MotionSurvival.PartOfAge"/> of the motion. In three
    /// dimensions, where motion that takes long to look steady turns slowly rather than wanders, the second will do.
    /// </summary>
    private const double TimesSearched = 2.5;

    /// <summary>
    /// In three dimensions chaotic motion need not have lasted long itself: copies of it, which part from it and from each other, are followed from so many times the time at which it first looked steady,
    /// for its age each. All together they last twice as long as the motion and its copies do otherwise.
    /// </summary>
    private const double PatienceOfChaos = 1.5;

    private double _since;
    private double _livelinessThen;
    private double _usualLiveliness;
    private double _livelySince;
    private double _nextExamination;
    private double _nextChaos;
    private double _widest;
    private bool? _mayAttract;

    /// <summary>What the window that has ended shows.</summary>
    public Attractor? EndOfWindow(MotionWindow window)
    {
        double range = window.Range(window.WidestCoordinate());
        bool isLively = IsLively(window);
        if (!search.IsBounded && isLively)
            NoteEscape();
        isLively &= search.IsBounded;
        _widest = Math.Max(_widest, range);
        if (range < SmallestRange * (search.IsBounded ? 1 : _widest) || !(isLively || IsSteady()))
            return null;
        double slow = SlowestRate();
        if (window.Duration * slow < WindowsPerSlowRate * 3 || search.Windows[2].Duration * slow < WindowsPerSlowRate)
            return null;
        return search.IsBounded ? OfBounded(window, isLively) : OfAny(window);
    }

    /// <summary>
    /// Motion of a bounded field goes on where nothing that attracts is near: where it could still be caught, it must have gone on much
    /// longer, and not have faded meanwhile. That it shrinks volumes is seen from the trace of the Jacobian; where it does not, or where coordinates rest at
    /// zero, so that it may be on an invariant subspace that repels, it is examined like any other.
    /// </summary>
    private Attractor? OfBounded(MotionWindow window, bool isLively)
    {
        if (!isLively)
        {
            if (_since == 0 ? MayBeCaught() : window.Liveliness < LeastOfPatience * _livelinessThen)
            {
                (_since, _livelinessThen) = (search.Stepper.Time, window.Liveliness);
                return null;
            }
            double kept = window.Liveliness / _livelinessThen;
            if (_since > 0 && !HasLasted(PatienceFactor, _since, kept))
                return search.Dimension <= 3 && HasLasted(PatienceOfChaos, _since, kept) && window.MeanTrace < 0 && !window.HasIdle ? Chaotic(window) : null;
        }
        if (window.MeanTrace < 0 && !window.HasIdle)
            return Lasting(window, Steady(window));
        if (cycles.LookAtClosed() is { } closed)
            return closed;
        MotionFinding finding = Examine(window, mayBeCaught: false);
        return finding.Outcome == MotionOutcome.Repelling || (finding.Outcome == MotionOutcome.Neutral && !(window.MeanTrace < 0))
            ? search.Undetermined(finding.Words, CauseOf(finding.Outcome))
            : Lasting(window, finding.Outcome == MotionOutcome.Shown ? finding.Words : Steady(window));
    }

    /// <summary>A motion that goes on; where it could still be caught, if its copies go on as well.</summary>
    private AperiodicAttractor? Lasting(MotionWindow window, string shown)
    {
        if (search.Stepper.Time < _nextExamination)
            return null;
        if (!MayBeCaught())
            return Aperiodic(window, shown);
        double age = Age();
        double length = Math.Max(MotionSurvival.PartOfAge * age, search.Dimension > 3 ? TimesSearched * search.Stepper.Time * search.TimeUnit : 0);
        MotionSurvival survival = Copies(age, length, partingIsAsked: false);
        if (survival.Lasts)
            return Aperiodic(window, $"{shown}; {survival.Words}");
        _nextExamination = NextExamination * search.Stepper.Time;
        return null;
    }

    /// <summary>A motion that could still be caught, if copies of it part, so that it is chaotic, and all of them go on.</summary>
    private AperiodicAttractor? Chaotic(MotionWindow window)
    {
        if (search.Stepper.Time < Math.Max(_nextChaos, _nextExamination))
            return null;
        double age = Age();
        MotionSurvival survival = Copies(age, age, partingIsAsked: true);
        if (survival is { Lasts: true, IsRegular: false })
            return Aperiodic(window, $"{Steady(window)}; {survival.Words}");
        _nextChaos = NextExamination * search.Stepper.Time;
        return null;
    }

    /// <summary>Time for which the motion has gone on, in times of the original field.</summary>
    private double Age() => (search.Elapsed + search.Stepper.Time) * search.TimeUnit;

    /// <summary>What becomes of copies of the motion; takes note of what the search says where some came to rest.</summary>
    private MotionSurvival Copies(double age, double length, bool partingIsAsked)
    {
        var state = new double[search.Dimension];
        for (int i = 0; i < state.Length; i++)
            state[i] = search.Stepper.State[i] * search.SizeOf(i);
        MotionSurvival survival = MotionSurvival.Follow(search.Original, state, age, search.Scale / search.TimeUnit, length, partingIsAsked, cancellationToken);
        search.Aside += survival.Evaluations;
        if (!survival.Lasts)
            search.Finding = new MotionFinding(MotionOutcome.Open, $"the motion went on, but {survival.Words}, as this one may", IsTransient: true);
        return survival;
    }

    /// <summary>What was seen of motion of a bounded field that was not examined further.</summary>
    private string Steady(MotionWindow window) =>
        string.Create(CultureInfo.InvariantCulture, $"steady in speed and ranges from t = {search.Windows[2].Start * search.TimeUnit:G4} to {window.End * search.TimeUnit:G4}, of which the last {window.Returns} returns take {window.Duration * search.TimeUnit:G4}; the trace of the Jacobian is {window.MeanTrace / search.TimeUnit:G3} on average");

    /// <summary>Motion in any field is believed when it was shown to be bounded, recurrent and attracting.</summary>
    private Attractor? OfAny(MotionWindow window)
    {
        if (search.Stepper.Time < _nextExamination)
            return null;
        if (cycles.LookAtClosed() is { } closed)
            return closed;
        MotionFinding finding = Examine(window, search.HasMetStableCycle || MayBeCaught());
        switch (finding.Outcome)
        {
            case MotionOutcome.Shown when search.Dimension > 2:
                return Aperiodic(window, finding.Words);
            case MotionOutcome.Neutral or MotionOutcome.Repelling or MotionOutcome.Discontinuous:
                return search.Undetermined(finding.Words, CauseOf(finding.Outcome));
        }
        // what was seen before says more than an examination for which the budget did not suffice
        if (!finding.IsUnseen || search.Finding is null)
            search.Finding = finding;
        _nextExamination = NextExamination * search.Stepper.Time;
        return null;
    }

    private MotionFinding Examine(MotionWindow window, bool mayBeCaught)
    {
        var proof = new MotionProof<TField>(search.Field, search.Options, search.AbsoluteTolerance, cancellationToken);
        MotionFinding finding = proof.Examine(search.Stepper.State, window.Duration / Math.Max(1, window.Returns), window, mayBeCaught, Math.Min(search.Options.MaxEvaluations - search.Evaluations, Math.Max(FirstExamination, search.Evaluations)));
        search.Aside += proof.Evaluations;
        return finding;
    }

    private static UndeterminedCause CauseOf(MotionOutcome outcome) => outcome switch
    {
        MotionOutcome.Neutral => UndeterminedCause.Neutral,
        MotionOutcome.Repelling => UndeterminedCause.Repelling,
        MotionOutcome.Discontinuous => UndeterminedCause.Discontinuous,
        _ => UndeterminedCause.Budget,
    };

    /// <summary>The motion, its amplitude in the coordinates of the original field.</summary>
    private AperiodicAttractor Aperiodic(MotionWindow window, string shown) =>
        new(0.5 * Enumerable.Range(0, search.Dimension).Max(i => window.Range(i) * search.SizeOf(i)), [.. search.Stepper.State], window.Duration / Math.Max(1, window.Returns), shown, search.Stepper.Time, search.Evaluations);

    /// <summary>
    /// Whether the motion has been as fast in every window for <see cref="LongPatienceFactor"/> times as long as it took to become so. Among many
    /// coordinates some wander without bound along families, so that ranges never settle; the speed of the motion does.
    /// </summary>
    private bool IsLively(MotionWindow window)
    {
        if (window.Returns < ReturnsPerWindow && search.IsBounded)
            return false;
        if (window.Liveliness < LeastOfPatience * _usualLiveliness || LeastOfPatience * window.Liveliness > _usualLiveliness)
            (_usualLiveliness, _livelySince) = (window.Liveliness, search.Stepper.Time);
        return HasLasted(LongPatienceFactor, _livelySince, window.Liveliness / _usualLiveliness);
    }

    /// <summary>Takes note of a coordinate that went the same way in all three windows by about its range, as a clock does. It may yet come to rest.</summary>
    private void NoteEscape()
    {
        (MotionWindow now, MotionWindow middle, MotionWindow old) = (search.Windows[0], search.Windows[1], search.Windows[2]);
        const double most = 0.75, away = 10;
        for (int i = 0; i < search.Dimension; i++)
        {
            bool isOneWay = Math.Abs(now.Net(i)) > most * now.Range(i) && Math.Abs(middle.Net(i)) > most * middle.Range(i) && Math.Abs(old.Net(i)) > most * old.Range(i);
            double rate = now.Net(i) / now.Duration, before = old.Net(i) / old.Duration, place = search.Stepper.State[i];
            // one that slows down, or moves towards zero, is about to come to rest
            if (!isOneWay || !(rate / before > most) || place * rate <= 0 || Math.Abs(place) < away * Math.Abs(search.Start[i]))
                continue;
            search.ObstacleCause = UndeterminedCause.Unbounded;
            search.Obstacle = string.Create(
                CultureInfo.InvariantCulture, $"coordinate {i} left every range, at the steady rate {rate * search.SizeOf(i) / search.TimeUnit:G4}, and was {place * search.SizeOf(i):G5} at last, so that nothing bounded was reached (where it is an angle or a clock, take its cosine and sine)");
        }
    }

    /// <summary>
    /// Whether motion that looked steady first at a time of the search has lasted. Over all that has elapsed it must have gone on for 2.5 times as long, in which
    /// a spiral whose rate vanishes fades like 1/√t to 0.63 of what it was, however late the search has begun; or for a quarter longer without fading as
    /// t^(−1/10) would: r' = −r³ fades like t^(−1/2), −r⁵ like t^(−1/4), −r⁹ like t^(−1/8).
    /// </summary>
    private bool HasLasted(double factor, double since, double kept)
    {
        double now = search.Stepper.Time;
        if (now <= factor * since)
            return false;
        double longer = (search.Elapsed + now) / (search.Elapsed + since);
        return now > 1.5 * search.Elapsed + 2.5 * since || (longer > LeastLonger && kept > Math.Pow(longer, -SlowestFading));
    }

    /// <summary>
    /// Whether Newton's method finds a stable fixed point from states that the motion visits, or the rest manifold is stable below them. If
    /// so the motion may be a long transient.
    /// </summary>
    private bool MayBeCaught()
    {
        if (_mayAttract ??= search.Candidates?.AnyMayAttract() == true)
            return true;
        ReturnSection section = search.Section;
        for (int k = 0; k < section.Kept; k += Math.Max(1, section.Kept / 24))
        {
            ReadOnlySpan<double> visited = section.State(k);
            bool caught = search.Manifold is not null && StabilityClassifier.AtRest(search.Manifold, visited, out _)?.Verdict == StabilityVerdict.Stable;
            if (!caught)
            {
                NewtonResult newton = Newton.Polish(search.Field, visited, 40);
                caught = newton.IsConverged && StabilityClassifier.Ask(search.Field, newton.Point, out _)?.Verdict == StabilityVerdict.Stable;
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
        (MotionWindow now, MotionWindow middle, MotionWindow old) = (search.Windows[0], search.Windows[1], search.Windows[2]);
        if (old.Returns < ReturnsPerWindow || now.Liveliness < 0.7 * Math.Max(middle.Liveliness, old.Liveliness)
            || now.Liveliness > 1.4 * Math.Min(middle.Liveliness, old.Liveliness))
            return false;
        double widest = now.Range(now.WidestCoordinate());
        for (int i = 0; i < search.Dimension; i++)
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
        double slow = Math.Min(search.SlowestStable, search.Scale);
        for (int i = 0; i < search.Dimension; i++)
            search.Work[i] = search.Windows[0].Mean(i);
        if (search.Dimension > MostOrder)
            slow = Math.Min(slow, SmallestRate * search.Scale);
        else if (EigenSolver.Eigenvalues(search.JacobianAt(search.Work), search.Dimension) is { } values)
            foreach (var v in values)
                if (v.Magnitude > SmallestRate * search.Scale)
                    slow = Math.Min(slow, v.Magnitude);
        if (search.Manifold is not null && StabilityClassifier.AtRest(search.Manifold, search.Work, out _) is { } rest)
            foreach (var v in rest.Eigenvalues)
                if (v.Magnitude > SmallestRate * search.Scale)
                    slow = Math.Min(slow, v.Magnitude);
        return slow;
    }
}

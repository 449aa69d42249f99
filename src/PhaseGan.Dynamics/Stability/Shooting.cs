using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Newton's method on a point and a period of a closed orbit, and what the orbit's monodromy matrix says. Serves one search.</summary>
internal sealed class Shooting<TField>
    where TField : IVectorField
{
    /// <summary>In so many steps the distance of return must at least halve.</summary>
    private const int Patience = 10;

    /// <summary>Times of some thousand steps add up to a period with about this error, in units of the period.</summary>
    private const double RoundingOfPeriod = 2e-14;

    /// <summary>How much a return counts as farther that comes at another time than the guess, for each of its relative distance.</summary>
    private const double FavourOfGuess = 4;

    /// <summary>Below this absolute tolerance the first step is this fraction of the period.</summary>
    private const double SmallTolerance = 1e-16, FirstStep = 1e-4;

    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31];

    private readonly TField _field;
    private readonly LimitCycleOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly int _n;
    private readonly Dop853Stepper<VariationalField<TField>> _explicit;
    private readonly StiffnessWatch _watch = new();
    private RadauTangentStepper<TField>? _implicit;
    private readonly double[] _seed, _flow, _y, _end, _trial, _trialEnd, _monodromy, _trialMonodromy;

    /// <summary>F: by how much the end of the orbit misses its start, then 0 for the condition on the phase.</summary>
    private readonly double[] _gap;

    public Shooting(TField field, LimitCycleOptions options, CancellationToken cancellation)
    {
        (_field, _options, _cancellation, _n) = (field, options, cancellation, field.Dimension);
        _explicit = new(new VariationalField<TField>(field, _n), options.RelativeTolerance, options.AbsoluteTolerance);
        _seed = new double[_n * (1 + _n)];
        (_flow, _trial, _y, _end, _trialEnd) = (new double[_n], new double[_n], new double[_n], new double[_n], new double[_n]);
        (_monodromy, _trialMonodromy, _gap) = (new double[_n * _n], new double[_n * _n], new double[_n + 1]);
    }

    public ReadOnlySpan<double> Point => _y;

    public double Period { get; private set; }

    public double Residual { get; private set; } = double.PositiveInfinity;

    public double BestResidual { get; private set; } = double.PositiveInfinity;

    /// <summary>Frobenius norm of the monodromy matrix.</summary>
    public double MonodromyNorm => VectorMath.Norm(_monodromy);

    public int Steps { get; private set; }

    public long Evaluations { get; private set; }

    /// <summary>Largest difference between a point and the present one.</summary>
    public double DistanceTo(ReadOnlySpan<double> other) => VectorMath.LargestDifference(_y, other);

    /// <summary>
    /// The time near a guess, within a factor 1.25, at which the motion comes closest to its start; the guess itself if the motion fails.
    /// Newton with a wrong period would otherwise pay for it by moving the point.
    /// </summary>
    public double ClosestReturn(ReadOnlySpan<double> start, double guess)
    {
        const double range = 1.25;
        int n = _n;
        var stepper = new SwitchingStepper<TField>(_field, 1e-8, _options.AbsoluteTolerance * 1e3);
        double end = range * guess, best = double.PositiveInfinity, time = guess;
        double[] y = new double[n], nearest = new double[n], f = new double[n];
        bool running = stepper.Start(0, start, null, end);
        while (running && stepper.Time < end)
        {
            if (_cancellation.IsCancellationRequested || Evaluations + stepper.Evaluations > _options.MaxEvaluations)
                break;
            StepOutcome outcome = stepper.TryStep(end);
            running = outcome is StepOutcome.Accepted or StepOutcome.Rejected;
            for (int part = 1; part <= OrbitExtent.Parts && outcome == StepOutcome.Accepted; part++)
            {
                double theta = (double)part / OrbitExtent.Parts, at = stepper.TimeBefore + theta * (stepper.Time - stepper.TimeBefore);
                if (at < guess / range)
                    continue;
                stepper.Interpolate(theta, y);
                // returns after several turns are often as close as one another: then the one next to the guess is meant
                double distance = VectorMath.Distance(start, y) * (1 + FavourOfGuess * Math.Abs(at - guess) / guess);
                if (distance < best)
                {
                    (best, time) = (distance, at);
                    y.CopyTo(nearest, 0);
                }
            }
        }
        Evaluations += stepper.Evaluations;
        if (!running || stepper.Time < end || double.IsPositiveInfinity(best))
            return guess;
        _field.Evaluate(nearest, f);
        Evaluations++;
        VectorMath.AddMultiple(nearest, -1, start);
        double refined = time - VectorMath.Dot(nearest, f) / VectorMath.SumOfSquares(f);
        return refined >= guess / range && refined <= end ? refined : guess;
    }

    /// <summary>Newton from a guess. On success point, period, residual and monodromy matrix are those of a closed orbit.</summary>
    public LimitCycleStatus Solve(ReadOnlySpan<double> start, double guess) => Solve(start, guess, _options.PolishingSteps);

    /// <summary>The same with so many steps below the tolerance on the distance of return, for as long as it falls.</summary>
    public LimitCycleStatus Solve(ReadOnlySpan<double> start, double guess, int polishingSteps)
    {
        start.CopyTo(_y);
        Period = guess;
        Residual = double.PositiveInfinity;
        if (Flow(_y, Period, _end, _monodromy) is { } reason)
            return reason;
        var descent = new Descent(_n, guess, RecordReturn(), Steps + _options.MaxSteps) { Checkpoint = Steps + Patience, Damping = _options.IsReturn ? 1e-6 : 1e-2 };
        for (int polishing = 0; ;)
        {
            double size = Math.Max(1, VectorMath.Largest(_y));
            _field.Evaluate(_y, _flow);
            Evaluations++;
            double speed = VectorMath.Norm(_flow);
            // no return can be nearer than the motion goes in the rounding of its period
            double rounding = RoundingOfPeriod * speed * Period;
            bool met = Residual <= Math.Max(_options.ResidualTolerance * size, rounding);
            if (met && (polishing >= polishingSteps || Residual <= Math.Max(1e-14 * size, rounding)))
                return LimitCycleStatus.Converged;

            if (!(speed * Period > 1e-9 * size))
                return double.IsFinite(speed) ? LimitCycleStatus.FixedPoint : LimitCycleStatus.NonFinite;
            if (Steps >= descent.LastStep)
                return met ? LimitCycleStatus.Converged : LimitCycleStatus.StepBudget;

            if (!Assemble(speed, descent.Matrix))
                return LimitCycleStatus.NonFinite;
            double before = descent.Norm;
            if (Descend(descent, speed, size, met) is { } end)
                return end;
            if (met)
            {
                polishing++;
                if (descent.Norm > 0.25 * before)
                    return LimitCycleStatus.Converged;
            }
        }
    }

    /// <summary>Shortens the step until it is accepted, and takes it; or says why there is none.</summary>
    private LimitCycleStatus? Descend(Descent descent, double speed, double size, bool met)
    {
        double[] step = descent.Step;
        var singular = SingularValues.Of(descent.Matrix, _n + 1);
        while (true)
        {
            if (Steps >= descent.Checkpoint)
            {
                if (!met && descent.Norm > 0.5 * descent.NormThen)
                    return Stall(speed, size);
                (descent.Checkpoint, descent.NormThen) = (Steps + Patience, descent.Norm);
            }
            if (Steps >= descent.LastStep)
                return met ? LimitCycleStatus.Converged : LimitCycleStatus.StepBudget;
            Steps++;
            LeastSquares(singular, descent.Damping * singular.Values[0] * descent.Norm, step);
            Limit(step, speed);
            double predicted = descent.Norm - VectorMath.ResidualNorm(_gap, descent.Matrix, step);
            for (int i = 0; i < _n; i++)
                _trial[i] = _y[i] + step[i];
            double period = Period + step[_n] / speed;
            if (period < descent.Guess / _options.PeriodRange || period > descent.Guess * _options.PeriodRange)
                return met ? LimitCycleStatus.Converged : LimitCycleStatus.PeriodOutOfRange;
            LimitCycleStatus? failure = Flow(_trial, period, _trialEnd, _trialMonodromy);
            if (failure is LimitCycleStatus.EvaluationBudget or LimitCycleStatus.Cancelled)
                return failure;
            double trialNorm = failure is null ? VectorMath.Distance(_trial, _trialEnd) : double.PositiveInfinity;
            if (trialNorm < descent.Norm && descent.Norm - trialNorm >= 1e-4 * predicted)
            {
                Accept(descent, period, (descent.Norm - trialNorm) / predicted);
                return null;
            }
            // at rounding a step that no longer helps is the end
            if (met)
                return LimitCycleStatus.Converged;
            descent.Damping *= 8;
            if (descent.Damping > 1e12 || VectorMath.Norm(step) <= 1e-15 * size)
                return Stall(speed, size);
        }
    }

    /// <summary>Goes to the point that was tried; the next step is damped by what this one gained of what it promised.</summary>
    private void Accept(Descent descent, double period, double gain)
    {
        if (gain > 0.75)
            descent.Damping = Math.Max(descent.Damping / 16, 1e-10);
        else if (gain < 0.25)
            descent.Damping *= 8;
        _trial.CopyTo(_y, 0);
        _trialEnd.CopyTo(_end, 0);
        _trialMonodromy.CopyTo(_monodromy, 0);
        Period = period;
        descent.Norm = RecordReturn();
    }

    /// <summary>Takes a point and a period for those of a closed orbit without any step; false if the orbit cannot be followed.</summary>
    public bool Adopt(ReadOnlySpan<double> y, double period)
    {
        y.CopyTo(_y);
        Period = period;
        if (Flow(_y, period, _end, _monodromy) is not null)
            return false;
        RecordReturn();
        return true;
    }

    /// <summary>No further step helps: at a fixed point where the orbit has shrunk below the smallest amplitude of a cycle.</summary>
    private LimitCycleStatus Stall(double speed, double size) =>
        speed * Period <= _options.MinimumAmplitude * size ? LimitCycleStatus.FixedPoint : LimitCycleStatus.Stalled;

    /// <summary>Goes once round the orbit: amplitudes, and whether it is a multiple of a shorter one.</summary>
    public LimitCycleStatus Trace(out Orbit? orbit)
    {
        orbit = null;
        IStepper stepper = _implicit is null
            ? new Dop853Stepper<TField>(_field, _options.RelativeTolerance, _options.AbsoluteTolerance)
            : new RadauStepper<TField>(_field, _options.RelativeTolerance, _options.AbsoluteTolerance);
        var extent = new OrbitExtent(_y);
        double[][] returns = new double[Primes.Length][];
        for (int k = 0; k < returns.Length; k++)
            returns[k] = new double[_n];
        if (!stepper.Start(0, _y, null, Period))
            return LimitCycleStatus.NonFinite;
        while (stepper.Time < Period)
        {
            if (_cancellation.IsCancellationRequested)
                return Stop(LimitCycleStatus.Cancelled);
            if (Evaluations + stepper.Evaluations > _options.MaxEvaluations)
                return Stop(LimitCycleStatus.EvaluationBudget);
            switch (stepper.TryStep(Period))
            {
                case StepOutcome.Accepted:
                    break;
                case StepOutcome.Rejected:
                    continue;
                default:
                    return Stop(LimitCycleStatus.NonFinite);
            }
            double from = stepper.TimeBefore, length = stepper.Time - from;
            for (int p = 0; p < Primes.Length; p++)
            {
                double time = Period / Primes[p];
                if (time > from && time <= stepper.Time)
                    stepper.Interpolate((time - from) / length, returns[p]);
            }
            extent.Widen(stepper);
        }
        Stop(LimitCycleStatus.Converged);

        double[] amplitudes = extent.Amplitudes();
        double largest = VectorMath.Largest(amplitudes);
        if (!(largest > _options.MinimumAmplitude * Math.Max(1, VectorMath.Largest(_y))))
            return LimitCycleStatus.FixedPoint;
        int divisor = 1;
        for (int p = 0; p < Primes.Length && divisor == 1; p++)
            if (DistanceTo(returns[p]) <= 1e-4 * largest)
                divisor = Primes[p];
        orbit = new Orbit(amplitudes, divisor);
        return LimitCycleStatus.Converged;

        LimitCycleStatus Stop(LimitCycleStatus status)
        {
            Evaluations += stepper.Evaluations;
            return status;
        }
    }

    /// <summary>The multipliers of the return map of the plane orthogonal to the flow; false if the eigenvalues do not converge.</summary>
    public bool TransverseMultipliers(out Complex[] multipliers, out double trivial, out double trivialError)
    {
        int n = _n;
        _field.Evaluate(_y, _flow);
        Evaluations++;
        double speed = VectorMath.Norm(_flow);
        // Householder vector w with (I − 2wwᵀ) e_0 = ±f̂
        var w = new double[n];
        double sign = _flow[0] >= 0 ? 1 : -1;
        for (int i = 0; i < n; i++)
            w[i] = _flow[i] / speed;
        w[0] += sign;
        VectorMath.Divide(w, VectorMath.Norm(w));
        double[] m = _monodromy.ToArray();
        const double half = 0.5;
        Householder.FromLeft(m, n, 0, w, half, new double[n]);
        Householder.FromRight(m, n, 0, w, half);
        trivial = m[0];
        double off = (m[0] - 1) * (m[0] - 1);
        for (int i = 1; i < n; i++)
            off += m[i * n] * m[i * n];
        trivialError = Math.Sqrt(off);

        multipliers = [];
        if (n == 1)
            return true;
        var block = new double[(n - 1) * (n - 1)];
        for (int i = 1; i < n; i++)
            for (int j = 1; j < n; j++)
                block[(i - 1) * (n - 1) + j - 1] = m[i * n + j];
        if (EigenSolver.Eigenvalues(block, n - 1) is not { } values)
            return false;
        multipliers = values;
        return true;
    }

    /// <summary>
    /// How many null directions of the shooting equations lead to further cycles, if every one does and they account for all
    /// <paramref name="candidates"/> multipliers near 1; otherwise 0. The present orbit is lost.
    /// </summary>
    public int CountNeutral(int candidates, double amplitude)
    {
        int n = _n;
        var matrix = new double[(n + 1) * (n + 1)];
        double speed = VectorMath.Norm(_flow);
        if (!Assemble(speed, matrix))
            return 0;
        var singular = SingularValues.Of(matrix, n + 1);
        int nullity = 0;
        while (nullity < n && singular.Values[n - nullity] <= 1e-6 * singular.Values[0])
            nullity++;
        if (nullity == 0 || nullity != candidates)
            return 0;
        double distance = 1e-3 * amplitude, period = Period;
        double[] home = _y.ToArray(), moved = new double[n];
        for (int k = n + 1 - nullity; k <= n; k++)
        {
            for (int i = 0; i < n; i++)
                moved[i] = home[i] + distance * singular.Right(k)[i];
            if (Solve(moved, period + distance * singular.Right(k)[n] / speed) != LimitCycleStatus.Converged || DistanceTo(moved) > 0.1 * distance)
                return 0;
        }
        return nullity;
    }

    /// <summary>Integrates point and tangents over a time; null on success. Where the field proves stiff the implicit method begins anew, and stays.</summary>
    private LimitCycleStatus? Flow(ReadOnlySpan<double> y, double period, Span<double> end, Span<double> monodromy)
    {
        if (_options.Offsets is { } offsets)
            return FlowOfDifferences(y, period, end, monodromy, offsets);
        if (_implicit is null)
        {
            LimitCycleStatus? failure = Flow(_explicit, y, period, end, monodromy, out bool isStiff);
            if (!isStiff)
                return failure;
            _implicit = new RadauTangentStepper<TField>(_field, _n, _options.RelativeTolerance, _options.AbsoluteTolerance);
        }
        return Flow(_implicit, y, period, end, monodromy, out _);
    }

    private LimitCycleStatus? Flow(IStepper stepper, ReadOnlySpan<double> y, double period, Span<double> end, Span<double> monodromy, out bool isStiff)
    {
        int n = _n;
        y.CopyTo(_seed);
        _seed.AsSpan(n).Clear();
        for (int i = 0; i < n; i++)
            _seed[n + i * n + i] = 1;
        long before = stepper.Evaluations;
        LimitCycleStatus? failure = Run(out isStiff);
        Evaluations += stepper.Evaluations - before;
        if (failure is null)
        {
            stepper.State[..n].CopyTo(end);
            stepper.State[n..].CopyTo(monodromy);
        }
        return failure;

        LimitCycleStatus? Run(out bool isStiff)
        {
            isStiff = false;
            // the zeros among the tangents leave no first step to be chosen where the absolute tolerance is next to nothing
            if (!stepper.Start(0, _seed, _options.AbsoluteTolerance < SmallTolerance ? FirstStep * period : null, period))
                return LimitCycleStatus.NonFinite;
            while (stepper.Time < period && !isStiff)
            {
                if (_cancellation.IsCancellationRequested)
                    return LimitCycleStatus.Cancelled;
                if (Evaluations + stepper.Evaluations - before > _options.MaxEvaluations)
                    return LimitCycleStatus.EvaluationBudget;
                StepOutcome outcome = stepper.TryStep(period);
                if (outcome is StepOutcome.NonFinite or StepOutcome.TooSmall)
                    return LimitCycleStatus.NonFinite;
                isStiff = outcome == StepOutcome.Accepted && stepper == _explicit && _watch.IsStiff(_explicit);
            }
            return null;
        }
    }

    /// <summary>The same with differences of nearby orbits for tangents: where the field jumps these feel the jumps, of which the Jacobian knows nothing.</summary>
    private LimitCycleStatus? FlowOfDifferences(ReadOnlySpan<double> y, double period, Span<double> end, Span<double> monodromy, double[] offsets)
    {
        int n = _n;
        double[] from = y.ToArray(), up = new double[n], down = new double[n];
        if (Carry(from, period, up) is { } failure)
            return failure;
        up.CopyTo(end);
        for (int j = 0; j < n; j++)
        {
            double at = from[j];
            from[j] = at + offsets[j];
            LimitCycleStatus? above = Carry(from, period, up);
            from[j] = at - offsets[j];
            LimitCycleStatus? below = Carry(from, period, down);
            from[j] = at;
            if ((above ?? below) is { } stop)
                return stop;
            for (int i = 0; i < n; i++)
                monodromy[i * n + j] = 0.5 * (up[i] - down[i]) / offsets[j];
        }
        return null;
    }

    /// <summary>Integrates the field alone over a time; null on success.</summary>
    private LimitCycleStatus? Carry(ReadOnlySpan<double> y, double period, Span<double> end)
    {
        var stepper = new Dop853Stepper<TField>(_field, _options.RelativeTolerance, _options.AbsoluteTolerance);
        LimitCycleStatus? failure = stepper.Start(0, y, null, period) ? null : LimitCycleStatus.NonFinite;
        while (failure is null && stepper.Time < period)
        {
            if (_cancellation.IsCancellationRequested)
                failure = LimitCycleStatus.Cancelled;
            else if (Evaluations + stepper.Evaluations > _options.MaxEvaluations)
                failure = LimitCycleStatus.EvaluationBudget;
            else if (stepper.TryStep(period) is StepOutcome.NonFinite or StepOutcome.TooSmall)
                failure = LimitCycleStatus.NonFinite;
        }
        Evaluations += stepper.Evaluations;
        stepper.State.CopyTo(end);
        return failure;
    }

    /// <summary>Takes note of the residual of the present point; returns its Euclidean norm.</summary>
    private double RecordReturn()
    {
        Residual = DistanceTo(_end);
        BestResidual = Math.Min(BestResidual, Residual);
        for (int i = 0; i < _n; i++)
            _gap[i] = _end[i] - _y[i];
        return VectorMath.Norm(_gap);
    }

    /// <summary>[M − I, f(φ)/|f|; f̂ᵀ, 0]: the unknowns are δy and |f| δT, so that all have the same unit.</summary>
    private bool Assemble(double speed, double[] matrix)
    {
        int n = _n, w = n + 1;
        _field.Evaluate(_end, _trial);
        Evaluations++;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                matrix[i * w + j] = _monodromy[i * n + j] - (i == j ? 1 : 0);
            matrix[i * w + n] = _trial[i] / speed;
            matrix[n * w + i] = _flow[i] / speed;
        }
        matrix[n * w + n] = 0;
        return VectorMath.AllFinite(matrix);
    }

    /// <summary>The δ that minimises |F + Aδ|² + μ|δ|², by the singular values of A.</summary>
    private void LeastSquares(SingularValues singular, double mu, double[] step)
    {
        int w = _n + 1;
        Array.Clear(step);
        for (int k = 0; k < w; k++)
        {
            double s = singular.Values[k], weight = s * s + mu;
            if (weight == 0)
                continue;
            VectorMath.AddMultiple(step, -VectorMath.Dot(singular.Image(k), _gap) / weight, singular.Right(k));
        }
    }

    /// <summary>Shortens a step that would change the period by more than a quarter.</summary>
    private void Limit(double[] step, double speed)
    {
        double change = Math.Abs(step[_n]) / speed, most = 0.25 * Period;
        if (change > most)
            for (int j = 0; j <= _n; j++)
                step[j] *= most / change;
    }

    /// <summary>Where a descent to a closed orbit is.</summary>
    /// <param name="n">Dimension of the field.</param>
    /// <param name="guess">The period it began with.</param>
    /// <param name="norm">The distance of return.</param>
    /// <param name="lastStep">The count of steps at which it ends.</param>
    private sealed class Descent(int n, double guess, double norm, int lastStep)
    {
        public double[] Matrix { get; } = new double[(n + 1) * (n + 1)];

        public double[] Step { get; } = new double[n + 1];

        public double Guess => guess;

        public int LastStep => lastStep;

        public double Norm { get; set; } = norm;

        public double Damping { get; set; }

        /// <summary>The count of steps at which the distance must have halved since the checkpoint before, and the distance there.</summary>
        public int Checkpoint { get; set; }

        public double NormThen { get; set; } = norm;
    }
}

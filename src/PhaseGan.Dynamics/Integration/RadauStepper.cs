using static PhaseGan.Dynamics.RadauTable;

namespace PhaseGan.Dynamics;

/// <summary>
/// The step of the implicit method Radau IIA of order 5, L-stable, with an error estimate of order 3 and the collocation polynomial as dense output: the engine
/// under <see cref="RadauIIA"/>. All memory is taken when it is made; a step allocates nothing.
/// </summary>
/// <remarks>
/// <para>
/// Hairer and Wanner, <em>Solving Ordinary Differential Equations II</em>, 2nd ed., section IV.8: simplified Newton iterations on transformed stages, starting
/// values from the step before, the predictive controller of Gustafsson. The Jacobian is kept while the iterations converge fast, its factors while the step
/// would hardly change.
/// </para>
/// <para>
/// A direction that grows faster than γ/h would be damped, and the solution would stay on what it leaves in truth: such a step, which the sign of det(γ/h − J)
/// shows where an odd number of directions do so, is refused.
/// </para>
/// </remarks>
internal sealed class RadauStepper<TField> : ITrajectoryStepper, IStiffnessGauge
    where TField : IVectorField
{
    private const int MaxIterations = 7;
    private const double Safety = 0.9;

    /// <summary>Least and largest factor by which a step becomes shorter.</summary>
    private const double LeastQuotient = 1.0 / 8, LargestQuotient = 5;

    /// <summary>Iterations that contract better than this do not need a new Jacobian.</summary>
    private const double FastContraction = 1e-3;

    /// <summary>A step that would grow by no more than this factor stays as it is, with its factors.</summary>
    private const double HardlyLonger = 1.2;

    /// <summary>The largest |θ(θ − C1)(θ − C2)(θ − 1)| on [0, 1].</summary>
    private const double LargestRemainder = 0.01826;

    /// <summary>A step before that was shorter than this, in units of the present one, was cut by an end and tells nothing but rounding.</summary>
    private const double ShortestBefore = 0.1;

    /// <summary>Shorter steps than these do not move the time: relative to it, and where it is zero.</summary>
    private const double TimeResolution = 1e-15, ShortestStep = 1e-290;

    /// <summary>The first step is at least this, and a size below it is none.</summary>
    private const double ShortestFirstStep = 1e-280;

    /// <summary>What the tolerance of a coordinate is at least, so that an error of zero beside a state of zero is no error.</summary>
    private const double LeastScale = 1e-290;

    /// <summary>Rounding of the rate of a coordinate, relative to the terms of which it is the sum.</summary>
    private const double RoundingOfDrive = 8 * 2.2e-16;

    /// <summary>Rounding in the stages makes errors below this unreachable.</summary>
    private const double LeastTolerance = 1e-13;

    /// <summary>So many refusals one after the other, which shorten a step beyond all measure, are the end.</summary>
    private const int MostRefusals = 100;

    private readonly TField _field;
    private readonly int _n;
    private readonly StepTolerance _tolerance;
    private readonly double _relative, _maxStep, _newtonTolerance;
    private readonly RadauSystem _system;
    private readonly SpectralRadius _radius;
    private readonly double[] _now, _old, _derivative, _absolute, _scale, _squares, _work, _z1, _z2, _z3, _w1, _w2, _w3, _r1, _r2, _r3, _b1, _b2, _b3;
    private StepProgress _progress;
    private ErrorMemory _errors;
    private Past _past;
    private Convergence _newton = new() { Factor = 1 };
    private (bool IsCurrent, bool IsNeeded) _jacobian;
    private bool _hasUnsized, _hasRescaled;

    /// <param name="field">The field.</param>
    /// <param name="relativeTolerance">Relative tolerance on the local error of each coordinate.</param>
    /// <param name="absoluteTolerance">Absolute tolerance.</param>
    public RadauStepper(TField field, double relativeTolerance, double absoluteTolerance)
        : this(field, StepTolerance.Of(relativeTolerance, absoluteTolerance))
    {
    }

    /// <param name="field">The field.</param>
    /// <param name="tolerance">Tolerances on the local error of each coordinate.</param>
    /// <param name="maxStep">Longest step.</param>
    /// <param name="newtonTolerance">When iterations end, as a fraction of the tolerances; chosen from the relative tolerance if absent.</param>
    public RadauStepper(TField field, StepTolerance tolerance, double maxStep = double.PositiveInfinity, double? newtonTolerance = null)
    {
        (_field, _n, _tolerance, _maxStep) = (field, field.Dimension, tolerance, maxStep);
        _relative = Math.Max(tolerance.Relative, LeastTolerance);
        _absolute = new double[_n];
        _newtonTolerance = newtonTolerance ?? Math.Max(10 * 2.2e-16 / _relative, Math.Min(0.03, Math.Sqrt(_relative)));
        _system = RadauSystem.Of(field);
        _radius = new SpectralRadius(_n);
        (_scale, _squares, _work, _z1, _z2, _z3) = (new double[_n], new double[_n], new double[_n], new double[_n], new double[_n], new double[_n]);
        (_w1, _w2, _w3, _r1, _r2, _r3) = (new double[_n], new double[_n], new double[_n], new double[_n], new double[_n], new double[_n]);
        (_b1, _b2, _b3) = (new double[_n], new double[_n], new double[_n]);
        (_now, _old, _derivative) = (new double[_n], new double[_n], new double[_n]);
    }

    /// <inheritdoc/>
    public double Time => _progress.Time;

    /// <inheritdoc/>
    public double TimeBefore => _progress.TimeBefore;

    /// <inheritdoc/>
    public double NextStep => _progress.NextStep;

    /// <inheritdoc/>
    public ReadOnlySpan<double> State => _now;

    /// <inheritdoc/>
    public ReadOnlySpan<double> StateBefore => _old;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Derivative => _derivative;

    /// <inheritdoc/>
    public long Accepted => _progress.Accepted;

    /// <inheritdoc/>
    public long Rejected => _progress.Rejected;

    /// <inheritdoc/>
    public long Evaluations => _progress.Evaluations;

    /// <summary>Evaluations of the Jacobian.</summary>
    public long Jacobians => _progress.Jacobians;

    /// <inheritdoc/>
    public double StepTimesRate => _past.Length * _radius.Estimate(_system);

    /// <inheritdoc/>
    public bool Start(double time, ReadOnlySpan<double> y, double? firstStep = null, double end = double.PositiveInfinity)
    {
        (_progress.Time, _progress.TimeBefore) = (time, time);
        y.CopyTo(_now);
        y.CopyTo(_old);
        (_past.IsThere, _past.IsEmpty, _past.IsFinite, _errors.Refusals, _past.Length, _past.LengthBefore, _newton.Factor) = (false, true, true, 0, 0, 0, 1);
        Clear();
        _tolerance.Begin(_now, _absolute);
        _field.Evaluate(_now, _derivative);
        _progress.Evaluations++;
        (_jacobian.IsNeeded, _jacobian.IsCurrent) = (true, false);
        if (!VectorMath.AllFinite(_now) || !VectorMath.AllFinite(_derivative) || !UpdateJacobian())
            return false;
        _progress.NextStep = Math.Min(firstStep ?? FirstStep(end - time), _maxStep);
        return true;
    }

    /// <inheritdoc/>
    public StepOutcome TryStep(double end)
    {
        double h = Math.Min(NextStep, _maxStep);
        bool isLast = Time + 1.0000001 * h >= end;
        if (isLast)
            h = end - Time;
        double resolution = TimeResolution * Math.Abs(Time);
        if (!(h > Math.Max(resolution, ShortestStep)))
            return isLast && h >= 0 && h <= resolution ? Stay(end) : End();
        if (_errors.Refusals >= MostRefusals)
            return End();
        if (_jacobian.IsNeeded && !UpdateJacobian())
            return StepOutcome.NonFinite;
        if (!_system.Prepare(h))
            return Refuse(0.5 * h);
        if (_system.DampsGrowth)
            return Refuse(0.5 * h);

        SetScale(h);
        Array.Clear(_squares);
        Guess(h);
        if (!Iterate(h, out double shorter))
            return Refuse(shorter * h);
        double error = Math.Max(Error(h), DenseError(h));
        if (!double.IsFinite(error))
        {
            _past.IsFinite = false;
            return Refuse(0.1 * h);
        }
        // fewer iterations allow a longer step at the same work
        double quotient = Quotient(Math.Pow(error, 0.25) * (_newton.Iterations + 2 * MaxIterations) / (Safety * (1 + 2 * MaxIterations)));
        if (error >= 1)
        {
            if (_tolerance.IsOfPath && _errors.Refusals >= 1 && error > 0.5 * _errors.Refused)
                Widen();
            _errors.Refused = error;
            return Refuse(_past.IsEmpty ? 0.1 * h : h / quotient);
        }
        for (int i = 0; i < _n; i++)
            _work[i] = _now[i] + _z3[i];
        _field.Evaluate(_work, _r1);
        _progress.Evaluations++;
        if (!VectorMath.AllFinite(_work) || !VectorMath.AllFinite(_r1))
        {
            _past.IsFinite = false;
            return Refuse(0.1 * h);
        }
        Accept(h, isLast, end, error, quotient);
        return StepOutcome.Accepted;
    }

    /// <inheritdoc/>
    public void Interpolate(double theta, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = Interpolate(theta, i);
    }

    /// <inheritdoc/>
    public double Interpolate(double theta, int i)
    {
        double s = theta - 1;
        return _now[i] + s * (_b1[i] + (s + 1 - C2) * (_b2[i] + (s + 1 - C1) * _b3[i]));
    }

    /// <inheritdoc/>
    public void CopyDense(Span<double> destination)
    {
        int n = _n;
        const int second = 2, third = 3, fourth = 4;
        for (int i = 0; i < n; i++)
        {
            // powers of θ − 1, then of θ; the cubic has no fourth power
            double square = _b2[i] + (2 - C1 - C2) * _b3[i], a3 = _b3[i], a2 = square - 3 * a3;
            destination[i] = _old[i];
            destination[n + i] = _now[i] - _old[i];
            destination[second * n + i] = -a3 - a2;
            destination[third * n + i] = -a3;
            destination[fourth * n + i] = 0;
        }
    }

    /// <summary>Length of the last accepted step.</summary>
    public double StepLength => _past.Length;

    /// <summary>Writes the states of the stages of the last accepted step, one after the other; the last is <see cref="State"/>.</summary>
    public void CopyStages(Span<double> destination)
    {
        for (int i = 0; i < _n; i++)
            (destination[i], destination[_n + i], destination[2 * _n + i]) = (_old[i] + _z1[i], _old[i] + _z2[i], _now[i]);
    }

    private StepOutcome End() => _past.IsFinite ? StepOutcome.TooSmall : StepOutcome.NonFinite;

    private StepOutcome Stay(double end)
    {
        (_progress.TimeBefore, _progress.Time) = (Time, end);
        _now.CopyTo(_old, 0);
        Clear();
        (_past.IsThere, _past.Length) = (false, 0);
        return StepOutcome.Accepted;
    }

    private StepOutcome Refuse(double next)
    {
        _progress.Rejected++;
        _errors.Refusals++;
        _progress.NextStep = next;
        _jacobian.IsNeeded = !_jacobian.IsCurrent;
        return StepOutcome.Rejected;
    }

    private bool UpdateJacobian()
    {
        _progress.Jacobians++;
        (_jacobian.IsCurrent, _jacobian.IsNeeded) = (true, false);
        return _system.MoveTo(_now);
    }

    /// <summary>Moves to the new state in <see cref="_work"/> with its derivative in <see cref="_r1"/>, and proposes the next step.</summary>
    private void Accept(double h, bool isLast, double end, double error, double quotient)
    {
        if (_past.LengthBefore > 0)
            quotient = Math.Max(quotient, Quotient(_past.LengthBefore / h * Math.Pow(error * error / _errors.Accepted, 0.25) * (1 / Safety)));
        (_past.LengthBefore, _errors.Accepted) = (h, Math.Max(0.01, error));
        double proposal = h / quotient;
        if (_errors.Refusals > 0)
            proposal = Math.Min(proposal, h);
        _now.CopyTo(_old, 0);
        _work.CopyTo(_now, 0);
        _r1.CopyTo(_derivative, 0);
        for (int i = 0; i < _n; i++)
        {
            // divided differences of 0, z1, z2, z3 backward from the end
            _b1[i] = (_z2[i] - _z3[i]) / (C2 - 1);
            double middle = (_z1[i] - _z2[i]) / (C1 - C2), first = (middle - _z1[i] / C1) / C2;
            _b2[i] = (middle - _b1[i]) / (C1 - 1);
            _b3[i] = _b2[i] - first;
        }
        if (_tolerance.IsOfPath)
            StepTolerance.Grow(_now, _absolute);
        _progress.Accepted++;
        _past.Length = h;
        (_progress.TimeBefore, _progress.Time) = (Time, isLast ? end : Time + h);
        (_past.IsThere, _past.IsEmpty, _past.IsFinite, _errors.Refusals, _jacobian.IsCurrent) = (true, false, true, 0, false);
        _jacobian.IsNeeded = _newton.Contraction > FastContraction;
        if (!_jacobian.IsNeeded && proposal >= h && proposal <= HardlyLonger * h)
            proposal = h;
        _progress.NextStep = isLast ? Math.Max(NextStep, proposal) : proposal;
    }

    /// <summary>Starting values of the stages: the polynomial of the last step, led on.</summary>
    private void Guess(double h)
    {
        if (!_past.IsThere)
        {
            foreach (double[] values in (ReadOnlySpan<double[]>)[_z1, _z2, _z3, _w1, _w2, _w3])
                Array.Clear(values);
            return;
        }
        double ratio = h / _past.Length;
        for (int i = 0; i < _n; i++)
        {
            (double z1, double z2, double z3) = (Ahead(C1 * ratio, i), Ahead(C2 * ratio, i), Ahead(ratio, i));
            (_z1[i], _z2[i], _z3[i]) = (z1, z2, z3);
            _w1[i] = I11 * z1 + I12 * z2 + I13 * z3;
            _w2[i] = I21 * z1 + I22 * z2 + I23 * z3;
            _w3[i] = I31 * z1 + I32 * z2 + I33 * z3;
        }

        double Ahead(double s, int i) => s * (_b1[i] + (s + 1 - C2) * (_b2[i] + (s + 1 - C1) * _b3[i]));
    }

    /// <summary>Simplified Newton iterations on the stages. If they do not converge, says by which factor the step is to be shorter.</summary>
    private bool Iterate(double h, out double shorter)
    {
        _newton.Factor = Math.Pow(Math.Max(_newton.Factor, 2.2e-16), 0.8);
        _newton.Contraction = FastContraction;
        double before = 0, quotientBefore = 0;
        shorter = 0.5;
        for (_newton.Iterations = 1; _newton.Iterations <= MaxIterations; _newton.Iterations++)
        {
            double size = Improve(h);
            if (!double.IsFinite(size))
            {
                _past.IsFinite = false;
                shorter = 0.1;
                return false;
            }
            // an iteration that gave a coordinate its size cannot be compared with the one before
            if (_newton.Iterations > 1 && !_hasRescaled)
            {
                double quotient = size / before;
                _newton.Contraction = quotientBefore == 0 ? quotient : Math.Sqrt(quotient * quotientBefore);
                quotientBefore = quotient;
                if (_newton.Contraction >= 0.99)
                    return false;
                _newton.Factor = _newton.Contraction / (1 - _newton.Contraction);
                int left = MaxIterations - _newton.Iterations;
                double expected = _newton.Factor * size * Math.Pow(_newton.Contraction, left) / _newtonTolerance;
                if (expected >= 1 && _newton.Factor * size > _newtonTolerance)
                {
                    shorter = 0.8 * Math.Pow(Math.Clamp(expected, 1e-4, 20), -1.0 / (4 + left));
                    return false;
                }
            }
            before = Math.Max(size, 2.2e-16);
            if (_newton.Factor * size <= _newtonTolerance)
                return true;
        }
        return false;
    }

    /// <summary>One iteration; returns the scaled size of the change.</summary>
    private double Improve(double h)
    {
        int n = _n;
        double gamma = Gamma / h, alpha = Alpha / h, beta = Beta / h;
        Slope(_z1, _r1);
        Slope(_z2, _r2);
        Slope(_z3, _r3);
        _progress.Evaluations += 3;
        for (int i = 0; i < n; i++)
        {
            (double f1, double f2, double f3) = (_r1[i], _r2[i], _r3[i]);
            _r1[i] = I11 * f1 + I12 * f2 + I13 * f3 - gamma * _w1[i];
            _r2[i] = I21 * f1 + I22 * f2 + I23 * f3 - (alpha * _w2[i] - beta * _w3[i]);
            _r3[i] = I31 * f1 + I32 * f2 + I33 * f3 - (alpha * _w3[i] + beta * _w2[i]);
        }
        _system.SolveReal(_r1);
        _system.SolveComplex(_r2, _r3);
        double sum = 0;
        _hasRescaled = false;
        for (int i = 0; i < n; i++)
        {
            (double w1, double w2, double w3) = (_w1[i] += _r1[i], _w2[i] += _r2[i], _w3[i] += _r3[i]);
            double z1 = T11 * w1 + T12 * w2 + T13 * w3, z2 = T21 * w1 + T22 * w2 + T23 * w3, z3 = T31 * w1 + w2;
            (_z1[i], _z2[i], _z3[i]) = (z1, z2, z3);
            if (_hasUnsized && IsOfNoSize(i))
            {
                double scale = _relative * Math.Max(Math.Abs(z1), Math.Max(Math.Abs(z2), Math.Abs(z3)));
                _hasRescaled |= scale > 2 * _scale[i];
                _scale[i] = Math.Max(_scale[i], scale);
            }
            double a = _r1[i] / _scale[i], b = _r2[i] / _scale[i], c = _r3[i] / _scale[i];
            sum += a * a + b * b + c * c;
        }
        return Math.Sqrt(sum / (3 * n));

        void Slope(double[] z, double[] f)
        {
            for (int i = 0; i < n; i++)
                _work[i] = _now[i] + z[i];
            _field.Evaluate(_work, f);
        }
    }

    /// <summary>The scaled error; if it is large at a start or after a refusal, once more through the field, which stiff parts do not spoil.</summary>
    private double Error(double h)
    {
        for (int i = 0; i < _n; i++)
        {
            _r1[i] = (E1 * _z1[i] + E2 * _z2[i] + E3 * _z3[i]) / h;
            _work[i] = _r1[i] + _derivative[i];
        }
        _system.SolveReal(_work);
        double error = Norm(_work);
        if (error < 1 || !(_past.IsEmpty || _errors.Refusals > 0))
            return Math.Max(error, 1e-10);
        for (int i = 0; i < _n; i++)
            _work[i] += _now[i];
        _field.Evaluate(_work, _r2);
        _progress.Evaluations++;
        for (int i = 0; i < _n; i++)
            _work[i] = _r1[i] + _r2[i];
        _system.SolveReal(_work);
        return Math.Max(Norm(_work), 1e-10);
    }

    /// <summary>
    /// The scaled error of the dense output in the step: the remainder of the interpolation, ω(θ)h⁴y⁗/24, with the derivative from the stages and from the state
    /// before, or at a start the field there. The other estimate does not see it where the field is stiff, as there the stages are exact however long the step.
    /// </summary>
    private double DenseError(double h)
    {
        double r = _past.Length / h;
        if (!_past.IsThere)
        {
            double s1 = C2 / (C1 * (C1 - C2) * (C1 - 1)), s2 = C1 / (C2 * (C2 - C1) * (C2 - 1)), s3 = C1 * C2 / ((1 - C1) * (1 - C2));
            for (int i = 0; i < _n; i++)
                _work[i] = LargestRemainder / (C1 * C2) * (h * _derivative[i] - (s1 * _z1[i] + s2 * _z2[i] + s3 * _z3[i]));
            return Norm(_work);
        }
        if (r < ShortestBefore)
            return 0;
        double w0 = r * (r + C1) * (r + C2) * (r + 1), w1 = (C1 + r) * C1 * (C1 - C2) * (C1 - 1), w2 = (C2 + r) * C2 * (C2 - C1) * (C2 - 1);
        double w3 = (1 + r) * (1 - C1) * (1 - C2);
        for (int i = 0; i < _n; i++)
            _work[i] = LargestRemainder * ((_old[i] - _now[i]) / w0 + _z1[i] / w1 + _z2[i] / w2 + _z3[i] / w3);
        return Norm(_work);
    }

    /// <summary>A first step in which the bend of the path, ½h²Jf, is what the tolerances allow; the controller lengthens it soon.</summary>
    private double FirstStep(double span)
    {
        double slope = 0, bend = 0, step = double.PositiveInfinity;
        _system.Multiply(_derivative, _work);
        for (int i = 0; i < _n; i++)
        {
            double curvature = Math.Abs(_work[i]), speed = Math.Abs(_derivative[i]);
            if (IsOfNoSize(i))
            {
                // a coordinate that begins at zero is as large as the step makes it
                if (speed > 0 && curvature > 0)
                    step = Math.Min(step, 2 * _relative * speed / curvature);
                continue;
            }
            double scale = _absolute[i] + _relative * Math.Abs(_now[i]);
            slope = Math.Max(slope, speed / scale);
            bend = Math.Max(bend, curvature / scale);
        }
        if (bend > 0)
            step = Math.Min(step, Math.Sqrt(2 / bend));
        if (double.IsPositiveInfinity(step))
            step = double.IsFinite(span) ? span : slope > 0 ? 1 / slope : 1;
        return Math.Min(Math.Max(step, ShortestFirstStep), span);
    }

    /// <summary>Whether nothing is known yet of how large a coordinate is.</summary>
    private bool IsOfNoSize(int i) => _tolerance.IsOfPath && _now[i] == 0 && _absolute[i] < ShortestFirstStep;

    /// <summary>
    /// Tolerances of a step of length h. Where none are stated, no coordinate is asked to be nearer than the rounding of what drives it, and one without a
    /// size gets it from the iterations.
    /// </summary>
    private void SetScale(double h)
    {
        double rounding = RoundingOfDrive / Math.Min(1, _newtonTolerance);
        _hasUnsized = false;
        if (_tolerance.IsOfPath)
            _system.Drive(_now, _work, _r1);
        for (int i = 0; i < _n; i++)
        {
            double scale = _absolute[i] + _relative * Math.Abs(_now[i]);
            if (_tolerance.IsOfPath)
            {
                scale = Math.Max(scale, rounding * _work[i] / (Gamma / h + Math.Abs(_r1[i])));
                _hasUnsized |= IsOfNoSize(i);
            }
            _scale[i] = Math.Max(scale, LeastScale);
        }
    }

    /// <summary>Raises the absolute tolerances of the coordinates whose error was refused, above an error that falls with no step: those that begin like high powers of time.</summary>
    private void Widen()
    {
        for (int i = 0; i < _n; i++)
            if (_squares[i] > 1)
                _absolute[i] += 10 * Math.Sqrt(_squares[i]) * _scale[i];
    }

    private double Norm(double[] values)
    {
        double sum = 0;
        for (int i = 0; i < _n; i++)
        {
            double error = values[i] / _scale[i], square = error * error;
            _squares[i] = Math.Max(_squares[i], square);
            sum += square;
        }
        return Math.Sqrt(sum / _n);
    }

    private void Clear()
    {
        Array.Clear(_b1);
        Array.Clear(_b2);
        Array.Clear(_b3);
    }

    private static double Quotient(double wanted) => Math.Clamp(wanted, LeastQuotient, LargestQuotient);

    /// <summary>What the last steps leave to the next.</summary>
    private struct Past
    {
        /// <summary>Lengths of the last step, and of the one before for the controller.</summary>
        public double Length, LengthBefore;

        /// <summary>Whether the polynomial of the last step may be led on, whether no step was accepted yet, and whether the last attempt was finite.</summary>
        public bool IsThere, IsEmpty, IsFinite;
    }

    /// <summary>How the iterations on the stages went.</summary>
    private struct Convergence
    {
        /// <summary>Estimates of what is left after an iteration, and of the contraction.</summary>
        public double Factor, Contraction;

        public int Iterations;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// What explicit Runge–Kutta methods with an error estimate share: the state, the controller of the step and the first step. All memory is taken when it is
/// made; a step allocates nothing.
/// </summary>
/// <remarks>
/// Hairer, Nørsett and Wanner, <em>Solving Ordinary Differential Equations I</em>, 2nd ed., sections II.4 and II.5. Vectors are padded to whole
/// SIMD registers; every operation is elementwise and sums run in order, so the bits do not depend on the width of the registers.
/// </remarks>
internal abstract class ExplicitStepper<TField> : IStepper
    where TField : IVectorField
{
    private const double Safety = 0.9;

    /// <summary>Shorter steps than these do not move the time: relative to it, and where it is zero.</summary>
    private const double TimeResolution = 1e-15, ShortestStep = 1e-300;

    /// <summary>A step refused this often whose error does not fall meets rounding, which no step makes smaller.</summary>
    private const int RefusalsOfRounding = 2;

    /// <summary>What the error of a step before counts as at least.</summary>
    private const double LeastError = 1e-4;

    private readonly double _relative;
    private readonly StepTolerance _tolerance;
    private readonly double[] _absolute;
    private readonly double _maxStep;
    private readonly double _inverseOrder;
    private readonly double _exponent;
    private readonly double _beta;
    private readonly double _shrink;
    private readonly double _grow;
    private StepProgress _progress;
    private ErrorMemory _errors;
    private bool _isDenseReady;

    /// <param name="field">The field.</param>
    /// <param name="tolerance">Tolerances on the local error of each coordinate.</param>
    /// <param name="maxStep">Longest step.</param>
    /// <param name="order">Order of the error estimate plus one: the error goes like this power of the step.</param>
    /// <param name="beta">Weight of the error before in the controller.</param>
    /// <param name="shrink">Smallest factor by which a step changes.</param>
    /// <param name="grow">Largest factor.</param>
    protected ExplicitStepper(TField field, StepTolerance tolerance, double maxStep, int order, double beta, double shrink, double grow)
    {
        (Field, _relative, _tolerance, _maxStep) = (field, tolerance.Relative, tolerance, maxStep);
        (_inverseOrder, _exponent, _beta, _shrink, _grow) = (1.0 / order, 1.0 / order - 0.75 * beta, beta, shrink, grow);
        Dimension = field.Dimension;
        _absolute = NewVector();
        (Now, Old, First, Last, Work) = (NewVector(), NewVector(), NewVector(), NewVector(), NewVector());
    }

    /// <summary>Time after the last accepted step.</summary>
    public double Time => _progress.Time;

    /// <summary>Time before the last accepted step.</summary>
    public double TimeBefore => _progress.TimeBefore;

    /// <summary>The step that the controller proposes next.</summary>
    public double NextStep => _progress.NextStep;

    /// <summary>State at <see cref="Time"/>.</summary>
    public ReadOnlySpan<double> State => Now.AsSpan(0, Dimension);

    /// <summary>State at <see cref="TimeBefore"/>.</summary>
    public ReadOnlySpan<double> StateBefore => Old.AsSpan(0, Dimension);

    /// <summary>The field at <see cref="State"/>.</summary>
    public ReadOnlySpan<double> Derivative => First.AsSpan(0, Dimension);

    public long Accepted => _progress.Accepted;

    public long Rejected => _progress.Rejected;

    public long Evaluations
    {
        get => _progress.Evaluations;
        protected set => _progress.Evaluations = value;
    }

    protected TField Field { get; }

    protected int Dimension { get; }

    /// <summary>The padded state.</summary>
    protected double[] Now { get; private set; }

    /// <summary>The state before, and the place of the state that a step leads to until it is accepted.</summary>
    protected double[] Old { get; private set; }

    /// <summary>The field at <see cref="Now"/>.</summary>
    protected double[] First { get; private set; }

    /// <summary>The field at <see cref="Old"/>, in both of its roles.</summary>
    protected double[] Last { get; private set; }

    /// <summary>Room for a state.</summary>
    protected double[] Work { get; }

    /// <summary>Length of the last step.</summary>
    protected double StepLength { get; private set; }

    /// <summary>Puts the stepper at a state; false if the field is not finite there.</summary>
    public bool Start(double time, ReadOnlySpan<double> y, double? firstStep = null, double end = double.PositiveInfinity)
    {
        (_progress.Time, _progress.TimeBefore) = (time, time);
        y.CopyTo(Now);
        y.CopyTo(Old);
        (_errors.Accepted, _errors.Refusals) = (LeastError, 0);
        StepLength = 0;
        _isDenseReady = false;
        _tolerance.Begin(Now.AsSpan(0, Dimension), _absolute);
        Field.Evaluate(Now.AsSpan(0, Dimension), First.AsSpan(0, Dimension));
        Evaluations++;
        if (!VectorMath.AllFinite(Now) || !VectorMath.AllFinite(First))
            return false;
        _progress.NextStep = Math.Min(firstStep ?? FirstStep(end - time), _maxStep);
        return true;
    }

    /// <summary>Tries one step, not beyond <paramref name="end"/>. On success the state has moved; on rejection only the proposed step has changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public StepOutcome TryStep(double end)
    {
        double h = Math.Min(NextStep, _maxStep);
        bool last = Time + 1.0000001 * h >= end;
        if (last)
            h = end - Time;
        if (!(h > Resolution()))
            return last && h >= 0 && h <= TimeResolution * Math.Abs(Time) ? Stay(end) : StepOutcome.TooSmall;

        double error = Attempt(h);
        _isDenseReady = false;
        StepLength = h;
        if (!double.IsFinite(error))
        {
            _progress.Rejected++;
            _progress.NextStep = h * 0.1;
            return NextStep > Resolution() ? StepOutcome.Rejected : StepOutcome.NonFinite;
        }
        double factor = Math.Pow(error, _exponent);
        if (error > 1)
        {
            _progress.Rejected++;
            _progress.NextStep = h / Math.Min(1 / _shrink, factor / Safety);
            if (_tolerance.IsOfPath && _errors.Refusals++ >= RefusalsOfRounding && error > 0.5 * _errors.Refused)
                _tolerance.Widen(Now.AsSpan(0, Dimension), Old, Work, _absolute);
            _errors.Refused = error;
            return StepOutcome.Rejected;
        }
        _errors.Refusals = 0;
        double scale = factor / (_beta == 0 ? 1 : Math.Pow(_errors.Accepted, _beta)) / Safety;
        double proposal = h / Math.Clamp(scale, 1 / _grow, 1 / _shrink);
        _errors.Accepted = Math.Max(error, LeastError);
        _progress.NextStep = last ? Math.Max(NextStep, proposal) : proposal;
        _progress.Accepted++;
        (_progress.TimeBefore, _progress.Time) = (Time, last ? end : Time + h);
        Arrive();
        (Old, Now) = (Now, Old);
        (First, Last) = (Last, First);
        if (_tolerance.IsOfPath)
            StepTolerance.Grow(Now.AsSpan(0, Dimension), _absolute);
        return StepOutcome.Accepted;
    }

    /// <summary>Writes the dense output at the fraction θ ∈ [0, 1] of the last accepted step.</summary>
    public void Interpolate(double theta, Span<double> destination)
    {
        ReadyDense();
        for (int i = 0; i < destination.Length; i++)
            destination[i] = Dense(theta, i);
    }

    /// <summary>One coordinate of the dense output.</summary>
    public double Interpolate(double theta, int coordinate)
    {
        ReadyDense();
        return Dense(theta, coordinate);
    }

    /// <summary>Computes the stages of a step of length h; leaves the new state in <see cref="Old"/>; returns the scaled error.</summary>
    protected abstract double Attempt(double h);

    /// <summary>Sees to it that <see cref="Last"/> holds the field at the new state in <see cref="Old"/>, after its step was accepted.</summary>
    protected abstract void Arrive();

    /// <summary>Computes the coefficients of the dense output of the last accepted step.</summary>
    protected abstract void PrepareDense();

    /// <summary>A coordinate of the dense output at the fraction θ of the step, from its coefficients.</summary>
    protected abstract double Dense(double theta, int i);

    /// <summary>Sees to it that the coefficients of the dense output are those of the last step.</summary>
    protected void ReadyDense()
    {
        if (!_isDenseReady)
            PrepareDense();
        _isDenseReady = true;
    }

    /// <summary>A vector of whole registers.</summary>
    protected double[] NewVector() => new double[(Dimension + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count];

    /// <summary>Tolerances of the errors of the coordinates in one register of a step.</summary>
    protected Vector<double> Tolerance(int register, ref Vector<double> from, ref Vector<double> to) =>
        At(ref Registers(_absolute), register) + Vector.Max(Vector.Abs(from), Vector.Abs(to)) * _relative;

    /// <summary>The registers of a padded array.</summary>
    protected static ref Vector<double> Registers(double[] values) =>
        ref Unsafe.As<double, Vector<double>>(ref MemoryMarshal.GetArrayDataReference(values));

    protected static ref Vector<double> At(ref Vector<double> first, int index) => ref Unsafe.Add(ref first, index);

    private StepOutcome Stay(double end)
    {
        (_progress.TimeBefore, _progress.Time) = (Time, end);
        Now.CopyTo(Old, 0);
        First.CopyTo(Last, 0);
        StepLength = 0;
        _isDenseReady = false;
        return StepOutcome.Accepted;
    }

    /// <summary>Steps up to this length leave the time where it is.</summary>
    private double Resolution() => Math.Max(TimeResolution * Math.Abs(Time), ShortestStep);

    /// <summary>The starting step of Hairer, Nørsett and Wanner, II.4, for tolerances in units of one.</summary>
    private double FirstStep(double span)
    {
        if (_tolerance.IsOfPath)
            return FirstStepOfPath(span);
        int n = Dimension;
        double size = 0, slope = 0;
        for (int i = 0; i < n; i++)
        {
            double scale = _absolute[i] + _relative * Math.Abs(Now[i]);
            size += Now[i] / scale * (Now[i] / scale);
            slope += First[i] / scale * (First[i] / scale);
        }
        (size, slope) = (Math.Sqrt(size / n), Math.Sqrt(slope / n));
        double h0 = size < 1e-5 || slope < 1e-5 ? 1e-6 : 0.01 * size / slope;
        h0 = Math.Min(h0, Math.Min(span, _maxStep));
        for (int i = 0; i < n; i++)
            Work[i] = Now[i] + h0 * First[i];
        Field.Evaluate(Work.AsSpan(0, n), Last.AsSpan(0, n));
        Evaluations++;
        double curvature = 0;
        for (int i = 0; i < n; i++)
        {
            double scale = _absolute[i] + _relative * Math.Abs(Now[i]);
            double c = (Last[i] - First[i]) / scale;
            curvature += c * c;
        }
        curvature = Math.Sqrt(curvature / n) / h0;
        double largest = Math.Max(slope, curvature);
        double h1 = largest <= 1e-15 || !double.IsFinite(largest) ? Math.Max(1e-6, h0 * 1e-3) : Math.Pow(0.01 / largest, _inverseOrder);
        return Math.Min(Math.Min(100 * h0, h1), Math.Min(span, _maxStep));
    }

    /// <summary>
    /// The same where no size is known: the unit of time is that in which coordinates change by as much as they are, and coordinates that begin at
    /// zero are as large as what the first guess of the step makes of them.
    /// </summary>
    private double FirstStepOfPath(double span)
    {
        int n = Dimension, known = 0;
        double rate = 0;
        for (int i = 0; i < n; i++)
        {
            double own = Math.Abs(First[i] / Now[i]);
            if (!double.IsFinite(own))
                continue;
            rate = double.Hypot(rate, own);
            known++;
        }
        // 1e-4: nothing is known at all, and the controller finds the way from there
        double unit = rate > 0 ? Math.Sqrt(known) / rate : double.IsFinite(span) ? span : 1e-4;
        unit = Math.Min(unit, 100 * Math.Min(span, _maxStep));
        double h0 = Math.Min(0.01 * unit, Math.Min(span, _maxStep));
        for (int i = 0; i < n; i++)
            Work[i] = Now[i] + h0 * First[i];
        Field.Evaluate(Work.AsSpan(0, n), Last.AsSpan(0, n));
        Evaluations++;
        double curvature = 0;
        for (int i = 0; i < n; i++)
        {
            double size = Math.Max(Math.Abs(Now[i]), h0 * Math.Max(Math.Abs(First[i]), Math.Abs(Last[i])));
            if (size > 0)
                curvature = double.Hypot(curvature, h0 * (Last[i] - First[i]) / (_relative * size));
        }
        double ratio = unit / h0, largest = Math.Max(1 / _relative, curvature / Math.Sqrt(n) * ratio * ratio);
        double h1 = double.IsFinite(largest) ? unit * Math.Pow(0.01 / largest, _inverseOrder) : 1e-3 * h0;
        return Math.Min(Math.Min(100 * h0, h1), Math.Min(span, _maxStep));
    }
}

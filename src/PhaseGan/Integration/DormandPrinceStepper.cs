using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>
/// The step of the Dormand–Prince pair 5(4) with first-same-as-last stages, proportional-integral step control and 4th-order dense output:
/// the engine under <see cref="DormandPrince"/> and the attractor search. All memory is taken when it is made; a step allocates nothing.
/// </summary>
/// <remarks>
/// Coefficients: Dormand and Prince, <em>J. Comput. Appl. Math.</em> 6 (1980) 19–26. Controller and continuous extension: Hairer, Nørsett and
/// Wanner, <em>Solving Ordinary Differential Equations I</em>, 2nd ed., sections II.4, II.5 and II.6 (β = 0.04). Vectors are padded to whole
/// SIMD registers; every operation is elementwise and sums run in order, so the bits do not depend on the width of the registers.
/// </remarks>
internal sealed class DormandPrinceStepper<TField>
    where TField : IVectorField
{
    private const double Safety = 0.9, Beta = 0.04, Exponent = 0.2 - 0.75 * Beta, Shrink = 0.2, Grow = 10;

    private readonly TField _field;
    private readonly double _relative;
    private readonly double _absolute;
    private readonly double _maxStep;
    private readonly int _n;
    private readonly double[] _k2, _k3, _k4, _k5, _k6, _work;
    private readonly double[][] _dense;
    private double[] _y, _yOld, _k1, _k7;
    private double _errorBefore = 1e-4;
    private double _stepLength;
    private bool _denseReady;

    public DormandPrinceStepper(TField field, double relativeTolerance, double absoluteTolerance, double maxStep = double.PositiveInfinity)
    {
        (_field, _relative, _absolute, _maxStep) = (field, relativeTolerance, absoluteTolerance, maxStep);
        _n = field.Dimension;
        int padded = (_n + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        (_y, _yOld, _work) = (new double[padded], new double[padded], new double[padded]);
        (_k1, _k2, _k3, _k4, _k5, _k6, _k7) = (
            new double[padded], new double[padded], new double[padded], new double[padded], new double[padded], new double[padded], new double[padded]);
        _dense = [new double[_n], new double[_n], new double[_n], new double[_n], new double[_n]];
    }

    /// <summary>Time after the last accepted step.</summary>
    public double Time { get; private set; }

    /// <summary>Time before the last accepted step.</summary>
    public double TimeBefore { get; private set; }

    /// <summary>The step that the controller proposes next.</summary>
    public double NextStep { get; private set; }

    /// <summary>State at <see cref="Time"/>.</summary>
    public ReadOnlySpan<double> State => _y.AsSpan(0, _n);

    /// <summary>State at <see cref="TimeBefore"/>.</summary>
    public ReadOnlySpan<double> StateBefore => _yOld.AsSpan(0, _n);

    /// <summary>The field at <see cref="State"/>.</summary>
    public ReadOnlySpan<double> Derivative => _k1.AsSpan(0, _n);

    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    public long Evaluations { get; private set; }

    /// <summary>Puts the stepper at a state; false if the field is not finite there.</summary>
    public bool Start(double time, ReadOnlySpan<double> y, double? firstStep = null, double end = double.PositiveInfinity)
    {
        (Time, TimeBefore) = (time, time);
        y.CopyTo(_y);
        y.CopyTo(_yOld);
        _errorBefore = 1e-4;
        _stepLength = 0;
        _denseReady = false;
        _field.Evaluate(_y.AsSpan(0, _n), _k1.AsSpan(0, _n));
        Evaluations++;
        if (!IsFinite(_y) || !IsFinite(_k1))
            return false;
        NextStep = Math.Min(firstStep ?? FirstStep(end - time), _maxStep);
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
        if (!(h > 1e-15 * Math.Max(1, Math.Abs(Time))))
            return last && h >= 0 ? Stay(end) : StepOutcome.TooSmall;

        double error = Attempt(h);
        if (!double.IsFinite(error))
        {
            Rejected++;
            NextStep = h * 0.1;
            return NextStep > 1e-15 * Math.Max(1, Math.Abs(Time)) ? StepOutcome.Rejected : StepOutcome.NonFinite;
        }
        double factor = Math.Pow(error, Exponent);
        if (error > 1)
        {
            Rejected++;
            NextStep = h / Math.Min(1 / Shrink, factor / Safety);
            return StepOutcome.Rejected;
        }
        double scale = factor / Math.Pow(_errorBefore, Beta) / Safety;
        double proposal = h / Math.Clamp(scale, 1 / Grow, 1 / Shrink);
        _errorBefore = Math.Max(error, 1e-4);
        NextStep = last ? Math.Max(NextStep, proposal) : proposal;
        Accepted++;
        (TimeBefore, Time) = (Time, last ? end : Time + h);
        (_yOld, _y) = (_y, _yOld);
        (_k1, _k7) = (_k7, _k1);
        _denseReady = false;
        return StepOutcome.Accepted;
    }

    /// <summary>Writes the dense output at the fraction θ ∈ [0, 1] of the last accepted step.</summary>
    public void Interpolate(double theta, Span<double> destination)
    {
        PrepareDense();
        double other = 1 - theta;
        double[] c0 = _dense[0], c1 = _dense[1], c2 = _dense[2], c3 = _dense[3], c4 = _dense[4];
        for (int i = 0; i < destination.Length; i++)
            destination[i] = c0[i] + theta * (c1[i] + other * (c2[i] + theta * (c3[i] + other * c4[i])));
    }

    /// <summary>Writes the five coefficient vectors of the dense output of the last accepted step, one after the other.</summary>
    public void CopyDense(Span<double> destination)
    {
        PrepareDense();
        for (int c = 0; c < 5; c++)
            _dense[c].CopyTo(destination[(c * _n)..]);
    }

    private StepOutcome Stay(double end)
    {
        (TimeBefore, Time) = (Time, end);
        _y.CopyTo(_yOld, 0);
        _k1.CopyTo(_k7, 0);
        _stepLength = 0;
        _denseReady = false;
        return StepOutcome.Accepted;
    }

    /// <summary>Computes the stages of a step of length h; leaves the new state in <c>_yOld</c> and the new derivative in <c>_k7</c>; returns the scaled error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Attempt(double h)
    {
        int n = _n, count = _y.Length / Vector<double>.Count;
        ref Vector<double> y = ref First(_y), w = ref First(_work), next = ref First(_yOld);
        ref Vector<double> k1 = ref First(_k1), k2 = ref First(_k2), k3 = ref First(_k3), k4 = ref First(_k4), k5 = ref First(_k5), k6 = ref First(_k6), k7 = ref First(_k7);
        Span<double> work = _work.AsSpan(0, n);

        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + At(ref k1, v) * (h * 0.2);
        _field.Evaluate(work, _k2.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * (3.0 / 40) + At(ref k2, v) * (9.0 / 40)) * h;
        _field.Evaluate(work, _k3.AsSpan(0, n));
        for (int v = 0; v < count; v++)
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * (44.0 / 45) - At(ref k2, v) * (56.0 / 15) + At(ref k3, v) * (32.0 / 9)) * h;
        _field.Evaluate(work, _k4.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * (19372.0 / 6561) - At(ref k2, v) * (25360.0 / 2187) + At(ref k3, v) * (64448.0 / 6561)
                - At(ref k4, v) * (212.0 / 729)) * h;
        }
        _field.Evaluate(work, _k5.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref w, v) = At(ref y, v) + (At(ref k1, v) * (9017.0 / 3168) - At(ref k2, v) * (355.0 / 33) + At(ref k3, v) * (46732.0 / 5247)
                + At(ref k4, v) * (49.0 / 176) - At(ref k5, v) * (5103.0 / 18656)) * h;
        }
        _field.Evaluate(work, _k6.AsSpan(0, n));
        for (int v = 0; v < count; v++)
        {
            At(ref next, v) = At(ref y, v) + (At(ref k1, v) * (35.0 / 384) + At(ref k3, v) * (500.0 / 1113) + At(ref k4, v) * (125.0 / 192)
                - At(ref k5, v) * (2187.0 / 6784) + At(ref k6, v) * (11.0 / 84)) * h;
        }
        _field.Evaluate(_yOld.AsSpan(0, n), _k7.AsSpan(0, n));
        Evaluations += 6;

        var absolute = new Vector<double>(_absolute);
        for (int v = 0; v < count; v++)
        {
            Vector<double> error = (At(ref k1, v) * (71.0 / 57600) - At(ref k3, v) * (71.0 / 16695) + At(ref k4, v) * (71.0 / 1920)
                - At(ref k5, v) * (17253.0 / 339200) + At(ref k6, v) * (22.0 / 525) - At(ref k7, v) * (1.0 / 40)) * h;
            error /= absolute + Vector.Max(Vector.Abs(At(ref y, v)), Vector.Abs(At(ref next, v))) * _relative;
            At(ref w, v) = error * error;
        }
        double sum = 0;
        foreach (double square in work)
            sum += square;
        _denseReady = false;
        _stepLength = h;
        return Math.Sqrt(sum / n);
    }

    /// <summary>The first register of a padded array.</summary>
    private static ref Vector<double> First(double[] values) =>
        ref Unsafe.As<double, Vector<double>>(ref MemoryMarshal.GetArrayDataReference(values));

    private static ref Vector<double> At(ref Vector<double> first, int index) => ref Unsafe.Add(ref first, index);

    private void PrepareDense()
    {
        if (_denseReady)
            return;
        // after an accepted step: _yOld, _k7 are the old state and derivative, _y, _k1 the new ones
        double h = _stepLength;
        double[] old = _yOld, now = _y, k1 = _k7, k7 = _k1, k3 = _k3, k4 = _k4, k5 = _k5, k6 = _k6;
        for (int i = 0; i < _n; i++)
        {
            double difference = now[i] - old[i];
            double bend = h * k1[i] - difference;
            _dense[0][i] = old[i];
            _dense[1][i] = difference;
            _dense[2][i] = bend;
            _dense[3][i] = difference - h * k7[i] - bend;
            _dense[4][i] =
                h * (-12715105075.0 / 11282082432 * k1[i] + 87487479700.0 / 32700410799 * k3[i] - 10690763975.0 / 1880347072 * k4[i]
                    + 701980252875.0 / 199316789632 * k5[i] - 1453857185.0 / 822651844 * k6[i] + 69997945.0 / 29380423 * k7[i]);
        }
        _denseReady = true;
    }

    /// <summary>The starting step of Hairer, Nørsett and Wanner, II.4.</summary>
    private double FirstStep(double span)
    {
        int n = _n;
        double size = 0, slope = 0;
        for (int i = 0; i < n; i++)
        {
            double scale = _absolute + _relative * Math.Abs(_y[i]);
            size += _y[i] / scale * (_y[i] / scale);
            slope += _k1[i] / scale * (_k1[i] / scale);
        }
        (size, slope) = (Math.Sqrt(size / n), Math.Sqrt(slope / n));
        double h0 = size < 1e-5 || slope < 1e-5 ? 1e-6 : 0.01 * size / slope;
        h0 = Math.Min(h0, Math.Min(span, _maxStep));
        for (int i = 0; i < n; i++)
            _work[i] = _y[i] + h0 * _k1[i];
        _field.Evaluate(_work.AsSpan(0, n), _k2.AsSpan(0, n));
        Evaluations++;
        double curvature = 0;
        for (int i = 0; i < n; i++)
        {
            double scale = _absolute + _relative * Math.Abs(_y[i]);
            double c = (_k2[i] - _k1[i]) / scale;
            curvature += c * c;
        }
        curvature = Math.Sqrt(curvature / n) / h0;
        double largest = Math.Max(slope, curvature);
        double h1 = largest <= 1e-15 || !double.IsFinite(largest) ? Math.Max(1e-6, h0 * 1e-3) : Math.Pow(0.01 / largest, 0.2);
        return Math.Min(Math.Min(100 * h0, h1), Math.Min(span, _maxStep));
    }

    private static bool IsFinite(ReadOnlySpan<double> values)
    {
        foreach (double v in values)
            if (!double.IsFinite(v))
                return false;
        return true;
    }
}

using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// The Dormand–Prince pair 5(4) for trajectories side by side, one in each lane of the registers, each with its own parameters, step
/// length, acceptance and end. All memory is taken when it is made; a step allocates nothing.
/// </summary>
/// <remarks>
/// Coefficients as in <see cref="DormandPrinceStepper{TField}"/>. Every operation is elementwise and none is fused, so a trajectory has the
/// same bits in any lane, beside any neighbours and with registers of any width. The controller is the elementary one of Hairer, Nørsett and
/// Wanner, II.4: h · clamp(0.9 e^(−1/5), 0.2, 5), and no growth after a rejection.
/// </remarks>
internal sealed unsafe class LaneStepper<TField, T, TBits> : ILaneStepper<T>
    where TField : struct, ILaneField
    where T : unmanaged, IWideLanes<T, TBits>
    where TBits : unmanaged, IBitLanes<TBits>
{
    private static uint AllLanes => (1u << T.Width) - 1;

    private readonly TField _field;
    private readonly AlignedBuffer _memory;
    private readonly double _usualRelative;
    private readonly double _usualAbsolute;
    private readonly bool _shareScale;
    private readonly T* _parameters, _y, _next, _work, _k1, _k2, _k3, _k4, _k5, _k6, _k7, _time, _end, _step, _steps, _most, _relative, _absolute;

    /// <summary>Makes a stepper with idle lanes.</summary>
    /// <param name="field">The field.</param>
    /// <param name="relativeTolerance">Relative tolerance on the local error of each coordinate, in lanes that are given none of their own.</param>
    /// <param name="absoluteTolerance">Absolute tolerance.</param>
    /// <param name="shareScale">
    /// Whether errors of transverse coordinates are measured against the largest of these alone, without an absolute tolerance: then the way
    /// in which a rest is left is resolved however small they have become.
    /// </param>
    public LaneStepper(TField field, double relativeTolerance, double absoluteTolerance, bool shareScale)
    {
        (_field, _usualRelative, _usualAbsolute, _shareScale) = (field, relativeTolerance, absoluteTolerance, shareScale);
        int n = field.Dimension;
        _memory = new AlignedBuffer((10 * n + field.ParameterCount + 7) * T.Width);
        T* at = (T*)_memory.Start;
        T* Take(int count)
        {
            T* here = at;
            at += count;
            return here;
        }

        _y = Take(n);
        _next = Take(n);
        _work = Take(n);
        _k1 = Take(n);
        _k2 = Take(n);
        _k3 = Take(n);
        _k4 = Take(n);
        _k5 = Take(n);
        _k6 = Take(n);
        _k7 = Take(n);
        _parameters = Take(field.ParameterCount);
        _time = Take(1);
        _end = Take(1);
        _step = Take(1);
        _steps = Take(1);
        _most = Take(1);
        _relative = Take(1);
        _absolute = Take(1);
    }

    /// <summary>The states, all lanes of a coordinate together.</summary>
    public T* State => _y;

    /// <summary>The field at <see cref="State"/>.</summary>
    public T* Derivative => _k1;

    /// <summary>The parameters, all lanes of each together.</summary>
    public T* Parameters => _parameters;

    /// <summary>Times reached.</summary>
    public T* Time => _time;

    /// <summary>Lengths of the next steps.</summary>
    public T* StepLength => _step;

    /// <summary>Steps tried in each lane since its trajectory began.</summary>
    public T* Steps => _steps;

    /// <summary>A number of one lane.</summary>
    public static ref double Lane(T* numbers, int lane) => ref ((double*)numbers)[lane];

    /// <summary>Puts a trajectory into a lane; call <see cref="Ready"/> before the next step.</summary>
    public void Begin(int lane, ReadOnlySpan<double> parameters, ReadOnlySpan<double> y, double time, double end, double firstStep, double maxSteps)
    {
        for (int k = 0; k < parameters.Length; k++)
            Lane(_parameters + k, lane) = parameters[k];
        for (int i = 0; i < y.Length; i++)
            Lane(_y + i, lane) = y[i];
        Lane(_time, lane) = time;
        Lane(_end, lane) = end;
        Lane(_step, lane) = firstStep;
        Lane(_steps, lane) = 0;
        Lane(_most, lane) = maxSteps;
        SetTolerances(lane, _usualRelative, _usualAbsolute);
    }

    /// <summary>Gives a lane tolerances of its own, until another trajectory begins there.</summary>
    public void SetTolerances(int lane, double relative, double absolute)
    {
        (Lane(_relative, lane), Lane(_absolute, lane)) = (relative, absolute);
    }

    /// <summary>Gives a lane more steps.</summary>
    public void Extend(int lane, double maxSteps)
    {
        Lane(_most, lane) = maxSteps;
    }

    /// <summary>Stops a lane where it is.</summary>
    public void Park(int lane)
    {
        Lane(_end, lane) = Lane(_time, lane);
    }

    /// <summary>The lanes that have tried as many steps as they may, lane k at bit k.</summary>
    public uint Exhausted => T.Signs(T.Less(*_steps, *_most)) ^ AllLanes;

    /// <summary>Evaluates the field after trajectories were put in. A lane that goes on gets the bits that it had.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Ready()
    {
        _field.Evaluate(_parameters, _y, _k1);
    }

    /// <summary>Tries one step in every lane. A lane whose step is refused keeps its state and gets a shorter step; one at its end stays.</summary>
    /// <returns>The lanes that are at their end, lane k at bit k.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint Step()
    {
        int n = _field.Dimension;
        T* y = _y, next = _next, w = _work, k1 = _k1, k2 = _k2, k3 = _k3, k4 = _k4, k5 = _k5, k6 = _k6, k7 = _k7, p = _parameters;
        T time = *_time, end = *_end, wanted = *_step, left = end - time;
        TBits isLast = T.Less(left, wanted * T.All(1.0000001));
        T h = T.Select(isLast, left, wanted);

        T a = h * T.All(0.2);
        for (int i = 0; i < n; i++)
            w[i] = T.PlusProduct(k1[i], a, y[i]);
        _field.Evaluate(p, w, k2);

        a = h * T.All(3.0 / 40);
        T b = h * T.All(9.0 / 40);
        for (int i = 0; i < n; i++)
            w[i] = T.PlusProduct(k2[i], b, T.PlusProduct(k1[i], a, y[i]));
        _field.Evaluate(p, w, k3);

        a = h * T.All(44.0 / 45);
        b = h * T.All(-56.0 / 15);
        T c = h * T.All(32.0 / 9);
        for (int i = 0; i < n; i++)
            w[i] = T.PlusProduct(k3[i], c, T.PlusProduct(k2[i], b, T.PlusProduct(k1[i], a, y[i])));
        _field.Evaluate(p, w, k4);

        a = h * T.All(19372.0 / 6561);
        b = h * T.All(-25360.0 / 2187);
        c = h * T.All(64448.0 / 6561);
        T d = h * T.All(-212.0 / 729);
        for (int i = 0; i < n; i++)
            w[i] = T.PlusProduct(k4[i], d, T.PlusProduct(k3[i], c, T.PlusProduct(k2[i], b, T.PlusProduct(k1[i], a, y[i]))));
        _field.Evaluate(p, w, k5);

        a = h * T.All(9017.0 / 3168);
        b = h * T.All(-355.0 / 33);
        c = h * T.All(46732.0 / 5247);
        d = h * T.All(49.0 / 176);
        T e = h * T.All(-5103.0 / 18656);
        for (int i = 0; i < n; i++)
            w[i] = T.PlusProduct(k5[i], e, T.PlusProduct(k4[i], d, T.PlusProduct(k3[i], c, T.PlusProduct(k2[i], b, T.PlusProduct(k1[i], a, y[i])))));
        _field.Evaluate(p, w, k6);

        a = h * T.All(35.0 / 384);
        b = h * T.All(500.0 / 1113);
        c = h * T.All(125.0 / 192);
        d = h * T.All(-2187.0 / 6784);
        e = h * T.All(11.0 / 84);
        for (int i = 0; i < n; i++)
            next[i] = T.PlusProduct(k6[i], e, T.PlusProduct(k5[i], d, T.PlusProduct(k4[i], c, T.PlusProduct(k3[i], b, T.PlusProduct(k1[i], a, y[i])))));
        _field.Evaluate(p, next, k7);

        T relative = *_relative, absolute = *_absolute, shared = T.All(0);
        int from = _field.TransverseStart, to = _shareScale ? from + _field.TransverseCount : from;
        for (int i = from; i < to; i++)
            shared = Larger(shared, Larger(Size(y[i]), Size(next[i])));
        shared = T.PlusProduct(shared, relative, T.All(1e-280));
        a = h * T.All(71.0 / 57600);
        b = h * T.All(-71.0 / 16695);
        c = h * T.All(71.0 / 1920);
        d = h * T.All(-17253.0 / 339200);
        e = h * T.All(22.0 / 525);
        T f = h * T.All(-1.0 / 40), sum = T.All(0);
        for (int i = 0; i < n; i++)
        {
            T error = T.PlusProduct(k7[i], f, T.PlusProduct(k6[i], e, T.PlusProduct(k5[i], d, T.PlusProduct(k4[i], c, T.PlusProduct(k3[i], b, k1[i] * a)))));
            T scale = i >= from && i < to ? shared : T.PlusProduct(Larger(Size(y[i]), Size(next[i])), relative, absolute);
            error /= scale;
            sum = T.PlusProduct(error, error, sum);
        }
        T square = sum * T.All(1.0 / n);

        T one = T.All(1);
        // a step from the end itself has length zero and is accepted; an error that is no number is refused
        TBits accepted = T.Less(square, one);
        T factor = T.All(0.9) * TenthRootInverse(Larger(square, T.All(1e-12)));
        factor = Smaller(Larger(factor, T.All(0.2)), T.Select(accepted, T.All(5), one));
        factor = T.Select(T.Less(square, T.All(1e60)), factor, T.All(0.1));
        T proposal = h * factor;
        *_step = T.Select(accepted & isLast, Larger(wanted, proposal), proposal);
        T arrived = T.Select(isLast, end, time + h);
        time = T.Select(accepted, arrived, time);
        *_time = time;
        *_steps = *_steps + one;
        for (int i = 0; i < n; i++)
        {
            y[i] = T.Select(accepted, next[i], y[i]);
            k1[i] = T.Select(accepted, k7[i], k1[i]);
        }
        return T.Signs(T.Less(time, end)) ^ AllLanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Size(T a) => T.FromBits(T.ToBits(a) & TBits.All(0x7FFF_FFFF_FFFF_FFFF));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Larger(T a, T b) => T.Select(T.Less(a, b), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Smaller(T a, T b) => T.Select(T.Less(b, a), b, a);

    /// <summary>a^(−1/10) for a ≥ 1e-12 to about one part in a thousand: a tenth of the exponent's bits, then two steps of Newton's method.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TenthRootInverse(T a)
    {
        // (1 + 1/10) times the bits of one, less the bits of a divided by ten, in units of the upper half
        TBits tenth = TBits.MultiplyLow32(T.ToBits(a) >>> 32, TBits.All(0x1999_999A)) >>> 32;
        T z = T.FromBits((TBits.All(0x4653_F000) - tenth) << 32);
        for (int k = 0; k < 2; k++)
        {
            T z2 = z * z, z4 = z2 * z2, z10 = z4 * z4 * z2;
            z *= T.All(1.1) - T.All(0.1) * a * z10;
        }
        return z;
    }
}

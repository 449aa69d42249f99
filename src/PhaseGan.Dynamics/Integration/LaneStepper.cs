using System.Numerics;
using System.Runtime.CompilerServices;
using static PhaseGan.Dynamics.DormandPrinceTable;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan.Dynamics;

/// <summary>
/// The Dormand–Prince pair 5(4) for trajectories side by side, one in each lane of the registers, each with its own parameters, step
/// length, acceptance and end. All memory is taken when it is made; a step allocates nothing.
/// </summary>
/// <remarks>
/// Coefficients: <see cref="DormandPrinceTable"/>. Every operation is elementwise and none is fused, so a trajectory has the
/// same bits in any lane, beside any neighbours and with registers of any width. The controller is the elementary one of Hairer, Nørsett and
/// Wanner, II.4: h · clamp(0.9 e^(−1/5), 0.2, 5), and no growth after a rejection.
/// </remarks>
internal sealed unsafe class LaneStepper<TField, T> : ILaneStepper<T>
    where TField : struct, ILaneField
    where T : unmanaged, IWideLanes<T>
{
    /// <summary>Vectors that lie in memory one after the other: the state, the next one, room for a stage, the stages.</summary>
    private const int Next = 1, Work = 2, K1 = 3, K2 = 4, K3 = 5, K4 = 6, K5 = 7, K6 = 8, K7 = 9, Vectors = 10;

    /// <summary>
    /// Coordinates that fade are held at this size, at every so many steps of their trajectory: products of three of them are still numbers of full precision, which processors multiply a hundred
    /// times faster than those below 1e-308, and a way out of a plane that they have nearly reached is never lost.
    /// </summary>
    private const double Smallest = 1e-100;

    /// <inheritdoc cref="Smallest"/>
    private const int StepsBetweenLifts = 64;

    private static uint AllLanes => (1u << T.Width) - 1;

    private readonly TField _field;
    private readonly AlignedBuffer _memory;
    private readonly double _usualRelative;
    private readonly double _usualAbsolute;
    private readonly bool _shareScale;
    private readonly T* _parameters, _y, _time, _end, _step, _steps, _most, _relative, _absolute, _length, _square;

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
        _memory = new AlignedBuffer((Vectors * n + field.ParameterCount + 9) * T.Width);
        T* at = (T*)_memory.Start;
        T* Reserve(int count)
        {
            T* here = at;
            at += count;
            return here;
        }

        _y = Reserve(Vectors * n);
        _parameters = Reserve(field.ParameterCount);
        _time = Reserve(1);
        _end = Reserve(1);
        _step = Reserve(1);
        _steps = Reserve(1);
        _most = Reserve(1);
        _relative = Reserve(1);
        _absolute = Reserve(1);
        _length = Reserve(1);
        _square = Reserve(1);
    }

    /// <summary>The states, all lanes of a coordinate together.</summary>
    public T* State => _y;

    /// <summary>The field at <see cref="State"/>.</summary>
    public T* Derivative => _y + K1 * _field.Dimension;

    /// <summary>The parameters, all lanes of each together.</summary>
    public T* Parameters => _parameters;

    /// <summary>Times reached.</summary>
    public T* Time => _time;

    /// <summary>Lengths of the next steps.</summary>
    public T* StepLength => _step;

    /// <summary>Steps tried in each lane since its trajectory began.</summary>
    public T* Steps => _steps;

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

    /// <summary>Begins anew at time 0 with the trajectory that is in a lane, from where it is and with the step that it would have made.</summary>
    public void Restart(int lane, double end)
    {
        (Lane(_time, lane), Lane(_end, lane), Lane(_steps, lane)) = (0, end, 0);
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
        _field.Evaluate(_parameters, _y, Derivative);
    }

    /// <summary>Tries one step in every lane. A lane whose step is refused keeps its state and gets a shorter step; one at its end stays.</summary>
    /// <returns>The lanes that are at their end, lane k at bit k.</returns>
    public uint Step()
    {
        ChooseLength();
        SecondStage();
        ThirdStage();
        FourthStage();
        FifthStage();
        SixthStage();
        SeventhStage();
        Measure();
        return Finish();
    }

    /// <summary>The same for these lanes and as many others, stage by stage in turn: a stage waits for its own operations, and in the meantime the processor begins the stage of the others.</summary>
    /// <param name="other">The others.</param>
    /// <param name="arrived">Receives those of the others that are at their end.</param>
    public uint StepWith(LaneStepper<TField, T> other, out uint arrived)
    {
        ChooseLength();
        other.ChooseLength();
        SecondStage();
        other.SecondStage();
        ThirdStage();
        other.ThirdStage();
        FourthStage();
        other.FourthStage();
        FifthStage();
        other.FifthStage();
        SixthStage();
        other.SixthStage();
        SeventhStage();
        other.SeventhStage();
        Measure();
        other.Measure();
        uint own = Finish();
        arrived = other.Finish();
        return own;
    }

    /// <summary>The length of the next step of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void ChooseLength()
    {
        T wanted = *_step, left = *_end - *_time;
        *_length = T.Select(IsLast(left, wanted), left, wanted);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T IsLast(T left, T wanted) => T.Less(left, wanted * T.All(1.0000001));

    /// <summary>Accepts or refuses the step of each lane, and proposes the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private uint Finish()
    {
        T time = *_time, end = *_end, wanted = *_step, isLast = IsLast(end - time, wanted), h = *_length, square = *_square;
        T one = T.All(1);
        // a step from the end itself has length zero and is accepted; an error that is no number is refused
        T accepted = T.Less(square, one);
        T factor = T.All(0.9) * TenthRootInverse(T.Larger(square, T.All(1e-12)));
        factor = T.Smaller(T.Larger(factor, T.All(0.2)), T.Select(accepted, T.All(5), one));
        factor = T.Select(T.Less(square, T.All(1e60)), factor, T.All(0.1));
        T proposal = h * factor;
        *_step = T.Select(accepted & isLast, T.Larger(wanted, proposal), proposal);
        T arrived = T.Select(isLast, end, time + h);
        time = T.Select(accepted, arrived, time);
        *_time = time;
        T steps = *_steps + one;
        *_steps = steps;
        int n = _field.Dimension;
        for (T* at = _y, last = at + n; at != last; at++)
        {
            *at = T.Select(accepted, at[Next * n], *at);
            at[K1 * n] = T.Select(accepted, at[K7 * n], at[K1 * n]);
        }
        // the lowest bits of the whole number of steps, which added to 2⁵² lie at the end of the pattern
        T rest = (steps + T.All(1L << 52)) & T.AllBits(StepsBetweenLifts - 1);
        uint due = T.Signs(T.SubtractBits(rest, T.AllBits(1)));
        if (due != 0)
            Lift(due);
        return T.Signs(T.Less(time, end)) ^ AllLanes;
    }

    /// <summary>Brings coordinates of lanes that are too small, but do not vanish, back to the smallest size.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Lift(uint lanes)
    {
        for (; lanes != 0; lanes &= lanes - 1)
        {
            int lane = BitOperations.TrailingZeroCount(lanes);
            for (T* at = _y, last = at + _field.Dimension; at != last; at++)
            {
                ref double v = ref Lane(at, lane);
                if (Math.Abs(v) < Smallest && v != 0)
                    v = Math.CopySign(Smallest, v);
            }
        }
    }

    // The stages: methods of their own, so that those of others can stand between them, and because the compiler inlines only so much into one.

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void SecondStage()
    {
        int n = _field.Dimension;
        T* y = _y, last = y + n;
        T h = *_length, a = h * T.All(A21);
        for (T* at = y; at != last; at++)
            at[Work * n] = T.PlusProduct(at + K1 * n, a, *at);
        _field.Evaluate(_parameters, y + Work * n, y + K2 * n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void ThirdStage()
    {
        int n = _field.Dimension;
        T* y = _y, last = y + n;
        T h = *_length, a = h * T.All(A31), b = h * T.All(A32);
        for (T* at = y; at != last; at++)
            at[Work * n] = T.PlusProduct(at + K2 * n, b, T.PlusProduct(at + K1 * n, a, *at));
        _field.Evaluate(_parameters, y + Work * n, y + K3 * n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void FourthStage()
    {
        int n = _field.Dimension;
        T* y = _y, last = y + n;
        T h = *_length, a = h * T.All(A41), b = h * T.All(A42), c = h * T.All(A43);
        for (T* at = y; at != last; at++)
            at[Work * n] = T.PlusProduct(at + K3 * n, c, T.PlusProduct(at + K2 * n, b, T.PlusProduct(at + K1 * n, a, *at)));
        _field.Evaluate(_parameters, y + Work * n, y + K4 * n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void FifthStage()
    {
        int n = _field.Dimension;
        T* y = _y, last = y + n;
        T h = *_length, a = h * T.All(A51), b = h * T.All(A52), c = h * T.All(A53), d = h * T.All(A54);
        for (T* at = y; at != last; at++)
            at[Work * n] = T.PlusProduct(at + K4 * n, d, T.PlusProduct(at + K3 * n, c, T.PlusProduct(at + K2 * n, b, T.PlusProduct(at + K1 * n, a, *at))));
        _field.Evaluate(_parameters, y + Work * n, y + K5 * n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void SixthStage()
    {
        int n = _field.Dimension;
        T* y = _y, last = y + n;
        T h = *_length, a = h * T.All(A61), b = h * T.All(A62), c = h * T.All(A63), d = h * T.All(A64), e = h * T.All(A65);
        for (T* at = y; at != last; at++)
            at[Work * n] = T.PlusProduct(at + K5 * n, e, T.PlusProduct(at + K4 * n, d, T.PlusProduct(at + K3 * n, c, T.PlusProduct(at + K2 * n, b, T.PlusProduct(at + K1 * n, a, *at)))));
        _field.Evaluate(_parameters, y + Work * n, y + K6 * n);
    }

    /// <summary>The state at the end of the step, and the field there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void SeventhStage()
    {
        int n = _field.Dimension;
        T* y = _y, last = y + n;
        T h = *_length, a = h * T.All(B1), b = h * T.All(B3), c = h * T.All(B4), d = h * T.All(B5), e = h * T.All(B6);
        for (T* at = y; at != last; at++)
            at[Next * n] = T.PlusProduct(at + K6 * n, e, T.PlusProduct(at + K5 * n, d, T.PlusProduct(at + K4 * n, c, T.PlusProduct(at + K3 * n, b, T.PlusProduct(at + K1 * n, a, *at)))));
        _field.Evaluate(_parameters, y + Next * n, y + K7 * n);
    }

    /// <summary>The mean square of the errors of a step, each in units of its tolerance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Measure()
    {
        int n = _field.Dimension;
        T* y = _y, last = y + n;
        T h = *_length, relative = *_relative, absolute = *_absolute, shared = T.All(0);
        T* from = y + _field.TransverseStart, to = _shareScale ? from + _field.TransverseCount : from;
        for (T* at = from; at < to; at++)
            shared = T.Larger(shared, T.Larger(Size(*at), Size(at[Next * n])));
        shared = T.PlusProduct(shared, relative, T.All(1e-280));
        T a = h * T.All(E1);
        T b = h * T.All(E3);
        T c = h * T.All(E4);
        T d = h * T.All(E5);
        T e = h * T.All(E6);
        T f = h * T.All(E7), sum = T.All(0);
        for (T* at = y; at != last; at++)
        {
            T error = T.PlusProduct(at + K7 * n, f, T.PlusProduct(at + K6 * n, e, T.PlusProduct(at + K5 * n, d, T.PlusProduct(at + K4 * n, c, T.PlusProduct(at + K3 * n, b, at[K1 * n] * a)))));
            T scale = at >= from && at < to ? shared : T.PlusProduct(T.Larger(Size(*at), Size(at[Next * n])), relative, absolute);
            error /= scale;
            sum = T.PlusProduct(error, error, sum);
        }
        *_square = sum * T.All(1.0 / n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Size(T a) => a & T.AllBits(0x7FFF_FFFF_FFFF_FFFF);

    /// <summary>a^(−1/10) for a ≥ 1e-12 to about one part in a thousand: a tenth of the exponent's bits, then two steps of Newton's method.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TenthRootInverse(T a)
    {
        // (1 + 1/10) times the bits of one, less the bits of a divided by ten, in units of the upper half
        T tenth = T.MultiplyLow32(a >>> 32, T.AllBits(0x1999_999A)) >>> 32;
        T z = T.SubtractBits(T.AllBits(0x4653_F000), tenth) << 32;
        for (int k = 0; k < 2; k++)
        {
            T z2 = z * z, z4 = z2 * z2, z10 = z4 * z4 * z2;
            z *= T.All(1.1) - T.All(0.1) * a * z10;
        }
        return z;
    }
}

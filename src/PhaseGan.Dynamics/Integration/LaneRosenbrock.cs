using System.Runtime.CompilerServices;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan.Dynamics;

/// <summary>
/// An L-stable Rosenbrock method of order 4 with an error estimate of order 3 for trajectories side by side (three coordinates), for those
/// that an explicit method follows only in steps of their fastest rate. Lanes are as in <see cref="LaneStepper{TField, T}"/>, with the
/// same bits in any registers and beside any neighbours; a step allocates nothing.
/// </summary>
/// <remarks>
/// <para>
/// ROS4 of Hairer and Wanner, Solving Ordinary Differential Equations II, IV.7, in the form without products by the Jacobian J: with
/// W = I − γhJ the stages solve Wu_i = γhf(y + Σa_ij u_j) + γΣc_ij u_j, and the step ends at y + Σm_i u_i with the error Σe_i u_i. A step
/// costs three evaluations of the field, as the last two stages share one, and one Jacobian.
/// </para>
/// <para>
/// A direction that grows faster than 1/(γh) would be damped: such a step, which det W ≤ 0 shows where one direction does, is refused however
/// small the part along it still is. Of what is damped fast, the estimate keeps about half, so no part that counts is lost in a long step.
/// </para>
/// </remarks>
internal sealed unsafe class LaneRosenbrock<TField, T> : ILaneStepper<T>
    where TField : struct, IStiffLaneField
    where T : unmanaged, IWideLanes<T>
{
    private const int N = 3;

    /// <summary>Places of what W is solved with: its first coordinate, what leads to the others and back, then the inverse of the rest and the sign of det W.</summary>
    private const int First = 0, W01 = 1, W02 = 2, L1 = 3, L2 = 4, S11 = 5, S12 = 6, S21 = 7, S22 = 8, Determinant = 9, InverseSize = 10;

    private const double Gamma = 0.57282;
    private const double A21 = 2, A31 = 1.867943637803922, A32 = 0.2344449711399156;
    private const double C21 = -7.137615036412310, C31 = 2.580708087951457, C32 = 0.6515950076447975;
    private const double C41 = -2.137148994382534, C42 = -0.3214669691237626, C43 = -0.6949742501781779;
    private const double M1 = 2.255570073418735, M2 = 0.2870493262186792, M3 = 0.4353179431840180, M4 = 1.093502252409163;
    private const double E1 = -0.2815431932141155, E2 = -0.07276199124934920, E3 = -0.1082196201495311, E4 = -1.093502252409163;

    /// <summary>A state with a larger coordinate is no result.</summary>
    private const double TooLarge = 1e100;

    private static uint AllLanes => (1u << T.Width) - 1;

    private readonly TField _field;
    private readonly AlignedBuffer _memory;
    private readonly double _relative;
    private readonly double _absolute;
    private readonly bool _shareScale;
    private readonly T* _parameters, _y, _next, _work, _f, _u1, _u2, _u3, _jacobian, _inverse, _time, _end, _step, _steps, _most;

    /// <summary>Makes a stepper with idle lanes.</summary>
    /// <param name="field">The field, of three coordinates.</param>
    /// <param name="relativeTolerance">Relative tolerance on the local error of each coordinate.</param>
    /// <param name="absoluteTolerance">Absolute tolerance.</param>
    /// <param name="shareScale">Whether errors of transverse coordinates are measured against the largest of these alone, as in <see cref="LaneStepper{TField, T}"/>.</param>
    public LaneRosenbrock(TField field, double relativeTolerance, double absoluteTolerance, bool shareScale)
    {
        (_field, _relative, _absolute, _shareScale) = (field, relativeTolerance, absoluteTolerance, shareScale);
        _memory = new AlignedBuffer((7 * N + N * N + InverseSize + field.ParameterCount + 5) * T.Width);
        T* at = (T*)_memory.Start;
        T* Reserve(int count)
        {
            T* here = at;
            at += count;
            return here;
        }

        _y = Reserve(N);
        _next = Reserve(N);
        _work = Reserve(N);
        _f = Reserve(N);
        _u1 = Reserve(N);
        _u2 = Reserve(N);
        _u3 = Reserve(N);
        _jacobian = Reserve(N * N);
        _inverse = Reserve(InverseSize);
        _parameters = Reserve(field.ParameterCount);
        _time = Reserve(1);
        _end = Reserve(1);
        _step = Reserve(1);
        _steps = Reserve(1);
        _most = Reserve(1);
    }

    /// <inheritdoc/>
    public T* State => _y;

    /// <inheritdoc/>
    public T* Parameters => _parameters;

    /// <inheritdoc/>
    public T* Time => _time;

    /// <inheritdoc/>
    public T* StepLength => _step;

    /// <inheritdoc/>
    public T* Steps => _steps;

    /// <summary>The lanes that have tried as many steps as they may, or whose steps no longer change the time; lane k at bit k.</summary>
    public uint Exhausted => T.Signs(T.Less(*_steps, *_most) & T.Less(*_time, *_time + *_step)) ^ AllLanes;

    /// <inheritdoc/>
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
    }

    /// <inheritdoc/>
    public void Park(int lane)
    {
        Lane(_end, lane) = Lane(_time, lane);
    }

    /// <summary>Does nothing: a step evaluates the field where it begins.</summary>
    public void Ready()
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public uint Step()
    {
        T time = *_time, end = *_end, wanted = *_step, left = end - time, one = T.All(1);
        T isLast = T.Less(left, wanted * T.All(1.0000001));
        T h = T.Select(isLast, left, wanted);
        Stages(T.All(Gamma) * h);
        T square = SquaredError(out T largest);

        // an error or a state that is no number is refused, as is a step that would damp what grows
        T accepted = T.Less(square, one) & T.Less(largest, T.All(TooLarge)) & T.Less(T.All(0), _inverse[Determinant]);
        T factor = T.All(0.9) / T.Sqrt(T.Sqrt(T.Sqrt(T.Larger(square, T.All(1e-12)))));
        factor = T.Smaller(T.Larger(factor, T.All(0.2)), T.Select(accepted, T.All(5), T.All(0.7)));
        factor = T.Select(T.Less(square, T.All(1e60)), factor, T.All(0.1));
        T proposal = h * factor;
        *_step = T.Select(accepted & isLast, T.Larger(wanted, proposal), proposal);
        T arrived = T.Select(isLast, end, time + h);
        time = T.Select(accepted, arrived, time);
        *_time = time;
        *_steps = *_steps + one;
        for (int i = 0; i < N; i++)
            _y[i] = T.Select(accepted, _next[i], _y[i]);
        return T.Signs(T.Less(time, end)) ^ AllLanes;
    }

    /// <summary>Solves for the stages of a step of length g/γ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Stages(T g)
    {
        T* y = _y, w = _work, f = _f, u1 = _u1, u2 = _u2, u3 = _u3, inverse = _inverse, p = _parameters;
        _field.Evaluate(p, y, f);
        _field.Jacobian(p, y, _jacobian);
        Factor(_jacobian, g, inverse);
        for (int i = 0; i < N; i++)
            w[i] = g * f[i];
        Solve(inverse, w, u1);

        for (int i = 0; i < N; i++)
            w[i] = T.PlusProduct(u1[i], T.All(A21), y[i]);
        _field.Evaluate(p, w, f);
        T c1 = T.All(Gamma * C21);
        for (int i = 0; i < N; i++)
            w[i] = T.PlusProduct(u1[i], c1, g * f[i]);
        Solve(inverse, w, u2);

        for (int i = 0; i < N; i++)
            w[i] = T.PlusProduct(u2[i], T.All(A32), T.PlusProduct(u1[i], T.All(A31), y[i]));
        _field.Evaluate(p, w, f);
        c1 = T.All(Gamma * C31);
        T c2 = T.All(Gamma * C32);
        for (int i = 0; i < N; i++)
            w[i] = T.PlusProduct(u2[i], c2, T.PlusProduct(u1[i], c1, g * f[i]));
        Solve(inverse, w, u3);

        c1 = T.All(Gamma * C41);
        c2 = T.All(Gamma * C42);
        T c3 = T.All(Gamma * C43);
        for (int i = 0; i < N; i++)
            w[i] = T.PlusProduct(u3[i], c3, T.PlusProduct(u2[i], c2, T.PlusProduct(u1[i], c1, g * f[i])));
        Solve(inverse, w, w);
    }

    /// <summary>The state at the end of the step and the mean square of its errors, each in units of its tolerance.</summary>
    /// <param name="largest">Receives the largest coordinate at either end.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private T SquaredError(out T largest)
    {
        T* y = _y, next = _next, w = _work, u1 = _u1, u2 = _u2, u3 = _u3;
        T zero = T.All(0), shared = zero;
        largest = zero;
        int from = _field.TransverseStart, to = _shareScale ? from + _field.TransverseCount : from;
        for (int i = 0; i < N; i++)
        {
            next[i] = T.PlusProduct(w[i], T.All(M4), T.PlusProduct(u3[i], T.All(M3), T.PlusProduct(u2[i], T.All(M2), T.PlusProduct(u1[i], T.All(M1), y[i]))));
            T size = T.Larger(Size(y[i]), Size(next[i]));
            largest = T.Larger(largest, size);
            if (i >= from && i < to)
                shared = T.Larger(shared, size);
        }
        T relative = T.All(_relative), absolute = T.All(_absolute), sum = zero;
        shared = T.PlusProduct(shared, relative, T.All(1e-280));
        for (int i = 0; i < N; i++)
        {
            T error = T.PlusProduct(w[i], T.All(E4), T.PlusProduct(u3[i], T.All(E3), T.PlusProduct(u2[i], T.All(E2), u1[i] * T.All(E1))));
            T scale = i >= from && i < to ? shared : T.PlusProduct(T.Larger(Size(y[i]), Size(next[i])), relative, absolute);
            error /= scale;
            sum = T.PlusProduct(error, error, sum);
        }
        return sum * T.All(1.0 / N);
    }

    /// <summary>Eliminates the first coordinate from W = I − gJ and inverts the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Factor(T* j, T g, T* w)
    {
        T one = T.All(1), zero = T.All(0), first = one / (one - g * j[0]);
        T w01 = zero - g * j[1], w02 = zero - g * j[2], l1 = zero - g * j[3] * first, l2 = zero - g * j[6] * first;
        T a = one - g * j[4] - l1 * w01, b = zero - g * j[5] - l1 * w02, c = zero - g * j[7] - l2 * w01, d = one - g * j[8] - l2 * w02;
        T det = a * d - b * c, scale = one / det;
        (w[First], w[W01], w[W02], w[L1], w[L2]) = (first, w01, w02, l1, l2);
        (w[S11], w[S12], w[S21], w[S22], w[Determinant]) = (d * scale, zero - b * scale, zero - c * scale, a * scale, first * det);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Solve(T* w, T* b, T* u)
    {
        T b0 = b[0], b1 = b[1], b2 = b[2];
        T c1 = T.MinusProduct(w[L1], b0, b1), c2 = T.MinusProduct(w[L2], b0, b2);
        T u1 = T.PlusProduct(w[S12], c2, w[S11] * c1), u2 = T.PlusProduct(w[S22], c2, w[S21] * c1);
        u[0] = w[First] * T.MinusProduct(w[W02], u2, T.MinusProduct(w[W01], u1, b0));
        u[1] = u1;
        u[2] = u2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Size(T a) => a & T.AllBits(0x7FFF_FFFF_FFFF_FFFF);
}

using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// The right-hand side of <see cref="CorotatingOde"/> for a discriminator with two orthonormal features, for a single point, for points side by side. Every operation is elementwise and
/// none is fused, so both give the same bits. Parameters are those of <see cref="ReducedEquations"/>; coordinates are P, Q and R row by row, and S above its diagonal.
/// </summary>
internal static unsafe class ColumnPairEquations
{
    /// <summary>Features of the discriminator.</summary>
    public const int Columns = 2;

    /// <summary>Most features of the data for which these equations are used.</summary>
    public const int MaxFeatures = 6;

    /// <summary>Number of coordinates for d features.</summary>
    public static int Dimension(int d) => d * d + 2 * Columns * d + d * (d - 1) / 2;

    /// <summary>Writes dy/dt for d features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Evaluate<T>(int d, T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        if (d == 2)
            ChangeOfTwo(parameters, y, derivative);
        else
            Change(d, parameters, y, derivative);
        Turn(2 * d, y + d * d, derivative + d * d);
    }

    /// <summary>Writes dy/dt of training, where the frame does not turn, for d features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Change<T>(int d, T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        T* real = parameters + ReducedEquations.Real, fake = real + d;
        T* p = y, q = p + d * d, r = q + 2 * d, s = r + 2 * d;
        T* dp = derivative, dq = dp + d * d, dr = dq + 2 * d, ds = dr + 2 * d;
        T tau = parameters[ReducedEquations.Tau], tauTilde = parameters[ReducedEquations.TauTilde];
        Gains(d, parameters, q, r, out T first, out T cross, out T second);
        for (int i = 0; i < d; i++)
        {
            T q0 = (real[i] - first) * q[2 * i] - cross * q[2 * i + 1], q1 = (real[i] - second) * q[2 * i + 1] - cross * q[2 * i];
            T r0 = T.All(0) - first * r[2 * i] - cross * r[2 * i + 1], r1 = T.All(0) - second * r[2 * i + 1] - cross * r[2 * i];
            T square = T.PlusProduct(r[2 * i + 1], r[2 * i + 1], r[2 * i] * r[2 * i]);
            for (int j = 0; j < d; j++)
            {
                T pull = fake[j] * p[i * d + j], push = real[j] * p[j * d + i], link = i == j ? fake[j] : fake[j] * s[Cross(d, i, j)];
                q0 = T.MinusProduct(pull, r[2 * j], q0);
                q1 = T.MinusProduct(pull, r[2 * j + 1], q1);
                r0 = T.MinusProduct(link, r[2 * j], T.PlusProduct(push, q[2 * j], r0));
                r1 = T.MinusProduct(link, r[2 * j + 1], T.PlusProduct(push, q[2 * j + 1], r1));
                T seen = T.PlusProduct(q[2 * j + 1], r[2 * i + 1], q[2 * j] * r[2 * i]);
                dp[j * d + i] = tauTilde * fake[i] * (seen - p[j * d + i] * square);
            }
            T lift = tauTilde * fake[i] * (T.All(1) - square);
            (dq[2 * i], dq[2 * i + 1]) = (tau * q0, tau * q1);
            (dr[2 * i], dr[2 * i + 1]) = (tau * r0 + lift * r[2 * i], tau * r1 + lift * r[2 * i + 1]);
        }
        for (int i = 0; i < d; i++)
        {
            for (int j = i + 1; j < d; j++)
            {
                T both = T.PlusProduct(r[2 * i + 1], r[2 * j + 1], r[2 * i] * r[2 * j]);
                T one = fake[i] * T.PlusProduct(r[2 * i + 1], r[2 * i + 1], r[2 * i] * r[2 * i]), other = fake[j] * T.PlusProduct(r[2 * j + 1], r[2 * j + 1], r[2 * j] * r[2 * j]);
                int at = Cross(d, i, j);
                ds[at] = tauTilde * ((fake[i] + fake[j]) * both - s[at] * (one + other));
            }
        }
    }

    /// <summary>The same for two features without a number that has to wait in memory, as far as there are registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ChangeOfTwo<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        T real0 = parameters[ReducedEquations.Real], real1 = parameters[ReducedEquations.Real + 1], fake0 = parameters[ReducedEquations.Real + 2], fake1 = parameters[ReducedEquations.Real + 3];
        T tau = parameters[ReducedEquations.Tau], tauTilde = parameters[ReducedEquations.TauTilde], one = T.All(1);
        T* q = y + 4, r = y + 8;
        T a = q[0], b = q[1], c = q[2], e = q[3], u = r[0], v = r[1], w = r[2], z = r[3];
        Gains(2, parameters, q, r, out T first, out T cross, out T second);
        T low = T.PlusProduct(v, v, u * u), high = T.PlusProduct(z, z, w * w), link = y[12];
        T fakeU = fake0 * u, fakeV = fake0 * v, fakeW = fake1 * w, fakeZ = fake1 * z, realA = real0 * a, realB = real0 * b, realC = real1 * c, realE = real1 * e;

        T p00 = y[0], p01 = y[1], p10 = y[2], p11 = y[3];
        T* dp = derivative, dq = derivative + 4, dr = derivative + 8;
        T gainLow = tauTilde * fake0, gainHigh = tauTilde * fake1;
        dp[0] = gainLow * (T.PlusProduct(b, v, a * u) - p00 * low);
        dp[1] = gainHigh * (T.PlusProduct(b, z, a * w) - p01 * high);
        dp[2] = gainLow * (T.PlusProduct(e, v, c * u) - p10 * low);
        dp[3] = gainHigh * (T.PlusProduct(e, z, c * w) - p11 * high);
        dq[0] = tau * T.MinusProduct(p01, fakeW, T.MinusProduct(p00, fakeU, realA - first * a - cross * b));
        dq[1] = tau * T.MinusProduct(p01, fakeZ, T.MinusProduct(p00, fakeV, realB - second * b - cross * a));
        dq[2] = tau * T.MinusProduct(p11, fakeW, T.MinusProduct(p10, fakeU, realC - first * c - cross * e));
        dq[3] = tau * T.MinusProduct(p11, fakeZ, T.MinusProduct(p10, fakeV, realE - second * e - cross * c));
        T liftLow = gainLow * (one - low), liftHigh = gainHigh * (one - high);
        dr[0] = tau * T.MinusProduct(link, fakeW, T.PlusProduct(p10, realC, p00 * realA) - fakeU - first * u - cross * v) + liftLow * u;
        dr[1] = tau * T.MinusProduct(link, fakeZ, T.PlusProduct(p10, realE, p00 * realB) - fakeV - second * v - cross * u) + liftLow * v;
        dr[2] = tau * T.MinusProduct(link, fakeU, T.PlusProduct(p11, realC, p01 * realA) - fakeW - first * w - cross * z) + liftHigh * w;
        dr[3] = tau * T.MinusProduct(link, fakeV, T.PlusProduct(p11, realE, p01 * realB) - fakeZ - second * z - cross * w) + liftHigh * z;
        derivative[12] = tauTilde * ((fake0 + fake1) * T.PlusProduct(v, z, u * w) - link * T.PlusProduct(fake1, high, fake0 * low));
    }

    /// <summary>Ω + xI, Ω = B₀QᵀΛQ − A₀RᵀΛ̃R, by its entries 11, 12 = 21 and 22.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gains<T>(int d, T* parameters, T* q, T* r, out T first, out T cross, out T second)
        where T : unmanaged, ILanes<T>
    {
        T* real = parameters + ReducedEquations.Real, fake = real + d;
        T zero = T.All(0), real0 = zero, real1 = zero, real2 = zero, fake0 = zero, fake1 = zero, fake2 = zero;
        for (int l = 0; l < d; l++)
        {
            T a = real[l] * q[2 * l], b = real[l] * q[2 * l + 1], u = fake[l] * r[2 * l], v = fake[l] * r[2 * l + 1];
            (real0, real1, real2) = (T.PlusProduct(a, q[2 * l], real0), T.PlusProduct(a, q[2 * l + 1], real1), T.PlusProduct(b, q[2 * l + 1], real2));
            (fake0, fake1, fake2) = (T.PlusProduct(u, r[2 * l], fake0), T.PlusProduct(u, r[2 * l + 1], fake1), T.PlusProduct(v, r[2 * l + 1], fake2));
        }
        T realGain = parameters[ReducedEquations.RealGain], fakeGain = parameters[ReducedEquations.FakeGain], noise = parameters[ReducedEquations.Noise];
        first = realGain * real0 - fakeGain * fake0 + noise;
        cross = realGain * real1 - fakeGain * fake1;
        second = realGain * real2 - fakeGain * fake2 + noise;
    }

    /// <summary>Takes the rotation out of the change of the rows of C = [Q; R]; the frame as in <see cref="CorotatingOde"/>, where 𝓜 is the number tr CᵀC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<T>(int rows, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        T size = T.All(CorotatingOde.Smallest), excess = T.All(0);
        for (int row = 0; row < rows; row++)
        {
            T a = y[2 * row], b = y[2 * row + 1];
            size = T.PlusProduct(b, b, T.PlusProduct(a, a, size));
            excess = T.MinusProduct(a, derivative[2 * row + 1], T.PlusProduct(derivative[2 * row], b, excess));
        }
        T inverse = T.All(1) / size, share = T.All(CorotatingOde.Smallest) * inverse, square = share * share;
        // the first four terms of the series in ε
        T turn = excess * inverse * (T.All(1) + share) * (T.All(1) + square);
        for (int row = 0; row < rows; row++)
        {
            derivative[2 * row] = T.MinusProduct(y[2 * row + 1], turn, derivative[2 * row]);
            derivative[2 * row + 1] = T.PlusProduct(y[2 * row], turn, derivative[2 * row + 1]);
        }
    }

    /// <summary>Where S_ij is among the entries above the diagonal.</summary>
    public static int Cross(int d, int i, int j)
    {
        int low = Math.Min(i, j), high = Math.Max(i, j);
        return low * d - low * (low + 1) / 2 + high - low - 1;
    }
}

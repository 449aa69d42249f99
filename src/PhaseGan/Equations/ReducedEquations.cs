using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// The right-hand side of the reduced ODE (13), (14) in the coordinates of <see cref="ReducedOde"/>: the one place where it is written, for a
/// single point and for eight points side by side. Every operation is elementwise and none is fused, so both give the same bits.
/// </summary>
internal static unsafe class ReducedEquations
{
    /// <summary>Places of the parameters: τ, τ̃, A = 1 − τη_G/2m, B = 1 + τη_T/2m, x, then Λ (d), then Λ̃ (d).</summary>
    public const int Tau = 0, TauTilde = 1, FakeGain = 2, RealGain = 3, Noise = 4, Real = 5;

    /// <summary>Number of coordinates for d features.</summary>
    public static int Dimension(int d) => StateLayout.DimensionOf(d);

    /// <summary>Number of parameters for d features.</summary>
    public static int ParameterCount(int d) => Real + 2 * d;

    /// <summary>The parameters in their places.</summary>
    public static void Write(GanParameters gan, Span<double> parameters)
    {
        int d = gan.FeatureCount;
        parameters[Tau] = gan.DiscriminatorRate;
        parameters[TauTilde] = gan.GeneratorRate;
        parameters[FakeGain] = gan.FakeGain;
        parameters[RealGain] = gan.RealGain;
        parameters[Noise] = gan.EffectiveNoise;
        gan.RealVariances.AsSpan().CopyTo(parameters[Real..]);
        gan.FakeVariances.AsSpan().CopyTo(parameters[(Real + d)..]);
    }

    /// <summary>Writes dy/dt for d features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Evaluate<T>(int d, T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        if (d == 1)
        {
            EvaluateOne(parameters, y, derivative);
            return;
        }
        if (d == 2)
        {
            EvaluateTwo(parameters, y, derivative);
            return;
        }
        if (d == 3)
        {
            EvaluateThree(parameters, y, derivative);
            return;
        }
        if (d == 4)
        {
            EvaluateFour(parameters, y, derivative);
            return;
        }
        EvaluateMany(d, parameters, y, derivative);
    }

    /// <summary>The same for any number of features, a method of its own: beside the others the compiler would leave each product a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EvaluateMany<T>(int d, T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        T* real = parameters + Real, fake = real + d;
        T* p = y, q = y + d * d, r = q + d, s = r + d;
        T* dp = derivative, dq = dp + d * d, dr = dq + d, ds = dr + d;
        T tau = parameters[Tau], tauTilde = parameters[TauTilde];

        T fakeSum = fake[0] * r[0] * r[0], realSum = real[0] * q[0] * q[0];
        for (int l = 1; l < d; l++)
        {
            fakeSum = T.PlusProduct(fake[l] * r[l], r[l], fakeSum);
            realSum = T.PlusProduct(real[l] * q[l], q[l], realSum);
        }
        T h = parameters[FakeGain] * fakeSum - parameters[RealGain] * realSum - parameters[Noise];

        for (int l = 0; l < d; l++)
            dr[l] = (h - fake[l]) * r[l];
        for (int i = 0; i < d; i++)
        {
            T realPull = real[i] * q[i], qi = q[i];
            T sum = T.All(0);
            for (int j = 0; j < d; j++)
            {
                T pull = fake[j] * r[j], overlap = p[i * d + j];
                dp[i * d + j] = tauTilde * pull * (qi - overlap * r[j]);
                sum = T.PlusProduct(overlap, pull, sum);
                dr[j] = T.PlusProduct(overlap, realPull, dr[j]);
            }
            dq[i] = tau * ((real[i] + h) * qi - sum);
        }
        int k = 0;
        for (int i = 0; i < d; i++)
        {
            T ai = fake[i] * r[i];
            for (int j = i + 1; j < d; j++, k++)
            {
                T aj = fake[j] * r[j], cross = s[k];
                ds[k] = tauTilde * (ai * (r[j] - cross * r[i]) + aj * (r[i] - cross * r[j]));
                dr[i] = T.MinusProduct(cross, aj, dr[i]);
                dr[j] = T.MinusProduct(cross, ai, dr[j]);
            }
        }
        T one = T.All(1);
        for (int l = 0; l < d; l++)
            dr[l] = tau * dr[l] + tauTilde * fake[l] * (one - r[l] * r[l]) * r[l];
    }

    /// <summary>The same operations for one feature, with no sum that has to wait in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EvaluateOne<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        T real = parameters[Real], fake = parameters[Real + 1], tau = parameters[Tau], tauTilde = parameters[TauTilde];
        T p = y[0], q = y[1], r = y[2], pull = fake * r, realPull = real * q;
        T h = parameters[FakeGain] * (pull * r) - parameters[RealGain] * (realPull * q) - parameters[Noise];
        derivative[0] = tauTilde * pull * (q - p * r);
        derivative[1] = tau * ((real + h) * q - p * pull);
        derivative[2] = tau * T.PlusProduct(p, realPull, (h - fake) * r) + tauTilde * fake * (T.All(1) - r * r) * r;
    }

    // Methods of their own from here on: they are too long to be inlined into a step, and compiled to the full at the first call, since quickly compiled each of their products is a call.

    /// <summary>The same operations in the same order for two features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EvaluateTwo<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        // what is needed again is read again: there are not registers for all of it
        T r0 = y[6], r1 = y[7], pull0 = parameters[Real + 2] * r0, pull1 = parameters[Real + 3] * r1, q = y[4];
        T realSum = T.PlusProduct(parameters[Real + 1] * y[5], y[5], parameters[Real] * q * q);
        T h = parameters[FakeGain] * T.PlusProduct(pull1, r1, pull0 * r0) - parameters[RealGain] * realSum - parameters[Noise];
        T d0 = (h - parameters[Real + 2]) * r0, d1 = (h - parameters[Real + 3]) * r1, tilde0 = parameters[TauTilde] * pull0, tilde1 = parameters[TauTilde] * pull1;

        T p = y[0], realPull = parameters[Real] * q;
        derivative[0] = tilde0 * (q - p * r0);
        T sum = p * pull0;
        d0 = T.PlusProduct(p, realPull, d0);
        p = y[1];
        derivative[1] = tilde1 * (q - p * r1);
        sum = T.PlusProduct(p, pull1, sum);
        d1 = T.PlusProduct(p, realPull, d1);
        derivative[4] = parameters[Tau] * ((parameters[Real] + h) * q - sum);

        (p, q) = (y[2], y[5]);
        realPull = parameters[Real + 1] * q;
        derivative[2] = tilde0 * (q - p * r0);
        sum = p * pull0;
        d0 = T.PlusProduct(p, realPull, d0);
        p = y[3];
        derivative[3] = tilde1 * (q - p * r1);
        sum = T.PlusProduct(p, pull1, sum);
        d1 = T.PlusProduct(p, realPull, d1);
        derivative[5] = parameters[Tau] * ((parameters[Real + 1] + h) * q - sum);

        T s = y[8], one = T.All(1);
        derivative[8] = parameters[TauTilde] * (pull0 * (r1 - s * r0) + pull1 * (r0 - s * r1));
        derivative[6] = parameters[Tau] * T.MinusProduct(s, pull1, d0) + parameters[TauTilde] * parameters[Real + 2] * (one - r0 * r0) * r0;
        derivative[7] = parameters[Tau] * T.MinusProduct(s, pull0, d1) + parameters[TauTilde] * parameters[Real + 3] * (one - r1 * r1) * r1;
    }

    /// <summary>The same operations in the same order for three features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EvaluateThree<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        const int q = 9, r = 12, s = 15, fake = Real + 3;
        T r0 = y[r], r1 = y[r + 1], r2 = y[r + 2];
        T pull0 = parameters[fake] * r0, pull1 = parameters[fake + 1] * r1, pull2 = parameters[fake + 2] * r2;
        T realSum = parameters[Real] * y[q] * y[q];
        realSum = T.PlusProduct(parameters[Real + 1] * y[q + 1], y[q + 1], realSum);
        realSum = T.PlusProduct(parameters[Real + 2] * y[q + 2], y[q + 2], realSum);
        T h = parameters[FakeGain] * T.PlusProduct(pull2, r2, T.PlusProduct(pull1, r1, pull0 * r0)) - parameters[RealGain] * realSum - parameters[Noise];
        T d0 = (h - parameters[fake]) * r0, d1 = (h - parameters[fake + 1]) * r1, d2 = (h - parameters[fake + 2]) * r2;
        for (int i = 0; i < 3; i++)
        {
            T own = y[q + i], realPull = parameters[Real + i] * own, tauTilde = parameters[TauTilde];
            T p = y[3 * i];
            derivative[3 * i] = tauTilde * pull0 * (own - p * r0);
            T sum = p * pull0;
            d0 = T.PlusProduct(p, realPull, d0);
            p = y[3 * i + 1];
            derivative[3 * i + 1] = tauTilde * pull1 * (own - p * r1);
            sum = T.PlusProduct(p, pull1, sum);
            d1 = T.PlusProduct(p, realPull, d1);
            p = y[3 * i + 2];
            derivative[3 * i + 2] = tauTilde * pull2 * (own - p * r2);
            sum = T.PlusProduct(p, pull2, sum);
            d2 = T.PlusProduct(p, realPull, d2);
            derivative[q + i] = parameters[Tau] * ((parameters[Real + i] + h) * own - sum);
        }
        T s01 = y[s], s02 = y[s + 1], s12 = y[s + 2], one = T.All(1);
        derivative[s] = parameters[TauTilde] * (pull0 * (r1 - s01 * r0) + pull1 * (r0 - s01 * r1));
        derivative[s + 1] = parameters[TauTilde] * (pull0 * (r2 - s02 * r0) + pull2 * (r0 - s02 * r2));
        derivative[s + 2] = parameters[TauTilde] * (pull1 * (r2 - s12 * r1) + pull2 * (r1 - s12 * r2));
        d0 = T.MinusProduct(s02, pull2, T.MinusProduct(s01, pull1, d0));
        d1 = T.MinusProduct(s12, pull2, T.MinusProduct(s01, pull0, d1));
        d2 = T.MinusProduct(s12, pull1, T.MinusProduct(s02, pull0, d2));
        derivative[r] = parameters[Tau] * d0 + parameters[TauTilde] * parameters[fake] * (one - r0 * r0) * r0;
        derivative[r + 1] = parameters[Tau] * d1 + parameters[TauTilde] * parameters[fake + 1] * (one - r1 * r1) * r1;
        derivative[r + 2] = parameters[Tau] * d2 + parameters[TauTilde] * parameters[fake + 2] * (one - r2 * r2) * r2;
    }

    /// <summary>The same operations in the same order for four features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EvaluateFour<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        const int q = 16, r = 20, fake = Real + 4;
        T pull0 = parameters[fake] * y[r], pull1 = parameters[fake + 1] * y[r + 1], pull2 = parameters[fake + 2] * y[r + 2], pull3 = parameters[fake + 3] * y[r + 3];
        T fakeSum = T.PlusProduct(pull3, y[r + 3], T.PlusProduct(pull2, y[r + 2], T.PlusProduct(pull1, y[r + 1], pull0 * y[r])));
        T realSum = parameters[Real] * y[q] * y[q];
        realSum = T.PlusProduct(parameters[Real + 1] * y[q + 1], y[q + 1], realSum);
        realSum = T.PlusProduct(parameters[Real + 2] * y[q + 2], y[q + 2], realSum);
        realSum = T.PlusProduct(parameters[Real + 3] * y[q + 3], y[q + 3], realSum);
        T h = parameters[FakeGain] * fakeSum - parameters[RealGain] * realSum - parameters[Noise];
        T d0 = (h - parameters[fake]) * y[r], d1 = (h - parameters[fake + 1]) * y[r + 1], d2 = (h - parameters[fake + 2]) * y[r + 2], d3 = (h - parameters[fake + 3]) * y[r + 3];
        for (int i = 0; i < 4; i++)
        {
            T own = y[q + i], realPull = parameters[Real + i] * own, p = y[4 * i];
            derivative[4 * i] = parameters[TauTilde] * pull0 * (own - p * y[r]);
            T sum = p * pull0;
            d0 = T.PlusProduct(p, realPull, d0);
            p = y[4 * i + 1];
            derivative[4 * i + 1] = parameters[TauTilde] * pull1 * (own - p * y[r + 1]);
            sum = T.PlusProduct(p, pull1, sum);
            d1 = T.PlusProduct(p, realPull, d1);
            p = y[4 * i + 2];
            derivative[4 * i + 2] = parameters[TauTilde] * pull2 * (own - p * y[r + 2]);
            sum = T.PlusProduct(p, pull2, sum);
            d2 = T.PlusProduct(p, realPull, d2);
            p = y[4 * i + 3];
            derivative[4 * i + 3] = parameters[TauTilde] * pull3 * (own - p * y[r + 3]);
            sum = T.PlusProduct(p, pull3, sum);
            d3 = T.PlusProduct(p, realPull, d3);
            derivative[q + i] = parameters[Tau] * ((parameters[Real + i] + h) * own - sum);
        }
        (derivative[r], derivative[r + 1], derivative[r + 2], derivative[r + 3]) = (d0, d1, d2, d3);
        EvaluateFourColumns(parameters, y, derivative);
    }

    /// <summary>The second half of it, a method of its own because the compiler keeps no more numbers in registers in one: what generator columns do to each other, and the rates of r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void EvaluateFourColumns<T>(T* parameters, T* y, T* derivative)
        where T : unmanaged, ILanes<T>
    {
        const int r = 20, s = 24, fake = Real + 4;
        T r0 = y[r], r1 = y[r + 1], r2 = y[r + 2], r3 = y[r + 3];
        T pull0 = parameters[fake] * r0, pull1 = parameters[fake + 1] * r1, pull2 = parameters[fake + 2] * r2, pull3 = parameters[fake + 3] * r3;
        T d0 = derivative[r], d1 = derivative[r + 1], d2 = derivative[r + 2], d3 = derivative[r + 3];
        derivative[s] = Cross(parameters[TauTilde], pull0, r0, pull1, r1, y[s]);
        derivative[s + 1] = Cross(parameters[TauTilde], pull0, r0, pull2, r2, y[s + 1]);
        derivative[s + 2] = Cross(parameters[TauTilde], pull0, r0, pull3, r3, y[s + 2]);
        derivative[s + 3] = Cross(parameters[TauTilde], pull1, r1, pull2, r2, y[s + 3]);
        derivative[s + 4] = Cross(parameters[TauTilde], pull1, r1, pull3, r3, y[s + 4]);
        derivative[s + 5] = Cross(parameters[TauTilde], pull2, r2, pull3, r3, y[s + 5]);
        d0 = T.MinusProduct(y[s + 2], pull3, T.MinusProduct(y[s + 1], pull2, T.MinusProduct(y[s], pull1, d0)));
        d1 = T.MinusProduct(y[s + 4], pull3, T.MinusProduct(y[s + 3], pull2, T.MinusProduct(y[s], pull0, d1)));
        d2 = T.MinusProduct(y[s + 5], pull3, T.MinusProduct(y[s + 3], pull1, T.MinusProduct(y[s + 1], pull0, d2)));
        d3 = T.MinusProduct(y[s + 5], pull2, T.MinusProduct(y[s + 4], pull1, T.MinusProduct(y[s + 2], pull0, d3)));
        derivative[r] = parameters[Tau] * d0 + parameters[TauTilde] * parameters[fake] * (T.All(1) - r0 * r0) * r0;
        derivative[r + 1] = parameters[Tau] * d1 + parameters[TauTilde] * parameters[fake + 1] * (T.All(1) - r1 * r1) * r1;
        derivative[r + 2] = parameters[Tau] * d2 + parameters[TauTilde] * parameters[fake + 2] * (T.All(1) - r2 * r2) * r2;
        derivative[r + 3] = parameters[Tau] * d3 + parameters[TauTilde] * parameters[fake + 3] * (T.All(1) - r3 * r3) * r3;
    }

    /// <summary>The derivative of the overlap S_ij of two generator columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Cross<T>(T tauTilde, T pullI, T ri, T pullJ, T rj, T cross)
        where T : unmanaged, ILanes<T> =>
        tauTilde * (pullI * (rj - cross * ri) + pullJ * (ri - cross * rj));

    /// <summary>Writes the Jacobian for one feature, over (P, q, r) in row-major order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Jacobian<T>(T* parameters, T* y, T* jacobian)
        where T : unmanaged, ILanes<T>
    {
        T real = parameters[Real], fake = parameters[Real + 1], tau = parameters[Tau], rate = parameters[TauTilde] * fake;
        T p = y[0], q = y[1], r = y[2], zero = T.All(0), two = T.All(2);
        T fakeGain = two * parameters[FakeGain], realGain = two * parameters[RealGain];
        T rr = r * r, realPull = real * q, half = T.All(0.5);
        T h = half * (fakeGain * fake * rr - realGain * realPull * q) - parameters[Noise];
        jacobian[0] = zero - rate * rr;
        jacobian[1] = rate * r;
        jacobian[2] = rate * (q - two * p * r);
        jacobian[3] = zero - tau * fake * r;
        jacobian[4] = tau * (real + h - realGain * realPull * q);
        jacobian[5] = tau * fake * (fakeGain * r * q - p);
        jacobian[6] = tau * realPull;
        jacobian[7] = tau * real * (p - realGain * q * r);
        jacobian[8] = tau * (h - fake + fakeGain * fake * rr) + rate * (T.All(1) - T.All(3) * rr);
    }
}

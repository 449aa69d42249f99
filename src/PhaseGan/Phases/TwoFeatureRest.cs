namespace PhaseGan;

/// <summary>
/// Whether a trajectory with two features can no longer leave the deceived manifold, and where on it it ends: the argument of
/// <see cref="SingleFeatureWatch{T}"/> with matrices.
/// </summary>
/// <remarks>
/// M solves BᵀM + MB = −I at the present P and S, V = zᵀMz with z = (q, r), m ≤ ‖M‖_F, and the smallest eigenvalue of M is at least 1/(2‖B‖_F). P and S drift by at most
/// 2cτ̃Λ̃V and 4τ̃Λ̃V (largest Λ̃, c = (1 + √2)/2) if V keeps falling at half its linear rate, which it does where
/// ε = 2mτ(2c max(Λ, Λ̃) + 4Λ̃)τ̃Λ̃V + 2√(m/μ)c₃V is below 1/2.
/// </remarks>
internal static class TwoFeatureRest
{
    private const int N = 9, K = 4, Unknowns = 10;

    private const double Mixing = 1.2071067811865476, SmallEnough = 0.5;

    /// <summary>Looks at a state.</summary>
    /// <param name="ode">The field.</param>
    /// <param name="y">The state.</param>
    /// <param name="tolerance">How precisely the end must be known.</param>
    /// <param name="end">Receives the end if it is shown: the state with q = r = 0.</param>
    /// <param name="error">Bound on its error in any coordinate.</param>
    public static bool TryEnd(ReducedOde ode, ReadOnlySpan<double> y, double tolerance, Span<double> end, out double error)
    {
        error = double.PositiveInfinity;
        GanParameters gan = ode.Parameters;
        Span<double> b = stackalloc double[K * K], m = stackalloc double[K * K], x = stackalloc double[K * K], square = stackalloc double[K * K];
        ode.TransverseBlock(y, b);
        ReadOnlySpan<double> z = y.Slice(4, K);
        square.Clear();
        for (int i = 0; i < K; i++)
            square[i * K + i] = 1;
        if (!Solve(b, transposed: true, square, m) || !IsPositive(m))
            return false;
        double v = 0, largest = 0, norm = 0;
        for (int i = 0; i < K; i++)
            for (int j = 0; j < K; j++)
            {
                v += z[i] * m[i * K + j] * z[j];
                largest += m[i * K + j] * m[i * K + j];
                norm += b[i * K + j] * b[i * K + j];
                square[i * K + j] = z[i] * z[j];
            }
        (largest, norm) = (Math.Sqrt(largest), Math.Sqrt(norm));
        double tau = gan.DiscriminatorRate, half = tau / (2.0 * gan.BatchSize);
        double fake = Math.Max(gan.FakeVariances[0], gan.FakeVariances[1]), real = Math.Max(gan.RealVariances[0], gan.RealVariances[1]), rate = gan.GeneratorRate * fake;
        double cubic = tau * Math.Max(Math.Abs(1 - half * gan.FakeNoise) * fake, (1 + half * gan.RealNoise) * real) + rate;
        double small = 2 * largest * tau * (2 * Mixing * Math.Max(real, fake) + 4 * fake) * rate * v + 2 * Math.Sqrt(largest * 2 * norm) * cubic * v;
        error = 4 * small * 4 * rate * v;
        if (!(small < SmallEnough && error < tolerance) || !Solve(b, transposed: false, square, x))
            return false;
        y.CopyTo(end);
        for (int j = 0; j < 2; j++)
        {
            double pull = gan.GeneratorRate * gan.FakeVariances[j], own = x[(2 + j) * K + 2 + j];
            for (int i = 0; i < 2; i++)
                end[2 * i + j] += pull * (x[i * K + 2 + j] - y[2 * i + j] * own);
            end[8] += pull * (x[2 * K + 3] - y[8] * own);
        }
        end.Slice(4, K).Clear();
        return true;
    }

    /// <summary>Solves BᵀX + XB = −Q (transposed) or BX + XBᵀ = −Q for symmetric X.</summary>
    private static bool Solve(ReadOnlySpan<double> b, bool transposed, ReadOnlySpan<double> q, Span<double> x)
    {
        const int w = Unknowns + 1;
        Span<double> s = stackalloc double[Unknowns * w];
        s.Clear();
        int e = 0;
        for (int i = 0; i < K; i++)
        {
            for (int j = i; j < K; j++, e++)
            {
                for (int k = 0; k < K; k++)
                {
                    double left = transposed ? b[k * K + i] : b[i * K + k], right = transposed ? b[k * K + j] : b[j * K + k];
                    s[e * w + Index(k, j)] += left;
                    s[e * w + Index(i, k)] += right;
                }
                s[e * w + Unknowns] = -q[i * K + j];
            }
        }
        for (int c = 0; c < Unknowns; c++)
        {
            int pivot = c;
            for (int r = c + 1; r < Unknowns; r++)
                if (Math.Abs(s[r * w + c]) > Math.Abs(s[pivot * w + c]))
                    pivot = r;
            double value = s[pivot * w + c];
            if (!(Math.Abs(value) > 0))
                return false;
            if (pivot != c)
                for (int k = c; k < w; k++)
                    (s[c * w + k], s[pivot * w + k]) = (s[pivot * w + k], s[c * w + k]);
            for (int r = c + 1; r < Unknowns; r++)
            {
                double factor = s[r * w + c] / value;
                if (factor != 0)
                    for (int k = c; k < w; k++)
                        s[r * w + k] -= factor * s[c * w + k];
            }
        }
        for (int c = Unknowns - 1; c >= 0; c--)
        {
            double sum = s[c * w + Unknowns];
            for (int k = c + 1; k < Unknowns; k++)
                sum -= s[c * w + k] * s[k * w + Unknowns];
            s[c * w + Unknowns] = sum / s[c * w + c];
        }
        for (int i = 0; i < K; i++)
            for (int j = 0; j < K; j++)
                x[i * K + j] = s[Index(i, j) * w + Unknowns];
        return true;

        static int Index(int i, int j) => i <= j ? i * K - i * (i - 1) / 2 + j - i : j * K - j * (j - 1) / 2 + i - j;
    }

    /// <summary>Cholesky's test.</summary>
    private static bool IsPositive(ReadOnlySpan<double> m)
    {
        Span<double> l = stackalloc double[K * K];
        for (int i = 0; i < K; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = m[i * K + j];
                for (int k = 0; k < j; k++)
                    sum -= l[i * K + k] * l[j * K + k];
                if (i != j)
                    l[i * K + j] = sum / l[j * K + j];
                else if (sum > 0)
                    l[i * K + i] = Math.Sqrt(sum);
                else
                    return false;
            }
        }
        return true;
    }
}

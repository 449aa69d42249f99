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
    private const int K = 4;

    /// <summary>The entries of M and X row by row.</summary>
    private static ReadOnlySpan<byte> Places => [0, 1, 2, 3, 1, 4, 5, 6, 2, 5, 7, 8, 3, 6, 8, 9];

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
        if (!LyapunovEquation.Solve(b, K, isTransposed: true, square, Places, m))
            return false;
        m.CopyTo(x);
        if (!Cholesky.TryFactor(x, K))
            return false;
        double v = 0, largest = VectorMath.Norm(m), norm = VectorMath.Norm(b);
        for (int i = 0; i < K; i++)
            for (int j = 0; j < K; j++)
            {
                v += z[i] * m[i * K + j] * z[j];
                square[i * K + j] = z[i] * z[j];
            }
        double tau = gan.DiscriminatorRate;
        double fake = Math.Max(gan.FakeVariances[0], gan.FakeVariances[1]), real = Math.Max(gan.RealVariances[0], gan.RealVariances[1]), rate = gan.GeneratorRate * fake;
        double cubic = tau * Math.Max(Math.Abs(gan.FakeGain) * fake, gan.RealGain * real) + rate;
        double small = 2 * largest * tau * (2 * Mixing * Math.Max(real, fake) + 4 * fake) * rate * v + 2 * Math.Sqrt(largest * 2 * norm) * cubic * v;
        error = 4 * small * 4 * rate * v;
        if (!(small < SmallEnough && error < tolerance) || !LyapunovEquation.Solve(b, K, isTransposed: false, square, Places, x))
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
}

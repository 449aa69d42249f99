using System.Collections.Concurrent;

namespace PhaseGan;

/// <summary>
/// Whether a trajectory with two features or more can no longer leave the deceived manifold, and where on it it ends: the argument of
/// <see cref="SingleFeatureWatch{T}"/> with matrices.
/// </summary>
/// <remarks>
/// M solves BᵀM + MB = −I at the present P and S, V = zᵀMz with z = (q, r), m ≤ ‖M‖_F, and the smallest eigenvalue of M is at least 1/(2‖B‖_F). If V keeps falling at half its linear rate, ∫|z|² ≤ 2V,
/// and P drifts by at most 2cτ̃Λ̃V (largest Λ̃, c = (1 + √2)/2) in any entry and as a matrix, since its columns are no longer than 1; S by at most 4τ̃Λ̃V in any entry, and as a matrix by s τ̃Λ̃V with
/// s = 4(d − 1), by its rows, or 8√(d − 1), by its Frobenius norm. V does fall so where
/// ε = 2mτ(2c max(Λ, Λ̃) + sΛ̃)τ̃Λ̃V + 2√(m/μ)c₃V is below 1/2.
/// </remarks>
internal static class DeceivedEnd
{
    private const double Mixing = 1.2071067811865476, SmallEnough = 0.5;

    private static readonly ConcurrentDictionary<int, byte[]> s_places = new();

    /// <summary>Looks at a state.</summary>
    /// <param name="ode">The field, with 2 to 11 features: the entries of M are counted by bytes.</param>
    /// <param name="y">The state.</param>
    /// <param name="tolerance">How precisely the end must be known.</param>
    /// <param name="end">Receives the end if it is shown: the state with q = r = 0.</param>
    /// <param name="error">Bound on its error in any coordinate.</param>
    /// <param name="nearer">To what part of their present size q and r have to fall before the end is shown, if P and S stay as they are; zero where these repel.</param>
    public static bool TryFind(ReducedOde ode, ReadOnlySpan<double> y, double tolerance, Span<double> end, out double error, out double nearer)
    {
        (error, nearer) = (double.PositiveInfinity, 0);
        int d = ode.Parameters.FeatureCount, k = 2 * d;
        Span<double> b = stackalloc double[k * k], m = stackalloc double[k * k], x = stackalloc double[k * k], square = stackalloc double[k * k];
        ode.TransverseBlock(y, b);
        ReadOnlySpan<double> z = y.Slice(ode.TransverseStart, k);
        ReadOnlySpan<byte> places = Places(k);
        square.Clear();
        for (int i = 0; i < k; i++)
            square[i * k + i] = 1;
        if (!LyapunovEquation.Solve(b, k, isTransposed: true, square, places, m))
            return false;
        m.CopyTo(x);
        if (!Cholesky.TryFactor(x, k))
            return false;
        double v = 0;
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
            {
                v += z[i] * m[i * k + j] * z[j];
                square[i * k + j] = z[i] * z[j];
            }
        double rate = ode.Parameters.GeneratorRate * VectorMath.Largest(ode.Parameters.FakeVariances.AsSpan());
        double small = Change(ode.Parameters, VectorMath.Norm(m), VectorMath.Norm(b)) * v;
        error = 4 * small * 4 * rate * v;
        // V goes with the square of q and r, and the error with the square of V
        nearer = Math.Sqrt(Math.Min(SmallEnough / small, Math.Sqrt(tolerance / error)));
        if (!(small < SmallEnough && error < tolerance) || !LyapunovEquation.Solve(b, k, isTransposed: false, square, places, x))
            return false;
        y.CopyTo(end);
        Drift(ode, y, x, end);
        return true;
    }

    /// <summary>ε over V.</summary>
    private static double Change(GanParameters gan, double largest, double norm)
    {
        int d = gan.FeatureCount;
        double tau = gan.DiscriminatorRate, fake = VectorMath.Largest(gan.FakeVariances.AsSpan()), real = VectorMath.Largest(gan.RealVariances.AsSpan()), rate = gan.GeneratorRate * fake;
        double cubic = tau * Math.Max(Math.Abs(gan.FakeGain) * fake, gan.RealGain * real) + rate, overlaps = Math.Min(4.0 * (d - 1), 8 * Math.Sqrt(d - 1));
        return 2 * largest * tau * (2 * Mixing * Math.Max(real, fake) + overlaps * fake) * rate + 2 * Math.Sqrt(largest * 2 * norm) * cubic;
    }

    /// <summary>Adds to a state how far P and S still drift, to first order: x is the integral of zzᵀ.</summary>
    private static void Drift(ReducedOde ode, ReadOnlySpan<double> y, ReadOnlySpan<double> x, Span<double> end)
    {
        GanParameters gan = ode.Parameters;
        int d = gan.FeatureCount, k = 2 * d, at = ode.TransverseStart + k;
        double Pull(int j) => gan.GeneratorRate * gan.FakeVariances[j];
        for (int j = 0; j < d; j++)
            for (int i = 0; i < d; i++)
                end[d * i + j] += Pull(j) * (x[i * k + d + j] - y[d * i + j] * x[(d + j) * k + d + j]);
        for (int i = 0; i < d; i++)
            for (int j = i + 1; j < d; j++, at++)
            {
                double both = x[(d + i) * k + d + j];
                end[at] += Pull(i) * (both - y[at] * x[(d + i) * k + d + i]);
                end[at] += Pull(j) * (both - y[at] * x[(d + j) * k + d + j]);
            }
        end.Slice(ode.TransverseStart, k).Clear();
    }

    /// <summary>The entries of a symmetric matrix of order k row by row.</summary>
    private static byte[] Places(int k) =>
        s_places.GetOrAdd(k, static order =>
        {
            var places = new byte[order * order];
            byte next = 0;
            for (int i = 0; i < order; i++)
                for (int j = i; j < order; j++)
                    places[i * order + j] = places[j * order + i] = next++;
            return places;
        });
}

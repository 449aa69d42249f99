namespace PhaseGan;

/// <summary>
/// The deceived states at which overlaps rest though (q, r) turns about them without a rate: those with a positive definite mean X = ⟨zzᵀ⟩ of z = (q, r) that the linear flow keeps, BX + XBᵀ = 0, and in which the mean drift
/// of every overlap vanishes.
/// </summary>
/// <remarks>
/// <para>
/// The drifts are τ̃Λ̃_j(⟨q_i r_j⟩ − P_ij⟨r_j²⟩) and τ̃((Λ̃_i + Λ̃_j)⟨r_i r_j⟩ − S_ij(Λ̃_i⟨r_i²⟩ + Λ̃_j⟨r_j²⟩)). With one feature this is P² = 1 − x/Λ. With equal Λ̃, e = q − PS⁻¹r and g = PS⁻¹r, the flow is
/// e′ = (1 − N)Λq − xe − αΛ̃g with N = PS⁻¹Pᵀ, and N = 1 − xΛ⁻¹ solves all equations with ⟨egᵀ⟩ = 0: the recoveries are 1 − x/Λ_i, and for different Λ the columns mix evenly.
/// </para>
/// <para>
/// The equations are quadratic, so that central differences are their derivatives; one of them follows from the others where the trace of B vanishes. Solutions may come in families (rotations of equal Λ, shares of the
/// turns), so the steps are those of Levenberg and Marquardt with the residual as damping (Yamashita and Fukushima, <em>Computing</em> Supplement 15, 2001).
/// </para>
/// </remarks>
internal static class StationaryTurn
{
    private const int MaxSteps = 60;

    /// <summary>The residual at which the equations hold, with entries of X of order one.</summary>
    private const double Solved = 1e-11;

    /// <summary>X minus this times the identity must be positive definite, at trace one.</summary>
    private const double LeastTurn = 1e-4;

    /// <summary>Finds such a state near one.</summary>
    /// <param name="ode">The field.</param>
    /// <param name="y">A state, q = r = 0; receives the one that was found.</param>
    /// <param name="mean">X, row-major of order 2d, as a first guess; receives that of the state, with trace one.</param>
    /// <returns>Whether there is one, with a positive definite X.</returns>
    public static bool TryFind(ReducedOde ode, Span<double> y, Span<double> mean)
    {
        int k = ode.TransverseCount, start = ode.TransverseStart, overlaps = ode.Dimension - k, unknowns = overlaps + k * (k + 1) / 2, equations = unknowns + 1;
        double[] u = new double[unknowns], trial = new double[unknowns], f = new double[equations], plus = new double[equations], minus = new double[equations];
        double[] jacobian = new double[unknowns * equations], normal = new double[unknowns * unknowns], step = new double[unknowns];
        double trace = 0;
        for (int i = 0; i < k; i++)
            trace += mean[i * k + i];
        for (int i = 0; i < overlaps; i++)
            u[i] = y[i < start ? i : i + k];
        for (int i = 0, at = overlaps; i < k; i++)
            for (int j = i; j < k; j++)
                u[at++] = mean[i * k + j] / trace;
        var system = new Equations(ode, y.ToArray());
        system.Evaluate(u, f);
        for (int round = 0; round < MaxSteps && VectorMath.Norm(f) is > Solved and < double.PositiveInfinity; round++)
        {
            for (int c = 0; c < unknowns; c++)
            {
                u.CopyTo(trial, 0);
                trial[c] = u[c] + 1;
                system.Evaluate(trial, plus);
                trial[c] = u[c] - 1;
                system.Evaluate(trial, minus);
                for (int e = 0; e < equations; e++)
                    jacobian[c * equations + e] = 0.5 * (plus[e] - minus[e]);
            }
            for (int c = 0; c < unknowns; c++)
            {
                ReadOnlySpan<double> column = jacobian.AsSpan(c * equations, equations);
                for (int e = 0; e <= c; e++)
                    normal[c * unknowns + e] = VectorMath.Dot(column, jacobian.AsSpan(e * equations, equations));
                normal[c * unknowns + c] += VectorMath.Norm(f);
                step[c] = -VectorMath.Dot(column, f);
            }
            if (!Cholesky.TryFactor(normal, unknowns))
                return false;
            Cholesky.Solve(normal, step);
            VectorMath.AddMultiple(u, 1, step);
            system.Evaluate(u, f);
        }
        system.Unpack(u, y, mean);
        return VectorMath.Norm(f) <= Solved && IsPositive(mean, k);
    }

    /// <summary>The mean drift of the overlaps where (q, r) turns, in units of τ̃.</summary>
    /// <param name="ode">The field.</param>
    /// <param name="y">The state.</param>
    /// <param name="mean">X, row-major of order 2d.</param>
    /// <param name="drift">Receives the drift in the places of the state, zero in those of q and r.</param>
    public static void Drift(ReducedOde ode, ReadOnlySpan<double> y, ReadOnlySpan<double> mean, Span<double> drift)
    {
        GanParameters gan = ode.Parameters;
        int d = gan.FeatureCount, k = ode.TransverseCount;
        drift.Clear();
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                drift[i * d + j] = gan.FakeVariances[j] * (mean[i * k + d + j] - y[i * d + j] * mean[(d + j) * (k + 1)]);
        for (int i = 0, s = ode.TransverseStart + k; i < d; i++)
            for (int j = i + 1; j < d; j++, s++)
            {
                (double one, double other) = (gan.FakeVariances[i], gan.FakeVariances[j]);
                drift[s] = (one + other) * mean[(d + i) * k + d + j] - y[s] * (one * mean[(d + i) * (k + 1)] + other * mean[(d + j) * (k + 1)]);
            }
    }

    private static bool IsPositive(ReadOnlySpan<double> mean, int k)
    {
        Span<double> factor = stackalloc double[k * k];
        mean[..(k * k)].CopyTo(factor);
        for (int i = 0; i < k; i++)
            factor[i * k + i] -= LeastTurn;
        return Cholesky.TryFactor(factor, k);
    }

    private sealed class Equations(ReducedOde ode, double[] y)
    {
        private readonly int _k = ode.TransverseCount, _start = ode.TransverseStart;
        private readonly double[] _drift = new double[ode.Dimension], _block = new double[ode.TransverseCount * ode.TransverseCount], _mean = new double[ode.TransverseCount * ode.TransverseCount];

        public void Unpack(ReadOnlySpan<double> u, Span<double> state, Span<double> mean)
        {
            int overlaps = state.Length - _k;
            for (int i = 0; i < overlaps; i++)
                state[i < _start ? i : i + _k] = u[i];
            for (int i = 0, at = overlaps; i < _k; i++)
                for (int j = i; j < _k; j++)
                    mean[i * _k + j] = mean[j * _k + i] = u[at++];
        }

        /// <summary>BX + XBᵀ in units of τ, the drifts in units of τ̃, and the trace of X minus one.</summary>
        public void Evaluate(ReadOnlySpan<double> u, Span<double> f)
        {
            Unpack(u, y, _mean);
            ode.TransverseBlock(y, _block);
            int at = 0;
            double trace = 0;
            for (int i = 0; i < _k; i++)
            {
                trace += _mean[i * _k + i];
                for (int j = i; j < _k; j++)
                {
                    double sum = 0;
                    for (int l = 0; l < _k; l++)
                        sum += _block[i * _k + l] * _mean[l * _k + j] + _block[j * _k + l] * _mean[l * _k + i];
                    f[at++] = sum / ode.Parameters.DiscriminatorRate;
                }
            }
            Drift(ode, y, _mean, _drift);
            for (int i = 0; i < y.Length - _k; i++)
                f[at++] = _drift[i < _start ? i : i + _k];
            f[at] = trace - 1;
        }
    }
}

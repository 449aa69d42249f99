namespace PhaseGan;

/// <summary>
/// Where a spiral about the deceived manifold (one feature) ends: the equations averaged over a turn, followed down to amplitude zero.
/// </summary>
/// <remarks>
/// <para>
/// With z = (q, r), B = [[a, b], [c, d]] the transverse block at P, T its trace (which does not depend on P) and ω² = det B − T²/4 &gt; 0, the form E = zᵀKz with
/// K = [[c, (d − a)/2], [(d − a)/2, −b]] obeys dE/dt = TE under the linear flow, exactly. Averages over a turn at fixed E are ⟨zzᵀ⟩ = Ek/2 and
/// ⟨z_i z_j z_k z_l⟩ = E²(k_ij k_kl + k_ik k_jl + k_il k_jk)/8 with k = K⁻¹, so that the cubic terms of the field and the drift of K with P give
/// dE/dt = TE + κ(P)E² and dP/dt = ½τ̃Λ̃(k_qr − Pk_rr)E, up to a factor 1 + O(E).
/// </para>
/// <para>
/// P itself wobbles within a turn: P − zᵀWz does not to this order, where W solves BᵀW + WB = Q − ½tr(Qk)K and dP/dt = zᵀQz.
/// </para>
/// </remarks>
internal static class SpiralEnd
{
    private const double StepOfLogarithm = 0.25;

    private const int MaxSteps = 400;

    /// <summary>|P| at the end.</summary>
    /// <param name="p">Parameters in the places of <see cref="ReducedEquations"/>, one feature.</param>
    /// <param name="overlap">P now.</param>
    /// <param name="q">q now.</param>
    /// <param name="r">r now.</param>
    /// <returns>|P| at the end, or NaN where the averaged amplitude does not fall to zero or the motion stops turning on the way.</returns>
    public static double Overlap(ReadOnlySpan<double> p, double overlap, double q, double r)
    {
        // of the mirror images, the one with P ≥ 0, for which K is positive
        if (overlap < 0)
            (overlap, q) = (-overlap, -q);
        var turn = new Turn(p, overlap);
        if (!turn.IsSpiral)
            return double.NaN;
        double energy = turn.Energy(q, r);
        double mean = overlap - turn.Wobble(q, r);
        // down in equal steps of log E until κE is far below |T|; what is left is linear in E
        double trace = turn.Trace;
        for (int step = 0; step < MaxSteps; step++)
        {
            turn = new Turn(p, mean);
            if (!turn.IsSpiral || !(trace + turn.Kappa * energy < 0) || !(trace < 0))
                return double.NaN;
            if (Math.Abs(turn.Kappa) * energy < 0.01 * -trace)
            {
                // ∫₀ᴱ dE/(T + κE) to second order
                return Math.Abs(mean + turn.Drift * energy / -trace * (1 - 0.5 * turn.Kappa * energy / trace));
            }
            double next = energy * Math.Exp(-StepOfLogarithm), half = energy * Math.Exp(-0.5 * StepOfLogarithm), h = StepOfLogarithm;
            double k1 = turn.Slope(energy);
            double k2 = new Turn(p, mean + 0.5 * h * k1).Slope(half);
            double k3 = new Turn(p, mean + 0.5 * h * k2).Slope(half);
            double k4 = new Turn(p, mean + h * k3).Slope(next);
            mean += h / 6 * (k1 + 2 * (k2 + k3) + k4);
            energy = next;
            if (!(Math.Abs(mean) <= 1.1))
                return double.NaN;
        }
        return double.NaN;
    }

    /// <summary>The averaged equations at one P ≥ 0.</summary>
    internal readonly struct Turn
    {
        private readonly double _a, _b, _c, _d, _rate, _overlap, _omegaSquare, _qq, _qr, _rr, _product;

        public Turn(ReadOnlySpan<double> p, double overlap)
        {
            double tau = p[ReducedEquations.Tau], noise = p[ReducedEquations.Noise], real = p[ReducedEquations.Real], fake = p[ReducedEquations.Real + 1];
            _rate = p[ReducedEquations.TauTilde] * fake;
            _overlap = overlap;
            (_a, _b, _c, _d) = (tau * (real - noise), -tau * overlap * fake, tau * overlap * real, _rate - tau * (fake + noise));
            Trace = _a + _d;
            double e = 0.5 * (_d - _a);
            _omegaSquare = -_b * _c - e * e;
            double qq = -_b / _omegaSquare, rr = _c / _omegaSquare, qr = -e / _omegaSquare;
            Kappa = tau * (p[ReducedEquations.FakeGain] * fake * rr - p[ReducedEquations.RealGain] * real * qq) - 0.75 * _rate * rr
                + _rate * tau / 8 * (real * (3 * qq * qr - overlap * (qq * rr + 2 * qr * qr)) + fake * (3 * rr * qr - 3 * overlap * rr * rr));
            Drift = 0.5 * _rate * (qr - overlap * rr);
            (_qq, _qr, _rr, _product) = (qq, qr, rr, tau * tau * real * fake);
        }

        public double Trace { get; }

        public double Kappa { get; }

        /// <summary>dP/dt divided by E.</summary>
        public double Drift { get; }

        /// <summary>Bound on dP/dt within a turn divided by E; at a zero of the drift, twice the rate at which P comes to it.</summary>
        public double Approach => _rate * (Math.Abs(_qr) + _overlap * _rr);

        /// <summary>The largest q² or r² in a turn divided by E.</summary>
        public double LargestSquare => Math.Max(_qq, _rr);

        /// <summary>P² above which the motion turns.</summary>
        public double TurnsAboveSquare => 0.25 * (_d - _a) * (_d - _a) / _product;

        /// <summary>ω².</summary>
        public double FrequencySquare => _omegaSquare;

        /// <summary>Whether the motion turns, and well within the time in which it decays.</summary>
        public bool IsSpiral => _omegaSquare > 0.25 * Trace * Trace && _omegaSquare > 0;

        /// <summary>dP over −d log E.</summary>
        public double Slope(double energy) => -Drift * energy / (Trace + Kappa * energy);

        /// <summary>E.</summary>
        public double Energy(double q, double r) => _c * q * q + (_d - _a) * q * r - _b * r * r;

        /// <summary>zᵀWz.</summary>
        public double Wobble(double q, double r)
        {
            double e = 0.5 * (_d - _a);
            // Q − ½tr(Qk)K, with dP/dt = rate·(qr − Pr²)
            double x = -Drift * _c, y = 0.5 * _rate - Drift * e, z = -_rate * _overlap + Drift * _b;
            // the forms without a part along K turn at 2iω: W = (T − J)R/(T² + 4ω²) with JR = BᵀR + RB − TR
            double trace = Trace;
            double jx = 2 * (_a * x + _c * y) - trace * x, jy = _b * x + (_a + _d) * y + _c * z - trace * y, jz = 2 * (_b * y + _d * z) - trace * z;
            double scale = 1 / (trace * trace + 4 * _omegaSquare);
            return scale * ((trace * x - jx) * q * q + 2 * (trace * y - jy) * q * r + (trace * z - jz) * r * r);
        }
    }
}

namespace PhaseGan;

/// <summary>A proof that trajectories with one feature from a box near the deceived line q = r = 0 end on it, and where.</summary>
/// <remarks>
/// About P₀, z = (q, r) obeys dz/dt = C(P, z)z exactly, with C the transverse block but for h. M solves BᵀM + MB = −I at P₀ up to rounding. While |P − P₀| ≤ ρ and zᵀMz ≤ V₀, ‖CᵀM + MC + I‖ ≤ φ &lt; 1 (Frobenius) gives
/// zᵀMz ≤ V₀e^(−κt) with κ = (1 − φ)/λ_max(M), and |dP/dt| ≤ D zᵀMz: P moves by DV₀/κ in all. Where that, with the width of the box, is less than ρ, it never leaves.
/// </remarks>
internal static class DeceivedTrap
{
    /// <summary>How often a larger ρ is tried.</summary>
    private const int Tries = 3;

    /// <summary>Contains P at the end; null where no trap is proved.</summary>
    public static Interval? End(OneFeatureConstants c, ReadOnlySpan<Interval> box)
    {
        double p0 = box[0].Middle;
        if (Form(c, p0) is not { } m)
            return null;
        Interval m11 = m.A, m12 = m.B, m22 = m.C, determinant = m11 * m22 - m12.Square();
        if (!(m11.Low > 0 && determinant.Low > 0))
            return null;
        Interval v = m11 * box[1].Square() + 2 * m12 * (box[1] * box[2]) + m22 * box[2].Square();
        if (!v.IsFinite)
            return null;
        double most = v.High;
        Interval reachQ = (most * m22 / determinant).Sqrt(), reachR = (most * m11 / determinant).Sqrt();
        Interval q = new(-reachQ.High, reachQ.High), r = new(-reachR.High, reachR.High);
        Interval largest = (m11 + m22) / 2 + (((m11 - m22) / 2).Square() + m12.Square()).Sqrt();
        double width = box[0].Radius, rho = 2 * width;
        for (int k = 0; k < Tries; k++)
        {
            Interval p = p0 + new Interval(-rho, rho);
            double phi = Defect(c, p, q, r, m11, m12, m22);
            if (!(phi < 1))
                return null;
            Interval kappa = (1 - (Interval)phi) / largest, rate = c.Tau * c.Alpha * c.Fake;
            // D V₀ = rate (|q||r| + |P|r²) at most
            Interval drift = rate * (reachQ * reachR + p.Magnitude * reachR.Square()) / kappa;
            if ((drift + width).High < rho)
                return box[0] + new Interval(-drift.High, drift.High);
            rho = 1.5 * (drift + width).High + 1e-300;
        }
        return null;
    }

    private static double Defect(OneFeatureConstants c, Interval p, Interval q, Interval r, Interval m11, Interval m12, Interval m22)
    {
        Interval h = c.FakeGain * c.Fake * r.Square() - c.RealGain * c.Real * q.Square() - c.Noise;
        Interval c11 = c.Tau * (c.Real + h), c12 = -c.Tau * c.Fake * p, c21 = c.Tau * c.Real * p, c22 = c.Tau * (h - c.Fake + c.Alpha * c.Fake * (1 - r.Square()));
        Interval first = 2 * (m11 * c11 + m12 * c21) + 1, second = 2 * (m12 * c12 + m22 * c22) + 1, across = m11 * c12 + m12 * (c11 + c22) + m22 * c21;
        return (first.Square() + second.Square() + 2 * across.Square()).Sqrt().High;
    }

    /// <summary>The entries of M, in plain arithmetic; null where the block at P₀ is not stable.</summary>
    private static (double A, double B, double C)? Form(OneFeatureConstants constants, double p)
    {
        double tau = constants.Tau.Middle, real = constants.Real.Middle, fake = constants.Fake.Middle, noise = constants.Noise.Middle;
        double a = tau * (real - noise), b = -tau * p * fake, c = tau * p * real, d = tau * (constants.Alpha.Middle * fake - fake - noise);
        double trace = a + d, determinant = a * d - b * c, scale = -1 / (2 * trace * determinant);
        return trace < 0 && determinant > 0 && double.IsFinite(scale)
            ? ((determinant + d * d + c * c) * scale, -(d * b + c * a) * scale, (determinant + a * a + b * b) * scale)
            : null;
    }
}

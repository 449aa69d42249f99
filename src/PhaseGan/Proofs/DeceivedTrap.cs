namespace PhaseGan;

/// <summary>A proof that trajectories with one feature from a box near the deceived line q = r = 0 end on it, and where.</summary>
/// <remarks>
/// z = (q, r) obeys dz/dt = C(P, z)z exactly, with C the transverse block but for h. In coordinates ζ = T⁻¹z, T the eigenvectors at P₀ (or what makes Lyapunov's form the unit one), let −κ/2 bound the eigenvalues of the symmetric part of T⁻¹CT for all
/// |P − P₀| ≤ ρ and |ζ|² ≤ V₀. While P stays there |ζ|² ≤ V₀e^(−κt), and |dP/dt| = τ̃Λ̃|r(q − Pr)| ≤ D|ζ|²: P moves by DV₀/κ in all. Where that, with the width of the box, is less than ρ, P never leaves.
/// </remarks>
internal static class DeceivedTrap
{
    /// <summary>How often a larger ρ is tried.</summary>
    private const int Tries = 3;

    /// <summary>Where P ends; null where no trap is proved.</summary>
    public static DeceivedLineEnd? End(OneFeatureConstants c, ReadOnlySpan<Interval> box)
    {
        double p = box[0].Middle, tau = c.Tau.Middle;
        double a = tau * (c.Real.Middle - c.Noise.Middle), b = -tau * p * c.Fake.Middle, d = tau * p * c.Real.Middle, e = tau * (c.Alpha.Middle * c.Fake.Middle - c.Fake.Middle - c.Noise.Middle);
        if (!(a + e < 0 && a * e - b * d > 0))
            return null;
        return End(c, box, Eigenvectors(a, b, d, e)) ?? End(c, box, OfLyapunov(a, b, d, e));
    }

    private static DeceivedLineEnd? End(OneFeatureConstants c, ReadOnlySpan<Interval> box, (double A, double B, double C, double D) t)
    {
        Interval determinant = t.A * (Interval)t.D - t.B * (Interval)t.C;
        if (determinant.Contains(0) || !determinant.IsFinite)
            return null;
        // ζ over the box, and the reach of q and r for |ζ|² ≤ V₀
        Interval first = (t.D * box[1] - t.B * box[2]) / determinant, second = (t.A * box[2] - t.C * box[1]) / determinant;
        Interval most = (first.Square() + second.Square()).High;
        Interval q = Reach(most, t.A, t.B), r = Reach(most, t.C, t.D), rate = c.Tau * c.Alpha * c.Fake;
        double p0 = box[0].Middle, width = box[0].Radius, rho = 2 * width;
        for (int k = 0; k < Tries; k++)
        {
            Interval p = p0 + new Interval(-rho, rho), kappa = -2 * Growth(c, p, q, r, t, determinant);
            if (!(kappa.Low > 0))
                return null;
            // r(q − Pr) as a form in ζ
            Interval w11 = t.C * (t.A - p * t.C), w22 = t.D * (t.B - p * t.D), w12 = (t.C * (t.B - p * t.D) + t.D * (t.A - p * t.C)) / 2;
            Interval form = ((w11 + w22) / 2).Abs() + (((w11 - w22) / 2).Square() + w12.Square()).Sqrt();
            Interval drift = rate * form * most / kappa.Low;
            if ((drift + width).High < rho)
                return new DeceivedLineEnd(box[0] + new Interval(-drift.High, drift.High), [t.A, t.B, t.C, t.D], rho);
            rho = 1.5 * (drift + width).High + 1e-300;
        }
        return null;
    }

    private static Interval Reach(Interval most, double a, double b)
    {
        double reach = (most * (((Interval)a).Square() + ((Interval)b).Square())).Sqrt().High;
        return new Interval(-reach, reach);
    }

    /// <summary>An upper bound on the larger eigenvalue of the symmetric part of T⁻¹CT.</summary>
    private static Interval Growth(OneFeatureConstants c, Interval p, Interval q, Interval r, (double A, double B, double C, double D) t, Interval determinant)
    {
        Interval h = c.FakeGain * c.Fake * r.Square() - c.RealGain * c.Real * q.Square() - c.Noise;
        Interval c11 = c.Tau * (c.Real + h), c12 = -c.Tau * c.Fake * p, c21 = c.Tau * c.Real * p, c22 = c.Tau * (h - c.Fake + c.Alpha * c.Fake * (1 - r.Square()));
        Interval m11 = c11 * t.A + c12 * t.C, m12 = c11 * t.B + c12 * t.D, m21 = c21 * t.A + c22 * t.C, m22 = c21 * t.B + c22 * t.D;
        Interval g11 = (t.D * m11 - t.B * m21) / determinant, g22 = (t.A * m22 - t.C * m12) / determinant;
        Interval g12 = (t.D * m12 - t.B * m22 + t.A * m21 - t.C * m11) / (2 * determinant);
        return ((g11 + g22) / 2 + (((g11 - g22) / 2).Square() + g12.Square()).Sqrt()).High;
    }

    /// <summary>Real eigenvectors of [[a, b], [c, d]] as columns of unit length, or real and imaginary part of a complex one.</summary>
    private static (double A, double B, double C, double D) Eigenvectors(double a, double b, double c, double d)
    {
        double half = 0.5 * (a + d), square = 0.25 * (a - d) * (a - d) + b * c;
        if (square < 0)
            return (b, 0, 0.5 * (d - a), Math.Sqrt(-square));
        (double x1, double y1) = Of(half + Math.Sqrt(square));
        (double x2, double y2) = Of(half - Math.Sqrt(square));
        return (x1, x2, y1, y2);

        (double X, double Y) Of(double value)
        {
            (double x, double y) = Math.Abs(value - a) + Math.Abs(b) >= Math.Abs(value - d) + Math.Abs(c) ? (b, value - a) : (value - d, c);
            double length = Math.Sqrt(x * x + y * y);
            return (x / length, y / length);
        }
    }

    /// <summary>T with TᵀMT = I for M of BᵀM + MB = −I.</summary>
    private static (double A, double B, double C, double D) OfLyapunov(double a, double b, double c, double d)
    {
        double trace = a + d, determinant = a * d - b * c, scale = -1 / (2 * trace * determinant);
        double m11 = (determinant + d * d + c * c) * scale, m12 = -(d * b + c * a) * scale, m22 = (determinant + a * a + b * b) * scale;
        // M = LLᵀ with L = [[l, 0], [k, n]], T = L⁻ᵀ
        double l = Math.Sqrt(m11), k = m12 / l, n = Math.Sqrt(m22 - k * k);
        return (1 / l, -k / (l * n), 0, 1 / n);
    }
}

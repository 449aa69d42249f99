namespace PhaseGan;

/// <summary>The equations of Undeceived points and of their Hopf points in the unknowns (u, α, s), in units of τ.</summary>
/// <remarks>
/// With q = Pr, h = Λ̃ − Λ and r² = u the Jacobian over (P, q, r) has the diagonal (−αΛ̃u, Λ̃ − 2BΛP²u, −ΛP² + 2Λ̃u(A − α)) and products of
/// off-diagonal entries that are polynomials in u and P². Its characteristic polynomial is z³ + a₁z² + a₂z + a₃; a pair ±iω means
/// a₁a₂ = a₃ with ω² = a₂ > 0, and a zero eigenvalue a₃ = 0.
/// </remarks>
internal static class UndeceivedCurve
{
    /// <summary>The quadratic of which u is a root, P², and the coefficients of the characteristic polynomial.</summary>
    public static (Jet Root, Jet OverlapSquared, Jet A1, Jet A2, Jet A3) At(NoiseRay ray, double uValue, double alphaValue, double s)
    {
        (Jet a, Jet b, Jet x) = ray.Jets(s);
        Jet u = new(uValue, 1, 0, 0), alpha = new(alphaValue, 0, 1, 0);
        double l = ray.Real, f = ray.Fake;

        Jet root = b * alpha * f * u * u - (a * f - b * (l - alpha * f)) * u + (f - l + x);
        Jet p2 = 1 - alpha * f * (1 - u) / l;
        Jet j11 = -alpha * f * u;
        Jet j22 = f - 2 * b * l * p2 * u;
        Jet j33 = -(l * p2) + 2 * f * u * (a - alpha);
        Jet j12j21 = -alpha * f * f * u;
        Jet j13j31 = -alpha * f * l * p2 * u;
        Jet j23j32 = f * l * p2 * (2 * a * u - 1) * (1 - 2 * b * u);
        Jet cycles = alpha * f * f * l * p2 * u * (2 * a * u - 2 * b * u);
        Jet a1 = -(j11 + j22 + j33);
        Jet a2 = j11 * j22 - j12j21 + j11 * j33 - j13j31 + j22 * j33 - j23j32;
        Jet a3 = j11 * j23j32 + j12j21 * j33 + j13j31 * j22 - j11 * j22 * j33 - cycles;
        return (root, p2, a1, a2, a3);
    }

    /// <summary>α at which u is a root, for 0 &lt; u &lt; 1.</summary>
    public static double Alpha(NoiseRay ray, double u, double s)
    {
        double b = ray.RealGain(s);
        return ((b * ray.Real - ray.FakeGain(s) * ray.Fake) * u + ray.Fake - ray.Real + ray.Noise(s)) / (b * ray.Fake * u * (1 - u));
    }
}

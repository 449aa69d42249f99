namespace PhaseGan.Dynamics;

/// <summary>The interpolating polynomial c0 + θ(c1 + (1−θ)(c2 + θ(c3 + (1−θ)c4))) of one coordinate over one step.</summary>
internal static class DenseOutput
{
    /// <summary>Re-expresses the polynomial on the first <paramref name="fraction"/> of its step.</summary>
    public static void Shorten(ref double c0, ref double c1, ref double c2, ref double c3, ref double c4, double fraction)
    {
        // powers of θ: a1 θ + a2 θ² + a3 θ³ + a4 θ⁴
        double a1 = c1 + c2;
        double a2 = -c2 + c3 + c4;
        double a3 = -c3 - 2 * c4;
        double a4 = c4;
        double f = fraction;
        (a1, a2, a3, a4) = (a1 * f, a2 * f * f, a3 * f * f * f, a4 * f * f * f * f);
        c4 = a4;
        c3 = -a3 - 2 * c4;
        c2 = c3 + c4 - a2;
        c1 = a1 - c2;
    }
}

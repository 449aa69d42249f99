namespace PhaseGan.Dynamics;

/// <summary>
/// The numbers of the method Radau IIA of order 5: nodes and coefficients, the transformation that splits its linear systems into a real and a complex one,
/// and the weights of its error estimate.
/// </summary>
/// <remarks>
/// Hairer and Wanner, <em>Solving Ordinary Differential Equations II</em>, 2nd ed., table IV.5.6 and section IV.8. With A the coefficients,
/// T⁻¹A⁻¹T = [γ, 0, 0; 0, α, −β; 0, β, α].
/// </remarks>
internal static class RadauTable
{
    private static readonly double Root6 = Math.Sqrt(6);
    private static readonly double Cube9 = Math.Cbrt(9);

    /// <summary>Nodes; the last one is the end of the step.</summary>
    public static readonly double C1 = (4 - Root6) / 10, C2 = (4 + Root6) / 10;

    /// <summary>Coefficients, row by row; the last row holds the weights.</summary>
    public static readonly double[] A =
    [
        (88 - 7 * Root6) / 360, (296 - 169 * Root6) / 1800, (-2 + 3 * Root6) / 225,
        (296 + 169 * Root6) / 1800, (88 + 7 * Root6) / 360, (-2 - 3 * Root6) / 225,
        (16 - Root6) / 36, (16 + Root6) / 36, 1.0 / 9,
    ];

    /// <summary>The real eigenvalue γ of A⁻¹, and the complex pair α ± iβ.</summary>
    public static readonly double Gamma = 3 - Math.Cbrt(3) + Cube9, Alpha = 3 + (Math.Cbrt(3) - Cube9) / 2, Beta = Math.Sqrt(3) * (Cube9 + Math.Cbrt(3)) / 2;

    /// <summary>Weights of the stages in the error estimate (γ/h − J)⁻¹(f + ΣE_i z_i/h).</summary>
    public static readonly double E1 = -(13 + 7 * Root6) / 3, E2 = (-13 + 7 * Root6) / 3, E3 = -1.0 / 3;

    /// <summary>The transformation; T32 = 1 and T33 = 0.</summary>
    public const double T11 = 0.09123239487089294, T12 = -0.1412552950209542, T13 = -0.030029194105147424;
    public const double T21 = 0.24171793270710702, T22 = 0.20412935229379993, T23 = 0.3829421127572619;
    public const double T31 = 0.966048182615093;

    /// <summary>Its inverse.</summary>
    public const double I11 = 4.325579890063155, I12 = 0.33919925181580987, I13 = 0.5417705399358749;
    public const double I21 = -4.178718591551905, I22 = -0.3276828207610624, I23 = 0.4766235545005504;
    public const double I31 = -0.5028726349457868, I32 = 2.571926949855605, I33 = -0.5960392048282249;
}

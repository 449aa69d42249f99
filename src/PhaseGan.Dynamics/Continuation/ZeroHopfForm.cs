using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The normal form of a zero eigenvalue beside a pair ±iω: w₀′ = ½G₂₀₀w₀² + G₀₁₁|w₁|² + G₃₀₀w₀³/6 + G₁₁₁w₀|w₁|², w₁′ = iωw₁ + G₁₁₀w₀w₁ + ½G₂₁₀w₀²w₁ + ½G₀₂₁w₁|w₁|² (Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>,
/// 3rd ed., section 8.7). Null vectors have the length 1.
/// </summary>
/// <param name="G200">G₂₀₀ = ⟨p₀, B(q₀, q₀)⟩; its sign goes with that of q₀.</param>
/// <param name="G011">G₀₁₁ = ⟨p₀, B(q₁, q̄₁)⟩.</param>
/// <param name="G110">G₁₁₀ = ⟨p₁, B(q₀, q₁)⟩.</param>
/// <param name="G300">G₃₀₀.</param>
/// <param name="G111">G₁₁₁.</param>
/// <param name="G210">G₂₁₀.</param>
/// <param name="G021">G₀₂₁.</param>
public sealed record ZeroHopfForm(double G200, double G011, Complex G110, double G300, double G111, Complex G210, Complex G021)
{
    /// <summary>s, the sign of G₂₀₀G₀₁₁.</summary>
    public int S => Math.Sign(G200 * G011);

    /// <summary>θ = Re G₁₁₀/G₂₀₀, which no unit changes.</summary>
    public double Theta => G110.Real / G200;

    /// <summary>E = Re(G₂₁₀ + G₁₁₀(Re G₀₂₁/G₀₁₁ − G₃₀₀/G₂₀₀ + G₁₁₁/G₀₁₁) − G₀₂₁G₂₀₀/(2G₀₁₁)), whose sign decides which way tori bifurcate.</summary>
    public double E => (G210 + G110 * (G021.Real / G011 - G300 / G200 + G111 / G011) - G021 * (0.5 * G200 / G011)).Real;
}

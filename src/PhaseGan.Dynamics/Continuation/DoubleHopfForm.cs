using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The normal form of two pairs ±iω₁, ±iω₂: w₁′ = iω₁w₁ + ½G₂₁₀₀w₁|w₁|² + G₁₀₁₁w₁|w₂|², w₂′ = iω₂w₂ + G₁₁₁₀w₂|w₁|² + ½G₀₀₂₁w₂|w₂|² (Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., section 8.7). Null vectors
/// have the length 1.
/// </summary>
/// <param name="First">ω₁, the larger frequency.</param>
/// <param name="Second">ω₂ &gt; 0.</param>
/// <param name="G2100">G₂₁₀₀.</param>
/// <param name="G1011">G₁₀₁₁.</param>
/// <param name="G1110">G₁₁₁₀.</param>
/// <param name="G0021">G₀₀₂₁.</param>
public sealed record DoubleHopfForm(double First, double Second, Complex G2100, Complex G1011, Complex G1110, Complex G0021)
{
    /// <summary>θ = Re G₁₀₁₁/(½Re G₀₀₂₁), which no unit changes: one of the curves on which tori are born is μ₁ = θμ₂ in the growth rates μ of both pairs.</summary>
    public double Theta => G1011.Real / (0.5 * G0021.Real);

    /// <summary>δ = Re G₁₁₁₀/(½Re G₂₁₀₀), which no unit changes: the other one is μ₂ = δμ₁.</summary>
    public double Delta => G1110.Real / (0.5 * G2100.Real);
}

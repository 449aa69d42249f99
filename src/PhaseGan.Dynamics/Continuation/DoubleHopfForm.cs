using System.Globalization;
using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The normal form of two pairs ±iω₁, ±iω₂: w₁′ = iω₁w₁ + ½G₂₁₀₀w₁|w₁|² + G₁₀₁₁w₁|w₂|², w₂′ = iω₂w₂ + G₁₁₁₀w₂|w₁|² + ½G₀₀₂₁w₂|w₂|² (Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., section 8.7). Null vectors
/// have the length 1.
/// </summary>
public sealed class DoubleHopfForm
{
    internal DoubleHopfForm(double first, double second, Complex g2100, Complex g1011, Complex g1110, Complex g0021) =>
        (First, Second, G2100, G1011, G1110, G0021) = (first, second, g2100, g1011, g1110, g0021);

    /// <summary>ω₁, the larger frequency.</summary>
    public double First { get; }

    /// <summary>ω₂ &gt; 0.</summary>
    public double Second { get; }

    /// <summary>G₂₁₀₀.</summary>
    public Complex G2100 { get; }

    /// <summary>G₁₀₁₁.</summary>
    public Complex G1011 { get; }

    /// <summary>G₁₁₁₀.</summary>
    public Complex G1110 { get; }

    /// <summary>G₀₀₂₁.</summary>
    public Complex G0021 { get; }

    /// <summary>θ = Re G₁₀₁₁/(½Re G₀₀₂₁), which no unit changes: one of the curves on which tori are born is μ₁ = θμ₂ in the growth rates μ of both pairs.</summary>
    public double Theta => G1011.Real / (0.5 * G0021.Real);

    /// <summary>δ = Re G₁₁₁₀/(½Re G₂₁₀₀), which no unit changes: the other one is μ₂ = δμ₁.</summary>
    public double Delta => G1110.Real / (0.5 * G2100.Real);

    /// <summary>The numbers that tell the cases apart.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"θ = {Theta:G10}, δ = {Delta:G10}");
}

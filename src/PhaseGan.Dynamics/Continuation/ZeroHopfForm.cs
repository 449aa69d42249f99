using System.Globalization;
using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The normal form of a zero eigenvalue beside a pair ±iω: w₀′ = ½G₂₀₀w₀² + G₀₁₁|w₁|² + G₃₀₀w₀³/6 + G₁₁₁w₀|w₁|², w₁′ = iωw₁ + G₁₁₀w₀w₁ + ½G₂₁₀w₀²w₁ + ½G₀₂₁w₁|w₁|² (Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>,
/// 3rd ed., section 8.7). Null vectors have the length 1.
/// </summary>
public sealed class ZeroHopfForm
{
    internal ZeroHopfForm(double g200, double g011, Complex g110, double g300, double g111, Complex g210, Complex g021) =>
        (G200, G011, G110, G300, G111, G210, G021) = (g200, g011, g110, g300, g111, g210, g021);

    /// <summary>G₂₀₀ = ⟨p₀, B(q₀, q₀)⟩; its sign goes with that of q₀.</summary>
    public double G200 { get; }

    /// <summary>G₀₁₁ = ⟨p₀, B(q₁, q̄₁)⟩.</summary>
    public double G011 { get; }

    /// <summary>G₁₁₀ = ⟨p₁, B(q₀, q₁)⟩.</summary>
    public Complex G110 { get; }

    /// <summary>G₃₀₀.</summary>
    public double G300 { get; }

    /// <summary>G₁₁₁.</summary>
    public double G111 { get; }

    /// <summary>G₂₁₀.</summary>
    public Complex G210 { get; }

    /// <summary>G₀₂₁.</summary>
    public Complex G021 { get; }

    /// <summary>s, the sign of G₂₀₀G₀₁₁.</summary>
    public int S => Math.Sign(G200 * G011);

    /// <summary>θ = Re G₁₁₀/G₂₀₀, which no unit changes.</summary>
    public double Theta => G110.Real / G200;

    /// <summary>E = Re(G₂₁₀ + G₁₁₀(Re G₀₂₁/G₀₁₁ − G₃₀₀/G₂₀₀ + G₁₁₁/G₀₁₁) − G₀₂₁G₂₀₀/(2G₀₁₁)), whose sign decides which way tori bifurcate.</summary>
    public double E => (G210 + G110 * (G021.Real / G011 - G300 / G200 + G111 / G011) - G021 * (0.5 * G200 / G011)).Real;

    /// <summary>The numbers that tell the cases apart.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"s = {S}, θ = {Theta:G10}, E = {E:G10}");
}

using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The noise M_k of a stochastic gradient: entry i of the field is seen as F_i + (s + m|F_i|)e with e standard normal, independent in every entry and step: additive noise of deviation s and
/// multiplicative noise of relative deviation m.
/// </summary>
/// <remarks>Its mean is zero whatever came before, and its square at most 2(s² + m²F_i²) on average: what theorems of stochastic approximation ask of a martingale difference.</remarks>
public sealed record GradientNoise
{
    /// <summary>Makes the noise.</summary>
    /// <param name="additive">s, finite and ≥ 0.</param>
    /// <param name="multiplicative">m, finite and ≥ 0. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public GradientNoise(double additive, double multiplicative = 0)
    {
        Additive = Guard.NonNegative(additive, "a deviation");
        Multiplicative = Guard.NonNegative(multiplicative, "a relative deviation");
    }

    /// <summary>No noise.</summary>
    public static GradientNoise None { get; } = new(0);

    /// <summary>s.</summary>
    public double Additive { get; }

    /// <summary>m.</summary>
    public double Multiplicative { get; }

    /// <summary>Whether there is any.</summary>
    public bool IsZero => Additive == 0 && Multiplicative == 0;

    /// <summary>Its two parts.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"additive {Additive}, multiplicative {Multiplicative}");
}

using System.Globalization;

namespace PhaseGan;

/// <summary>A distance of <see cref="CriticDistance"/> with its error.</summary>
/// <param name="Value">The best value found: a lower bound of the supremum.</param>
/// <param name="Shortfall">What the supremum can exceed it by at most, ≥ 0 but for rounding.</param>
public readonly record struct CriticDistanceValue(double Value, double Shortfall)
{
    /// <summary>The value and its error.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:G6} (at most {Math.Max(0, Shortfall):G2} more)");
}

using System.Numerics;

namespace PhaseGan.Tests.Intervals;

/// <summary>A rational number with exact arithmetic, made from a machine number: what intervals must contain.</summary>
internal readonly record struct ExactNumber(BigInteger Top, BigInteger Bottom)
{
    public static ExactNumber Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFFL) | (exponent == 0 ? 0 : 1L << 52);
        int power = Math.Max(exponent, 1) - 1075;
        if (value < 0)
            mantissa = -mantissa;
        return power >= 0 ? new(mantissa << power, 1) : new(mantissa, BigInteger.One << -power);
    }

    public static ExactNumber operator +(ExactNumber a, ExactNumber b) => new(a.Top * b.Bottom + b.Top * a.Bottom, a.Bottom * b.Bottom);

    public static ExactNumber operator -(ExactNumber a, ExactNumber b) => new(a.Top * b.Bottom - b.Top * a.Bottom, a.Bottom * b.Bottom);

    public static ExactNumber operator *(ExactNumber a, ExactNumber b) => new(a.Top * b.Top, a.Bottom * b.Bottom);

    public static ExactNumber operator /(ExactNumber a, ExactNumber b) => b.Top.Sign < 0 ? new(-a.Top * b.Bottom, -a.Bottom * b.Top) : new(a.Top * b.Bottom, a.Bottom * b.Top);

    /// <summary>−1, 0 or 1 as the number lies below, at or above a machine number, which may be infinite.</summary>
    public int CompareTo(double other) =>
        double.IsPositiveInfinity(other) ? -1 : double.IsNegativeInfinity(other) ? 1 : (this - Of(other)).Top.Sign;

    public bool IsIn(Interval interval) => CompareTo(interval.Low) >= 0 && CompareTo(interval.High) <= 0;
}

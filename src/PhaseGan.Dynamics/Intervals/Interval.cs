using System.Globalization;
using System.Text.Json.Serialization;

namespace PhaseGan.Dynamics;

/// <summary>
/// A closed interval of real numbers with machine numbers, or ±∞, as ends. Every operation gives an interval that contains all values of the operation over its operands: what is computed with
/// intervals is proved, rounding included.
/// </summary>
/// <remarks>
/// <para>
/// Ends are rounded outwards by the sign of the error of each operation, which is known exactly: Knuth's two-sum, and the fused remainder of products, quotients and roots (Ogita, Rump and Oishi, <em>Accurate sum and dot
/// product</em>, SIAM J. Sci. Comput. 26, 2005). No rounding mode is changed, and exact results are not widened. Near underflow, where the remainder may be lost, an end always moves by one number.
/// </para>
/// <para>Assumed: IEEE 754 double arithmetic, rounded to nearest, with a correct fused multiply-add. Division by an interval that contains 0, and anything undefined, gives [−∞, ∞].</para>
/// </remarks>
public readonly record struct Interval
{
    /// <summary>Below this size the remainder of a product or quotient may itself be rounded.</summary>
    private const double Tiny = 1e-280;

    private Interval(double low, double high, bool _)
    {
        (Low, High) = (low, high);
    }

    /// <summary>The interval [low, high].</summary>
    /// <param name="low">Not NaN.</param>
    /// <param name="high">Not NaN and not below <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ends are not in order.</exception>
    [JsonConstructor]
    public Interval(double low, double high)
    {
        if (!(low <= high))
            throw Guard.OutOfRange(nameof(high), high, string.Create(CultureInfo.InvariantCulture, $"is the upper end of an interval and must not lie below the lower, {low:R}"));
        (Low, High) = (low, high);
    }

    /// <summary>All real numbers.</summary>
    public static Interval Entire { get; } = new(double.NegativeInfinity, double.PositiveInfinity, true);

    /// <summary>The lower end.</summary>
    public double Low { get; }

    /// <summary>The upper end.</summary>
    public double High { get; }

    /// <summary>A number inside, near the middle.</summary>
    public double Middle => double.IsInfinity(Low) || double.IsInfinity(High)
        ? Math.Clamp(0, Low, High)
        : Math.Clamp(0.5 * Low + 0.5 * High, Low, High);

    /// <summary>An upper bound of the distance of any number inside from <see cref="Middle"/>.</summary>
    public double Radius => Math.Max((this - Middle).High, -(this - Middle).Low);

    /// <summary>The largest modulus of a number inside.</summary>
    public double Magnitude => Math.Max(Math.Abs(Low), Math.Abs(High));

    /// <summary>The least modulus of a number inside.</summary>
    public double Mignitude => Contains(0) ? 0 : Math.Min(Math.Abs(Low), Math.Abs(High));

    /// <summary>Whether both ends are finite.</summary>
    public bool IsFinite => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>The interval that holds one number.</summary>
    /// <param name="value">A number; NaN gives all numbers.</param>
    public static implicit operator Interval(double value) => double.IsNaN(value) ? Entire : new(value, value, true);

    /// <summary>Whether a number lies inside.</summary>
    /// <param name="value">The number.</param>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>Whether another interval lies inside.</summary>
    /// <param name="other">The other.</param>
    public bool Contains(Interval other) => Low <= other.Low && other.High <= High;

    /// <summary>Whether another interval lies inside and touches no end.</summary>
    /// <param name="other">The other.</param>
    public bool ContainsInside(Interval other) => Low < other.Low && other.High < High;

    /// <summary>The smallest interval around both.</summary>
    /// <param name="other">The other.</param>
    public Interval Hull(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High), true);

    /// <summary>What both have in common; null where that is nothing.</summary>
    /// <param name="other">The other.</param>
    public Interval? Intersect(Interval other)
    {
        double low = Math.Max(Low, other.Low), high = Math.Min(High, other.High);
        return low <= high ? new Interval(low, high, true) : null;
    }

    /// <summary>Sums.</summary>
    /// <param name="a">First.</param>
    /// <param name="b">Second.</param>
    public static Interval operator +(Interval a, Interval b) => Ends(-Up(-a.Low, -b.Low), Up(a.High, b.High));

    /// <summary>Differences.</summary>
    /// <param name="a">First.</param>
    /// <param name="b">Second.</param>
    public static Interval operator -(Interval a, Interval b) => Ends(-Up(-a.Low, b.High), Up(a.High, -b.Low));

    /// <summary>The numbers with the opposite signs.</summary>
    /// <param name="a">The numbers.</param>
    public static Interval operator -(Interval a) => new(-a.High, -a.Low, true);

    /// <summary>Products.</summary>
    /// <param name="a">First.</param>
    /// <param name="b">Second.</param>
    public static Interval operator *(Interval a, Interval b)
    {
        if (a.Low >= 0)
            return b.Low >= 0 ? Ends(-ProductUp(-a.Low, b.Low), ProductUp(a.High, b.High))
                : b.High <= 0 ? Ends(-ProductUp(-a.High, b.Low), ProductUp(a.Low, b.High))
                : Ends(-ProductUp(-a.High, b.Low), ProductUp(a.High, b.High));
        if (a.High <= 0)
            return -(-a * b);
        return b.Low >= 0 || b.High <= 0
            ? b * a
            : Ends(-Math.Max(ProductUp(-a.Low, b.High), ProductUp(-a.High, b.Low)), Math.Max(ProductUp(a.Low, b.Low), ProductUp(a.High, b.High)));
    }

    /// <summary>Quotients; all numbers where the divisor contains 0.</summary>
    /// <param name="a">Dividend.</param>
    /// <param name="b">Divisor.</param>
    public static Interval operator /(Interval a, Interval b)
    {
        if (b.Contains(0))
            return Entire;
        if (b.High < 0)
            (a, b) = (-a, -b);
        double low = a.Low >= 0 ? b.High : b.Low, high = a.High >= 0 ? b.Low : b.High;
        return Ends(-QuotientUp(-a.Low, low), QuotientUp(a.High, high));
    }

    /// <summary>Squares: never negative.</summary>
    public Interval Square()
    {
        double least = Mignitude, most = Magnitude;
        return Ends(-ProductUp(-least, least), ProductUp(most, most));
    }

    /// <summary>Square roots of the numbers that have one; all numbers where none has.</summary>
    public Interval Sqrt() => High < 0 ? Entire : Ends(Low <= 0 ? 0 : RootDown(Low), RootUp(High));

    /// <summary>Moduli.</summary>
    public Interval Abs() => new(Mignitude, Magnitude, true);

    /// <summary>Both ends with all digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Low:R}, {High:R}]");

    private static Interval Ends(double low, double high) => low <= high ? new(low, high, true) : Entire;

    private static double Up(double a, double b)
    {
        double sum = a + b;
        if (double.IsInfinity(sum))
            return sum > 0 || double.IsInfinity(a) || double.IsInfinity(b) ? sum : -double.MaxValue;
        double share = sum - a, error = (a - (sum - share)) + (b - share);
        // an error that is no number comes of overflow on the way
        return error <= 0 ? sum : Math.BitIncrement(sum);
    }

    private static double ProductUp(double a, double b)
    {
        if (a == 0 || b == 0)
            return 0;
        double product = a * b;
        if (double.IsInfinity(product))
            return product > 0 || double.IsInfinity(a) || double.IsInfinity(b) ? product : -double.MaxValue;
        return Math.Abs(product) >= Tiny && Math.FusedMultiplyAdd(a, b, -product) <= 0 ? product : Math.BitIncrement(product);
    }

    private static double QuotientUp(double a, double b)
    {
        // b > 0
        if (a == 0)
            return 0;
        if (double.IsInfinity(b))
            return a > 0 ? double.IsInfinity(a) ? double.PositiveInfinity : double.Epsilon : 0;
        double quotient = a / b;
        if (double.IsInfinity(quotient))
            return quotient > 0 || double.IsInfinity(a) ? quotient : -double.MaxValue;
        return Math.Abs(a) >= Tiny && Math.Abs(quotient) >= Tiny && Math.FusedMultiplyAdd(-quotient, b, a) <= 0 ? quotient : Math.BitIncrement(quotient);
    }

    private static double RootUp(double a)
    {
        double root = Math.Sqrt(a);
        return double.IsInfinity(a) || (a >= Tiny && Math.FusedMultiplyAdd(root, root, -a) >= 0) || a == 0 ? root : Math.BitIncrement(root);
    }

    private static double RootDown(double a)
    {
        double root = Math.Sqrt(a);
        return double.IsInfinity(a) ? double.MaxValue : a >= Tiny && Math.FusedMultiplyAdd(root, root, -a) <= 0 ? root : Math.BitDecrement(root);
    }
}

namespace PhaseGan.Dynamics;

/// <summary>An interval a + bε with ε² = 0: a formula evaluated at y + uε gives enclosures of its values and of its derivative along u.</summary>
internal readonly unsafe struct DualInterval(Interval value, Interval slope) : ILanes<DualInterval>
{
    public readonly Interval Value = value;
    public readonly Interval Slope = slope;

    public static int Width => 1;

    public static DualInterval All(double value) => new(value, 0);

    public static DualInterval Load(double* from) => new(*from, 0);

    /// <summary>Writes a number of the interval: memory of lanes has no room for two ends.</summary>
    public static void Store(DualInterval value, double* to) => *to = value.Value.Middle;

    public static DualInterval operator +(DualInterval a, DualInterval b) => new(a.Value + b.Value, a.Slope + b.Slope);

    public static DualInterval operator -(DualInterval a, DualInterval b) => new(a.Value - b.Value, a.Slope - b.Slope);

    public static DualInterval operator *(DualInterval a, DualInterval b) => new(a.Value * b.Value, a.Value * b.Slope + a.Slope * b.Value);

    public static DualInterval operator /(DualInterval a, DualInterval b)
    {
        Interval quotient = a.Value / b.Value;
        return new(quotient, (a.Slope - quotient * b.Slope) / b.Value);
    }

    public static DualInterval PlusProduct(DualInterval a, DualInterval b, DualInterval c) => a * b + c;

    public static DualInterval MinusProduct(DualInterval a, DualInterval b, DualInterval c) => c - a * b;

    public static DualInterval Fused(DualInterval a, DualInterval b, DualInterval c) => a * b + c;

    public static DualInterval FusedMinus(DualInterval a, DualInterval b, DualInterval c) => c - a * b;

    public static DualInterval Sqrt(DualInterval a)
    {
        Interval root = a.Value.Sqrt();
        return new(root, a.Slope / (2 * root));
    }

    public static DualInterval CopySign(DualInterval magnitude, DualInterval sign)
    {
        DualInterval plus = magnitude.Value.Low >= 0 ? magnitude : magnitude.Value.High <= 0 ? All(0) - magnitude : Both(magnitude, All(0) - magnitude);
        return sign.Value.Low > 0 ? plus : sign.Value.High < 0 ? All(0) - plus : Both(plus, All(0) - plus);
    }

    public static DualInterval WherePositive(DualInterval test, DualInterval value) =>
        test.Value.Low > 0 ? value : test.Value.High <= 0 ? All(0) : Both(value, All(0));

    private static DualInterval Both(DualInterval a, DualInterval b) => new(a.Value.Hull(b.Value), a.Slope.Hull(b.Slope));
}

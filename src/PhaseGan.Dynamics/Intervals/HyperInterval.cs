namespace PhaseGan.Dynamics;

/// <summary>An interval with derivatives along two directions and the mixed one, a + bε + cδ + dεδ with ε² = δ² = 0.</summary>
internal readonly unsafe struct HyperInterval(Interval value, Interval first, Interval second, Interval mixed) : ILanes<HyperInterval>
{
    public readonly Interval Value = value;
    public readonly Interval First = first;
    public readonly Interval Second = second;
    public readonly Interval Mixed = mixed;

    public static int Width => 1;

    public static HyperInterval All(double value) => new(value, 0, 0, 0);

    public static HyperInterval Load(double* from) => All(*from);

    /// <summary>Writes a number of the interval: memory of lanes has no room for two ends.</summary>
    public static void Store(HyperInterval value, double* to) => *to = value.Value.Middle;

    public static HyperInterval operator +(HyperInterval a, HyperInterval b) => new(a.Value + b.Value, a.First + b.First, a.Second + b.Second, a.Mixed + b.Mixed);

    public static HyperInterval operator -(HyperInterval a, HyperInterval b) => new(a.Value - b.Value, a.First - b.First, a.Second - b.Second, a.Mixed - b.Mixed);

    public static HyperInterval operator *(HyperInterval a, HyperInterval b) => new(
        a.Value * b.Value, a.Value * b.First + a.First * b.Value, a.Value * b.Second + a.Second * b.Value,
        a.Value * b.Mixed + a.First * b.Second + a.Second * b.First + a.Mixed * b.Value);

    public static HyperInterval operator /(HyperInterval a, HyperInterval b)
    {
        Interval q = a.Value / b.Value, first = (a.First - q * b.First) / b.Value, second = (a.Second - q * b.Second) / b.Value;
        return new(q, first, second, (a.Mixed - first * b.Second - second * b.First - q * b.Mixed) / b.Value);
    }

    public static HyperInterval PlusProduct(HyperInterval a, HyperInterval b, HyperInterval c) => a * b + c;

    public static HyperInterval MinusProduct(HyperInterval a, HyperInterval b, HyperInterval c) => c - a * b;

    public static HyperInterval Fused(HyperInterval a, HyperInterval b, HyperInterval c) => a * b + c;

    public static HyperInterval FusedMinus(HyperInterval a, HyperInterval b, HyperInterval c) => c - a * b;

    public static HyperInterval Sqrt(HyperInterval a)
    {
        Interval root = a.Value.Sqrt(), twice = 2 * root, first = a.First / twice, second = a.Second / twice;
        return new(root, first, second, (a.Mixed - 2 * first * second) / twice);
    }

    public static HyperInterval CopySign(HyperInterval magnitude, HyperInterval sign)
    {
        HyperInterval plus = magnitude.Value.Low >= 0 ? magnitude : magnitude.Value.High <= 0 ? All(0) - magnitude : Both(magnitude, All(0) - magnitude);
        return sign.Value.Low > 0 ? plus : sign.Value.High < 0 ? All(0) - plus : Both(plus, All(0) - plus);
    }

    public static HyperInterval WherePositive(HyperInterval test, HyperInterval value) =>
        test.Value.Low > 0 ? value : test.Value.High <= 0 ? All(0) : Both(value, All(0));

    private static HyperInterval Both(HyperInterval a, HyperInterval b) =>
        new(a.Value.Hull(b.Value), a.First.Hull(b.First), a.Second.Hull(b.Second), a.Mixed.Hull(b.Mixed));
}

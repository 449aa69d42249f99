namespace PhaseGan;

/// <summary>
/// A number a + bε₁ + cε₂ + dε₁ε₂ with ε₁² = ε₂² = 0: a formula evaluated at y + uε₁ + wε₂ gives its value, its derivatives along u and w and the mixed
/// second derivative, all exact to rounding (Fike and Alonso, <em>The development of hyper-dual numbers for exact second-derivative
/// calculations</em>, AIAA 2011-886).
/// </summary>
internal readonly struct HyperDual(double value, double first = 0, double second = 0, double mixed = 0)
{
    public readonly double Value = value;
    public readonly double First = first;
    public readonly double Second = second;
    public readonly double Mixed = mixed;

    public static implicit operator HyperDual(double value) => new(value);

    public static HyperDual operator +(HyperDual a, HyperDual b) => new(a.Value + b.Value, a.First + b.First, a.Second + b.Second, a.Mixed + b.Mixed);

    public static HyperDual operator -(HyperDual a, HyperDual b) => new(a.Value - b.Value, a.First - b.First, a.Second - b.Second, a.Mixed - b.Mixed);

    public static HyperDual operator -(HyperDual a) => new(-a.Value, -a.First, -a.Second, -a.Mixed);

    public static HyperDual operator *(HyperDual a, HyperDual b) => new(
        a.Value * b.Value,
        a.First * b.Value + a.Value * b.First,
        a.Second * b.Value + a.Value * b.Second,
        a.Mixed * b.Value + a.First * b.Second + a.Second * b.First + a.Value * b.Mixed);

    /// <summary>1/√a.</summary>
    public static HyperDual InverseRoot(HyperDual a)
    {
        double root = 1 / Math.Sqrt(a.Value), slope = -0.5 * root / a.Value;
        return a.Map(root, slope, -1.5 * slope / a.Value);
    }

    /// <summary>A function of this number, given its value and first two derivatives there.</summary>
    public HyperDual Map(double value, double slope, double curvature) =>
        new(value, slope * First, slope * Second, slope * Mixed + curvature * First * Second);
}

namespace PhaseGan;

/// <summary>A number with its derivatives by (u, α, s): forward-mode differentiation of the equations of the d = 1 map.</summary>
internal readonly record struct Jet(double Value, double ByU, double ByAlpha, double ByNoise)
{
    public static implicit operator Jet(double value) => new(value, 0, 0, 0);

    public static Jet operator +(Jet a, Jet b) => new(a.Value + b.Value, a.ByU + b.ByU, a.ByAlpha + b.ByAlpha, a.ByNoise + b.ByNoise);

    public static Jet operator -(Jet a, Jet b) => new(a.Value - b.Value, a.ByU - b.ByU, a.ByAlpha - b.ByAlpha, a.ByNoise - b.ByNoise);

    public static Jet operator -(Jet a) => new(-a.Value, -a.ByU, -a.ByAlpha, -a.ByNoise);

    public static Jet operator *(Jet a, Jet b) => new(
        a.Value * b.Value,
        a.ByU * b.Value + a.Value * b.ByU,
        a.ByAlpha * b.Value + a.Value * b.ByAlpha,
        a.ByNoise * b.Value + a.Value * b.ByNoise);

    public static Jet operator /(Jet a, double b) => new(a.Value / b, a.ByU / b, a.ByAlpha / b, a.ByNoise / b);
}

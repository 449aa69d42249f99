namespace PhaseGan.Tests.Continuation;

/// <summary>A number with its gradient: fields of tests have Jacobians that are exact to rounding.</summary>
internal readonly struct Jet(double value, double[] gradient)
{
    public double Value => value;

    public double[] Gradient => gradient;

    public static implicit operator Jet(double value) => new(value, []);

    public static Jet operator +(Jet a, Jet b) => Of(a.Value + b.Value, a, 1, b, 1);

    public static Jet operator -(Jet a, Jet b) => Of(a.Value - b.Value, a, 1, b, -1);

    public static Jet operator -(Jet a) => Of(-a.Value, a, -1, 0, 0);

    public static Jet operator *(Jet a, Jet b) => Of(a.Value * b.Value, a, b.Value, b, a.Value);

    public static Jet operator /(Jet a, Jet b) => Of(a.Value / b.Value, a, 1 / b.Value, b, -a.Value / (b.Value * b.Value));

    public static Jet Exp(Jet a) => Of(Math.Exp(a.Value), a, Math.Exp(a.Value), 0, 0);

    public static Jet Tanh(Jet a) => Of(Math.Tanh(a.Value), a, 1 - Math.Tanh(a.Value) * Math.Tanh(a.Value), 0, 0);

    public static Jet Cosh(Jet a) => Of(Math.Cosh(a.Value), a, Math.Sinh(a.Value), 0, 0);

    public static Jet Sin(Jet a) => Of(Math.Sin(a.Value), a, Math.Cos(a.Value), 0, 0);

    public static Jet Cos(Jet a) => Of(Math.Cos(a.Value), a, -Math.Sin(a.Value), 0, 0);

    private static Jet Of(double value, Jet a, double byA, Jet b, double byB)
    {
        var gradient = new double[Math.Max(a.Gradient.Length, b.Gradient.Length)];
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] = (i < a.Gradient.Length ? byA * a.Gradient[i] : 0) + (i < b.Gradient.Length ? byB * b.Gradient[i] : 0);
        return new Jet(value, gradient);
    }
}

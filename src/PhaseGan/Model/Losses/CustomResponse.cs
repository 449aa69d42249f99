namespace PhaseGan;

/// <summary>A response from functions.</summary>
internal sealed class CustomResponse(Func<double, double> value, Func<double, double> slope, double scale, string name, bool isCentred) : Response
{
    public override string Name => name;

    public override double Scale => scale;

    public override bool IsCentred => isCentred;

    public override double Value(double x) => value(x);

    public override double Slope(double x) => slope(x);
}

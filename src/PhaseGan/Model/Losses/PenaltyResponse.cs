namespace PhaseGan;

/// <summary>ρρ′, what a penalty on ρ² adds to the response of the discriminator. Its second and third derivatives are made from differences by the base class.</summary>
internal sealed class PenaltyResponse(Response slope) : Response
{
    private readonly Response _slope = slope;

    public override string Name => $"ρρ′ of ρ = {_slope}";

    public override double Scale => _slope.Scale;

    public override bool IsCentred => _slope.IsCentred;

    public override double Value(double x)
    {
        _slope.Evaluate(x, out double value, out double first);
        return value * first;
    }

    public override double Slope(double x)
    {
        _slope.Evaluate(x, out double value, out double first, out double second, out _);
        return first * first + value * second;
    }

    public override bool Equals(object? obj) => obj is PenaltyResponse other && other._slope.Equals(_slope);

    public override int GetHashCode() => HashCode.Combine(nameof(PenaltyResponse), _slope);
}

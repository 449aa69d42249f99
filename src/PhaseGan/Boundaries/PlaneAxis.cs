namespace PhaseGan;

/// <summary>An axis as a side of the window in which curves are followed: by its logarithm where it is logarithmic.</summary>
internal readonly struct PlaneAxis
{
    private readonly bool _isLogarithmic;

    public PlaneAxis(Axis axis)
    {
        _isLogarithmic = axis.Scale == AxisScale.Logarithmic;
        (From, To, Minimum, Maximum) = (0, 0, axis.Minimum, axis.Maximum);
        (From, To) = (Forward(axis.Minimum), Forward(axis.Maximum));
    }

    /// <summary>The coordinates of both ends.</summary>
    public double From { get; }

    /// <inheritdoc cref="From"/>
    public double To { get; }

    private double Minimum { get; }

    private double Maximum { get; }

    /// <summary>The coordinate of a value.</summary>
    public double Forward(double value) => _isLogarithmic ? Math.Log10(value) : value;

    /// <summary>The value at a coordinate; the ends come back exactly, and rounding does not lead beyond them.</summary>
    public double Back(double coordinate) =>
        coordinate == From ? Minimum : coordinate == To ? Maximum : Math.Clamp(_isLogarithmic ? Math.Pow(10, coordinate) : coordinate, Minimum, Maximum);

    /// <summary>The coordinate at a share between the ends.</summary>
    public double Along(double share) => share == 1 ? To : From + share * (To - From);

    /// <summary>The share of a coordinate between the ends.</summary>
    public double Share(double coordinate) => (coordinate - From) / (To - From);
}

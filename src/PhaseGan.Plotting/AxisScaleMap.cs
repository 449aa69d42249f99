namespace PhaseGan.Plotting;

/// <summary>Maps an axis to the straight coordinate it is drawn along: the logarithm where it is logarithmic, else the value.</summary>
internal sealed class AxisScaleMap
{
    private readonly bool _logarithmic;

    public AxisScaleMap(Axis axis)
    {
        Axis = axis;
        _logarithmic = axis.Scale == AxisScale.Logarithmic;
        double[] v = [.. axis.Values.Select(Forward)];
        Edges = new double[v.Length + 1];
        for (int i = 1; i < v.Length; i++)
            Edges[i] = (v[i - 1] + v[i]) / 2;
        Edges[0] = v[0] - (v[1] - v[0]) / 2;
        Edges[^1] = v[^1] + (v[^1] - v[^2]) / 2;
    }

    public Axis Axis { get; }

    /// <summary>Borders of the cells around the values, in the straight coordinate; one more than the values.</summary>
    public double[] Edges { get; }

    public double First => Edges[0];

    public double Last => Edges[^1];

    public double Forward(double value) => _logarithmic ? Math.Log10(value) : value;

    public double Back(double coordinate) => _logarithmic ? Math.Pow(10, coordinate) : coordinate;

    /// <summary>Position along the drawn range: 0 at its lower border, 1 at its upper.</summary>
    public double Position(double value) => (Forward(value) - First) / (Last - First);
}

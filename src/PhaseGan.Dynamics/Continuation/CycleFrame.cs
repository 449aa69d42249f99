namespace PhaseGan.Dynamics;

/// <summary>
/// The units and the mesh of cycles on a branch. A cycle is cut into segments; unknowns are the states at their starts, over the sizes of the coordinates and times the root of the segment's share
/// of the period (so that lengths do not depend on the number of segments), then the logarithm of the period over that of the first cycle, then each varied parameter from the lower end of its range over its length.
/// </summary>
internal sealed class CycleFrame
{
    /// <summary>A place this near to an end of its range is that end: rounding must not leave the range.</summary>
    private const double AtEnd = 4e-16;

    private readonly FieldFamily _family;
    private readonly double[] _lower, _upper, _weights;
    private readonly double _time;

    /// <summary>A frame.</summary>
    /// <param name="family">The family; all of its parameters are varied.</param>
    /// <param name="lower">Lower ends of the ranges.</param>
    /// <param name="upper">Upper ends.</param>
    /// <param name="sizes">Sizes of the coordinates.</param>
    /// <param name="shares">Shares of the segments in the period, &gt; 0, with sum 1.</param>
    /// <param name="time">The unit of time: a period near by.</param>
    public CycleFrame(FieldFamily family, double[] lower, double[] upper, double[] sizes, double[] shares, double time)
    {
        (_family, _lower, _upper, Sizes, Shares, _time) = (family, lower, upper, sizes, shares, time);
        Ranges = [.. upper.Zip(lower, (high, low) => high - low)];
        _weights = [.. shares.Select(Math.Sqrt)];
    }

    /// <summary>Sizes of the coordinates.</summary>
    public double[] Sizes { get; }

    /// <summary>Lengths of the parameters' ranges.</summary>
    public double[] Ranges { get; }

    /// <summary>Shares of the segments in the period.</summary>
    public double[] Shares { get; }

    /// <summary>N.</summary>
    public int Dimension => Sizes.Length;

    /// <summary>How many segments there are.</summary>
    public int Segments => Shares.Length;

    /// <summary>Which parameter of a family has the name of the first one here; the first if none has.</summary>
    public int FirstIn(FieldFamily family) => Math.Max(0, family.Parameters.IndexOf(_family.Parameters[0]));

    /// <summary>How many parameters are varied.</summary>
    public int Varied => Ranges.Length;

    /// <summary>Where the logarithm of the period stands among the unknowns; the parameters follow.</summary>
    public int PeriodPlace => Dimension * Segments;

    /// <summary>How many unknowns there are.</summary>
    public int Unknowns => PeriodPlace + 1 + Varied;

    /// <summary>Equations of a cycle: the segments join, and one on its phase.</summary>
    public int Equations => PeriodPlace + 1;

    /// <summary>By what the states at the start of a segment are multiplied.</summary>
    public double Weight(int segment) => _weights[segment];

    /// <summary>The same family on another mesh.</summary>
    public CycleFrame On(double[] sizes, double[] shares) => new(_family, _lower, _upper, sizes, shares, _time);

    /// <summary>The field at parameters in units of their ranges; null outside of the family's domain.</summary>
    public IVectorField? FieldOf(ReadOnlySpan<double> place)
    {
        try
        {
            IVectorField field = _family.At(Values(place));
            return field.Dimension == Dimension ? field : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The parameters of unknowns in units of their ranges.</summary>
    public ReadOnlySpan<double> Place(ReadOnlySpan<double> u) => u.Slice(PeriodPlace + 1, Varied);

    /// <summary>The parameters of unknowns.</summary>
    public double[] Parameters(ReadOnlySpan<double> u) => Values(Place(u));

    /// <summary>A parameter in units of its range.</summary>
    public double PlaceOf(int parameter, double value) => (value - _lower[parameter]) / Ranges[parameter];

    /// <summary>The period of unknowns.</summary>
    public double Period(ReadOnlySpan<double> u) => _time * Math.Exp(u[PeriodPlace]);

    /// <summary>A period as it stands among the unknowns.</summary>
    public double LogPeriod(double period) => Math.Log(period / _time);

    /// <summary>The state at the start of a segment in units of the sizes.</summary>
    public double[] Scaled(ReadOnlySpan<double> u, int segment)
    {
        double[] x = u.Slice(segment * Dimension, Dimension).ToArray();
        VectorMath.Divide(x, _weights[segment]);
        return x;
    }

    /// <summary>The state at the start of a segment in the field's own coordinates.</summary>
    public double[] State(ReadOnlySpan<double> u, int segment)
    {
        double[] x = Scaled(u, segment);
        for (int i = 0; i < x.Length; i++)
            x[i] *= Sizes[i];
        return x;
    }

    /// <summary>States at the starts of the segments without their mean, in the units of the unknowns.</summary>
    public double[] Deviations(double[] u)
    {
        var mean = new double[Dimension];
        for (int s = 0; s < Segments; s++)
            VectorMath.AddMultiple(mean, _weights[s], u.AsSpan(s * Dimension, Dimension));
        double[] states = u[..PeriodPlace];
        for (int s = 0; s < Segments; s++)
            VectorMath.AddMultiple(states.AsSpan(s * Dimension, Dimension), -_weights[s], mean);
        return states;
    }

    /// <summary>Writes a state in units of the sizes as the start of a segment.</summary>
    public void Write(ReadOnlySpan<double> scaled, int segment, Span<double> u)
    {
        for (int i = 0; i < Dimension; i++)
            u[segment * Dimension + i] = scaled[i] * _weights[segment];
    }

    /// <summary>Unknowns of states in units of the sizes, a period and parameters in units of their ranges.</summary>
    public double[] Pack(IReadOnlyList<double[]> scaled, double logPeriod, ReadOnlySpan<double> place)
    {
        var u = new double[Unknowns];
        for (int s = 0; s < Segments; s++)
            Write(scaled[s], s, u);
        u[PeriodPlace] = logPeriod;
        place.CopyTo(u.AsSpan(PeriodPlace + 1));
        return u;
    }

    private double[] Values(ReadOnlySpan<double> place)
    {
        var p = new double[Varied];
        for (int j = 0; j < p.Length; j++)
            p[j] = Math.Abs(place[j] - 1) <= AtEnd ? _upper[j] : _lower[j] + Ranges[j] * place[j];
        return p;
    }
}

namespace PhaseGan.Dynamics;

/// <summary>A field in other units: coordinates u with y = origin + unit · u, and components divided by sizes of their own.</summary>
internal sealed class BoxField : ISizedField
{
    private readonly IVectorField _field;
    private readonly double[] _origin, _unit, _size;

    /// <summary>Makes the field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="origin">Where u = 0 lies, length N.</param>
    /// <param name="unit">The unit of each coordinate, length N, &gt; 0.</param>
    /// <param name="size">What each component is divided by, length N, &gt; 0.</param>
    public BoxField(IVectorField field, double[] origin, double[] unit, double[] size)
    {
        (_field, _origin, _unit, _size) = (field, origin, unit, size);
    }

    /// <summary>One unit for all coordinates, and the components as they are per unit.</summary>
    public BoxField(IVectorField field, double unit)
        : this(field, new double[field.Dimension], [.. Enumerable.Repeat(unit, field.Dimension)], [.. Enumerable.Repeat(unit, field.Dimension)])
    {
    }

    public int Dimension => _field.Dimension;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        _field.Evaluate(Outside(y), derivative);
        for (int i = 0; i < derivative.Length; i++)
            derivative[i] /= _size[i];
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        _field.Jacobian(Outside(y), jacobian);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                jacobian[i * n + j] *= _unit[j] / _size[i];
    }

    /// <summary>The coordinates of the field itself.</summary>
    public double[] Outside(ReadOnlySpan<double> u)
    {
        var y = new double[u.Length];
        for (int i = 0; i < y.Length; i++)
            y[i] = _origin[i] + _unit[i] * u[i];
        return y;
    }

    /// <summary>The coordinates u of a point.</summary>
    public double[] Inside(ReadOnlySpan<double> y)
    {
        var u = new double[y.Length];
        for (int i = 0; i < u.Length; i++)
            u[i] = (y[i] - _origin[i]) / _unit[i];
        return u;
    }
}

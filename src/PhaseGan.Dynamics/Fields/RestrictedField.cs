namespace PhaseGan.Dynamics;

/// <summary>A field over some of its coordinates, the others held where they are. Holds room for a state, so one instance serves one thread.</summary>
internal sealed class RestrictedField : ISizedField
{
    private readonly IArrowField _field;
    private readonly int[] _kept;
    private readonly double[] _state, _derivative;
    private readonly ArrowMatrix _jacobian;

    /// <param name="field">The field.</param>
    /// <param name="y">Where the others are held, length N.</param>
    /// <param name="kept">The coordinates of this field.</param>
    public RestrictedField(IArrowField field, ReadOnlySpan<double> y, int[] kept)
    {
        (_field, _kept, _state, _derivative) = (field, kept, y.ToArray(), new double[y.Length]);
        _jacobian = new ArrowMatrix(field.Pattern);
    }

    /// <inheritdoc/>
    public int Dimension => _kept.Length;

    /// <inheritdoc/>
    public double SizeOf(int coordinate) => _field.SizeOf(_kept[coordinate]);

    /// <summary>What a vector over all coordinates has over those of this field.</summary>
    public double[] Part(ReadOnlySpan<double> y)
    {
        var part = new double[_kept.Length];
        for (int i = 0; i < part.Length; i++)
            part[i] = y[_kept[i]];
        return part;
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        MoveTo(y);
        _field.Evaluate(_state, _derivative);
        for (int i = 0; i < _kept.Length; i++)
            derivative[i] = _derivative[_kept[i]];
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        MoveTo(y);
        _field.Jacobian(_state, _jacobian);
        _jacobian.CopyTo(_kept, jacobian);
    }

    private void MoveTo(ReadOnlySpan<double> y)
    {
        for (int i = 0; i < _kept.Length; i++)
            _state[_kept[i]] = y[i];
    }
}

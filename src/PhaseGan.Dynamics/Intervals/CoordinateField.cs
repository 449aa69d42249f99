namespace PhaseGan.Dynamics;

/// <summary>A field over some of its coordinates, with the others held in given intervals.</summary>
internal sealed class CoordinateField(IIntervalField field, int[] kept, Interval[] held) : IIntervalField
{
    private readonly Interval[] _state = [.. held], _value = new Interval[field.Dimension], _jacobian = new Interval[field.Dimension * field.Dimension];

    public int Dimension => kept.Length;

    public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative)
    {
        field.Enclose(Whole(y), _value);
        for (int i = 0; i < kept.Length; i++)
            derivative[i] = _value[kept[i]];
    }

    public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian)
    {
        field.EncloseJacobian(Whole(y), _jacobian);
        IntervalMatrix.Block(_jacobian, field.Dimension, kept, kept).CopyTo(jacobian);
    }

    /// <summary>The state with these coordinates and those held.</summary>
    private Interval[] Whole(ReadOnlySpan<Interval> y)
    {
        for (int i = 0; i < kept.Length; i++)
            _state[kept[i]] = y[i];
        return _state;
    }
}

namespace PhaseGan.Dynamics;

/// <summary>
/// The coordinates of a <see cref="CycleField"/> that move, with their derivatives by the start and by the parameters: dX/dt = J X, and the field's derivative by a parameter besides in the column of that one. Those
/// of the parameters themselves rest, and are none of its coordinates.
/// </summary>
/// <remarks>Coordinates: the state (N), then X row-major, N×(N + K). Holds a scratch Jacobian, so one instance serves one thread.</remarks>
internal readonly struct CycleVariation : IVectorField
{
    private readonly CycleField _field;
    private readonly int _n, _columns;
    private readonly double[] _jacobian;

    /// <param name="field">The field.</param>
    public CycleVariation(CycleField field) => (_field, _n, _columns, _jacobian) = (field, field.States, field.Dimension, new double[field.Dimension * field.Dimension]);

    public int Dimension => _n * (1 + _columns);

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = _n, columns = _columns;
        _field.Evaluate(y[..n], derivative[..n]);
        _field.Jacobian(y[..n], _jacobian);
        Span<double> rates = derivative[n..];
        TangentProduct.Write(_jacobian, columns, y[n..], rates, n, columns);
        for (int i = 0; i < n; i++)
            for (int j = n; j < columns; j++)
                rates[i * columns + j] += _jacobian[i * columns + j];
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) =>
        throw new NotSupportedException("the variational field has no Jacobian: it would need second derivatives of the field");
}

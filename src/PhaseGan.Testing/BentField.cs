namespace PhaseGan.Testing;

/// <summary>A field that is given in straight coordinates, in other ones.</summary>
internal sealed class BentField(IVectorField straight, BentCoordinates coordinates) : IVectorField
{
    /// <inheritdoc/>
    public int Dimension => coordinates.Dimension;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => coordinates.Evaluate(straight, y, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => coordinates.Jacobian(straight, y, jacobian);
}

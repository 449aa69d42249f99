namespace PhaseGan.Tests.FixedPoints;

/// <summary>A vector field from two lambdas, for tests.</summary>
internal sealed class Field(int dimension, Field.Map evaluate, Field.Map jacobian) : IVectorField
{
    public delegate void Map(ReadOnlySpan<double> y, Span<double> result);

    public int Dimension => dimension;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => evaluate(y, derivative);

    public void Jacobian(ReadOnlySpan<double> y, Span<double> matrix) => jacobian(y, matrix);
}

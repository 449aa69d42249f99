namespace PhaseGan.Dynamics;

/// <summary>A field of a <see cref="FieldFamily"/> that knows its derivative by the parameters; for other fields it is taken by differences.</summary>
public interface IParameterDerivative : IVectorField
{
    /// <summary>Writes ∂f/∂p, pure and free of exceptions as the other methods of a field.</summary>
    /// <param name="parameter">Which parameter of the family, counted from 0.</param>
    /// <param name="y">The state, length N.</param>
    /// <param name="derivative">Receives the derivative, length N; must not overlap <paramref name="y"/>.</param>
    void ParameterDerivative(int parameter, ReadOnlySpan<double> y, Span<double> derivative);
}

namespace PhaseGan.Dynamics;

/// <summary>On a curve of folds, the quadratic coefficient ½⟨p, B(q, q)⟩ in units of the frame with unit null vectors, which stays finite where they are orthogonal; it vanishes at a cusp.</summary>
/// <param name="fold">The function of the curve.</param>
internal sealed class CuspFunction(FoldFunction fold) : TestFunction
{
    /// <inheritdoc/>
    public override double Value(Linearisation at) => Coefficient(at).Value;

    /// <inheritdoc/>
    public override double Noise(Linearisation at) => Coefficient(at).Error;

    private (double Value, double Error) Coefficient(Linearisation at)
    {
        fold.Null(at, out double[] right, out double[] left);
        double[] q = [.. right.Zip(at.Sizes, (x, s) => x * s)];
        var derivatives = new FieldDerivatives(at.Field, at.Coordinates, at.Sizes);
        double[] second = derivatives.Second(q, q);
        return (0.5 * VectorMath.Dot(left, [.. second.Zip(at.Sizes, (x, s) => x / s)]), derivatives.Error);
    }
}

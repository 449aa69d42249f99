namespace PhaseGan.Dynamics;

/// <summary>On a curve of folds, the quadratic coefficient ½⟨p, B(q, q)⟩ in units of the frame with unit null vectors, which stays finite where they are orthogonal; it vanishes at a cusp.</summary>
/// <param name="fold">The function of the curve.</param>
/// <param name="sizes">Sizes of the coordinates.</param>
internal sealed class CuspFunction(FoldFunction fold, double[] sizes) : TestFunction
{
    /// <inheritdoc/>
    public override double Value(Linearisation at)
    {
        fold.Null(at, out double[] right, out double[] left);
        double[] q = [.. right.Zip(sizes, (x, s) => x * s)];
        double[] second = new FieldDerivatives(at.Field, at.Coordinates, sizes).Second(q, q);
        return 0.5 * VectorMath.Dot(left, [.. second.Zip(sizes, (x, s) => x / s)]);
    }
}

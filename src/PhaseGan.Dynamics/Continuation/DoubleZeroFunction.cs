namespace PhaseGan.Dynamics;

/// <summary>On a curve of folds, the product of the unit null vectors of J and of its transpose, which vanishes where zero is a double eigenvalue.</summary>
/// <param name="fold">The function of the curve.</param>
internal sealed class DoubleZeroFunction(FoldFunction fold) : TestFunction
{
    /// <inheritdoc/>
    public override double Value(Linearisation at)
    {
        fold.Null(at, out double[] right, out double[] left);
        return VectorMath.Dot(right, left);
    }
}

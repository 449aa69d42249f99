namespace PhaseGan.Dynamics;

/// <summary>The part of a field across a family of fixed points, on the plane of a <see cref="FamilySlice"/>, in units of a frame.</summary>
/// <param name="field">The field in its own coordinates.</param>
/// <param name="slice">The plane.</param>
/// <param name="sizes">The sizes of the frame.</param>
internal sealed class SliceField(IVectorField field, FamilySlice slice, double[] sizes) : IVectorField
{
    /// <inheritdoc/>
    public int Dimension => slice.Codimension;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => slice.Components(At(y, needsJacobian: slice.IsRelative).Value).CopyTo(derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => slice.Restrict(At(y, needsJacobian: true).Jacobian).CopyTo(jacobian);

    private (double[] Value, double[] Jacobian) At(ReadOnlySpan<double> y, bool needsJacobian)
    {
        int n = sizes.Length;
        double[] u = slice.Place(y), state = [.. u.Zip(sizes, (x, s) => x * s)], value = new double[n], jacobian = new double[n * n];
        field.Evaluate(state, value);
        for (int i = 0; i < n; i++)
            value[i] /= sizes[i];
        if (!needsJacobian)
            return (value, jacobian);
        field.Jacobian(state, jacobian);
        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++)
                jacobian[i * n + k] *= sizes[k] / sizes[i];
        if (slice.IsRelative)
            slice.TakeAway((ISymmetricField)field, u, sizes, value, jacobian, []);
        return (value, jacobian);
    }
}

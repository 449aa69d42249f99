namespace PhaseGan;

/// <summary>The ODE of several discriminator features at unit norms, which knows that it rests where Q = R = 0.</summary>
internal class DeceivedFeaturesOde(GanParameters parameters, TrainingRule rule) : DiscriminatorFeaturesOde(parameters, rule), IRestManifold
{
    /// <inheritdoc/>
    public int TransverseStart => Layout.QStart;

    /// <inheritdoc/>
    public int TransverseCount => 2 * Layout.Features * Layout.Columns;

    /// <summary>B(1, x) ⊗ I_k where the columns of W are orthonormal; the terms of R with Z between the columns where they are not.</summary>
    public void TransverseBlock(ReadOnlySpan<double> y, Span<double> block)
    {
        int n = Dimension, start = TransverseStart, count = TransverseCount;
        double[] state = y.ToArray(), jacobian = new double[n * n];
        state.AsSpan(start, count).Clear();
        Jacobian(state, jacobian);
        for (int i = 0; i < count; i++)
            jacobian.AsSpan((start + i) * n + start, count).CopyTo(block.Slice(i * count, count));
    }
}

namespace PhaseGan;

/// <summary>
/// Training with learnable codes and unit norms as a field with a manifold of fixed points: while the discriminator sees nothing, Q = R = 0, neither V nor the codes move. Features of opposite sign forget each other at the rate 4τx, so that
/// their part of Z is transverse; that of features of one sign rests.
/// </summary>
internal sealed class RestingCodes(LearnableCodesOde ode) : IRestManifold, INamedFixedPoints, ISizedField
{
    public int Dimension => ode.Dimension;

    public int TransverseStart => ode.Layout.TransverseStart;

    public int TransverseCount => ode.Dimension - TransverseStart;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => ode.Evaluate(y, derivative);

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => ode.Jacobian(y, jacobian);

    public void TransverseBlock(ReadOnlySpan<double> y, Span<double> block)
    {
        int n = Dimension, first = TransverseStart, count = TransverseCount;
        double[] below = y.ToArray(), whole = new double[n * n];
        below.AsSpan(first).Clear();
        ode.Jacobian(below, whole);
        for (int i = 0; i < count; i++)
            whole.AsSpan((first + i) * n + first, count).CopyTo(block[(i * count)..]);
    }

    public string? NameOf(ReadOnlySpan<double> y)
    {
        LearnableCodesLayout layout = ode.Layout;
        int real = layout.Features * layout.Critics;
        return OverlapKind.Name(OverlapKind.Of(y.Slice(TransverseStart, real), y.Slice(TransverseStart + real, layout.Fakes * layout.Critics)));
    }
}

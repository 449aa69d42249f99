namespace PhaseGan.Tests.Continuation;

/// <summary>A field written once, with its Jacobian from the same lines.</summary>
internal sealed class JetField(int dimension, Func<Jet[], Jet[]> field) : IVectorField
{
    public int Dimension => dimension;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        Jet[] values = Values(y);
        for (int i = 0; i < dimension; i++)
            derivative[i] = values[i].Value;
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        jacobian.Clear();
        Jet[] values = Values(y);
        for (int i = 0; i < dimension; i++)
            values[i].Gradient.CopyTo(jacobian[(i * dimension)..]);
    }

    private Jet[] Values(ReadOnlySpan<double> y)
    {
        var x = new Jet[dimension];
        for (int i = 0; i < dimension; i++)
        {
            var unit = new double[dimension];
            unit[i] = 1;
            x[i] = new Jet(y[i], unit);
        }
        return field(x);
    }
}

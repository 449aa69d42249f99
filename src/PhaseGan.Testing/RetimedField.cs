namespace PhaseGan.Testing;

/// <summary>A field that is moved by an offset and runs at another, positive rate at each place: f(x)·r(1 + (1 + a·x)²)/2 with x = y − offset.</summary>
/// <param name="plain">f.</param>
/// <param name="offset">The offset.</param>
/// <param name="rate">r &gt; 0, the rate at x = 0.</param>
/// <param name="slopes">a.</param>
internal sealed class RetimedField(IVectorField plain, double[] offset, double rate, double[] slopes) : IVectorField
{
    /// <inheritdoc/>
    public int Dimension => plain.Dimension;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        double[] x = Moved(y);
        plain.Evaluate(x, derivative);
        double factor = Factor(x);
        for (int i = 0; i < derivative.Length; i++)
            derivative[i] *= factor;
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        double[] x = Moved(y), f = new double[n];
        plain.Evaluate(x, f);
        plain.Jacobian(x, jacobian);
        double factor = Factor(x), slope = rate * (1 + VectorMath.Dot(slopes, x));
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                jacobian[i * n + j] = factor * jacobian[i * n + j] + slope * f[i] * slopes[j];
    }

    private double[] Moved(ReadOnlySpan<double> y)
    {
        double[] x = y.ToArray();
        VectorMath.AddMultiple(x, -1, offset);
        return x;
    }

    private double Factor(double[] x)
    {
        double along = 1 + VectorMath.Dot(slopes, x);
        return 0.5 * rate * (1 + along * along);
    }
}

namespace PhaseGan.Dynamics;

/// <summary>
/// A field times a factor that grows without bound at roots already known and goes to 1 far from them, so that Newton's method does not end there again:
/// g(y) = f(y) Π_k (1 + ℓ²/|y − r_k|²). Farrell, Birkisson and Funke, <em>Deflation techniques for finding distinct solutions of nonlinear partial
/// differential equations</em>, SIAM J. Sci. Comput. 37 (2015) A2026–A2045, with power 2 and shift 1.
/// </summary>
/// <param name="field">The field.</param>
/// <param name="roots">r_k: the known roots.</param>
/// <param name="length">ℓ: how far from a root its factor is felt.</param>
internal sealed class DeflatedField(IVectorField field, IReadOnlyList<double[]> roots, double length) : ISizedField
{
    public int Dimension { get; } = field.Dimension;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        field.Evaluate(y, derivative);
        double factor = Factor(y);
        foreach (ref double v in derivative)
            v *= factor;
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        double[] value = new double[n], slope = new double[n];
        field.Evaluate(y, value);
        field.Jacobian(y, jacobian);
        double factor = Factor(y);
        // the factor's logarithm has the derivative Σ_k −2ℓ² (y − r_k) / (s_k (s_k + ℓ²)), s_k = |y − r_k|²
        foreach (double[] root in roots)
        {
            double square = VectorMath.SquaredDistance(y, root), weight = -2 * length * length / (square * (square + length * length));
            for (int j = 0; j < n; j++)
                slope[j] += weight * (y[j] - root[j]);
        }
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                jacobian[i * n + j] = factor * (jacobian[i * n + j] + value[i] * slope[j]);
    }

    private double Factor(ReadOnlySpan<double> y)
    {
        double factor = 1;
        foreach (double[] root in roots)
            factor *= 1 + length * length / VectorMath.SquaredDistance(y, root);
        return factor;
    }
}

namespace PhaseGan.Dynamics;

/// <summary>Any field with its whole Jacobian. The least-squares problem is solved by Householder reflections of [J; √μ I].</summary>
/// <param name="field">The field.</param>
/// <param name="jacobian">Room for N² numbers.</param>
/// <param name="square">Room for 2N² numbers.</param>
internal readonly ref struct DenseLinearisation<TField>(TField field, Span<double> jacobian, Span<double> square) : ILinearisation
    where TField : IVectorField
{
    private readonly TField _field = field;
    private readonly Span<double> _jacobian = jacobian, _square = square;

    public double Norm => VectorMath.Norm(_jacobian);

    public double RowNorm => LargestRow(_jacobian, _field.Dimension);

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => _field.Evaluate(y, derivative);

    public void MoveTo(ReadOnlySpan<double> y) => _field.Jacobian(y, _jacobian);

    public void Solve(ReadOnlySpan<double> f, double damping, Span<double> step) => Solve(_jacobian, f, Math.Sqrt(damping), _field.Dimension, _square, step);

    public double ResidualNorm(ReadOnlySpan<double> f, ReadOnlySpan<double> step) => VectorMath.ResidualNorm(f, _jacobian, step);

    /// <summary>Least-squares solution of [J; root·I] δ = [−f; 0], written to the first n entries of <paramref name="x"/> (length 2n).</summary>
    private static void Solve(ReadOnlySpan<double> jacobian, ReadOnlySpan<double> f, double root, int n, Span<double> a, Span<double> x)
    {
        jacobian.CopyTo(a);
        Span<double> lower = a.Slice(n * n, n * n);
        lower.Clear();
        for (int i = 0; i < n; i++)
        {
            lower[i * n + i] = root;
            x[i] = -f[i];
            x[n + i] = 0;
        }
        // Column k lives in rows k..n−1 of J and, through fill-in, in rows n..n+k of the damping block.
        for (int k = 0; k < n; k++)
        {
            int last = n + k;
            double sum = 0;
            for (int i = k; i <= last; i++)
                sum += a[i * n + k] * a[i * n + k];
            if (sum == 0)
                continue;
            double pivot = a[k * n + k] > 0 ? -Math.Sqrt(sum) : Math.Sqrt(sum);
            double head = a[k * n + k] - pivot;
            double scale = 1 / (pivot * head);
            for (int j = k + 1; j <= n; j++)
            {
                double dot = head * (j < n ? a[k * n + j] : x[k]);
                for (int i = k + 1; i <= last; i++)
                    dot += a[i * n + k] * (j < n ? a[i * n + j] : x[i]);
                dot *= scale;
                if (j < n)
                {
                    a[k * n + j] += dot * head;
                    for (int i = k + 1; i <= last; i++)
                        a[i * n + j] += dot * a[i * n + k];
                }
                else
                {
                    x[k] += dot * head;
                    for (int i = k + 1; i <= last; i++)
                        x[i] += dot * a[i * n + k];
                }
            }
            a[k * n + k] = pivot;
        }
        for (int k = n - 1; k >= 0; k--)
        {
            double sum = x[k];
            for (int j = k + 1; j < n; j++)
                sum -= a[k * n + j] * x[j];
            x[k] = a[k * n + k] != 0 ? sum / a[k * n + k] : 0;
        }
    }

    private static double LargestRow(ReadOnlySpan<double> matrix, int n)
    {
        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
                sum += Math.Abs(matrix[i * n + j]);
            largest = Math.Max(largest, sum);
        }
        return largest;
    }
}

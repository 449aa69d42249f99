namespace PhaseGan.Tests.Games;

/// <summary>Derivatives by central differences of fourth order.</summary>
internal static class Differences
{
    public delegate void Map(ReadOnlySpan<double> y, Span<double> result);

    private static readonly (double At, double Weight)[] s_stencil = [(-2, 1.0 / 12), (-1, -8.0 / 12), (1, 8.0 / 12), (2, -1.0 / 12)];

    /// <summary>The matrix of ∂f_i/∂y_j, row-major.</summary>
    public static double[] Jacobian(Map f, double[] y, int rows, double step = 1e-3)
    {
        int n = y.Length;
        var result = new double[rows * n];
        double[] moved = [.. y], value = new double[rows];
        for (int j = 0; j < n; j++)
        {
            foreach ((double at, double weight) in s_stencil)
            {
                moved[j] = y[j] + at * step;
                f(moved, value);
                for (int i = 0; i < rows; i++)
                    result[i * n + j] += weight * value[i] / step;
            }
            moved[j] = y[j];
        }
        return result;
    }

    /// <summary>Whether a field's Jacobian is that of differences, to <paramref name="tolerance"/> of its largest entry (at least 1).</summary>
    public static bool Confirm(IVectorField field, double[] y, double tolerance = 1e-8, double step = 1e-3)
    {
        int n = field.Dimension;
        // whatever was there must not matter
        double[] analytic = [.. Enumerable.Repeat(double.NaN, n * n)];
        field.Jacobian(y, analytic);
        return Near(analytic, Jacobian(field.Evaluate, y, n, step), tolerance);
    }

    public static bool Near(double[] a, double[] b, double tolerance)
    {
        double scale = Math.Max(1, b.Max(Math.Abs));
        return a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance * scale);
    }
}

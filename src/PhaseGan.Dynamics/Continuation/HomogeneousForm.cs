namespace PhaseGan.Dynamics;

/// <summary>A homogeneous polynomial map of m variables from its values at the points of a lattice on a simplex, which determine it.</summary>
internal sealed class HomogeneousForm
{
    private readonly int[][] _powers;
    private readonly double[][] _coefficients;

    private HomogeneousForm(int[][] powers, double[][] coefficients) => (_powers, _coefficients) = (powers, coefficients);

    /// <summary>The largest coefficient.</summary>
    public double Size => _coefficients.Max(c => VectorMath.Largest(c));

    /// <summary>The form of a degree; null if a value is missing.</summary>
    /// <param name="variables">m.</param>
    /// <param name="degree">The degree.</param>
    /// <param name="value">The value at a place, any number of components.</param>
    public static HomogeneousForm? Of(int variables, int degree, Func<double[], double[]?> value)
    {
        int[][] powers = [.. Powers(variables, degree)];
        int count = powers.Length;
        double[] matrix = new double[count * count];
        var values = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] place = [.. powers[i].Select(k => (double)k / degree)];
            if (value(place) is not { } there || !VectorMath.AllFinite(there))
                return null;
            values[i] = there;
            for (int j = 0; j < count; j++)
                matrix[i * count + j] = Monomial(powers[j], place);
        }
        var factors = new ScaledLu(matrix, count);
        return new HomogeneousForm(powers, [.. Enumerable.Range(0, values[0].Length).Select(c => factors.Solve([.. values.Select(v => v[c])]))]);
    }

    /// <summary>The value at a place.</summary>
    public double[] Value(double[] x) => [.. _coefficients.Select(c => _powers.Select((p, k) => c[k] * Monomial(p, x)).Sum())];

    /// <summary>The derivatives at a place, a row for each component.</summary>
    public double[][] Derivative(double[] x) =>
        [.. _coefficients.Select(c => Enumerable.Range(0, x.Length).Select(j => _powers.Select((p, k) => p[j] == 0 ? 0 : c[k] * p[j] * Monomial([.. p.Select((q, i) => i == j ? q - 1 : q)], x)).Sum()).ToArray())];

    private static double Monomial(int[] powers, double[] x)
    {
        double product = 1;
        for (int i = 0; i < powers.Length; i++)
            for (int k = 0; k < powers[i]; k++)
                product *= x[i];
        return product;
    }

    private static IEnumerable<int[]> Powers(int variables, int degree)
    {
        if (variables == 1)
            yield return [degree];
        else
            for (int k = degree; k >= 0; k--)
                foreach (int[] rest in Powers(variables - 1, degree - k))
                    yield return [k, .. rest];
    }
}

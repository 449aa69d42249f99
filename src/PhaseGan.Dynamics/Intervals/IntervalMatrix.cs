namespace PhaseGan.Dynamics;

/// <summary>Small matrices of intervals in row-major order.</summary>
internal static class IntervalMatrix
{
    /// <summary>An approximate inverse of the matrix of middles; null where there is none to working precision. Its error matters for nothing that is proved with it but success.</summary>
    public static double[]? InverseOfMiddle(ReadOnlySpan<Interval> matrix, int n)
    {
        var middle = new double[n * n];
        for (int i = 0; i < n * n; i++)
        {
            middle[i] = matrix[i].Middle;
            if (!matrix[i].IsFinite)
                return null;
        }
        return Inverse(middle, n);
    }

    /// <summary>An approximate inverse; null where a pivot vanishes or the result is not finite.</summary>
    public static double[]? Inverse(double[] matrix, int n)
    {
        var factors = new RealLu(n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                factors.Matrix[j * n + i] = matrix[i * n + j];
        if (!factors.Factor())
            return null;
        double[] inverse = new double[n * n], column = new double[n];
        for (int j = 0; j < n; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            factors.Solve(column);
            for (int i = 0; i < n; i++)
                inverse[i * n + j] = column[i];
        }
        return VectorMath.AllFinite(inverse) ? inverse : null;
    }

    /// <summary>A matrix of numbers as one of intervals.</summary>
    public static Interval[] Of(double[] matrix) => [.. matrix.Select(v => (Interval)v)];

    /// <summary>Intervals around the solutions x of A x = b for every A and b in intervals, n unknowns; null where A is not shown to be regular.</summary>
    /// <remarks>With C ≈ A⁻¹ and an approximate x̃, ‖x − x̃‖ ≤ ‖C(b − Ax̃)‖/(1 − ‖I − CA‖) in the maximum norm.</remarks>
    public static Interval[]? Solve(ReadOnlySpan<Interval> a, ReadOnlySpan<Interval> b, int n) => InverseOfMiddle(a, n) is { } inverse ? Solve(a, b, n, inverse) : null;

    /// <summary>The same with a given C.</summary>
    public static Interval[]? Solve(ReadOnlySpan<Interval> a, ReadOnlySpan<Interval> b, int n, double[] inverse)
    {
        double[] near = [.. Apply(inverse, b, n).Select(v => v.Middle)];
        if (!VectorMath.AllFinite(near))
            return null;
        Interval[] product = Multiply(Of(inverse), a, n), rest = new Interval[n];
        double defect = 0;
        for (int i = 0; i < n; i++)
        {
            Interval row = 0;
            rest[i] = b[i];
            for (int j = 0; j < n; j++)
            {
                row += ((i == j ? 1 : 0) - product[i * n + j]).Abs();
                rest[i] -= a[i * n + j] * near[j];
            }
            defect = Math.Max(defect, row.High);
        }
        double size = Apply(inverse, rest, n).Max(v => v.Magnitude), error = ((Interval)size / (1 - (Interval)defect)).High;
        return defect < 1 && double.IsFinite(error) ? [.. near.Select(v => v + new Interval(-error, error))] : null;
    }

    /// <summary>M x for a matrix of numbers.</summary>
    public static Interval[] Apply(double[] matrix, ReadOnlySpan<Interval> x, int n)
    {
        var result = new Interval[n];
        for (int i = 0; i < n; i++)
        {
            Interval sum = 0;
            for (int j = 0; j < n; j++)
                sum += matrix[i * n + j] * x[j];
            result[i] = sum;
        }
        return result;
    }

    /// <summary>M x.</summary>
    public static Interval[] Apply(ReadOnlySpan<Interval> matrix, ReadOnlySpan<Interval> x, int n)
    {
        var result = new Interval[n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                result[i] += matrix[i * n + j] * x[j];
        return result;
    }

    /// <summary>a · x.</summary>
    public static Interval Dot(ReadOnlySpan<double> a, ReadOnlySpan<Interval> x)
    {
        Interval sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * x[i];
        return sum;
    }

    /// <summary>The entries in given rows and columns.</summary>
    public static Interval[] Block(ReadOnlySpan<Interval> matrix, int n, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        var block = new Interval[rows.Length * columns.Length];
        for (int i = 0; i < rows.Length; i++)
            for (int j = 0; j < columns.Length; j++)
                block[i * columns.Length + j] = matrix[rows[i] * n + columns[j]];
        return block;
    }

    /// <summary>A B.</summary>
    public static Interval[] Multiply(ReadOnlySpan<Interval> a, ReadOnlySpan<Interval> b, int n)
    {
        var result = new Interval[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                Interval sum = 0;
                for (int k = 0; k < n; k++)
                    sum += a[i * n + k] * b[k * n + j];
                result[i * n + j] = sum;
            }
        return result;
    }
}

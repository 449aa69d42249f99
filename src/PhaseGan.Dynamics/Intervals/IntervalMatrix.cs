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

    /// <summary>An approximate inverse by elimination with pivots; null where a pivot vanishes or the result is not finite.</summary>
    public static double[]? Inverse(double[] matrix, int n)
    {
        double[] a = [.. matrix], inverse = new double[n * n];
        for (int i = 0; i < n; i++)
            inverse[i * n + i] = 1;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
                if (Math.Abs(a[i * n + k]) > Math.Abs(a[pivot * n + k]))
                    pivot = i;
            if (a[pivot * n + k] == 0)
                return null;
            for (int j = 0; j < n; j++)
            {
                (a[k * n + j], a[pivot * n + j]) = (a[pivot * n + j], a[k * n + j]);
                (inverse[k * n + j], inverse[pivot * n + j]) = (inverse[pivot * n + j], inverse[k * n + j]);
            }
            double scale = 1 / a[k * n + k];
            for (int j = 0; j < n; j++)
            {
                a[k * n + j] *= scale;
                inverse[k * n + j] *= scale;
            }
            for (int i = 0; i < n; i++)
            {
                double factor = a[i * n + k];
                if (i == k || factor == 0)
                    continue;
                for (int j = 0; j < n; j++)
                {
                    a[i * n + j] -= factor * a[k * n + j];
                    inverse[i * n + j] -= factor * inverse[k * n + j];
                }
            }
        }
        return inverse.All(double.IsFinite) ? inverse : null;
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

    /// <summary>A B for a matrix of numbers and one of intervals.</summary>
    public static Interval[] Multiply(double[] a, ReadOnlySpan<Interval> b, int n)
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

    /// <summary>A B for a matrix of intervals and one of numbers.</summary>
    public static Interval[] Multiply(ReadOnlySpan<Interval> a, double[] b, int n)
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

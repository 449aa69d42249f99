namespace PhaseGan.Dynamics;

/// <summary>Linear algebra of <see cref="FlowSet"/>: products in plain arithmetic with bounds of their rounding.</summary>
internal static class FlowAlgebra
{
    /// <summary>Sets larger than this relative to the columns of the frame make the frame useless.</summary>
    private const double LeastColumn = 1e-150;

    /// <summary>Replaces a set by c + D(Cρ₀ + Qρ) + s, where the center is moved already, for all D within e of d and |sᵢ| ≤ shift.</summary>
    public static void Transform(FlowSet set, ReadOnlySpan<double> d, ReadOnlySpan<double> e, ReadOnlySpan<double> shift)
    {
        int n = set.Center.Length;
        Span<double> carried = stackalloc double[n * n], error = stackalloc double[n * n], loose = stackalloc double[n], frame = stackalloc double[n * n];
        Multiply(d, e, set.Start, carried, error, n);
        for (int i = 0; i < n; i++)
        {
            double sum = shift[i];
            for (int j = 0; j < n; j++)
                sum += error[i * n + j] * set.StartRadius[j];
            loose[i] = sum * TaylorBalls.Enlarge;
        }
        carried.CopyTo(set.Start);
        if (set.Layers is { } layers)
        {
            layers.Advance(d, e, loose);
            return;
        }
        Multiply(d, e, set.Frame, carried, error, n);
        Orthogonal(carried, set.FrameRadius, frame, n);
        // Q⁻¹ = (QᵀQ)⁻¹Qᵀ, and QᵀQ = I − E
        double defect = Defect(frame, n), most = 0;
        Span<double> radius = stackalloc double[n];
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int k = 0; k < n; k++)
            {
                double entry = 0, size = 0, off = 0;
                for (int l = 0; l < n; l++)
                {
                    double p = frame[l * n + i] * carried[l * n + k];
                    entry += p;
                    size += Math.Abs(p);
                    off += Math.Abs(frame[l * n + i]) * error[l * n + k];
                }
                sum += (Math.Abs(entry) + off + (n + 2) * TaylorBalls.Rounding * size) * set.FrameRadius[k] + Math.Abs(frame[k * n + i]) * loose[k];
            }
            radius[i] = sum * TaylorBalls.Enlarge;
            most = Math.Max(most, radius[i]);
        }
        double extra = defect < 0.5 ? defect / (1 - defect) * most * TaylorBalls.Enlarge : double.PositiveInfinity;
        for (int i = 0; i < n; i++)
            set.FrameRadius[i] = (radius[i] + extra) * TaylorBalls.Enlarge + TaylorBalls.Underflow;
        frame.CopyTo(set.Frame);
    }

    /// <summary>(d ± e) m: the product of the middles, and a bound on the distance of the others from it.</summary>
    public static void Multiply(ReadOnlySpan<double> d, ReadOnlySpan<double> e, ReadOnlySpan<double> m, Span<double> product, Span<double> error, int n)
    {
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double sum = 0, size = 0, off = 0;
                for (int k = 0; k < n; k++)
                {
                    double p = d[i * n + k] * m[k * n + j];
                    sum += p;
                    size += Math.Abs(p);
                    off += e[i * n + k] * Math.Abs(m[k * n + j]);
                }
                product[i * n + j] = sum;
                error[i * n + j] = (off + (n + 2) * TaylorBalls.Rounding * size) * TaylorBalls.Enlarge + TaylorBalls.Underflow;
            }
    }

    /// <summary>An upper bound on ‖I − QᵀQ‖ in the maximum norm.</summary>
    public static double Defect(ReadOnlySpan<double> q, int n)
    {
        double most = 0;
        for (int i = 0; i < n; i++)
        {
            double row = 0;
            for (int j = 0; j < n; j++)
            {
                double sum = i == j ? -1 : 0, size = 1;
                for (int k = 0; k < n; k++)
                {
                    double p = q[k * n + i] * q[k * n + j];
                    sum += p;
                    size += Math.Abs(p);
                }
                row += Math.Abs(sum) + (n + 3) * TaylorBalls.Rounding * size;
            }
            most = Math.Max(most, row);
        }
        return most * TaylorBalls.Enlarge;
    }

    /// <summary>An orthogonal factor of a matrix with its columns by falling size, where the size of column k is radius k times its length (Gram and Schmidt, twice); the unit matrix where columns are dependent.</summary>
    public static void Orthogonal(ReadOnlySpan<double> matrix, ReadOnlySpan<double> radius, Span<double> q, int n)
    {
        Span<int> order = stackalloc int[n];
        Span<double> size = stackalloc double[n];
        for (int k = 0; k < n; k++)
        {
            double square = 0;
            for (int i = 0; i < n; i++)
                square += matrix[i * n + k] * matrix[i * n + k];
            (order[k], size[k]) = (k, -Math.Sqrt(square) * radius[k]);
        }
        size.Sort(order);
        for (int c = 0; c < n; c++)
        {
            for (int i = 0; i < n; i++)
                q[i * n + c] = matrix[i * n + order[c]];
            Scale(q, c, n);
            for (int pass = 0; pass < 2; pass++)
            {
                if (RemoveEarlier(q, c, n))
                    continue;
                q.Clear();
                for (int i = 0; i < n; i++)
                    q[i * n + i] = 1;
                return;
            }
        }
    }

    /// <summary>Orthogonal columns that begin with the largest edge of two parallelepipeds, go on with what is largest off that, and so on (QR with column pivoting); the unit matrix where the edges are dependent.</summary>
    public static double[] Pivoted(double[] first, double[] firstRadius, double[] second, double[] secondRadius, int n)
    {
        double[] edges = new double[2 * n * n], q = new double[n * n];
        for (int k = 0; k < 2 * n; k++)
            for (int i = 0; i < n; i++)
                edges[k * n + i] = k < n ? first[i * n + k] * firstRadius[k] : second[i * n + k - n] * secondRadius[k - n];
        for (int c = 0; c < n; c++)
        {
            int largest = Enumerable.Range(0, 2 * n).MaxBy(k => VectorMath.SumOfSquares(edges.AsSpan(k * n, n)));
            Span<double> column = edges.AsSpan(largest * n, n);
            for (int i = 0; i < n; i++)
                q[i * n + c] = column[i];
            if (!Scale(q, c, n) || !RemoveEarlier(q, c, n))
                return Unit(n);
            for (int k = 0; k < 2 * n; k++)
            {
                double dot = 0;
                for (int i = 0; i < n; i++)
                    dot += q[i * n + c] * edges[k * n + i];
                for (int i = 0; i < n; i++)
                    edges[k * n + i] -= dot * q[i * n + c];
            }
            column.Clear();
        }
        return q;
    }

    /// <summary>Removes from a column what is along those before it, and scales it to length 1.</summary>
    private static bool RemoveEarlier(Span<double> q, int c, int n)
    {
        for (int k = 0; k < c; k++)
        {
            double dot = 0;
            for (int i = 0; i < n; i++)
                dot += q[i * n + k] * q[i * n + c];
            for (int i = 0; i < n; i++)
                q[i * n + c] -= dot * q[i * n + k];
        }
        return Scale(q, c, n);
    }

    private static double[] Unit(int n)
    {
        var unit = new double[n * n];
        for (int i = 0; i < n; i++)
            unit[i * n + i] = 1;
        return unit;
    }

    private static bool Scale(Span<double> q, int column, int n)
    {
        double square = 0;
        for (int i = 0; i < n; i++)
            square += q[i * n + column] * q[i * n + column];
        double length = Math.Sqrt(square);
        if (!(length > LeastColumn))
            return false;
        for (int i = 0; i < n; i++)
            q[i * n + column] /= length;
        return true;
    }
}

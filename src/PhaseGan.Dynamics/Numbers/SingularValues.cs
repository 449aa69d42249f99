namespace PhaseGan.Dynamics;

/// <summary>
/// The singular values of a square matrix A, largest first, with the right singular vectors and their images: by one-sided Jacobi rotations,
/// Hestenes' method as in Golub and Van Loan, <em>Matrix Computations</em>, 4th ed., section 8.6.3. The number of sweeps is bounded, the
/// result is usable after any of them, and small values come with high relative accuracy.
/// </summary>
/// <remarks>
/// MathNet's decomposition does not return from some matrices whose entries lie far apart in size, as those of shooting next to a saddle do.
/// </remarks>
internal sealed class SingularValues
{
    private const int MostSweeps = 40;

    private readonly int _n;

    // Row k of both: v_k, and A v_k.
    private readonly double[] _right, _images;

    private SingularValues(int n, double[] values, double[] right, double[] images) => (_n, Values, _right, _images) = (n, values, right, images);

    /// <summary>The values, largest first.</summary>
    public double[] Values { get; }

    /// <summary>The unit vector that A stretches by the value at <paramref name="k"/>.</summary>
    public ReadOnlySpan<double> Right(int k) => _right.AsSpan(k * _n, _n);

    /// <summary>A times <see cref="Right"/>: the left singular vector times the value.</summary>
    public ReadOnlySpan<double> Image(int k) => _images.AsSpan(k * _n, _n);

    /// <summary>Decomposes a finite row-major n×n matrix.</summary>
    public static SingularValues Of(ReadOnlySpan<double> matrix, int n)
    {
        int exponent = VectorMath.Exponent(matrix);
        // Columns of A, and of the rotations' product, as rows.
        double[] a = new double[n * n], v = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            v[i * n + i] = 1;
            for (int j = 0; j < n; j++)
                a[j * n + i] = Math.ScaleB(matrix[i * n + j], -exponent);
        }
        Orthogonalise(a, v, n);
        var values = new double[n];
        var order = new int[n];
        for (int k = 0; k < n; k++)
        {
            values[k] = -Math.ScaleB(VectorMath.Norm(a.AsSpan(k * n, n)), exponent);
            order[k] = k;
        }
        Array.Sort(values, order);
        double[] right = new double[n * n], images = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            values[k] = -values[k];
            v.AsSpan(order[k] * n, n).CopyTo(right.AsSpan(k * n));
            for (int i = 0; i < n; i++)
                images[k * n + i] = Math.ScaleB(a[order[k] * n + i], exponent);
        }
        return new SingularValues(n, values, right, images);
    }

    /// <summary>The largest value over the smallest; allocates nothing up to order 30.</summary>
    public static double Condition(ReadOnlySpan<double> matrix, int n)
    {
        int exponent = VectorMath.Exponent(matrix);
        // Those of the transpose are the same.
        Span<double> a = n <= 30 ? stackalloc double[n * n] : new double[n * n];
        for (int i = 0; i < a.Length; i++)
            a[i] = Math.ScaleB(matrix[i], -exponent);
        Orthogonalise(a, [], n);
        double least = double.PositiveInfinity, most = 0;
        for (int k = 0; k < n; k++)
        {
            double sum = VectorMath.SumOfSquares(a.Slice(k * n, n));
            (least, most) = (Math.Min(least, sum), Math.Max(most, sum));
        }
        return Math.Sqrt(most) / Math.Sqrt(least);
    }

    /// <summary>Turns columns pair by pair until all are orthogonal, and those of <paramref name="v"/>, unless it is empty, with them.</summary>
    private static void Orthogonalise(Span<double> a, Span<double> v, int n)
    {
        bool rotated = true;
        for (int sweep = 0; rotated && sweep < MostSweeps; sweep++)
        {
            rotated = false;
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++)
                    rotated |= Orthogonalise(a, v, n, p, q);
        }
    }

    /// <summary>Turns columns p and q so that they are orthogonal; false if they are already.</summary>
    private static bool Orthogonalise(Span<double> a, Span<double> v, int n, int p, int q)
    {
        double pp = 0, qq = 0, pq = 0;
        for (int i = 0; i < n; i++)
        {
            double x = a[p * n + i], y = a[q * n + i];
            pp += x * x;
            qq += y * y;
            pq += x * y;
        }
        if (pq == 0 || Math.Abs(pq) <= 1e-15 * Math.Sqrt(pp) * Math.Sqrt(qq))
            return false;
        double zeta = (qq - pp) / (2 * pq);
        double t = double.IsInfinity(zeta) ? 0 : (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        double c = 1 / Math.Sqrt(1 + t * t), s = c * t;
        Rotate(a, n, p, q, c, s);
        if (!v.IsEmpty)
            Rotate(v, n, p, q, c, s);
        return true;
    }

    private static void Rotate(Span<double> columns, int n, int p, int q, double c, double s)
    {
        for (int i = 0; i < n; i++)
        {
            (double x, double y) = (columns[p * n + i], columns[q * n + i]);
            columns[p * n + i] = c * x - s * y;
            columns[q * n + i] = s * x + c * y;
        }
    }
}

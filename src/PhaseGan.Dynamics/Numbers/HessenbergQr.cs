using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// Eigenvalues of real matrices without allocation: Householder reduction to Hessenberg form, then Francis' implicit double shifts with
/// deflation (Martin, Peters and Wilkinson, <em>Numerische Mathematik</em> 14 (1970) 219–231; Golub and Van Loan, <em>Matrix Computations</em>, 4th
/// ed., sections 7.4 and 7.5).
/// </summary>
internal static class HessenbergQr
{
    /// <summary>Sweeps spent on one eigenvalue before the matrix is given up.</summary>
    private const int MostSweeps = 60;

    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Room for two vectors of a reflection and for the matrix: n(n + 2) numbers.</summary>
    public static int WorkSize(int n) => n * (n + 2);

    /// <summary>Writes the eigenvalues of a row-major n×n matrix, complex pairs side by side; false if an entry is not finite or the sweeps do not converge.</summary>
    /// <param name="matrix">The matrix, length n².</param>
    /// <param name="n">n ≥ 1.</param>
    /// <param name="values">Receives the values, length n.</param>
    /// <param name="work">Room of <see cref="WorkSize"/> numbers.</param>
    /// <param name="cancellation">Stops the work, which takes a second at n = 900.</param>
    public static bool TryEigenvalues(ReadOnlySpan<double> matrix, int n, Span<Complex> values, Span<double> work, CancellationToken cancellation = default)
    {
        if (!VectorMath.AllFinite(matrix))
            return false;
        Span<double> a = work.Slice(2 * n, n * n);
        matrix.CopyTo(a);
        Reduce(a, n, work[..(2 * n)], [], cancellation);
        return Deflate(a, n, values, cancellation);
    }

    /// <summary>Reflections from both sides that leave zeros below the first subdiagonal: A becomes QᵀAQ.</summary>
    /// <param name="a">The matrix, row by row, length n²; receives the Hessenberg form.</param>
    /// <param name="n">Its order.</param>
    /// <param name="work">Room for 2n numbers, the first for the vector of a reflection.</param>
    /// <param name="q">An orthogonal matrix to be multiplied by Q from the right, length n², or empty.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static void Reduce(Span<double> a, int n, Span<double> work, Span<double> q, CancellationToken cancellation = default)
    {
        Span<double> v = work[..n], dots = work.Slice(n, n);
        for (int k = 0; k < n - 2; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            double scale = 0;
            for (int i = k + 2; i < n; i++)
                scale = Math.Max(scale, Math.Abs(a[i * n + k]));
            if (scale == 0)
                continue;
            scale = Math.Max(scale, Math.Abs(a[(k + 1) * n + k]));
            for (int i = k + 1; i < n; i++)
                v[i] = a[i * n + k] / scale;
            double sum = VectorMath.SumOfSquares(v[(k + 1)..]);
            double head = v[k + 1] > 0 ? -Math.Sqrt(sum) : Math.Sqrt(sum);
            // I − vvᵀ/half maps the column to (head, 0, …)
            double half = sum - head * v[k + 1];
            v[k + 1] -= head;
            int from = k + 1;
            Householder.FromLeft(a, n, from, v, half, dots);
            Householder.FromRight(a, n, from, v, half);
            if (!q.IsEmpty)
                Householder.FromRight(q, n, from, v, half);
            a[from * n + k] = head * scale;
            for (int i = k + 2; i < n; i++)
                a[i * n + k] = 0;
        }
    }

    /// <summary>Takes eigenvalues off the lower end of a Hessenberg matrix, one or two at a time.</summary>
    internal static bool Deflate(Span<double> a, int n, Span<Complex> values, CancellationToken cancellation = default)
    {
        double norm = 0, shifted = 0;
        foreach (double entry in a)
            norm += Math.Abs(entry);
        int end = n - 1, sweeps = 0;
        while (end >= 0)
        {
            cancellation.ThrowIfCancellationRequested();
            int begin = end;
            while (begin > 0 && !IsNegligible(a, n, begin, norm))
                begin--;
            if (begin > 0)
                a[begin * n + begin - 1] = 0;
            double last = a[end * n + end];
            if (begin == end)
            {
                values[end--] = last + shifted;
                sweeps = 0;
                continue;
            }
            double before = a[(end - 1) * n + end - 1], product = a[end * n + end - 1] * a[(end - 1) * n + end];
            if (begin == end - 1)
            {
                Pair(before, last, product, shifted, values.Slice(begin, 2));
                end -= 2;
                sweeps = 0;
                continue;
            }
            if (sweeps == MostSweeps)
                return false;
            if (sweeps > 0 && sweeps % 10 == 0)
            {
                // shifts that stand still are exchanged for others
                shifted += last;
                for (int i = 0; i <= end; i++)
                    a[i * n + i] -= last;
                double size = Math.Abs(a[end * n + end - 1]) + Math.Abs(a[(end - 1) * n + end - 2]);
                last = before = 0.75 * size;
                product = -0.4375 * size * size;
            }
            sweeps++;
            Sweep(a, n, begin, end, last, before, product);
        }
        return true;
    }

    private static bool IsNegligible(ReadOnlySpan<double> a, int n, int row, double norm)
    {
        double size = Math.Abs(a[(row - 1) * n + row - 1]) + Math.Abs(a[row * n + row]);
        return Math.Abs(a[row * n + row - 1]) <= Epsilon * (size == 0 ? norm : size);
    }

    /// <summary>The eigenvalues of a 2×2 block with these diagonal entries and this product of the others.</summary>
    private static void Pair(double first, double second, double product, double shift, Span<Complex> values)
    {
        double half = 0.5 * (first - second), square = half * half + product, root = Math.Sqrt(Math.Abs(square));
        if (square < 0)
        {
            values[0] = new Complex(second + shift + half, root);
            values[1] = new Complex(second + shift + half, -root);
            return;
        }
        double far = half + (half >= 0 ? root : -root);
        values[0] = second + shift + far;
        values[1] = far == 0 ? values[0] : second + shift - product / far;
    }

    /// <summary>One implicit double QR step on rows and columns begin to end, with shifts of the given sum and product.</summary>
    private static void Sweep(Span<double> a, int n, int begin, int end, double last, double before, double product)
    {
        // where two small subdiagonal entries follow each other the step may begin below them
        int top = end - 2;
        double p, q, r;
        while (true)
        {
            double corner = a[top * n + top], x = last - corner, y = before - corner;
            p = (x * y - product) / a[(top + 1) * n + top] + a[top * n + top + 1];
            q = a[(top + 1) * n + top + 1] - corner - x - y;
            r = a[(top + 2) * n + top + 1];
            double size = Math.Abs(p) + Math.Abs(q) + Math.Abs(r);
            (p, q, r) = (p / size, q / size, r / size);
            if (top == begin)
                break;
            double neighbours = Math.Abs(a[(top - 1) * n + top - 1]) + Math.Abs(corner) + Math.Abs(a[(top + 1) * n + top + 1]);
            if (Math.Abs(a[top * n + top - 1]) * (Math.Abs(q) + Math.Abs(r)) <= Epsilon * Math.Abs(p) * neighbours)
                break;
            top--;
        }
        for (int i = top + 2; i <= end; i++)
        {
            a[i * n + i - 2] = 0;
            if (i > top + 2)
                a[i * n + i - 3] = 0;
        }
        for (int k = top; k < end; k++)
        {
            bool isLast = k == end - 1;
            double size = 1;
            if (k > top)
            {
                (p, q, r) = (a[k * n + k - 1], a[(k + 1) * n + k - 1], isLast ? 0 : a[(k + 2) * n + k - 1]);
                size = Math.Abs(p) + Math.Abs(q) + Math.Abs(r);
                if (size == 0)
                    continue;
                (p, q, r) = (p / size, q / size, r / size);
            }
            double length = Math.CopySign(Math.Sqrt(p * p + q * q + r * r), p);
            if (length == 0)
                continue;
            if (k > top)
                a[k * n + k - 1] = -length * size;
            else if (begin != top)
                a[k * n + k - 1] = -a[k * n + k - 1];
            // the reflection that maps (p, q, r) to (−length, 0, 0)
            p += length;
            double u = p / length, v = q / length, w = r / length;
            (q, r) = (q / p, r / p);
            int count = end - k + 1, lowest = Math.Min(end, k + 3);
            if (isLast)
            {
                MixRows(a.Slice(k * n + k, count), a.Slice((k + 1) * n + k, count), q, u, v);
                for (int i = begin; i <= lowest; i++)
                {
                    Span<double> row = a.Slice(i * n + k, 2);
                    double dot = u * row[0] + v * row[1];
                    row[0] -= dot;
                    row[1] -= dot * q;
                }
                continue;
            }
            MixRows(a.Slice(k * n + k, count), a.Slice((k + 1) * n + k, count), a.Slice((k + 2) * n + k, count), q, r, u, v, w);
            for (int i = begin; i <= lowest; i++)
            {
                Span<double> row = a.Slice(i * n + k, 3);
                double dot = u * row[0] + v * row[1] + w * row[2];
                row[0] -= dot;
                row[1] -= dot * q;
                row[2] -= dot * r;
            }
        }
    }

    /// <summary>The last reflection of a sweep from the left, on two rows.</summary>
    private static void MixRows(Span<double> first, Span<double> second, double q, double u, double v)
    {
        for (int j = 0; j < first.Length; j++)
        {
            double dot = first[j] + q * second[j];
            first[j] -= dot * u;
            second[j] -= dot * v;
        }
    }

    /// <summary>A reflection of a sweep from the left, on three rows.</summary>
    private static void MixRows(Span<double> first, Span<double> second, Span<double> third, double q, double r, double u, double v, double w)
    {
        int j = 0, width = Vector<double>.Count;
        Vector<double> qs = new(q), rs = new(r), us = new(u), vs = new(v), ws = new(w);
        for (; j + width <= first.Length; j += width)
        {
            Vector<double> a = new(first[j..]), b = new(second[j..]), c = new(third[j..]), dot = a + qs * b + rs * c;
            (a - dot * us).CopyTo(first[j..]);
            (b - dot * vs).CopyTo(second[j..]);
            (c - dot * ws).CopyTo(third[j..]);
        }
        for (; j < first.Length; j++)
        {
            double dot = first[j] + q * second[j] + r * third[j];
            first[j] -= dot * u;
            second[j] -= dot * v;
            third[j] -= dot * w;
        }
    }
}

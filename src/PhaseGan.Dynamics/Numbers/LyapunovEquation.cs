namespace PhaseGan.Dynamics;

/// <summary>Lyapunov's equations AᵀX + XA = −Q and AX + XAᵀ = −Q of small orders, as linear equations in the entries of the symmetric X.</summary>
internal static class LyapunovEquation
{
    /// <summary>Solves the equation by elimination with row exchanges.</summary>
    /// <param name="a">A, row-major, order n.</param>
    /// <param name="n">The order.</param>
    /// <param name="isTransposed">Whether A is transposed on the left; else on the right.</param>
    /// <param name="q">Q, symmetric.</param>
    /// <param name="places">Where each entry of X stands among the unknowns, a symmetric table of order n; the order of elimination, and so that of rounding.</param>
    /// <param name="x">Receives X.</param>
    /// <returns>Whether there is one solution. Overflow is not looked for.</returns>
    public static bool Solve(ReadOnlySpan<double> a, int n, bool isTransposed, ReadOnlySpan<double> q, ReadOnlySpan<byte> places, Span<double> x)
    {
        int unknowns = n * (n + 1) / 2, w = unknowns + 1;
        Span<double> s = stackalloc double[unknowns * w];
        s.Clear();
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                Span<double> equation = s.Slice(places[i * n + j] * w, w);
                for (int k = 0; k < n; k++)
                {
                    equation[places[k * n + j]] += isTransposed ? a[k * n + i] : a[i * n + k];
                    equation[places[i * n + k]] += isTransposed ? a[k * n + j] : a[j * n + k];
                }
                equation[unknowns] = -q[i * n + j];
            }
        }
        if (!Eliminate(s, unknowns))
            return false;
        for (int k = 0; k < n * n; k++)
            x[k] = s[places[k] * w + unknowns];
        return true;
    }

    /// <summary>Solves equations given with their right-hand sides in the last column, which receives the solution; false if a pivot vanishes.</summary>
    private static bool Eliminate(Span<double> s, int n)
    {
        int w = n + 1;
        for (int c = 0; c < n; c++)
        {
            int pivot = c;
            for (int e = c + 1; e < n; e++)
                if (Math.Abs(s[e * w + c]) > Math.Abs(s[pivot * w + c]))
                    pivot = e;
            Span<double> row = s.Slice(c * w, w), other = s.Slice(pivot * w, w);
            double value = other[c];
            if (!(Math.Abs(value) > 0))
                return false;
            if (pivot != c)
                for (int k = c; k < w; k++)
                    (row[k], other[k]) = (other[k], row[k]);
            for (int e = c + 1; e < n; e++)
            {
                Span<double> below = s.Slice(e * w, w);
                double factor = below[c] / value;
                if (factor != 0)
                    VectorMath.AddMultiple(below[c..], -factor, row[c..]);
            }
        }
        for (int c = n - 1; c >= 0; c--)
        {
            double sum = s[c * w + n];
            for (int k = c + 1; k < n; k++)
                sum -= s[c * w + k] * s[k * w + n];
            s[c * w + n] = sum / s[c * w + c];
        }
        return true;
    }
}

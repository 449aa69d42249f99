using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>(σ − A) x = b with a complex number σ, bordered where σ is a simple eigenvalue.</summary>
internal static class ShiftedSystem
{
    /// <summary>The solution; with vectors of an eigenvalue σ, of Aq = σq and p*A = σp*, the one with ⟨p, x⟩ = 0 for what is left of b without its part along q.</summary>
    /// <param name="matrix">A, row-major.</param>
    /// <param name="n">Its order.</param>
    /// <param name="sigma">σ.</param>
    /// <param name="b">b.</param>
    /// <param name="q">The right vector; null if σ is no eigenvalue.</param>
    /// <param name="p">The left vector, with q.</param>
    public static Complex[] Solve(double[] matrix, int n, Complex sigma, Complex[] b, Complex[]? q, Complex[]? p)
    {
        int m = q is null ? n : n + 1, size = 2 * m;
        double[] real = new double[size * size], right = new double[size];
        double unit = Math.Max(VectorMath.Norm(matrix), sigma.Magnitude);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                Put(i, j, (i == j ? sigma : 0) - matrix[i * n + j]);
            if (q is not null)
            {
                Put(i, n, unit * q[i]);
                Put(n, i, Complex.Conjugate(p![i]));
            }
            (right[i], right[m + i]) = (b[i].Real, b[i].Imaginary);
        }
        double[] x = new ScaledLu(real, size).Solve(right);
        return [.. Enumerable.Range(0, n).Select(i => new Complex(x[i], x[m + i]))];

        void Put(int i, int j, Complex value)
        {
            (real[i * size + j], real[(m + i) * size + m + j]) = (value.Real, value.Real);
            (real[i * size + m + j], real[(m + i) * size + j]) = (-value.Imaginary, value.Imaginary);
        }
    }

    /// <summary>⟨p, v⟩, antilinear in p.</summary>
    public static Complex Product(Complex[] p, Complex[] v)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < p.Length; i++)
            sum += Complex.Conjugate(p[i]) * v[i];
        return sum;
    }
}

namespace PhaseGan.Dynamics;

/// <summary>Symmetric 3×3 matrices, held as M₁₁, M₂₂, M₃₃, 2M₁₂, 2M₁₃, 2M₂₃ so that zᵀMz is a sum of six terms.</summary>
internal static class SymmetricSolution
{
    /// <summary>Solves AᵀM + MA = −I for M.</summary>
    /// <param name="a">A, row-major, length 9.</param>
    /// <param name="m">Receives M, length 6.</param>
    /// <returns>Whether there is one solution.</returns>
    public static bool Lyapunov3(ReadOnlySpan<double> a, Span<double> m)
    {
        // rows: the entries 11, 22, 33, 12, 13, 23 of the equation; unknowns: the six numbers of M
        Span<double> s = stackalloc double[42];
        s.Clear();
        ReadOnlySpan<byte> index = [0, 3, 4, 3, 1, 5, 4, 5, 2];
        ReadOnlySpan<byte> rows = [0, 1, 2, 0, 0, 1], columns = [0, 1, 2, 1, 2, 2];
        for (int e = 0; e < 6; e++)
        {
            int i = rows[e], j = columns[e];
            for (int k = 0; k < 3; k++)
            {
                // (AᵀM)_ij = Σ A_ki M_kj and (MA)_ij = Σ M_ik A_kj
                int kj = index[3 * k + j], ik = index[3 * i + k];
                s[7 * e + kj] += a[3 * k + i] * (kj < 3 ? 1 : 0.5);
                s[7 * e + ik] += a[3 * k + j] * (ik < 3 ? 1 : 0.5);
            }
            s[7 * e + 6] = e < 3 ? -1 : 0;
        }
        for (int c = 0; c < 6; c++)
        {
            int pivot = c;
            for (int e = c + 1; e < 6; e++)
                if (Math.Abs(s[7 * e + c]) > Math.Abs(s[7 * pivot + c]))
                    pivot = e;
            double value = s[7 * pivot + c];
            if (!(Math.Abs(value) > 0))
                return false;
            for (int k = c; k < 7; k++)
                (s[7 * c + k], s[7 * pivot + k]) = (s[7 * pivot + k], s[7 * c + k]);
            for (int e = c + 1; e < 6; e++)
            {
                double factor = s[7 * e + c] / value;
                for (int k = c; k < 7; k++)
                    s[7 * e + k] -= factor * s[7 * c + k];
            }
        }
        for (int c = 5; c >= 0; c--)
        {
            double sum = s[7 * c + 6];
            for (int k = c + 1; k < 6; k++)
                sum -= s[7 * c + k] * m[k];
            m[c] = sum / s[7 * c + c];
        }
        return double.IsFinite(m[0] + m[1] + m[2] + m[3] + m[4] + m[5]);
    }

    /// <summary>The smallest and the largest eigenvalue, by the trigonometric solution of the cubic (Smith, <em>Comm. ACM</em> 4 (1961) 168).</summary>
    public static (double Smallest, double Largest) Eigenvalues3(ReadOnlySpan<double> m)
    {
        double xy = 0.5 * m[3], xz = 0.5 * m[4], yz = 0.5 * m[5], mean = (m[0] + m[1] + m[2]) / 3;
        double x = m[0] - mean, y = m[1] - mean, z = m[2] - mean;
        double size = Math.Sqrt((x * x + y * y + z * z + 2 * (xy * xy + xz * xz + yz * yz)) / 6);
        if (size == 0)
            return (mean, mean);
        double half = (x * (y * z - yz * yz) - xy * (xy * z - yz * xz) + xz * (xy * yz - y * xz)) / (2 * size * size * size);
        double angle = Math.Acos(Math.Clamp(half, -1, 1)) / 3;
        return (mean + 2 * size * Math.Cos(angle + 2 * Math.PI / 3), mean + 2 * size * Math.Cos(angle));
    }
}

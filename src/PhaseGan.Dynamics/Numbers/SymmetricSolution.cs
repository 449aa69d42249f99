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
        Span<double> x = stackalloc double[9];
        if (!LyapunovEquation.Solve(a, 3, isTransposed: true, [1, 0, 0, 0, 1, 0, 0, 0, 1], [0, 3, 4, 3, 1, 5, 4, 5, 2], x))
            return false;
        (m[0], m[1], m[2], m[3], m[4], m[5]) = (x[0], x[4], x[8], 2 * x[1], 2 * x[2], 2 * x[5]);
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

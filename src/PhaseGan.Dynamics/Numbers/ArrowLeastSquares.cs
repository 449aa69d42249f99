namespace PhaseGan.Dynamics;

/// <summary>
/// The damped least-squares step of an <see cref="ArrowMatrix"/>: δ that minimises |f + Jδ|² + μ|δ|², by elimination of all that is not of the border down to a
/// system of order 2K.
/// </summary>
/// <remarks>
/// <para>
/// With λ the residual of the border's rows, δ_m = −(D_m(f_mᵀβ + b_m) + e_mᵀλ)/(D_m² + μ) for what is outside it, and for the part β of δ in the border
/// </para>
/// <code>
/// (μI + Σ μ f fᵀ/(D² + μ)) β + (Cᵀ − Σ D f eᵀ/(D² + μ)) λ = −Σ μ b f/(D² + μ)
/// (C − Σ D e fᵀ/(D² + μ)) β − (I + Σ e eᵀ/(D² + μ)) λ     = −b_B + Σ D b e/(D² + μ)
/// </code>
/// <para>Only scalars are squared, and 1 − D²/(D² + μ) is not formed by subtraction.</para>
/// </remarks>
/// <param name="pattern">Where the matrices have their entries.</param>
internal sealed class ArrowLeastSquares(ArrowPattern pattern)
{
    private readonly double[] _system = new double[4 * pattern.BorderCount * pattern.BorderCount];
    private readonly double[] _right = new double[2 * pattern.BorderCount];

    /// <summary>Writes the step.</summary>
    /// <param name="matrix">J.</param>
    /// <param name="f">f, length N.</param>
    /// <param name="damping">μ &gt; 0.</param>
    /// <param name="step">Receives δ, length N.</param>
    public void Solve(ArrowMatrix matrix, ReadOnlySpan<double> f, double damping, Span<double> step)
    {
        int k = pattern.BorderCount, links = pattern.LinkCount, n = 2 * k;
        ReadOnlySpan<double> diagonal = matrix.Diagonal, rows = matrix.Rows, columns = matrix.Columns;
        Assemble(matrix, f, damping);
        double[] solution = new ScaledLu(_system, n).Solve(_right);
        ReadOnlySpan<double> border = solution.AsSpan(0, k), residual = solution.AsSpan(k, k);
        border.CopyTo(step[pattern.BorderStart..]);
        for (int m = 0; m < diagonal.Length; m++)
        {
            double own = f[pattern.CoordinateOf(m)], pull = 0;
            for (int l = m * links; l < (m + 1) * links; l++)
            {
                own += rows[l] * border[pattern.Links[l]];
                pull += columns[l] * residual[pattern.Links[l]];
            }
            step[pattern.CoordinateOf(m)] = -(diagonal[m] * own + pull) / (diagonal[m] * diagonal[m] + damping);
        }
    }

    private void Assemble(ArrowMatrix matrix, ReadOnlySpan<double> f, double damping)
    {
        int k = pattern.BorderCount, links = pattern.LinkCount, n = 2 * k;
        ReadOnlySpan<double> diagonal = matrix.Diagonal, rows = matrix.Rows, columns = matrix.Columns, block = matrix.Block;
        ReadOnlySpan<int> to = pattern.Links;
        Array.Clear(_system);
        Array.Clear(_right);
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
                _system[(k + i) * n + j] = _system[j * n + k + i] = block[i * k + j];
            _system[i * n + i] = damping;
            _system[(k + i) * n + k + i] = -1;
            _right[k + i] = -f[pattern.BorderStart + i];
        }
        for (int m = 0; m < diagonal.Length; m++)
        {
            double d = diagonal[m], inverse = 1 / (d * d + damping), own = f[pattern.CoordinateOf(m)];
            for (int a = m * links; a < (m + 1) * links; a++)
            {
                _right[to[a]] -= damping * inverse * own * rows[a];
                _right[k + to[a]] += d * inverse * own * columns[a];
                for (int b = m * links; b < (m + 1) * links; b++)
                {
                    double mixed = d * inverse * columns[a] * rows[b];
                    _system[to[a] * n + to[b]] += damping * inverse * rows[a] * rows[b];
                    _system[(k + to[a]) * n + to[b]] -= mixed;
                    _system[to[b] * n + k + to[a]] -= mixed;
                    _system[(k + to[a]) * n + k + to[b]] -= inverse * columns[a] * columns[b];
                }
            }
        }
    }
}

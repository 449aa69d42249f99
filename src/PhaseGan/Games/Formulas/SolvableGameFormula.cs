namespace PhaseGan;

/// <summary>The field of L = ½ Σ_ℓ (Λ_ℓ q_ℓ² − Λ̃_ℓ r_ℓ²) with q_ℓ = w_ℓ/‖w‖ and r_ℓ = V_ℓ·w/(‖V_ℓ‖‖w‖), in the dimension 2d + 1.</summary>
internal sealed class SolvableGameFormula(double[] real, double[] fake) : IGameFormula
{
    public void Field(ReadOnlySpan<HyperDual> y, Span<HyperDual> v)
    {
        int d = real.Length, m = 2 * d + 1;
        ReadOnlySpan<HyperDual> w = y.Slice(d * m, m);
        Span<HyperDual> dw = v.Slice(d * m, m);
        HyperDual inverse = InverseLength(w), shrink = 0.0;
        for (int i = 0; i < m; i++)
            dw[i] = 0.0;
        for (int l = 0; l < d; l++)
        {
            HyperDual q = w[l] * inverse, pull = real[l] * q * inverse;
            dw[l] += pull;
            shrink += pull * q * inverse;

            ReadOnlySpan<HyperDual> column = y.Slice(l * m, m);
            HyperDual inverseColumn = InverseLength(column), overlap = 0.0;
            for (int i = 0; i < m; i++)
                overlap += w[i] * column[i];
            HyperDual both = inverse * inverseColumn, r = overlap * both, push = fake[l] * r * both;
            HyperDual own = fake[l] * r * r * inverseColumn * inverseColumn, back = fake[l] * r * r * inverse * inverse;
            shrink -= back;
            for (int i = 0; i < m; i++)
            {
                v[l * m + i] = push * w[i] - own * column[i];
                dw[i] -= push * column[i];
            }
        }
        for (int i = 0; i < m; i++)
            dw[i] -= shrink * w[i];
    }

    /// <summary>The derivative of R = ½ Σ_ℓ Λ_ℓ q_ℓ² + const by w.</summary>
    internal sealed class Penalty(double[] real) : IGameFormula
    {
        public void Field(ReadOnlySpan<HyperDual> y, Span<HyperDual> v)
        {
            int d = real.Length, m = 2 * d + 1;
            ReadOnlySpan<HyperDual> w = y.Slice(d * m, m);
            Span<HyperDual> dw = v.Slice(d * m, m);
            HyperDual inverse = InverseLength(w), shrink = 0.0;
            for (int i = 0; i < y.Length; i++)
                v[i] = 0.0;
            for (int l = 0; l < d; l++)
            {
                HyperDual q = w[l] * inverse;
                dw[l] += real[l] * q * inverse;
                shrink += real[l] * q * q * inverse * inverse;
            }
            for (int i = 0; i < m; i++)
                dw[i] -= shrink * w[i];
        }
    }

    private static HyperDual InverseLength(ReadOnlySpan<HyperDual> vector)
    {
        HyperDual square = 0.0;
        foreach (HyperDual x in vector)
            square += x * x;
        return HyperDual.InverseRoot(square);
    }
}

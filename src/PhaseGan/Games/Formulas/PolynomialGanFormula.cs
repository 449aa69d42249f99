namespace PhaseGan;

/// <summary>
/// The field of L = E f(D(x̃)) + E f(−D(x)), D(x) = w₀ + w₁x (+ w₂x²), x̃ = b + ρz with ρ² = s² + γ and x = μ + √(σ² + γ)z: v_b = −E f′(D)D′, v_s = −(s/ρ) E f′(D)D′z and
/// v_{w_j} = E f′(D(x̃))x̃ʲ − E f′(−D(x))xʲ.
/// </summary>
internal sealed class PolynomialGanFormula(GanObjective objective, int degree, double mean, double variance, double noise) : IGameFormula
{
    private const int Nodes = 80;
    private const double Spacing = 0.125;
    private static readonly double[] s_weights = Weights();

    /// <summary>f′, f″ and f‴.</summary>
    private const int Orders = 3;

    public void Field(ReadOnlySpan<HyperDual> y, Span<HyperDual> v)
    {
        HyperDual scale = y[0], spread = scale, share = 1.0;
        if (noise > 0)
        {
            HyperDual square = scale * scale + noise, inverse = HyperDual.InverseRoot(square);
            (spread, share) = (square * inverse, scale * inverse);
        }
        for (int i = 0; i < 3 + degree; i++)
            v[i] = 0.0;
        double deviation = Math.Sqrt(variance + noise);
        ReadOnlySpan<HyperDual> w = y[2..];
        Span<double> f = stackalloc double[Orders];
        for (int k = -Nodes; k <= Nodes; k++)
        {
            double z = k * Spacing, weight = s_weights[k + Nodes];
            HyperDual fake = y[1] + spread * z, pull = weight * Slope(Output(w, fake), f);
            HyperDual tilt = degree == 2 ? w[1] + 2.0 * w[2] * fake : w[1];
            v[0] -= pull * tilt * z;
            v[1] -= pull * tilt;
            AddPowers(pull, fake, v);

            HyperDual real = mean + deviation * z;
            AddPowers(-weight * Slope(-Output(w, real), f), real, v);
        }
        v[0] *= share;
    }

    private HyperDual Output(ReadOnlySpan<HyperDual> w, HyperDual x) => degree == 2 ? w[0] + x * (w[1] + x * w[2]) : w[0] + x * w[1];

    private void AddPowers(HyperDual factor, HyperDual x, Span<HyperDual> v)
    {
        for (int j = 0; j <= degree; j++)
        {
            v[2 + j] += factor;
            factor *= x;
        }
    }

    private HyperDual Slope(HyperDual output, Span<double> f)
    {
        ObjectiveAverages.Derivatives(objective, output.Value, 0, f);
        return output.Map(f[0], f[1], f[2]);
    }

    private static double[] Weights()
    {
        double[] weights = [.. Enumerable.Range(-Nodes, 2 * Nodes + 1).Select(k => Math.Exp(-0.5 * k * k * Spacing * Spacing))];
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}

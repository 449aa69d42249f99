namespace PhaseGan;

/// <summary>
/// The field of L = E f(φ·x̃) + E f(−φ·x) with x̃ ~ N(θ, σ²I) and x ~ N(μ, σ²I): with F_k(m) = E f⁽ᵏ⁾(m + σ‖φ‖e), Stein's lemma gives
/// v_θ = −φ F₁(φ·θ) and v_φ = θ F₁(φ·θ) − μ F₁(−φ·μ) + σ²φ [F₂(φ·θ) + F₂(−φ·μ)].
/// </summary>
internal sealed class LinearGanFormula(GanObjective objective, double[] target, double variance) : IGameFormula
{
    public void Field(ReadOnlySpan<HyperDual> y, Span<HyperDual> v)
    {
        int n = target.Length;
        ReadOnlySpan<HyperDual> theta = y[..n], phi = y.Slice(n, n);
        HyperDual fake = 0.0, real = 0.0, power = 0.0;
        for (int i = 0; i < n; i++)
        {
            fake += phi[i] * theta[i];
            real -= phi[i] * target[i];
            power += phi[i] * phi[i] * variance;
        }
        Span<double> averages = stackalloc double[ObjectiveAverages.Orders];
        ObjectiveAverages.Derivatives(objective, fake.Value, power.Value, averages);
        HyperDual fakeSlope = ObjectiveAverages.Average(averages, 1, fake, power), spread = ObjectiveAverages.Average(averages, 2, fake, power);
        ObjectiveAverages.Derivatives(objective, real.Value, power.Value, averages);
        HyperDual realSlope = ObjectiveAverages.Average(averages, 1, real, power);
        spread = variance * (spread + ObjectiveAverages.Average(averages, 2, real, power));
        for (int i = 0; i < n; i++)
        {
            v[i] = -(phi[i] * fakeSlope);
            v[n + i] = theta[i] * fakeSlope - target[i] * realSlope + phi[i] * spread;
        }
    }
}

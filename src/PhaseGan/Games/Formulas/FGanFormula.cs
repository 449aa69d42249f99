namespace PhaseGan;

/// <summary>
/// The field of L = E A(v₀ + φ·x) + E B(v₀ + φ·x̃) with x̃ ~ N(θ, σ²I) and x ~ N(μ, σ²I): with A_k and B_k the averages of derivatives, Stein's lemma gives
/// v_θ = −φ B₁ and v_φ = θ B₁ + μ A₁ + σ²φ (A₂ + B₂).
/// </summary>
internal sealed class FGanFormula(FDivergence divergence, double[] target, double variance) : IGameFormula
{
    public void Field(ReadOnlySpan<HyperDual> y, Span<HyperDual> v)
    {
        int n = target.Length;
        ReadOnlySpan<HyperDual> theta = y[..n], phi = y.Slice(n, n);
        (HyperDual fake, HyperDual real, HyperDual power) = Outputs(y);
        Span<double> averages = stackalloc double[ObjectiveAverages.Orders];
        DivergenceAverages.Fake(divergence.Kind, fake.Value, power.Value, averages);
        HyperDual fakeSlope = ObjectiveAverages.Average(averages, 1, fake, power), spread = ObjectiveAverages.Average(averages, 2, fake, power);
        DivergenceAverages.Real(divergence.Kind, real.Value, power.Value, averages);
        HyperDual realSlope = ObjectiveAverages.Average(averages, 1, real, power);
        spread = variance * (spread + ObjectiveAverages.Average(averages, 2, real, power));
        for (int i = 0; i < n; i++)
        {
            v[i] = -(phi[i] * fakeSlope);
            v[n + i] = theta[i] * fakeSlope + target[i] * realSlope + phi[i] * spread;
        }
    }

    /// <summary>Means of the output over fake and real data, and its variance.</summary>
    private (HyperDual Fake, HyperDual Real, HyperDual Power) Outputs(ReadOnlySpan<HyperDual> y)
    {
        int n = target.Length;
        HyperDual fake = divergence.BalancedOutput, real = divergence.BalancedOutput, power = 0.0;
        for (int i = 0; i < n; i++)
        {
            fake += y[n + i] * y[i];
            real += y[n + i] * target[i];
            power += y[n + i] * y[n + i] * variance;
        }
        return (fake, real, power);
    }

    /// <summary>
    /// What instance noise of variance γ adds to first order. The source's rule: the discriminator descends ½γ‖φ‖² E h(V) over fake data. Complete: both players' shares of
    /// ½γ‖φ‖² (E A″ + E B″), which blurring adds to L.
    /// </summary>
    internal sealed class Noise(FGanFormula game, FDivergence divergence, double[] target, double variance, double blur, bool complete) : IGameFormula
    {
        /// <summary>Orders that ½‖φ‖²(A″ + B″) needs beside those of a field.</summary>
        private const int Extra = 2;

        public void Field(ReadOnlySpan<HyperDual> y, Span<HyperDual> v)
        {
            int n = target.Length;
            game.Field(y, v);
            (HyperDual fake, HyperDual real, HyperDual power) = game.Outputs(y);
            HyperDual length = 0.0;
            for (int i = 0; i < n; i++)
                length += y[n + i] * y[n + i];
            Span<double> averages = stackalloc double[ObjectiveAverages.Orders + Extra];
            if (complete)
            {
                DivergenceAverages.Fake(divergence.Kind, fake.Value, power.Value, averages);
                Add(y, v, length, averages[(Extra - 1)..], fake, power, 1, null);
                DivergenceAverages.Real(divergence.Kind, real.Value, power.Value, averages);
                Add(y, v, length, averages[(Extra - 1)..], real, power, 1, target);
                return;
            }
            DivergenceAverages.Weight(divergence.Kind, fake.Value, power.Value, averages[..(ObjectiveAverages.Orders + 1)]);
            Add(y, v, length, averages, fake, power, -1, null);
        }

        /// <summary>
        /// Adds the gradient of ±½γ‖φ‖² E k(V) for the discriminator, where V has the mean v₀ + φ·x̄; for a fake mean x̄ = θ and both signs alike the generator descends it.
        /// </summary>
        /// <param name="y">The parameters.</param>
        /// <param name="v">The field.</param>
        /// <param name="length">‖φ‖².</param>
        /// <param name="k">E k(V), E k′(V), E k″(V), ….</param>
        /// <param name="m">Mean of V.</param>
        /// <param name="q">Variance of V.</param>
        /// <param name="sign">Sign of the term in L.</param>
        /// <param name="mean">x̄ of real data, or null for fake data.</param>
        private void Add(ReadOnlySpan<HyperDual> y, Span<HyperDual> v, HyperDual length, ReadOnlySpan<double> k, HyperDual m, HyperDual q, double sign, double[]? mean)
        {
            int n = target.Length;
            double factor = 0.5 * sign * blur;
            HyperDual value = ObjectiveAverages.Average(k, 1, m, q), slope = length * ObjectiveAverages.Average(k, 2, m, q);
            HyperDual curvature = length * variance * ObjectiveAverages.Average(k, 3, m, q);
            for (int i = 0; i < n; i++)
            {
                HyperDual along = mean is null ? y[i] : mean[i];
                v[n + i] += factor * (2.0 * value * y[n + i] + slope * along + curvature * y[n + i]);
                if (complete && mean is null)
                    v[i] -= factor * slope * y[n + i];
            }
        }
    }
}

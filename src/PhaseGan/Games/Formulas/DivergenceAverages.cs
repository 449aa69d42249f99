namespace PhaseGan;

/// <summary>
/// Averages over a normal output V = m + √q e of derivatives of the two losses of an f-GAN, A(v) = g(v) over real and B(v) = −f*(g(v)) over fake data, and of
/// h(v) = f*″(g(v)) g′(v)² = −B″ + (B′/A′)A″, which the regulariser of Roth and others weighs.
/// </summary>
internal static class DivergenceAverages
{
    /// <summary>Writes E A⁽ᵏ⁾(V), k = 1, 2, … to the length of the result, at most 8.</summary>
    public static void Real(FDivergenceKind kind, double mean, double variance, Span<double> result)
    {
        switch (kind)
        {
            case FDivergenceKind.KullbackLeibler or FDivergenceKind.Pearson:
                result.Clear();
                result[0] = 1;
                break;
            case FDivergenceKind.ReverseKullbackLeibler or FDivergenceKind.Hellinger:
                Exponential(-1, mean, variance, 1, -1, result);
                break;
            case FDivergenceKind.JensenShannon:
                ObjectiveAverages.Derivatives(GanObjective.Logistic, mean, variance, result);
                break;
            default:
                HalfHyperbolicTangent(mean, variance, 1, result);
                break;
        }
    }

    /// <summary>Writes E B⁽ᵏ⁾(V), k = 1, 2, … to the length of the result, at most 8.</summary>
    public static void Fake(FDivergenceKind kind, double mean, double variance, Span<double> result)
    {
        switch (kind)
        {
            case FDivergenceKind.KullbackLeibler:
                Exponential(1, mean, variance, 1, -Math.Exp(-1), result);
                break;
            case FDivergenceKind.ReverseKullbackLeibler:
                result.Clear();
                result[0] = -1;
                break;
            case FDivergenceKind.Pearson:
                result.Clear();
                (result[0], result[1]) = (-0.5 * mean - 1, -0.5);
                break;
            case FDivergenceKind.Hellinger:
                Exponential(1, mean, variance, 1, -1, result);
                break;
            case FDivergenceKind.JensenShannon:
                Mirrored(mean, variance, 1, result);
                break;
            default:
                HalfHyperbolicTangent(mean, variance, -1, result);
                break;
        }
    }

    /// <summary>Writes E h⁽ᵏ⁾(V), k = 0, 1, … to one less than the length of the result, at most 7.</summary>
    public static void Weight(FDivergenceKind kind, double mean, double variance, Span<double> result)
    {
        result.Clear();
        switch (kind)
        {
            case FDivergenceKind.KullbackLeibler:
                Exponential(1, mean, variance, 0, Math.Exp(-1), result);
                break;
            case FDivergenceKind.ReverseKullbackLeibler:
                result[0] = 1;
                break;
            case FDivergenceKind.Pearson:
                result[0] = 0.5;
                break;
            case FDivergenceKind.Hellinger:
                Exponential(1, mean, variance, 0, 2, result);
                break;
            case FDivergenceKind.JensenShannon:
                // h = 1/(1 + e^(−v)) = ℓ′(−v) with ℓ the logistic f
                Mirrored(mean, variance, 0, result);
                break;
            default:
                break; // f* of the total variation distance is linear
        }
    }

    /// <summary>Writes a derivative of c e^(sv), starting with that of order <paramref name="first"/>: its average is c sᵏ e^(sm + s²q/2), here for s = ±1.</summary>
    private static void Exponential(int sign, double mean, double variance, int first, double factor, Span<double> result)
    {
        double value = factor * Math.Exp(sign * mean + 0.5 * variance);
        for (int k = 0; k < result.Length; k++)
            result[k] = sign < 0 && (k + first) % 2 == 1 ? -value : value;
    }

    /// <summary>Writes derivatives of v ↦ ℓ(−v) from order 1, or with <paramref name="first"/> = 0 those of v ↦ ℓ′(−v) from order 0.</summary>
    private static void Mirrored(double mean, double variance, int first, Span<double> result)
    {
        ObjectiveAverages.Derivatives(GanObjective.Logistic, -mean, variance, result);
        for (int k = 0; k < result.Length; k++)
            if ((k + first) % 2 == 1)
                result[k] = -result[k];
    }

    /// <summary>Writes derivatives of ±½ tanh v = ±(½ − ℓ′(2v)) from order 1: ∓2ᵏ ℓ⁽ᵏ⁺¹⁾(2v).</summary>
    private static void HalfHyperbolicTangent(double mean, double variance, double sign, Span<double> result)
    {
        Span<double> logistic = stackalloc double[result.Length + 1];
        ObjectiveAverages.Derivatives(GanObjective.Logistic, 2 * mean, 4 * variance, logistic);
        double power = sign;
        for (int k = 0; k < result.Length; k++)
        {
            power *= 2;
            result[k] = -power * logistic[k + 1];
        }
    }
}

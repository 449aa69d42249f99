namespace PhaseGan;

/// <summary>Averages of the derivatives of f over a normal argument.</summary>
internal static class ObjectiveAverages
{
    /// <summary>Derivatives f′, …, f⁽⁶⁾ that a field needs: two for itself and four for its second derivatives in mean and variance.</summary>
    public const int Orders = 6;

    /// <summary>Derivatives of the logistic f that are known: two more, for regularisers made of second derivatives.</summary>
    public const int LogisticOrders = 9;

    private const int Nodes = 64;
    private const double Spacing = 0.125;
    private static readonly double[] s_weights = Weights();
    private static readonly double[][] s_logistic = LogisticPolynomials();

    /// <summary>
    /// Writes E f⁽ᵏ⁾(m + √q e), e ~ N(0, 1), for k = 1, 2, … to the length of the result, at most <see cref="LogisticOrders"/>. For the logistic f with q &gt; 0 by the trapezoidal rule on [−8, 8]: relative accuracy 1e-13 for
    /// √q ≤ 5.
    /// </summary>
    public static void Derivatives(GanObjective objective, double mean, double variance, Span<double> result)
    {
        result.Clear();
        switch (objective)
        {
            case GanObjective.Wasserstein:
                result[0] = 1;
                break;
            case GanObjective.Quadratic:
                result[0] = 1 - mean;
                result[1] = -1;
                break;
            case GanObjective.Logistic when variance == 0:
                AddLogistic(mean, 1, result);
                break;
            case GanObjective.Logistic:
                double width = Spacing * Math.Sqrt(variance);
                for (int i = -Nodes; i <= Nodes; i++)
                    AddLogistic(mean + i * width, s_weights[i + Nodes], result);
                break;
        }
    }

    /// <summary>
    /// E f⁽ᵏ⁾(m + √q e) for numbers m and q that carry derivatives, given the averages at their values: the derivative by m is that of order k + 1, the one
    /// by q half that of order k + 2 (heat equation).
    /// </summary>
    public static HyperDual Average(ReadOnlySpan<double> averages, int k, HyperDual m, HyperDual q)
    {
        double byM = averages[k], byQ = 0.5 * averages[k + 1];
        double mixed = averages[k + 1] * m.First * m.Second
            + 0.5 * averages[k + 2] * (m.First * q.Second + q.First * m.Second)
            + 0.25 * averages[k + 3] * q.First * q.Second;
        return new HyperDual(
            averages[k - 1], byM * m.First + byQ * q.First, byM * m.Second + byQ * q.Second, byM * m.Mixed + byQ * q.Mixed + mixed);
    }

    private static void AddLogistic(double t, double weight, Span<double> result)
    {
        double s = 1 / (1 + Math.Exp(t));
        for (int k = 0; k < result.Length; k++)
        {
            double[] polynomial = s_logistic[k];
            double value = 0;
            for (int p = polynomial.Length - 1; p >= 0; p--)
                value = value * s + polynomial[p];
            result[k] += weight * value;
        }
    }

    /// <summary>f⁽ᵏ⁾ as polynomials in s = f′ = 1/(1 + eᵗ), for which ds/dt = s² − s.</summary>
    private static double[][] LogisticPolynomials()
    {
        var all = new double[LogisticOrders][];
        all[0] = [0, 1];
        for (int k = 1; k < LogisticOrders; k++)
        {
            all[k] = new double[k + 2];
            for (int p = 1; p <= k; p++)
            {
                all[k][p] -= p * all[k - 1][p];
                all[k][p + 1] += p * all[k - 1][p];
            }
        }
        return all;
    }

    private static double[] Weights()
    {
        var weights = new double[2 * Nodes + 1];
        for (int i = -Nodes; i <= Nodes; i++)
            weights[i + Nodes] = Math.Exp(-0.5 * i * i * Spacing * Spacing);
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }
}

namespace PhaseGan.Benchmarks;

/// <summary>Plain integration of a grid of cells in lanes.</summary>
internal static class RawIntegration
{
    public static void Run<TField>(TField field, int d, int size, double until, int threads)
        where TField : struct, ILaneField
    {
        int count = size * size;
        var ends = new double[count * field.Dimension];
        var steps = new int[count];
        var integration = new LaneIntegration<TField>(field, 1e-6, 1e-9, 10_000_000);
        Workers.Run(threads, (_, _) => integration.Run(count, (k, parameters, y) => Fill(d, size, k, parameters, y), until, ends, steps), CancellationToken.None);
        // the values are looked at, so that nothing can be left out
        if (steps.Any(s => s <= 0))
            throw new InvalidOperationException("a trajectory ran out of steps");
        if (!double.IsFinite(ends.Sum()))
            throw new InvalidOperationException("a trajectory left every bound");
    }

    /// <summary>The parameters and the start of the peer.</summary>
    private static void Fill(int d, int size, int cell, Span<double> parameters, Span<double> y)
    {
        double eta = (d == 1 ? 2.6 : 5.6) * (cell / size + 0.5) / size, alpha = 2.0 * (cell % size + 0.5) / size;
        double[] variances = [.. Enumerable.Range(0, d).Select(l => d == 1 ? 1 : 5 - 2.0 * l / (d - 1))];
        ReducedEquations.Write(new GanParameters(variances, variances, 0.2, 0.2 * alpha, eta, eta), parameters);
        y.Clear();
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                y[i * d + j] = 0.01 * Math.Cos(1.0 + i + 2 * j);
            y[d * d + i] = 0.01 * Math.Cos(3.0 + i);
            y[d * d + d + i] = 0.01 * Math.Sin(2.0 + i);
        }
    }
}

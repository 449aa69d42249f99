namespace PhaseGan.Tests.Equations;

/// <summary>Trainings with vectors, as <see cref="SchemeTraining"/> has them, beside the ODE of a rule, from a start and at times that are the same throughout.</summary>
internal static class SchemeComparison
{
    private static readonly double[] s_times = [0.3, 0.6, 0.9, 1.2, 1.5];

    /// <summary>The times.</summary>
    public static IReadOnlyList<double> Times => s_times;

    /// <summary>The overlaps of trainings with seeds of their own, at every time.</summary>
    public static double[][][] Runs(int replicas, Func<int, SchemeTraining> training)
    {
        var runs = new double[replicas][][];
        Parallel.For(0, replicas, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            SchemeTraining one = training(1000 + i);
            runs[i] = one.Run(Start(one.Parameters), s_times);
        });
        return runs;
    }

    /// <summary>The largest distance of the mean from the ODE over coordinates and times, in standard errors of the mean.</summary>
    public static double Worst(double[][][] runs, GanParameters gan, TrainingRule rule)
    {
        Trajectory path = DormandPrince.Integrate(MacroscopicOde.For(gan, rule), Start(gan), s_times[^1]);
        return Worst(runs, s_times, time => path.At(time));
    }

    /// <summary>The same for the coordinates that a prediction gives at the times of the runs.</summary>
    public static double Worst(double[][][] runs, IReadOnlyList<double> times, Func<double, double[]> prediction)
    {
        double most = 0;
        for (int t = 0; t < times.Count; t++)
        {
            double[] y = prediction(times[t]);
            for (int c = 0; c < y.Length; c++)
            {
                double mean = runs.Average(run => run[t][c]), variance = runs.Sum(run => Math.Pow(run[t][c] - mean, 2)) / (runs.Length - 1);
                most = Math.Max(most, Math.Abs(mean - y[c]) / Math.Sqrt(variance / runs.Length));
            }
        }
        return most;
    }

    /// <summary>The start.</summary>
    public static MacroState Start(GanParameters gan) => MacroState.NearOrigin(gan, 0.8, seed: 2);
}

using System.Globalization;

namespace PhaseGan.Benchmarks;

/// <summary>Theorem 1 with more replicas than the test suite has time for; the path comes from the library's own ODE.</summary>
internal static class TheoremOne
{
    public static int Run(Options options)
    {
        int replicas = options.Count("--replicas", 64);
        foreach (double noise in new[] { 2.0, 1.0, 4.0 })
        {
            var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, noise, noise);
            MacroState start = MacroState.NearOrigin(gan, 0.3, seed: 1);
            var times = SimulationOptions.EvenTimes(10, 50);
            var path = DormandPrince.Integrate(new ReducedOde(gan), start, until: 10);
            var distances = new List<(double N, double Distance)>();
            foreach (long n in new long[] { 1_000, 10_000, 100_000, 1_000_000 })
            {
                Ensemble ensemble = new GramSimulator().Run(
                    gan, start, new SimulationOptions { Dimension = n, Replicas = replicas * (int)Math.Max(1, Math.Sqrt(1_000_000.0 / n)), Times = times, Seed = 3 });
                double largest = Enumerable.Range(0, times.Length).Max(time =>
                {
                    double[] exact = path.At(times[time]);
                    return Enumerable.Range(0, ensemble.Replicas).Average(r => Distance(ensemble.Record(time, r), exact));
                });
                distances.Add((n, largest));
            }
            double mean = distances.Average(p => Math.Log10(p.N));
            double slope = distances.Sum(p => (Math.Log10(p.N) - mean) * Math.Log10(p.Distance)) / distances.Sum(p => Math.Pow(Math.Log10(p.N) - mean, 2));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"noise {noise}: slope {slope:0.000}; {string.Join(", ", distances.Select(p => string.Create(CultureInfo.InvariantCulture, $"n = {p.N:0}: {p.Distance:0.000000}")))}"));
        }
        return 0;
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += 2 * (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum);
    }
}

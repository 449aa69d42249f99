using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PhaseGan.Benchmarks;

/// <summary>
/// Our simulators and what users would write instead, in turn within one run: what the machine does meanwhile falls on both, and
/// the median of the ratios of neighbours is printed. One thread; d = 2, Figure 1's first setting.
/// </summary>
internal static partial class SimulatorRace
{
    private static readonly GanParameters Gan = new([5, 3], [5, 3], 0.2, 0.04, 2, 2);

    public static int Run(Options options)
    {
        int rounds = options.Count("--rounds", 9);
        double seconds = options.Number("--seconds", 1);
        string? cpp = options.Text("--peer-cpp");
        string? numpy = options.Text("--peer-numpy");
        int columns = options.Count("--columns", 1);
        TrainingRule rule = columns == 1 ? TrainingRule.Example1 : new TrainingRule { DiscriminatorFeatures = columns };
        MacroState start = MacroState.NearOrigin(Gan, 0.1, seed: 1).Spread(columns);
        SimulationOptions size = new() { Dimension = 5000, Threads = 1, MaximumSteps = long.MaxValue };
        Training micro = new MicroscopicSimulator(rule: rule).Begin(Gan, start, size);
        Training gram = new GramSimulator(rule).Begin(Gan, start, size);
        Training ensemble = new GramSimulator(rule).Begin(Gan, start, size with { Replicas = 64 });
        Training small = new GramSimulator(rule).Begin(Gan, start, size with { Dimension = 1000 });
        Training large = new GramSimulator(rule).Begin(Gan, start, size with { Dimension = 1_000_000_000 });
        foreach (Training training in new[] { micro, gram, ensemble, small, large })
            Rate(training, 0.5);

        Race("microscopic, n = 5000", () => Rate(micro, seconds), "C++ peer", Peer(cpp), rounds);
        Race("microscopic, n = 5000", () => Rate(micro, seconds), "NumPy peer", Peer(numpy), rounds);
        Race("Gram, 1 replica", () => Rate(gram, seconds), "NumPy peer", Peer(numpy), rounds);
        Race("Gram, 64 replicas", () => Rate(ensemble, seconds), "NumPy peer", Peer(numpy), rounds);
        // Short turns: one processor slows down and speeds up by more than the difference sought.
        Race("Gram, n = 10^9", () => Rate(large, seconds / 10), "Gram, n = 10^3", () => Rate(small, seconds / 10), 10 * rounds);
        return 0;
    }

    /// <summary>Steps per second, replicas together.</summary>
    private static double Rate(Training training, double seconds)
    {
        long chunk = Math.Max(1, training.Dimension > 1 && training is MicroscopicTraining ? 100 : 10_000 / training.Replicas);
        long steps = 0;
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            training.Advance(chunk);
            steps += chunk;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed.TotalSeconds < seconds);
        return steps * training.Replicas / elapsed.TotalSeconds;
    }

    private static void Race(string nameA, Func<double> a, string nameB, Func<double>? b, int rounds)
    {
        if (b is null)
            return;
        var (ratios, ofA, ofB) = (new List<double>(), new List<double>(), new List<double>());
        for (int round = 0; round < rounds; round++)
        {
            ofA.Add(a());
            ofB.Add(b());
            ratios.Add(ofA[^1] / ofB[^1]);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{nameA}: {Median(ofA):N0} steps/s; {nameB}: {Median(ofB):N0} steps/s; ratio {Median(ratios):0.###} (middle half {Quantile(ratios, 0.25):0.###} to {Quantile(ratios, 0.75):0.###}, {rounds} rounds)"));
    }

    private static Func<double>? Peer(string? command)
    {
        if (command is null)
            return null;
        return () =>
        {
            using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Match match = StepsPerSecond().Match(output);
            return match.Success && process.ExitCode == 0
                ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new ArgumentException($"the peer must print \"X steps/s\": {command} printed {output} and ended with {process.ExitCode}");
        };
    }

    private static double Median(List<double> values) => Quantile(values, 0.5);

    private static double Quantile(List<double> values, double probability) =>
        values.Order().ElementAt((int)Math.Round(probability * (values.Count - 1)));

    [GeneratedRegex(@"([0-9.]+) steps/s")]
    private static partial Regex StepsPerSecond();
}

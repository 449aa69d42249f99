using System.Diagnostics;
using System.Globalization;

namespace PhaseGan.Benchmarks;

/// <summary>Sweeps over α ∈ (0, 2] and η, as a program of their own and against a peer program in turn.</summary>
internal static class SweepRace
{
    /// <summary>One sweep of labels at cell centres: Λ = Λ̃ = 1 and η ∈ (0, 2.6], or Λ = Λ̃ from 5 to 3 and η ∈ (0, 5.6]; τ = 0.2.</summary>
    public static int Sweep(Options options)
    {
        int d = options.Count("--features", 1), size = options.Count("--size", 64), step = options.Count("--refine", 0);
        double[] variances = d == 1 ? [1] : [.. Enumerable.Range(0, d).Select(l => 5 - 2.0 * l / (d - 1))];
        var gan = new GanParameters(variances, variances, 0.2, 0.2, 1, 1);
        var sweep = new PhaseSweep(Centres("alpha", 2, size), Centres("eta", d == 1 ? 2.6 : 5.6, size), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta))
        {
            Threads = options.Count("--threads", Environment.ProcessorCount),
        };
        var classifier = new OdePhaseClassifier();
        PhaseDiagram diagram = step > 0 ? sweep.Refine(classifier, new RefineOptions { CoarseStep = step }) : sweep.Run(classifier);
        Console.WriteLine(diagram);
        if (step > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"labelled {100.0 * diagram.Verdicts.Count(v => v.Evidence[^1] == "false") / diagram.Verdicts.Length:0.##} % of the cells, inferred the rest"));
        if (options.Text("--csv") is { } path)
            diagram.WriteCsv(path);
        return 0;
    }

    /// <summary>The same cells integrated to a time at the tolerances of the C++ peer (1e-6, 1e-9), with its start, and nothing decided.</summary>
    public static int Raw(Options options)
    {
        int d = options.Count("--features", 1), size = options.Count("--size", 64), threads = options.Count("--threads", Environment.ProcessorCount);
        double until = options.Number("--until", 2000);
        long start = Stopwatch.GetTimestamp();
        switch (d)
        {
            case 1:
                RawIntegration.Run(new ReducedLanes<OneFeature>(new OneFeature()), d, size, until, threads);
                break;
            case 2:
                RawIntegration.Run(new ReducedLanes<TwoFeatures>(new TwoFeatures()), d, size, until, threads);
                break;
            case 3:
                RawIntegration.Run(new ReducedLanes<ThreeFeatures>(new ThreeFeatures()), d, size, until, threads);
                break;
            default:
                RawIntegration.Run(new ReducedLanes<SomeFeatures>(new SomeFeatures(d)), d, size, until, threads);
                break;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.000} s for {size * size} cells, d = {d}, T = {until}, {threads} threads"));
        return 0;
    }

    /// <summary>Two commands in turn, A B A B …, from the start of their process to its end; the ratio of the medians of their wall times.</summary>
    public static int Compare(Options options)
    {
        string ours = options.Text("--ours") ?? throw new ArgumentException("--ours needs a command");
        string peer = options.Text("--peer") ?? throw new ArgumentException("--peer needs a command");
        int rounds = options.Count("--rounds", 5);
        var (a, b) = (new List<double>(), new List<double>());
        for (int round = 0; round < rounds; round++)
        {
            a.Add(Seconds(ours));
            b.Add(Seconds(peer));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ours {Median(a):0.000} s ({a.Min():0.000} to {a.Max():0.000}), peer {Median(b):0.000} s ({b.Min():0.000} to {b.Max():0.000}), peer / ours {Median(b) / Median(a):0.00}, {rounds} rounds"));
        return 0;
    }

    private static double Seconds(string command)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{command} > /dev/null 2>&1"]))!;
        process.WaitForExit();
        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(start).TotalSeconds : throw new ArgumentException($"'{command}' ended with {process.ExitCode}");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static Axis Centres(string name, double to, int size) => Axis.Linear(name, 0.5 * to / size, (size - 0.5) * to / size, size);
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PhaseGan.Tests.Agreement;

namespace PhaseGan.Benchmarks;

/// <summary>Random points, delicate ones among them, on which labels are held against other evidence.</summary>
internal static class Agreement
{
    /// <summary>Labels among many against labels alone; ends with 1 where two exclude each other.</summary>
    public static int Labels(Options options)
    {
        long start = Stopwatch.GetTimestamp();
        LabelComparison comparison = LabelComparison.Run(Points(options), options.Count("--threads", 1));
        foreach (string line in comparison.Open.Take(options.Count("--open", 0)).Concat(comparison.OtherNames).Concat(comparison.Contradictions).Concat(comparison.Lines()))
            Console.WriteLine(line);
        string phases = string.Join(", ", comparison.Phases.OrderBy(p => p.Key).Select(p => $"{p.Key} {p.Value}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{comparison.Contradictions.Count} contradictions, {comparison.OtherNames.Count} names of a fixed point that differ; {phases}; {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        return comparison.Contradictions.Count == 0 ? 0 : 1;
    }

    /// <summary>Integrates on wherever no fixed point is said to attract; ends with 1 where a motion settles.</summary>
    public static int Moving(Options options)
    {
        long start = Stopwatch.GetTimestamp();
        DelicatePoint[] points = Points(options);
        ImmutableArray<PhaseVerdict> verdicts = new OdePhaseClassifier().ClassifyMany([.. points.Select(p => p.Parameters)], [.. points.Select(p => p.Start)]);
        int[] moving = [.. Enumerable.Range(0, points.Length).Where(i => verdicts[i].Attractor == "Moving")];
        int settled = 0, cut = 0;
        Parallel.ForEach(moving, new ParallelOptions { MaxDegreeOfParallelism = options.Count("--threads", 1) }, i =>
        {
            string? rest = MotionCheck.Settles(points[i].Parameters, points[i].Start, out bool isCut);
            if (isCut)
                Interlocked.Increment(ref cut);
            if (rest is null)
                return;
            Interlocked.Increment(ref settled);
            Console.WriteLine($"{points[i]}: {rest}");
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{moving.Length} of {points.Length} points Moving, {settled} settle, {cut} not followed to the end; {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        return settled == 0 ? 0 : 1;
    }

    private static DelicatePoint[] Points(Options options)
    {
        int points = options.Count("--points", 1000), seed = options.Count("--seed", 1), features = options.Count("--features", 0);
        return features > 0
            ? [.. Enumerable.Range(0, points).Select(i => DelicatePoint.Draw(seed, i, features))]
            : LabelComparison.Points(seed, points, everyTwo: 10, everyThree: 200);
    }
}

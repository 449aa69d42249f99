using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Plotting;

/// <summary>
/// One quantity over time in a <see cref="TrajectoryPanel"/>: a line (a solution of the ODE), a thin one (another theory), dots (a simulation) and
/// a band (its quantiles), each of which may be absent. Series of the same name look the same in all panels and share an entry of the legend.
/// </summary>
public sealed class TrajectorySeries
{
    /// <summary>Makes a series without points.</summary>
    /// <param name="name">Text of the legend; not blank.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    public TrajectorySeries(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>Text of the legend.</summary>
    public string Name { get; }

    /// <summary>Points of the line, drawn in this order.</summary>
    /// <exception cref="ArgumentException">Set to a point that is not finite.</exception>
    public ImmutableArray<(double Time, double Value)> Line { get; init => field = Finite(value, p => p.Time + p.Value, nameof(Line)); } = [];

    /// <summary>Points of a second, thin line of the same quantity in another theory, to be compared with.</summary>
    /// <exception cref="ArgumentException">Set to a point that is not finite.</exception>
    public ImmutableArray<(double Time, double Value)> Reference { get; init => field = Finite(value, p => p.Time + p.Value, nameof(Reference)); } = [];

    /// <summary>Dots.</summary>
    /// <exception cref="ArgumentException">Set to a point that is not finite.</exception>
    public ImmutableArray<(double Time, double Value)> Dots { get; init => field = Finite(value, p => p.Time + p.Value, nameof(Dots)); } = [];

    /// <summary>The lower and upper border of a shaded band.</summary>
    /// <exception cref="ArgumentException">Set to a point that is not finite.</exception>
    public ImmutableArray<(double Time, double Low, double High)> Band { get; init => field = Finite(value, p => p.Time + p.Low + p.High, nameof(Band)); } = [];

    /// <summary>
    /// A quantity of the state along the ODE's path and, if trainings are given, in them: of one training its records as dots, of more their
    /// median as dots in a band of the middle 80 %.
    /// </summary>
    /// <param name="name">Text of the legend; not blank.</param>
    /// <param name="path">A solution of the ODE.</param>
    /// <param name="value">The quantity as a function of the N coordinates P, q, r, S in the order of <see cref="ReducedOde.CoordinateNames"/>.</param>
    /// <param name="trainings">Simulated trainings.</param>
    /// <param name="reference">A path to be compared with, whose coordinates begin with those that <paramref name="value"/> reads.</param>
    /// <param name="points">Points of each line, ≥ 2.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="value"/> is null.</exception>
    /// <exception cref="ArgumentException">The name is blank, the path and the trainings have different coordinates, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two points.</exception>
    public static TrajectorySeries Of(string name, Trajectory path, Func<ReadOnlySpan<double>, double> value, Ensemble? trainings = null, Trajectory? reference = null, int points = 801)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        Guard.AtLeast(points, 2, "a number of points");
        if (trainings is not null)
            Guard.Length(trainings.CoordinateCount, path.Dimension, "a list of coordinates, those of the path,", nameof(trainings));
        var dots = ImmutableArray.CreateBuilder<(double, double)>();
        var band = ImmutableArray.CreateBuilder<(double, double, double)>();
        for (int k = 0; k < trainings?.Steps.Length; k++)
        {
            double time = trainings.Steps[k] / (double)trainings.Options.Dimension;
            var values = new double[trainings.Replicas];
            for (int replica = 0; replica < values.Length; replica++)
                values[replica] = value(trainings.Record(k, replica));
            Array.Sort(values);
            dots.Add((time, Quantile(values, 0.5)));
            if (values.Length > 1)
                band.Add((time, Quantile(values, 0.1), Quantile(values, 0.9)));
        }
        return new TrajectorySeries(name) { Line = Points(path, value, points), Reference = reference is null ? [] : Points(reference, value, points), Dots = dots.ToImmutable(), Band = band.ToImmutable() };
    }

    private static ImmutableArray<(double, double)> Points(Trajectory path, Func<ReadOnlySpan<double>, double> value, int count)
    {
        var y = new double[path.Dimension];
        var line = ImmutableArray.CreateBuilder<(double, double)>(count);
        for (int i = 0; i < count; i++)
        {
            double time = i == count - 1 ? path.EndTime : path.StartTime + (path.EndTime - path.StartTime) * i / (count - 1);
            path.At(time, y);
            line.Add((time, value(y)));
        }
        return line.MoveToImmutable();
    }

    private static double Quantile(double[] sorted, double probability)
    {
        double rank = probability * (sorted.Length - 1);
        int below = (int)rank;
        return sorted[below] + (rank - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
    }

    private static ImmutableArray<T> Finite<T>(ImmutableArray<T> points, Func<T, double> sum, string name)
    {
        if (points.IsDefault)
            return [];
        foreach (T point in points)
            if (!double.IsFinite(sum(point)))
                throw new ArgumentException($"the points of {name} must be finite; got {point}", name);
        return points;
    }

    /// <summary>Its name and how many points it has.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: line of {Line.Length} points, {Dots.Length} dots");
}

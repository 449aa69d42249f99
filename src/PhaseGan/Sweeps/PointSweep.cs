using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>A sweep over any list of points of parameter space.</summary>
public sealed class PointSweep
{
    /// <summary>Plans a sweep.</summary>
    /// <param name="points">The points; may be empty.</param>
    /// <exception cref="ArgumentNullException">The list or one of its points is null.</exception>
    public PointSweep(IReadOnlyList<GanParameters> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        foreach (GanParameters point in points)
            ArgumentNullException.ThrowIfNull(point, nameof(points));
        Points = [.. points];
    }

    /// <summary>The points, in order.</summary>
    public ImmutableArray<GanParameters> Points { get; }

    /// <summary>Largest number of points labelled at once, ≥ 1; the number of processors unless set. Does not show in the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of threads", nameof(Threads));
    } = Environment.ProcessorCount;

    /// <summary>Labels all points in parallel; the same bits for any number of threads.</summary>
    /// <param name="classifier">Gives the labels.</param>
    /// <param name="progress">Told how far the sweep is: one call at a time, from the workers' threads, never backwards.</param>
    /// <param name="cancellationToken">Stops the sweep, and the points in flight.</param>
    /// <returns>One verdict a point, in the order of <see cref="Points"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="classifier"/> is null.</exception>
    /// <exception cref="ArgumentException">An evidence column of the classifier has the name of another column.</exception>
    /// <exception cref="SweepException">A point could not be labelled; the first such point is named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ImmutableArray<PhaseVerdict> Run(
        IPhaseClassifier classifier,
        IProgress<SweepProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        VerdictCheck.CheckColumns(VerdictColumns.Names(classifier.EvidenceColumns), nameof(classifier));
        return new SweepRunner<GanParameters>(
            classifier.EvidenceColumns.Length, new ClassifierLabels(classifier).Label, i => Points[i],
            i => string.Create(CultureInfo.InvariantCulture, $"point {i + 1} of {Points.Length} ({Points[i]})")).Run(Points.Length, Threads, progress, cancellationToken);
    }

    /// <summary>How many points.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Points.Length} points");
}

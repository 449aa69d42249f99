using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>A source of labels that is quicker with many points at once; <see cref="PhaseSweep"/> hands it the cells in large pieces.</summary>
/// <remarks>
/// Contract for implementers: the <see cref="PhaseVerdict.Phase"/> of each point is that of <see cref="IPhaseClassifier.Classify"/>, and so is
/// the name of a fixed point; only <see cref="Phase.Undetermined"/> may stand on one side alone. What else a verdict carries may rest on other evidence, and says so. A verdict depends on its own point alone: the same bits
/// whatever the others are and however the points are cut into calls. Where a point fails, the failure names it: a sweep reports that cell, and asks for none again.
/// </remarks>
public interface IBatchPhaseClassifier : IPhaseClassifier
{
    /// <summary>Labels many points of parameter space.</summary>
    /// <param name="points">The points, none of them null.</param>
    /// <param name="cancellationToken">Stops the work early with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One verdict a point, in their order.</returns>
    /// <exception cref="ArgumentNullException">A point is null.</exception>
    /// <exception cref="SweepException">
    /// A point could not be labelled; its index is the place in the list, of several that fail the first. Any other exception says nothing of a point: a sweep then looks for the one that
    /// fails by itself, at the cost of calls with single points.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    ImmutableArray<PhaseVerdict> ClassifyMany(ReadOnlySpan<GanParameters> points, CancellationToken cancellationToken = default);

    /// <summary>Labels the points of a batch by some threads: list by list, unless the classifier lets threads share all points.</summary>
    internal void Label(PointBatch<GanParameters> batch, int threads, CancellationToken cancellationToken) =>
        BatchPieces.Label(this, batch, threads, cancellationToken);
}

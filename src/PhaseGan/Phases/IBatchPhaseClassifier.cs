using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>A source of labels that is quicker with many points at once; <see cref="PhaseSweep"/> hands it the cells in large pieces.</summary>
/// <remarks>
/// Contract for implementers: the <see cref="PhaseVerdict.Phase"/> of each point is that of <see cref="IPhaseClassifier.Classify"/>, and so is
/// the name of a fixed point; only <see cref="Phase.Undetermined"/> may stand on one side alone. What else a verdict carries may rest on other evidence, and says so. A verdict depends on its own point alone: the same bits
/// whatever the others are and however the points are cut into calls.
/// </remarks>
public interface IBatchPhaseClassifier : IPhaseClassifier
{
    /// <summary>Labels many points of parameter space.</summary>
    /// <param name="points">The points, none of them null.</param>
    /// <param name="cancellationToken">Stops the work early with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One verdict a point, in their order.</returns>
    /// <exception cref="ArgumentNullException">A point is null.</exception>
    /// <exception cref="ArgumentException">The classifier's options do not fit a point.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    ImmutableArray<PhaseVerdict> ClassifyMany(ReadOnlySpan<GanParameters> points, CancellationToken cancellationToken = default);
}

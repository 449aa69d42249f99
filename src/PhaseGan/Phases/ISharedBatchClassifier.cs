namespace PhaseGan;

/// <summary>A batch classifier whose work on many points several threads can share.</summary>
internal interface ISharedBatchClassifier : IBatchPhaseClassifier
{
    /// <summary>Labels many points; the bits are those of <see cref="IBatchPhaseClassifier.ClassifyMany"/>, for any number of threads.</summary>
    /// <param name="count">Number of points.</param>
    /// <param name="point">Makes the point of an index; called from several threads.</param>
    /// <param name="start">The start of an index, or null for the one of the classifier; called from several threads. Absent: every point has the one of the classifier.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="labelled">Given the index and verdict of every point as soon as there is one, from several threads; what it throws ends the work.</param>
    /// <param name="cancellationToken">Stops the work early.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    PhaseVerdict[] ClassifyMany(int count, Func<int, GanParameters> point, Func<int, MacroState?>? start, int threads, Action<int, PhaseVerdict>? labelled, CancellationToken cancellationToken);
}

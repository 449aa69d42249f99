namespace PhaseGan;

/// <summary>A batch classifier whose work on many points several threads can share.</summary>
internal interface ISharedBatchClassifier : IBatchPhaseClassifier
{
    /// <summary>Labels many points; the bits are those of <see cref="IBatchPhaseClassifier.ClassifyMany"/>, for any number of threads.</summary>
    /// <param name="count">Number of points.</param>
    /// <param name="point">Makes the point of an index; called from several threads.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="labelled">Told whenever a point has a verdict, from several threads.</param>
    /// <param name="cancellationToken">Stops the work early.</param>
    PhaseVerdict[] ClassifyMany(int count, Func<int, GanParameters> point, int threads, Action? labelled, CancellationToken cancellationToken);
}

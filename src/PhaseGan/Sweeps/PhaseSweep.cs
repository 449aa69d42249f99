using System.Globalization;

namespace PhaseGan;

/// <summary>A sweep over two axes: the parameters at each pair of values, labelled by any <see cref="IPhaseClassifier"/>.</summary>
public sealed class PhaseSweep
{
    private readonly Func<double, double, GanParameters> _at;
    private readonly SweptParameters? _swept;

    /// <summary>Plans a sweep.</summary>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis, with another name.</param>
    /// <param name="at">The parameters at a pair (x, y); a pure function that may be called from several threads at once.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The axes have the same name, or more than <see cref="PhaseDiagram.MaxCells"/> cells.</exception>
    public PhaseSweep(Axis x, Axis y, Func<double, double, GanParameters> at)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(at);
        PhaseDiagram.CheckAxes(x, y);
        (X, Y, _at) = (x, y, at);
    }

    /// <summary>Plans a sweep over two parameters of the model.</summary>
    /// <param name="x">
    /// The horizontal axis, named after the parameter that it moves: <c>alpha</c>, <c>tau</c>, <c>tau-tilde</c>, <c>eta</c> (both noises at once), <c>eta-t</c>,
    /// <c>eta-g</c> or <c>x</c> (both noises at their ratio).
    /// </param>
    /// <param name="y">The vertical axis, with the name of another parameter.</param>
    /// <param name="parameters">The parameters that no axis moves.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The axes have the same name or that of no parameter, or more than <see cref="PhaseDiagram.MaxCells"/> cells.</exception>
    public PhaseSweep(Axis x, Axis y, GanParameters parameters)
        : this(x, y, At(x, y, parameters, out SweptParameters swept))
    {
        _swept = swept;
    }

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; }

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; }

    /// <summary>Largest number of cells labelled at once, ≥ 1; the number of processors unless set. Does not show in the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of threads", nameof(Threads));
    } = Environment.ProcessorCount;

    /// <summary>The parameters at a pair of values, which need not be on the axes; pictures use it to draw boundaries between cells.</summary>
    /// <param name="x">A value of the horizontal parameter.</param>
    /// <param name="y">A value of the vertical parameter.</param>
    /// <exception cref="ArgumentException">There are no such parameters (thrown by the function given).</exception>
    public GanParameters At(double x, double y) => _at(x, y);

    /// <summary>Labels all cells in parallel.</summary>
    /// <remarks>
    /// The parameters of the cells along the edges are made before any cell is labelled, so that a range that leaves the possible values is reported
    /// at once. Each worker takes the next cell when it is free. The diagram has the same bits for any number of threads.
    /// </remarks>
    /// <param name="classifier">Gives the labels.</param>
    /// <param name="progress">Told how far the sweep is: one call at a time, from the workers' threads, never backwards.</param>
    /// <param name="cancellationToken">Stops the sweep, and the cells in flight.</param>
    /// <returns>The labelled diagram.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="classifier"/> is null.</exception>
    /// <exception cref="ArgumentException">An evidence column of the classifier has the name of another column.</exception>
    /// <exception cref="SweepException">The parameters or the label of a cell could not be made; the first such cell is named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PhaseDiagram Run(
        IPhaseClassifier classifier,
        IProgress<SweepProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return With(classifier).Run(progress, cancellationToken);
    }

    /// <summary>Labels the cells that a store lacks, and gives the diagram of all.</summary>
    /// <remarks>
    /// Cells are written as they are finished, so that after an end at any moment the next run goes on where this one was; the diagram has the
    /// same bits however often it was stopped. Several runs, also of several processes, may share a store.
    /// </remarks>
    /// <param name="classifier">Gives the labels; must describe itself (<see cref="IPhaseClassifier.Describe"/>) completely.</param>
    /// <param name="store">Where finished cells are kept: empty, or a store of this very sweep.</param>
    /// <param name="progress">Told how many cells are in the store: one call at a time, from a thread of its own, never backwards.</param>
    /// <param name="cancellationToken">Stops the sweep, and the cells in flight; what was finished is in the store.</param>
    /// <returns>The labelled diagram.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="classifier"/> or <paramref name="store"/> is null.</exception>
    /// <exception cref="ArgumentException">An evidence column of the classifier has the name of another column.</exception>
    /// <exception cref="SweepException">The parameters or the label of a cell could not be made; a cell that failed is named, what was finished is in the store.</exception>
    /// <exception cref="SweepStoreException">The store is of another sweep, damaged, or cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PhaseDiagram Run(
        IPhaseClassifier classifier,
        ISweepStore store,
        IProgress<SweepProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return With(classifier).Run(store, progress, cancellationToken);
    }

    /// <summary>Labels those cells of one part of the sweep that a store lacks. The stores of all parts, joined, hold the diagram.</summary>
    /// <param name="classifier">Gives the labels; must describe itself (<see cref="IPhaseClassifier.Describe"/>) completely.</param>
    /// <param name="store">Where finished cells are kept: empty, or a store of this part of this sweep.</param>
    /// <param name="shard">The part.</param>
    /// <param name="progress">Told how many cells of the part are in the store: one call at a time, from a thread of its own, never backwards.</param>
    /// <param name="cancellationToken">Stops the sweep, and the cells in flight; what was finished is in the store.</param>
    /// <exception cref="ArgumentNullException"><paramref name="classifier"/> or <paramref name="store"/> is null.</exception>
    /// <exception cref="ArgumentException">An evidence column of the classifier has the name of another column.</exception>
    /// <exception cref="SweepException">The parameters or the label of a cell could not be made; a cell that failed is named, what was finished is in the store.</exception>
    /// <exception cref="SweepStoreException">The store is of another sweep or part, damaged, or cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void RunShard(
        IPhaseClassifier classifier,
        ISweepStore store,
        SweepShard shard,
        IProgress<SweepProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        With(classifier).RunShard(store, shard, progress, cancellationToken);
    }

    /// <summary>
    /// Everything that decides the diagram: axes, the parameters of all cells, the classifier with its options at each of them, and the
    /// version of the library.
    /// </summary>
    /// <param name="classifier">The source of the labels.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentNullException"><paramref name="classifier"/> is null.</exception>
    /// <exception cref="ArgumentException">An evidence column of the classifier has the name of another column.</exception>
    /// <exception cref="SweepException">The parameters of a cell could not be made, or the classifier's options do not fit them.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SweepDescription Describe(IPhaseClassifier classifier, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return With(classifier).Describe(cancellationToken);
    }

    /// <summary>
    /// Labels a coarse grid of cells and then only where the labels of neighbours differ or a known boundary passes (a quadtree); the phases of the cells
    /// between are inferred.
    /// </summary>
    /// <remarks>
    /// A cell that is labelled has the verdict of <see cref="Run(IPhaseClassifier, IProgress{SweepProgress}?, CancellationToken)"/>. A cell that is inferred lies in a block in which all labelled cells, its corners
    /// among them, have one phase: its verdict has that phase and nothing else. The diagram has the same bits for any number of threads.
    /// </remarks>
    /// <param name="classifier">Gives the labels.</param>
    /// <param name="options">Coarse step and known boundaries; defaults if absent.</param>
    /// <param name="progress">Told how far the labelling is, in cells of the whole grid; those that are inferred count at the end.</param>
    /// <param name="cancellationToken">Stops the sweep, and the cells in flight.</param>
    /// <returns>The diagram; its last evidence column, <c>inferred</c>, is <c>true</c> or <c>false</c> in each cell.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="classifier"/> is null.</exception>
    /// <exception cref="ArgumentException">An evidence column of the classifier has the name of another column.</exception>
    /// <exception cref="SweepException">The parameters or the label of a cell could not be made; the first such cell among those that were tried together is named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PhaseDiagram Refine(
        IPhaseClassifier classifier,
        RefineOptions? options = null,
        IProgress<SweepProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        options ??= RefineOptions.Default;
        return With(classifier).Refine(options.CoarseStep, options.Regions, options.Cells, progress, cancellationToken);
    }

    /// <summary>The numbers of <see cref="At(double, double)"/>; without an object where the sweep is over parameters of the model.</summary>
    internal GanNumbers NumbersAt(double x, double y) => _swept?.Numbers(x, y) ?? _at(x, y).Numbers;

    private static Func<double, double, GanParameters> At(Axis x, Axis y, GanParameters parameters, out SweptParameters swept)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(parameters);
        swept = new SweptParameters(parameters, x, y);
        return swept.At;
    }

    private GridSweep<GanParameters> With(IPhaseClassifier classifier) => new(X, Y, _at, new ClassifierLabels(classifier), Threads);

    /// <summary>Its axes.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X.Count}×{Y.Count} cells over {X} and {Y}");
}

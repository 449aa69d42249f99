using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>A sweep over two axes: the parameters at each pair of values, labelled by any <see cref="IPhaseClassifier"/>.</summary>
public sealed class PhaseSweep
{
    private readonly Func<double, double, GanParameters> _at;

    /// <summary>Plans a sweep.</summary>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis, with another name.</param>
    /// <param name="at">The parameters at a pair (x, y); a pure function that may be called from several threads at once.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The axes have the same name, or more cells than an array can hold.</exception>
    public PhaseSweep(Axis x, Axis y, Func<double, double, GanParameters> at)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(at);
        PhaseDiagram.CheckAxes(x, y);
        (X, Y, _at) = (x, y, at);
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
    /// The parameters of all cells are made once before any cell is labelled, so that a range that leaves the possible values is reported
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
        ImmutableArray<string> evidence = classifier.EvidenceColumns;
        PhaseDiagram.CheckColumns(X, Y, evidence);
        int count = X.Count * Y.Count;
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CheckCell(i);
        }

        ImmutableArray<PhaseVerdict> verdicts = SweepRunner.Run(
            count,
            (i, token) => VerdictCheck.Checked(classifier.Classify(ParametersOf(i), token), evidence.Length),
            Describe, Threads, progress, cancellationToken);
        return new PhaseDiagram(X, Y, verdicts, evidence);
    }

    private GanParameters ParametersOf(int cell) =>
        _at(X.Values[cell % X.Count], Y.Values[cell / X.Count])
        ?? throw new InvalidOperationException("the function that gives the parameters of a cell returned null");

    private void CheckCell(int cell)
    {
        try
        {
            ParametersOf(cell);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new SweepException(cell, Describe(cell), e);
        }
    }

    private string Describe(int cell) =>
        string.Create(CultureInfo.InvariantCulture, $"cell {X.Name} = {X.Values[cell % X.Count]}, {Y.Name} = {Y.Values[cell / X.Count]}");
}

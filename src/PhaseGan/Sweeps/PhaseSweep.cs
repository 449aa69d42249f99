using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace PhaseGan;

/// <summary>A sweep over two axes: the parameters at each pair of values, labelled by any <see cref="IPhaseClassifier"/>.</summary>
public sealed class PhaseSweep
{
    private static readonly string s_version =
        $"PhaseGan {typeof(PhaseSweep).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";

    private readonly Func<double, double, GanParameters> _at;

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
        ImmutableArray<string> evidence = classifier.EvidenceColumns;
        PhaseDiagram.CheckColumns(X, Y, evidence);
        int count = X.Count * Y.Count;
        CheckEdges(cancellationToken);
        return PhaseDiagram.OfSweep(X, Y, SweepRunner.Run(count, classifier, ParametersOf, NameOf, Threads, progress, cancellationToken), evidence);
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
        RunShard(classifier, store, SweepShard.Whole, progress, cancellationToken);
        var verdicts = new PhaseVerdict?[X.Count * Y.Count];
        foreach (LabelledCell cell in store.Read())
        {
            if ((uint)cell.Index >= (uint)verdicts.Length)
                throw new SweepStoreException(FormattableString.Invariant($"the store holds a cell {cell.Index}, which the sweep does not have"));
            verdicts[cell.Index] = cell.Verdict;
        }
        int missing = Array.IndexOf(verdicts, null);
        if (missing >= 0)
            throw new SweepStoreException($"the store lost {NameOf(missing)} after it was written");
        return new PhaseDiagram(X, Y, verdicts!, classifier.EvidenceColumns);
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
        ArgumentNullException.ThrowIfNull(store);
        int evidence = classifier.EvidenceColumns.Length;
        store.Begin(Describe(classifier, cancellationToken), shard);
        int[] cells = [.. shard.Cells(X.Count, Y.Count)];
        StoredRun.Run(
            store, cells,
            (i, token) => VerdictCheck.Checked(SweepRunner.Label(classifier, ParametersOf(i), token), evidence),
            NameOf, Threads, progress, cancellationToken, new StoredPieces(classifier, ParametersOf));
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
        ImmutableArray<string> evidence = classifier.EvidenceColumns;
        PhaseDiagram.CheckColumns(X, Y, evidence);
        var rows = new IncrementalHash?[Y.Count];
        var hashes = new byte[Y.Count][];
        try
        {
            ForEachCell(
                i =>
                {
                    int j = i / X.Count;
                    GanParameters gan = ParametersOf(i);
                    IncrementalHash row = rows[j] ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                    row.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                        $"{X.Values[i % X.Count]:R};{Y.Values[j]:R};{gan};{string.Join(';', classifier.Describe(gan))}\n")));
                    if (i % X.Count < X.Count - 1)
                        return;
                    hashes[j] = row.GetHashAndReset();
                    row.Dispose();
                    rows[j] = null;
                },
                cancellationToken);
        }
        finally
        {
            Array.ForEach(rows, row => row?.Dispose());
        }

        GanParameters first = ParametersOf(0);
        return new SweepDescription(X.Count, Y.Count,
        [
            new("library", s_version),
            new("x", X.ToString()),
            new("y", Y.ToString()),
            new("first cell", first.ToString()),
            new("last cell", ParametersOf(X.Count * Y.Count - 1).ToString()),
            new("method", classifier.Name),
            .. classifier.Describe(first).Select(o => KeyValuePair.Create($"{classifier.Name} {o.Key}", o.Value)),
            new("evidence", string.Join(", ", evidence)),
            new("all cells", Convert.ToHexStringLower(SHA256.HashData([.. hashes.SelectMany(hash => hash)]))),
        ]);
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
        ImmutableArray<string> evidence = classifier.EvidenceColumns.Add("inferred");
        PhaseDiagram.CheckColumns(X, Y, evidence);
        int count = X.Count * Y.Count, done = 0;
        var tree = new Refinement(X.Count, Y.Count, options.CoarseStep, Boundaries(options.Regions, cancellationToken));
        var verdicts = new PhaseVerdict[count];
        do
        {
            List<int> cells = tree.Missing();
            int before = done;
            ImmutableArray<PhaseVerdict> labelled = SweepRunner.Run(
                cells.Count, classifier, i => ParametersOf(cells[i]), i => NameOf(cells[i]), Threads,
                progress is null ? null : new Shifted(progress, before, count), cancellationToken);
            for (int i = 0; i < cells.Count; i++)
            {
                verdicts[cells[i]] = labelled[i] with { Evidence = labelled[i].Evidence.Add("false") };
                tree.Label(cells[i], labelled[i].Phase);
            }
            done += cells.Count;
        }
        while (tree.Split());

        ImmutableArray<string> nothing = [.. classifier.EvidenceColumns.Select(_ => ""), "true"];
        var inferred = new Dictionary<Phase, PhaseVerdict>();
        tree.Infer((cell, from) =>
        {
            Phase phase = verdicts[from].Phase;
            if (!inferred.TryGetValue(phase, out PhaseVerdict? verdict))
                inferred[phase] = verdict = new PhaseVerdict(phase, "", [], nothing);
            verdicts[cell] = verdict;
        });
        progress?.Report(new SweepProgress(count, count));
        return new PhaseDiagram(X, Y, verdicts, evidence);
    }

    /// <summary>The cells beside which a known boundary passes: those that are in another region than the neighbour before them along x or y, and these neighbours.</summary>
    private bool[] Boundaries(Func<GanParameters, int> regions, CancellationToken cancellationToken)
    {
        int width = X.Count, count = width * Y.Count;
        var region = new int[count];
        ForEachCell(i => region[i] = regions(ParametersOf(i)), cancellationToken);
        var boundary = new bool[count];
        for (int i = 0; i < count; i++)
        {
            if (i % width > 0 && region[i] != region[i - 1])
                boundary[i] = boundary[i - 1] = true;
            if (i >= width && region[i] != region[i - width])
                boundary[i] = boundary[i - width] = true;
        }
        return boundary;
    }

    /// <summary>Progress of a part as that of the whole.</summary>
    private sealed class Shifted(IProgress<SweepProgress> whole, int before, int total) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => whole.Report(new SweepProgress(before + value.Completed, total));
    }

    private GanParameters ParametersOf(int cell) =>
        _at(X.Values[cell % X.Count], Y.Values[cell / X.Count])
        ?? throw new InvalidOperationException("the function that gives the parameters of a cell returned null");

    /// <summary>Makes the parameters of the cells along the edges, and where any fails those of all, so that the first cell that fails is reported.</summary>
    private void CheckEdges(CancellationToken cancellationToken)
    {
        int width = X.Count, height = Y.Count;
        try
        {
            for (int i = 0; i < width; i++)
                (_, _) = (ParametersOf(i), ParametersOf((height - 1) * width + i));
            for (int j = 0; j < height; j++)
                (_, _) = (ParametersOf(j * width), ParametersOf((j + 1) * width - 1));
        }
#pragma warning disable CA1031 // Whatever it was is thrown again with the cell's name.
        catch (Exception)
#pragma warning restore CA1031
        {
            ForEachCell(i => ParametersOf(i), cancellationToken);
        }
    }

    /// <summary>Does something for every cell, rows side by side and each in order; the first cell that fails is reported.</summary>
    private void ForEachCell(Action<int> visit, CancellationToken cancellationToken)
    {
        var failures = new SweepException?[Y.Count];
        Parallel.For(0, Y.Count, new ParallelOptions { MaxDegreeOfParallelism = Threads }, j =>
        {
            int cell = j * X.Count;
            try
            {
                for (; cell < (j + 1) * X.Count && !cancellationToken.IsCancellationRequested; cell++)
                    visit(cell);
            }
#pragma warning disable CA1031 // Whatever a cell throws is reported with the cell's name.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures[j] = new SweepException(cell, NameOf(cell), e);
            }
        });
        cancellationToken.ThrowIfCancellationRequested();
        if (Array.Find(failures, f => f is not null) is { } failure)
            throw failure;
    }

    private string NameOf(int cell) =>
        string.Create(CultureInfo.InvariantCulture, $"cell {X.Name} = {X.Values[cell % X.Count]}, {Y.Name} = {Y.Values[cell / X.Count]}");
}

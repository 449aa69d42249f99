using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace PhaseGan;

/// <summary>The sweep over two axes behind <see cref="PhaseSweep"/> and sweeps over other kinds of points: runs, stores, parts and refinement.</summary>
/// <param name="x">The horizontal axis.</param>
/// <param name="y">The vertical axis.</param>
/// <param name="at">The point at a pair (x, y); called from several threads.</param>
/// <param name="labels">Labels the points.</param>
/// <param name="threads">Most cells that are labelled at once.</param>
internal sealed class GridSweep<TPoint>(Axis x, Axis y, Func<double, double, TPoint> at, IPointLabels<TPoint> labels, int threads)
{
    private static readonly string s_version =
        $"PhaseGan {typeof(PhaseSweep).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";

    private readonly int _width = x.Count, _count = x.Count * y.Count;

    /// <summary>Labels the points.</summary>
    public IPointLabels<TPoint> Labels => labels;

    /// <summary>Most cells that are labelled at once.</summary>
    public int Threads => threads;

    private SweepRunner<TPoint> Runner(Func<int, int> cell) => new(labels.EvidenceColumns.Length, labels.Label, i => PointOf(cell(i)), i => NameOf(cell(i)));

    /// <summary>Labels all cells. The points along the edges are made before any cell is labelled, so that a range that leaves the possible values is reported at once.</summary>
    public PhaseDiagram Run(IProgress<SweepProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<string> evidence = labels.EvidenceColumns;
        PhaseDiagram.CheckColumns(x, y, evidence);
        CheckEdges(cancellationToken);
        return PhaseDiagram.OfSweep(x, y, Runner(i => i).Run(_count, threads, progress, cancellationToken), evidence);
    }

    /// <summary>Labels the cells that a store lacks, and gives the diagram of all.</summary>
    public PhaseDiagram Run(ISweepStore store, IProgress<SweepProgress>? progress, CancellationToken cancellationToken)
    {
        RunShard(store, SweepShard.Whole, progress, cancellationToken);
        var verdicts = new PhaseVerdict?[_count];
        foreach (LabelledCell cell in store.Read())
        {
            if ((uint)cell.Index >= (uint)verdicts.Length)
                throw new SweepStoreException(FormattableString.Invariant($"the store holds a cell {cell.Index}, which the sweep does not have"));
            verdicts[cell.Index] = cell.Verdict;
        }
        int missing = Array.IndexOf(verdicts, null);
        if (missing >= 0)
            throw new SweepStoreException($"the store lost {NameOf(missing)} after it was written");
        return new PhaseDiagram(x, y, verdicts!, labels.EvidenceColumns);
    }

    /// <summary>Labels those cells of one part of the sweep that a store lacks.</summary>
    public void RunShard(ISweepStore store, SweepShard shard, IProgress<SweepProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        store.Begin(Describe(cancellationToken), shard);
        StoredRun<TPoint>.Run(this, store, [.. shard.Cells(x.Count, y.Count)], progress, cancellationToken);
    }

    /// <summary>Everything that decides the diagram: axes, the points of all cells, what labels them with its options at each, and the version of the library.</summary>
    public SweepDescription Describe(CancellationToken cancellationToken)
    {
        ImmutableArray<string> evidence = labels.EvidenceColumns;
        PhaseDiagram.CheckColumns(x, y, evidence);
        var rows = new IncrementalHash?[y.Count];
        var hashes = new byte[y.Count][];
        try
        {
            ForEachCell(
                i =>
                {
                    int j = i / x.Count;
                    TPoint point = PointOf(i);
                    IncrementalHash row = rows[j] ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                    row.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                        $"{x.Values[i % x.Count]:R};{y.Values[j]:R};{labels.Text(point)};{string.Join(';', labels.Describe(point))}\n")));
                    if (i % x.Count < x.Count - 1)
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

        TPoint first = PointOf(0);
        return new SweepDescription(x.Count, y.Count,
        [
            new("library", s_version),
            new("x", x.ToString()),
            new("y", y.ToString()),
            new("first cell", labels.Text(first)),
            new("last cell", labels.Text(PointOf(_count - 1))),
            new("method", labels.Name),
            .. labels.Describe(first).Select(o => KeyValuePair.Create($"{labels.Name} {o.Key}", o.Value)),
            new("evidence", string.Join(", ", evidence)),
            new("all cells", Convert.ToHexStringLower(SHA256.HashData([.. hashes.SelectMany(hash => hash)]))),
        ]);
    }

    /// <summary>Labels a coarse grid of cells and then only where the labels of neighbours differ or a known boundary passes; the phases of the cells between are inferred.</summary>
    /// <param name="coarseStep">Cells between those that are labelled first.</param>
    /// <param name="regions">What is known of a point beforehand, as a number that changes across known boundaries.</param>
    /// <param name="further">Cells that are labelled whatever their neighbours are, by their indices; none if null.</param>
    /// <param name="progress">Told how far the labelling is.</param>
    /// <param name="cancellationToken">Stops the sweep.</param>
    public PhaseDiagram Refine(int coarseStep, Func<TPoint, int> regions, Func<int, int, bool>? further, IProgress<SweepProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<string> evidence = labels.EvidenceColumns.Add("inferred");
        PhaseDiagram.CheckColumns(x, y, evidence);
        int count = _count, done = 0;
        var tree = new Refinement(x.Count, y.Count, coarseStep, Boundaries(regions, further, cancellationToken));
        var verdicts = new PhaseVerdict[count];
        do
        {
            List<int> cells = tree.Missing();
            ImmutableArray<PhaseVerdict> labelled = Runner(i => cells[i]).Run(
                cells.Count, threads, progress is null ? null : new ShiftedProgress(progress, done, count), cancellationToken);
            for (int i = 0; i < cells.Count; i++)
            {
                verdicts[cells[i]] = labelled[i] with { Evidence = labelled[i].Evidence.Add("false") };
                tree.Label(cells[i], labelled[i].Phase);
            }
            done += cells.Count;
        }
        while (tree.Split());

        ImmutableArray<string> nothing = [.. labels.EvidenceColumns.Select(_ => ""), "true"];
        var inferred = new Dictionary<Phase, PhaseVerdict>();
        tree.Infer((cell, from) =>
        {
            Phase phase = verdicts[from].Phase;
            if (!inferred.TryGetValue(phase, out PhaseVerdict? verdict))
                inferred[phase] = verdict = new PhaseVerdict(phase, "", [], nothing);
            verdicts[cell] = verdict;
        });
        progress?.Report(new SweepProgress(count, count));
        return new PhaseDiagram(x, y, verdicts, evidence);
    }

    /// <summary>The cells beside which a known boundary passes: those that are in another region than the neighbour before them along x or y, these neighbours, and the further ones.</summary>
    private bool[] Boundaries(Func<TPoint, int> regions, Func<int, int, bool>? further, CancellationToken cancellationToken)
    {
        int width = _width, count = _count;
        var region = new int[count];
        ForEachCell(i => region[i] = regions(PointOf(i)), cancellationToken);
        var boundary = new bool[count];
        for (int i = 0; i < count; i++)
        {
            if (i % width > 0 && region[i] != region[i - 1])
                boundary[i] = boundary[i - 1] = true;
            if (i >= width && region[i] != region[i - width])
                boundary[i] = boundary[i - width] = true;
            if (further?.Invoke(i % width, i / width) == true)
                boundary[i] = true;
        }
        return boundary;
    }

    /// <summary>The point of a cell.</summary>
    public TPoint PointOf(int cell) =>
        at(x.Values[cell % _width], y.Values[cell / _width]) ?? throw new InvalidOperationException("the function that gives the parameters of a cell returned null");

    /// <summary>The name of a cell, for messages.</summary>
    public string NameOf(int cell) =>
        string.Create(CultureInfo.InvariantCulture, $"cell {x.Name} = {x.Values[cell % _width]}, {y.Name} = {y.Values[cell / _width]}");

    /// <summary>Makes the parameters of the cells along the edges, and where any fails those of all, so that the first cell that fails is reported.</summary>
    private void CheckEdges(CancellationToken cancellationToken)
    {
        int width = _width, height = y.Count;
        try
        {
            for (int i = 0; i < width; i++)
                (_, _) = (PointOf(i), PointOf((height - 1) * width + i));
            for (int j = 0; j < height; j++)
                (_, _) = (PointOf(j * width), PointOf((j + 1) * width - 1));
        }
#pragma warning disable CA1031 // Whatever it was is thrown again with the cell's name.
        catch (Exception)
#pragma warning restore CA1031
        {
            ForEachCell(i => PointOf(i), cancellationToken);
        }
    }

    /// <summary>Does something for every cell, rows side by side and each in order; the first cell that fails is reported.</summary>
    private void ForEachCell(Action<int> visit, CancellationToken cancellationToken)
    {
        var failures = new SweepException?[y.Count];
        Parallel.For(0, y.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, j =>
        {
            int cell = j * x.Count;
            try
            {
                for (; cell < (j + 1) * x.Count && !cancellationToken.IsCancellationRequested; cell++)
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
}

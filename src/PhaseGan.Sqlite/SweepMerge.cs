using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Sqlite;

/// <summary>Joins the stores of the parts of a sweep into one of the whole.</summary>
public static class SweepMerge
{
    private const int Batch = 10_000;

    /// <summary>Joins stores. The new file is whole or not there.</summary>
    /// <remarks>The joined store is like one of a sweep that was never cut: it may be continued, and <see cref="PhaseSweep.Run(IPhaseClassifier, ISweepStore, IProgress{SweepProgress}?, CancellationToken)"/> gives its diagram.</remarks>
    /// <param name="target">The new file; must not be there yet.</param>
    /// <param name="sources">The stores to join, at least one, all of the same sweep.</param>
    /// <param name="allowOverlaps">Take cells that are in several stores, if they have the same verdict in all.</param>
    /// <param name="allowGaps">Join stores that lack cells.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
    /// <returns>What was joined.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="sources"/> is null.</exception>
    /// <exception cref="ArgumentException">The path is blank, there are no sources, or a source is null or blank.</exception>
    /// <exception cref="SweepStoreException">
    /// The target is there already or its folder is not; a source cannot be read, is empty, damaged or of another sweep; cells are missing or come twice, and it was
    /// not said that they may; a cell has different verdicts in two stores, which is never allowed.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static MergeReport Join(
        string target, IReadOnlyList<string> sources, bool allowOverlaps = false, bool allowGaps = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count == 0)
            throw new ArgumentException("there must be at least one store to join", nameof(sources));
        foreach (string? source in sources)
            ArgumentException.ThrowIfNullOrWhiteSpace(source, nameof(sources));
        string folder = Path.GetDirectoryName(Path.GetFullPath(target)) ?? target;
        if (!Directory.Exists(folder))
            throw new SweepStoreException($"cannot write store '{target}': the folder '{folder}' does not exist");
        if (Path.Exists(target))
            throw new SweepStoreException($"'{target}' is there already; name a new file for the joined store");

        var stores = new List<SqliteSweepStore>();
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            foreach (string source in sources)
                stores.Add(SqliteSweepStore.OpenRead(source));
            SweepStoreState first = RequireOneSweep(stores);
            (int missing, int overlapping) = Cover(stores, first.Sweep!, allowOverlaps, allowGaps);
            MergeReport report = Copy(stores, first, temporary, missing, overlapping, cancellationToken);
            File.Move(temporary, target);
            return report;
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not SweepStoreException)
        {
            throw new SweepStoreException($"cannot write store '{target}': {e.Message}", e);
        }
        finally
        {
            stores.ForEach(s => s.Dispose());
            foreach (string left in (ReadOnlySpan<string>)[temporary, temporary + "-wal", temporary + "-shm"])
                File.Delete(left);
        }
    }

    private static SweepStoreState RequireOneSweep(List<SqliteSweepStore> stores)
    {
        SweepStoreState? first = null;
        foreach (SqliteSweepStore store in stores)
        {
            SweepStoreState state = store.State();
            if (state.Sweep is null)
                throw new SweepStoreException($"store '{store.Path}' is empty");
            first ??= state;
            if (!state.Sweep.Equals(first.Sweep))
                throw new SweepStoreException(
                    $"stores '{stores[0].Path}' and '{store.Path}' are of different sweeps (left the second, right the first):\n  {string.Join("\n  ", state.Sweep.Differences(first.Sweep!))}");
        }
        return first!;
    }

    /// <summary>Counts what is missing and what comes twice, and refuses what was not allowed.</summary>
    private static (int Missing, int Overlapping) Cover(List<SqliteSweepStore> stores, SweepDescription sweep, bool allowOverlaps, bool allowGaps)
    {
        var owner = new int[sweep.CellCount];
        int overlapping = 0, covered = 0;
        foreach ((int k, SqliteSweepStore store) in stores.Index())
            foreach (int cell in store.FinishedCells())
            {
                if ((uint)cell >= (uint)owner.Length)
                    throw new SweepStoreException(FormattableString.Invariant($"store '{store.Path}' is damaged: the sweep has no cell {cell}"));
                if (owner[cell] == 0)
                {
                    (owner[cell], covered) = (k + 1, covered + 1);
                    continue;
                }
                overlapping++;
                if (!allowOverlaps)
                    throw new SweepStoreException(string.Create(CultureInfo.InvariantCulture,
                        $"stores '{stores[owner[cell] - 1].Path}' and '{store.Path}' both hold cell {cell}; leave one of them out, or allow overlaps"));
            }
        int missing = owner.Length - covered;
        if (missing > 0 && !allowGaps)
            throw new SweepStoreException(string.Create(CultureInfo.InvariantCulture,
                $"{missing} of {owner.Length} cells are missing: {string.Join("; ", Gaps(stores))}. Finish them, or allow gaps"));
        return (missing, overlapping);
    }

    /// <summary>Which parts are incomplete or absent, in words.</summary>
    private static IEnumerable<string> Gaps(List<SqliteSweepStore> stores)
    {
        var states = stores.Select(s => (s.Path, State: s.State())).ToList();
        foreach ((string path, SweepStoreState state) in states)
            if (state.Finished < state.Total)
                yield return string.Create(CultureInfo.InvariantCulture, $"'{path}' has {state.Finished} of the {state.Total} cells of shard {state.Shard}");
        foreach (var parts in states.Where(s => !s.State.Shard.IsWhole).GroupBy(s => s.State.Shard.Count).OrderBy(g => g.Key))
        {
            int[] absent = [.. Enumerable.Range(1, parts.Key).Except(parts.Select(s => s.State.Shard.Index))];
            if (absent.Length > 0)
                yield return string.Create(CultureInfo.InvariantCulture, $"no store of shard {string.Join(", ", absent)} of {parts.Key}");
        }
    }

    private static MergeReport Copy(
        List<SqliteSweepStore> stores, SweepStoreState first, string temporary, int missing, int overlapping, CancellationToken cancellationToken)
    {
        var merged = ImmutableArray.CreateBuilder<MergedStore>();
        using SqliteSweepStore joined = SqliteSweepStore.Open(temporary, first.Note);
        joined.Begin(first.Sweep!, SweepShard.Whole);
        foreach (SqliteSweepStore store in stores)
        {
            int cells = 0;
            long ticks = 0;
            foreach (LabelledCell[] batch in store.Read().Chunk(Batch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                joined.Write(batch);
                cells += batch.Length;
                ticks += batch.Sum(c => c.Time.Ticks);
            }
            SweepStoreState state = store.State();
            merged.Add(new MergedStore(store.Path, state.Shard, cells, state.Total, TimeSpan.FromTicks(ticks)));
        }
        return new MergeReport(joined.State(), merged.ToImmutable(), missing, overlapping);
    }
}

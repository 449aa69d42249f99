namespace PhaseGan;

/// <summary>Keeps the finished cells of a sweep, so that a run that was stopped at any moment goes on where it was. Implement it for a store of your own.</summary>
/// <remarks>
/// <para>
/// Contract for implementers: all members may be called from several threads at once. What <see cref="Write"/> has accepted survives the
/// death of the process. Several runs, also of several processes, may share a store; a cell may then come twice, with the same verdict,
/// and is kept once. A store trusts nothing that it reads back unless it can tell that it is what was written.
/// </para>
/// <para>Each member throws a <see cref="SweepStoreException"/> when the store cannot be read or written, or is damaged.</para>
/// </remarks>
public interface ISweepStore
{
    /// <summary>Called before anything else: an empty store becomes the store of this part of this sweep, any other must be that already.</summary>
    /// <param name="sweep">Everything that decides the sweep's result.</param>
    /// <param name="shard">The part of the sweep that the store is for.</param>
    /// <exception cref="SweepStoreException">The store is of another sweep or part; the message spells out the difference.</exception>
    void Begin(SweepDescription sweep, SweepShard shard);

    /// <summary>The indices of all cells that are there, in any order.</summary>
    IReadOnlyCollection<int> FinishedCells();

    /// <summary>Whether a cell is there, written by this process or another.</summary>
    /// <param name="cell">Index of the cell.</param>
    bool IsFinished(int cell);

    /// <summary>Adds cells, all or none. A cell that is there already must have the same verdict.</summary>
    /// <param name="cells">The cells, in any order.</param>
    void Write(IReadOnlyList<LabelledCell> cells);

    /// <summary>All cells that are there, by index, each with exactly the verdict that was written.</summary>
    IEnumerable<LabelledCell> Read();
}

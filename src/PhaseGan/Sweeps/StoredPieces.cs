using System.Collections.Immutable;
using System.Diagnostics;

namespace PhaseGan;

/// <summary>Labels pieces of a stored sweep, many cells at once where the classifier can.</summary>
/// <remarks>
/// A piece is worth some tenths of a second: long enough to fill the lanes of a classifier, short enough that little is lost with the process, and that runs
/// which share a store seldom label a cell twice.
/// </remarks>
internal sealed class StoredPieces(IPhaseClassifier classifier, Func<int, GanParameters> point)
{
    private const int FirstSize = 32, LargestSize = 4096, PiecesLeft = 4;

    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(200), s_long = TimeSpan.FromSeconds(1);

    private readonly int _columns = classifier.EvidenceColumns.Length;
    private int _size = classifier is IBatchPhaseClassifier ? FirstSize : 1;

    /// <summary>Whether cells can be labelled together.</summary>
    public bool IsUsed => classifier is IBatchPhaseClassifier;

    /// <summary>Cells that a thread should take next, when so many are left for so many threads.</summary>
    public int Size(int left, int threads) => Math.Clamp(left / (PiecesLeft * threads), 1, Volatile.Read(ref _size));

    /// <summary>Labels cells together; false where one fails, and then those that were given to <paramref name="finished"/> are done and the others are not.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="finished">Given each cell of the piece by its place, with its verdict and the time since the one before.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public bool TryLabel(int[] cells, Action<int, PhaseVerdict, TimeSpan> finished, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp(), last = began;
        try
        {
            if (classifier is ISharedBatchClassifier shared)
                shared.ClassifyMany(cells.Length, k => point(cells[k]), null, 1, Finish, cancellationToken);
            else
            {
                ImmutableArray<PhaseVerdict> verdicts = ((IBatchPhaseClassifier)classifier).ClassifyMany([.. cells.Select(point)], cancellationToken);
                Guard.Length(verdicts.Length, cells.Length, "one verdict for each point", nameof(classifier));
                TimeSpan share = Stopwatch.GetElapsedTime(began) / cells.Length;
                for (int k = 0; k < cells.Length; k++)
                    finished(k, VerdictCheck.Checked(verdicts[k], _columns), share);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it was happens again when the cell is labelled alone, and is reported with its name.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
        TimeSpan time = Stopwatch.GetElapsedTime(began);
        if (time < s_short)
            Volatile.Write(ref _size, Math.Min(LargestSize, Math.Max(2 * cells.Length, Volatile.Read(ref _size))));
        else if (time > s_long)
            Volatile.Write(ref _size, Math.Max(1, cells.Length / 2));
        return true;

        void Finish(int k, PhaseVerdict verdict)
        {
            long now = Stopwatch.GetTimestamp();
            finished(k, VerdictCheck.Checked(verdict, _columns), Stopwatch.GetElapsedTime(last, now));
            last = now;
        }
    }
}

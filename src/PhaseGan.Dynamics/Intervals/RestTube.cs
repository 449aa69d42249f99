using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// A tube around a branch of fixed points: pieces of the parameter, each with a box in which every parameter of the piece has exactly one fixed point. At the ends of pieces the same point lies in both boxes, so that the branch is one curve without a jump.
/// </summary>
/// <remarks>
/// Each piece is a <see cref="RestProof"/> of the field over an interval of parameters. The point at its end is proved by itself, in a small box inside that of the piece, from which the next one starts. The Jacobian is regular all over each piece: no fold, no branch point.
/// </remarks>
public sealed class RestTube
{
    private const int MostPieces = 100_000;

    /// <summary>The first piece, and the least, as fractions of the range.</summary>
    private const double First = 1.0 / 64, Least = 1e-9;

    /// <summary>Pieces are made as short as this to count directions, not shorter.</summary>
    private const double LeastForCount = 1.0 / 4096;

    private RestTube(ImmutableArray<RestTubePiece> pieces, bool isComplete)
    {
        (Pieces, IsComplete) = (pieces, isComplete);
    }

    /// <summary>The pieces in order.</summary>
    public ImmutableArray<RestTubePiece> Pieces { get; }

    /// <summary>Whether the tube reaches the end that was asked for; else it ends in front of a bifurcation, or where pieces became too short or too many.</summary>
    public bool IsComplete { get; }

    /// <summary>The numbers of directions where they are proved to be the same all along the tube; null where they change or could not be counted on some piece.</summary>
    public EigenvalueCount? Count => Pieces.Length > 0 && Pieces[0].Count is { } count && Pieces.All(p => count.Equals(p.Count)) ? count : null;

    /// <summary>Whether the branch attracts all along.</summary>
    public bool Attracts => Count is { Unstable: 0 };

    /// <summary>Follows a branch between two values of a parameter.</summary>
    /// <param name="field">The field for an interval of the parameter: its enclosures hold for every parameter in it.</param>
    /// <param name="from">Where the branch starts, finite.</param>
    /// <param name="to">Where it is to end, above or below, finite.</param>
    /// <param name="near">A point near the branch at the start, length N.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The tube as far as it could be proved; null where there is no proof at the start.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="near"/> has not length N, or both ends are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RestTube? Follow(Func<Interval, IIntervalField> field, double from, double to, ReadOnlySpan<double> near, CancellationToken cancellationToken = default) =>
        Follow(field, from, to, near, isCounted: true, cancellationToken);

    /// <summary>The same for any system of equations over a parameter, where its Jacobian has no meaning for stability.</summary>
    internal static RestTube? Follow(Func<Interval, IIntervalField> field, double from, double to, ReadOnlySpan<double> near, bool isCounted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(field);
        Guard.Finite(from, "the start of a branch");
        Guard.Finite(to, "the end of a branch");
        if (from == to)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"to must differ from the start of the branch; both are {to:R}"), nameof(to));
        if (At(field, from, near, isCounted) is not { } node)
            return null;
        var pieces = ImmutableArray.CreateBuilder<RestTubePiece>();
        double length = Math.Abs(to - from), step = First * length, at = from;
        while (at != to && step >= Least * length && pieces.Count < MostPieces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double next = Math.Abs(to - at) <= 1.5 * step ? to : at + Math.CopySign(step, to - from);
            if (next == at)
                break;
            if (Piece(field, at, next, node, isCounted) is not var (piece, end) || (piece.Count is null && node.Count is not null && step > LeastForCount * length))
            {
                step = 0.5 * Math.Min(step, Math.Abs(next - at));
                continue;
            }
            pieces.Add(piece);
            (at, node, step) = (next, end, 1.5 * step);
        }
        return new RestTube(pieces.ToImmutable(), at == to);
    }

    /// <summary>How far the tube goes and what is proved of its directions.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pieces.Length} pieces{(Pieces.Length == 0 ? "" : $" from {Pieces[0].From:R} to {Pieces[^1].To:R}")}{(IsComplete ? "" : ", not to the end")}, {(Count is null ? "directions not the same all along, or not counted" : Count.ToString())}");

    /// <summary>The point at a parameter.</summary>
    private static RestProof? At(Func<Interval, IIntervalField> field, double parameter, ReadOnlySpan<double> near, bool isCounted)
    {
        IIntervalField there = field(parameter);
        Guard.Length(near.Length, there.Dimension, "the coordinates of a point", nameof(near));
        return NearestRoot.Of(there, near) is { } root ? RestProof.Try(there, root, isCounted) : null;
    }

    private static (RestTubePiece, RestProof)? Piece(Func<Interval, IIntervalField> field, double from, double to, RestProof node, bool isCounted)
    {
        double[] start = Middle(node);
        if (At(field, to, start, isCounted) is not { } end)
            return null;
        // the middle of both ends is nearest to all of the piece
        double[] middle = [.. start.Zip(Middle(end), (a, b) => 0.5 * (a + b))];
        var range = new Interval(Math.Min(from, to), Math.Max(from, to));
        return RestProof.Try(field(range), middle, isCounted) is { } proof && Holds(proof, node) && Holds(proof, end) ? (new RestTubePiece(from, to, proof, node, end), end) : null;
    }

    private static double[] Middle(RestProof proof) => [.. proof.Box.Select(i => i.Middle)];

    private static bool Holds(RestProof piece, RestProof node) => piece.SearchBox.Zip(node.Box).All(pair => pair.First.Contains(pair.Second));
}

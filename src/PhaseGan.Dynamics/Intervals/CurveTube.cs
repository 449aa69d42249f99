using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// A proved curve from one end to the other: a chain of boxes, on each slanted section of which lies exactly one point of the curve, with a point in common wherever two of them meet. There is no gap and no jump, and no branch point on the way.
/// </summary>
/// <remarks>
/// A piece is Krawczyk's test (<see cref="RestProof"/>) of the equations with l·(z − c) = t over an interval of t. A joint is the same test on one section: its point lies in a box inside both neighbours and on sections of both, so that it is a point of both arcs. An end is the test
/// of the equations with a condition in place of the section, which falls along all of the last piece. Elsewhere every condition is positive: over all of a box, or at both joints where it rises or falls all along the piece. Closed loops have joints alone.
/// </remarks>
public sealed class CurveTube
{
    private readonly IIntervalCurve _curve;

    internal CurveTube(IIntervalCurve curve, ImmutableArray<CurveTubePiece> pieces, ImmutableArray<CurveTubePiece> joints, CurveTubeEnd? start, CurveTubeEnd? end, bool isClosed)
    {
        _curve = curve;
        (Pieces, Joints, Start, End, IsClosed) = (pieces, joints, start, end, isClosed);
    }

    /// <summary>The pieces in order.</summary>
    public ImmutableArray<CurveTubePiece> Pieces { get; }

    /// <summary>The joints, each with a single section: one between each piece and the next, and of a closed curve one between the last piece and the first.</summary>
    public ImmutableArray<CurveTubePiece> Joints { get; }

    /// <summary>Where the first piece ends; null where the curve is closed or could not be followed to an end.</summary>
    public CurveTubeEnd? Start { get; }

    /// <summary>Where the last piece ends; null where the curve is closed or could not be followed to an end.</summary>
    public CurveTubeEnd? End { get; }

    /// <summary>Whether the curve is proved to be a closed loop.</summary>
    public bool IsClosed { get; }

    /// <summary>Whether the curve is proved from one end to the other, or to be closed.</summary>
    public bool IsComplete => IsClosed || (Start is not null && End is not null);

    /// <summary>Follows a curve both ways from a point near it, until conditions vanish.</summary>
    /// <param name="curve">The equations and the conditions.</param>
    /// <param name="near">A point near the curve at which all conditions are positive, length N.</param>
    /// <param name="scale">The length of the whole, in the units of the unknowns: first steps are a small part of it. Positive.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The tube as far as it could be proved; null where there is no proof at the start.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="curve"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="near"/> has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or the length is not positive.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CurveTube? Follow(IIntervalCurve curve, ReadOnlySpan<double> near, double scale, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(curve);
        Guard.Length(near.Length, curve.Dimension, "the coordinates of a point", nameof(near));
        for (int i = 0; i < near.Length; i++)
            Guard.Finite(near[i], "a coordinate", $"near[{i}]");
        var tracer = new CurveTubeTracer(curve, Guard.Positive(scale, "a length"));
        if (tracer.Start(near.ToArray()) is not { } seed)
            return null;
        CurveTubeArm forward = tracer.Follow(seed, backward: false, cancellationToken);
        if (forward.IsClosed)
            return new CurveTube(curve, [.. forward.Pieces], [.. forward.Joints, seed.At], null, null, isClosed: true);
        CurveTubeArm backward = tracer.Follow(seed, backward: true, cancellationToken);
        var pieces = Enumerable.Reverse(backward.Pieces).Concat(forward.Pieces).ToImmutableArray();
        ImmutableArray<CurveTubePiece> joints = backward.Pieces.Count > 0 && forward.Pieces.Count > 0
            ? [.. Enumerable.Reverse(backward.Joints), seed.At, .. forward.Joints]
            : [.. Enumerable.Reverse(backward.Joints), .. forward.Joints];
        return new CurveTube(curve, pieces, joints, backward.End, forward.End, isClosed: false);
    }

    /// <summary>The point of the curve on the section through a point near it.</summary>
    /// <param name="near">The point, length N.</param>
    /// <returns>The proof of the one point of the curve on the section of a piece in whose box <paramref name="near"/> lies; null where no piece has it, or the test fails.</returns>
    /// <exception cref="ArgumentException"><paramref name="near"/> has not length N.</exception>
    public RestProof? Through(ReadOnlySpan<double> near)
    {
        Guard.Length(near.Length, _curve.Dimension, "the coordinates of a point", nameof(near));
        double[] point = near.ToArray();
        Interval[] box = IntervalMatrix.Of(point);
        foreach (CurveTubePiece piece in Pieces)
        {
            if (!piece.Holds(box))
                continue;
            var section = new CurveSection(_curve, [.. piece.Normal], point, 0);
            if (NearestRoot.Of(section, point) is { } root && RestProof.Try(section, root, isCounted: false) is { } proof && piece.Holds(proof.Box.AsSpan()))
                return proof;
        }
        return null;
    }

    /// <summary>How many pieces there are and where the curve ends.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Pieces.Length} pieces, {(IsClosed ? "closed" : $"from {Start?.ToString() ?? "where no more was proved"} to {End?.ToString() ?? "where no more was proved"}")}");
}

using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>A piece of a <see cref="RestTube"/>: for every parameter between its ends there is exactly one fixed point in the box.</summary>
public sealed class RestTubePiece
{
    internal RestTubePiece(double from, double to, RestProof proof, RestProof start, RestProof end)
    {
        (From, To, Proof, Start, End) = (from, to, proof, start, end);
    }

    /// <summary>The parameter at the start.</summary>
    public double From { get; }

    /// <summary>The parameter at the end; the next piece starts there.</summary>
    public double To { get; }

    /// <summary>Holds the fixed points of the piece, one interval a coordinate.</summary>
    public ImmutableArray<Interval> Box => Proof.Box;

    /// <summary>Proved numbers of directions, the same all along the piece; null where they could not be counted.</summary>
    public EigenvalueCount? Count => Proof.Count;

    /// <summary>The proof over the interval of parameters.</summary>
    public RestProof Proof { get; }

    /// <summary>The point at the start, in a box inside that of the piece.</summary>
    public RestProof Start { get; }

    /// <summary>The point at the end, with which the next piece starts.</summary>
    public RestProof End { get; }

    /// <summary>The ends and the box.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"from {From:R} to {To:R}: {Proof}");
}

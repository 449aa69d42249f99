using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>A piece of a <see cref="CurveTube"/>: on every section l·(z − c) = t, t in an interval, there is exactly one point of the curve in the box. The sections are slanted as the curve is, so that it may turn.</summary>
public sealed class CurveTubePiece
{
    internal CurveTubePiece(double[] normal, double[] origin, Interval range, RestProof proof, bool isReversed)
    {
        (Normal, Origin, Range, Proof, IsReversed) = ([.. normal], [.. origin], range, proof, isReversed);
    }

    /// <summary>l, which points along the curve, or against the order of pieces where <see cref="IsReversed"/>.</summary>
    public ImmutableArray<double> Normal { get; }

    /// <summary>c.</summary>
    public ImmutableArray<double> Origin { get; }

    /// <summary>The values of t.</summary>
    public Interval Range { get; }

    /// <summary>Whether l points to the piece before this one, since the curve was followed both ways from a point between its ends.</summary>
    public bool IsReversed { get; }

    /// <summary>The proof over all these sections: its <see cref="RestProof.SearchBox"/> holds no other point of the curve on them, its <see cref="RestProof.Box"/> holds those that there are.</summary>
    public RestProof Proof { get; }

    /// <summary>Holds the points of the piece, one interval an unknown.</summary>
    public ImmutableArray<Interval> Box => Proof.Box;

    /// <summary>Whether all points of a box lie on sections of the piece and where it has no other point of the curve.</summary>
    internal bool Holds(ReadOnlySpan<Interval> box)
    {
        for (int k = 0; k < box.Length; k++)
            if (!Proof.SearchBox[k].Contains(box[k]))
                return false;
        return Range.Contains(CurveSection.Height(Normal.AsSpan(), Origin.AsSpan(), box));
    }

    /// <summary>The sections and the box.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"sections {Range} along ({string.Join(", ", Normal.Select(v => v.ToString("G6", CultureInfo.InvariantCulture)))}): {string.Join(" × ", Box)}");
}

using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>What labels the points of a sweep, whatever kind of point they are.</summary>
internal interface IPointLabels<TPoint>
{
    /// <summary>Short lower-case name, for descriptions.</summary>
    string Name { get; }

    /// <summary>Names of the evidence values that verdicts carry.</summary>
    ImmutableArray<string> EvidenceColumns { get; }

    /// <summary>Points that are best labelled together at first, where the time that they take is not known yet.</summary>
    int FirstPiece { get; }

    /// <summary>A point as text, from which it can be told from every other.</summary>
    string Text(TPoint point);

    /// <summary>Everything besides the point that decides its label, by name.</summary>
    ImmutableArray<KeyValuePair<string, string>> Describe(TPoint point);

    /// <summary>Labels the points of a batch by some threads.</summary>
    void Label(PointBatch<TPoint> batch, int threads, CancellationToken cancellationToken);
}

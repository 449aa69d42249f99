using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>A family of fixed points of the reduced ODE (13), or a single one, of the list that <see cref="FamilyList"/> proves to be complete. Up to signs of rows and columns, and rotations of features with equal variances.</summary>
/// <param name="kind">Which of q and r vanish.</param>
/// <param name="seen">The feature with q ≠ 0; null where there is none.</param>
/// <param name="active">The columns with r_j ≠ 0.</param>
/// <param name="squares">Intervals of r_j², one for each active column.</param>
/// <param name="dimension">Number of free overlaps.</param>
/// <param name="isOne">Whether there is exactly one such family in the intervals.</param>
/// <param name="stability">What is proved of the members.</param>
/// <param name="reason">By what, or why not.</param>
public sealed class ProvedFamily(
    FixedPointKind kind, int? seen, ImmutableArray<int> active, ImmutableArray<Interval> squares, int dimension, bool isOne, FamilyStability stability, string reason)
{
    /// <summary>Which of q and r vanish.</summary>
    public FixedPointKind Kind { get; } = kind;

    /// <summary>The feature with q ≠ 0, from 0; null where there is none.</summary>
    public int? Seen { get; } = seen;

    /// <summary>The columns with r_j ≠ 0, from 0.</summary>
    public ImmutableArray<int> Active { get; } = active;

    /// <summary>Intervals that hold r_j², one for each active column.</summary>
    public ImmutableArray<Interval> Squares { get; } = squares;

    /// <summary>Number of free overlaps: of directions along the family.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>Whether there is exactly one such family in the intervals; false where there may be none or several, next to a bifurcation.</summary>
    public bool IsOne { get; } = isOne;

    /// <summary>What is proved of the stability of all members.</summary>
    public FamilyStability Stability { get; } = stability;

    /// <summary>By what the stability is proved, or why it is not.</summary>
    public string Reason { get; } = reason;

    /// <summary>Kind, columns, feature, intervals and stability.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind}{(Seen is { } s ? $" of feature {s + 1}" : "")}{(Active.Length == 0 ? "" : $" in column {string.Join(" and ", Active.Select(j => j + 1))}, r² in {string.Join(" × ", Squares)}")}, dimension {Dimension}{(IsOne ? "" : ", not shown to be one")}: {Stability}, {Reason}");
}

using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>Pieces of a branch as they are drawn.</summary>
internal static class BranchSegments
{
    /// <summary>A pair counts as imaginary with a real part below this share of the largest eigenvalue: rounding at a point of a curve.</summary>
    private const double OnAxis = 1e-6;

    /// <summary>The pieces, each a list of places: the parameters, then the coordinates.</summary>
    public static IReadOnlyList<(bool IsSolid, ImmutableArray<ImmutableArray<double>> Places)> Of(Branch branch)
    {
        var pieces = new List<(bool, ImmutableArray<ImmutableArray<double>>)>();
        var places = new List<ImmutableArray<double>>();
        bool? isSolid = null;
        int next = 0;
        foreach (BranchPoint point in branch.Points)
        {
            for (; next < branch.SpecialPoints.Length && branch.SpecialPoints[next].ArcLength < point.ArcLength; next++)
            {
                SpecialPoint special = branch.SpecialPoints[next];
                ImmutableArray<double> place = [.. special.Parameters, .. special.Coordinates];
                places.Add(place);
                if (isSolid is not { } before || !Changes(branch.Kind, special))
                    continue;
                pieces.Add((before, [.. places]));
                places = [place];
                isSolid = !before;
            }
            isSolid ??= IsSolid(branch.Kind, point);
            places.Add([.. point.Parameters, .. point.Coordinates]);
        }
        if (places.Count > 1)
            pieces.Add((isSolid ?? false, [.. places]));
        return pieces;
    }

    private static bool Changes(BranchKind kind, SpecialPoint special) => kind switch
    {
        BranchKind.FixedPoints => special.Unstable.Before == 0 != (special.Unstable.After == 0),
        BranchKind.HopfPoints => special.Kind == SpecialKind.BogdanovTakens,
        _ => false,
    };

    /// <summary>Whether a point is drawn solid; null where rounding does not tell.</summary>
    private static bool? IsSolid(BranchKind kind, BranchPoint point) => kind switch
    {
        BranchKind.FixedPoints => point.IsNeutral ? null : point.IsStable,
        BranchKind.HopfPoints => point.Eigenvalues.Max(v => v.Magnitude) * OnAxis is var least && point.Eigenvalues.Any(v => v.Imaginary > least && Math.Abs(v.Real) <= least),
        _ => true,
    };
}

using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>Pieces of a branch by stability.</summary>
internal static class BranchSegments
{
    /// <summary>The pieces, each a list of places: the parameters, then the coordinates.</summary>
    public static IReadOnlyList<(bool IsStable, ImmutableArray<ImmutableArray<double>> Places)> Of(Branch branch)
    {
        var pieces = new List<(bool, ImmutableArray<ImmutableArray<double>>)>();
        var places = new List<ImmutableArray<double>>();
        bool? isStable = null;
        int next = 0;
        foreach (BranchPoint point in branch.Points)
        {
            for (; next < branch.SpecialPoints.Length && branch.SpecialPoints[next].ArcLength < point.ArcLength; next++)
            {
                SpecialPoint special = branch.SpecialPoints[next];
                ImmutableArray<double> place = [.. special.Parameters, .. special.Coordinates];
                places.Add(place);
                if (isStable is { } before && special.Unstable.Before == 0 != (special.Unstable.After == 0))
                {
                    pieces.Add((before, [.. places]));
                    places = [place];
                    isStable = special.Unstable.After == 0;
                }
            }
            if (!point.IsNeutral)
                isStable ??= point.IsStable;
            places.Add([.. point.Parameters, .. point.Coordinates]);
        }
        if (places.Count > 1)
            pieces.Add((isStable ?? false, [.. places]));
        return pieces;
    }
}

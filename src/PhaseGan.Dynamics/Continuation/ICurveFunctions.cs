namespace PhaseGan.Dynamics;

/// <summary>What one kind of curve in two parameters is followed with, and what happens on it.</summary>
internal interface ICurveFunctions
{
    /// <summary>The system that serves near a point; null where the family to which the point belongs is no more.</summary>
    AugmentedSystem? Refresh(CurveNode node);

    /// <summary>The values that change at points of codimension two.</summary>
    /// <param name="node">A point of the curve.</param>
    /// <param name="before">Those of the point before, whose vectors give these their signs.</param>
    CurveTests Test(CurveNode node, CurveTests? before);

    /// <summary>The kinds of points that changes between two points speak of.</summary>
    IEnumerable<SpecialKind> Changes(CurveTests a, CurveTests b);

    /// <summary>Whether the degeneracy may change its sign through infinity between two points: where the pair is joined by an eigenvalue zero.</summary>
    bool HasPole(CurveTests a, CurveTests b);

    /// <summary>The functions that vanish at a point of a kind, next to a place.</summary>
    TestFunction[] Defining(SpecialKind kind, Linearisation at, CurveTests tests);
}

namespace PhaseGan.Dynamics;

/// <summary>Whether the branches through a branch point are all that there are.</summary>
public enum BranchSwitchStatus
{
    /// <summary>The algebraic bifurcation equation has simple roots alone, and all that were found were followed.</summary>
    All,

    /// <summary>It has roots that are not isolated, as with a continuous symmetry, or multiple ones: terms of higher order decide about those, and branches along them were not followed.</summary>
    NotIsolated,

    /// <summary>It was not to be had: the parameter does not move on this branch there, the point belongs to a family, a derivative is missing, or the Jacobian lost fewer ranks.</summary>
    NotDetermined,

    /// <summary>A root was found, and no point of its branch beside.</summary>
    NotFollowed,
}

namespace PhaseGan.Dynamics;

/// <summary>What a search for an attractor looks for.</summary>
internal enum SearchScope
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Fixed points and motion that goes on, of which it is not asked if it is a cycle: shooting follows as many tangents as there are coordinates.</summary>
    WithoutCycles,

    /// <summary>Fixed points.</summary>
    RestAlone,
}

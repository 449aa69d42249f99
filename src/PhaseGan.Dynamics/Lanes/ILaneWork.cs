namespace PhaseGan.Dynamics;

/// <summary>Work that can be done with any kind of lanes.</summary>
internal interface ILaneWork
{
    /// <summary>Does it.</summary>
    void Run<T>()
        where T : unmanaged, IWideLanes<T>;
}

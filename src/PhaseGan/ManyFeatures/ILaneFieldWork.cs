namespace PhaseGan;

/// <summary>Work with a field in lanes of any type.</summary>
internal interface ILaneFieldWork
{
    /// <summary>Does it.</summary>
    void Run<TField>(TField field)
        where TField : struct, ILaneField;
}

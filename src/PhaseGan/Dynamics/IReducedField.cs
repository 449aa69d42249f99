namespace PhaseGan;

/// <summary>A view of a <see cref="ReducedOde"/>, or the field itself.</summary>
internal interface IReducedField
{
    /// <summary>The field.</summary>
    ReducedOde Ode { get; }
}

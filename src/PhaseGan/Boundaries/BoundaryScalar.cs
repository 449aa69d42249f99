namespace PhaseGan;

/// <summary>A number that changes its sign where a state ceases to attract, or an end of training to recover a feature.</summary>
/// <param name="State">The state.</param>
/// <param name="Words">The number, in words.</param>
/// <param name="Value">The number: negative where the state attracts; NaN where it is not defined.</param>
/// <param name="Allows">Whether the change of a label from the negative to the positive side can be for this reason.</param>
/// <param name="Mechanism">What happens on the curve, by a point just beyond it, on the positive side.</param>
internal sealed record BoundaryScalar(
    string State,
    string Words,
    Func<GanParameters, double> Value,
    Func<PhaseVerdict, PhaseVerdict, bool> Allows,
    Func<GanParameters, BoundaryMechanism> Mechanism)
{
    /// <summary>Whether each value takes a training from the start.</summary>
    public bool IsStartDependent { get; init; }

    /// <summary>Whether each value takes a search over the members of a family, which finds their best to no more than 1e-6 or so.</summary>
    public bool IsSearched { get; init; }

    /// <summary>Whether an end of training at a point can be the state.</summary>
    public Func<GanParameters, PhaseVerdict, bool> Fits { get; init; } = (_, _) => true;
}

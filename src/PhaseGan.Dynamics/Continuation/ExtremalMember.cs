using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>The member of a family of fixed points whose largest real part among the eigenvalues is least: if it repels, every member does.</summary>
/// <param name="Kind">What makes it so.</param>
/// <param name="Parameters">Values of both parameters.</param>
/// <param name="Member">Its coordinates s in the family.</param>
/// <param name="Rate">The largest real part; negative if it attracts, zero to rounding on a boundary.</param>
/// <param name="Modes">How many modes reach it, ≥ 1; a complex pair is one.</param>
/// <param name="Edges">On how many ends of the family it lies: s_i = 0 or Σ s = 1.</param>
public sealed record ExtremalMember(ExtremalKind Kind, ImmutableArray<double> Parameters, ImmutableArray<double> Member, double Rate, int Modes, int Edges)
{
    private readonly ValueArray<double> _parameters = ValueArray.Of(Parameters), _member = ValueArray.Of(Member);

    /// <summary>Values of both parameters.</summary>
    public ImmutableArray<double> Parameters { get => _parameters; init => _parameters = ValueArray.Of(value); }

    /// <summary>Its coordinates s in the family.</summary>
    public ImmutableArray<double> Member { get => _member; init => _member = ValueArray.Of(value); }

    /// <summary>
    /// Whether the equations that define it were solved to rounding. Else it is the best that a search found, and its rate is known to about 1e-5 of the size of the Jacobian: next to a member at which two
    /// modes become one, rates change as a root does.
    /// </summary>
    public bool IsLocated { get; init; } = true;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

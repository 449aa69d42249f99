using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Two neighbouring cells of a diagram with different labels.</summary>
/// <param name="First">Index of the first cell among the verdicts: the lower one along its axis.</param>
/// <param name="Second">Index of the second cell.</param>
/// <param name="Curves">Indices of the curves that explain the change, among those of <see cref="PhaseBoundaries.Curves"/>; none where it is not explained.</param>
/// <param name="Known">Where no curve explains it, what is known of the attractors on both sides; else empty.</param>
public sealed record PhaseEdge(int First, int Second, ImmutableArray<int> Curves, string Known)
{
    private readonly ValueArray<int> _curves = ValueArray.Of(Curves);

    /// <summary>Indices of the curves that explain the change; none where it is not explained.</summary>
    public ImmutableArray<int> Curves
    {
        get => _curves;
        init => _curves = ValueArray.Of(value);
    }

    /// <summary>Where no curve explains the change, what is known of the attractors on both sides; else empty.</summary>
    public string Known { get; init => field = Guard.NotNull(value, nameof(Known)); } = Guard.NotNull(Known);

    /// <summary>Whether a curve explains the change.</summary>
    public bool IsExplained => !Curves.IsEmpty;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

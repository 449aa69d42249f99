using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>How many of the starts reach the same kind of attractor.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Attractor">The kind of attractor as in <see cref="PhaseVerdict.Attractor"/>; empty where all attractors of the phase are counted together.</param>
/// <param name="RecoveredFeatures">The features recovered at a fixed point, zero-based and rising; empty at other attractors and where attractors are counted together.</param>
/// <param name="Share">The count as a fraction of the starts, with its interval.</param>
public sealed record BasinFraction(Phase Phase, string Attractor, ImmutableArray<int> RecoveredFeatures, WilsonInterval Share)
{
    private readonly ValueArray<int> _recoveredFeatures = ValueArray.Of(RecoveredFeatures);

    /// <summary>The kind of attractor as in <see cref="PhaseVerdict.Attractor"/>; may be empty.</summary>
    public string Attractor { get; init => field = Guard.NotNull(value, nameof(Attractor)); } = Guard.NotNull(Attractor);

    /// <summary>The features recovered at a fixed point, zero-based and rising; may be empty.</summary>
    public ImmutableArray<int> RecoveredFeatures
    {
        get => _recoveredFeatures;
        init => _recoveredFeatures = ValueArray.Of(value);
    }

    /// <summary>The count as a fraction of the starts, with its interval.</summary>
    public WilsonInterval Share { get; init => field = Guard.NotNull(value, nameof(Share)); } = Guard.NotNull(Share);

    /// <summary>Phase, attractor and share, for example <c>ModeCollapse (Deceived, features 1) 0.17 ± 0.04</c>; features are counted from 1 as in the paper.</summary>
    public override string ToString()
    {
        string features = RecoveredFeatures.IsEmpty ? "" : $", features {string.Join(", ", RecoveredFeatures.Select(l => (l + 1).ToString(CultureInfo.InvariantCulture)))}";
        return Attractor.Length == 0 ? $"{Phase} {Share}" : $"{Phase} ({Attractor}{features}) {Share}";
    }
}

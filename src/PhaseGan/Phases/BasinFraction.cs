using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>How many of the starts reach the same kind of attractor.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Attractor">The kind of attractor as in <see cref="PhaseVerdict.Attractor"/>; empty where all attractors of the phase are counted together.</param>
/// <param name="RecoveredFeatures">The features recovered at a fixed point, zero-based and rising; empty at other attractors and where attractors are counted together.</param>
/// <param name="Share">The count as a fraction of the starts, with its interval.</param>
public sealed record BasinFraction(Phase Phase, string Attractor, ImmutableArray<int> RecoveredFeatures, WilsonInterval Share)
{
    /// <summary>Phase, attractor and share, for example <c>ModeCollapse (Deceived, features 1) 0.17 ± 0.04</c>; features are counted from 1 as in the paper.</summary>
    public override string ToString()
    {
        string features = RecoveredFeatures.IsDefaultOrEmpty ? "" : $", features {string.Join(", ", RecoveredFeatures.Select(l => l + 1))}";
        return Attractor.Length == 0 ? $"{Phase} {Share}" : $"{Phase} ({Attractor}{features}) {Share}";
    }
}

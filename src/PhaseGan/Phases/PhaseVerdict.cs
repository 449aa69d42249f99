using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The label of one point of parameter space with what it rests on.</summary>
/// <param name="Phase">The label.</param>
/// <param name="Attractor">
/// Short name of what was shown: for the ODE the kind of the attractor (a <see cref="FixedPointKind"/>, <c>LimitCycle</c>,
/// <c>Aperiodic</c>, <c>Moving</c> where only rest was excluded), for other sources their own word; empty where the source knows no attractor.
/// </param>
/// <param name="Recovery">ρ_ℓ ∈ [0, 1] for each feature at the attractor; empty where the source gives none.</param>
/// <param name="Evidence">Values of the classifier's <see cref="IPhaseClassifier.EvidenceColumns"/>, in that order, culture-invariant.</param>
/// <param name="Reason">
/// For <see cref="Phase.Undetermined"/>: what was tried, why it was not enough and what to change. For a label shown by exclusion: what
/// excludes the others. Else empty.
/// </param>
public sealed record PhaseVerdict(
    Phase Phase,
    string Attractor,
    ImmutableArray<double> Recovery,
    ImmutableArray<string> Evidence,
    string Reason = "")
{
    private readonly ImmutableArray<string> _evidence = Evidence;
    private readonly RestEvidence? _numbers;

    /// <summary>The verdict of the ODE for a fixed point that attracts; its evidence is worded when it is asked for.</summary>
    internal PhaseVerdict(Phase phase, string attractor, ImmutableArray<double> recovery, RestEvidence numbers)
        : this(phase, attractor, recovery, [])
    {
        _numbers = numbers;
    }

    /// <summary>Values of the classifier's <see cref="IPhaseClassifier.EvidenceColumns"/>, in that order, culture-invariant.</summary>
    public ImmutableArray<string> Evidence
    {
        get => _numbers?.Text() ?? _evidence;
        init => (_evidence, _numbers) = (value, null);
    }

    /// <summary>Whether the evidence is held as numbers, so many that none of its values needs to be looked at.</summary>
    internal bool HasNumbers(int count) => _numbers is not null && count == RestEvidence.Count;
}

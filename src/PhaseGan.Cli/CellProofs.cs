using System.Collections.Immutable;

namespace PhaseGan.Cli;

/// <summary>Proves what can be proved of the label of a cell.</summary>
internal static class CellProofs
{
    /// <summary>θ of the labels.</summary>
    private static readonly double s_threshold = OdePhaseOptions.Default.RecoveryThreshold;

    /// <summary>Proves one.</summary>
    /// <param name="gan">The parameters of the cell.</param>
    /// <param name="start">Where its training begins.</param>
    /// <param name="verdict">The label that the search gave.</param>
    /// <param name="withCertificate">Whether a certificate is asked for.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ProvedCell Of(GanParameters gan, MacroState start, PhaseVerdict verdict, bool withCertificate, CancellationToken cancellation) =>
        gan.FeatureCount == 1 ? OfOneFeature(gan, start, verdict, withCertificate, cancellation)
        : verdict.Phase is Phase.Oscillation or Phase.Undetermined ? OfMotion(gan, verdict, withCertificate, cancellation)
        : OfRest(gan, start, verdict, withCertificate, cancellation);

    private static ProvedCell OfOneFeature(GanParameters gan, MacroState start, PhaseVerdict verdict, bool withCertificate, CancellationToken cancellation)
    {
        OneFeatureProof proof = OneFeatureProof.Of(gan, start, s_threshold, cancellationToken: cancellation);
        string? certificate = withCertificate && proof.Rests.IsComplete ? OneFeatureCertificate.ToJson(proof.Rests) : null;
        Phase? phase = proof.End == ProvedEnd.Cycle ? Phase.Oscillation : proof.Learns(s_threshold) is { } learned ? learned ? Phase.Success : Phase.Fail : null;
        if (phase is null)
            return Open(verdict, $"{(proof.Rests.AnyAttracts == false ? "all fixed points are proved to repel; " : "")}{proof.Reason}", certificate);
        ImmutableArray<double> recovery = proof.Recovery is { } square ? [Math.Clamp(square.Middle, 0, 1)] : [];
        return Proved(verdict, phase.Value, proof.Kind?.ToString() ?? "LimitCycle", recovery, proof.Reason, certificate);
    }

    private static ProvedCell OfMotion(GanParameters gan, PhaseVerdict verdict, bool withCertificate, CancellationToken cancellation)
    {
        if (gan.FeatureCount > FamilyList.MaxFeatures)
            return Open(verdict, $"that nothing at rest attracts is proved for up to {FamilyList.MaxFeatures} features", null);
        LabelProof proof = LabelProof.OfMotion(gan, cancellation);
        if (!proof.IsProved)
            return Open(verdict, proof.Reason, null);
        PhaseVerdict moving = verdict.Phase == Phase.Oscillation ? verdict : new PhaseVerdict(Phase.Oscillation, "Moving", [], verdict.Evidence, proof.Reason);
        return new ProvedCell(moving, ProofLevel.AlmostEvery, proof.Reason, withCertificate && MotionCertificate.CanBeVerified(proof.List!) ? MotionCertificate.ToJson(proof.List!, cancellation) : null);
    }

    private static ProvedCell OfRest(GanParameters gan, MacroState start, PhaseVerdict verdict, bool withCertificate, CancellationToken cancellation)
    {
        var ode = new ReducedOde(gan);
        if (AttractorFinder.Find(ode, ode.Pack(start), cancellationToken: cancellation) is not FixedPointAttractor end)
            return Open(verdict, "the search for the rest itself ends elsewhere", null);
        LabelProof proof = LabelProof.OfRest(gan, end.Point.Coordinates.AsSpan(), s_threshold);
        string? certificate = withCertificate && proof.Rest is { } rest ? FamilyCertificate.ToJson(new EnclosedOde(ParameterBox.Of(gan)), rest) : null;
        if (proof.Rest is not { Attracts: true })
            return Open(verdict, proof.Reason, certificate);
        TrainingEndProof training = TrainingEndProof.Of(gan, start, end.Point.Coordinates.AsSpan(), s_threshold, MostSteps(gan.FeatureCount), cancellation);
        if (training.IsProved)
        {
            certificate = withCertificate ? TrainingEndCertificate.ToJson(training) : null;
            return Proved(verdict, PhaseRule.Of(training.Learned!.Value, gan.FeatureCount), training.Kind.ToString(), [.. training.Recovery.Select(r => Math.Clamp(r.Middle, 0, 1))], training.Reason, certificate);
        }
        string reason = $"{proof.Reason}; {training.Reason}";
        return proof.IsProved && PhaseRule.Of(proof.Learned!.Value, gan.FeatureCount) == verdict.Phase ? new ProvedCell(verdict, ProofLevel.Attractor, reason, certificate) : Open(verdict, reason, certificate);
    }

    /// <summary>Most steps of a proof from start to end: a step takes as long as d³ allows, so that a cell takes some 6 s at most.</summary>
    internal static int MostSteps(int features) => Math.Max(1, 8 * TrainingPursuit.MostSteps / (features * features * features));

    /// <summary>A label of which nothing is proved.</summary>
    private static ProvedCell Open(PhaseVerdict verdict, string reason, string? certificate) =>
        new(verdict, verdict.Phase == Phase.Undetermined ? ProofLevel.Undetermined : ProofLevel.Shown, reason, certificate);

    /// <summary>A label that is proved from start to end. A proof stands against whatever a search has said.</summary>
    private static ProvedCell Proved(PhaseVerdict verdict, Phase phase, string attractor, ImmutableArray<double> recovery, string reason, string? certificate) =>
        phase == verdict.Phase
            ? new ProvedCell(verdict, ProofLevel.Proved, reason, certificate)
            : new ProvedCell(new PhaseVerdict(phase, attractor, recovery, verdict.Evidence), ProofLevel.Proved, $"the search had found {verdict.Phase}; {reason}", certificate);
}

using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Cli;

/// <summary>A diagram of one feature whose cells say whether their labels are proved: two more columns of evidence, <c>proof</c> and <c>proof_reason</c>.</summary>
/// <param name="Diagram">The diagram.</param>
/// <param name="Certificates">For each cell the certificate of its list of fixed points; null where the list is not complete.</param>
internal sealed record ProvedCells(PhaseDiagram Diagram, ImmutableArray<string?> Certificates)
{
    /// <summary>The values of the column <c>proof</c>.</summary>
    public const string Proved = "proved", Shown = "shown", Undetermined = "undetermined";

    /// <summary>θ of the labels.</summary>
    private static readonly double s_threshold = OdePhaseOptions.Default.RecoveryThreshold;

    /// <summary>The value of the column <c>proof</c> of a cell.</summary>
    public string Proof(int cell) => Diagram.Verdicts[cell].Evidence[^2];

    /// <summary>How many cells have each value, in words.</summary>
    public string Summary()
    {
        int cells = Diagram.Verdicts.Length, proved = Count(Proved), shown = Count(Shown);
        return string.Create(CultureInfo.InvariantCulture, $"Proved {proved} of {cells} labels ({100.0 * proved / cells:F1} %), shown {shown}, undetermined {cells - proved - shown}");
    }

    /// <summary>Proves what can be proved of the labels of a diagram.</summary>
    public static ProvedCells Of(PhaseSweep sweep, PhaseDiagram labels, Func<GanParameters, MacroState> start, bool withCertificates, IProgress<SweepProgress> progress, CancellationToken cancellation)
    {
        int cells = labels.Verdicts.Length, next = -1, done = 0;
        var verdicts = new PhaseVerdict[cells];
        var certificates = new string?[cells];
        var report = new Lock();
        Workers.Run(sweep.Threads, (_, stop) =>
        {
            for (int k = Interlocked.Increment(ref next); k < cells; k = Interlocked.Increment(ref next))
            {
                GanParameters gan = sweep.At(labels.X.Values[k % labels.X.Count], labels.Y.Values[k / labels.X.Count]);
                OneFeatureProof proof = OneFeatureProof.Of(gan, start(gan), s_threshold, cancellationToken: stop);
                verdicts[k] = With(labels.Verdicts[k], proof);
                certificates[k] = withCertificates && proof.Rests.IsComplete ? OneFeatureCertificate.ToJson(proof.Rests) : null;
                lock (report)
                    progress.Report(new SweepProgress(++done, cells));
            }
        }, cancellation);
        return new ProvedCells(new PhaseDiagram(labels.X, labels.Y, verdicts, [.. labels.EvidenceColumns, "proof", "proof_reason"]), [.. certificates]);
    }

    private int Count(string value) => Enumerable.Range(0, Diagram.Verdicts.Length).Count(k => Proof(k) == value);

    private static PhaseVerdict With(PhaseVerdict verdict, OneFeatureProof proof)
    {
        Phase? phase = proof.End == ProvedEnd.Cycle ? Phase.Oscillation : proof.Learns(s_threshold) is { } learned ? learned ? Phase.Success : Phase.Fail : null;
        if (phase is null)
        {
            string repels = proof.Rests.AnyAttracts == false ? "all fixed points are proved to repel; " : "";
            return verdict with { Evidence = [.. verdict.Evidence, verdict.Phase == Phase.Undetermined ? Undetermined : Shown, repels + proof.Reason] };
        }
        if (phase == verdict.Phase)
            return verdict with { Evidence = [.. verdict.Evidence, Proved, proof.Reason] };
        // a proof stands against whatever a search has said
        string attractor = proof.Kind?.ToString() ?? "LimitCycle";
        ImmutableArray<double> recovery = proof.Recovery is { } square ? [Math.Clamp(square.Middle, 0, 1)] : [];
        return new PhaseVerdict(phase.Value, attractor, recovery, [.. verdict.Evidence, Proved, $"the search had found {verdict.Phase}; {proof.Reason}"]);
    }
}

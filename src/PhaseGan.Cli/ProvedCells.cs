using System.Collections.Immutable;

namespace PhaseGan.Cli;

/// <summary>A diagram whose cells say what of their labels is proved: two more columns of evidence, <c>proof</c> and <c>proof_reason</c>.</summary>
/// <param name="Diagram">The diagram.</param>
/// <param name="Features">d.</param>
/// <param name="Certificates">For each cell a certificate; null where there is none.</param>
internal sealed record ProvedCells(PhaseDiagram Diagram, int Features, ImmutableArray<string?> Certificates)
{
    /// <summary>The value of the column <c>proof</c> of a cell.</summary>
    public string Level(int cell) => Diagram.Verdicts[cell].Evidence[^2];

    /// <summary>How many cells have each value, in words.</summary>
    public string Summary() => ProofLevel.Summary([.. Enumerable.Range(0, Diagram.Verdicts.Length).Select(Level)], Features);

    /// <summary>Proves what can be proved of the labels of a diagram.</summary>
    public static ProvedCells Of(PhaseSweep sweep, PhaseDiagram labels, int features, Func<GanParameters, MacroState> start, bool withCertificates, IProgress<SweepProgress> progress, CancellationToken cancellation)
    {
        int cells = labels.Verdicts.Length, next = -1, done = 0;
        var proved = new ProvedCell[cells];
        var report = new Lock();
        Workers.Run(sweep.Threads, (_, stop) =>
        {
            for (int k = Interlocked.Increment(ref next); k < cells; k = Interlocked.Increment(ref next))
            {
                GanParameters gan = sweep.At(labels.X.Values[k % labels.X.Count], labels.Y.Values[k / labels.X.Count]);
                proved[k] = CellProofs.Of(gan, start(gan), labels.Verdicts[k], withCertificates, stop);
                lock (report)
                    progress.Report(new SweepProgress(++done, cells));
            }
        }, cancellation);
        return new ProvedCells(new PhaseDiagram(labels.X, labels.Y, [.. proved.Select(c => c.WithColumns)], [.. labels.EvidenceColumns, "proof", "proof_reason"]), features, [.. proved.Select(c => c.Certificate)]);
    }
}

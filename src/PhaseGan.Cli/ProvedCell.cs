namespace PhaseGan.Cli;

/// <summary>The label of a cell with what is proved of it.</summary>
/// <param name="Verdict">The label, by the proof where that says otherwise than the search.</param>
/// <param name="Level">One of those of <see cref="ProofLevel"/>.</param>
/// <param name="Reason">By what it is proved, or why not.</param>
/// <param name="Certificate">The certificate of a part of it; null where none was asked for or there is none.</param>
internal sealed record ProvedCell(PhaseVerdict Verdict, string Level, string Reason, string? Certificate)
{
    /// <summary>The verdict with the columns <c>proof</c> and <c>proof_reason</c>.</summary>
    public PhaseVerdict WithColumns => Verdict with { Evidence = [.. Verdict.Evidence, Level, Reason] };
}

using PhaseGan.Tests.Sweeps;

namespace PhaseGan.Tests.Sqlite;

/// <summary>A small sweep that tests keep in stores, and its cells.</summary>
internal static class StoreSweep
{
    private static readonly GanParameters s_gan = new([1, 2], [1, 2], 0.2, 0.04, 1, 1);

    public static PhaseSweep Of(int columns = 12, int rows = 10, double tau = 0.2) => new(
        Axis.Linear("alpha", 0.02, 4, columns), Axis.Linear("eta", 0.01, 2.6, rows),
        (alpha, eta) => s_gan.With(discriminatorRate: tau, rateRatio: alpha, noise: eta))
    { Threads = 2 };

    public static SweepDescription Description(double tau = 0.2) => Of(tau: tau).Describe(new RuleClassifier());

    public static LabelledCell[] Cells()
    {
        PhaseSweep sweep = Of();
        return [.. Enumerable.Range(0, sweep.X.Count * sweep.Y.Count).Select(i => new LabelledCell(
            i, RuleClassifier.Rule(sweep.At(sweep.X.Values[i % sweep.X.Count], sweep.Y.Values[i / sweep.X.Count])), TimeSpan.FromTicks(1000 + i)))];
    }

    /// <summary>All that a cell says, to the bit.</summary>
    public static string Text(LabelledCell cell) => string.Join('|',
        [$"{cell.Index}", $"{cell.Verdict.Phase}", cell.Verdict.Attractor, cell.Verdict.Reason, $"{cell.Time.Ticks}",
            .. cell.Verdict.Recovery.Select(r => $"{BitConverter.DoubleToInt64Bits(r)}"), .. cell.Verdict.Evidence]);
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PhaseGan.Sqlite;
using PhaseGan.Tests.Sweeps;

namespace PhaseGan.Tests.Sqlite;

/// <summary>A process that sweeps into a store and says in a file which cells it began to label, for tests that kill it.</summary>
internal static class StoreWorker
{
    /// <summary>Starts the process: the folder of store and log, the size of the sweep, and how long a cell takes.</summary>
    public static Process Start(TemporaryFolder folder, string log, int columns, int rows, int milliseconds) => Process.Start(new ProcessStartInfo(
        "dotnet", ["exec", typeof(StoreWorker).Assembly.Location, folder.File("run.db"), folder.File(log), $"{columns}", $"{rows}", $"{milliseconds}"]))!;

    /// <summary>What the process does.</summary>
    public static int Run(string[] args)
    {
        int columns = int.Parse(args[2], CultureInfo.InvariantCulture), rows = int.Parse(args[3], CultureInfo.InvariantCulture);
        using var log = new FileStream(args[1], FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using var store = SqliteSweepStore.Open(args[0]);
        PhaseSweep sweep = StoreSweep.Of(columns, rows);
        sweep.Run(new Logging(sweep, log, TimeSpan.FromMilliseconds(int.Parse(args[4], CultureInfo.InvariantCulture))), store).WriteCsv(args[0] + ".csv");
        return 0;
    }

    /// <summary>The rule, slowly, each cell written down before it is labelled.</summary>
    private sealed class Logging(PhaseSweep sweep, FileStream log, TimeSpan time) : IPhaseClassifier
    {
        private readonly Lock _gate = new();
        private readonly RuleClassifier _rule = new();

        public string Name => _rule.Name;

        public ImmutableArray<string> EvidenceColumns => _rule.EvidenceColumns;

        public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters) => _rule.Describe(parameters);

        public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default)
        {
            int x = Nearest(sweep.X, parameters.RateRatio), y = Nearest(sweep.Y, parameters.RealNoise);
            lock (_gate)
                log.Write(BitConverter.GetBytes(y * sweep.X.Count + x));
            Thread.Sleep(time);
            return _rule.Classify(parameters, cancellationToken);
        }

        private static int Nearest(Axis axis, double value) => Enumerable.Range(0, axis.Count).MinBy(i => Math.Abs(axis.Values[i] - value));
    }
}

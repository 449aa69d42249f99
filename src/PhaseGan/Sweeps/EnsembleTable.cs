using System.Globalization;

namespace PhaseGan;

/// <summary>
/// Simulated trainings as a table: one row a replica and time, with columns <c>replica, t, p_11, …, q_1, …, r_1, …, s_12, …</c>, and with a finite
/// strength of the regulariser <c>s_11, s_12, …, z</c> at the end; t = k/n is the
/// time at which the record was taken. Numbers are written so that the same bits are read back, whatever the culture.
/// </summary>
public static class EnsembleTable
{
    /// <summary>Writes the table to a file, all of it or none, replacing an older one.</summary>
    /// <param name="ensemble">The trainings.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="cancellationToken">Ends the writing and leaves no file behind.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ensemble"/> is null.</exception>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void WriteCsv(this Ensemble ensemble, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        AtomicFile.WriteText(path, writer => ensemble.ToCsv(writer, cancellationToken));
    }

    /// <summary>Writes the table.</summary>
    /// <param name="ensemble">The trainings.</param>
    /// <param name="writer">Receives it.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void ToCsv(this Ensemble ensemble, TextWriter writer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(writer);
        Csv.Write(writer, ["replica", "t", .. ensemble.CoordinateNames()]);
        Span<char> text = stackalloc char[32];
        for (int replica = 0; replica < ensemble.Replicas; replica++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int time = 0; time < ensemble.Steps.Length; time++)
            {
                writer.Write((ensemble.Options.FirstReplica + replica).ToString(CultureInfo.InvariantCulture));
                Number(writer, text, ensemble.Steps[time] / (double)ensemble.Options.Dimension);
                foreach (double value in ensemble.Record(time, replica))
                    Number(writer, text, value);
                writer.Write('\n');
            }
        }

        static void Number(TextWriter writer, Span<char> text, double value)
        {
            value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
            writer.Write(',');
            writer.Write(text[..length]);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Text;

namespace PhaseGan;

/// <summary>A diagram as the bytes of a table: a row a cell.</summary>
internal static class DiagramTable
{
    private static readonly byte[][] s_phases = [.. Enum.GetNames<Phase>().Select(Encoding.UTF8.GetBytes)];

    /// <summary>Makes the table.</summary>
    /// <exception cref="EncoderFallbackException">A name or a text is not Unicode.</exception>
    public static void Write(PhaseDiagram diagram, CellBlocks.Receiver receiver, int threads = int.MaxValue)
    {
        var header = new Utf8Rows();
        var columns = VerdictColumns.Of(diagram.Verdicts, diagram.EvidenceColumns);
        foreach (string name in (IEnumerable<string>)[diagram.X.Name, diagram.Y.Name, .. columns.Header()])
        {
            if (!header.Bytes.IsEmpty)
                header.Raw(","u8);
            header.Field(name);
        }
        header.Raw("\n"u8);
        receiver(header.Bytes);

        byte[][] xs = [.. diagram.X.Values.Select(v => Encoding.UTF8.GetBytes(Csv.Number(v)))], ys = [.. diagram.Y.Values.Select(v => Encoding.UTF8.GetBytes(Csv.Number(v)))];
        new CellBlocks().Write(diagram.Verdicts.Length, (from, to, rows) => Block(diagram, xs, ys, from, to, columns.Features ?? 0, rows), receiver, threads);
    }

    // compiled to the full at once, since one diagram calls it a few times only
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(PhaseDiagram diagram, byte[][] xs, byte[][] ys, int from, int to, int features, Utf8Rows rows)
    {
        for (int k = from; k < to; k++)
        {
            PhaseVerdict verdict = diagram.Verdicts[k];
            rows.Raw(xs[k % xs.Length]);
            rows.Raw(","u8);
            rows.Raw(ys[k / xs.Length]);
            rows.Raw(","u8);
            rows.Raw(s_phases[(int)verdict.Phase]);
            rows.Raw(","u8);
            rows.Field(verdict.Attractor);
            ReadOnlySpan<double> recovery = verdict.Recoveries;
            for (int l = 0; l < features; l++)
            {
                rows.Raw(","u8);
                if (l < recovery.Length)
                    rows.Number(recovery[l]);
            }
            Evidence(verdict, rows);
            rows.Raw("\n"u8);
        }
    }

    /// <summary>Writes the evidence, each value behind a comma; numbers as <see cref="RestEvidence.Text"/> words them, without a text in between.</summary>
    private static void Evidence(PhaseVerdict verdict, Utf8Rows rows)
    {
        ref readonly RestEvidence numbers = ref verdict.Numbers;
        if (!numbers.IsPresent)
        {
            foreach (string value in verdict.Evidence)
            {
                rows.Raw(","u8);
                rows.Field(value);
            }
            return;
        }
        rows.Raw(","u8);
        rows.Number(numbers.GrowthRate, RestEvidence.NumberFormat);
        rows.Raw(",,"u8);
        rows.Number(numbers.Time, RestEvidence.NumberFormat);
        rows.Raw(","u8);
        rows.Number(numbers.Evaluations);
        rows.Raw(","u8);
    }
}

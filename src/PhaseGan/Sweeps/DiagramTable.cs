using System.Text;

namespace PhaseGan;

/// <summary>A diagram as the bytes of a table: blocks of rows are made side by side and handed over in their order.</summary>
internal static class DiagramTable
{
    /// <summary>Cells of a block: half a megabyte of text or more.</summary>
    private const int CellsOfBlock = 8192;

    /// <summary>Most blocks that are made side by side.</summary>
    private const int MostBlocks = 8;

    private static readonly byte[][] s_phases = [.. Enum.GetNames<Phase>().Select(Encoding.UTF8.GetBytes)];

    /// <summary>Receives a piece of the table; the bytes are used again afterwards.</summary>
    public delegate void Receiver(ReadOnlySpan<byte> piece);

    /// <summary>Makes the table.</summary>
    /// <exception cref="EncoderFallbackException">A name or a text is not Unicode.</exception>
    public static void Write(PhaseDiagram diagram, Receiver receiver)
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
        int cells = diagram.Verdicts.Length, blocks = (cells + CellsOfBlock - 1) / CellsOfBlock;
        var rooms = new Utf8Rows[Math.Min(Math.Min(MostBlocks, Environment.ProcessorCount), blocks)];
        for (int k = 0; k < rooms.Length; k++)
            rooms[k] = new Utf8Rows();
        for (int first = 0; first < blocks; first += rooms.Length)
        {
            int count = Math.Min(rooms.Length, blocks - first), from = first;
            Workers.Run(count, (k, _) => Block(diagram, xs, ys, (from + k) * CellsOfBlock, Math.Min(cells, (from + k + 1) * CellsOfBlock), columns.Features ?? 0, rooms[k]), CancellationToken.None);
            for (int k = 0; k < count; k++)
                receiver(rooms[k].Bytes);
        }
    }

    private static void Block(PhaseDiagram diagram, byte[][] xs, byte[][] ys, int from, int to, int features, Utf8Rows rows)
    {
        rows.Clear();
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
        if (verdict.Numbers is not { } numbers)
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

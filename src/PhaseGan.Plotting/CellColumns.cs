using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace PhaseGan.Plotting;

/// <summary>What pages say of the cells of a diagram besides their labels: attractor, recovery, evidence, and a reason that none of the evidence says.</summary>
internal static class CellColumns
{
    /// <summary>The most cells of which a page holds what each label rests on.</summary>
    public const int MostCellsWithEvidence = 300_000;

    /// <summary>The format of a recovery where it is shown.</summary>
    private const string RecoveryFormat = PageNumber.FourPlaces;

    /// <summary>The format of evidence where a person reads it; tables have all digits.</summary>
    private const string EvidenceFormat = PageNumber.SixDigits;

    /// <summary>Whole numbers below this have no exponent in a table.</summary>
    private const double LargestWhole = 1e15;

    /// <summary>Whether pages of a diagram hold evidence; of a larger one they hold labels and attractors.</summary>
    public static bool HoldEvidence(PhaseDiagram diagram) => diagram.Verdicts.Length <= MostCellsWithEvidence;

    /// <summary>What a reader of a page can do, as HTML.</summary>
    /// <param name="diagram">The diagram of the page.</param>
    /// <param name="table">Name of the table that has the evidence where the page has none.</param>
    public static string Footer(PhaseDiagram diagram, string table) =>
        (HoldEvidence(diagram) ? "Point at a cell to see what its label rests on" : $"Point at a cell to see its label; what it rests on is in {Markup.Escape(table)}")
        + "; click to copy its parameters.";

    /// <summary>The columns of a diagram that say something.</summary>
    public static ImmutableArray<CellColumn> Of(PhaseDiagram diagram)
    {
        int cells = diagram.Verdicts.Length;
        List<CellColumn> columns = [new("attractor", cells, verdict => new CellValue(verdict.Attractor))];
        if (HoldEvidence(diagram))
        {
            columns.Add(new CellColumn("recovery ρ", cells, Recovery));
            for (int k = 0; k < diagram.EvidenceColumns.Length; k++)
            {
                int place = k;
                columns.Add(new CellColumn(diagram.EvidenceColumns[k], cells, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (verdict) => Evidence(verdict, place)));
            }
            columns.Add(new CellColumn("reason", cells, verdict => new CellValue(HasOwnReason(verdict) ? verdict.Reason : "")));
        }
        CellColumn[] all = [.. columns];
        Look(all, diagram.Verdicts.AsSpan());
        return [.. all.Where(column => column.IsUsed)];
    }

    /// <summary>Shows each verdict to all columns: verdicts lie apart in memory, and are fetched once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Look(CellColumn[] columns, ReadOnlySpan<PhaseVerdict> verdicts)
    {
        for (int k = 0; k < verdicts.Length; k++)
            foreach (CellColumn column in columns)
                column.Look(k, verdicts[k]);
        foreach (CellColumn column in columns)
            column.EndLook();
    }

    /// <summary>One recovery as a number, several joined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static CellValue Recovery(PhaseVerdict verdict)
    {
        ReadOnlySpan<double> recoveries = verdict.Recoveries;
        return recoveries.Length switch
        {
            0 => new CellValue(""),
            1 => new CellValue(recoveries[0], RecoveryFormat),
            _ => new CellValue(string.Join(", ", verdict.Recovery.Select(r => r.ToString(RecoveryFormat, CultureInfo.InvariantCulture)))),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static CellValue Evidence(PhaseVerdict verdict, int place)
    {
        ref readonly RestEvidence numbers = ref verdict.Numbers;
        if (!numbers.IsPresent)
            return Evidence(verdict.Evidence[place]);
        return place switch
        {
            0 => Short(numbers.GrowthRate),
            2 => Short(numbers.Time),
            3 => new CellValue(numbers.Evaluations, RestEvidence.NumberFormat),
            _ => new CellValue(""),
        };
    }

    /// <summary>A number, as tables write it, in short; any other text as it is.</summary>
    private static CellValue Evidence(string text)
    {
        bool begins = text is [(>= '0' and <= '9') or '-', ..];
        return begins && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value.ToString(RestEvidence.NumberFormat, CultureInfo.InvariantCulture) == text
            ? Short(value)
            : new CellValue(text);
    }

    /// <summary>A number with all of its digits if it is whole, else in short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static CellValue Short(double value) =>
        new(value, value == Math.Truncate(value) && Math.Abs(value) < LargestWhole ? RestEvidence.NumberFormat : EvidenceFormat);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HasOwnReason(PhaseVerdict verdict) =>
        verdict.Reason.Length > 0 && (verdict.Numbers.IsPresent || !verdict.Evidence.Contains(verdict.Reason));
}

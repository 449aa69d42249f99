using System.Globalization;
using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>The cells of a diagram as pages need them to copy the parameters of one: values of the axes and options of the command <c>phasegan</c>.</summary>
internal static class CellOptions
{
    /// <summary>Writes an axis as name, label and values, for a property that is left open for more.</summary>
    public static void StartAxis(Utf8JsonWriter json, string property, Axis axis)
    {
        json.WriteStartObject(property);
        json.WriteString("name", axis.Name);
        json.WriteString("label", Symbol.Of(axis.Name).Plain);
        json.WriteStartArray("values");
        foreach (double value in axis.Values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    /// <summary>Writes the options that give the parameters of each cell; each is stored once for all cells, a column, a row or a cell, as it varies.</summary>
    public static void Write(PageJson page, PhaseSweep? sweep, string further)
    {
        page.Json.WriteStartArray("options");
        if (sweep is not null)
            foreach (Option option in Options(sweep))
                Write(page, sweep, option);
        page.Json.WriteEndArray();
        page.Json.WriteString("further", further);
    }

    /// <summary>The options that cells need, and with what each varies: all cells are looked at, a row at a time.</summary>
    private static Option[] Options(PhaseSweep sweep)
    {
        bool matched = true, oneNoise = true, manySamples = false;
        GanParts alongColumns = GanParts.None, alongRows = GanParts.None;
        GanNumbers[] firstRow = [.. sweep.X.Values.Select(x => sweep.NumbersAt(x, sweep.Y.Minimum))];
        foreach (double y in sweep.Y.Values)
        {
            GanNumbers start = sweep.NumbersAt(sweep.X.Minimum, y);
            for (int i = 0; i < firstRow.Length; i++)
            {
                GanNumbers gan = sweep.NumbersAt(sweep.X.Values[i], y);
                matched &= gan.IsMatched;
                oneNoise &= gan.RealNoise == gan.FakeNoise;
                manySamples |= gan.BatchSize > 1;
                alongColumns |= gan.Difference(firstRow[i]);
                alongRows |= gan.Difference(start);
            }
        }
        return
        [
            Of("--lambda", GanParts.RealVariances, gan => List(gan.RealVariances)),
            .. matched ? (Option[])[] : [Of("--lambda-fake", GanParts.FakeVariances, gan => List(gan.FakeVariances))],
            Of("--tau", GanParts.DiscriminatorRate, gan => Number(gan.DiscriminatorRate)),
            Of("--tau-tilde", GanParts.GeneratorRate, gan => Number(gan.GeneratorRate)),
            .. oneNoise ? (Option[])[Of("--eta", GanParts.RealNoise, gan => Number(gan.RealNoise))]
                : [Of("--eta-t", GanParts.RealNoise, gan => Number(gan.RealNoise)), Of("--eta-g", GanParts.FakeNoise, gan => Number(gan.FakeNoise))],
            .. manySamples ? (Option[])[Of("--batch", GanParts.BatchSize, gan => gan.BatchSize.ToString(CultureInfo.InvariantCulture))] : [],
        ];

        Option Of(string name, GanParts part, Func<GanNumbers, string> text) => new(name, text, MovesX: alongRows.HasFlag(part), MovesY: alongColumns.HasFlag(part));
    }

    private static void Write(PageJson page, PhaseSweep sweep, Option option)
    {
        page.Json.WriteStartObject();
        page.Json.WriteString("name", option.Name);
        page.Json.WriteString("by", (option.MovesX, option.MovesY) switch { (false, false) => "all", (true, false) => "x", (false, true) => "y", _ => "cell" });
        int width = option.MovesX ? sweep.X.Count : 1, height = option.MovesY ? sweep.Y.Count : 1;
        page.Values("values", width * height, (from, to, rows) =>
        {
            for (int k = from; k < to; k++)
            {
                rows.Raw(",\""u8);
                rows.Ascii(option.Text(sweep.NumbersAt(sweep.X.Values[k % width], sweep.Y.Values[k / width])));
                rows.Raw("\""u8);
            }
        });
        page.Json.WriteEndObject();
    }

    /// <summary>A sweep given for a diagram, if its axes are those of the diagram.</summary>
    public static PhaseSweep? Checked(PhaseSweep? sweep, PhaseDiagram diagram) =>
        sweep is null || (sweep.X.Equals(diagram.X) && sweep.Y.Equals(diagram.Y))
            ? sweep
            : throw new ArgumentException($"Sweep must have the axes of the diagram; got {sweep.X} and {sweep.Y} for {diagram.X} and {diagram.Y}", nameof(sweep));

    private static string List(IEnumerable<double> values) => string.Join(',', values.Select(Number));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>An option of the command, its value at given numbers, and which axes move it.</summary>
    private sealed record Option(string Name, Func<GanNumbers, string> Text, bool MovesX, bool MovesY);
}

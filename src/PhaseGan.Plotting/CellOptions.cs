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
    public static void Write(Utf8JsonWriter json, PhaseSweep? sweep, string further)
    {
        json.WriteStartArray("options");
        if (sweep is not null)
            foreach (Option option in Options(sweep))
                Write(json, sweep, option);
        json.WriteEndArray();
        json.WriteString("further", further);
    }

    /// <summary>The options that cells need, and with what each varies: all cells are looked at, a row at a time.</summary>
    private static List<Option> Options(PhaseSweep sweep)
    {
        Option fake = new("--lambda-fake", gan => List(gan.FakeVariances), (a, b) => a.FakeVariances.SequenceEqual(b.FakeVariances));
        Option eta = new("--eta", gan => Number(gan.RealNoise), (a, b) => a.RealNoise == b.RealNoise), etaReal = new("--eta-t", eta.Text, eta.Same);
        Option etaFake = new("--eta-g", gan => Number(gan.FakeNoise), (a, b) => a.FakeNoise == b.FakeNoise);
        Option batch = new("--batch", gan => gan.BatchSize.ToString(CultureInfo.InvariantCulture), (a, b) => a.BatchSize == b.BatchSize);
        List<Option> options =
        [
            new("--lambda", gan => List(gan.RealVariances), (a, b) => a.RealVariances.SequenceEqual(b.RealVariances)),
            fake,
            new("--tau", gan => Number(gan.DiscriminatorRate), (a, b) => a.DiscriminatorRate == b.DiscriminatorRate),
            new("--tau-tilde", gan => Number(gan.GeneratorRate), (a, b) => a.GeneratorRate == b.GeneratorRate),
            eta, etaReal, etaFake, batch,
        ];
        bool matched = true, oneNoise = true, manySamples = false;
        GanParameters[] firstRow = [.. sweep.X.Values.Select(x => sweep.At(x, sweep.Y.Minimum))];
        foreach (double y in sweep.Y.Values)
        {
            GanParameters start = sweep.At(sweep.X.Minimum, y);
            for (int i = 0; i < firstRow.Length; i++)
            {
                GanParameters gan = sweep.At(sweep.X.Values[i], y);
                matched &= gan.RealVariances.SequenceEqual(gan.FakeVariances);
                oneNoise &= gan.RealNoise == gan.FakeNoise;
                manySamples |= gan.BatchSize > 1;
                foreach (Option option in options)
                {
                    option.SameRows &= option.Same(gan, firstRow[i]);
                    option.SameColumns &= option.Same(gan, start);
                }
            }
        }
        Option[] unneeded = [.. matched ? [fake] : (Option[])[], .. oneNoise ? [etaReal, etaFake] : (Option[])[eta], .. manySamples ? (Option[])[] : [batch]];
        return [.. options.Except(unneeded)];
    }

    private static void Write(Utf8JsonWriter json, PhaseSweep sweep, Option option)
    {
        json.WriteStartObject();
        json.WriteString("name", option.Name);
        json.WriteString("by", (option.SameRows, option.SameColumns) switch { (true, true) => "all", (true, false) => "x", (false, true) => "y", _ => "cell" });
        json.WriteStartArray("values");
        foreach (double y in option.SameRows ? [sweep.Y.Minimum] : sweep.Y.Values)
            foreach (double x in option.SameColumns ? [sweep.X.Minimum] : sweep.X.Values)
            {
                json.WriteStringValue(option.Text(sweep.At(x, y)));
                JsonText.Pass(json);
            }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A sweep given for a diagram, if its axes are those of the diagram.</summary>
    public static PhaseSweep? Checked(PhaseSweep? sweep, PhaseDiagram diagram) =>
        sweep is null || (sweep.X.Equals(diagram.X) && sweep.Y.Equals(diagram.Y))
            ? sweep
            : throw new ArgumentException($"Sweep must have the axes of the diagram; got {sweep.X} and {sweep.Y} for {diagram.X} and {diagram.Y}", nameof(sweep));

    /// <summary>The format of a recovery where it is shown.</summary>
    public const string RecoveryFormat = "0.####";

    public static string Recovery(PhaseVerdict verdict) =>
        string.Join(", ", verdict.Recovery.Select(r => r.ToString(RecoveryFormat, CultureInfo.InvariantCulture)));

    /// <summary>The format of evidence where a person reads it; tables have all digits.</summary>
    public const string EvidenceFormat = "G6";

    /// <summary>A text of evidence as it is shown: a number with a fraction, as tables write it, in short; anything else as it is.</summary>
    public static string Evidence(string text) =>
        text.AsSpan().ContainsAny('.', 'E') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Number(value) == text
            ? value.ToString(EvidenceFormat, CultureInfo.InvariantCulture)
            : text;

    /// <summary>Whether a verdict has a reason that none of its evidence says.</summary>
    public static bool HasOwnReason(PhaseVerdict verdict) =>
        verdict.Reason.Length > 0 && (verdict.Numbers is not null || !verdict.Evidence.Contains(verdict.Reason));

    private static string List(IEnumerable<double> values) => string.Join(',', values.Select(Number));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>An option of the command, its value at given parameters, and whether it is the same at two.</summary>
    private sealed class Option(string name, Func<GanParameters, string> text, Func<GanParameters, GanParameters, bool> same)
    {
        public string Name => name;

        public Func<GanParameters, string> Text => text;

        public Func<GanParameters, GanParameters, bool> Same => same;

        public bool SameRows { get; set; } = true;

        public bool SameColumns { get; set; } = true;
    }
}

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
        {
            GanParameters[] cells = [.. sweep.Y.Values.SelectMany(y => sweep.X.Values.Select(x => sweep.At(x, y)))];
            bool matched = cells.All(gan => gan.RealVariances.SequenceEqual(gan.FakeVariances));
            bool oneNoise = cells.All(gan => gan.RealNoise == gan.FakeNoise);
            Option("--lambda", gan => List(gan.RealVariances));
            if (!matched)
                Option("--lambda-fake", gan => List(gan.FakeVariances));
            Option("--tau", gan => Number(gan.DiscriminatorRate));
            Option("--tau-tilde", gan => Number(gan.GeneratorRate));
            if (oneNoise)
            {
                Option("--eta", gan => Number(gan.RealNoise));
            }
            else
            {
                Option("--eta-t", gan => Number(gan.RealNoise));
                Option("--eta-g", gan => Number(gan.FakeNoise));
            }
            if (cells.Any(gan => gan.BatchSize > 1))
                Option("--batch", gan => gan.BatchSize.ToString(CultureInfo.InvariantCulture));

            void Option(string name, Func<GanParameters, string> value)
            {
                string[] values = [.. cells.Select(value)];
                int width = sweep.X.Count;
                bool sameRows = Enumerable.Range(0, values.Length).All(k => values[k] == values[k % width]);
                bool sameColumns = Enumerable.Range(0, values.Length).All(k => values[k] == values[k / width * width]);
                var (by, stored) = (sameRows, sameColumns) switch
                {
                    (true, true) => ("all", values.Take(1)),
                    (true, false) => ("x", values.Take(width)),
                    (false, true) => ("y", Enumerable.Range(0, sweep.Y.Count).Select(j => values[j * width])),
                    _ => ("cell", values),
                };
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("by", by);
                json.WriteStartArray("values");
                foreach (string text in stored)
                    json.WriteStringValue(text);
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
        json.WriteString("further", further);
    }

    /// <summary>A sweep given for a diagram, if its axes are those of the diagram.</summary>
    public static PhaseSweep? Checked(PhaseSweep? sweep, PhaseDiagram diagram) =>
        sweep is null || (sweep.X.Equals(diagram.X) && sweep.Y.Equals(diagram.Y))
            ? sweep
            : throw new ArgumentException($"Sweep must have the axes of the diagram; got {sweep.X} and {sweep.Y} for {diagram.X} and {diagram.Y}", nameof(sweep));

    /// <summary>What pages say of a cell, the values of the axes and the label apart: names and values, those without value left out.</summary>
    public static IEnumerable<(string Name, string Value)> Evidence(PhaseDiagram diagram, PhaseVerdict verdict)
    {
        if (verdict.Attractor.Length > 0)
            yield return ("attractor", verdict.Attractor);
        if (!verdict.Recovery.IsEmpty)
            yield return ("recovery ρ", Recovery(verdict));
        for (int k = 0; k < diagram.EvidenceColumns.Length; k++)
            if (verdict.Evidence[k].Length > 0)
                yield return (diagram.EvidenceColumns[k], verdict.Evidence[k]);
        if (HasOwnReason(verdict))
            yield return ("reason", verdict.Reason);
    }

    public static string Recovery(PhaseVerdict verdict) =>
        string.Join(", ", verdict.Recovery.Select(r => r.ToString("0.####", CultureInfo.InvariantCulture)));

    /// <summary>Whether a verdict has a reason that none of its evidence says.</summary>
    public static bool HasOwnReason(PhaseVerdict verdict) =>
        verdict.Reason.Length > 0 && !verdict.Evidence.Contains(verdict.Reason);

    private static string List(IEnumerable<double> values) => string.Join(',', values.Select(Number));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

using System.CommandLine;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhaseGan.Cli;

/// <summary>Results as JSON: numbers with all their digits, null for what is not there or is no finite number.</summary>
internal static class JsonText
{
    private const string Person = "text", Table = "csv", Program = "json";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The option of a command that prints text.</summary>
    public static Option<string> OrText() => Format(Person, "Text for a person, or one JSON object.");

    /// <summary>The option of a command that writes a table.</summary>
    /// <param name="json">What JSON holds, for the help.</param>
    public static Option<string> OrCsv(string json) => Format(Table, $"A table as CSV, or {json}.");

    /// <summary>Whether the user asked for JSON.</summary>
    public static bool IsJson(this ParseResult parse, Option<string> format) => parse.GetValue(format) == Program;

    /// <summary>Writes an object and ends the line.</summary>
    public static void WriteJson(this TextWriter writer, JsonObject json) => writer.Write($"{json.ToJsonString(s_indented)}\n");

    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    public static JsonArray List(IEnumerable<double> values) => new([.. values.Select(Number)]);

    public static JsonArray? List(IReadOnlyList<Complex>? values) =>
        values is null ? null : new([.. values.Select(v => new JsonObject { ["re"] = Number(v.Real), ["im"] = Number(v.Imaginary) })]);

    /// <summary>Null for an empty text.</summary>
    public static JsonNode? Words(string text) => text.Length > 0 ? JsonValue.Create(text) : null;

    /// <summary>The parameters under the names of the columns of tables.</summary>
    public static JsonObject Parameters(GanParameters gan) => new()
    {
        ["lambda"] = List(gan.RealVariances),
        ["lambda_fake"] = List(gan.FakeVariances),
        ["tau"] = Number(gan.DiscriminatorRate),
        ["tau_tilde"] = Number(gan.GeneratorRate),
        ["eta_t"] = Number(gan.RealNoise),
        ["eta_g"] = Number(gan.FakeNoise),
        ["batch"] = gan.BatchSize,
    };

    private static Option<string> Format(string usual, string meaning)
    {
        var format = new Option<string>("--format") { Description = meaning, HelpName = $"{usual}|{Program}", DefaultValueFactory = _ => usual };
        format.AcceptOnlyFromAmong(usual, Program);
        return format;
    }
}

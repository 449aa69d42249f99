using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace PhaseGan.PackageTests;

/// <summary>
/// A Jupyter notebook with cells in plain C#, run as notebook programs do: the cells share a state, <c>#r "nuget: …"</c> names a package, the value of
/// a cell's last expression is shown; as HTML if it has a method <c>string ToHtml()</c>, as a picture if it is a string that starts with &lt;svg.
/// </summary>
internal sealed partial class Notebook
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonNode root;

    private Notebook(JsonNode root) => this.root = root;

    /// <summary>Reads a notebook.</summary>
    public static Notebook Load(string file) => new(JsonNode.Parse(File.ReadAllText(file))!);

    /// <summary>Runs the cells in order with these libraries and replaces their outputs.</summary>
    public async Task Run(IReadOnlyList<string> libraries)
    {
        ScriptOptions options = ScriptOptions.Default.WithLanguageVersion(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest)
            .AddImports("System", "System.Collections.Generic", "System.IO", "System.Linq");
        ScriptState<object>? state = null;
        int count = 0;
        foreach (JsonNode cell in root["cells"]!.AsArray().OfType<JsonNode>().Where(c => (string?)c["cell_type"] == "code"))
        {
            string source = string.Concat(cell["source"]!.AsArray().Select(line => (string?)line));
            foreach (Match package in Packages().Matches(source))
            {
                string name = package.Groups["name"].Value;
                if (!libraries.Any(l => Path.GetFileNameWithoutExtension(l) == name))
                    throw new FileNotFoundException($"the notebook asks for the package {name}, which is not among the libraries");
                options = options.AddReferences(libraries);
            }
            string code = Packages().Replace(source, "");
            using var printed = new StringWriter(CultureInfo.InvariantCulture);
            TextWriter console = Console.Out;
            Console.SetOut(printed);
            try
            {
                state = state is null ? await CSharpScript.RunAsync(code, options) : await state.ContinueWithAsync(code, options);
            }
            finally
            {
                Console.SetOut(console);
            }
            cell["execution_count"] = ++count;
            var outputs = new JsonArray();
            if (printed.ToString() is { Length: > 0 } text)
                outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = Lines(text) });
            if (state.ReturnValue is { } value)
            {
                (string type, string content) = Shown(value);
                outputs.Add(new JsonObject
                {
                    ["output_type"] = "execute_result", ["execution_count"] = count,
                    ["data"] = new JsonObject { [type] = Lines(content) }, ["metadata"] = new JsonObject(),
                });
            }
            cell["outputs"] = outputs;
        }
    }

    /// <summary>The notebook as it stands in a file.</summary>
    public override string ToString() => Written(root);

    /// <summary>The text of a notebook's file.</summary>
    public static string Written(JsonNode notebook) => notebook.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";

    private static (string Type, string Content) Shown(object value)
    {
        if (value.GetType().GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, []) is { } html && html.ReturnType == typeof(string))
            return ("text/html", (string)html.Invoke(value, null)!);
        string text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return (text.StartsWith("<svg", StringComparison.Ordinal) ? "image/svg+xml" : "text/plain", text);
    }

    /// <summary>A text as the lines of a notebook, each with its end.</summary>
    private static JsonArray Lines(string text) => [.. EndedLines().Matches(text.ReplaceLineEndings("\n")).Select(m => (JsonNode?)m.Value)];

    [GeneratedRegex("""^#r "nuget: *(?<name>[\w.]+)[^"]*" *$""", RegexOptions.Multiline)]
    private static partial Regex Packages();

    [GeneratedRegex("[^\n]*\n|[^\n]+")]
    private static partial Regex EndedLines();
}

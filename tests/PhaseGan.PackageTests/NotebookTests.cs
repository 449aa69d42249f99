using System.Text.Json.Nodes;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>The notebooks of the folder samples, run against the packages: on the real kernel where there is one, and cell by cell.</summary>
[Collection("Packages")]
public sealed class NotebookTests(PackedFeed feed)
{
    /// <summary>What a cell has that shows a picture.</summary>
    private static readonly string[] Figures = ["new PhaseDiagramFigure(", "new TrajectoryFigure(", "StabilityClassifier.Classify(", "Branch.OfFixedPoint("];

    /// <summary>PHASEGAN_ACCEPT=1 keeps the outputs of the kernel in the sample.</summary>
    [SkippableTheory]
    [InlineData("PhaseGan.ipynb", 2, 2)]
    [InlineData("Branches.ipynb", 3, 1)]
    public async Task OnTheRealKernel_EveryFigureIsSeen_AndTheOutputsAreThoseThatTheNotebookShows(string name, int pictures, int tables)
    {
        string sample = Sample(name);
        string folder = feed.Copy("Console");
        JsonNode notebook = JsonNode.Parse(await File.ReadAllTextAsync(sample))!;
        JsonNode first = Cells(notebook).First();
        JsonNode source = first["source"]!.DeepClone();
        // the packages of this very source, wherever else there may be some
        first["source"] = $"#i \"nuget: {feed.Packages}\"\n" + Text(source).Replace("\"nuget: PhaseGan\"", $"\"nuget: PhaseGan, {feed.Version}\"", StringComparison.Ordinal)
            .Replace("\"nuget: PhaseGan.Plotting\"", $"\"nuget: PhaseGan.Plotting, {feed.Version}\"", StringComparison.Ordinal);
        // the diagram of the first notebook is that of the README
        bool isFirst = name == "PhaseGan.ipynb";
        if (isFirst)
            notebook["cells"]!.AsArray().Add(new JsonObject
            {
                ["cell_type"] = "code",
                ["source"] = "diagram.WriteCsv(\"labels.csv\");",
                ["metadata"] = new JsonObject(),
                ["outputs"] = new JsonArray(),
                ["execution_count"] = null,
            });
        await File.WriteAllTextAsync(Path.Combine(folder, "sample.ipynb"), notebook.ToJsonString());

        JsonNode executed = JsonNode.Parse(await File.ReadAllTextAsync(await JupyterKernel.Run(feed, folder, "sample.ipynb")))!;
        if (isFirst)
        {
            executed["cells"]!.AsArray().RemoveAt(executed["cells"]!.AsArray().Count - 1);
            Assert.Equal(await File.ReadAllBytesAsync(feed.Reference), await File.ReadAllBytesAsync(Path.Combine(folder, "labels.csv")));
        }
        first = Cells(executed).First();
        first["source"] = source;
        // it tells of folders and ports of this machine
        first["outputs"] = new JsonArray();
        int figures = 0;
        foreach (JsonNode cell in Cells(executed).Where(c => Figures.Any(f => Text(c["source"]!).Contains(f, StringComparison.Ordinal))))
        {
            figures++;
            Assert.Contains("<svg", Html(cell), StringComparison.Ordinal);
        }
        Assert.Equal(pictures, figures);
        Assert.Equal(tables, Cells(executed).Count(c => Html(c).Contains("<table", StringComparison.Ordinal)));
        JsonNode shown = JsonNode.Parse(await File.ReadAllTextAsync(sample))!;
        if (Environment.GetEnvironmentVariable("PHASEGAN_ACCEPT") == "1")
        {
            foreach ((JsonNode old, JsonNode ran) in Cells(shown).Zip(Cells(executed)))
                (old["outputs"], old["execution_count"]) = (ran["outputs"]!.DeepClone(), ran["execution_count"]!.DeepClone());
            await File.WriteAllTextAsync(sample, Notebook.Written(shown));
        }
        Assert.Equal(Cells(executed).Select(Seen), Cells(shown).Select(Seen));
    }

    [Fact]
    public async Task TheNotebookRuns_AndShowsWhatItsOutputsAre()
    {
        string folder = feed.Copy("Console");
        await feed.Run(folder, "dotnet", "build", "-c", "Release", "-o", "built");
        string[] libraries = [.. Directory.GetFiles(Path.Combine(folder, "built"), "*.dll").Where(f => Path.GetFileName(f) != "Console.dll")];

        var notebook = Notebook.Load(Sample("PhaseGan.ipynb"));
        await notebook.Run(libraries);
        string[] ran = [.. Cells(JsonNode.Parse(notebook.ToString())!).Select(Html)], shown = [.. Cells(JsonNode.Parse(await File.ReadAllTextAsync(Sample("PhaseGan.ipynb")))!).Select(Html)];
        Assert.Equal(shown, ran);
        Assert.Equal(2, ran.Count(h => h.Contains("<svg", StringComparison.Ordinal)));
    }

    private static string Sample(string name) => Path.Combine(PackedFeed.Repository(), "samples", name);

    private static IEnumerable<JsonNode> Cells(JsonNode notebook) => notebook["cells"]!.AsArray().OfType<JsonNode>().Where(c => (string?)c["cell_type"] == "code");

    private static string Html(JsonNode cell) =>
        string.Concat(cell["outputs"]!.AsArray().Select(o => o!["data"]?["text/html"]).OfType<JsonNode>().Select(Text));

    /// <summary>All that the outputs of a cell show, as a page or as text.</summary>
    private static string Seen(JsonNode cell) => Html(cell) + string.Concat(cell["outputs"]!.AsArray().Select(o => o!["text"] ?? (o["data"]?["text/html"] is null ? o["data"]?["text/plain"] : null)).OfType<JsonNode>().Select(Text));

    private static string Text(JsonNode source) => source is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)source!;
}

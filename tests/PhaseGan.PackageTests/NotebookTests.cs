using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>The notebook of the folder samples, run cell by cell against the packages. PHASEGAN_ACCEPT=1 writes its outputs anew.</summary>
[Collection("Packages")]
public sealed class NotebookTests(PackedFeed feed)
{
    [Fact]
    public async Task TheNotebookRuns_AndItsOutputsAreThoseThatItShows()
    {
        string folder = feed.Copy("Console");
        await feed.Run(folder, "dotnet", "build", "-c", "Release", "-o", "built");
        string[] libraries = [.. Directory.GetFiles(Path.Combine(folder, "built"), "*.dll").Where(f => Path.GetFileName(f) != "Console.dll")];
        string file = Path.Combine(PackedFeed.Repository(), "samples", "PhaseGan.ipynb");

        var notebook = Notebook.Load(file);
        string shown = notebook.ToString();
        await notebook.Run(libraries);
        string ran = notebook.ToString();
        if (Environment.GetEnvironmentVariable("PHASEGAN_ACCEPT") == "1")
            await File.WriteAllTextAsync(file, shown = ran);
        Assert.True(shown == ran, "the notebook prints something else than it shows; PHASEGAN_ACCEPT=1 writes its outputs anew");
        Assert.Contains("<svg", ran, StringComparison.Ordinal);
    }
}

using System.Reflection;

namespace PhaseGan.Plotting;

/// <summary>The scripts of pages, kept as files beside the code and carried in the assembly.</summary>
internal static class PageScript
{
    /// <summary>The text of a script, after what all pages share.</summary>
    public static string Of(string name) => Read("CellPage.js") + Read(name);

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the script {name} is missing from the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

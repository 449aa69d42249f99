using System.CommandLine;
using PhaseGan.Pictures;

namespace PhaseGan.Cli;

/// <summary>Figures in other formats than SVG.</summary>
internal static class PictureFormats
{
    private static readonly string[] s_names = ["png", "pdf"];

    /// <summary>The option that asks for them; may be given for each format.</summary>
    public static Option<string[]> CreateOption()
    {
        var option = new Option<string[]>("--picture") { Description = "Writes the picture as PNG or PDF, too.", HelpName = "png|pdf", DefaultValueFactory = _ => [] };
        option.AcceptOnlyFromAmong(s_names);
        return option;
    }

    /// <summary>The formats that the user asked for.</summary>
    /// <exception cref="UsageException">There is no folder for them, or this command cannot draw.</exception>
    public static string[] Read(ParseResult parse, Option<string[]> option, Option<string> folder)
    {
        string[] formats = [.. (parse.GetValue(option) ?? []).Distinct()];
        if (formats.Length > 0 && parse.GetValue(folder) is null)
            throw new UsageException("--picture needs --out, the folder for its file");
        if (formats.Length > 0)
            RequireSupport($"--picture {formats[0]}");
        return formats;
    }

    /// <summary>Throws before the work for a file that could not be written after it.</summary>
    /// <exception cref="UsageException">The name asks for another format than SVG, and this command cannot draw it.</exception>
    public static void RequireSupport(string option, string path)
    {
        if (IsDrawn(path))
            RequireSupport($"{option} {path}");
    }

    /// <summary>Writes a figure in the format that the name of its file asks for, all of it or none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="toSvg">The figure as SVG.</param>
    /// <param name="save">Writes the figure as SVG.</param>
    public static void Save(string path, Func<string> toSvg, Action<string> save)
    {
        if (IsDrawn(path))
            PictureFile.Save(toSvg(), path);
        else
            save(path);
    }

    private static bool IsDrawn(string path) => s_names.Any(name => path.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase));

    private static void RequireSupport(string asked)
    {
        if (!PictureFile.IsSupported)
            throw new UsageException($"{asked}: this command has no library that draws for this kind of machine; take the SVG");
    }
}

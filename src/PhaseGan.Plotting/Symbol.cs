namespace PhaseGan.Plotting;

/// <summary>How the name of a parameter is written: as plain text and as SVG text content.</summary>
internal readonly record struct Symbol(string Plain, string Svg)
{
    /// <summary>The symbol of an axis name: the paper's letter for the library's parameters, else the name itself.</summary>
    public static Symbol Of(string axisName) => axisName switch
    {
        "alpha" => new("α", $"{Italic("α")} = {Italic("τ̃")} / {Italic("τ")}"),
        "tau" => Letter("τ"),
        "tau-tilde" => Letter("τ̃"),
        "eta" => Letter("η"),
        "eta-t" => new("η_T", Italic("η") + Subscript("T")),
        "eta-g" => new("η_G", Italic("η") + Subscript("G")),
        "x" => new("x", $"{Italic("x")} = {Italic("τη")}²"),
        _ => new(axisName, Markup.Escape(axisName)),
    };

    private static Symbol Letter(string letter) => new(letter, Italic(letter));

    private static string Italic(string letter) => $"<tspan font-style=\"italic\">{letter}</tspan>";

    private static string Subscript(string letter) => $"<tspan dy=\"3\" font-size=\"75%\">{letter}</tspan><tspan dy=\"-3\">\u200B</tspan>";
}

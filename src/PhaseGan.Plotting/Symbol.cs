namespace PhaseGan.Plotting;

/// <summary>How the name of a parameter is written: as plain text, as SVG text content and in the markup of Plotly.</summary>
internal readonly record struct Symbol(string Plain, string Svg, string Plotly)
{
    /// <summary>The symbol of an axis name: the paper's letter for the library's parameters, else the name itself.</summary>
    public static Symbol Of(string axisName) => axisName switch
    {
        "alpha" => Written("α", (italic, _) => $"{italic("α")} = {italic("τ̃")} / {italic("τ")}"),
        "tau" => Letter("τ"),
        "tau-tilde" => Letter("τ̃"),
        "eta" => Letter("η"),
        "eta-t" => Written("η_T", (italic, subscript) => italic("η") + subscript("T")),
        "eta-g" => Written("η_G", (italic, subscript) => italic("η") + subscript("G")),
        "x" => Written("x", (italic, _) => $"{italic("x")} = {italic("τη")}²"),
        _ => new(axisName, Markup.Text(axisName), PlotlyText.Escape(axisName)),
    };

    private static Symbol Letter(string letter) => Written(letter, (italic, _) => italic(letter));

    private static Symbol Written(string plain, Func<Func<string, string>, Func<string, string>, string> text) => new(
        plain,
        text(t => $"<tspan font-style=\"italic\">{t}</tspan>", Markup.Subscript),
        text(t => $"<i>{t}</i>", t => $"<sub>{t}</sub>"));
}

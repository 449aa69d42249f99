using System.Text;
using PhaseGan.Plotting;
using Spectre.Console;

namespace PhaseGan.Cli;

/// <summary>A diagram in characters: two coloured cells a character for a person, one letter a cell for a file.</summary>
internal static class TerminalPicture
{
    private const int MaxColumns = 64;
    private const int MaxRows = 32;

    /// <summary>Writes picture, legend and counts to the session's output.</summary>
    public static void Write(Session session, PhaseDiagram diagram)
    {
        IAnsiConsole console = session.Ansi(session.Output, session.PaintsOutput);
        bool coloured = session.PaintsOutput && console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        int columns = Math.Min(diagram.X.Count, MaxColumns);
        int rows = coloured ? Math.Min((diagram.Y.Count + 1) / 2, MaxRows) : Math.Min(diagram.Y.Count, MaxRows);
        var picture = new StringBuilder();
        string top = Values.Text(diagram.Y.Maximum), bottom = Values.Text(diagram.Y.Minimum);
        int margin = Math.Max(top.Length, bottom.Length);
        picture.Append(Markup.Escape(diagram.Y.Name)).Append('\n');
        for (int row = 0; row < rows; row++)
        {
            picture.Append((row == 0 ? top : row == rows - 1 ? bottom : "").PadLeft(margin)).Append(" │");
            if (coloured)
                HalfBlocks(picture, diagram, columns, 2 * rows, 2 * row);
            else
                for (int k = 0; k < columns; k++)
                    picture.Append(Letter(At(diagram, columns, rows, k, row)));
            picture.Append('\n');
        }
        string left = Values.Text(diagram.X.Minimum), right = Values.Text(diagram.X.Maximum);
        picture.Append(' ', margin).Append(" └").Append('─', columns).Append('\n');
        picture.Append(' ', margin + 2).Append(left).Append(right.PadLeft(Math.Max(right.Length + 1, columns - left.Length))).Append("  ").Append(Markup.Escape(diagram.X.Name)).Append("\n\n");
        foreach (Phase phase in PhasePalette.Order.Where(p => diagram.Count(p) > 0))
            picture.Append(coloured ? $"[{PhasePalette.Colour(phase)}]██[/] " : $"{Letter(phase)}  ")
                .Append(Counts.Line(phase, diagram.Count(phase), diagram.Verdicts.Length)).Append('\n');
        // Plain text must not be wrapped to a width that nobody looks at.
        if (coloured)
            console.Markup(picture.ToString());
        else
            session.Output.Write(picture.Replace("[[", "[").Replace("]]", "]").ToString());
    }

    private static void HalfBlocks(StringBuilder picture, PhaseDiagram diagram, int columns, int lines, int line)
    {
        for (int k = 0; k < columns;)
        {
            var (upper, lower) = Pair(k);
            int from = k;
            while (k < columns && Pair(k) == (upper, lower))
                k++;
            picture.Append($"[{PhasePalette.Colour(upper)} on {PhasePalette.Colour(lower)}]").Append('▀', k - from).Append("[/]");
        }

        (Phase Upper, Phase Lower) Pair(int k) => (At(diagram, columns, lines, k, line), At(diagram, columns, lines, k, line + 1));
    }

    /// <summary>The phase at a place of the picture, counted from the upper left.</summary>
    private static Phase At(PhaseDiagram diagram, int columns, int rows, int column, int row) =>
        diagram[(2 * column + 1) * diagram.X.Count / (2 * columns), (2 * (rows - 1 - row) + 1) * diagram.Y.Count / (2 * rows)].Phase;

    private static char Letter(Phase phase) => phase switch
    {
        Phase.Success => '#',
        Phase.ModeCollapse => 'm',
        Phase.Oscillation => '~',
        Phase.Fail => '.',
        _ => '?',
    };
}

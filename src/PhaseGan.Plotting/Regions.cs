using System.Text;

namespace PhaseGan.Plotting;

/// <summary>The area of a phase as a path of few rectangles, so that large diagrams stay small.</summary>
internal static class Regions
{
    /// <summary>Path data of all cells with this phase: runs along rows, joined with equal runs of the rows before.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="xs">Borders of the columns in pixels, left to right.</param>
    /// <param name="ys">Borders of the rows in pixels, in the order of the axis.</param>
    public static string Path(PhaseDiagram diagram, Phase phase, double[] xs, double[] ys) =>
        Path(diagram.X.Count, diagram.Y.Count, k => diagram.Verdicts[k].Phase == phase, xs, ys);

    /// <summary>Path data of the cells that belong, by their y-major index.</summary>
    public static string Path(int width, int height, Func<int, bool> belongs, double[] xs, double[] ys)
    {
        var path = new StringBuilder();
        var open = new Dictionary<(int From, int To), int>();
        for (int j = 0; j <= height; j++)
        {
            var runs = j < height ? Runs(width, belongs, j) : [];
            foreach (var (run, since) in open.Where(o => !runs.Contains(o.Key)).OrderBy(o => o.Key.From).ToList())
            {
                path.Append(Rectangle(xs[run.From], xs[run.To], ys[since], ys[j]));
                open.Remove(run);
            }
            foreach (var run in runs)
                open.TryAdd(run, j);
        }
        return path.ToString();
    }

    private static HashSet<(int From, int To)> Runs(int width, Func<int, bool> belongs, int j)
    {
        var runs = new HashSet<(int, int)>();
        for (int i = 0; i < width; i++)
        {
            if (!belongs(j * width + i))
                continue;
            int from = i;
            while (i < width && belongs(j * width + i))
                i++;
            runs.Add((from, i));
        }
        return runs;
    }

    private static string Rectangle(double left, double right, double y1, double y2) =>
        $"M{Markup.Px(left)} {Markup.Px(y1)}H{Markup.Px(right)}V{Markup.Px(y2)}H{Markup.Px(left)}Z";
}

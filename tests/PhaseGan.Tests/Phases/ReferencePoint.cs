using System.Globalization;

namespace PhaseGan.Tests.Phases;

/// <summary>A point of Data/Reference with its start and the label that SciPy's integration gave it.</summary>
internal sealed record ReferencePoint(int Row, GanParameters Parameters, MacroState Start, string Label, double[] Recovery)
{
    /// <summary>Whether the label can be compared: the reference is certain, and no recovery at rest lies within 1e-3 of the threshold.</summary>
    public bool IsDecided =>
        Label != "Uncertain" && (Label == "Oscillation" || Recovery.All(rho => Math.Abs(rho - 0.05) > 1e-3));

    /// <summary>The first <paramref name="count"/> points in the order of the files.</summary>
    public static IEnumerable<ReferencePoint> Take(int count)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Data", "Reference");
        var points = File.ReadLines(Path.Combine(folder, "points.csv")).Skip(1).Take(count);
        var labels = File.ReadLines(Path.Combine(folder, "labels-scipy.csv")).Skip(1).Take(count);
        foreach ((string point, string label) in points.Zip(labels))
        {
            string[] c = point.Split(','), l = label.Split(',');
            double[][] v = [.. c.Select(cell => cell.Split(';').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
            yield return new ReferencePoint(
                int.Parse(l[0], CultureInfo.InvariantCulture),
                new GanParameters(v[0], v[1], v[2][0], v[3][0], v[4][0], v[5][0]),
                MacroState.Create(v[6], v[7], v[8], v[9]),
                l[1],
                [.. l[3].Split(';').Select(n => double.Parse(n, CultureInfo.InvariantCulture))]);
        }
    }
}

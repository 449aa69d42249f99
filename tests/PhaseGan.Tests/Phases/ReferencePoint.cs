using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>A random point of Data/Reference with its start and the label that SciPy's integration gave it; see the README there.</summary>
internal sealed record ReferencePoint(int Row, GanParameters Parameters, MacroState Start, string Label, double[] Recovery)
{
    /// <summary>Whether the label can be compared: the reference is certain, and no recovery at rest lies within 1e-3 of the threshold.</summary>
    public bool IsDecided => Label != "Uncertain" && (Label == "Oscillation" || Recovery.All(rho => Math.Abs(rho - 0.05) > 1e-3));

    /// <summary>The points of the given rows.</summary>
    public static IEnumerable<ReferencePoint> Rows(Range rows)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Data", "Reference");
        var points = File.ReadLines(Path.Combine(folder, "points.csv")).Skip(1).Take(rows);
        var labels = File.ReadLines(Path.Combine(folder, "labels-scipy.csv")).Skip(1).Take(rows);
        foreach ((string point, string label) in points.Zip(labels))
        {
            string[] l = label.Split(',');
            double[][] v = [.. point.Split(',').Select(cell => cell.Split(';').Select(Number).ToArray())];
            yield return new ReferencePoint(
                int.Parse(l[0], CultureInfo.InvariantCulture), new GanParameters(v[0], v[1], v[2][0], v[3][0], v[4][0], v[5][0]),
                MacroState.Create(v[6], v[7], v[8], v[9]), l[1], [.. l[3].Split(';').Select(Number)]);
        }
    }

    /// <summary>
    /// Labels the rows and asserts that each label is the reference's or Undetermined, at most 3 % of them the latter, and that at fixed points
    /// the recoveries are the reference's too.
    /// </summary>
    public static void AssertThatTheOdeAgrees(Range rows)
    {
        var wrong = new List<string>();
        var seen = new Dictionary<string, int>();
        int undetermined = 0, compared = 0;
        foreach (ReferencePoint point in Rows(rows).Where(p => p.IsDecided))
        {
            compared++;
            PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => point.Start }).Classify(point.Parameters);
            if (verdict.Phase == Phase.Undetermined)
            {
                Assert.NotEmpty(verdict.Reason);
                undetermined++;
                continue;
            }
            seen[point.Label] = seen.GetValueOrDefault(point.Label) + 1;
            double off = verdict.Recovery.Zip(point.Recovery, (a, b) => Math.Abs(a - b)).DefaultIfEmpty(0).Max();
            if (verdict.Phase.ToString() != point.Label || off > 2e-3)
                wrong.Add($"row {point.Row}: {verdict.Phase} {verdict.Attractor} {string.Join(";", verdict.Recovery)}, reference {point.Label} {string.Join(";", point.Recovery)}");
        }
        Assert.Empty(wrong);
        Assert.InRange(undetermined, 0, 0.03 * compared);
        // The comparison would say little if a label hardly occurred.
        Assert.Equal(4, seen.Count);
        Assert.All(seen, label => Assert.InRange(label.Value, 0.1 * compared, compared));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

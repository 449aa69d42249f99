using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Plotting;

/// <summary>A curve over a diagram: a label for the legend and one or more lines through points of the plane.</summary>
public sealed class BoundaryCurve
{
    private const int Subscripts = '₀';

    private const int Resolution = 200;

    /// <summary>Makes a curve from its points.</summary>
    /// <param name="label">Text of the legend; not blank.</param>
    /// <param name="lines">The lines, each a list of finite points in the units of the axes; may be empty.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The label is blank or a point is not finite.</exception>
    public BoundaryCurve(string label, IEnumerable<IEnumerable<(double X, double Y)>> lines)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        ArgumentNullException.ThrowIfNull(lines);
        (Label, Lines) = (label, [.. lines.Select(line => line.ToImmutableArray())]);
        if (Lines.Any(line => line.Any(p => !double.IsFinite(p.X) || !double.IsFinite(p.Y))))
            throw new ArgumentException($"the points of curve '{label}' must be finite", nameof(lines));
    }

    /// <summary>Text of the legend.</summary>
    public string Label { get; }

    /// <summary>The lines, each a list of points in the units of the axes.</summary>
    public ImmutableArray<ImmutableArray<(double X, double Y)>> Lines { get; }

    /// <summary>The curve g = 0 over two axes: marching squares on a fine grid, each crossing refined by bisection.</summary>
    /// <param name="label">Text of the legend; not blank.</param>
    /// <param name="x">The horizontal axis; the curve covers the cells around its values.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="g">The function; where it is NaN there is no curve.</param>
    /// <param name="resolution">Squares along each axis, in [2, 4096].</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The label is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The resolution is outside its range.</exception>
    public static BoundaryCurve Contour(string label, Axis x, Axis y, Func<double, double, double> g, int resolution = Resolution)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(g);
        if (resolution is < 2 or > 4096)
            throw Guard.OutOfRange(nameof(resolution), resolution, "is a number of squares and must lie in [2, 4096]");
        return new BoundaryCurve(label, ContourTracer.Trace(new AxisScaleMap(x), new AxisScaleMap(y), (a, b, values) => values[0] = g(a, b), 1, resolution)[0]);
    }

    /// <summary>
    /// The boundaries that inequality (15) draws over a sweep: x = Λ_ℓ for each feature (above it the feature is not learned) and
    /// x = ½ max_ℓ {Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ} (below it perfect recovery oscillates), whatever the axes are.
    /// </summary>
    /// <param name="sweep">Gives the axes and the parameters at any point.</param>
    /// <param name="rule">A rule of training that <see cref="Renaming"/> leads back to Example 1, whose Λ, Λ̃, α and x are meant; Example 1 if absent.</param>
    /// <returns>The curves that cross the diagram; features whose curves coincide share one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="sweep"/> is null.</exception>
    public static ImmutableArray<BoundaryCurve> OfClaim(PhaseSweep sweep, TrainingRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        int d = sweep.At(sweep.X.Minimum, sweep.Y.Minimum).FeatureCount;
        var lines = ContourTracer.Trace(new AxisScaleMap(sweep.X), new AxisScaleMap(sweep.Y), Values, d + 1, Resolution);
        var features = new List<(string Name, BoundaryCurve Curve)>();
        for (int l = 0; l < d; l++)
        {
            string name = d == 1 ? "Λ" : $"Λ{Subscript(l + 1)}";
            var curve = new BoundaryCurve($"x = {name}", lines[l]);
            int same = features.FindIndex(f => f.Curve.SameLines(curve));
            if (same < 0)
                features.Add((name, curve));
            else
                features[same] = ($"{features[same].Name} = {name}", features[same].Curve);
        }
        var left = new BoundaryCurve("x = ½ max(Λ − Λ̃ + αΛ̃)", lines[d]);
        return [.. features.Select(f => new BoundaryCurve($"x = {f.Name}", f.Curve.Lines.Select(line => line.AsEnumerable()))).Append(left).Where(curve => !curve.Lines.IsEmpty)];

        void Values(double a, double b, Span<double> values)
        {
            values.Fill(double.NaN);
            try
            {
                if (Renaming.ToExample1(rule ?? TrainingRule.Example1, sweep.At(a, b)) is not { } gan)
                    return;
                for (int l = 0; l < Math.Min(d, gan.FeatureCount); l++)
                    values[l] = gan.RealVariances[l] - gan.EffectiveNoise;
                values[d] = gan.EffectiveNoise - LeftSide(gan);
            }
            catch (ArgumentException)
            {
                // The picture reaches half a cell beyond the axes, where there may be no parameters.
            }
        }
    }

    /// <summary>The curves that bound the phases of a diagram, one for each mechanism and state; the legend says which depend on the start.</summary>
    /// <param name="boundaries">The boundaries.</param>
    /// <exception cref="ArgumentNullException"><paramref name="boundaries"/> is null.</exception>
    public static ImmutableArray<BoundaryCurve> OfMechanisms(PhaseBoundaries boundaries)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        var explaining = boundaries.Edges.SelectMany(e => e.Curves).ToHashSet();
        return [.. boundaries.Curves.Where((_, k) => explaining.Contains(k))
            .GroupBy(c => $"{c.Mechanism}: {c.State}{(c.IsStartDependent ? " (start)" : "")}")
            .Select(g => new BoundaryCurve(g.Key, g.Select(c => c.Points.Select(p => (p.X, p.Y)))))];
    }

    private static double LeftSide(GanParameters gan)
    {
        double largest = double.NegativeInfinity;
        for (int l = 0; l < gan.FeatureCount; l++)
            largest = Math.Max(largest, gan.RealVariances[l] - gan.FakeVariances[l] + gan.RateRatio * gan.FakeVariances[l]);
        return largest / 2;
    }

    private static string Subscript(int number) => string.Concat($"{number}".Select(digit => (char)(Subscripts + digit - '0')));

    private bool SameLines(BoundaryCurve other) =>
        Lines.Length == other.Lines.Length && Lines.Zip(other.Lines).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.AsSpan()));

    /// <summary>Its label and how many lines it has.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label}: {Lines.Length} lines");
}

using MathNet.Numerics.Integration;

namespace PhaseGan;

/// <summary>
/// Panels with Gauss–Legendre rules for functions that change over a length s near 0 and over their distance from 0 elsewhere: a panel at a distance x from 0
/// is as wide as s or as 2x, whichever is more, so that their number grows like the logarithm of the interval's length in units of s.
/// </summary>
/// <remarks>
/// Seen from the middle of such a panel, in units of half its width, singularities on the imaginary axis lie on or outside the ellipse with semi-axes of sum 2 + √3, on which
/// 16 nodes leave an error of (2 + √3)^(−32) = 5e-19 of the size of the function (Trefethen, <em>Approximation Theory and Approximation Practice</em>, theorem 19.3).
/// </remarks>
internal static class LinePanels
{
    /// <summary>Nodes of a panel.</summary>
    public const int Nodes = 16;

    private static readonly GaussLegendreRule s_rule = new(-1, 1, Nodes);
    private static readonly double[] s_nodes = s_rule.Abscissas, s_weights = s_rule.Weights;

    /// <summary>Positions in [−1, 1].</summary>
    public static ReadOnlySpan<double> Positions => s_nodes;

    /// <summary>Weights of sum 2.</summary>
    public static ReadOnlySpan<double> Weights => s_weights;

    /// <summary>The end of the panel that begins at a distance from 0.</summary>
    /// <param name="from">Where it begins, ≥ 0.</param>
    /// <param name="end">Where the last one ends.</param>
    /// <param name="scale">s &gt; 0.</param>
    /// <param name="widest">Most width of a panel.</param>
    /// <param name="refinement">0 for the working rule, 1 for panels of half the width.</param>
    public static double Next(double from, double end, double scale, double widest, int refinement)
    {
        double width = Math.Min(Math.Max(2 * from, scale), widest) / (1 << refinement);
        // a rest that rounding could leave is not a panel of its own
        return from + 1.001 * width < end ? from + width : end;
    }

    /// <summary>The interval as seen from 0: one stretch of distances to the right or to the left, or one on either side.</summary>
    /// <param name="low">Left end.</param>
    /// <param name="high">Right end, not below the left.</param>
    /// <param name="right">Whether the stretch to the right is asked for, else that to the left.</param>
    /// <param name="from">Receives the distance at which the stretch begins.</param>
    /// <param name="to">Receives the distance at which it ends; not above <paramref name="from"/> if there is none.</param>
    public static void Stretch(double low, double high, bool right, out double from, out double to) =>
        (from, to) = right ? (Math.Max(low, 0), high) : (Math.Max(-high, 0), -low);

    /// <summary>
    /// A composite rule for a uniform entry ĉ, for averages of f(a ĉ + δ + σe) where f changes over a length far below a: panels in the variable aĉ, as narrow near 0 as the larger of σ and the scale of f if
    /// f is centred, and all of them as narrow if it is not. The offset δ of other entries may be half that length.
    /// </summary>
    /// <param name="spread">|a| &gt; 0.</param>
    /// <param name="length">The larger of σ and the scale of f.</param>
    /// <param name="centred">Whether f changes near 0 alone.</param>
    /// <param name="most">Most nodes.</param>
    /// <param name="refinement">0 for the working rule, 1 for panels of half the width.</param>
    /// <returns>The rule, or null if it needs more nodes.</returns>
    public static EntryRule? Uniform(double spread, double length, bool centred, int most, int refinement)
    {
        double edge = UniformEntry.Edge * spread;
        var (weights, means) = (new List<double>(), new List<double>());
        if (!centred && edge / length * 2 * Nodes * (1 << refinement) > most)
            return null;
        for (double from = 0; from < edge;)
        {
            double end = Next(from, edge, length, centred ? double.PositiveInfinity : length, refinement), half = 0.5 * (end - from);
            for (int i = 0; i < Nodes; i++)
            {
                double mean = (from + half + half * Positions[i]) / spread, weight = 0.5 * half / edge * Weights[i];
                means.AddRange([mean, -mean]);
                weights.AddRange([weight, weight]);
            }
            from = end;
        }
        return weights.Count <= most ? new EntryRule([.. weights], [.. means], new double[means.Count]) : null;
    }
}

using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace PhaseGan;

/// <summary>
/// Uniform on [−√3, √3], averaged by the Gauss–Legendre rule of least order that is accurate to rounding, or by a composite rule where there is none.
/// </summary>
internal sealed class UniformEntry : EntryLaw
{
    public static readonly UniformEntry Instance = new();

    /// <summary>−½ log of the error aimed at, 1e-15.</summary>
    private const double HalfDigits = 17.3;

    /// <summary>Orders whose nodes and weights MathNet.Numerics tabulates to full precision.</summary>
    private static readonly int[] Orders = [4, 6, 8, 10, 12, 14, 16, 18, 20, 32, 64, 96, 128, 256];
    private static readonly Lazy<EntryRule[]> Legendre = new(() => [.. Orders.Select(Rule)]);

    /// <summary>√3, the largest entry.</summary>
    public static readonly double Edge = Math.Sqrt(3);

    /// <summary>The largest order of a single rule.</summary>
    public static int MostOrder => Orders[^1];

    public override string Name => "uniform";

    public override int NormalsPerEntry => 1;

    public override EntryRule[] Rules => Legendre.Value;

    public override double Draw(ReadOnlySpan<double> normals) => Edge * SpecialFunctions.Erf(normals[0] / Constants.Sqrt2);

    /// <summary>The order that the accuracy asks for.</summary>
    /// <param name="spread">|a|.</param>
    /// <param name="deviation">σ ≥ 0.</param>
    /// <param name="scale">Distance of the singularities of f from the real line.</param>
    /// <remarks>
    /// An integrand that is analytic and bounded by M in the ellipse around [−1, 1] with semi-axes cosh θ, sinh θ is integrated with order n
    /// to about M e^(−2nθ) (Trefethen, <em>Approximation Theory and Approximation Practice</em>, theorem 19.3). Two ellipses serve here: the one
    /// that touches the singularity of f, and, since averaging over σe makes f entire with growth e^(v²/2σ²) at imaginary part v, any
    /// other at that price. The order is the least that either allows.
    /// </remarks>
    public static double NeededOrder(double spread, double deviation, double scale)
    {
        double half = Edge * spread;
        double order = HalfDigits / Math.Asinh(scale / half);
        if (deviation > 0)
        {
            double quarter = half * half / (4 * deviation * deviation);
            for (double theta = 0.25; theta <= 4; theta *= 1.25)
            {
                double sinh = Math.Sinh(theta);
                order = Math.Min(order, (HalfDigits + quarter * sinh * sinh) / theta);
            }
        }
        return order;
    }

    /// <summary>The index of the rule of least order that is not below a given one.</summary>
    public static int Index(double order, int refinement)
    {
        int index = 0;
        while (index < Orders.Length - 1 && Orders[index] < order)
            index++;
        return Math.Min(index + 2 * refinement, Orders.Length - 1);
    }

    /// <summary>
    /// A composite rule for averages of f(a ĉ + δ + σe) where f changes over a length far below a: panels in the variable aĉ, as narrow near 0 as the larger of σ and the scale of f if
    /// f is centred, and all of them as narrow if it is not. The offset δ of other entries may be half that length.
    /// </summary>
    /// <param name="spread">|a| &gt; 0.</param>
    /// <param name="length">The larger of σ and the scale of f.</param>
    /// <param name="centred">Whether f changes near 0 alone.</param>
    /// <param name="most">Most nodes.</param>
    /// <param name="refinement">0 for the working rule, 1 for panels of half the width.</param>
    /// <returns>The rule, or null if it needs more nodes.</returns>
    public static EntryRule? Composite(double spread, double length, bool centred, int most, int refinement)
    {
        double edge = Edge * spread;
        var (weights, means) = (new List<double>(), new List<double>());
        if (!centred && edge / length * 2 * LinePanels.Nodes * (1 << refinement) > most)
            return null;
        for (double from = 0; from < edge;)
        {
            double end = LinePanels.Next(from, edge, length, centred ? double.PositiveInfinity : length, refinement), half = 0.5 * (end - from);
            for (int i = 0; i < LinePanels.Nodes; i++)
            {
                double mean = (from + half + half * LinePanels.Positions[i]) / spread, weight = 0.5 * half / edge * LinePanels.Weights[i];
                means.AddRange([mean, -mean]);
                weights.AddRange([weight, weight]);
            }
            from = end;
        }
        return weights.Count <= most ? new EntryRule([.. weights], [.. means], new double[means.Count]) : null;
    }

    private static EntryRule Rule(int order)
    {
        double edge = Math.Sqrt(3);
        var rule = new GaussLegendreRule(-1, 1, order);
        return new EntryRule([.. rule.Weights.Select(w => w / 2)], [.. rule.Abscissas.Select(x => edge * x)], new double[order]);
    }
}

using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace PhaseGan;

/// <summary>Uniform on [−√3, √3], averaged by the Gauss–Legendre rule of least order that is accurate to rounding.</summary>
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

    private static EntryRule Rule(int order)
    {
        double edge = Math.Sqrt(3);
        var rule = new GaussLegendreRule(-1, 1, order);
        return new EntryRule([.. rule.Weights.Select(w => w / 2)], [.. rule.Abscissas.Select(x => edge * x)], new double[order]);
    }
}

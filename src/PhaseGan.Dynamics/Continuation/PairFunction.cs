using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The sum of two eigenvalues, a conjugate pair or two real ones, which vanishes at Hopf points and at neutral saddles. It is smooth where a pair becomes real, as long as the two are apart from the others:
/// an eigenvalue of the bialternate product (Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., section 10.2.2).
/// </summary>
/// <param name="sum">The sum near which the pair is looked for.</param>
/// <param name="product">Its product there.</param>
internal sealed class PairFunction(double sum, double product) : TestFunction
{
    /// <summary>
    /// How much more a wrong sum says than a wrong product. On curves of neutral saddles ±s another real eigenvalue may pass s; the product moves along the curve, and with the weight 1 both pairs are as far off within a step.
    /// </summary>
    private const double SumWeight = 4;

    /// <summary>The function of the pair with given values at a place.</summary>
    public static PairFunction Of((double Sum, double Product) pair) => new(pair.Sum, pair.Product);

    /// <summary>On the curve the sum of its pair is zero to this share of the Jacobian's size.</summary>
    private const double OnCurve = 1e-7;

    /// <summary>The function of the pair at a point of the curve: its sum is zero there, so that no other pair is taken for it, however far the product has moved.</summary>
    public PairFunction At(Linearisation at)
    {
        if (at.Eigenvalues is not { } values)
            return this;
        double most = OnCurve * VectorMath.Norm(at.Jacobian);
        double? best = null;
        for (int i = 0; i < values.Length; i++)
            for (int j = i + 1; j < values.Length; j++)
                if (values[i].Imaginary == -values[j].Imaginary && Math.Abs((values[i] + values[j]).Real) <= most && (values[i] * values[j]).Real is var there && !(Math.Abs(there - product) >= Math.Abs((best ?? double.PositiveInfinity) - product)))
                    best = there;
        return best is { } found ? new PairFunction(0, found) : Nearest(at) is var (s, q, _) ? new PairFunction(s, q) : this;
    }

    /// <inheritdoc/>
    public override double Value(Linearisation at) => Nearest(at)?.Sum ?? double.NaN;

    /// <summary>The pair at a place, with the eigenvalues that are left; null if there is none.</summary>
    public (double Sum, double Product, Complex[] Others)? Nearest(Linearisation at)
    {
        if (at.Eigenvalues is not { } values)
            return null;
        double unit = Math.Sqrt(Math.Abs(product)) + Math.Abs(sum), least = double.PositiveInfinity;
        (int, int)? best = null;
        for (int i = 0; i < values.Length; i++)
            for (int j = i + 1; j < values.Length; j++)
            {
                Complex s = values[i] + values[j], q = values[i] * values[j];
                if (values[i].Imaginary != -values[j].Imaginary)
                    continue;
                double cost = SumWeight * unit * Math.Abs(s.Real - sum) + Math.Abs(q.Real - product);
                if (cost < least)
                    (least, best) = (cost, (i, j));
            }
        if (best is not var (a, b))
            return null;
        return ((values[a] + values[b]).Real, (values[a] * values[b]).Real, [.. values.Where((_, k) => k != a && k != b)]);
    }
}

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
    /// <summary>The function of the pair with given values at a place.</summary>
    public static PairFunction Of((double Sum, double Product) pair) => new(pair.Sum, pair.Product);

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
                double cost = unit * Math.Abs(s.Real - sum) + Math.Abs(q.Real - product);
                if (cost < least)
                    (least, best) = (cost, (i, j));
            }
        if (best is not var (a, b))
            return null;
        return ((values[a] + values[b]).Real, (values[a] * values[b]).Real, [.. values.Where((_, k) => k != a && k != b)]);
    }
}

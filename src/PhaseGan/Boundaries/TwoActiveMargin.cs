using System.Numerics;

namespace PhaseGan;

/// <summary>
/// How far the fixed points with two features and both columns active are from attracting, in units of τ: the largest real part of the spectrum, smallest over the points; 1 where no point is known that the
/// trace of a block does not show to repel.
/// </summary>
internal static class TwoActiveMargin
{
    private const double None = 1;

    /// <summary>That of the points with a feature seen.</summary>
    /// <param name="gan">The parameters, with two features.</param>
    /// <param name="feature">The feature, or −1 for the points at which none is.</param>
    /// <returns>The margin; NaN where the points are not known to be all.</returns>
    public static double Of(GanParameters gan, int feature)
    {
        double margin = None;
        foreach (double[] y in Points(gan, feature) ?? [[double.NaN]])
            margin = double.IsNaN(y[0]) ? double.NaN : Math.Min(margin, Largest(gan, y));
        return margin;
    }

    /// <summary>The eigenvalue of largest real part at the most stable point; null where there is none.</summary>
    public static Complex? Leading(GanParameters gan, int feature) =>
        (Points(gan, feature) ?? []).Select(y => LeadingAt(gan, y)).OfType<Complex>().OrderBy(z => z.Real).Cast<Complex?>().FirstOrDefault();

    /// <summary>The recoveries of the points.</summary>
    public static IEnumerable<double> Recoveries(GanParameters gan, int feature)
    {
        var ode = new ReducedOde(gan);
        return (Points(gan, feature) ?? []).Select(y => ode.Unpack(y).Recovery()[Math.Max(0, feature)]);
    }

    private static List<double[]>? Points(GanParameters gan, int feature)
    {
        var pair = new ActivePair(gan);
        Span<ActivePair.Point> points = stackalloc ActivePair.Point[ActivePair.MaxPoints];
        bool areKnown = feature < 0
            ? pair.TryUnseen(points, out int count)
            : pair.TrySeen(gan.RealVariances[feature], gan.RealVariances[1 - feature], points, out count);
        if (!areKnown)
            return null;
        var states = new List<double[]>();
        StateLayout at = new ReducedOde(gan).Layout;
        foreach (ActivePair.Point point in points[..count])
        {
            var y = new double[at.Dimension];
            double q = Math.Sqrt(point.Seen), r1 = Math.Sqrt(point.First), r2 = Math.Sqrt(point.Second);
            if (feature >= 0)
                (y[at.P(feature, 0)], y[at.P(feature, 1)], y[at.Q(feature)]) = (q / r1, q / r2, q);
            (y[at.R(0)], y[at.R(1)], y[at.S(0, 1)]) = (r1, r2, point.Overlap);
            states.Add(y);
        }
        return states;
    }

    private static double Largest(GanParameters gan, double[] y) => LeadingAt(gan, y)?.Real ?? double.NaN;

    private static Complex? LeadingAt(GanParameters gan, double[] y)
    {
        var jacobian = new double[y.Length * y.Length];
        new ReducedOde(gan).Jacobian(y, jacobian);
        VectorMath.Divide(jacobian, gan.DiscriminatorRate);
        return EigenSolver.Eigenvalues(jacobian, y.Length)?.MaxBy(z => (z.Real, Math.Abs(z.Imaginary)));
    }
}

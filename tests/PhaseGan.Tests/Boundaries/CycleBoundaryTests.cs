using PhaseGan.Dynamics;
using Xunit;

namespace PhaseGan.Tests.Boundaries;

/// <summary>The curves on which a cycle ceases to attract, against a return map that is written here: the classical method of Runge and Kutta, and the rate at which returns settle.</summary>
public sealed class CycleBoundaryTests
{
    private static readonly GanParameters s_gan = new([1], [1], 0.2, 0.1, 1, 1);
    private static readonly Lazy<PhaseBoundaries> s_found = new(() => PhaseBoundaries.Of(Sweep()));

    /// <summary>A cycle attracts beside a stable point in a strip that is narrower than a cell.</summary>
    [Fact]
    public void WhereACycleVanishesBesideAStablePoint_TheChangeIsExplainedByItsFold()
    {
        PhaseBoundaries found = s_found.Value;
        PhaseEdge[] beside = [.. found.Edges.Where(e => new[] { e.First, e.Second }.Any(k => found.Diagram.Verdicts[k].Attractor == "LimitCycle")
            && e.Curves.Any(c => found.Curves[c].Mechanism is BoundaryMechanism.CycleFold))];
        Assert.NotEmpty(beside);
        Assert.Empty(found.Unexplained);
        Assert.All(found.Curves.Where(c => c.Mechanism == BoundaryMechanism.CycleFold), c => Assert.False(c.IsStartDependent));
    }

    [Fact]
    public void AFoldOfCycles_IsThatOfTheReturnMap()
    {
        PhaseBoundary curve = s_found.Value.Curves.Where(c => c.Mechanism == BoundaryMechanism.CycleFold).MaxBy(c => c.Points.Length)!;
        Assert.InRange(curve.Points.Length, 4, 100);
        foreach (ImplicitCurvePoint p in (ImplicitCurvePoint[])[curve.Points[1], curve.Points[curve.Points.Length / 2]])
        {
            // the cycle attracts at the smaller α, and s = 1 − its multiplier vanishes like the root of the distance: α is a polynomial in s without a linear term
            double[] alphas = [p.X - 8e-7, p.X - 4e-7, p.X - 2e-7, p.X - 1e-7];
            double[] at = [0.05, 0.05, 0.02], off = new double[4];
            for (int k = 0; k < 4; k++)
                (at, off[k]) = Settled(at, alphas[k], p.Y);
            double[] powers = [.. off.SelectMany(s => (double[])[1, s * s, s * s * s, s * s * s * s])];
            double alpha = Solve(powers, alphas)[0];
            Assert.Equal(alpha, p.X, 5e-9);
        }
    }

    [Fact]
    public void ACycleThatAttractsAllAlongALine_IsNotLost()
    {
        GanParameters Line(double t) => s_gan.With(rateRatio: 1 + 0.05 * t, noise: 1.3);
        var ode = new ReducedOde(Line(0));
        var cycle = (LimitCycleAttractor)AttractorFinder.Find(ode, ode.Pack(MacroState.NearOrigin(Line(0), 0.03, seed: 1)));
        Assert.Null(CycleLoss.On(Line, cycle.Cycle, 0, 1, default));
    }

    private static PhaseSweep Sweep() =>
        new(Axis.Linear("alpha", 1.65625, 1.78125, 3), Axis.Linear("eta", 1.2796875, 1.4015625, 3), (a, e) => s_gan.With(rateRatio: a, noise: e));

    /// <summary>The fixed point of the return map to P = 0 to which returns lead, and 1 − the ratio of their last two moves.</summary>
    private static (double[] At, double Off) Settled(double[] at, double alpha, double eta)
    {
        for (int k = 0; k < 5; k++)
            at = Return(at, alpha, eta);
        double last = double.NaN;
        for (int k = 0; k < 2000; k++)
        {
            double[] next = Return(at, alpha, eta);
            double move = next[1] - at[1];
            if (Math.Abs(move) < 1e-8)
                return (next, 1 - move / last);
            (at, last) = (next, move);
        }
        throw new InvalidOperationException("returns do not settle");
    }

    /// <summary>Where P = 0 is passed upwards next; the last step is one in P (Hénon 1982).</summary>
    private static double[] Return(double[] y, double alpha, double eta)
    {
        const double h = 0.25;
        double[] before = y;
        for (int k = 0; k < 100_000; k++)
        {
            double[] next = Step(before, h, v => Field(v, alpha, eta));
            if (k > 3 && before[0] < 0 && next[0] >= 0)
                return Step(before, -before[0], v => { double[] f = Field(v, alpha, eta); return [1, f[1] / f[0], f[2] / f[0]]; });
            before = next;
        }
        throw new InvalidOperationException("P does not return to 0");
    }

    private static double[] Step(double[] y, double h, Func<double[], double[]> field)
    {
        double[] Moved(double[] k, double share) => [.. y.Zip(k, (a, b) => a + share * h * b)];
        double[] k1 = field(y), k2 = field(Moved(k1, 0.5)), k3 = field(Moved(k2, 0.5)), k4 = field(Moved(k3, 1));
        return [.. Enumerable.Range(0, 3).Select(i => y[i] + h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]))];
    }

    /// <summary>Equations (13) and (14) of the paper for one feature, Λ = Λ̃ = 1.</summary>
    private static double[] Field(double[] y, double alpha, double eta)
    {
        const double tau = 0.2;
        (double p, double q, double r) = (y[0], y[1], y[2]);
        double h = (1 - 0.5 * tau * eta) * r * r - (1 + 0.5 * tau * eta) * q * q - tau * eta * eta;
        return [tau * alpha * (q * r - p * r * r), tau * (q - p * r + h * q), tau * (p * q - r + h * r) + tau * alpha * (1 - r * r) * r];
    }

    /// <summary>Gauss and Jordan's method without pivots, on four equations.</summary>
    private static double[] Solve(double[] m, double[] v)
    {
        const int n = 4;
        double[] a = [.. m], x = [.. v];
        for (int k = 0; k < n; k++)
            for (int i = 0; i < n; i++)
            {
                double share = i == k ? 0 : a[i * n + k] / a[k * n + k];
                for (int j = 0; j < n; j++)
                    a[i * n + j] -= share * a[k * n + j];
                x[i] -= share * x[k];
            }
        return [.. x.Select((value, k) => value / a[k * n + k])];
    }
}

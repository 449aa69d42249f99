using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// An f-divergence D_f(P‖Q) = E_Q f(dP/dQ), f convex with f(1) = 0, with its Fenchel dual f*(t) = sup_u ut − f(u), as a GAN's objective: the discriminator makes
/// E_P T(x) − E_Q f*(T(x)) ≤ D_f large over functions T, and T = f′(dP/dQ) is best.
/// </summary>
/// <remarks>
/// Source: Nowozin, Cseke and Tomioka, <em>f-GAN: training generative neural samplers using variational divergence minimization</em> (NIPS 2016), tables 1 and 2 and section 2.3. T = g(V) with a
/// free output V and an increasing activation g onto the domain of f*. P is the law of real data, Q that of fake data.
/// </remarks>
public sealed class FDivergence
{
    private readonly Func<double, double> _f;
    private readonly Func<double, double> _slope;
    private readonly Func<double, double> _dual;
    private readonly Func<double, double> _activation;

    private FDivergence(
        FDivergenceKind kind, string name, double bound, Func<double, double> f, Func<double, double> slope, Func<double, double> dual, Func<double, double> activation, double balance)
    {
        (Kind, Name, DualBound, _f, _slope, _dual, _activation, BalancedOutput) = (kind, name, bound, f, slope, dual, activation, balance);
    }

    /// <summary>f(u) = u log u: the Kullback–Leibler divergence of P from Q. g(v) = v, f*(t) = e^(t − 1).</summary>
    public static FDivergence KullbackLeibler { get; } = new(
        FDivergenceKind.KullbackLeibler, "Kullback-Leibler", double.PositiveInfinity,
        u => u == 0 ? 0 : u * Math.Log(u), u => 1 + Math.Log(u), t => Math.Exp(t - 1), v => v, 1);

    /// <summary>f(u) = −log u: the Kullback–Leibler divergence of Q from P. g(v) = −e^(−v), f*(t) = −1 − log(−t) for t &lt; 0.</summary>
    public static FDivergence ReverseKullbackLeibler { get; } = new(
        FDivergenceKind.ReverseKullbackLeibler, "reverse Kullback-Leibler", 0,
        u => -Math.Log(u), u => -1 / u, t => -1 - Math.Log(-t), v => -Math.Exp(-v), 0);

    /// <summary>f(u) = (u − 1)²: Pearson's χ². g(v) = v, f*(t) = t²/4 + t.</summary>
    /// <remarks>For t &lt; −2 the supremum over u ≥ 0 would be −1; the source's dual is that over all u.</remarks>
    public static FDivergence Pearson { get; } = new(
        FDivergenceKind.Pearson, "Pearson", double.PositiveInfinity,
        u => (u - 1) * (u - 1), u => 2 * (u - 1), t => 0.25 * t * t + t, v => v, 0);

    /// <summary>f(u) = (√u − 1)²: twice the squared Hellinger distance with its factor ½. g(v) = 1 − e^(−v), f*(t) = t/(1 − t) for t &lt; 1.</summary>
    public static FDivergence Hellinger { get; } = new(
        FDivergenceKind.Hellinger, "squared Hellinger", 1,
        u => (Math.Sqrt(u) - 1) * (Math.Sqrt(u) - 1), u => 1 - 1 / Math.Sqrt(u), t => t / (1 - t), v => 1 - Math.Exp(-v), 0);

    /// <summary>f(u) = u log u − (u + 1) log((u + 1)/2): twice the Jensen–Shannon divergence. g(v) = log 2 − log(1 + e^(−v)), f*(t) = −log(2 − e^t) for t &lt; log 2.</summary>
    public static FDivergence JensenShannon { get; } = new(
        FDivergenceKind.JensenShannon, "Jensen-Shannon", Math.Log(2),
        u => (u == 0 ? 0 : u * Math.Log(u)) - (u + 1) * Math.Log((u + 1) / 2), u => Math.Log(2 * u / (u + 1)), t => -Math.Log(2 - Math.Exp(t)),
        v => Math.Log(2) - Math.Max(-v, 0) - Math.Log(1 + Math.Exp(-Math.Abs(v))), 0);

    /// <summary>f(u) = ½|u − 1|: the total variation distance. g(v) = ½ tanh v, f*(t) = t for |t| ≤ ½.</summary>
    public static FDivergence TotalVariation { get; } = new(
        FDivergenceKind.TotalVariation, "total variation", 0.5,
        u => 0.5 * Math.Abs(u - 1), u => 0.5 * Math.Sign(u - 1), t => t, v => 0.5 * Math.Tanh(v), 0);

    /// <summary>All of them.</summary>
    public static ImmutableArray<FDivergence> All { get; } = [KullbackLeibler, ReverseKullbackLeibler, Pearson, Hellinger, JensenShannon, TotalVariation];

    /// <summary>Which one.</summary>
    public FDivergenceKind Kind { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The upper end of the domain of f*: every g(v) lies below it. +∞ if there is none.</summary>
    public double DualBound { get; }

    /// <summary>v₀: the output at which T = g(v₀) is f′(1), the best discriminator's answer when fake data are like real ones.</summary>
    public double BalancedOutput { get; }

    /// <summary>f(u).</summary>
    /// <param name="u">A ratio of densities, finite and ≥ 0.</param>
    /// <returns>The value; +∞ at u = 0 for the reverse Kullback–Leibler divergence.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="u"/> is negative or not finite.</exception>
    public double Function(double u) => _f(Guard.NonNegative(u, "a ratio of densities"));

    /// <summary>f′(u); for the total variation distance at u = 1 the middle of its slopes, zero.</summary>
    /// <param name="u">A ratio of densities, finite and &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="u"/> is not positive or not finite.</exception>
    public double Slope(double u) => _slope(Guard.Positive(u, "a ratio of densities"));

    /// <summary>f*(t).</summary>
    /// <param name="t">A value of T below <see cref="DualBound"/>, or at it for the total variation distance; for that one at least −½.</param>
    /// <exception cref="ArgumentOutOfRangeException">t is outside the domain of f*.</exception>
    public double Dual(double t)
    {
        bool inside = Kind == FDivergenceKind.TotalVariation ? Math.Abs(t) <= DualBound : double.IsFinite(t) && t < DualBound;
        return inside ? _dual(t) : throw Guard.OutOfRange(nameof(t), t, FormattableString.Invariant($"must lie in the domain of the dual of the {Name} divergence, below {DualBound:G6}"));
    }

    /// <summary>g(v): the value T of a discriminator whose free output is v.</summary>
    /// <param name="v">Any finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">v is not finite.</exception>
    public double Activation(double v) => _activation(Guard.Finite(v, "an output"));

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

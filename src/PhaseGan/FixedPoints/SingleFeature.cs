using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Every fixed point of the reduced ODE (13) with one feature, d = 1, in closed form.</summary>
/// <remarks>
/// <para>
/// With u = r², A = 1 − τη_G/2m, B = 1 + τη_T/2m, x the effective noise and α = τ̃/τ, setting (13) to zero leaves r = 0 or q = Pr, and then:
/// </para>
/// <list type="bullet">
/// <item><description>Deceived: q = r = 0, any |P| ≤ 1; always.</description></item>
/// <item><description>DiscriminatorOnly: P = r = 0, q² = (Λ − x)/(ΛB); for x &lt; Λ.</description></item>
/// <item><description>Locked: P = q = 0, u = (Λ̃(1 − α) + x)/(Λ̃(A − α)); for 0 &lt; u ≤ 1. Without noise and with α = 1 every u is one.</description></item>
/// <item><description>
/// Undeceived: q = Pr, P² = 1 − αΛ̃(1 − u)/Λ, u a root of BαΛ̃u² − (AΛ̃ − B(Λ − αΛ̃))u + (Λ̃ − Λ + x) = 0; for 0 &lt; u ≤ 1 and
/// 0 &lt; P² ≤ 1. The leading coefficient is positive, so there are none, one or two.
/// </description></item>
/// </list>
/// </remarks>
public static class SingleFeature
{
    /// <summary>Roots nearer than this to u = 1 are taken from the equation for 1 − u.</summary>
    private const double NearOne = 1e-6;

    /// <summary>All fixed points at the given parameters, one entry for each set of equivalent ones.</summary>
    /// <param name="parameters">Parameters with d = 1.</param>
    /// <returns>
    /// Deceived (the family |P| ≤ 1, represented by P = 0), then those of DiscriminatorOnly, Locked and Undeceived (larger r first) that
    /// exist. Residuals are at rounding. Two Undeceived points that meet (a fold) are one entry. Points nearer than
    /// <c>FixedPoint.ZeroTolerance</c> (in q or r) to a simpler kind are left to that kind.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">There is more than one feature.</exception>
    public static ImmutableArray<FixedPointOrbit> FixedPoints(GanParameters parameters)
    {
        RequireOne(parameters);
        var ode = new ReducedOde(parameters);
        var c = new SingleFeatureConstants(parameters);
        var found = ImmutableArray.CreateBuilder<FixedPointOrbit>(5);
        Add(0, 0, 0, 1, 1);

        if (DiscriminatorOnly(c) is { } seen)
            Add(0, Math.Sqrt(seen), 0, 0, 2);
        if (IsLockedLine(c))
            Add(0, 0, 1, 1, 2);
        else if (Locked(c) is { } locked)
            Add(0, 0, Math.Sqrt(locked), 0, 2);
        (double? upper, double? lower) = Undeceived(c);
        AddUndeceived(upper);
        AddUndeceived(lower);
        return found.ToImmutable();

        void AddUndeceived(double? root)
        {
            if (root is not { } u)
                return;
            double p = Math.Sqrt(Math.Min(1, c.OverlapSquared(u))), r = Math.Sqrt(u);
            Add(p, p * r, r, 0, 4);
        }

        void Add(double p, double q, double r, int family, int orbit) =>
            found.Add(new FixedPointOrbit(FixedPoint.At(ode, [p, q, r]), family, orbit));
    }

    /// <summary>q² of DiscriminatorOnly, or null where it does not exist.</summary>
    internal static double? DiscriminatorOnly(in SingleFeatureConstants c) => Positive((c.Real - c.Noise) / (c.Real * c.RealGain));

    /// <summary>Whether every u in (0, 1] is a Locked fixed point: no noise and equal rates.</summary>
    internal static bool IsLockedLine(in SingleFeatureConstants c) => c.FakeGain == c.Alpha && c.Fake * (1 - c.Alpha) + c.Noise == 0;

    /// <summary>u of Locked, or null where it does not exist or is not single.</summary>
    /// <remarks>
    /// 1 − u = ((1 − A)Λ̃ + x)/(Λ̃(α − A)): with noise u &lt; 1 needs α &gt; A, and then u &gt; 0 needs αΛ̃ &gt; Λ̃ + x. Without noise u = 1 for every α ≠ 1. No tolerance is involved.
    /// </remarks>
    internal static double? Locked(in SingleFeatureConstants c)
    {
        double slope = c.Fake * (c.FakeGain - c.Alpha);
        if (slope == 0 || (slope > 0 && c.FakeLoss * c.Fake + c.Noise > 0))
            return null;
        return Positive((c.Fake * (1 - c.Alpha) + c.Noise) / slope) is { } u ? Math.Min(1, u) : null;
    }

    /// <summary>u of the Undeceived points, the larger first; null for each that does not exist.</summary>
    internal static (double? Upper, double? Lower) Undeceived(in SingleFeatureConstants c)
    {
        (double a, double b, double c0, double errorOfB, double errorOfC) = c.Quadratic();
        double square = b * b, product = 4 * a * c0;
        double discriminant = Math.FusedMultiplyAdd(b, b, -square) - Math.FusedMultiplyAdd(4 * a, c0, -product) + (square - product);
        double error = (2 * Math.Abs(b) + errorOfB) * errorOfB + 4 * a * errorOfC;
        double near = Math.Max(NearOne, 4 * errorOfB / a);
        // The coefficients carry rounding, so a discriminant within what it does is the fold itself.
        if (Math.Abs(discriminant) <= error)
        {
            double fold = b / (2 * a);
            return (Root(fold > 1 && fold - 1 <= near ? 1 : fold, c), null);
        }
        if (discriminant < 0)
            return (null, null);
        double root = Math.Sqrt(discriminant), t = 0.5 * (b + Math.CopySign(root, b));
        (double u1, double u2) = (t / a, c0 / t);
        (double upper, double lower) = (Math.Max(u1, u2), Math.Min(u1, u2));
        if (Math.Abs(upper - 1) <= near || Math.Abs(lower - 1) <= near)
        {
            // in w = 1 − u the equation is a w² − (2a − b) w + ζ = 0 with ζ ≥ 0, which tells the sign of a small w without error
            double slope = 2 * a - b, s = 0.5 * (slope + Math.CopySign(root, slope));
            (double w1, double w2) = (s / a, s == 0 ? 0 : c.AtOne / s);
            (upper, lower) = (Near(upper, 1 - Math.Min(w1, w2), near), Near(lower, 1 - Math.Max(w1, w2), near));
        }
        (double? first, double? second) = (Root(upper, c), Root(lower, c));
        return first is null ? (second, null) : (first, second);

        static double Near(double u, double fromOne, double near) => Math.Abs(u - 1) <= near ? fromOne : u;
    }

    internal static void RequireOne(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.FeatureCount != 1)
            throw new ArgumentException($"parameters must have one feature here (d = 1); got {parameters.FeatureCount}", nameof(parameters));
    }

    /// <summary>A root that belongs to a point: 0 &lt; u ≤ 1 and P² &gt; 0.</summary>
    private static double? Root(double u, in SingleFeatureConstants c) =>
        Positive(u) is { } inside && inside <= 1 && inside * c.OverlapSquared(inside) > FixedPoint.ZeroTolerance * FixedPoint.ZeroTolerance ? inside : null;

    private static double? Positive(double square) =>
        double.IsFinite(square) && square > FixedPoint.ZeroTolerance * FixedPoint.ZeroTolerance ? square : null;
}

using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// All fixed points of the reduced ODE (13) with one feature, at parameters in a box: a list with a proof that there are no others, and for each whether it attracts.
/// </summary>
/// <remarks>
/// <para>
/// dP = τ̃Λ̃r(q − Pr) vanishes for r = 0 or q = Pr alone. What is left, in units of τ and with u = r², α = τ̃/τ and A, B, x of (14), are a linear equation for q² (DiscriminatorOnly), one for u (Locked) and a quadratic one (Undeceived, with
/// P² = 1 − αΛ̃(1 − u)/Λ), beside the line q = r = 0 (Deceived). Roots are enclosed in closed form with intervals, and counted where every comparison of a root with an end of its range is certain.
/// </para>
/// <para>
/// Stability of isolated points is by Routh and Hurwitz's conditions in intervals, which are polynomials in u and P²; one strict violation proves an eigenvalue right of the axis. Across the line the trace is the same all along and the determinant is ΛΛ̃(P² − p*²) τ².
/// </para>
/// </remarks>
public sealed class OneFeatureRests
{
    private OneFeatureRests(ParameterBox parameters)
    {
        Parameters = parameters;
    }

    /// <summary>The parameters.</summary>
    public ParameterBox Parameters { get; }

    /// <summary>The isolated fixed points, up to signs: DiscriminatorOnly, Locked, Undeceived with larger r first.</summary>
    public ImmutableArray<OneFeatureRest> Isolated { get; private init; }

    /// <summary>Whether the list is proved to be complete; where not, <see cref="Reason"/> says what could not be decided.</summary>
    public bool IsComplete => Reason.Length == 0;

    /// <summary>What could not be decided; empty where the list is complete.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>Whether all of P = q = 0, 0 &lt; r ≤ 1 is at rest: no noise and τ̃ = τ. Each of these points repels.</summary>
    public bool IsLockedLine { get; private init; }

    /// <summary>Contains the trace across the deceived line, Λ − Λ̃ + αΛ̃ − 2x in units of τ.</summary>
    public Interval DeceivedTrace { get; private init; }

    /// <summary>Contains p*²: where the trace is negative, deceived points with larger P² attract.</summary>
    public Interval LeastOverlapSquared { get; private init; }

    /// <summary>True where the deceived points with P² above <see cref="LeastOverlapSquared"/> are proved to attract (up to the line itself) and there are some; false where all are proved to repel; null where neither is.</summary>
    public bool? DeceivedAttracts =>
        DeceivedTrace.Low > 0 || LeastOverlapSquared.Low > 1 ? false : DeceivedTrace.High < 0 && LeastOverlapSquared.High < 1 ? true : null;

    /// <summary>True where some fixed point is proved to attract; false where the list is complete and all are proved to repel; null where neither is proved.</summary>
    public bool? AnyAttracts =>
        DeceivedAttracts == true || Isolated.Any(r => r.Attracts == true) ? true
        : IsComplete && DeceivedAttracts == false && Isolated.All(r => r.Attracts == false) ? false : null;

    /// <summary>The list for a box of parameters; for a single choice by <see cref="ParameterBox.Of"/>.</summary>
    /// <param name="parameters">The box, with one feature.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">There is more than one feature.</exception>
    public static OneFeatureRests Of(ParameterBox parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.FeatureCount != 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"parameters must have one feature here (d = 1); got {parameters.FeatureCount}"), nameof(parameters));
        var c = new OneFeatureConstants(parameters);
        var found = ImmutableArray.CreateBuilder<OneFeatureRest>(4);
        var open = new List<string>();
        AddDiscriminatorOnly(c, found, open);
        bool line = c.IsQuiet && parameters.GeneratorRate == parameters.DiscriminatorRate && parameters.GeneratorRate.Radius == 0;
        if (!line)
            AddLocked(c, found, open);
        AddUndeceived(c, found, open);
        return new OneFeatureRests(parameters)
        {
            Isolated = found.ToImmutable(),
            Reason = string.Join("; ", open),
            IsLockedLine = line,
            DeceivedTrace = c.Real - c.Fake + c.Alpha * c.Fake - 2 * c.Noise,
            LeastOverlapSquared = (c.Real - c.Noise) * (c.Fake + c.Noise - c.Alpha * c.Fake) / (c.Real * c.Fake),
        };
    }

    /// <summary>All members and whether the list is complete.</summary>
    public override string ToString()
    {
        string deceived = DeceivedAttracts switch { false => "Deceived repels", true => string.Create(CultureInfo.InvariantCulture, $"Deceived attracts for P² > {LeastOverlapSquared.High:G6}"), null => "Deceived not decided" };
        string[] parts = [deceived, .. IsLockedLine ? (string[])["Locked is a line and repels"] : [], .. Isolated.Select(r => r.ToString())];
        return $"{string.Join("; ", parts)}; {(IsComplete ? "no others" : Reason)}";
    }

    private static void AddDiscriminatorOnly(OneFeatureConstants c, ImmutableArray<OneFeatureRest>.Builder found, List<string> open)
    {
        Interval square = (c.Real - c.Noise) / (c.Real * c.RealGain);
        // the block over (P, r) has the determinant −αΛΛ̃q² < 0: a saddle
        if (square.Low > 0)
            found.Add(new(FixedPointKind.DiscriminatorOnly, 0, [0, square.Sqrt(), 0], false));
        else if (square.High > 0)
            open.Add("whether DiscriminatorOnly exists: x is next to Λ");
    }

    private static void AddLocked(OneFeatureConstants c, ImmutableArray<OneFeatureRest>.Builder found, List<string> open)
    {
        // without noise u = 1 for every α ≠ 1; with noise 1 − u = ((1 − A)Λ̃ + x)/(Λ̃(α − A)) is positive for α > A alone
        Interval slope = c.Fake * (c.FakeGain - c.Alpha);
        Interval u = c.IsQuiet ? 1 : (c.Fake * (1 - c.Alpha) + c.Noise) / slope;
        if ((!c.IsQuiet && slope.Low > 0) || u.High < 0)
            return;
        if (slope.Contains(0) || u.Low <= 0)
        {
            open.Add("whether Locked exists: αΛ̃ is next to Λ̃ + x or α next to A");
            return;
        }
        Interval bounded = u.Intersect(new Interval(0, 1)) ?? 1;
        found.Add(new(FixedPointKind.Locked, bounded, [0, 0, bounded.Sqrt()], c.Attracts(bounded, 0, c.FakeGain * c.Fake * bounded - c.Noise)));
    }

    private static void AddUndeceived(OneFeatureConstants c, ImmutableArray<OneFeatureRest>.Builder found, List<string> open)
    {
        if (c.Roots() is not { } roots)
        {
            open.Add("how many Undeceived points there are: next to a fold");
            return;
        }
        foreach (Interval root in roots.OrderByDescending(u => u.Middle))
        {
            Interval square = c.OverlapSquared(root);
            // with noise the quadratic is positive at u = 1, so that a root on either side of it is so for certain or not known
            if (root.High <= 0 || square.High <= 0 || root.Low > 1)
                continue;
            bool isOne = c.IsQuiet && root == (Interval)1;
            if (!(root.Low > 0 && square.Low > 0 && (root.High < 1 || isOne)))
            {
                open.Add("whether an Undeceived point exists: one of P, r and 1 − r is next to 0");
                continue;
            }
            Interval u = root, v = square.Intersect(new Interval(0, 1)) ?? square, p = v.Sqrt(), r = u.Sqrt();
            found.Add(new(FixedPointKind.Undeceived, u, [p, p * r, r], c.Attracts(u, v, c.Fake - c.Real)));
        }
    }
}

namespace PhaseGan;

/// <summary>The line α = 1 + x/Λ̃ with one feature and x &gt; Λ, on which Locked leaves the deceived states at P = 0: r falls there like 1/√t, and P with it.</summary>
/// <remarks>
/// <para>
/// In units of τ, with w = q/r, a = x − Λ, h = AΛ̃r² − BΛq² and α &gt; A, the line leaves w′ = −aw − PΛ̃ − PΛw² + αΛ̃r²w, P′ = αΛ̃r²(w − P) and r′ = r(PΛw − (α − A)Λ̃r² − BΛw²r²). Where
/// a &gt; |P|(Λ + Λ̃) + αΛ̃r² the strip |w| ≤ 1 is not left, and w comes to −PΛ̃/a at the rate a; on the way P moves by no more than αΛ̃r²|w + PΛ̃/a|/a to the first order. Then P² and u = r² fall together,
/// du/dP² = (P²ΛΛ̃/a + (α − A)Λ̃u)/(αΛ̃(1 + Λ̃/a)P²), which is linear: u − kP² with k = (Λ/a)/(αΛ̃/a + A) keeps its sign. Where it is positive P comes to zero; where it is negative r falls exponentially before.
/// </para>
/// </remarks>
internal static class LockedBirth
{
    /// <summary>Most evaluations on the way.</summary>
    private const long Budget = 300_000;

    /// <summary>How much of a all that is neglected may take, and how many times kP² must be exceeded.</summary>
    private const double Small = 0.05, LeastRatio = 2;

    /// <summary>Whether the rate of r at P = 0 vanishes to within rounding, beyond x = Λ.</summary>
    public static bool IsOn(in SingleFeatureConstants c) =>
        RateLine.OfLockedBirth(c.Fake, c.Alpha, c.Noise).IsOn && c.Noise - c.Real > RateLine.Apart * c.Real && c.Alpha - c.FakeGain > RateLine.Apart;

    /// <summary>Follows training from a start until P and r are seen to fall together.</summary>
    /// <param name="ode">The field, with one feature, on the line.</param>
    /// <param name="y">P, q and r at the start.</param>
    /// <param name="time">Receives the time at which the end was shown.</param>
    /// <param name="evaluations">Receives the number of evaluations.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether it was shown to end at P = 0.</returns>
    public static bool Catches(ReducedOde ode, ReadOnlySpan<double> y, out double time, out long evaluations, CancellationToken cancellation)
    {
        var c = new SingleFeatureConstants(ode.Parameters);
        return WatchedWay.Follow(new ReducedField<OneFeature>(ode), [.. y], Budget, state => Falls(c, state[0], state[1], state[2]), out time, out evaluations, cancellation);
    }

    /// <summary>Whether P and r fall to zero together from a state on.</summary>
    public static bool Falls(in SingleFeatureConstants c, double overlap, double q, double r)
    {
        double a = c.Noise - c.Real, w = q / r, u = r * r, pull = c.Alpha * c.Fake * u, left = w + overlap * c.Fake / a;
        if (!(Math.Abs(w) < 1 && Math.Abs(overlap) * (c.Real + c.Fake) + pull < Small * a))
            return false;
        double both = c.Alpha * c.Fake / a + c.FakeGain, largest = Math.Abs(overlap) + pull * Math.Abs(left) / a;
        return both > RateLine.Apart && u > LeastRatio * c.Real / a / both * largest * largest;
    }
}

namespace PhaseGan.Dynamics;

/// <summary>What a bifurcation looks like nearby: the coefficients of its normal form. Null vectors q and p of the Jacobian have |q| = 1 and ⟨p, q⟩ = 1; B and C are the field's second and third derivatives.</summary>
/// <remarks>
/// Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., sections 5.4, 8.7. Signs of a and of a pair of coefficients go with that of q, which is free.
/// </remarks>
/// <param name="Coefficient">
/// Fold and transcritical: a = ½⟨p, B(q, q)⟩. Pitchfork and cusp: the cubic one, c = ⟨p, C(q, q, q) + 3B(q, h)⟩/6 with Jh = −B(q, q) + 2aq. Hopf: g = ½ Re⟨p, C(q, q, q̄) + 2B(q, h₁₁) + B(q̄, h₂₀)⟩, the "first Lyapunov coefficient" of
/// MatCont; negative for a stable cycle where all else is stable. Bogdanov–Takens: a = ½⟨p₁, B(q₀, q₀)⟩. Generalised Hopf: the second Lyapunov coefficient l₂ = Re c₂ of z′ = iωz + c₁z|z|² + c₂z|z|⁴, MatCont's, where g vanishes.
/// Zero–Hopf: G₂₀₀. Double Hopf: ½Re G₂₁₀₀ of the larger frequency.
/// Of cycles, on the centre manifold with a vector that is carried by the variational equation and whose mean square over the period is 1, in the field's coordinates and unit of time: fold b of ξ′ = bξ²; branch point a of ξ′ = aξ², which vanishes to its error at a pitchfork; period doubling c of
/// ξ′ = cξ³, negative where stable cycles of twice the period are born; torus Re d of ξ′ = iωξ + dξ|ξ|², negative where stable tori are born.
/// </param>
/// <param name="Error">An estimate of the error of the coefficients, from the differences by which derivatives were taken.</param>
public sealed record NormalForm(double Coefficient, double Error)
{
    /// <summary>Hopf, generalised Hopf, zero–Hopf and double Hopf (the larger one): ω &gt; 0, the frequency of the pair ±iω, in radians per unit of time; cycles are born with the period 2π/ω. Else null.</summary>
    public double? Frequency { get; init; }

    /// <summary>
    /// Bogdanov–Takens: b = ⟨p₁, B(q₀, q₁)⟩ + ⟨p₀, B(q₀, q₀)⟩. Fold of cycles: b with ξ the share by which the time of a turn changes, which is MatCont's and has a sign of its own; null where the time does not change. Pitchfork of cycles: c of ξ′ = cξ³, negative where stable cycles are born. Else null.
    /// </summary>
    public double? SecondCoefficient { get; init; }

    /// <summary>Zero–Hopf: all coefficients up to the third order. Else null.</summary>
    public ZeroHopfForm? ZeroHopf { get; init; }

    /// <summary>Double Hopf: all coefficients of the third order. Else null.</summary>
    public DoubleHopfForm? DoubleHopf { get; init; }

    /// <summary>Hopf: l₁ = g/ω, Kuznetsov's first Lyapunov coefficient (5.34), which does not depend on the unit of time. Else null.</summary>
    public double? FirstLyapunov => IsDegenerate ? null : Coefficient / Frequency;

    /// <summary>Whether it is that of a point of codimension two.</summary>
    internal bool IsDegenerate { get; init; }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

using System.Globalization;

namespace PhaseGan;

/// <summary>
/// Zero-centred penalties on the gradient of the discriminator's output by its input (R1 and R2 of practice), taken on the samples of the step: ½γ_T|∇D(y)|² on real and
/// ½γ_G|∇D(ỹ)|² on fake data are subtracted from the discriminator's objective. Immutable.
/// </summary>
/// <remarks>
/// <para>
/// D(y) = D̂(y·w) has the gradient ρ(y·w) w with ρ = D̂′, so the penalty is ½γρ²z. In the discriminator's step it changes the responses, and w decays
/// (derived):
/// </para>
/// <code>
/// f_e(x) = f(x) − γ_T z ρ(x)ρ′(x)      f̃_e(x) = f̃(x) + γ_G z ρ(x)ρ′(x)      h → h − γ_T⟨ρ²⟩ − γ_G⟨ρ̃²⟩
/// </code>
/// <para>
/// The generator's step keeps f̃. With unit norms the decay has no effect. The penalty depends on how the loss F(D̂) is split: f(x) = x is F = D̂ with D̂ = x²/2 and ρ = x, the
/// default here, or F = D̂²/2 with D̂ = x and ρ = 1, for which the penalty is plain weight decay.
/// </para>
/// </remarks>
public sealed record GradientPenalty
{
    /// <summary>Largest degree of a polynomial ρ.</summary>
    private const int MostDegree = 8;

    /// <summary>Makes a penalty.</summary>
    /// <param name="real">γ_T ≥ 0, finite: weight on real data.</param>
    /// <param name="fake">γ_G ≥ 0, finite: weight on fake data.</param>
    /// <param name="slope">ρ = D̂′, a polynomial of degree 8 at most or a ready-made response; x, for D̂ = x²/2, if absent.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    /// <exception cref="ArgumentException">ρ is a response of a user's own, whose derivatives are not known well enough, or a polynomial of too high a degree.</exception>
    public GradientPenalty(double real, double fake, Response? slope = null)
    {
        Real = Guard.NonNegative(real, "the weight γ_T of a gradient penalty");
        Fake = Guard.NonNegative(fake, "the weight γ_G of a gradient penalty");
        Slope = slope ?? Response.Identity;
        Curve = Slope switch
        {
            PolynomialResponse { Degree: > MostDegree } p => throw new ArgumentException($"slope must be a polynomial of degree {MostDegree} at most; got degree {p.Degree}", nameof(slope)),
            PolynomialResponse p => p.TimesItsSlope(),
            TanhResponse or LogisticResponse => new PenaltyResponse(Slope),
            _ => throw new ArgumentException($"slope must be a polynomial, tanh or logistic, whose derivatives are known in closed form; got {Slope}", nameof(slope)),
        };
    }

    /// <summary>No penalty.</summary>
    public static GradientPenalty None { get; } = new(0, 0);

    /// <summary>γ_T.</summary>
    public double Real { get; }

    /// <summary>γ_G.</summary>
    public double Fake { get; }

    /// <summary>ρ = D̂′.</summary>
    public Response Slope { get; }

    /// <summary>Whether both weights are zero.</summary>
    public bool IsNone => Real == 0 && Fake == 0;

    /// <summary>ρρ′.</summary>
    internal Response Curve { get; }

    /// <inheritdoc/>
    public bool Equals(GradientPenalty? other) =>
        other is not null && Real == other.Real && Fake == other.Fake && (IsNone || Slope.Equals(other.Slope));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Real, Fake);

    /// <summary>The weights and, if it is not x, ρ.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"γ_T = {Real:R}, γ_G = {Fake:R}{(Slope.Equals(Response.Identity) ? "" : $", ρ = {Slope}")}");
}

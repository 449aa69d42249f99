using System.Globalization;

namespace PhaseGan;

/// <summary>What is done to the gradient of the discriminator before its step is taken: nothing, clipping, normalisation, or its signs alone. Immutable.</summary>
/// <remarks>
/// <para>With g the mean of y f(y·w) − ỹ f̃(ỹ·w) over the mini-batch, whose length is of order √n, the step is w ← w + (τ/n) g′ and</para>
/// <code>
/// clipping at c          g′ = g min(1, c√n/|g|)
/// normalised gradient    g′ = √n g/|g|
/// signs                  g′_i = sign g_i
/// </code>
/// <para>
/// Given the responses of its samples the entries of g are normal with the variance s² = Σ(η_T f² + η_G f̃²)/m², so that each of these multiplies g by a function μ(s), signs in the mean. For linear responses and Gaussian codes the
/// limit is the usual ODE with f → J f, f̃ → J̃ f̃ in the discriminator's step, J = ⟨μf²⟩/⟨f²⟩, J̃ = ⟨μf̃²⟩/⟨f̃²⟩, and the noise τ²⟨μ²s²⟩ (derived). They are functions of the state, so that it is no renaming of parameters.
/// Signs act entry by entry: the limit is that of starts which are spread over many entries, and of rows of U that are (derived).
/// </para>
/// </remarks>
public sealed record GradientScaling
{
    private GradientScaling(GradientScalingKind kind, double limit) => (Kind, Limit) = (kind, limit);

    /// <summary>The gradient as it is.</summary>
    public static GradientScaling None { get; } = new(GradientScalingKind.None, double.PositiveInfinity);

    /// <summary>√n g/|g|.</summary>
    public static GradientScaling Normalised { get; } = new(GradientScalingKind.Normalised, double.PositiveInfinity);

    /// <summary>The signs of the entries of g.</summary>
    public static GradientScaling Sign { get; } = new(GradientScalingKind.Sign, double.PositiveInfinity);

    /// <summary>What is done.</summary>
    public GradientScalingKind Kind { get; }

    /// <summary>c of clipping; +∞ elsewhere.</summary>
    public double Limit { get; }

    /// <summary>Whether nothing is done.</summary>
    public bool IsNone => Kind == GradientScalingKind.None;

    /// <summary>Clipping of |g| at c√n.</summary>
    /// <param name="limit">c &gt; 0, finite: the largest root mean square of the entries of a step's gradient.</param>
    /// <exception cref="ArgumentOutOfRangeException">c is not finite and positive.</exception>
    public static GradientScaling Clipped(double limit) => new(GradientScalingKind.Clipped, Guard.Positive(limit, "the length c at which gradients are clipped"));

    /// <summary>In words; empty if nothing is done.</summary>
    public override string ToString() => Kind switch
    {
        GradientScalingKind.Clipped => string.Create(CultureInfo.InvariantCulture, $"gradient clipped at {Limit:R}"),
        GradientScalingKind.Normalised => "normalised gradient",
        GradientScalingKind.Sign => "signs of the gradient",
        _ => "",
    };
}

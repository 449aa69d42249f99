using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Training with penalties on single weights in the limit n → ∞, where no macroscopic ODE closes: the law of the rows, followed by particles that share its second moments.</summary>
/// <remarks>
/// <para>The rows (û, v̂, ŵ) = √n (U_i, V_i, w_i) obey, with g, g̃, b, h, L those of the macroscopic ODE at the second moments P = E ûv̂ᵀ, q = E ûŵ, r = E v̂ŵ, S = E v̂v̂ᵀ, z = E ŵ² of the law itself (derived),</para>
/// <code>
/// dv̂ = τ̃(g̃ ŵ + L v̂ − λ_v ψ′(v̂)) dt      dŵ = τ(û·g − v̂·g̃ + h ŵ − λ_w φ′(ŵ)) dt + τ √(b/m) dB
/// unit norms: h gains λ_w E ŵφ′(ŵ)/z, L_ℓ gains λ_v E v̂_ℓψ′(v̂_ℓ)/S_ℓℓ
/// </code>
/// <para>
/// Method: Heun's steps, of second order for noise that does not depend on the weights; |x| by shrinking before and after. The start has the second moments asked for to the last bit, and the noise of each step is made orthogonal to 1, û, v̂
/// and ŵ and of variance 1 over the particles, which leaves a twentieth of the usual scatter. Results hold for finite times and weights spread over many entries: <see cref="ParticlePath.LocalisedAt"/>.
/// </para>
/// </remarks>
public static class ParticleTraining
{
    /// <summary>Share of the shortest time scale that a step takes: the error of second order is then some 1e-4.</summary>
    private const double StepShare = 0.05;

    /// <summary>Follows the law from a start.</summary>
    /// <param name="gan">Λ, Λ̃, rates, noises, m.</param>
    /// <param name="penalty">The penalties on single weights.</param>
    /// <param name="start">The second moments at t = 0; normalised if the rule keeps unit norms. Given û the rest of the start is normal.</param>
    /// <param name="rule">Loss, regulariser and codes; Example 1 if absent. Without memory.</param>
    /// <param name="options">Particles, times, steps, law of û; defaults if absent.</param>
    /// <param name="cancellationToken">Ends the work within a step.</param>
    /// <exception cref="ArgumentNullException"><paramref name="gan"/>, <paramref name="penalty"/> or <paramref name="start"/> is null.</exception>
    /// <exception cref="ArgumentException">The rule has memory or several features of the discriminator, the start does not fit, or the times ask for more steps than allowed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ParticlePath Run(
        GanParameters gan, SeparablePenalty penalty, MacroState start, TrainingRule? rule = null, ParticleOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gan);
        ArgumentNullException.ThrowIfNull(penalty);
        ArgumentNullException.ThrowIfNull(start);
        rule ??= TrainingRule.Example1;
        options ??= new ParticleOptions();
        Renaming.RequireNoMemory(rule);
        Renaming.RequireOneDiscriminatorFeature(rule);
        var equations = new MacroscopicEquations(gan, rule, reduced: false, diffusion: true);
        // checks that the start fits
        equations.Pack(start);
        double step = options.TimeStep ?? StepShare / FastestRate(equations.Renamed, rule, penalty);
        double steps = Math.Ceiling(options.Times[^1] / step) + options.Times.Length;
        if (steps > options.MaximumSteps)
            throw new ArgumentException($"options ask for about {steps:F0} steps of {step:G4} to t = {options.Times[^1]:G6} and allow {options.MaximumSteps}; allow more steps, or take a longer one", nameof(options));

        var particles = new ParticleSystem(equations, penalty, start, options);
        var records = ImmutableArray.CreateBuilder<ParticleRecord>(options.Times.Length);
        double now = 0;
        int taken = 0;
        foreach (double time in options.Times)
        {
            int parts = (int)Math.Ceiling((time - now) / step * (1 - 1e-12));
            for (int k = 0; k < parts; k++, taken++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!particles.Advance((time - now) / parts))
                    return particles.Path(records.ToImmutable(), StopReason.NonFinite, step, taken);
            }
            now = time;
            records.Add(particles.Record(time));
        }
        return particles.Path(records.ToImmutable(), StopReason.EndReached, step, taken);
    }

    /// <summary>A bound on how fast the equations change weights, in 1/time.</summary>
    private static double FastestRate(GanParameters gan, TrainingRule rule, SeparablePenalty penalty)
    {
        double real = gan.RealVariances.Max(), fake = gan.FakeVariances.Max(), strength = rule.HasUnitNorms ? 0 : 2 * rule.Strength;
        double discriminator = gan.DiscriminatorRate * (real + fake + 2 * gan.EffectiveNoise + strength + penalty.DiscriminatorWeight);
        return discriminator + gan.GeneratorRate * (fake + strength + penalty.GeneratorWeight);
    }
}

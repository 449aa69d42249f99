namespace PhaseGan;

/// <summary>
/// Rules of training that only rename the parameters of Example 1: their macroscopic ODE is the reduced one, (13), (14), at other parameters, so that closed forms, Claim 1, fast labels
/// and everything else that is known of Example 1 hold for them as they stand.
/// </summary>
/// <remarks>
/// <para>
/// With linear responses and unit norms, multipliers, a gradient penalty on D̂ = x²/2 and instance noise change the discriminator's responses to j_T x and j_G x with j_T → j_T − γ_T, j_G → j_G + γ_G, and the
/// noises to η_T + σ, η_G + σ. For positive factors that is Example 1 with (derived)
/// </para>
/// <code>
/// Λ → j_T Λ     Λ̃ → j_G Λ̃     τ̃ → τ̃/j_G     η_T → j_T (η_T + σ)     η_G → j_G (η_G + σ)
/// </code>
/// <para>
/// since a discriminator that responds with the factor j sees data scaled by √j. So α → α/j_G and x → x_γ = τ(j_T²η_T² + j_G²η_G²)/2m, and (15) becomes
/// ½ max_ℓ {j_TΛ_ℓ − (j_G − α)Λ̃_ℓ} ≤ x_γ &lt; j_T min_ℓ Λ_ℓ. Macroscopic states keep their meaning.
/// </para>
/// </remarks>
public static class Renaming
{
    /// <summary>The parameters at which Example 1 has the macroscopic ODE that a rule has at given ones; those given if the rule changes nothing.</summary>
    /// <param name="rule">The rule of training.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <returns>The parameters for Example 1, or null if the rule is not a renaming: nonlinear responses, a finite strength, several features of the discriminator, another ρ of the penalty than x, a scaled gradient, or a factor j_T or j_G that is not positive.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The new parameters are too large; see <see cref="GanParameters.LargestSize"/>.</exception>
    public static GanParameters? ToExample1(TrainingRule rule, GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(parameters);
        return rule.DiscriminatorFeatures > 1 ? null : ToPlain(rule, parameters);
    }

    /// <summary>The parameters at which plain steps with linear responses have the same macroscopic ODE, whatever the number of features of the discriminator; null if there are none.</summary>
    internal static GanParameters? ToPlain(TrainingRule rule, GanParameters parameters)
    {
        (rule, parameters) = WithoutScheme(rule, parameters);
        if (!HasFactors(rule))
            return null;
        if ((rule.DiscriminatorFeatures == 1 ? rule : rule with { DiscriminatorFeatures = 1 }).HasPlainSteps)
            return parameters;
        (double real, double fake) = Factors(rule);
        return parameters.With(
            realVariances: [.. parameters.RealVariances.Select(v => real * v)],
            fakeVariances: [.. parameters.FakeVariances.Select(v => fake * v)],
            generatorRate: parameters.GeneratorRate / fake,
            realNoise: real * (parameters.RealNoise + rule.InstanceNoise),
            fakeNoise: fake * (parameters.FakeNoise + rule.InstanceNoise));
    }

    /// <summary>A rule with plain steps and its parameters, whose macroscopic ODE is the one that a rule has at given parameters with its <see cref="TrainingRule.Scheme"/>.</summary>
    /// <param name="rule">The rule of training.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Extragradient with nonlinear responses, or with a gradient penalty whose change of the responses is not a factor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The new parameters are too large.</exception>
    public static (TrainingRule Rule, GanParameters Parameters) WithoutScheme(TrainingRule rule, GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(parameters);
        RequireKnown(rule);
        if (rule.Scheme.IsPlain)
            return (rule, parameters);
        TrainingRule plain = rule with { Scheme = TrainingScheme.Plain };
        if (rule.Scheme.HasExtragradient)
        {
            // the look-ahead is a single step: neither n_d nor momentum count
            (double real, double fake) = Factors(rule);
            double rate = parameters.DiscriminatorRate / parameters.BatchSize;
            plain = plain with
            {
                RealMultiplier = real * (1 + rate * (parameters.RealNoise + rule.InstanceNoise) * real),
                FakeMultiplier = fake * (1 - rate * (parameters.FakeNoise + rule.InstanceNoise) * fake),
                Penalty = GradientPenalty.None,
            };
        }
        return (plain, rule.Scheme.Rename(parameters));
    }

    /// <summary>Parameters of plain steps for a discriminator with several features and linear responses at finite strength, where instance noise and the scheme alone are renamings.</summary>
    internal static GanParameters AtFiniteStrength(TrainingRule rule, GanParameters parameters)
    {
        (rule, parameters) = WithoutScheme(rule, parameters);
        return rule.InstanceNoise == 0 ? parameters : parameters.With(realNoise: parameters.RealNoise + rule.InstanceNoise, fakeNoise: parameters.FakeNoise + rule.InstanceNoise);
    }

    /// <summary>Throws if a rule has several features of the discriminator.</summary>
    internal static void RequireOneDiscriminatorFeature(TrainingRule rule)
    {
        if (rule.DiscriminatorFeatures > 1)
            throw new ArgumentException($"rule must have a single discriminator feature here; got {rule}", nameof(rule));
    }

    /// <summary>Throws if a rule has memory, which is more than the macroscopic state.</summary>
    internal static void RequireNoMemory(TrainingRule rule)
    {
        if (!rule.Memory.IsNone)
            throw new ArgumentException($"rule must have no memory here, whose overlaps are further coordinates; got {rule}. Use MemoryOde", nameof(rule));
    }

    /// <summary>Throws unless the limit of a rule with several features of the discriminator is known; each combination that is not is named.</summary>
    internal static void RequireKnownFeatures(TrainingRule rule)
    {
        string? unknown = !rule.Loss.Equals(GanLoss.Linear) ? "a loss that is not linear"
            : !rule.Memory.IsNone ? "memory"
            : !rule.Scaling.IsNone ? "a scaled gradient"
            : rule.Scheme.HasExtragradient ? "extragradient"
            : !rule.HasUnitNorms && (rule.RealMultiplier != 1 || rule.FakeMultiplier != 1) ? "multipliers at a finite strength"
            : !rule.Penalty.IsNone && !(rule.HasUnitNorms && rule.DiscriminatorNorms == DiscriminatorNorms.Orthonormal) ? "a gradient penalty on a discriminator that is not orthonormal"
            : rule.HasUnitNorms && !HasFactors(rule) ? "factors j_T or j_G that are not positive, or another ρ of the penalty than x,"
            : null;
        if (unknown is not null)
            throw new ArgumentException($"several discriminator features with {unknown} are not known here; got {rule}", nameof(rule));
    }

    /// <summary>Throws unless the limit of a rule with its scheme is known.</summary>
    internal static void RequireKnown(TrainingRule rule)
    {
        if (rule.DiscriminatorFeatures > 1)
            RequireKnownFeatures(rule);
        if (!rule.Memory.IsNone && !rule.Scheme.IsPlain)
            throw new ArgumentException($"memory that lasts a part of the training goes with plain steps alone, not with a scheme of steps ({rule.Scheme}); got {rule}", nameof(rule));
        if (!rule.Scaling.IsNone)
            RequirePlainButForScaling(rule);
        if (!rule.Scheme.HasExtragradient)
            return;
        if (!rule.Loss.Equals(GanLoss.Linear))
            throw new ArgumentException($"extragradient is known for linear responses alone, not with the loss {rule.Loss}; got {rule}", nameof(rule));
        if (!rule.Penalty.IsNone && !(rule.HasUnitNorms && rule.Penalty.Slope.Equals(Response.Identity)))
            throw new ArgumentException($"extragradient goes with a gradient penalty at unit norms and for ρ = x alone; got {rule}", nameof(rule));
    }

    private static void RequirePlainButForScaling(TrainingRule rule)
    {
        string? other = !rule.Loss.Equals(GanLoss.Linear) ? $"the loss {rule.Loss}"
            : !rule.RealCodes.Equals(LatentLaw.Gaussian) || !rule.FakeCodes.Equals(LatentLaw.Gaussian) ? "codes that are not Gaussian"
            : !rule.Scheme.IsPlain ? $"a scheme of steps ({rule.Scheme})"
            : !rule.Memory.IsNone ? "memory"
            : !rule.Penalty.IsNone ? "a gradient penalty"
            : rule.RealMultiplier != 1 || rule.FakeMultiplier != 1 ? "multipliers"
            : null;
        if (other is not null)
            throw new ArgumentException($"a scaled gradient goes with linear responses, Gaussian codes, otherwise plain steps and instance noise alone, not with {other}; got {rule}", nameof(rule));
    }

    /// <summary>Whether <see cref="ToExample1"/> has an answer, whatever the parameters; with extragradient that depends on them.</summary>
    internal static bool Renames(TrainingRule rule) => rule.DiscriminatorFeatures == 1 && HasFactors(rule);

    /// <summary>Whether the discriminator's responses are linear with positive factors, at unit norms.</summary>
    internal static bool HasFactors(TrainingRule rule)
    {
        if (!rule.Memory.IsNone || !rule.Scaling.IsNone || rule.Scheme.HasExtragradient || !rule.HasUnitNorms || !rule.Loss.Equals(GanLoss.Linear) || !(rule.Penalty.IsNone || rule.Penalty.Slope.Equals(Response.Identity)))
            return false;
        (double real, double fake) = Factors(rule);
        return real > 0 && fake > 0;
    }

    /// <summary>j_T and j_G, penalties included.</summary>
    private static (double Real, double Fake) Factors(TrainingRule rule) => (rule.RealMultiplier - rule.Penalty.Real, rule.FakeMultiplier + rule.Penalty.Fake);
}

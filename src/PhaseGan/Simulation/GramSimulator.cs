namespace PhaseGan;

/// <summary>
/// Simulates training by algorithm (5) exactly in law without n-vectors: for Gaussian noise the overlaps P, q, r, S are a Markov
/// chain of their own, and a step costs O(d³) whatever n is, from 2d + 1 to 10¹².
/// </summary>
/// <remarks>
/// <para>
/// A step needs of the noise only its inner products with U, V and w, Gaussian with the Gram matrix as covariance, and the squared
/// length of what lies across them, chi-square with n − 2d − 1 degrees of freedom. Instead of the Gram matrix the chain keeps
/// coordinates of V and w in an orthonormal frame that starts with U and is turned by Householder reflections, so the matrix is
/// positive semidefinite at every step and no square is ever subtracted: it may be singular.
/// </para>
/// <para>
/// Up to eight replicas run side by side in vector registers and take less than 300 bytes each for d ≤ 4. Bits do not depend on the
/// kind of registers, on the number of threads or on what replicas run together.
/// </para>
/// </remarks>
public sealed class GramSimulator : Simulator
{
    /// <summary>Makes a simulator.</summary>
    /// <param name="rule">Loss, regulariser and laws of the codes; Example 1 if absent.</param>
    /// <exception cref="ArgumentException">The rule has a scheme that is not plain, memory or a scaled gradient, whose chains are longer than the overlaps, or several discriminator features with something that is not simulated.</exception>
    public GramSimulator(TrainingRule? rule = null)
        : base(rule)
    {
        if (!KnowsSteps(Rule))
            throw new ArgumentException(
                $"rule must have plain steps for the chain of the overlaps; got {string.Join(", ", new[] { Rule.Scheme.ToString(), Rule.Memory.IsNone ? "" : $"memory {Rule.Memory}", Rule.Scaling.ToString() }.Where(part => part.Length > 0))}. " +
                "MicroscopicSimulator takes such steps; Renaming.WithoutScheme gives plain ones with the same limit as a scheme", nameof(rule));
    }

    /// <summary>Whether a step of a rule is one step of each player along its gradient, without memory. The chain knows such steps alone; <see cref="MicroscopicSimulator"/> takes every other.</summary>
    /// <param name="rule">The rule of training.</param>
    public static bool KnowsSteps(TrainingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Memory.IsNone && rule.Scaling.IsNone && rule.Scheme.IsPlain;
    }

    /// <inheritdoc/>
    public override string Name => "gram";

    private protected override int GroupSize => GramGroup<LinearUnitNorm, GaussianCodes>.Lanes;

    /// <inheritdoc/>
    public override Training Begin(GanParameters gan, MacroState start, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Begin(gan, _ => start, options);
    }

    /// <summary>Begins a training that is advanced by hand, each replica from a start of its own.</summary>
    /// <param name="gan">The parameters.</param>
    /// <param name="starts">Gives the overlaps at t = 0 of a replica by its number: d features, normalised if the rule keeps unit norms.</param>
    /// <param name="options">Dimension, replicas, seed, threads; the times are not used.</param>
    /// <exception cref="ArgumentNullException">An argument, or a start, is null.</exception>
    /// <exception cref="ArgumentException">A start, or a law of the codes, has another number of features, or a start is not normalised.</exception>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 2d + 1, or the mini-batch is too large.</exception>
    public Training Begin(GanParameters gan, Func<int, MacroState> starts, SimulationOptions options) =>
        new(gan, options, Groups(gan, starts, options));

    private protected override void CheckSize(GanParameters gan, SimulationOptions options)
    {
    }

    private protected override ReplicaGroup Start(StepNumbers run, int first, ReadOnlySpan<MacroState> starts) =>
        Rule.DiscriminatorFeatures > 1 && Rule.HasUnitNorms ? new FeatureGramLanes(run, Rule, first, starts)
            : Rule.DiscriminatorFeatures > 1 ? new FeatureGramGroup(run, Rule, first, starts)
            : IsExample1 ? new GramGroup<LinearUnitNorm, GaussianCodes>(run, default, default, first, starts)
            : new GramGroup<AnyRule, GaussianCodes>(run, new AnyRule(Rule), default, first, starts);
}

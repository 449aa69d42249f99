namespace PhaseGan;

/// <summary>The macroscopic ODE of a training rule, in the coordinates that belong to it.</summary>
public static class MacroscopicOde
{
    /// <summary>
    /// <see cref="ReducedOde"/> for linear responses and unit norms, whatever the laws of the codes, of which only the second moments enter, and, at other parameters, for what only renames those of
    /// Example 1 (<see cref="Renaming"/>);
    /// <see cref="UnitNormOde"/> for other responses and unit norms; <see cref="GeneralOde"/> for a regulariser of finite strength;
    /// <see cref="MemoryOde"/> for a rule with memory; <see cref="DiscriminatorFeaturesOde"/> for a discriminator with several features.
    /// </summary>
    /// <param name="parameters">Numbers: Λ, Λ̃, rates, noises, m.</param>
    /// <param name="rule">Loss, regulariser, laws of the codes; Example 1 if absent.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A law of the codes has another number of features, or the limit of the rule is not known.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The codes have too many features for the averages of a nonlinear response; see <see cref="DataAverages"/>.</exception>
    public static IVectorField<MacroState> For(GanParameters parameters, TrainingRule? rule = null)
    {
        rule ??= TrainingRule.Example1;
        // fits all parameters, so that nothing has to be checked
        if (ReferenceEquals(rule, TrainingRule.Example1))
            return new ReducedOde(parameters);
        if (rule.DiscriminatorFeatures > 1)
            return rule.HasUnitNorms ? new DeceivedFeaturesOde(parameters, rule) : new DiscriminatorFeaturesOde(parameters, rule);
        if (!rule.Memory.IsNone)
            return new MemoryOde(parameters, rule);
        if (!rule.HasUnitNorms)
            return new GeneralOde(parameters, rule);
        var unit = new UnitNormOde(parameters, rule);
        return Renaming.ToExample1(rule, parameters) is { } renamed ? new ReducedOde(renamed) : unit;
    }

    /// <summary>
    /// The same field for whoever looks for its ends: with several orthonormal discriminator features in a frame that turns with them, so that P, S, QQᵀ, QRᵀ and RRᵀ move as in <see cref="For"/>, and a discriminator that
    /// does nothing but turn is at rest. Else the field of <see cref="For"/>.
    /// </summary>
    /// <param name="parameters">Numbers: Λ, Λ̃, rates, noises, m.</param>
    /// <param name="rule">Loss, regulariser, laws of the codes; Example 1 if absent.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">As for <see cref="For"/>.</exception>
    public static IVectorField<MacroState> ForEnds(GanParameters parameters, TrainingRule? rule = null)
    {
        IVectorField<MacroState> ode = For(parameters, rule);
        return ode is DiscriminatorFeaturesOde { Equations.IsOrthonormal: true } features ? new CorotatingOde(features.Parameters, features.Rule) : ode;
    }
}

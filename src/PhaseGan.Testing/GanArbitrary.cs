using FsCheck;
using FsCheck.Fluent;

namespace PhaseGan.Testing;

/// <summary>FsCheck generators, each with its shrinker, of everything a property about the solvable GAN quantifies over.</summary>
/// <remarks>
/// <para>Every value is valid by construction and stays valid, and in its domain, while it is shrunk. Shrinking always ends: each step
/// lowers the number of features, of differences (Λ from Λ̃, η_T from η_G) or of overlaps, or makes the numbers shorter.</para>
/// <para>The same FsCheck replay gives the same cases on every platform.</para>
/// <code>
/// Prop.ForAll(GanArbitrary.Parameters(new() { Matched = true, Inequality = Inequality15.Holds }),
///             gan => Claim1.Check(gan).DeterminantHolds).QuickCheckThrowOnFailure();
/// </code>
/// </remarks>
public static class GanArbitrary
{
    /// <summary>Parameters of a domain.</summary>
    /// <param name="domain">Which parameters; <see cref="ParameterDomain.Default"/> if absent.</param>
    /// <exception cref="ArgumentException">The domain has <see cref="ParameterDomain.MaxFeatures"/> below <see cref="ParameterDomain.MinFeatures"/>.</exception>
    /// <remarks>Drawing throws an <see cref="InvalidOperationException"/> if the domain leaves no room.</remarks>
    public static Arbitrary<GanParameters> Parameters(ParameterDomain? domain = null)
    {
        ParameterDomain checkedDomain = Checked(domain);
        return Arb.From(
            from seed in Seeds
            select ParameterCases.Draw(checkedDomain, seed),
            gan => ParameterCases.Simpler(checkedDomain, gan));
    }

    /// <summary>Valid normalised states: most uniform over all valid Gram matrices, some near the origin, some deceived (q = r = 0), some at corners such as P = I.</summary>
    /// <param name="features">d, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is below 1.</exception>
    public static Arbitrary<MacroState> States(int features)
    {
        Guard.AtLeast(features, 1, "a number of features");
        return Arb.From(
            from seed in Seeds
            select StateCases.DrawState(features, seed),
            state => StateCases.Simpler(state, isStart: false));
    }

    /// <summary>Starts of training near the origin: generic and diagonal, with overlaps from 0.001 to 0.3; q and r are never zero.</summary>
    /// <param name="features">d, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is below 1.</exception>
    public static Arbitrary<MacroState> Starts(int features)
    {
        Guard.AtLeast(features, 1, "a number of features");
        return Arb.From(
            from seed in Seeds
            select StateCases.DrawStart(features, seed),
            start => StateCases.Simpler(start, isStart: true));
    }

    /// <summary>Parameters with a state of as many features.</summary>
    /// <param name="domain">Which parameters; <see cref="ParameterDomain.Default"/> if absent.</param>
    /// <exception cref="ArgumentException">The domain has <see cref="ParameterDomain.MaxFeatures"/> below <see cref="ParameterDomain.MinFeatures"/>.</exception>
    public static Arbitrary<(GanParameters Parameters, MacroState State)> ParametersAndStates(ParameterDomain? domain = null) =>
        Pairs(Checked(domain), StateCases.DrawState, isStart: false);

    /// <summary>Parameters with a start of as many features.</summary>
    /// <param name="domain">Which parameters; <see cref="ParameterDomain.Default"/> if absent.</param>
    /// <exception cref="ArgumentException">The domain has <see cref="ParameterDomain.MaxFeatures"/> below <see cref="ParameterDomain.MinFeatures"/>.</exception>
    public static Arbitrary<(GanParameters Parameters, MacroState Start)> ParametersAndStarts(ParameterDomain? domain = null) =>
        Pairs(Checked(domain), StateCases.DrawStart, isStart: true);

    /// <summary>Rules of training: losses, regularisers, laws of codes, multipliers, gradient penalties and instance noise in all combinations.</summary>
    /// <param name="renamesExample1">Whether only rules are drawn that <see cref="Renaming"/> leads back to Example 1. Default false.</param>
    public static Arbitrary<TrainingRule> Rules(bool renamesExample1 = false) =>
        Arb.From(
            from seed in Seeds
            select RuleCases.Draw(seed, renamesExample1),
            RuleCases.Simpler);

    /// <summary>Rules with other steps than the paper's, whose limits are known: schemes, slow momentum and averages, or scaled gradients, with what goes with each.</summary>
    public static Arbitrary<TrainingRule> SteppedRules() =>
        Arb.From(
            from seed in Seeds
            select RuleCases.DrawSteps(seed),
            RuleCases.Simpler);

    /// <summary>Codes whose law is learned: scales, a matrix, or a mixture of two or three.</summary>
    /// <param name="features">d̃, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is below 1.</exception>
    public static Arbitrary<GeneratorCodes> LearnedCodes(int features)
    {
        Guard.AtLeast(features, 1, "a number of features");
        return Arb.From(
            from seed in Seeds
            select RuleCases.DrawCodes(features, seed));
    }

    /// <summary>Rules with several discriminator features: orthonormal, of unit length or with a regulariser of finite strength, with and without instance noise.</summary>
    /// <param name="features">k ≥ 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is below 2.</exception>
    public static Arbitrary<TrainingRule> FeatureRules(int features)
    {
        Guard.AtLeast(features, 2, "a number of discriminator features");
        return Arb.From(
            from seed in Seeds
            select RuleCases.DrawFeatures(features, seed),
            rule => RuleCases.Simpler(rule).Where(simpler => simpler.DiscriminatorFeatures == features));
    }

    /// <summary>Valid states of a discriminator with several orthonormal features: uniform over the Gram matrices of random vectors in a few more dimensions than there are vectors.</summary>
    /// <param name="features">d, ≥ 1.</param>
    /// <param name="discriminatorFeatures">k, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static Arbitrary<MacroState> FeatureStates(int features, int discriminatorFeatures)
    {
        Guard.AtLeast(features, 1, "a number of features");
        Guard.AtLeast(discriminatorFeatures, 1, "a number of discriminator features");
        return Arb.From(
            from seed in Seeds
            select StateCases.DrawFeatures(features, discriminatorFeatures, seed));
    }

    private static Gen<int> Seeds => Gen.Choose(0, int.MaxValue - 1);

    private static Arbitrary<(GanParameters, MacroState)> Pairs(ParameterDomain domain, Func<int, int, MacroState> draw, bool isStart) =>
        Arb.From(
            from seed in Seeds
            from stateSeed in Seeds
            let gan = ParameterCases.Draw(domain, seed)
            select (gan, draw(gan.FeatureCount, stateSeed)),
            pair => Simpler(domain, pair.Item1, pair.Item2, isStart));

    private static IEnumerable<(GanParameters, MacroState)> Simpler(ParameterDomain domain, GanParameters gan, MacroState state, bool isStart)
    {
        foreach (GanParameters simpler in ParameterCases.Simpler(domain, gan))
            if (simpler.FeatureCount == gan.FeatureCount)
                yield return (simpler, state);
            else
                yield return (simpler, StateCases.First(state, simpler.FeatureCount));
        foreach (MacroState simpler in StateCases.Simpler(state, isStart))
            yield return (gan, simpler);
    }

    private static ParameterDomain Checked(ParameterDomain? domain)
    {
        domain ??= ParameterDomain.Default;
        return domain.MaxFeatures >= domain.MinFeatures
            ? domain
            : throw new ArgumentException($"MaxFeatures must be at least MinFeatures ({domain.MinFeatures}); got {domain.MaxFeatures}", nameof(domain));
    }
}

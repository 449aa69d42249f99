using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Inequality;

/// <summary>What follows when the right side of (15) is violated.</summary>
public class RightSideTests
{
    private static readonly ParameterDomain s_violated = new() { Inequality = Inequality15.RightViolated, MaxBatchSize = 3, RateRatios = (0.01, 20) };

    [Fact]
    public void AFeatureBelowTheNoise_HasNoGrowingDirectionWhereNothingIsLearned() =>
        Prop.ForAll(GanArbitrary.Parameters(s_violated with { MaxFeatures = 6 }), gan =>
        {
            // at P = 0 the eigenvalue of q_ℓ is τ(Λ_ℓ − x), whatever the generator does
            var spectrum = Claim1.Check(gan).AtNoRecovery.Eigenvalues;
            return gan.RealVariances.All(v =>
                spectrum.Any(e => Math.Abs(e.Real - gan.DiscriminatorRate * (v - gan.EffectiveNoise)) <= 1e-7 * InequalityTests.Scale(gan)))
                && gan.RealVariances.Any(v => v <= gan.EffectiveNoise);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(1_502_001, 3));

    [Fact]
    public void WithOneFeatureBelowTheNoise_NoFixedPointHoldsIt_AtAnyRatioOfRates() =>
        // proof: an undeceived point needs u > (Λ̃ − Λ + x)/(AΛ̃) for P² > 0, which is ≥ 1 where x ≥ Λ since A ≤ 1
        Prop.ForAll(GanArbitrary.Parameters(s_violated with { MaxFeatures = 1 }), gan =>
            SingleFeature.FixedPoints(gan).All(o => o.Kind is FixedPointKind.Deceived or FixedPointKind.Locked))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(1_502_003, 3));

    [Fact]
    public void WithAllFeaturesBelowTheNoise_AndASlowGenerator_TheWeightedOverlapNeverGrows() =>
        // E = qᵀΛq + rᵀΛ̃r: the terms that couple q and r cancel, S − rrᵀ is positive semidefinite, and what is left is ≤ 0
        Prop.ForAll(GanArbitrary.ParametersAndStates(new() { MaxFeatures = 6, MaxBatchSize = 3, RelativeNoises = (1, 20), Inequality = Inequality15.RightViolated }), pair =>
        {
            var (gan, state) = pair;
            double least = Math.Max(gan.RealVariances.Max(), gan.RateRatio * gan.FakeVariances.Max());
            if (gan.EffectiveNoise < least)
                gan = gan.With(effectiveNoise: least);
            var ode = new ReducedOde(gan);
            double[] y = ode.Pack(state), f = new double[ode.Dimension];
            ode.Evaluate(y, f);
            int d = gan.FeatureCount, at = ode.TransverseStart;
            double change = 0, size = 0;
            for (int l = 0; l < d; l++)
            {
                change += 2 * (gan.RealVariances[l] * y[at + l] * f[at + l] + gan.FakeVariances[l] * y[at + d + l] * f[at + d + l]);
                size += gan.RealVariances[l] * y[at + l] * y[at + l] + gan.FakeVariances[l] * y[at + d + l] * y[at + d + l];
            }
            return change <= 1e-12 * InequalityTests.Scale(gan) * size;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(1_502_005, 3));

    [Fact]
    public void WithOneFeatureBelowTheNoise_AndAModerateGenerator_TheWeightedOverlapNeverGrows() =>
        // d = 1 needs only α ≤ 1 + x/Λ̃
        Prop.ForAll(GanArbitrary.ParametersAndStates(s_violated with { MaxFeatures = 1, RelativeNoises = (1, 20) }), pair =>
        {
            var (gan, state) = pair;
            double real = gan.RealVariances[0], fake = gan.FakeVariances[0];
            gan = gan.With(rateRatio: Math.Min(gan.RateRatio, 1 + gan.EffectiveNoise / fake));
            var ode = new ReducedOde(gan);
            double[] f = new double[ode.Dimension];
            ode.Evaluate(ode.Pack(state), f);
            double q = state.Q(0), r = state.R(0);
            return 2 * (real * q * f[1] + fake * r * f[2]) <= 1e-12 * InequalityTests.Scale(gan) * (real * q * q + fake * r * r);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithReplay(1_502_007, 3));

    [Fact]
    public void FromANearOriginDiagonalStart_AFeatureBelowTheNoiseIsNotLearned_ByAnyGenerator_WithOneFeature() =>
        NeverLearned(s_violated with { MaxFeatures = 1 }, cases: 1000, undetermined: 0, seed: 1_502_009);

    [Fact]
    public void FromANearOriginDiagonalStart_NoFixedPointThatIsReachedHoldsAFeatureBelowTheNoise_WithTwoFeatures() =>
        NeverLearned(s_violated with { MinFeatures = 2, MaxFeatures = 2, RateRatios = (0.01, 4) }, cases: 300, undetermined: 12, seed: 1_502_011);

    /// <summary>No run ends at a fixed point that recovers a violated feature; cycles say nothing of recovery and pass.</summary>
    private static void NeverLearned(ParameterDomain domain, int cases, int undetermined, ulong seed)
    {
        var classifier = new OdePhaseClassifier(new OdePhaseOptions
        {
            Start = gan => MacroState.NearOriginDiagonal(gan, 0.01),
            Attractor = AttractorOptions.Default with { MaxEvaluations = 200_000 },
        });
        int unknown = 0;
        Prop.ForAll(GanArbitrary.Parameters(domain), gan =>
        {
            PhaseVerdict verdict = classifier.Classify(gan);
            unknown += verdict.Phase == Phase.Undetermined ? 1 : 0;
            return verdict.Phase != Phase.Success
                && (gan.FeatureCount > 1 || verdict.Phase != Phase.Oscillation)
                && Enumerable.Range(0, verdict.Recovery.Length).All(l => gan.RealVariances[l] > gan.EffectiveNoise || verdict.Recovery[l] < 0.05);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(seed, 3));
        Assert.InRange(unknown, 0, undetermined);
    }
}

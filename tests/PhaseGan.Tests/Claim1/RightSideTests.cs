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
}

using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Inequality;

/// <summary>(τ, τ̃, η²) → (sτ, sτ̃, η²/s): what it multiplies by s and what it does not.</summary>
public class TimeRescalingTests
{
    private static GanParameters Rescaled(GanParameters gan, double s) => gan.With(
        discriminatorRate: s * gan.DiscriminatorRate, generatorRate: s * gan.GeneratorRate,
        realNoise: gan.RealNoise / Math.Sqrt(s), fakeNoise: gan.FakeNoise / Math.Sqrt(s));

    [Fact]
    public void TheSpectrumOfEveryDeceivedState_IsMultipliedByS() =>
        Prop.ForAll(
            GanArbitrary.ParametersAndStates(new() { MaxFeatures = 6, MaxBatchSize = 3 }),
            Gen.Choose(-30, 30).Select(k => Math.Pow(2, k / 10.0)).ToArbitrary(),
            (pair, s) =>
            {
                var (gan, state) = pair;
                GanParameters rescaled = Rescaled(gan, s);
                // the blocks themselves, entry by entry, so that no nearly defective spectrum blurs the comparison
                double[] block = Block(gan, state), other = Block(rescaled, state);
                double scale = block.Max(Math.Abs);
                return Math.Abs(rescaled.RateRatio / gan.RateRatio - 1) < 1e-12
                    && Math.Abs(rescaled.EffectiveNoise / gan.EffectiveNoise - 1) < 1e-12
                    && block.Zip(other).All(v => Math.Abs(s * v.First - v.Second) <= 1e-12 * s * scale);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(1_501_001, 3));

    [Fact]
    public void BothSidesOfTheClaim_AndTheCriticalOverlaps_DoNotChange() =>
        Prop.ForAll(GanArbitrary.Parameters(new() { MaxFeatures = 6 }), gan =>
        {
            Claim1 one = Claim1.Check(gan), four = Claim1.Check(Rescaled(gan, 4));
            return Same(one.LeftMargins, four.LeftMargins) && Same(one.RightMargins, four.RightMargins)
                && Same(one.DeterminantMargins, four.DeterminantMargins) && Same(one.CriticalOverlapsSquared, four.CriticalOverlapsSquared)
                && Math.Abs(4 * one.AtPerfectRecovery.GrowthRate - four.AtPerfectRecovery.GrowthRate) <= 1e-7 * InequalityTests.Scale(gan);

            bool Same(IReadOnlyList<double> a, IReadOnlyList<double> b) =>
                a.Zip(b).All(v => Math.Abs(v.First - v.Second) <= 1e-9 * (1 + Math.Abs(v.First)) * (1 + Math.Max(gan.RealVariances.Max(), 1 / gan.RealVariances.Min())));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(1_501_003, 3));

    [Fact]
    public void OtherFixedPointsMove_BecauseTauEtaChanges() =>
        Prop.ForAll(GanArbitrary.Parameters(new() { MaxFeatures = 1, Inequality = Inequality15.LeftViolated }), gan =>
        {
            // DiscriminatorOnly: q² = (Λ − x)/(ΛB) with B = 1 + τη_T/2 keeps its place only if there is no noise in the real data
            double before = DiscriminatorOnly(gan), after = DiscriminatorOnly(Rescaled(gan, 4));
            double b = 1 + gan.DiscriminatorRate * gan.RealNoise / 2, rescaled = 1 + gan.DiscriminatorRate * gan.RealNoise;
            return Math.Abs(after / before - Math.Sqrt(b / rescaled)) < 1e-9 && (gan.RealNoise == 0 || after < before);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(1_501_005, 3));

    [Fact]
    public void ANonDeceivedSpectrum_IsNotMultipliedByS()
    {
        // Λ = Λ̃ = 1, τ = 0.2, α = 1, η = 0.5 and s = 4: the stable undeceived point moves and its growth rate is not four times as large
        var gan = new GanParameters([1], [1], 0.2, 0.2, 0.5, 0.5);
        (MacroState State, double Growth) one = Undeceived(gan), four = Undeceived(Rescaled(gan, 4));
        Assert.Equal(0.921, one.State.P(0, 0), 3);
        Assert.InRange(Math.Abs(four.State.P(0, 0) - one.State.P(0, 0)), 0.01, 0.5);
        Assert.InRange(Math.Abs(four.Growth / (4 * one.Growth) - 1), 0.01, 1);
    }

    private static (MacroState State, double Growth) Undeceived(GanParameters gan)
    {
        var ode = new ReducedOde(gan);
        return SingleFeature.FixedPoints(gan)
            .Where(o => o.Kind == FixedPointKind.Undeceived)
            .Select(o => (ode.Unpack(o.Representative.Coordinates.AsSpan()), StabilityClassifier.Classify(ode, o.Representative)!.GrowthRate))
            .MinBy(o => o.GrowthRate);
    }

    private static double DiscriminatorOnly(GanParameters gan)
    {
        FixedPointOrbit point = SingleFeature.FixedPoints(gan).Single(o => o.Kind == FixedPointKind.DiscriminatorOnly);
        return Math.Abs(new ReducedOde(gan).Unpack(point.Representative.Coordinates.AsSpan()).Q(0));
    }

    private static double[] Block(GanParameters gan, MacroState state)
    {
        var ode = new ReducedOde(gan);
        var block = new double[ode.TransverseCount * ode.TransverseCount];
        ode.TransverseBlock(ode.Pack(state), block);
        return block;
    }
}

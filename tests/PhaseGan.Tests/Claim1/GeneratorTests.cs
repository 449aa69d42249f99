using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Inequality;

/// <summary>The generators of PhaseGan.Testing: they stay in their domain, reach all of it, shrink within it, and end.</summary>
public class GeneratorTests
{
    [Theory]
    [InlineData(Inequality15.Any, null)]
    [InlineData(Inequality15.Holds, true)]
    [InlineData(Inequality15.Holds, false)]
    [InlineData(Inequality15.LeftEquality, true)]
    [InlineData(Inequality15.LeftEquality, false)]
    [InlineData(Inequality15.LeftViolated, true)]
    [InlineData(Inequality15.LeftViolated, false)]
    [InlineData(Inequality15.RightViolated, null)]
    public void DrawnParameters_AndWhatTheyShrinkTo_StayInTheirDomain(Inequality15 inequality, bool? matched)
    {
        var domain = new ParameterDomain { MaxFeatures = 6, MaxBatchSize = 3, Inequality = inequality, Matched = matched };
        Arbitrary<GanParameters> arbitrary = GanArbitrary.Parameters(domain);
        foreach (int seed in Enumerable.Range(0, 300))
        {
            GanParameters gan = ParameterCases.Draw(domain, seed);
            Assert.True(domain.Contains(gan), gan.ToString());
            foreach (GanParameters simpler in arbitrary.Shrinker(gan))
            {
                Assert.True(domain.Contains(simpler), simpler.ToString());
                Assert.True(ParameterCases.Complexity(simpler).CompareTo(ParameterCases.Complexity(gan)) < 0, $"{gan} to {simpler}");
            }
        }
    }

    [Fact]
    public void TheDomain_IsReachedThroughout()
    {
        var domain = new ParameterDomain { MaxFeatures = 6 };
        GanParameters[] drawn = [.. Enumerable.Range(0, 3000).Select(seed => ParameterCases.Draw(domain, seed))];
        for (int d = 1; d <= 6; d++)
            Assert.InRange(drawn.Count(g => g.FeatureCount == d), 400, 600);
        Assert.InRange(drawn.Count(g => g.RealVariances.SequenceEqual(g.FakeVariances)), 1300, 1900);
        foreach (Inequality15 where in new[] { Inequality15.Holds, Inequality15.LeftViolated, Inequality15.RightViolated })
            Assert.True(drawn.Count(g => (domain with { Inequality = where }).Contains(g)) > 100, where.ToString());
        Assert.True(drawn.Any(g => g.RealNoise == 0) && drawn.Any(g => g.FakeNoise == 0) && drawn.Any(g => g.RealNoise == g.FakeNoise && g.RealNoise > 0));
        Assert.True(drawn.Min(g => g.RateRatio) < 0.015 && drawn.Max(g => g.RateRatio) > 3.5);
    }

    [Fact]
    public void WithoutReasonToStop_ParametersShrinkToOneFeatureAndOnes()
    {
        var (_, shrunk) = CounterexampleRunner.Falsify<GanParameters>(Prop.ForAll(GanArbitrary.Parameters(), _ => false), 1_503_001, 3);
        Assert.Equal(new GanParameters([1], [1], 1, 1, 1, 1), shrunk);
    }

    [Fact]
    public void ACounterexample_ShrinksToTheFeatureThatMatters()
    {
        var property = Prop.ForAll(GanArbitrary.Parameters(new() { MaxFeatures = 6, Matched = false }), g => g.FakeVariances.All(v => v < 3.14159));
        var (_, shrunk) = CounterexampleRunner.Falsify<GanParameters>(property, 1_503_003, 3);
        Assert.Equal(1, shrunk.FeatureCount);
        Assert.InRange(shrunk.FakeVariances[0], 3.14159, 4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void StatesAndStarts_AreValid_AndSoIsWhatTheyShrinkTo(int d)
    {
        foreach (bool start in new[] { false, true })
            for (int seed = 0; seed < 60; seed++)
            {
                MacroState state = start ? StateCases.DrawStart(d, seed) : StateCases.DrawState(d, seed);
                Check(state);
                foreach (MacroState simpler in StateCases.Simpler(state, start))
                {
                    Check(simpler);
                    Assert.True(StateCases.Complexity(simpler).CompareTo(StateCases.Complexity(state)) < 0);
                    Assert.True(!start || (simpler.QValues.ContainsAnyExcept(0.0) && simpler.RValues.ContainsAnyExcept(0.0)));
                }
            }

        void Check(MacroState state) =>
            Assert.True(state.FeatureCount == d && state.IsNormalised && state.GramMargin() >= -MacroState.GramTolerance, state.ToString());
    }

    [Fact]
    public void APair_ShrinksToOneFeatureWithAPlainStart()
    {
        var property = Prop.ForAll(GanArbitrary.ParametersAndStarts(), _ => false);
        var (_, shrunk) = CounterexampleRunner.Falsify<(GanParameters Parameters, MacroState Start)>(property, 1_503_005, 3);
        Assert.Equal(new GanParameters([1], [1], 1, 1, 1, 1), shrunk.Parameters);
        Assert.Equal(MacroState.Diagonal([0], [0.1], [0.1]).FeatureCount, shrunk.Start.FeatureCount);
        Assert.InRange(StateCases.Complexity(shrunk.Start).Overlaps, 2, 3);
    }

    [Fact]
    public void ADomainWithoutRoom_SaysSo()
    {
        var empty = new ParameterDomain { Matched = true, Inequality = Inequality15.RightViolated, RelativeNoises = (0.1, 0.5) };
        Assert.Contains("widen its ranges", Assert.Throws<InvalidOperationException>(() => ParameterCases.Draw(empty, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => GanArbitrary.Parameters(new() { MinFeatures = 3, MaxFeatures = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterDomain { Variances = (2, 1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => GanArbitrary.Starts(0));
    }

    [Fact]
    public void TheSameReplay_GivesTheSameCases()
    {
        string[] Draws()
        {
            var seen = new List<string>();
            Prop.ForAll(GanArbitrary.ParametersAndStates(), pair =>
            {
                seen.Add(pair.ToString());
                return true;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(50).WithReplay(1_503_007, 3));
            return [.. seen];
        }
        string[] once = Draws();
        Assert.Equal(50, once.Length);
        Assert.Equal(once, Draws());
    }

    [Theory]
    [InlineData(1, 1.2, false)]
    [InlineData(1, 0.9, true)]
    [InlineData(2, 1.4, true)]
    [InlineData(2, 1.5, false)]
    public void ADomainLeftOfTheInequality_HoldsWhatViolatesTheLeftSideAlone(double real, double x, bool expected)
    {
        // Λ̃ = 2 and α chosen so that the left side, ½(Λ − Λ̃ + αΛ̃), is 1.5; the right side is Λ
        double alpha = (5 - real) / 2;
        var gan = new GanParameters([real], [2], x, x * alpha, 1, 1);
        Assert.Equal(expected, new ParameterDomain { Inequality = Inequality15.LeftViolated, DiscriminatorRates = (0.01, 2) }.Contains(gan));
    }
}

using Xunit;

namespace PhaseGan.Tests.Model;

public sealed class GanParametersTests
{
    private static readonly GanParameters Figure1 = new([5, 3], [4, 2], 0.2, 0.04, 2, 1);

    [Fact]
    public void WhatWasGiven_IsWhatIsThere()
    {
        Assert.Equal<double>([5, 3], Figure1.RealVariances.AsEnumerable());
        Assert.Equal<double>([4, 2], Figure1.FakeVariances.AsEnumerable());
        Assert.Equal(0.2, Figure1.DiscriminatorRate);
        Assert.Equal(0.04, Figure1.GeneratorRate);
        Assert.Equal(2, Figure1.RealNoise);
        Assert.Equal(1, Figure1.FakeNoise);
        Assert.Equal(1, Figure1.BatchSize);
        Assert.Equal(2, Figure1.FeatureCount);
        Assert.Equal(0.2, Figure1.RateRatio, 1e-15);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.25)]
    [InlineData(5, 0.1)]
    public void EffectiveNoise_IsTauTimesTheMeanSquareOfTheNoises_OverTheBatch(int m, double expected) =>
        Assert.Equal(expected, Figure1.With(batchSize: m).EffectiveNoise, 1e-15);

    public static TheoryData<string, string, double> Impossible()
    {
        var data = new TheoryData<string, string, double>();
        foreach ((string name, string rule) in new[]
        {
            ("realVariances[1]", "is a variance and must be finite and > 0"),
            ("fakeVariances[0]", "is a variance and must be finite and > 0"),
            ("discriminatorRate", "is a learning rate and must be finite and > 0"),
            ("generatorRate", "is a learning rate and must be finite and > 0"),
            ("realNoise", "is a variance and must be finite and ≥ 0"),
            ("fakeNoise", "is a variance and must be finite and ≥ 0"),
        })
        {
            foreach (double value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, -double.Epsilon })
                data.Add(name, rule, value);
            if (rule.EndsWith("> 0", StringComparison.Ordinal))
                data.Add(name, rule, 0);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void AnImpossibleNumber_IsRefused_WithItsNameItsValueAndTheRule(string name, string rule, double value)
    {
        double At(string argument, double otherwise) => name == argument ? value : otherwise;
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new GanParameters(
            [5, At("realVariances[1]", 3)], [At("fakeVariances[0]", 5), 3], At("discriminatorRate", 0.2),
            At("generatorRate", 0.04), At("realNoise", 2), At("fakeNoise", 2)));
        Assert.Equal(name, error.ParamName);
        Assert.Equal(value, error.ActualValue);
        Assert.StartsWith(FormattableString.Invariant($"{name} {rule}; got {value}"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void ABatchBelowOne_IsRefused(int m)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new GanParameters([1], [1], 0.2, 0.2, 1, 1, m));
        Assert.StartsWith($"batchSize is a number of samples and must be ≥ 1; got {m}", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => Figure1.With(batchSize: m));
        Assert.StartsWith($"batchSize is a number of samples and must be ≥ 1; got {m}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyMissingAndUnequalLists_AreRefused()
    {
        Assert.Equal("realVariances", Assert.Throws<ArgumentNullException>(() => new GanParameters(null!, [1], 0.2, 0.2, 1, 1)).ParamName);
        Assert.Equal("fakeVariances", Assert.Throws<ArgumentNullException>(() => new GanParameters([1], null!, 0.2, 0.2, 1, 1)).ParamName);
        Says("realVariances must have one variance for each real feature, at least one; got none", () => new GanParameters([], [], 0.2, 0.2, 1, 1));
        Says("fakeVariances must have one variance for each fake feature, at least one; got none", () => new GanParameters([1], [], 0.2, 0.2, 1, 1));
        Says("fakeVariances must have as many entries as realVariances (2); got 3", () => new GanParameters([5, 3], [5, 3, 1], 0.2, 0.2, 1, 1));
        Says("fakeVariances must have as many entries as realVariances (1); got 2", () => Figure1.With(realVariances: [5]));
    }

    [Fact]
    public void TheGivenLists_AreCopied()
    {
        double[] real = [5, 3];
        var gan = new GanParameters(real, real, 0.2, 0.04, 2, 2);
        real[0] = -1;
        Assert.Equal(5, gan.RealVariances[0]);
        Assert.Equal(5, gan.FakeVariances[0]);
    }

    [Fact]
    public void With_ChangesWhatIsNamed_AndKeepsTheRest()
    {
        Assert.Equal(Figure1, Figure1.With());
        Assert.Equal(new GanParameters([1], [2], 0.2, 0.04, 2, 1), Figure1.With(realVariances: [1], fakeVariances: [2]));
        Assert.Equal(new GanParameters([5, 3], [4, 2], 0.4, 0.04, 2, 1), Figure1.With(discriminatorRate: 0.4));
        Assert.Equal(new GanParameters([5, 3], [4, 2], 0.2, 0.1, 2, 1), Figure1.With(generatorRate: 0.1));
        Assert.Equal(new GanParameters([5, 3], [4, 2], 0.2, 0.04, 7, 1), Figure1.With(realNoise: 7));
        Assert.Equal(new GanParameters([5, 3], [4, 2], 0.2, 0.04, 2, 0), Figure1.With(fakeNoise: 0));
        Assert.Equal(new GanParameters([5, 3], [4, 2], 0.2, 0.04, 0, 3), Figure1.With(realNoise: 0, fakeNoise: 3));
        Assert.Equal(new GanParameters([5, 3], [4, 2], 0.2, 0.04, 1.5, 1.5), Figure1.With(noise: 1.5));
        Assert.Equal(new GanParameters([5, 3], [4, 2], 0.2, 0.04, 2, 1, 8), Figure1.With(batchSize: 8));
    }

    [Fact]
    public void WithRateRatio_SetsTheGeneratorsRate_FromTheNewDiscriminatorsRateIfOneIsGiven()
    {
        Assert.Equal(0.1, Figure1.With(rateRatio: 0.5).GeneratorRate);
        Assert.Equal(0.2, Figure1.With(rateRatio: 0.5, discriminatorRate: 0.4).GeneratorRate);
        Assert.Equal(0.5, Figure1.With(rateRatio: 0.5, discriminatorRate: 0.4).RateRatio);
        Assert.Equal(0.1, Figure1.With(discriminatorRate: 0.4).RateRatio, 1e-15);
    }

    [Theory]
    [InlineData(0.5, 0.2, 1)]
    [InlineData(3.7, 0.2, 1)]
    [InlineData(0, 0.2, 1)]
    [InlineData(1.3, 0.05, 1)]
    [InlineData(1.3, 0.7, 6)]
    public void WithEffectiveNoise_GivesThatX_AndKeepsTheRatioOfTheNoises(double x, double tau, int m)
    {
        GanParameters moved = Figure1.With(effectiveNoise: x, discriminatorRate: tau, batchSize: m);
        Assert.Equal(x, moved.EffectiveNoise, 1e-14);
        Assert.Equal(moved.RealNoise, 2 * moved.FakeNoise, 1e-14);
        GanParameters fromNothing = Figure1.With(noise: 0).With(effectiveNoise: x, discriminatorRate: tau, batchSize: m);
        Assert.Equal(x, fromNothing.EffectiveNoise, 1e-14);
        Assert.Equal(fromNothing.RealNoise, fromNothing.FakeNoise);
    }

    [Fact]
    public void ArgumentsThatExcludeEachOther_AreRefused_WhicheverComesFirst()
    {
        Says("rateRatio and generatorRate both set the generator's rate; give one of them", () => Figure1.With(generatorRate: 0.1, rateRatio: 1));
        Says("noise sets both noise variances; give it alone", () => Figure1.With(noise: 1, realNoise: 1));
        Says("noise sets both noise variances; give it alone", () => Figure1.With(noise: 1, fakeNoise: 1));
        Says("noise sets both noise variances; give it alone", () => Figure1.With(noise: 1, effectiveNoise: 1));
        Says("effectiveNoise sets both noise variances; give it alone", () => Figure1.With(effectiveNoise: 1, realNoise: 1));
        Says("effectiveNoise sets both noise variances; give it alone", () => Figure1.With(effectiveNoise: 1, fakeNoise: 1));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.5)]
    public void With_NamesTheArgumentThatWasGiven_NotTheOneItWouldBecome(double value)
    {
        Names("rateRatio is a ratio of learning rates and must be finite and > 0", () => Figure1.With(rateRatio: value));
        Names("noise is a variance and must be finite and ≥ 0", () => Figure1.With(noise: value));
        Names("effectiveNoise is the effective noise x and must be finite and ≥ 0", () => Figure1.With(effectiveNoise: value));
        Names("discriminatorRate is a learning rate and must be finite and > 0", () => Figure1.With(discriminatorRate: value));
        Names("discriminatorRate is a learning rate and must be finite and > 0", () => Figure1.With(discriminatorRate: value, effectiveNoise: 1));
        Names("discriminatorRate is a learning rate and must be finite and > 0", () => Figure1.With(discriminatorRate: value, rateRatio: 1));
        Names("realVariances[0] is a variance and must be finite and > 0", () => Figure1.With(realVariances: [value, 1]));

        void Names(string rule, Func<object> make)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(make);
            Assert.Equal(rule.Split(' ')[0], error.ParamName);
            Assert.StartsWith(FormattableString.Invariant($"{rule}; got {value}"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TwoParameters_AreEqual_ExactlyWhenAllTheirNumbersAre()
    {
        var same = new GanParameters([5, 3], [4, 2], 0.2, 0.04, 2, 1);
        Assert.Equal(same, Figure1);
        Assert.Equal(same.GetHashCode(), Figure1.GetHashCode());
        Assert.True(same.Equals((object)Figure1));
        Assert.False(same.Equals(null));
        Assert.False(same.Equals("parameters"));
        foreach (GanParameters other in new[]
        {
            Figure1.With(realVariances: [5, 3.5]), Figure1.With(fakeVariances: [4, 2.5]), Figure1.With(discriminatorRate: 0.3),
            Figure1.With(generatorRate: 0.05), Figure1.With(realNoise: 2.5), Figure1.With(fakeNoise: 1.5), Figure1.With(batchSize: 2),
            Figure1.With(realVariances: [5], fakeVariances: [4]), Figure1.With(realVariances: [3, 5], fakeVariances: [2, 4]),
        })
        {
            Assert.NotEqual(Figure1, other);
            Assert.NotEqual(Figure1.GetHashCode(), other.GetHashCode());
        }
    }

    [Fact]
    public void Text_UsesThePapersLetters_AndADecimalPoint() =>
        Assert.Equal("Λ = (5, 3), Λ̃ = (4, 2), τ = 0.2, τ̃ = 0.04, η_T = 2, η_G = 1, m = 1", Figure1.ToString());

    private static void Says(string message, Func<object> make) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 1, 0.2, 0.04, 1e200, 1, "realNoise")]
    [InlineData(1, 1, 0.2, 0.04, 1, 1e154, "fakeNoise")]
    [InlineData(1, 1, 1e-300, 1e300, 1, 1, "generatorRate")]
    [InlineData(1, 1, 1e300, 1, 1, 1, "discriminatorRate")]
    [InlineData(1, 1, 1e70, 1e-300, 1, 1, "generatorRate")]
    [InlineData(1e300, 1, 0.2, 0.04, 1, 1, "realVariances")]
    [InlineData(1, 1e300, 0.2, 0.04, 1, 1, "fakeVariances")]
    [InlineData(1, 1e70, 1e-10, 1, 1, 1, "fakeVariances")]
    public void ParametersWhoseProductsOverflow_AreRefused_AndNamed(double real, double fake, double tau, double tauTilde, double etaT, double etaG, string name)
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new GanParameters([real], [fake], tau, tauTilde, etaT, etaG));
        Assert.Equal(name, e.ParamName);
        Assert.StartsWith(name, e.Message, StringComparison.Ordinal);
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new GanParameters([real], [fake], 1, 1, 0, 0).With(discriminatorRate: tau, generatorRate: tauTilde, realNoise: etaT, fakeNoise: etaG)).ParamName);
    }

    [Fact]
    public void ParametersOfAnySize_AreRefused_OrGiveFiniteClaimsAndFields()
    {
        double[] sizes = [double.Epsilon, 1e-300, 1e-150, 1e-75, 1e-20, 1, 1e20, 1e50, 1e75, 1e150, 1e300, double.MaxValue];
        int made = 0;
        foreach (double variance in sizes)
            foreach (double rate in sizes)
                foreach (double noise in sizes)
                {
                    GanParameters gan;
                    try
                    {
                        gan = new GanParameters([variance], [1], rate, 0.04, noise, 0);
                    }
                    catch (ArgumentOutOfRangeException)
                    {
                        continue;
                    }
                    made++;
                    Claim1 claim = Claim1.Check(gan);
                    Assert.True(double.IsFinite(claim.Left) && claim.DeterminantMargins.All(double.IsFinite), gan.ToString());
                    var ode = new ReducedOde(gan);
                    var (f, j) = (new double[ode.Dimension], new double[ode.Dimension * ode.Dimension]);
                    ode.Evaluate([0.5, 0.25, 0.25], f);
                    ode.Jacobian([0.5, 0.25, 0.25], j);
                    Assert.True(f.All(double.IsFinite) && j.All(double.IsFinite), gan.ToString());
                    Assert.NotNull(new ClaimPhaseClassifier().Classify(gan));
                }
        Assert.InRange(made, 100, sizes.Length * sizes.Length * sizes.Length - 100);
    }

    [Fact]
    public void MoreFeaturesThanMatricesCanCount_AreRefused()
    {
        double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
        int d = GanParameters.MaxFeatures;
        Assert.Equal(d, new GanParameters(Ones(d), Ones(d), 1, 1, 1, 1).FeatureCount);
        Assert.Contains("at most 175", Assert.Throws<ArgumentException>(() => new GanParameters(Ones(d + 1), Ones(d + 1), 1, 1, 1, 1)).Message, StringComparison.Ordinal);
        long coordinates = d * d + 2 * d + d * (d - 1) / 2;
        Assert.InRange(coordinates * coordinates, 0, Array.MaxLength);
    }

    [Fact]
    public void AnEffectiveNoise_KeepsTheRatioOfNoisesThatAreTooSmallToBeSquared()
    {
        GanParameters gan = new GanParameters([1], [1], 0.5, 0.1, 3e-200, 4e-200).With(effectiveNoise: 0.5);
        Assert.Equal(0.75, gan.RealNoise / gan.FakeNoise, 1e-12);
        Assert.Equal(0.5, gan.EffectiveNoise, 1e-12);
        Assert.Equal("effectiveNoise", Assert.Throws<ArgumentOutOfRangeException>(() => gan.With(effectiveNoise: 1e300, discriminatorRate: 1e-20)).ParamName);
    }
}

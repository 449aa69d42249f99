using Xunit;

namespace PhaseGan.Tests;

/// <summary>Other losses, a regulariser of finite weight and other codes plug in, and the simulators still agree in law.</summary>
public sealed class GeneralRuleTests
{
    private const int Replicas = 6000;

    [Fact]
    public void WithSaturatingLossesAFinitePenaltyAndTwoPointCodes_AllAgreeInLaw()
    {
        var gan = new GanParameters([2, 1], [1.5, 1], 0.4, 0.3, realNoise: 1.2, fakeNoise: 0.6, batchSize: 2);
        var run = new StepNumbers(gan, 40, 5);
        MacroState start = MacroState.Create(new[,] { { 0.3, 0.1 }, { -0.2, 0.4 } }, [0.3, 0.2], [0.5, -0.1], new[,] { { 1.2, 0.2 }, { 0.2, 0.8 } }, 0.9);

        List<double[]> plain = Collect(i => new PlainGroup<Saturating, TwoPoint>(run, default, default, i, start));
        List<double[]> reduced = Collect(i => new MicroscopicGroup<Saturating, TwoPoint>(run, default, default, i + Replicas, start));
        List<double[]> gram = Collect(i => new GramGroup<Saturating, TwoPoint>(run, default, default, i + 2 * Replicas, [start]));
        for (int c = 0; c < plain.Count; c++)
            foreach (double[] other in new[] { reduced[c], gram[c] })
            {
                (double mean, double variance) = Statistics.MomentsP(plain[c], other);
                Assert.True(mean > Statistics.Level && variance > Statistics.Level, $"coordinate {c}: {mean}, {variance}");
                Assert.True(Statistics.TwoSampleKolmogorovP([.. plain[c]], [.. other]) > Statistics.Level, $"coordinate {c}");
            }
    }

    /// <summary>A mixture of normal laws for real codes, entries that depend on each other for fake ones: more normals a code than features.</summary>
    [Fact]
    public void WithAnyTrainingRule_TheSimulatorsAgreeInLaw_AndAnotherRuleDoesNot()
    {
        var gan = new GanParameters([2, 1], [1.5, 1], 0.4, 0.3, realNoise: 1.2, fakeNoise: 0.6, batchSize: 2);
        MacroState start = MacroState.Create(new[,] { { 0.3, 0.1 }, { -0.2, 0.4 } }, [0.3, 0.2], [0.5, -0.1], new[,] { { 1.2, 0.2 }, { 0.2, 0.8 } }, 0.9);
        var rule = new TrainingRule
        {
            Loss = new GanLoss(Response.Tanh(2), Response.Logistic()),
            Regulariser = Regulariser.Quadratic,
            Strength = 3,
            RealCodes = LatentLaw.Mixture([0.4, 0.6], [[1.5], [-1]], [[0.25], [0.5]]).WithIndependentEntries(),
            FakeCodes = LatentLaw.Discrete([[2, 0], [-1, 1], [-1, -1]]),
        };
        Ensemble Run(Simulator simulator, long seed) => simulator.Run(gan, start, new SimulationOptions { Dimension = 30, Replicas = 6000, Seed = seed, Times = [0.4, 1.2] });
        Ensemble plain = Run(new MicroscopicSimulator(NoiseDrawing.Plain, rule), 1);
        Assert.Equal(12, plain.CoordinateCount);
        Assert.Equal(["s_11", "s_12", "s_22", "z"], plain.CoordinateNames().Skip(8));
        Assert.True(Statistics.SameLawP(plain, Run(new MicroscopicSimulator(rule: rule), 2)) > Statistics.Level);
        Assert.True(Statistics.SameLawP(plain, Run(new GramSimulator(rule), 3)) > Statistics.Level);
        double p = Statistics.SameLawP(plain, Run(new GramSimulator(rule with { Strength = 2.5 }), 3));
        Assert.True(p < Statistics.Level, $"p = {p}");
        MacroState last = plain.State(1, 5);
        Assert.Equal(plain.Record(1, 5).ToArray(), new GeneralOde(gan, rule).Pack(last));
    }

    /// <summary>Plain vectors, reduced vectors and the Gram chain with multipliers, penalties, instance noise; other weights give another law.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(double.PositiveInfinity)]
    public void WithAPenaltyAndInstanceNoise_TheSimulatorsAgreeInLaw_AndAnotherRuleDoesNot(double strength)
    {
        var gan = new GanParameters([2, 1], [1.5, 1], 0.4, 0.3, realNoise: 1.2, fakeNoise: 0.6, batchSize: 2);
        MacroState start = MacroState.NearOrigin(gan, 0.6, 4);
        var rule = new TrainingRule
        {
            Loss = new GanLoss(Response.Tanh(2), Response.Identity),
            Strength = strength,
            RealMultiplier = 0.8,
            FakeMultiplier = 1.3,
            Penalty = new GradientPenalty(0.7, 0.5, Response.Tanh(3)),
            InstanceNoise = 0.5,
        };
        Ensemble Run(Simulator simulator, long seed) => simulator.Run(gan, start, new SimulationOptions { Dimension = 20, Replicas = 4000, Seed = seed, Times = [0.5, 1] });
        Ensemble plain = Run(new MicroscopicSimulator(NoiseDrawing.Plain, rule), 1);
        Assert.True(Statistics.SameLawP(plain, Run(new MicroscopicSimulator(rule: rule), 2)) > Statistics.Level);
        Assert.True(Statistics.SameLawP(plain, Run(new GramSimulator(rule), 3)) > Statistics.Level);
        foreach (TrainingRule other in (TrainingRule[])[rule with { Penalty = GradientPenalty.None }, rule with { InstanceNoise = 0 }, rule with { FakeMultiplier = 1 }])
        {
            double p = Statistics.SameLawP(plain, Run(new GramSimulator(other), 3));
            Assert.True(p < Statistics.Level, $"{other}: p = {p}");
        }
    }

    [Fact]
    public void InstanceNoiseWithLinearLosses_IsMoreNoise_ToTheBit()
    {
        var gan = new GanParameters([2, 1], [1.5, 1], 0.4, 0.3, realNoise: 1.25, fakeNoise: 0.5);
        var options = new SimulationOptions { Dimension = 50, Replicas = 3, Times = [0.5] };
        MacroState start = MacroState.NearOrigin(gan, 0.3, 1);
        var rule = new TrainingRule { InstanceNoise = 0.5, HasNoisyGenerator = true };
        Assert.Equal(
            new GramSimulator().Run(gan.With(realNoise: 1.75, fakeNoise: 1), start, options).Record(0, 2).ToArray(),
            new GramSimulator(rule).Run(gan, start, options).Record(0, 2).ToArray());
    }

    [Fact]
    public void TheDefaultRule_IsExample1_AndCodesOfAnotherSizeAreRefused()
    {
        var gan = new GanParameters([2, 1], [1.5, 1], 0.4, 0.3, realNoise: 1.2, fakeNoise: 0.6);
        var options = new SimulationOptions { Dimension = 50, Replicas = 3, Times = [0.5] };
        MacroState start = MacroState.NearOrigin(gan, 0.3, 1);
        double[] expected = new GramSimulator().Run(gan, start, options).Record(0, 2).ToArray();
        // the same responses as functions of a user's own: the general step, the same numbers to rounding
        var rule = new TrainingRule { Loss = new GanLoss(Response.Custom(x => x, _ => 1), Response.Custom(x => x, _ => 1)) };
        double[] actual = new GramSimulator(rule).Run(gan, start, options).Record(0, 2).ToArray();
        for (int c = 0; c < expected.Length; c++)
            Assert.Equal(expected[c], actual[c], 1e-12);
        var three = new TrainingRule { FakeCodes = LatentLaw.Discrete([[1, 1, 1], [-1, -1, 1], [1, -1, -1], [-1, 1, -1]]) };
        Assert.StartsWith("FakeCodes must be a law of 2 features", Assert.Throws<ArgumentException>(() => new GramSimulator(three).Run(gan, start, options)).Message, StringComparison.Ordinal);
        MacroState stretched = MacroState.Create(new double[,] { { 0, 0 }, { 0, 0 } }, [0, 0], [0, 0], new double[,] { { 2, 0 }, { 0, 1 } }, 1);
        Assert.Throws<ArgumentException>(() => new GramSimulator().Run(gan, stretched, options));
        Assert.Equal(2, new GramSimulator(new TrainingRule { Strength = 1 }).Begin(gan, stretched, options).State(0).S(0, 0), 1e-14);
    }

    private static List<double[]> Collect(Func<int, ReplicaGroup> make)
    {
        var columns = new List<double[]>();
        for (int replica = 0; replica < Replicas; replica++)
        {
            ReplicaGroup group = make(replica);
            group.Advance(60);
            MacroState m = group.State(0);
            double[] row = [.. m.PValues, .. m.QValues, .. m.RValues, m.S(0, 0), m.S(0, 1), m.S(1, 1), m.DiscriminatorPower];
            while (columns.Count < row.Length)
                columns.Add(new double[Replicas]);
            for (int c = 0; c < row.Length; c++)
                columns[c][replica] = row[c];
        }
        return columns;
    }

    /// <summary>f(x) = x/(1 + x²), f̃(x) = 2x/(2 + x²), λH′(a) = 3(a − 1).</summary>
    private readonly struct Saturating : ITrainingRule
    {
        public bool UnitNorms => false;

        public bool HasPenalty => false;

        public T RealResponse<T>(T projection, T norm)
            where T : unmanaged, ILanes<T> => projection / (T.All(1) + projection * projection);

        public T FakeResponse<T>(T projection, T norm)
            where T : unmanaged, ILanes<T> => GeneratorResponse(projection);

        public T GeneratorResponse<T>(T projection)
            where T : unmanaged, ILanes<T> => T.All(2) * projection / (T.All(2) + projection * projection);

        public T Decay<T>(T projection, bool real)
            where T : unmanaged, ILanes<T> => T.All(0);

        public T Pull<T>(T squaredLength)
            where T : unmanaged, ILanes<T> => T.All(3) * (squaredLength - T.All(1));
    }

    /// <summary>Codes ±√Λ.</summary>
    private readonly struct TwoPoint : ICodeLaw
    {
        public T Real<T>(T normal, double deviation)
            where T : unmanaged, ILanes<T> => T.CopySign(T.All(deviation), normal);

        public T Fake<T>(T normal, double deviation)
            where T : unmanaged, ILanes<T> => T.CopySign(T.All(deviation), normal);
    }
}

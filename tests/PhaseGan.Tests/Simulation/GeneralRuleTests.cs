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

        public T RealResponse<T>(T projection)
            where T : unmanaged, ILanes<T> => projection / (T.All(1) + projection * projection);

        public T FakeResponse<T>(T projection)
            where T : unmanaged, ILanes<T> => T.All(2) * projection / (T.All(2) + projection * projection);

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

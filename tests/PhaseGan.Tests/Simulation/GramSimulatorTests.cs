using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Tests.Conventions;
using Xunit;

namespace PhaseGan.Tests;

public sealed class GramSimulatorTests
{
    private static readonly GanParameters Figure1 = new([5, 3], [5, 3], 0.2, 0.04, 2, 2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void EveryKindOfRegister_AndEveryGrouping_GivesTheSameBits(int d)
    {
        var gan = new GanParameters([.. Enumerable.Range(1, d).Select(l => l + 0.5)], [.. Enumerable.Range(1, d).Select(l => 0.4 * l + 1)], 0.2, 0.3, 1.2, 0.7, batchSize: 2);
        MacroState start = MacroState.NearOrigin(gan, 0.3, 1);
        var run = new StepNumbers(gan, 2 * d + 40, 9);
        MacroState[] expected = Eight<LanesPlain>();
        Assert.Equal(expected, Eight<Lanes128>());
        Assert.Equal(expected, Eight<Lanes256>());
        Assert.Equal(expected, Eight<Lanes512>());
        for (int replica = 0; replica < 8; replica++)
        {
            var alone = new GramGroup<LinearUnitNorm, GaussianCodes>(run, default, default, 16 + replica, [start]);
            alone.Advance(1000);
            alone.Advance(501);
            Assert.Equal(expected[replica], alone.State(0));
        }

        MacroState[] Eight<T>()
            where T : unmanaged, IWideLanes<T>
        {
            var group = new GramGroup<LinearUnitNorm, GaussianCodes>(run, default, default, 16, [.. Enumerable.Repeat(start, 8)]);
            group.Advance<T>(1501);
            return [.. Enumerable.Range(0, 8).Select(group.State)];
        }
    }

    [Fact]
    public void ResultsDoNotDependOnThreads_OnHowReplicasAreSplit_OrOnTheTimesRecorded()
    {
        MacroState start = MacroState.NearOrigin(Figure1, 0.3, 1);
        var options = new SimulationOptions { Dimension = 500, Replicas = 37, Seed = 4, Times = [0.5, 1, 3] };
        Ensemble one = new GramSimulator().Run(Figure1, start, options with { Threads = 1 });
        Ensemble four = new GramSimulator().Run(Figure1, start, options with { Threads = 4 });
        Ensemble tail = new GramSimulator().Run(Figure1, start, options with { Replicas = 16, FirstReplica = 21, Times = [3] });
        for (int replica = 0; replica < 37; replica++)
        {
            Assert.Equal(one.State(2, replica), four.State(2, replica));
            if (replica >= 21)
                Assert.Equal(one.State(2, replica), tail.State(0, replica - 21));
        }
    }

    [Fact]
    public void AStartThatIsNormalisedToANinth_BeginsWithUnitVectorsToRounding()
    {
        // The most that a normalised state may be off, up for one column and down for the rest.
        MacroState start = MacroState.Create(new[,] { { 0.3, 0.1 }, { -0.2, 0.4 } }, [0.3, 0.2], [0.1, -0.1], new[,] { { 1 + 9e-10, 0.2 }, { 0.2, 1 - 9e-10 } }, 1 - 9e-10);
        double[] Lengths(bool unitNorms)
        {
            double[] rows = StartFrame.Rows(start, unitNorms);
            return [.. Enumerable.Range(0, 3).Select(j => rows.Skip(5 * j).Take(5).Sum(x => x * x))];
        }
        Assert.All(Lengths(true), length => Assert.Equal(1, length, 1e-15));
        Assert.Equal([1 + 9e-10, 1 - 9e-10, 1 - 9e-10], Lengths(false), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.True(start.IsNormalised);
    }

    [Fact]
    public void StartComesBackToWithinRounding_EvenWhereTheGramMatrixIsSingular()
    {
        var gan = new GanParameters([1, 1, 1], [1, 1, 1], 0.2, 0.2, 1, 1);
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                // Unit vectors in k dimensions have a Gram matrix of rank k at most.
                var random = new Random(seed);
                int rank = 3 + random.Next(5);
                double[][] x = [.. Enumerable.Range(0, 7).Select(i => i < 3 ? Axis(i, rank) : Unit(random, rank))];
                var p = new double[3, 3];
                var s = new double[3, 3];
                for (int i = 0; i < 3; i++)
                    for (int j = 0; j < 3; j++)
                    {
                        p[i, j] = Dot(x[i], x[3 + j]);
                        s[i, j] = i == j ? 1 : Dot(x[3 + i], x[3 + j]);
                    }
                MacroState start = MacroState.Create(p, [.. x[..3].Select(u => Dot(u, x[6]))], [.. x[3..6].Select(v => Dot(v, x[6]))], s);
                AssertClose(start, new GramSimulator().Begin(gan, start, new SimulationOptions()).State(0), 1e-13);
                AssertClose(start, new MicroscopicSimulator().Begin(gan, start, new SimulationOptions { Dimension = 7 + random.Next(100) }).State(0), 1e-13);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(8_200_001, 3));

        static double[] Axis(int i, int size) => [.. Enumerable.Range(0, size).Select(k => k == i ? 1.0 : 0.0)];
        static double[] Unit(Random random, int size)
        {
            double[] v = [.. Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5)];
            double norm = Math.Sqrt(Dot(v, v));
            return [.. v.Select(a => a / norm)];
        }
        static double Dot(double[] a, double[] b) => a.Zip(b, (s, t) => s * t).Sum();
    }

    [Fact]
    public void WithoutNoise_TheChainStaysOnSingularMatrices_AndInsideTheCone()
    {
        // Without noise the vectors never leave the span that they start in: rank 3 of 5 for ever, through thousands of steps.
        GanParameters gan = Figure1.With(noise: 0);
        double c = 1 / Math.Sqrt(2);
        MacroState start = MacroState.Create(new[,] { { 0.0, 0.0 }, { 0.6, 0.6 } }, [c, 0.6 * c], [c, c], new[,] { { 1.0, 1.0 }, { 1.0, 1.0 } });
        Ensemble ensemble = new GramSimulator().Run(gan, start, new SimulationOptions { Dimension = 40, Replicas = 64, Times = SimulationOptions.EvenTimes(2000, 40) });
        for (int time = 0; time < ensemble.Times.Length; time++)
            for (int replica = 0; replica < 64; replica++)
            {
                MacroState state = ensemble.State(time, replica);
                Assert.True(state.GramMargin() > -1e-14, $"{state}");
                Assert.All(state.PValues.ToArray(), x => Assert.True(Math.Abs(x) <= 1 + 1e-14));
            }
    }

    [Fact]
    public void ColumnsThatAreEqual_PartAtTheExactRate_AtADimensionWhereTheirSquaredDistanceIsBelowRounding()
    {
        // In the first steps P_i1 − P_i2 = (q_i − P r)(τ̃/n) Σ_k (c̃_1 − c̃_2) f̃_k; its variance is known in closed form.
        const int Steps = 1000;
        const int Replicas = 8192;
        const long N = 1_000_000_000;
        var gan = new GanParameters([5, 3], [2, 2], 0.2, 0.04, 2, 1.5);
        MacroState start = MacroState.Create(new[,] { { 0.5, 0.5 }, { 0.0, 0.0 } }, [0.6, 0.1], [0.2, 0.2], new[,] { { 1.0, 1.0 }, { 1.0, 1.0 } });
        Training training = new GramSimulator().Begin(gan, start, new SimulationOptions { Dimension = N, Replicas = Replicas });
        training.Advance(Steps);

        double sum = 0;
        for (int replica = 0; replica < Replicas; replica++)
            sum += Math.Pow(training.State(replica).P(0, 0) - training.State(replica).P(0, 1), 2);
        // c̃_1 − c̃_2 and c̃_1 + c̃_2 are independent, and f̃ = 0.2(c̃_1 + c̃_2) + √η_G · normal.
        double perStep = 2 * 2 * (0.2 * 0.2 * 4 + 1.5);
        double expected = Steps * perStep * Math.Pow((0.6 - 0.5 * 0.2) * 0.04 / N, 2);
        Assert.True(expected < 1e-17, "the squared distance is out of reach of the Gram matrix itself");
        Assert.InRange(sum / Replicas / expected, 1 - 6.5 * Math.Sqrt(2.0 / Replicas), 1 + 6.5 * Math.Sqrt(2.0 / Replicas));
    }

    [Fact]
    public void Dimension_UpToATrillion_KeepsTheNoiseOfEachStep()
    {
        // From w ⟂ everything, q after k steps is a sum of k terms with variance (τ/n)²(Λ E[c²f²] + …), which is 1/n² times a constant.
        const int Steps = 500;
        const int Replicas = 8192;
        var gan = new GanParameters([1], [1], 0.2, 0.04, 2, 1);
        MacroState start = MacroState.Diagonal([0], [0], [0]);
        foreach (long n in new[] { 1_000_000L, 1_000_000_000_000L })
        {
            Training training = new GramSimulator().Begin(gan, start, new SimulationOptions { Dimension = n, Replicas = Replicas, Seed = 3 });
            training.Advance(Steps);
            double sum = 0;
            for (int replica = 0; replica < Replicas; replica++)
                sum += Math.Pow(training.State(replica).Q(0), 2);
            // q moves by (τ/n)(c f + √η_T f u·a − √η_G f̃ u·ã), f = √η_T w·a, f̃ = √η_G w·ã: variance η_T(1 + η_T) + η_G².
            double expected = Steps * Math.Pow(0.2 / n, 2) * (2 * (1 + 2) + 1);
            Assert.InRange(sum / Replicas / expected, 1 - 6.5 * Math.Sqrt(2.2 / Replicas), 1 + 6.5 * Math.Sqrt(2.2 / Replicas));
        }
    }

    [Fact]
    public void AReplica_TakesLessThanAKilobyte()
    {
        var gan = new GanParameters([4, 3, 2, 1], [4, 3, 2, 1], 0.2, 0.2, 1, 1);
        MacroState start = MacroState.NearOrigin(gan, 0.1, 1);
        const int Replicas = 65536;
        // what this thread takes, whatever tests beside it take or give back
        long before = GC.GetAllocatedBytesForCurrentThread();
        Training training = new GramSimulator().Begin(gan, start, new SimulationOptions { Replicas = Replicas });
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.InRange((double)(after - before) / Replicas, 8 * 35, 1024);
        GC.KeepAlive(training);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Steps_AllocateNothing(int replicas)
    {
        MacroState start = MacroState.NearOrigin(Figure1, 0.3, 1);
        Training training = new GramSimulator().Begin(Figure1, start, new SimulationOptions { Replicas = replicas, Threads = 1 });
        Assert.InRange(Allocation.InSteadyState(() => training.Advance(20_000)), 0, 512);
    }

    internal static void AssertClose(MacroState expected, MacroState actual, double tolerance)
    {
        Compare(expected.PValues, actual.PValues);
        Compare(expected.QValues, actual.QValues);
        Compare(expected.RValues, actual.RValues);
        Compare(expected.SValues, actual.SValues);

        void Compare(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
        {
            Assert.Equal(a.Length, b.Length);
            for (int i = 0; i < a.Length; i++)
                Assert.Equal(a[i], b[i], tolerance);
        }
    }
}

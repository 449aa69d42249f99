using Xunit;

namespace PhaseGan.Tests.Integration;

/// <summary>Trajectories side by side are eight trajectories.</summary>
public sealed unsafe class LaneIntegrationTests
{
    private const int Count = 19;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EachTrajectory_HasTheSameBits_WithRegistersOfEveryWidth_AndBesideAnyNeighbours(int d)
    {
        double[] inOrder = Run<Lanes512>(d, k => k, out int[] steps);
        Assert.All(steps, s => Assert.InRange(s, 20, 5000));
        Assert.Equal(Count, inOrder.Chunk(inOrder.Length / Count).Select(y => y[0]).Distinct().Count());
        AssertSameBits(inOrder, Run<Lanes512Pair>(d, k => k, out _));
        AssertSameBits(inOrder, Run<Lanes256>(d, k => k, out _));
        AssertSameBits(inOrder, Run<Lanes256Single>(d, k => k, out _));
        AssertSameBits(inOrder, Run<Lanes128>(d, k => k, out _));
        AssertSameBits(inOrder, Run<LanesPlain>(d, k => k, out _));

        int n = inOrder.Length / Count;
        double[] shuffled = Run<Lanes512>(d, k => 7 * k % Count, out _);
        for (int k = 0; k < Count; k++)
            AssertSameBits(inOrder[(7 * k % Count * n)..(7 * k % Count * n + n)], shuffled[(k * n)..(k * n + n)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheEnd_IsThatOfTheScalarIntegrator(int d)
    {
        double[] ends = Run<Lanes512>(d, k => k, out _);
        int n = ends.Length / Count;
        for (int k = 0; k < Count; k++)
        {
            var ode = new ReducedOde(Member(d, k));
            Trajectory path = DormandPrince.Integrate(
                ode, ode.Pack(Start(d, k)), Until, new IntegrationOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-14 });
            for (int i = 0; i < n; i++)
                Assert.Equal(path.End[i], ends[k * n + i], 2e-6);
        }
    }

    [Fact]
    public void TheFieldInALane_HasTheBitsOfTheFieldAlone()
    {
        for (int d = 1; d <= 4; d++)
        {
            var field = new ReducedLanes<SomeFeatures>(new SomeFeatures(d));
            int n = field.Dimension;
            double[] parameters = new double[8 * field.ParameterCount], y = new double[8 * n], derivative = new double[8 * n];
            double[] single = new double[field.ParameterCount], alone = new double[n];
            for (int k = 0; k < 8; k++)
            {
                ReducedEquations.Write(Member(d, k), single);
                for (int i = 0; i < single.Length; i++)
                    parameters[8 * i + k] = single[i];
                double[] start = new ReducedOde(Member(d, k)).Pack(Start(d, k));
                for (int i = 0; i < n; i++)
                    y[8 * i + k] = start[i];
            }
            fixed (double* p = parameters, from = y, to = derivative)
                field.Evaluate((LanesPlain*)p, (LanesPlain*)from, (LanesPlain*)to);
            for (int k = 0; k < 8; k++)
            {
                new ReducedOde(Member(d, k)).Evaluate(new ReducedOde(Member(d, k)).Pack(Start(d, k)), alone);
                AssertSameBits(alone, [.. Enumerable.Range(0, n).Select(i => derivative[8 * i + k])]);
            }
        }
    }

    [Fact]
    public void ALaneWithFineTolerances_IsMoreExact_AndLeavesTheOthersTheirBits()
    {
        double[] Ends(int fine)
        {
            var stepper = new LaneStepper<ReducedLanes<TwoFeatures>, Lanes256>(new(new TwoFeatures()), 1e-5, 1e-8, shareScale: false);
            double[] parameters = new double[ReducedEquations.ParameterCount(2)], ends = new double[8 * 9];
            for (int lane = 0; lane < 8; lane++)
            {
                ReducedEquations.Write(Member(2, lane), parameters);
                stepper.Begin(lane, parameters, new ReducedOde(Member(2, lane)).Pack(Start(2, lane)), 0, 30, 0.01, 100_000);
            }
            stepper.SetTolerances(fine, 1e-11, 1e-13);
            stepper.Ready();
            while (stepper.Step() != 0xFF)
                Assert.Equal(0u, stepper.Exhausted);
            for (int lane = 0; lane < 8; lane++)
                for (int i = 0; i < 9; i++)
                    ends[lane * 9 + i] = ((double*)(stepper.State + i))[lane];
            return ends;
        }

        double[] two = Ends(2), five = Ends(5);
        var ode = new ReducedOde(Member(2, 5));
        Trajectory path = DormandPrince.Integrate(ode, ode.Pack(Start(2, 5)), 30, new IntegrationOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-14 });
        double Error(double[] ends) => Enumerable.Range(0, 9).Max(i => Math.Abs(ends[5 * 9 + i] - path.End[i]));
        Assert.InRange(Error(five), 0, 1e-9);
        Assert.InRange(Error(two), 1e-8, 1e-3);
        foreach (int lane in new[] { 0, 1, 3, 4, 6, 7 })
            AssertSameBits(two[(lane * 9)..(lane * 9 + 9)], five[(lane * 9)..(lane * 9 + 9)]);
    }

    [Fact]
    public void CoordinatesThatFade_KeepTheirSignAtASmallestSize_AndThoseThatVanish_Vanish()
    {
        const int fades = 0, vanishes = 1, n = 3;
        // transverse coordinates without an absolute tolerance, whose fall the steps resolve
        var stepper = new LaneStepper<ReducedLanes<OneFeature>, LanesPlain>(new(new OneFeature()), 1e-8, 1e-11, shareScale: true);
        var gan = new GanParameters([1], [1], 0.2, 0.1, 2.2, 2.2);
        var parameters = new double[ReducedEquations.ParameterCount(1)];
        ReducedEquations.Write(gan, parameters);
        for (int lane = 0; lane < LanesPlain.Width; lane++)
            stepper.Begin(lane, parameters, lane == vanishes ? [0.3, 0, 0] : [0.3, 0.1, -0.2], 0, 60_000, 0.01, 1_000_000);
        stepper.Ready();
        while (stepper.Step() != 0xFF)
            Assert.Equal(0u, stepper.Exhausted);
        Assert.True(new SingleFeatureTargets(gan).DeceivedAttracts);
        double[] End(int lane) => [.. Enumerable.Range(0, n).Select(i => ((double*)(stepper.State + i))[lane])];
        Assert.InRange(End(fades)[0], 0.01, 0.99);
        Assert.All(End(fades)[1..], v => Assert.InRange(Math.Abs(v), 1e-120, 1.1e-100));
        Assert.Equal([0.3, 0, 0], End(vanishes));
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        long Allocated(double until)
        {
            var integration = new LaneIntegration<ReducedLanes<TwoFeatures>>(new(new TwoFeatures()), 1e-8, 1e-11, 100_000);
            double[] parameters = new double[ReducedEquations.ParameterCount(2)], start = new ReducedOde(Member(2, 3)).Pack(Start(2, 3)), ends = new double[8 * 9];
            ReducedEquations.Write(Member(2, 3), parameters);
            var steps = new int[8];
            long before = GC.GetAllocatedBytesForCurrentThread();
            integration.Run(
                8,
                (_, p, y) =>
                {
                    parameters.CopyTo(p);
                    start.CopyTo(y);
                },
                until, ends, steps);
            Assert.InRange(steps[0], until / 20, 100_000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(20);
        Assert.Equal(Allocated(20), Allocated(2000));
    }

    [Fact]
    public void ATrajectoryThatRunsOutOfSteps_SaysSo()
    {
        var integration = new LaneIntegration<ReducedLanes<OneFeature>>(new(new OneFeature()), 1e-10, 1e-12, maxSteps: 50);
        var ends = new double[3 * 3];
        var steps = new int[3];
        integration.Run(3, (k, parameters, y) => Fill(1, k, parameters, y), Until, ends, steps);
        Assert.All(steps, s => Assert.Equal(-50, s));
        Assert.All(ends, v => Assert.InRange(v, -1, 1));
    }

    private const double Until = 60;

    private static double[] Run<T>(int d, Func<int, int> order, out int[] steps)
        where T : unmanaged, IWideLanes<T>
    {
        return d switch
        {
            1 => Of(new ReducedLanes<OneFeature>(new OneFeature()), out steps),
            2 => Of(new ReducedLanes<TwoFeatures>(new TwoFeatures()), out steps),
            3 => Of(new ReducedLanes<ThreeFeatures>(new ThreeFeatures()), out steps),
            _ => Of(new ReducedLanes<SomeFeatures>(new SomeFeatures(d)), out steps),
        };

        double[] Of<TField>(TField field, out int[] taken)
            where TField : struct, ILaneField
        {
            var ends = new double[Count * field.Dimension];
            taken = new int[Count];
            new LaneIntegration<TField>(field, 1e-8, 1e-11, 100_000).Run<T>(Count, (k, p, y) => Fill(d, order(k), p, y), Until, ends, taken);
            return ends;
        }
    }

    private static void Fill(int d, int k, Span<double> parameters, Span<double> y)
    {
        GanParameters gan = Member(d, k);
        ReducedEquations.Write(gan, parameters);
        new ReducedOde(gan).Pack(Start(d, k)).CopyTo(y);
    }

    private static GanParameters Member(int d, int k) =>
        new([.. Enumerable.Range(0, d).Select(l => 2.0 - 0.3 * l)], [.. Enumerable.Range(0, d).Select(l => 1.5 + 0.2 * l)], 0.2, 0.02 + 0.02 * k, 0.3 + 0.1 * k, 0.5 + 0.1 * k);

    private static MacroState Start(int d, int k) => MacroState.NearOrigin(Member(d, k), 0.2, seed: 1 + k);

    private static void AssertSameBits(double[] expected, double[] actual) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));
}

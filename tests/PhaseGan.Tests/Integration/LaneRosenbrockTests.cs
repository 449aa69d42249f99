using Xunit;

namespace PhaseGan.Tests.Integration;

/// <summary>The implicit method in lanes: order, bits, what it refuses, and that it does not damp what grows.</summary>
public sealed unsafe class LaneRosenbrockTests
{
    private const int Count = 19;
    private const double Until = 3000;

    [Theory]
    [InlineData(0.2, 0.02, 40, 80)]
    [InlineData(0.5, 0.4, 25, 100)]
    [InlineData(0.1, 0.01, 100, 100)]
    public void FixedSteps_HaveOrderFour(double tau, double tauTilde, double until, int fewest)
    {
        var gan = new GanParameters([1.3], [0.9], tau, tauTilde, 1.1, 0.7);
        double[] start = [0.2, 0.5, -0.3];
        ReadOnlySpan<double> exact = DormandPrince.Integrate(new ReducedOde(gan), start, until, new IntegrationOptions { RelativeTolerance = 1e-13, AbsoluteTolerance = 1e-15 }).End;
        double coarse = Error(fewest, exact), fine = Error(2 * fewest, exact), finest = Error(4 * fewest, exact);
        Assert.InRange(finest, 1e-13, 1e-5);
        Assert.InRange(Math.Log2(coarse / fine), 3.7, 4.5);
        Assert.InRange(Math.Log2(fine / finest), 3.9, 4.1);

        double Error(int steps, ReadOnlySpan<double> exact)
        {
            var stepper = new LaneRosenbrock<OneFeatureLanes, LanesPlain>(default, 1e3, 1e3, shareScale: false);
            double[] parameters = Parameters(gan), y = [.. start];
            double h = until / steps;
            for (int k = 0; k < steps; k++)
            {
                stepper.Begin(3, parameters, y, 0, h, h, 10);
                Assert.Equal(8u, stepper.Step() & 8u);
                for (int i = 0; i < 3; i++)
                    y[i] = Lane(stepper.State + i, 3);
            }
            double largest = 0;
            for (int i = 0; i < 3; i++)
                largest = Math.Max(largest, Math.Abs(y[i] - exact[i]));
            return largest;
        }
    }

    [Fact]
    public void TheJacobian_IsThatOfTheOde()
    {
        var jacobian = new double[9];
        for (int k = 0; k < Count; k++)
        {
            double[] parameters = Parameters(Member(k)), y = Start(k), lanes = new double[9];
            new ReducedOde(Member(k)).Jacobian(y, jacobian);
            fixed (double* p = parameters, from = y, to = lanes)
                default(OneFeatureLanes).Jacobian((SingleLane*)p, (SingleLane*)from, (SingleLane*)to);
            for (int i = 0; i < 9; i++)
                Assert.Equal(jacobian[i], lanes[i], 1e-15);
        }
    }

    [Fact]
    public void EachTrajectory_HasTheSameBits_WithRegistersOfEveryWidth_AndBesideAnyNeighbours()
    {
        double[] inOrder = Run<Lanes512>(k => k, 1e-6, out double[] steps);
        Assert.All(steps, s => Assert.InRange(s, 20, 5000));
        Assert.Equal(Count, inOrder.Chunk(3).Select(y => y[0]).Distinct().Count());
        AssertSameBits(inOrder, Run<Lanes512Pair>(k => k, 1e-6, out _));
        AssertSameBits(inOrder, Run<Lanes256>(k => k, 1e-6, out _));
        AssertSameBits(inOrder, Run<Lanes256Single>(k => k, 1e-6, out _));
        AssertSameBits(inOrder, Run<Lanes128>(k => k, 1e-6, out _));
        AssertSameBits(inOrder, Run<LanesPlain>(k => k, 1e-6, out _));
        double[] shuffled = Run<Lanes512Pair>(k => 7 * k % Count, 1e-6, out _);
        for (int k = 0; k < Count; k++)
            AssertSameBits(inOrder[(7 * k % Count * 3)..(7 * k % Count * 3 + 3)], shuffled[(3 * k)..(3 * k + 3)]);
    }

    [Fact]
    public void ByTolerance_TheEndIsThatOfTheExplicitMethod_InFewerSteps()
    {
        double[] loose = Run<LanesPlain>(k => k, 1e-6, out double[] few), tight = Run<LanesPlain>(k => k, 1e-9, out double[] many);
        double worst = 0, finest = 0;
        for (int k = 0; k < Count; k++)
        {
            Trajectory path = DormandPrince.Integrate(
                new ReducedOde(Member(k)), Start(k), Until, new IntegrationOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-30 });
            Assert.InRange(few[k], 1, 0.5 * path.AcceptedSteps);
            for (int i = 0; i < 3; i++)
            {
                double scale = i == 0 ? 1 : Math.Max(Math.Abs(path.End[1]), Math.Abs(path.End[2]));
                worst = Math.Max(worst, Math.Abs(loose[3 * k + i] - path.End[i]) / scale);
                finest = Math.Max(finest, Math.Abs(tight[3 * k + i] - path.End[i]) / scale);
            }
        }
        Assert.InRange(worst, 1e-8, 1e-3);
        Assert.InRange(finest, 0, 0.02 * worst);
        // the estimate is of order 3: a thousandth of the tolerance takes 1000^(1/4) = 5.6 times the steps, less where steps grow from their first length
        Assert.InRange(many.Sum() / few.Sum(), 3, 7);
    }

    [Fact]
    public void WhatGrows_IsNotDamped_HoweverSmallItIsBesideTheTolerance()
    {
        // q = r = 1e-13 next to a deceived point that repels, far below the absolute tolerance 1e-9: the error shows nothing
        GanParameters gan = new([1], [1], 0.2, 0.2, 0.5, 0.5);
        var stepper = new LaneRosenbrock<OneFeatureLanes, LanesPlain>(default, 1e-6, 1e-9, shareScale: false);
        stepper.Begin(0, Parameters(gan), [0.3, 1e-13, 1e-13], 0, 5000, 1, 10_000);
        int steps = 0;
        while ((stepper.Step() & 1) == 0)
            Assert.InRange(++steps, 0, 2000);
        ReadOnlySpan<double> end = DormandPrince.Integrate(new ReducedOde(gan), [0.3, 1e-13, 1e-13], 5000).End;
        Assert.InRange(Math.Abs(end[1]), 0.5, 1);
        for (int i = 0; i < 3; i++)
            Assert.Equal(Math.Abs(end[i]), Math.Abs(Lane(stepper.State + i, 0)), 1e-6);
    }

    [Theory]
    [InlineData(1e200, 0.1)]
    [InlineData(1e200, 1e200)]
    [InlineData(double.NaN, 0.1)]
    [InlineData(0.1, double.PositiveInfinity)]
    public void AStepToNoNumber_IsRefused_AndTheLaneEndsAsExhausted_BesideOneThatGoesOn(double q, double r)
    {
        var stepper = new LaneRosenbrock<OneFeatureLanes, LanesPlain>(default, 1e-6, 1e-9, shareScale: true);
        stepper.Begin(0, Parameters(Member(0)), [0.1, q, r], 10, 1e9, 1, double.MaxValue);
        stepper.Begin(1, Parameters(Member(1)), Start(1), 10, 1e9, 1, double.MaxValue);
        for (int rounds = 0; (stepper.Exhausted & 1) == 0; rounds++)
        {
            stepper.Step();
            Assert.InRange(rounds, 0, 30);
        }
        Assert.Equal(0u, stepper.Exhausted & 2);
        AssertSameBits([0.1, q, r, 10], [Lane(stepper.State, 0), Lane(stepper.State + 1, 0), Lane(stepper.State + 2, 0), Lane(stepper.Time, 0)]);
        Assert.InRange(Lane(stepper.Time, 1), 11, 1e9);
    }

    [Fact]
    public void AStepPastTheLargestNumber_IsRefused_ThoughItsErrorIsSmall()
    {
        var stepper = new LaneRosenbrock<Steep, LanesPlain>(default, 1e-6, 1e-9, shareScale: false);
        stepper.Begin(0, [], [1, 2, 3], 10, 1e9, 4, double.MaxValue);
        for (int rounds = 0; (stepper.Exhausted & 1) == 0; rounds++)
        {
            stepper.Step();
            Assert.InRange(rounds, 0, 200);
        }
        AssertSameBits([1, 2, 3, 10], [Lane(stepper.State, 0), Lane(stepper.State + 1, 0), Lane(stepper.State + 2, 0), Lane(stepper.Time, 0)]);
    }

    [Fact]
    public void ALane_EndsAfterTheStepsThatItMayTry_AndAParkedOneStays()
    {
        var stepper = new LaneRosenbrock<OneFeatureLanes, LanesPlain>(default, 1e-10, 1e-12, shareScale: true);
        stepper.Begin(0, Parameters(Member(0)), Start(0), 0, 1e9, 1e-3, 25);
        stepper.Begin(1, Parameters(Member(1)), Start(1), 0, 1e9, 1e-3, 25);
        stepper.Park(1);
        for (int k = 0; k < 25; k++)
        {
            Assert.Equal(0u, stepper.Exhausted & 1);
            Assert.Equal(2u, stepper.Step() & 3);
        }
        Assert.Equal(1u, stepper.Exhausted & 1);
        Assert.Equal(25, Lane(stepper.Steps, 0));
        Assert.InRange(Lane(stepper.Time, 0), 0.1, 1e8);
        AssertSameBits(Start(1), [Lane(stepper.State, 1), Lane(stepper.State + 1, 1), Lane(stepper.State + 2, 1)]);
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        long Allocated(int steps)
        {
            var stepper = new LaneRosenbrock<OneFeatureLanes, LanesPlain>(default, 1e-8, 1e-11, shareScale: true);
            for (int lane = 0; lane < 8; lane++)
                stepper.Begin(lane, Parameters(Member(lane)), Start(lane), 0, 1e300, 1e-3, 1e9);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 0; k < steps; k++)
                stepper.Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(10);
        Assert.Equal(0, Allocated(1000));
    }

    /// <summary>Ends and steps of all members, in lanes that take the next trajectory when one has ended.</summary>
    private static double[] Run<T>(Func<int, int> order, double tolerance, out double[] steps)
        where T : unmanaged, IWideLanes<T>
    {
        var stepper = new LaneRosenbrock<OneFeatureLanes, T>(default, tolerance, 1e-3 * tolerance, shareScale: true);
        var ends = new double[3 * Count];
        steps = new double[Count];
        int next = 0, left = Count;
        var owner = new int[T.Width];
        void Next(int lane)
        {
            owner[lane] = next < Count ? next++ : -1;
            if (owner[lane] >= 0)
                stepper.Begin(lane, Parameters(Member(order(owner[lane]))), Start(order(owner[lane])), 0, Until, 1, 1e6);
            else
                stepper.Park(lane);
        }

        for (int lane = 0; lane < T.Width; lane++)
            Next(lane);
        for (int rounds = 0; left > 0; rounds++)
        {
            Assert.InRange(rounds, 0, 20_000);
            uint done = stepper.Step();
            for (int lane = 0; lane < T.Width; lane++)
            {
                if ((done >> lane & 1) == 0 || owner[lane] < 0)
                    continue;
                Assert.Equal(Until, Lane(stepper.Time, lane));
                for (int i = 0; i < 3; i++)
                    ends[3 * owner[lane] + i] = Lane(stepper.State + i, lane);
                steps[owner[lane]] = Lane(stepper.Steps, lane);
                left--;
                Next(lane);
            }
        }
        return ends;
    }

    private static double Lane<T>(T* numbers, int lane)
        where T : unmanaged =>
        ((double*)numbers)[lane];

    private static double[] Parameters(GanParameters gan)
    {
        var parameters = new double[ReducedEquations.ParameterCount(1)];
        ReducedEquations.Write(gan, parameters);
        return parameters;
    }

    /// <summary>Members next to x = Λ, on either side, with a slow generator: stiff.</summary>
    private static GanParameters Member(int k) =>
        new GanParameters([1.5 - 0.02 * k], [0.8 + 0.03 * k], 0.2, 0.0004 + 0.00008 * k, 1, 1).With(effectiveNoise: (1.5 - 0.02 * k) * (0.97 + 0.003 * k));

    private static double[] Start(int k) => [0.02 + 0.001 * k, 0.04 - 0.003 * k, 0.03];

    private static void AssertSameBits(double[] expected, double[] actual) =>
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));

    /// <summary>dy/dt = 10³⁰⁸: of no curvature, so that every method is exact, and beyond all numbers after a time of two.</summary>
    private readonly struct Steep : IStiffLaneField
    {
        public int Dimension => 3;

        public int ParameterCount => 0;

        public int TransverseStart => 1;

        public int TransverseCount => 2;

        public void Evaluate<T>(T* parameters, T* y, T* derivative)
            where T : unmanaged, ILanes<T>
        {
            for (int i = 0; i < 3; i++)
                derivative[i] = T.All(1e308);
        }

        public void Jacobian<T>(T* parameters, T* y, T* jacobian)
            where T : unmanaged, ILanes<T>
        {
            for (int i = 0; i < 9; i++)
                jacobian[i] = T.All(0);
        }
    }
}

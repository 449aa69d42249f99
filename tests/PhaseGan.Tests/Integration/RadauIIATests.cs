using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Integration;

public sealed class RadauIIATests
{
    private static readonly Field Oscillator = new(2, (y, f) => (f[0], f[1]) = (y[1], -y[0]), (_, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -1, 0));

    private static IntegrationOptions Tolerance(double relative, double absolute) => new() { RelativeTolerance = relative, AbsoluteTolerance = absolute };

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 3)]
    [InlineData(2, 4)]
    public void WithFixedSteps_TheErrorFallsWithTheFifthPower_AndThatOfTheDenseOutputWithTheFourth(int problem, int coarsest)
    {
        ClosedForm closed = ClosedForm.All.ElementAt(problem);
        (double coarse, double coarseInside) = Errors(coarsest);
        (double fine, double fineInside) = Errors(coarsest + 2);
        Assert.InRange(fine, 1e-12, 1e-6);
        Assert.Equal(5, Math.Log2(coarse / fine) / 2, 0.1);
        Assert.Equal(4, Math.Log2(coarseInside / fineInside) / 2, 0.2);

        (double AtSteps, double Inside) Errors(int power)
        {
            double h = Math.ScaleB(1, -power), inside = 0;
            // a loose tolerance takes every step, and iterations go on to 1e-14
            var stepper = new RadauStepper<Field>(closed.Field, StepTolerance.Of(1e-13, 1e6), h, 1e-20);
            Assert.True(stepper.Start(0, closed.Start, h));
            double[] y = new double[closed.Start.Length];
            while (stepper.Time < 8)
            {
                Assert.Equal(StepOutcome.Accepted, stepper.TryStep(8));
                foreach (double theta in (double[])[0.2, 0.4, 0.8])
                {
                    stepper.Interpolate(theta, y);
                    inside = Math.Max(inside, Distance(y, closed.Solution(stepper.TimeBefore + theta * h)));
                }
            }
            return (Distance(stepper.State, closed.Solution(8)), inside);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void TheErrorFollowsTheTolerance_AtStepsAndBetween(int problem)
    {
        ClosedForm closed = ClosedForm.All.ElementAt(problem);
        foreach (double tolerance in (double[])[1e-4, 1e-6, 1e-8, 1e-10])
        {
            Trajectory path = RadauIIA.Integrate(closed.Field, closed.Start, 20, Tolerance(tolerance, tolerance));
            Assert.Equal(StopReason.EndReached, path.StopReason);
            double worst = Distance(path.End, closed.Solution(20));
            for (double t = 0; t < 20; t += 0.037)
                worst = Math.Max(worst, Distance(path.At(t), closed.Solution(t)));
            Assert.InRange(worst, 0, 100 * tolerance);
        }
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e9)]
    public void AStiffProblemWithASmoothSolution_IsFollowedInFewSteps(double rate)
    {
        // Prothero and Robinson: y' = −λ(y − sin t) + cos t has y = sin t; t is the second coordinate
        var field = new Field(2,
            (y, f) => (f[0], f[1]) = (-rate * (y[0] - Math.Sin(y[1])) + Math.Cos(y[1]), 1),
            (y, j) => (j[0], j[1], j[2], j[3]) = (-rate, rate * Math.Cos(y[1]) - Math.Sin(y[1]), 0, 0));
        Trajectory path = RadauIIA.Integrate(field, [0, 0], 10, Tolerance(1e-8, 1e-10));
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.InRange(path.AcceptedSteps, 20, 1000);
        for (double t = 0; t <= 10; t += 0.1)
            Assert.Equal(Math.Sin(t), path.At(t)[0], 1e-7);
    }

    [Fact]
    public void AFastDecay_IsDampedAndDoesNotLimitTheSteps()
    {
        var field = new Field(2, (y, f) => (f[0], f[1]) = (-1e12 * y[0], -y[1]), (_, j) => (j[0], j[1], j[2], j[3]) = (-1e12, 0, 0, -1));
        Trajectory path = RadauIIA.Integrate(field, [1, 1], 20);
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.InRange(path.AcceptedSteps, 20, 1000);
        Assert.Equal(0, path.End[0], 1e-10);
        Assert.Equal(Math.Exp(-20), path.End[1], 1e-9);
        // a single step over 10¹¹ decay times keeps 10⁻¹¹ or less: the stability function vanishes at infinity
        var stepper = new RadauStepper<Field>(field, StepTolerance.Of(0.1, 1e20), double.PositiveInfinity, 1e-34);
        Assert.True(stepper.Start(0, [1, 1], 0.1));
        Assert.Equal(StepOutcome.Accepted, stepper.TryStep(0.1));
        Assert.InRange(Math.Abs(stepper.State[0]), 0, 1e-10);
    }

    [Fact]
    public void VanDerPol_EndsAtTheValuesOfTheTestSet()
    {
        Trajectory path = RadauIIA.Integrate(StiffProblems.SlowVanDerPol(1e-6), [2, 0], 2, Tolerance(1e-9, 1e-11));
        AssertEnd(path, [1.706167732170483, -0.8928097010247975], 1e-8);
        Assert.InRange(path.AcceptedSteps, 100, 10_000);
    }

    [Fact]
    public void TheOregonator_EndsAtTheValuesOfTheTestSet()
    {
        Trajectory path = RadauIIA.Integrate(StiffProblems.Oregonator, [1, 2, 3], 360, Tolerance(1e-10, 1e-10));
        AssertEnd(path, [1.000814870318523, 1228.178521549917, 132.0554942846706], 1e-8);
        Assert.InRange(path.AcceptedSteps, 100, 10_000);
    }

    [Fact]
    public void Robertson_EndsAtTheValuesOfTheTestSet_AndKeepsItsMass()
    {
        Trajectory path = RadauIIA.Integrate(StiffProblems.Robertson, [1, 0, 0], 1e11, Tolerance(1e-9, 1e-20));
        AssertEnd(path, [0.2083340149701255e-7, 0.8333360770334713e-13, 0.9999999791665050], 1e-7);
        Assert.InRange(path.AcceptedSteps, 50, 5000);
        Assert.Equal(1, path.End[0] + path.End[1] + path.End[2], 1e-13);
    }

    [Fact]
    public void Hires_EndsAtTheValuesOfTheTestSet()
    {
        Trajectory path = RadauIIA.Integrate(StiffProblems.Hires, [1, 0, 0, 0, 0, 0, 0, 0.0057], 321.8122, Tolerance(1e-9, 1e-13));
        AssertEnd(path,
            [
                0.7371312573325668e-3, 0.1442485726316185e-3, 0.5888729740967575e-4, 0.1175651343283149e-2,
                0.2386356198831331e-2, 0.6238968252742796e-2, 0.2849998395185769e-2, 0.2850001604814231e-2,
            ],
            1e-7);
    }

    [Fact]
    public void TheHeatEquationAtTwoHundredPoints_DecaysLikeItsModes()
    {
        const int n = 200;
        double[] start = [.. Enumerable.Range(1, n).Select(i => Math.Sin(Math.PI * i / (n + 1.0)) + Math.Sin(5 * Math.PI * i / (n + 1.0)))];
        double Rate(int k) => 4 * (n + 1.0) * (n + 1) * Math.Pow(Math.Sin(k * Math.PI / (2 * (n + 1.0))), 2);
        Trajectory path = RadauIIA.Integrate(StiffProblems.Heat(n), start, 0.1, Tolerance(1e-6, 1e-9));
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.InRange(path.AcceptedSteps, 10, 200);
        double first = Math.Exp(-0.1 * Rate(1)), fifth = Math.Exp(-0.1 * Rate(5));
        for (int i = 1; i <= n; i++)
            Assert.Equal(first * Math.Sin(Math.PI * i / (n + 1.0)) + fifth * Math.Sin(5 * Math.PI * i / (n + 1.0)), path.End[i - 1], 1e-6);
    }

    [Theory]
    [InlineData(1e-9, 1)]
    [InlineData(1e12, 1)]
    [InlineData(1, 1e-9)]
    [InlineData(1e150, 1e12)]
    public void UnitsOfStateAndTime_DoNotChangeTheSteps(double length, double time)
    {
        Trajectory plain = RadauIIA.Integrate(StiffProblems.VanDerPol(100), [2, 0], 200, Tolerance(1e-8, 1e-10));
        const double mu = 100;
        // coordinates in lengths, and time in times, of their own
        var scaled = new Field(2,
            (y, f) =>
            {
                double a = y[0] / length, b = y[1] / length;
                (f[0], f[1]) = (length * b / time, length * (mu * (1 - a * a) * b - a) / time);
            },
            (y, j) =>
            {
                double a = y[0] / length, b = y[1] / length;
                (j[0], j[1], j[2], j[3]) = (0, 1 / time, (-2 * mu * a * b - 1) / time, mu * (1 - a * a) / time);
            });
        Trajectory path = RadauIIA.Integrate(scaled, [2 * length, 0], 200 * time, Tolerance(1e-8, 1e-10 * length));
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.InRange(path.AcceptedSteps, 0.95 * plain.AcceptedSteps, 1.05 * plain.AcceptedSteps);
        Assert.Equal(plain.End[0], path.End[0] / length, 1e-6);
    }

    [Theory]
    [InlineData(1e-160, 1.0)]
    [InlineData(1e140, 1e-9)]
    public void WithoutAStatedTolerance_UnitsDoNotMatter_AndReferencesAreMet(double length, double time)
    {
        // Robertson's reaction: two of three coordinates begin at zero, and one stays a millionth of the others
        var field = new Field(3,
            (y, f) =>
            {
                double a = y[0] / length, b = y[1] / length, c = y[2] / length;
                double first = -0.04 * a + 1e4 * b * c, third = 3e7 * b * b;
                (f[0], f[1], f[2]) = (length * first / time, length * (-first - third) / time, length * third / time);
            },
            (y, j) =>
            {
                double b = y[1] / length, c = y[2] / length;
                (j[0], j[1], j[2]) = (-0.04 / time, 1e4 * c / time, 1e4 * b / time);
                (j[6], j[7], j[8]) = (0, 6e7 * b / time, 0);
                (j[3], j[4], j[5]) = (0.04 / time, -j[1] - j[7], -j[2]);
            });
        Trajectory path = RadauIIA.Integrate(field, [length, 0, 0], 1e11 * time);
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.InRange(path.AcceptedSteps, 50, 10_000);
        double[] expected = [0.2083340149701255e-7, 0.8333360770334713e-13, 0.9999999791665050];
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], path.End[i] / length, 1e-4 * expected[i]);
    }

    [Fact]
    public void ACoordinateThatIsZeroButForRounding_DoesNotHoldTheSteps()
    {
        // three oscillators turned into one another so that one normal coordinate is never excited
        double c = Math.Cos(0.3), s = Math.Sin(0.3);
        var field = new Field(3,
            (y, f) =>
            {
                double u = c * y[0] - s * y[1], v = s * y[0] + c * y[1];
                double du = -1e4 * (u - y[2] * y[2]), dv = -2 * v;
                (f[0], f[1], f[2]) = (c * du + s * dv, -s * du + c * dv, -0.1 * y[2] * y[2]);
            },
            (y, j) =>
            {
                (j[0], j[1], j[2]) = (-1e4 * c * c - 2 * s * s, 1e4 * c * s - 2 * s * c, 2e4 * c * y[2]);
                (j[3], j[4], j[5]) = (1e4 * s * c - 2 * c * s, -1e4 * s * s - 2 * c * c, -2e4 * s * y[2]);
                (j[6], j[7], j[8]) = (0, 0, -0.2 * y[2]);
            });
        Trajectory path = RadauIIA.Integrate(field, [c, -s, 1], 1000);
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.InRange(path.AcceptedSteps + path.RejectedSteps, 20, 3000);
        double z = 1 / (1 + 0.1 * 1000);
        Assert.Equal(z, path.End[2], 1e-7);
        // u follows z² with the lag 2zz'/10⁴ = −0.2z³/10⁴
        Assert.Equal(c * z * z, path.End[0], 1e-7);
    }

    [Fact]
    public void TheEndAlone_CanBeKept()
    {
        Trajectory whole = RadauIIA.Integrate(StiffProblems.Hires, [1, 0, 0, 0, 0, 0, 0, 0.0057], 100);
        Trajectory end = RadauIIA.Integrate(StiffProblems.Hires, [1, 0, 0, 0, 0, 0, 0, 0.0057], 100, new IntegrationOptions { Output = PathOutput.End });
        Assert.Equal(whole.End.ToArray(), end.End.ToArray());
        Assert.Equal(whole.AcceptedSteps, end.AcceptedSteps);
    }

    [Fact]
    public void Events_AreFoundOnTheDenseOutput_AndATerminalOneEndsThePath()
    {
        var stop = new IntegrationEvent((_, y) => y[0], EventDirection.Rising, IsTerminal: true);
        Trajectory path = RadauIIA.Integrate(Oscillator, [1, 0], 100, Tolerance(1e-9, 1e-10) with { Events = [new IntegrationEvent((_, y) => y[0] - 0.5), stop] });
        Assert.Equal(StopReason.Event, path.StopReason);
        Assert.Equal([0, 1], path.Events.Select(e => e.Index));
        Assert.Equal(Math.PI / 3, path.Events[0].Time, 1e-7);
        Assert.Equal(1.5 * Math.PI, path.EndTime, 1e-7);
        Assert.Equal(Math.Cos(4.7), path.At(4.7)[0], 1e-7);
        Assert.Equal(path.End.ToArray(), path.At(path.EndTime));
    }

    [Fact]
    public void TheTrajectory_IsContinuous_AndItsCountsAreThoseOfACountingField()
    {
        long calls = 0;
        var counting = new Field(2, (y, f) => { calls++; StiffProblems.VanDerPol(50).Evaluate(y, f); }, StiffProblems.VanDerPol(50).Jacobian);
        Trajectory path = RadauIIA.Integrate(counting, [2, 0], 100);
        Assert.Equal(calls, path.Evaluations);
        Assert.Equal(path.AcceptedSteps + 1, path.Times.Length);
        Assert.Equal(100, path.EndTime);
        for (int i = 1; i < path.Times.Length - 1; i++)
            Assert.Equal(path.At(path.Times[i])[0], path.At(Math.BitDecrement(path.Times[i]))[0], 1e-11);
    }

    [Fact]
    public void NumericalFailure_IsAStatus()
    {
        // blow-up at t = 1, a field that leaves its domain, a Jacobian of no numbers, a field of none
        var blowUp = new Field(1, (y, f) => f[0] = y[0] * y[0], (y, j) => j[0] = 2 * y[0]);
        Trajectory path = RadauIIA.Integrate(blowUp, [1], 2);
        Assert.Contains(path.StopReason, (StopReason[])[StopReason.StepTooSmall, StopReason.NonFinite]);
        Assert.Equal(1, path.EndTime, 1e-6);
        Assert.True(double.IsFinite(path.End[0]));

        var root = new Field(1, (y, f) => f[0] = -1 / Math.Sqrt(y[0]), (y, j) => j[0] = 0.5 * Math.Pow(y[0], -1.5));
        path = RadauIIA.Integrate(root, [1], 1);
        Assert.Contains(path.StopReason, (StopReason[])[StopReason.StepTooSmall, StopReason.NonFinite]);
        Assert.Equal(2.0 / 3, path.EndTime, 1e-4);

        var wrong = new Field(1, (_, f) => f[0] = 1, (_, j) => j[0] = double.NaN);
        Assert.Equal(StopReason.NonFinite, RadauIIA.Integrate(wrong, [1], 1).StopReason);
        var none = new Field(1, (_, f) => f[0] = double.NaN, (_, j) => j[0] = 0);
        Assert.Equal(StopReason.NonFinite, RadauIIA.Integrate(none, [1], 1).StopReason);
        var wall = new Field(1, (y, f) => f[0] = y[0] < 2 ? 1 : double.NaN, (_, j) => j[0] = 0);
        path = RadauIIA.Integrate(wall, [1], 5);
        Assert.Equal(StopReason.NonFinite, path.StopReason);
        Assert.Equal(1, path.EndTime, 1e-6);
    }

    [Fact]
    public void AWrongJacobian_EndsWithAStatusWithinTheBudget()
    {
        var field = new Field(1, (y, f) => f[0] = -1e6 * y[0], (_, j) => j[0] = 1e6);
        Trajectory path = RadauIIA.Integrate(field, [1], 10, new IntegrationOptions { MaxSteps = 2000 });
        Assert.NotEqual(StopReason.EndReached, path.StopReason);
        Assert.InRange(path.AcceptedSteps + path.RejectedSteps, 1, 2000);
    }

    [Fact]
    public void AStepWhoseMatrixIsSingular_IsTakenShorter()
    {
        // γ/h is an eigenvalue at the first step exactly: h = γ/λ
        var field = new Field(1, (y, f) => f[0] = 2 * y[0], (_, j) => j[0] = 2);
        var stepper = new RadauStepper<Field>(field, 1e-6, 1e6);
        Assert.True(stepper.Start(0, [1], RadauTable.Gamma / 2));
        Assert.Equal(StepOutcome.Rejected, stepper.TryStep(10));
        Trajectory path = RadauIIA.Integrate(field, [1], 5, Tolerance(1e-8, 1e-8) with { InitialStep = RadauTable.Gamma / 2 });
        Assert.Equal(Math.Exp(10), path.End[0], 1e-5 * Math.Exp(10));
    }

    [Fact]
    public void ADirectionThatGrows_IsNotDamped()
    {
        // e^(50t) from 1e-12, unseen by the tolerances at first, while everything else has come to rest
        var field = new Field(2, (y, f) => (f[0], f[1]) = (50 * y[0] * (1 - y[0]), -y[1]), (y, j) => (j[0], j[1], j[2], j[3]) = (50 - 100 * y[0], 0, 0, -1));
        Trajectory path = RadauIIA.Integrate(field, [1e-12, 1], 100, Tolerance(1e-4, 1e-3));
        Assert.Equal(1, path.End[0], 1e-3);
    }

    [Fact]
    public void BudgetAndCancellation_EndTheIntegration()
    {
        Trajectory path = RadauIIA.Integrate(Oscillator, [1, 0], 1e6, new IntegrationOptions { MaxSteps = 50 });
        Assert.Equal(StopReason.StepBudget, path.StopReason);
        Assert.Equal(50, path.AcceptedSteps + path.RejectedSteps);
        using var source = new CancellationTokenSource();
        source.Cancel();
        path = RadauIIA.Integrate(Oscillator, [1, 0], 1e6, cancellationToken: source.Token);
        Assert.Equal(StopReason.Cancelled, path.StopReason);
        Assert.Equal(0, path.EndTime);
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => RadauIIA.Integrate<Field>(null!, [1, 0], 1));
        Assert.Throws<ArgumentException>(() => RadauIIA.Integrate(Oscillator, [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RadauIIA.Integrate(Oscillator, [1, double.NaN], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RadauIIA.Integrate(Oscillator, [1, 0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RadauIIA.Integrate(Oscillator, [1, 0], double.PositiveInfinity));
    }

    [Fact]
    public void BothOverloads_GiveTheSameTrajectory_WhichIsThatOfDormandPrince()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        var ode = new ReducedOde(gan);
        MacroState start = MacroState.NearOrigin(gan, 0.05, seed: 7);
        Trajectory fromState = RadauIIA.Integrate(ode, start, until: 100), fromNumbers = RadauIIA.Integrate(ode, ode.Pack(start), until: 100);
        Assert.Equal(fromNumbers.End.ToArray(), fromState.End.ToArray());
        Trajectory other = DormandPrince.Integrate(ode, start, until: 100, Tolerance(1e-11, 1e-13));
        Assert.InRange(Distance(other.End, fromState.End), 0, 1e-5);
    }

    [Fact]
    public void Steps_AllocateNothing()
    {
        var ode = new ReducedOde(new GanParameters([5, 3], [5, 3], 0.2, 0.1, 1, 1));
        double[] start = ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.05, seed: 1)), place = new double[ode.Dimension];
        var stepper = new RadauStepper<ReducedOde>(ode, 1e-8, 1e-10);
        Assert.True(stepper.Start(0, start));
        Assert.Equal(0, Allocation.InSteadyState(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                if (stepper.TryStep(double.PositiveInfinity) == StepOutcome.Accepted)
                    stepper.Interpolate(0.5, place);
            }
        }));
    }

    private static void AssertEnd(Trajectory path, double[] expected, double relative)
    {
        Assert.Equal(StopReason.EndReached, path.StopReason);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], path.End[i], relative * Math.Abs(expected[i]));
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }
}

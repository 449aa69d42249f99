using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Tests.FixedPoints;
using PhaseGan.Tests.Conventions;
using Xunit;

namespace PhaseGan.Tests.Integration;

public sealed class DormandPrinceTests
{
    private static readonly Field Oscillator = new(2, (y, f) => (f[0], f[1]) = (y[1], -y[0]), (_, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -1, 0));

    /// <summary>Steps of length h and nothing else: the tolerances are so loose that every step is accepted and wants to grow.</summary>
    private static IntegrationOptions Fixed(double h) => new() { RelativeTolerance = 0.1, AbsoluteTolerance = 1e6, InitialStep = h, MaxStep = h };

    [Theory]
    [InlineData(0, 6, 8)]
    [InlineData(1, 4, 6)]
    [InlineData(2, 5, 8)]
    public void WithFixedSteps_TheErrorFallsWithTheFifthPower(int problem, int coarsest, int finest)
    {
        ClosedForm closed = ClosedForm.All.ElementAt(problem);
        const double until = 20;
        double coarse = Error(coarsest), fine = Error(finest);
        Assert.InRange(fine, 1e-13, 1e-8);
        Assert.Equal(5, Math.Log2(coarse / fine) / (finest - coarsest), 0.1);

        double Error(int power)
        {
            double h = Math.ScaleB(1, -power);
            Trajectory path = DormandPrince.Integrate(closed.Field, closed.Start, until, Fixed(h));
            Assert.Equal(until / h, path.AcceptedSteps);
            Assert.Equal(0, path.RejectedSteps);
            return Distance(path.End, closed.Solution(until));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void TheDenseOutput_IsOfFourthOrder(int problem)
    {
        // order p means that inside one step from an exact state the error is O(h^(p+1))
        ClosedForm closed = ClosedForm.All.ElementAt(problem);
        double coarse = Worst(5), fine = Worst(7);
        Assert.Equal(4, Math.Log2(coarse / fine) / 2 - 1, 0.2);

        double Worst(int power)
        {
            double h = Math.ScaleB(1, -power), worst = 0;
            for (double from = 0; from < 6; from += 0.25)
            {
                Trajectory step = DormandPrince.Integrate(closed.Field, closed.Solution(from), h, Fixed(h));
                Assert.Equal(1, step.AcceptedSteps);
                for (int i = 1; i < 20; i++)
                    worst = Math.Max(worst, Distance(step.At(h * i / 20), closed.Solution(from + h * i / 20)));
            }
            return worst;
        }
    }

    [Theory]
    [InlineData(0, 3000)]
    [InlineData(1, 40)]
    [InlineData(2, 40)]
    public void TheErrorFollowsTheTolerance(int problem, double factor)
    {
        ClosedForm closed = ClosedForm.All.ElementAt(problem);
        foreach (double tolerance in (double[])[1e-4, 1e-6, 1e-8, 1e-10, 1e-12])
        {
            Trajectory path = DormandPrince.Integrate(closed.Field, closed.Start, 20,
                new IntegrationOptions { RelativeTolerance = tolerance, AbsoluteTolerance = tolerance });
            Assert.Equal(StopReason.EndReached, path.StopReason);
            Assert.InRange(Distance(path.End, closed.Solution(20)), 0, factor * tolerance);
            double between = 0;
            for (double t = 0; t < 20; t += 0.037)
                between = Math.Max(between, Distance(path.At(t), closed.Solution(t)));
            Assert.InRange(between, 0, 3 * factor * tolerance);
        }
    }

    [Fact]
    public void OnTheArenstorfOrbit_WorkAndErrorAreThoseOfTheOriginalCode()
    {
        const double mu = 0.012277471;
        var field = new Field(4,
            (y, f) =>
            {
                double a = Math.Pow((y[0] + mu) * (y[0] + mu) + y[1] * y[1], 1.5), b = Math.Pow((y[0] - 1 + mu) * (y[0] - 1 + mu) + y[1] * y[1], 1.5);
                (f[0], f[1]) = (y[2], y[3]);
                f[2] = y[0] + 2 * y[3] - (1 - mu) * (y[0] + mu) / a - mu * (y[0] - 1 + mu) / b;
                f[3] = y[1] - 2 * y[2] - (1 - mu) * y[1] / a - mu * y[1] / b;
            },
            (_, _) => throw new NotSupportedException());
        double[] start = [0.994, 0, 0, -2.00158510637908252240537862224];
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "integration", "dopri5.csv"));
        Assert.Equal(6, lines.Length);
        foreach (string line in lines.Skip(1))
        {
            double[] row = [.. line.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
            Trajectory path = DormandPrince.Integrate(field, start, 17.0652165601579625588917206249,
                new IntegrationOptions { RelativeTolerance = row[0], AbsoluteTolerance = row[0], InitialStep = 1e-3 });
            Assert.InRange(path.AcceptedSteps, row[1] - 2, row[1] + 2);
            Assert.InRange(path.Evaluations, row[2] - 15, row[2] + 15);
            double theirs = Distance(start, row.AsSpan(3)), ours = Distance(start, path.End);
            Assert.Equal(theirs, ours, 0.02 * theirs);
        }
    }

    [Fact]
    public void Counts_AreThoseOfACountingField()
    {
        long calls = 0;
        ClosedForm kepler = ClosedForm.Kepler(0.6);
        var counting = new Field(4,
            (y, f) =>
            {
                calls++;
                kepler.Field.Evaluate(y, f);
            },
            (_, _) => throw new NotSupportedException());
        Trajectory path = DormandPrince.Integrate(counting, kepler.Start, 20);
        Assert.Equal(calls, path.Evaluations);
        Assert.True(path.RejectedSteps > 0);
        Assert.Equal(2 + 6 * (path.AcceptedSteps + path.RejectedSteps), path.Evaluations);
        Assert.Equal(path.AcceptedSteps + 1, path.Times.Length);
        Assert.Equal(0, path.StartTime);
        Assert.Equal(20, path.EndTime);
        for (int i = 1; i < path.Times.Length; i++)
            Assert.True(path.Times[i] > path.Times[i - 1]);

        calls = 0;
        path = DormandPrince.Integrate(counting, kepler.Start, 20, new IntegrationOptions { InitialStep = 0.01 });
        Assert.Equal(calls, path.Evaluations);
        Assert.Equal(1 + 6 * (path.AcceptedSteps + path.RejectedSteps), path.Evaluations);
        Assert.Equal(0.01, path.Times[1], 1e-15);
    }

    [Fact]
    public void TheTrajectory_IsContinuous_AndHitsItsOwnSteps()
    {
        ClosedForm closed = ClosedForm.Top(0.51);
        Trajectory path = DormandPrince.Integrate(closed.Field, closed.Start, 10);
        Assert.Equal(closed.Start, path.At(0));
        Assert.Equal(path.End.ToArray(), path.At(10));
        for (int i = 1; i < path.Times.Length - 1; i++)
            Assert.InRange(Distance(path.At(Math.BitDecrement(path.Times[i])), path.At(path.Times[i])), 0, 1e-13);
        Assert.Throws<ArgumentOutOfRangeException>(() => path.At(-1e-9));
        Assert.Throws<ArgumentOutOfRangeException>(() => path.At(10.000001));
        Assert.Throws<ArgumentOutOfRangeException>(() => path.At(double.NaN));
        Assert.Throws<ArgumentException>(() => path.At(1, new double[2]));
    }

    [Fact]
    public void Flows_Compose()
    {
        ClosedForm closed = ClosedForm.Top(0.51);
        var options = new IntegrationOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-12 };
        Gen<double> coordinate = Gen.Choose(-1000, 1000).Select(i => i / 1000.0);
        Gen<double> time = Gen.Choose(1, 5000).Select(i => i / 1000.0);
        var cases = from x in coordinate from y in coordinate from z in coordinate from s in time from t in time select (new[] { x, y, z }, s, t);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20240607, 1),
            Prop.ForAll(cases.ToArbitrary(), c =>
            {
                (double[] start, double s, double t) = c;
                Trajectory whole = DormandPrince.Integrate(closed.Field, start, s + t, options);
                Trajectory second = DormandPrince.Integrate(closed.Field, DormandPrince.Integrate(closed.Field, start, s, options).End, t, options);
                // |y| ≤ √3 and errors grow at most linearly here; two invariants of the body besides
                double energy = start[0] * start[0] + start[1] * start[1], other = 0.51 * start[0] * start[0] + start[2] * start[2];
                ReadOnlySpan<double> y = whole.End;
                return Distance(whole.End, second.End) < 1e-8
                    && Math.Abs(y[0] * y[0] + y[1] * y[1] - energy) < 1e-9 && Math.Abs(0.51 * y[0] * y[0] + y[2] * y[2] - other) < 1e-9;
            }));
    }

    [Fact]
    public void BothOverloads_GiveTheSameTrajectory()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        var ode = new ReducedOde(gan);
        MacroState start = MacroState.NearOrigin(gan, 0.05, seed: 7);
        Trajectory fromState = DormandPrince.Integrate(ode, start, until: 100);
        Trajectory fromNumbers = DormandPrince.Integrate(ode, ode.Pack(start), until: 100);
        Assert.Equal(fromNumbers.Times.AsEnumerable(), fromState.Times.AsEnumerable());
        Assert.Equal(fromNumbers.End.ToArray(), fromState.End.ToArray());
        Assert.Equal(fromNumbers.Evaluations, fromState.Evaluations);
    }

    [Fact]
    public void Steps_AllocateNothing()
    {
        var ode = new ReducedOde(new GanParameters([5, 3], [5, 3], 0.2, 0.1, 1, 1));
        double[] start = ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.05, seed: 1)), place = new double[ode.Dimension];
        var plain = new DormandPrinceStepper<ReducedOde>(ode, 1e-8, 1e-10);
        Assert.True(plain.Start(0, start));
        Assert.Equal(0, Allocation.InSteadyState(() => Walk(plain, place)));

        var variational = new VariationalField<ReducedOde>(ode, 3);
        double[] seed = new double[variational.Dimension], wide = new double[variational.Dimension];
        start.CopyTo(seed, 0);
        seed[9] = seed[13] = seed[17] = 1;
        var tangents = new DormandPrinceStepper<VariationalField<ReducedOde>>(variational, 1e-8, 1e-10);
        Assert.True(tangents.Start(0, seed));
        Assert.Equal(0, Allocation.InSteadyState(() => Walk(tangents, wide)));

        static void Walk<TField>(DormandPrinceStepper<TField> stepper, double[] place)
            where TField : IVectorField
        {
            for (int i = 0; i < 500; i++)
            {
                if (stepper.TryStep(double.PositiveInfinity) == StepOutcome.Accepted)
                    stepper.Interpolate(0.5, place);
            }
        }
    }

    [Fact]
    public void TheEndOfTime_IsReachedExactly_HoweverAwkward()
    {
        foreach (double until in (double[])[1e-12, 0.1, 1 / 3.0, Math.PI, 1e4])
        {
            Trajectory path = DormandPrince.Integrate(Oscillator, [1, 0], until);
            Assert.Equal(StopReason.EndReached, path.StopReason);
            Assert.Equal(until, path.EndTime);
            Assert.Equal(Math.Cos(until), path.End[0], 1e-4);
        }
    }

    [Fact]
    public void AFieldAtRest_CostsLittle()
    {
        Trajectory path = DormandPrince.Integrate(Oscillator, [0, 0], 1e6);
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.InRange(path.AcceptedSteps, 1, 20);
        Assert.Equal([0, 0], path.End.ToArray());
    }

    [Fact]
    public void StopsWhenTheStepBudgetIsUsedUp()
    {
        Trajectory path = DormandPrince.Integrate(Oscillator, [1, 0], 1000, new IntegrationOptions { MaxSteps = 25 });
        Assert.Equal(StopReason.StepBudget, path.StopReason);
        Assert.Equal(25, path.AcceptedSteps + path.RejectedSteps);
        Assert.InRange(path.EndTime, 1e-3, 100);
        Assert.Equal(Math.Cos(path.EndTime), path.End[0], 1e-6);
    }

    [Fact]
    public void AStiffField_EndsByItsBudgetRatherThanHang()
    {
        var stiff = new Field(1, (y, f) => f[0] = -1e9 * (y[0] - 1), (_, j) => j[0] = -1e9);
        Trajectory path = DormandPrince.Integrate(stiff, [2], 1, new IntegrationOptions { MaxSteps = 5000 });
        Assert.Equal(StopReason.StepBudget, path.StopReason);
        Assert.Equal(1, path.End[0], 1e-6);
    }

    [Fact]
    public void ABlowUpInFiniteTime_StopsWhereTheStepVanishes()
    {
        // y' = y², y(0) = 1 is 1/(1 − t)
        var explosive = new Field(1, (y, f) => f[0] = y[0] * y[0], (y, j) => j[0] = 2 * y[0]);
        Trajectory path = DormandPrince.Integrate(explosive, [1], 2);
        Assert.Equal(StopReason.StepTooSmall, path.StopReason);
        Assert.Equal(1, path.EndTime, 1e-6);
        Assert.All(path.End.ToArray(), v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void LeavingTheDomain_IsNonFinite_AndTheResultIsStillFinite()
    {
        // y' = −1/(2√y), y(0) = 1 is √(1 − t); beyond t = 1 the root has no value
        var rooted = new Field(1, (y, f) => f[0] = -0.5 / Math.Sqrt(y[0]) * (y[0] >= 0 ? 1 : double.NaN), (_, _) => { });
        Trajectory path = DormandPrince.Integrate(new Field(1, (y, f) => f[0] = -Math.Sqrt(y[0]) - 1, (_, _) => { }), [1], 5);
        Assert.Equal(StopReason.NonFinite, path.StopReason);
        Assert.InRange(path.End[0], 0, 1e-6);
        // dt = −dy/(1 + √y): the edge is reached at 2(1 − ln 2)
        Assert.Equal(2 * (1 - Math.Log(2)), path.EndTime, 1e-6);
        Assert.NotEqual(StopReason.EndReached, DormandPrince.Integrate(rooted, [1], 5).StopReason);

        Trajectory nowhere = DormandPrince.Integrate(new Field(1, (_, f) => f[0] = double.NaN, (_, _) => { }), [3], 5);
        Assert.Equal(StopReason.NonFinite, nowhere.StopReason);
        Assert.Equal(0, nowhere.EndTime);
        Assert.Equal([3], nowhere.End.ToArray());
        Assert.Equal([3], nowhere.At(0));
        Assert.Equal(0, nowhere.AcceptedSteps);
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e-16)]
    [InlineData(1e-20)]
    [InlineData(1e-160)]
    [InlineData(1e-290)]
    [InlineData(1e160)]
    public void AnIntervalOfAnyLength_IsWalkedThrough(double until)
    {
        var decay = new Field(1, (y, f) => f[0] = -y[0] / until, (_, _) => { });
        Trajectory path = DormandPrince.Integrate(decay, [1.0], until);
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.Equal(Math.Exp(-1), path.End[0], 1e-7);
    }

    [Fact]
    public void AnIntervalThatNoStepResolves_IsStepTooSmall()
    {
        Trajectory path = DormandPrince.Integrate(Oscillator, [1, 0], 1e-310);
        Assert.Equal(StopReason.StepTooSmall, path.StopReason);
        Assert.Equal(0, path.EndTime);
    }

    [Theory]
    [InlineData(1e14, 1.0)]
    [InlineData(1e14, 1e-10)]
    [InlineData(1e-200, null)]
    [InlineData(1e200, null)]
    public void ACoordinateThatBeginsAtZero_IsAsLargeAsItBecomes(double size, double? tolerance)
    {
        Trajectory path = DormandPrince.Integrate(Oscillator, [size, 0], 1, new IntegrationOptions { AbsoluteTolerance = tolerance });
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.Equal(Math.Cos(1), path.End[0] / size, 1e-7);
        Assert.Equal(-Math.Sin(1), path.End[1] / size, 1e-7);
    }

    [Fact]
    public void ACoordinateOfRoundingAlone_DoesNotHoldUpTheOthers()
    {
        // the third coordinate is zero but for the last bits of the first
        var noisy = new Field(3, (y, f) => (f[0], f[1], f[2]) = (y[1], -y[0], y[0] * 0.3 - y[0] * 0.1 - y[0] * 0.2), (_, _) => { });
        Trajectory path = DormandPrince.Integrate(noisy, [1, 0, 0], 20);
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.Equal(Math.Cos(20), path.End[0], 1e-5);
        Assert.Equal(0, path.End[2], 1e-14);
        Assert.InRange(path.AcceptedSteps + path.RejectedSteps, 1, 1000);
    }

    [Fact]
    public void Cancellation_KeepsWhatWasComputed()
    {
        Trajectory none = DormandPrince.Integrate(Oscillator, [1, 0], 10, null, new CancellationToken(true));
        Assert.Equal(StopReason.Cancelled, none.StopReason);
        Assert.Equal(0, none.EndTime);

        using var source = new CancellationTokenSource();
        var cancelAtFive = new IntegrationEvent((t, _) =>
        {
            if (t > 5)
                source.Cancel();
            return 1;
        });
        Trajectory some = DormandPrince.Integrate(Oscillator, [1, 0], 1000, new IntegrationOptions { Events = [cancelAtFive] }, source.Token);
        Assert.Equal(StopReason.Cancelled, some.StopReason);
        Assert.InRange(some.EndTime, 5, 8);
        Assert.Equal(Math.Cos(some.EndTime), some.End[0], 1e-6);
    }

    [Fact]
    public void BadInput_NamesTheArgument()
    {
        Assert.Throws<ArgumentNullException>(() => DormandPrince.Integrate<IVectorField>(null!, [1, 0], 1));
        Assert.Equal("start", Assert.Throws<ArgumentException>(() => DormandPrince.Integrate(Oscillator, [1], 1)).ParamName);
        Assert.Equal("start", Assert.Throws<ArgumentOutOfRangeException>(() => DormandPrince.Integrate(Oscillator, [1, double.NaN], 1)).ParamName);
        foreach (double until in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            Assert.Equal("until", Assert.Throws<ArgumentOutOfRangeException>(() => DormandPrince.Integrate(Oscillator, [1, 0], until)).ParamName);
        var ode = new ReducedOde(new GanParameters([1], [1], 0.2, 0.2, 1, 1));
        Assert.Throws<ArgumentNullException>(() => DormandPrince.Integrate(ode, (MacroState)null!, 1));
        Assert.Throws<ArgumentException>(() => DormandPrince.Integrate(ode, MacroState.Diagonal([0.1, 0.1], [0.1, 0.1], [0, 0]), 1));

        foreach (double bad in (double[])[0, -1e-3, 0.2, 1e-16, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>(() => new IntegrationOptions { RelativeTolerance = bad });
        foreach (double bad in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new IntegrationOptions { AbsoluteTolerance = bad });
            Assert.Throws<ArgumentOutOfRangeException>(() => new IntegrationOptions { InitialStep = bad });
            Assert.Throws<ArgumentOutOfRangeException>(() => new IntegrationOptions { EventTolerance = bad });
        }
        foreach (double bad in (double[])[0, -1, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>(() => new IntegrationOptions { MaxStep = bad });
        Assert.Throws<ArgumentOutOfRangeException>(() => new IntegrationOptions { MaxSteps = 0 });
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double largest = 0;
        for (int i = 0; i < b.Length; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }
}

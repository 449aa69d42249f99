using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Integration;

public sealed class SwitchingStepperTests
{
    [Fact]
    public void OnARelaxationCycle_ItGoesOverToTheImplicitMethod_AndEndsWhereThatEnds()
    {
        Field field = StiffProblems.VanDerPol(300);
        var stepper = new SwitchingStepper<Field>(field, 1e-8, 1e-12);
        bool wasStiff = false;
        Assert.True(stepper.Start(0, [2, 0]));
        while (stepper.Time < 600)
        {
            Assert.Contains(stepper.TryStep(600), (StepOutcome[])[StepOutcome.Accepted, StepOutcome.Rejected]);
            wasStiff |= stepper.IsStiff;
        }
        Assert.True(wasStiff);
        // two methods, one path; the explicit one alone takes some hundred thousand steps
        Trajectory other = DormandPrince.Integrate(field, [2, 0], 600, new IntegrationOptions { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-12, MaxSteps = 2_000_000 });
        Assert.Equal(other.End[0], stepper.State[0], 1e-5);
        Assert.InRange(stepper.Accepted, 1000, other.AcceptedSteps / 5);
    }

    [Fact]
    public void StatesBeforeAndBetween_StayThoseOfTheLastStep_WhenTheMethodChanges()
    {
        Field field = StiffProblems.VanDerPol(300);
        var stepper = new SwitchingStepper<Field>(field, 1e-8, 1e-12);
        Assert.True(stepper.Start(0, [2, 0]));
        double[] last = [2, 0], place = new double[2];
        int changes = 0;
        bool wasStiff = false;
        for (int k = 0; k < 8000; k++)
        {
            if (stepper.TryStep(double.PositiveInfinity) != StepOutcome.Accepted)
                continue;
            Assert.Equal(last, stepper.StateBefore.ToArray());
            stepper.Interpolate(0, place);
            Assert.Equal(last[0], place[0], 1e-12);
            stepper.Interpolate(1, place);
            Assert.Equal(stepper.State[1], place[1], 1e-9 * Math.Max(1, Math.Abs(place[1])));
            stepper.State.CopyTo(last);
            changes += stepper.IsStiff != wasStiff ? 1 : 0;
            wasStiff = stepper.IsStiff;
        }
        Assert.True(changes > 0);
    }

    [Fact]
    public void OrdinaryMotion_StaysWithTheExplicitMethod_BitForBit()
    {
        // a decaying spiral to a rest, where steps become as long as stability allows, and an orbit
        var spiral = new Field(2, (y, f) => (f[0], f[1]) = (-0.1 * y[0] + y[1], -y[0] - 0.1 * y[1]), (_, j) => (j[0], j[1], j[2], j[3]) = (-0.1, 1, -1, -0.1));
        foreach ((Field field, double[] start) in new[] { (spiral, new double[] { 1, 0 }), (ClosedForm.Kepler(0.3).Field, ClosedForm.Kepler(0.3).Start) })
        {
            var switching = new SwitchingStepper<Field>(field, 1e-8, 1e-12);
            var plain = new Dop853Stepper<Field>(field, 1e-8, 1e-12);
            Assert.True(switching.Start(0, start));
            Assert.True(plain.Start(0, start));
            for (int k = 0; k < 2000; k++)
                Assert.Equal(plain.TryStep(1000), switching.TryStep(1000));
            Assert.False(switching.IsStiff);
            Assert.Equal(plain.State.ToArray(), switching.State.ToArray());
            Assert.Equal(plain.Evaluations, switching.Evaluations);
        }
    }

    [Fact]
    public void WhereStiffnessEnds_TheExplicitMethodComesBack()
    {
        // an oscillator beside a fast decay that is switched off while a third coordinate falls
        var field = new Field(4,
            (y, f) => (f[0], f[1], f[2], f[3]) = (y[1], -y[0], -1e4 * y[3] * y[2], -0.05 * y[3]),
            (y, j) =>
            {
                j.Clear();
                (j[1], j[4]) = (1, -1);
                (j[10], j[11], j[15]) = (-1e4 * y[3], -1e4 * y[2], -0.05);
            });
        var stepper = new SwitchingStepper<Field>(field, 1e-8, 1e-12);
        Assert.True(stepper.Start(0, [1, 0, 1, 1]));
        bool wasStiff = false;
        while (stepper.Time < 600)
        {
            stepper.TryStep(600);
            wasStiff |= stepper.IsStiff;
        }
        Assert.True(wasStiff);
        Assert.False(stepper.IsStiff);
        Assert.Equal(Math.Cos(600), stepper.State[0], 1e-4);
        Assert.InRange(stepper.Accepted, 1000, 50_000);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e-160)]
    [InlineData(1e150)]
    public void TheGaugesOfBothMethods_KnowTheFastestRate_InAnyUnit(double unit)
    {
        // rates 1 and 50, turned against each other; and a rotation with rate 20
        var decays = new Field(2, (y, f) => (f[0], f[1]) = (-30.0 * y[0] + 20 * y[1], 29.0 * y[0] - 21 * y[1]), (_, j) => (j[0], j[1], j[2], j[3]) = (-30, 20, 29, -21));
        var turn = new Field(2, (y, f) => (f[0], f[1]) = (20 * y[1], -20 * y[0]), (_, j) => (j[0], j[1], j[2], j[3]) = (0, 20, -20, 0));
        foreach ((Field field, double rate) in new[] { (decays, 50.0), (turn, 20.0) })
        {
            var steep = new Dop853Stepper<Field>(field, 1e-8, 1e-12 * unit);
            var flat = new RadauStepper<Field>(field, 1e-8, 1e-12 * unit);
            foreach (IStiffnessGauge stepper in (IStiffnessGauge[])[steep, flat])
            {
                Assert.True(stepper.Start(0, [unit, 0.3 * unit]));
                double last = 0;
                for (int k = 0; k < 30; k++)
                {
                    if (stepper.TryStep(1) == StepOutcome.Accepted && stepper.Time < 1)
                        last = stepper.StepTimesRate / (stepper.Time - stepper.TimeBefore);
                }
                Assert.Equal(rate, last, 0.3 * rate);
            }
        }
    }
}

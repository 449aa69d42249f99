using PhaseGan.Tests.FixedPoints;
using PhaseGan.Tests.Integration;
using Xunit;

namespace PhaseGan.Tests.Stability;

public sealed class RadauTangentStepperTests
{
    [Fact]
    public void Tangents_AreThoseOfTheVariationalEquation()
    {
        Field field = StiffProblems.VanDerPol(5);
        var implicitly = new RadauTangentStepper<Field>(field, 2, 1e-10, 1e-12);
        var explicitly = new Dop853Stepper<VariationalField<Field>>(new VariationalField<Field>(field, 2), 1e-12, 1e-14);
        double[] start = [1.5, 0.2, 1, 0, 0, 1];
        Assert.True(implicitly.Start(0, start));
        Assert.True(explicitly.Start(0, start));
        for (double until = 1; until < 20; until++)
        {
            foreach (IStepper stepper in (IStepper[])[implicitly, explicitly])
                while (stepper.Time < until)
                    Assert.Contains(stepper.TryStep(until), (StepOutcome[])[StepOutcome.Accepted, StepOutcome.Rejected]);
            double size = Math.Max(1, explicitly.State.ToArray().Max(Math.Abs));
            for (int i = 0; i < 6; i++)
            {
                Assert.Equal(explicitly.State[i], implicitly.State[i], 1e-7 * size);
                Assert.Equal(explicitly.Derivative[i], implicitly.Derivative[i], 1e-5 * size);
            }
        }
    }

    [Fact]
    public void DenseOutput_PassesThroughTheEndsOfAStep_AndIsTheExponentialBetween()
    {
        var field = new Field(1, (y, f) => f[0] = -2 * y[0], (_, j) => j[0] = -2);
        var stepper = new RadauTangentStepper<Field>(field, 1, 1e-8, 1e-10);
        Assert.True(stepper.Start(0, [1, 1]));
        double[] place = new double[2];
        while (stepper.Time < 2)
        {
            if (stepper.TryStep(2) != StepOutcome.Accepted)
                continue;
            foreach (double theta in (double[])[0, 0.3, 0.5, 0.9, 1])
            {
                stepper.Interpolate(theta, place);
                double expected = Math.Exp(-2 * (stepper.TimeBefore + theta * (stepper.Time - stepper.TimeBefore)));
                Assert.Equal(expected, place[0], 1e-7);
                Assert.Equal(expected, place[1], 1e-7);
            }
            Assert.Equal(stepper.State[1], stepper.Interpolate(1, 1), 1e-14);
        }
    }
}

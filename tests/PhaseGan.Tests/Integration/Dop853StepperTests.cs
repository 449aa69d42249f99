using Xunit;

namespace PhaseGan.Tests.Integration;

public sealed class Dop853StepperTests
{
    [Theory]
    [InlineData(1e-6, 1e-5)]
    [InlineData(1e-9, 2e-7)]
    [InlineData(1e-12, 3e-10)]
    public void AnEccentricOrbit_ComesBackAfterItsPeriod(double tolerance, double error)
    {
        var stepper = new Dop853Stepper<Kepler>(default, tolerance, tolerance);
        Assert.True(stepper.Start(0, [0.4, 0, 0, 2]));
        Assert.Equal(StepOutcome.Accepted, End(stepper, 2 * Math.PI));
        double[] expected = [0.4, 0, 0, 2];
        for (int i = 0; i < 4; i++)
            Assert.Equal(expected[i], stepper.State[i], error);
    }

    [Fact]
    public void HalvedSteps_GiveAnErrorOf256thAndDenseOutputOf128th()
    {
        (double coarse, double coarseInside) = Errors(0.2);
        (double fine, double fineInside) = Errors(0.1);
        Assert.InRange(coarse / fine, 180, 400);
        Assert.InRange(coarseInside / fineInside, 90, 400);
    }

    private static (double AtTheEnd, double Inside) Errors(double step)
    {
        // a loose tolerance takes every step that is asked for
        var stepper = new Dop853Stepper<Turn>(default, 1e300, 1e300);
        Assert.True(stepper.Start(0, [1, 0], step));
        Span<double> y = stackalloc double[2];
        double inside = 0;
        for (int k = 1; k <= Math.Round(4 / step); k++)
        {
            Assert.Equal(StepOutcome.Accepted, stepper.TryStep(k * step));
            foreach (double theta in new[] { 0.1, 0.3, 0.5, 0.7, 0.9 })
            {
                stepper.Interpolate(theta, y);
                double at = stepper.TimeBefore + theta * (stepper.Time - stepper.TimeBefore);
                inside = Math.Max(inside, Math.Abs(y[0] - Math.Cos(at)));
            }
        }
        return (Math.Abs(stepper.State[0] - Math.Cos(stepper.Time)), inside);
    }

    private static StepOutcome End<TField>(Dop853Stepper<TField> stepper, double end)
        where TField : IVectorField
    {
        StepOutcome outcome = StepOutcome.Accepted;
        while (stepper.Time < end && outcome is StepOutcome.Accepted or StepOutcome.Rejected)
            outcome = stepper.TryStep(end);
        return outcome;
    }

    private readonly struct Kepler : IVectorField
    {
        public int Dimension => 4;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            double cube = Math.Pow(y[0] * y[0] + y[1] * y[1], 1.5);
            (derivative[0], derivative[1], derivative[2], derivative[3]) = (y[2], y[3], -y[0] / cube, -y[1] / cube);
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => throw new NotSupportedException();
    }

    private readonly struct Turn : IVectorField
    {
        public int Dimension => 2;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => (derivative[0], derivative[1]) = (-y[1], y[0]);

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => throw new NotSupportedException();
    }
}

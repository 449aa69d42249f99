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

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.15)]
    public void TheStep_IsOfEighthOrder_AndItsDenseOutputOfSeventh(int problem, double step)
    {
        ClosedForm closed = ClosedForm.All.ElementAt(problem);
        double[] steps = [step, 0.8 * step, 0.64 * step];
        // order p means that from an exact state the error of one step is O(h^(p+1))
        Assert.Equal(9, Slope(steps, [.. steps.Select((double h) => ErrorOfOneStep(closed, h, 1))]), 0.1);
        Assert.Equal(8, Slope(steps, [.. steps.Select((double h) => ErrorOfOneStep(closed, h, 0.3, 0.7))]), 0.1);
    }

    /// <summary>The slope of the straight line through the logarithms, by least squares.</summary>
    private static double Slope(double[] steps, double[] errors)
    {
        double[] x = [.. steps.Select(v => Math.Log(v))], y = [.. errors.Select(v => Math.Log(v))];
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    /// <summary>The root of the mean square at fractions of steps from exact states.</summary>
    private static double ErrorOfOneStep(ClosedForm closed, double step, params double[] fractions)
    {
        var y = new double[closed.Field.Dimension];
        double sum = 0;
        for (int k = 0; k < 40; k++)
        {
            double from = 0.15 * k;
            Dop853Stepper<FixedPoints.Field> stepper = Begin(closed.Field, closed.Solution(from), step);
            Assert.Equal(StepOutcome.Accepted, stepper.TryStep(step));
            foreach (double fraction in fractions)
            {
                stepper.Interpolate(fraction, y);
                double error = Error(y, closed.Solution(from + fraction * step));
                sum += error * error;
            }
        }
        return Math.Sqrt(sum);
    }

    /// <summary>A loose tolerance takes every step that is asked for.</summary>
    private static Dop853Stepper<FixedPoints.Field> Begin(FixedPoints.Field field, double[] start, double step)
    {
        var stepper = new Dop853Stepper<FixedPoints.Field>(field, 1e300, 1e300);
        Assert.True(stepper.Start(0, start, step));
        return stepper;
    }

    private static double Error(ReadOnlySpan<double> y, double[] exact)
    {
        double sum = 0;
        for (int i = 0; i < exact.Length; i++)
            sum += (y[i] - exact[i]) * (y[i] - exact[i]);
        return Math.Sqrt(sum);
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
}

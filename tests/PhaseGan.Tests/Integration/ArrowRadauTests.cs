using PhaseGan.Tests.Equations;
using Xunit;

namespace PhaseGan.Tests.Integration;

public sealed class ArrowRadauTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public void AnImplicitPathByTheStructureOfTheJacobian_IsTheOneByTheWhole(int d)
    {
        RandomCase c = RandomCase.Draw(new Random(d), d);
        var dense = new DenseReducedOde(c.Ode);
        var arrow = new RadauStepper<ReducedOde>(c.Ode, 1e-9, 1e-12);
        var whole = new RadauStepper<DenseReducedOde>(dense, 1e-9, 1e-12);
        const double end = 20;
        double[] one = Follow(arrow, c.Coordinates, end), other = Follow(whole, c.Coordinates, end);
        Assert.Equal(whole.Accepted, arrow.Accepted);
        for (int i = 0; i < one.Length; i++)
            Assert.Equal(other[i], one[i], 1e-10);
    }

    [Fact]
    public void ASaddleThatAStepWouldDamp_IsSeenFromTheSignOfTheDeterminant_WithAnOddAndAnEvenNumberOfCoordinates()
    {
        // d = 5 has 45 coordinates, d = 7 has 84; at the origin, without noise, features grow at the rate τΛ
        foreach (int d in new[] { 5, 7 })
        {
            var gan = new GanParameters([5, .. Enumerable.Repeat(0.1, d - 1)], [.. Enumerable.Repeat(1.0, d)], 0.2, 0.02, 1, 1).With(effectiveNoise: 1);
            var ode = new ReducedOde(gan);
            RadauSystem arrow = RadauSystem.Of(ode), dense = RadauSystem.Of(new DenseReducedOde(ode));
            Assert.IsType<ArrowRadauSystem>(arrow);
            var y = new double[ode.Dimension];
            foreach (double h in new[] { 0.1, 3, 30 })
            {
                foreach (RadauSystem system in new[] { arrow, dense })
                {
                    Assert.True(system.MoveTo(y) && system.Prepare(h));
                    // one direction alone grows, at the rate τ(Λ₁ − x) = 0.8
                    Assert.Equal(RadauTable.Gamma / h < 0.8, system.DampsGrowth);
                }
            }
        }
    }

    private static double[] Follow<TField>(RadauStepper<TField> stepper, double[] start, double end)
        where TField : IVectorField
    {
        Assert.True(stepper.Start(0, start));
        int left = 100_000;
        while (stepper.Time < end && left-- > 0)
            Assert.True(stepper.TryStep(end) is StepOutcome.Accepted or StepOutcome.Rejected);
        return stepper.State.ToArray();
    }
}

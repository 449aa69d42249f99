using Xunit;

namespace PhaseGan.Tests.FixedPoints;

public sealed class NewtonTests
{
    private static readonly GanParameters Gan = new([5, 3], [5, 3], 0.2, 0.04, 2, 2);

    [Fact]
    public void FromTheOrdinaryNeighbourhoodOfARoot_ConvergesQuadratically()
    {
        // x² + y² = 4, xy = 1: x = √(2 + √3), y = 1/x.
        var circle = new Field(2, (y, f) => (f[0], f[1]) = (y[0] * y[0] + y[1] * y[1] - 4, y[0] * y[1] - 1),
            (y, j) => (j[0], j[1], j[2], j[3]) = (2 * y[0], 2 * y[1], y[1], y[0]));
        NewtonResult result = Newton.Polish(circle, [2.1, 0.4]);
        double x = Math.Sqrt(2 + Math.Sqrt(3));
        Assert.Equal(NewtonStatus.Converged, result.Status);
        Assert.Equal(x, result.Point[0], 1e-15);
        Assert.Equal(1 / x, result.Point[1], 1e-15);
        Assert.InRange(result.Iterations, 3, 8);
    }

    [Fact]
    public void NearTheDeceivedManifold_FallsOnItQuickly_AndHardlyMovesAlongIt()
    {
        var ode = new ReducedOde(Gan);
        double[] start = ode.Pack(MacroState.Create(new double[,] { { 0.9, 0.1 }, { -0.2, 0.8 } }, [1e-3, -2e-3], [2e-3, 1e-3],
            new double[,] { { 1, 0.05 }, { 0.05, 1 } }));
        NewtonResult result = Newton.Polish(ode, start);
        Assert.Equal(NewtonStatus.Converged, result.Status);
        Assert.InRange(result.Iterations, 2, 8);
        for (int i = 0; i < ode.Dimension; i++)
        {
            bool transverse = i >= ode.TransverseStart && i < ode.TransverseStart + ode.TransverseCount;
            Assert.Equal(transverse ? 0 : start[i], result.Point[i], transverse ? 1e-14 : 1e-4);
        }
    }

    [Fact]
    public void WhereTheFieldHasNoRoot_SaysThatItStalled()
    {
        var never = new Field(1, (y, f) => f[0] = y[0] * y[0] + 1, (y, j) => j[0] = 2 * y[0]);
        NewtonResult result = Newton.Polish(never, [3.0], maxSteps: 1000);
        Assert.Equal(NewtonStatus.Stalled, result.Status);
        Assert.Equal(1, result.Residual, 1e-8);
    }

    [Fact]
    public void AStartThatIsNotFinite_AndAnEmptyBudget_AreStatuses()
    {
        var line = new Field(1, (y, f) => f[0] = y[0] - 1, (_, j) => j[0] = 1);
        Assert.Equal(NewtonStatus.NonFinite, Newton.Polish(line, [double.NaN]).Status);
        Assert.Equal(NewtonStatus.StepBudget, Newton.Polish(line, [0.0], maxSteps: 0).Status);
        Assert.Equal(NewtonStatus.Converged, Newton.Polish(line, [1.0], maxSteps: 0).Status);
    }

    [Fact]
    public void RatesOfAnySize_TakeTheSameSteps()
    {
        var slow = new Field(1, (y, f) => f[0] = 1e-9 * (y[0] * y[0] - 2), (y, j) => j[0] = 2e-9 * y[0]);
        var fast = new Field(1, (y, f) => f[0] = 1e9 * (y[0] * y[0] - 2), (y, j) => j[0] = 2e9 * y[0]);
        NewtonResult a = Newton.Polish(slow, [5.0]), b = Newton.Polish(fast, [5.0]);
        Assert.Equal(a.Iterations, b.Iterations);
        Assert.Equal(Math.Sqrt(2), a.Point[0], 1e-15);
        Assert.Equal(Math.Sqrt(2), b.Point[0], 1e-15);
    }
}

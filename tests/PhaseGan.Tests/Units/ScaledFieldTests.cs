using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Units;

public sealed class ScaledFieldTests
{
    private static readonly Field s_field = new(2,
        (y, f) => (f[0], f[1]) = (y[0] * y[1] - 6, y[0] - y[1] * y[1]),
        (y, j) => (j[0], j[1], j[2], j[3]) = (y[1], y[0], 1, -2 * y[1]));

    [Fact]
    public void AboutAnOrigin_CoordinatesAreMeasuredFromThere_AndComponentsByUnitsOfTheirOwn()
    {
        var scaled = ScaledField.About(s_field, [10, -1], [4, 0.5], [8, 2]);
        // y = (10 + 4·0.5, −1 + 0.5·6) = (12, 2)
        double[] x = [0.5, 6], value = new double[2], jacobian = new double[4];
        Assert.Equal([12, 2], scaled.FromUnits(x));
        Assert.Equal(x, scaled.ToUnits([12, 2]));
        scaled.Evaluate(x, value);
        Assert.Equal([(12 * 2 - 6) / 8.0, (12 - 4) / 2.0], value);
        scaled.Jacobian(x, jacobian);
        Assert.Equal([2 * 4 / 8.0, 12 * 0.5 / 8, 1 * 4 / 2.0, -4 * 0.5 / 2], jacobian);
    }

    [Fact]
    public void WithoutAnOrigin_RatesAreThoseOfTheFieldTimesTheUnitOfTime()
    {
        ScaledField scaled = ScaledField.Of(s_field, [4, 0.5], 0.25);
        double[] x = [3, 4], value = new double[2], jacobian = new double[4];
        Assert.Equal([12, 2], scaled.FromUnits(x));
        Assert.Equal(x, scaled.ToUnits([12, 2]));
        scaled.Evaluate(x, value);
        Assert.Equal([18 / 4.0 * 0.25, 8 / 0.5 * 0.25], value);
        scaled.Jacobian(x, jacobian);
        Assert.Equal([2 * 0.25, 12 * 0.25 * (0.5 / 4), 0.25 * (4 / 0.5), -4 * 0.25], jacobian);
    }
}

using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Plotting;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class TicksTests
{
    [Theory]
    [InlineData(0.02, 4, false, "0.0 0.5 1.0 1.5 2.0 2.5 3.0 3.5 4.0")]
    [InlineData(-1, 1, false, "−1.0 −0.5 0.0 0.5 1.0")]
    [InlineData(0.1, 2.6, false, "0.5 1.0 1.5 2.0 2.5")]
    [InlineData(1e-7, 6e-7, false, "1·10⁻⁷ 2·10⁻⁷ 3·10⁻⁷ 4·10⁻⁷ 5·10⁻⁷ 6·10⁻⁷")]
    [InlineData(0.02, 4, true, "0.02 0.05 0.1 0.2 0.5 1 2")]
    [InlineData(1e-6, 1e4, true, "10⁻⁶ 10⁻⁴ 0.01 1 100 10000")]
    [InlineData(1.1, 1.9, true, "1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9")]
    public void Labels_AreRoundNumbers(double min, double max, bool logarithmic, string expected)
    {
        Axis axis = logarithmic ? Axis.Logarithmic("v", min, max, 50) : Axis.Linear("v", min, max, 50);
        string labels = string.Join(' ', Ticks.Of(new AxisScaleMap(axis), 6).Select(t => t.Label).OfType<string>());
        Assert.Equal(expected, labels);
    }

    [Fact]
    public void AnyAxis_HasAtLeastTwoDifferentLabels_InsideItsRange()
    {
        var gen = from mantissa in Gen.Choose(1, 999)
                  from exponent in Gen.Choose(-8, 8)
                  from ratio in Gen.Choose(101, 100_000)
                  from logarithmic in Gen.Elements(true, false)
                  select (Min: mantissa * Math.Pow(10, exponent), Ratio: ratio / 100.0, Log: logarithmic);
        Prop.ForAll(Arb.From(gen), c =>
        {
            double max = c.Min * c.Ratio;
            var map = new AxisScaleMap(c.Log ? Axis.Logarithmic("v", c.Min, max, 40) : Axis.Linear("v", c.Min, max, 40));
            var ticks = Ticks.Of(map, 6);
            var labelled = ticks.Where(t => t.Label is not null).ToList();
            return labelled.Count is >= 2 and <= 14
                && labelled.Select(t => t.Label).Distinct().Count() == labelled.Count
                && ticks.All(t => map.Position(t.Value) is > -1e-6 and < 1 + 1e-6);
        }).Check(Config.QuickThrowOnFailure.WithReplay(5_512_339, 7));
    }
}

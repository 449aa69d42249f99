using Xunit;

namespace PhaseGan.Tests.Numbers;

public sealed class ScalarSearchTests
{
    [Fact]
    public void Bisection_EndsAtTwoNeighbouringNumbersBetweenWhichTheConditionChanges()
    {
        (double low, double high) = ScalarSearch.Bisect(1, 2, 200, x => x * x < 2);
        Assert.Equal(Math.BitIncrement(low), high);
        Assert.True(low * low < 2 && high * high >= 2);
        (low, high) = ScalarSearch.Bisect(-2, -1, 200, x => x * x > 2);
        Assert.Equal(Math.BitIncrement(low), high);
        Assert.True(low * low > 2 && high * high <= 2);
    }

    [Fact]
    public void Bisection_AsksNoMoreThanItMay_AndNotAtAllBetweenNeighbours()
    {
        int asked = 0;
        Assert.Equal((0.625, 0.75), ScalarSearch.Bisect(0, 1, 3, x => Count(x < 0.7)));
        Assert.Equal(3, asked);
        Assert.Equal((1, Math.BitIncrement(1)), ScalarSearch.Bisect(1, Math.BitIncrement(1), 100, _ => Count(true)));
        Assert.Equal((2, 2), ScalarSearch.Bisect(2, 2, 100, _ => Count(true)));
        Assert.Equal(3, asked);

        bool Count(bool answer)
        {
            asked++;
            return answer;
        }
    }

    [Fact]
    public void Bisection_GoesToAnEnd_WhereTheConditionIsTheSameEverywhere()
    {
        Assert.Equal(1, ScalarSearch.Bisect(0, 1, 2000, _ => true).High);
        Assert.Equal(0, ScalarSearch.Bisect(0, 1, 2000, _ => false).Low);
        // no comparison holds of NaN
        Assert.Equal(0, ScalarSearch.Bisect(0, 1, 2000, x => Math.Sqrt(-1 - x) > 0).Low);
    }

    [Fact]
    public void TheGoldenSection_ShortensTheIntervalByTheGoldenRatioAtEachStep()
    {
        var asked = new List<double>();
        double smallest = ScalarSearch.GoldenSection(0, 1, 30, double.NegativeInfinity, x =>
        {
            asked.Add(x);
            return (x - 0.3) * (x - 0.3) + 2;
        });
        Assert.Equal(32, asked.Count);
        Assert.Equal(2, smallest, 1e-11);
        // what is left is φ^−30 long and holds the minimum; the last value lies in it
        Assert.InRange(Math.Abs(asked[^1] - 0.3), 0, Math.Pow((1 + Math.Sqrt(5)) / 2, -30));
        Assert.InRange(Math.Abs(asked[8] - 0.3), 0, Math.Pow((1 + Math.Sqrt(5)) / 2, -7));
    }

    [Fact]
    public void TheGoldenSection_EndsAtTheFirstValueThatIsSmallEnough()
    {
        int asked = 0;
        double smallest = ScalarSearch.GoldenSection(0, 1, 100, 0.01, x =>
        {
            asked++;
            return Math.Abs(x - 0.3);
        });
        Assert.InRange(smallest, 0, 0.01);
        Assert.InRange(asked, 3, 12);
    }

    [Fact]
    public void TheGoldenSection_PassesOverValuesThatAreNoNumbers()
    {
        Assert.Equal(double.PositiveInfinity, ScalarSearch.GoldenSection(0, 1, 20, 0, _ => double.NaN));
        Assert.Equal(0.9, ScalarSearch.GoldenSection(0, 1, 40, 0, x => x < 0.5 ? double.NaN : Math.Abs(x - 0.95) + 0.9), 1e-6);
    }
}

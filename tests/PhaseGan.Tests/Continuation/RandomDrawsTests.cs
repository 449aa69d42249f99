using Xunit;

namespace PhaseGan.Tests.Continuation;

public sealed class RandomDrawsTests
{
    [Fact]
    public void ARangeOfDraws_IsReadOrNamed()
    {
        Assert.Null(RandomDraws.Parse(null));
        Assert.Equal((290, 499), RandomDraws.Parse("290-499"));
        foreach (string wrong in new[] { "5", "9-3", "-1-3", "a-b", "1-2-3", "0-2147483647" })
            Assert.Contains(wrong, Assert.Throws<FormatException>(() => RandomDraws.Parse(wrong)).Message, StringComparison.Ordinal);
    }
}

using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class Condition15SampleTests
{
    [Fact]
    public async Task TheSample_HasFewerThan20Lines_AndFindsThatCondition15IsNotEnoughWhereVariancesDiffer()
    {
        Assert.InRange(File.ReadAllLines(Sample.Source("Condition15.cs")).Length, 1, 19);
        string text = await Sample.Run("Condition15.cs");

        Assert.Contains("Ok, passed 1000 tests", Section("Equal real and fake variances:", "Different variances:"), StringComparison.Ordinal);
        Assert.Contains("Falsifiable", Section("Different variances:", "Different variances, with"), StringComparison.Ordinal);
        Assert.Contains("Ok, passed 1000 tests", text[text.IndexOf("Different variances, with", StringComparison.Ordinal)..], StringComparison.Ordinal);

        string Section(string from, string to) =>
            text[text.IndexOf(from, StringComparison.Ordinal)..text.IndexOf(to, StringComparison.Ordinal)];
    }
}

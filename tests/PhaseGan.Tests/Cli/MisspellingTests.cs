using PhaseGan.Cli;
using Xunit;

namespace PhaseGan.Tests.Cli;

public sealed class MisspellingTests
{
    [Theory]
    [InlineData("diagramm --lambda 1", "did you mean diagram?")]
    [InlineData("clasify", "did you mean classify?")]
    [InlineData("trajectroy", "did you mean trajectory?")]
    [InlineData("diagram --lamda 1", "did you mean --lambda?")]
    [InlineData("diagram --Tau-Tidle=0.1", "did you mean --tau-tilde?")]
    [InlineData("check --lambda 1 --lambda-fkae 2", "did you mean --lambda-fake?")]
    public void AMisspeltWord_IsAnsweredWithTheNearestOne(string line, string hint)
    {
        Terminal run = Terminal.Run(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(hint, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("paint")]
    [InlineData("diagram --colour red")]
    [InlineData("diagram --zz 1")]
    public void AWordThatIsNearNoName_IsAnsweredWithoutAGuess(string line)
    {
        Terminal run = Terminal.Run(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("unknown here", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("did you mean", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "eta", 3)]
    [InlineData("tau", "TAU", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("form", "from", 1)]
    [InlineData("lambda", "lamda", 1)]
    public void TheDistanceOfTwoWords_CountsLettersInsertedReplacedAndSwapped(string a, string b, int expected)
    {
        Assert.Equal(expected, Misspelling.Distance(a, b));
        Assert.Equal(expected, Misspelling.Distance(b, a));
    }
}

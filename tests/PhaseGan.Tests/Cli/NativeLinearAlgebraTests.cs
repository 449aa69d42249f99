using MathNet.Numerics;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary><c>--native-linear-algebra</c> in a build that has no Intel MKL, as the one of these tests.</summary>
public sealed class NativeLinearAlgebraTests
{
    [SkippableTheory]
    [InlineData("attractor --lambda 1")]
    [InlineData("diagram --lambda 1 --x alpha:1:2:2 --y eta:1:2:2")]
    [InlineData("branch --lambda 1 --vary alpha:1:2")]
    public void WhereMklIsNotThere_TheCommandSaysHowToHaveIt_AndDoesNothing(string arguments)
    {
        Skip.If(Control.TryUseNativeMKL(), "this build has Intel MKL");
        Terminal run = Terminal.Run([.. arguments.Split(' '), "--native-linear-algebra"]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("Intel MKL is not there; build the command with -p:UseMkl=true", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AStoreOfCells_RefusesIt()
    {
        Terminal run = Terminal.Run("diagram", "--lambda", "1", "--x", "alpha:1:2:2", "--y", "eta:1:2:2", "--store", "never-made.db", "--native-linear-algebra");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--native-linear-algebra has no place with --store", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists("never-made.db"));
    }
}

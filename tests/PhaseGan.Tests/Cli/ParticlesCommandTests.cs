using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary><c>phasegan particles</c>: its table, what it says of localisation, and what it refuses.</summary>
public sealed class ParticlesCommandTests
{
    [Fact]
    public void WithoutPenalties_TheTableHasTheOverlapsOfTheOde()
    {
        const string Model = "--lambda 2,1 --tau 0.3 --eta 1 --until 10";
        double[][] law = Rows(Run($"particles {Model} --particles 4096 --rows sparse --one-in 2 --points 3")), path = Rows(Run($"trajectory {Model} --every 5"));
        Assert.Equal(3, law.Length);
        for (int k = 0; k < 3; k++)
        {
            // t, P, q, r, then S with its diagonal
            Assert.Equal(path[k][1], law[k][0], 1e-12);
            for (int c = 0; c < 8; c++)
                Assert.Equal(path[k][2 + c], law[k][1 + c], 2e-3);
            Assert.Equal(1, law[k][9], 1e-12);
        }
    }

    [Fact]
    public void CondensedWeights_AreSaid()
    {
        Terminal run = Terminal.Run("particles --lambda 1 --eta 0.8 --weight 2 --particles 2048 --until 20 --points 3".Split(' '));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("weights are localised", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("t,p_11,q_1,r_1,s_11,z,mean_abs_w,mean_abs_v_1,kurtosis_w,kurtosis_v_1,zeros_v_1\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("particles --lambda 1 --one-in 3", "--one-in belongs to --rows sparse")]
    [InlineData("particles --lambda 1 --weight -1", "--weight is a weight and must be ≥ 0; got -1")]
    [InlineData("particles --lambda 1 --slow-momentum 2", "must have no memory")]
    [InlineData("particles --lambda 1 --clip 1 --sign-gradient", "exclude each other")]
    [InlineData("particles --lambda 1 --until 1e9", "steps")]
    public void WhatCannotBe_IsRefused(string arguments, string message)
    {
        Terminal run = Terminal.Run(arguments.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static string Run(string arguments)
    {
        Terminal run = Terminal.Run(arguments.Split(' '));
        Assert.Equal(0, run.ExitCode);
        return run.Output;
    }

    private static double[][] Rows(string table) =>
        [.. table.Trim().Split('\n').Skip(1).Select(line => line.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())];
}

using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary><c>phasegan codes</c>, and <c>phasegan diagram --code-rate</c>: codes whose law is learned.</summary>
public sealed partial class CodesCommandTests
{
    [Theory]
    [InlineData(0.3, 1.06)]
    [InlineData(1, 1.43)]
    [InlineData(1.3, 1.96)]
    public void AQuadraticDiscriminator_LeavesTheScaleWhereItFirstMeetsAStableState(double start, double variance)
    {
        Terminal run = Run($"codes --lambda 1 --tau 0.2 --tau-tilde 0.04 --eta 1 --code-rate 0.02 --code-scales {start.ToString(CultureInfo.InvariantCulture)} --until 200 --points 3");
        Match end = End().Match(run.Error);
        Assert.Equal("Success", end.Groups[1].Value);
        double scale = double.Parse(end.Groups[2].Value, CultureInfo.InvariantCulture);
        Assert.Equal(variance, scale * scale, 0.006);
        Assert.StartsWith("replica,t,p_11,scale_1,q_11,r_11\n0,0,", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMatrix_KeepsItsBalance_WhereNothingHoldsTheNorms()
    {
        // AAᵀ/τ_θ − S/τ̃ does not move without a regulariser of V; a weak one moves it by no more than its strength times the time
        Terminal run = Run("codes --lambda 2,1 --code-rate 0.02 --code-matrix 1,0.1,0,1 --strength 1e-9 --until 10 --points 2");
        string[] lines = run.Output.Trim().Split('\n');
        double[] first = Balance(lines[1]), last = Balance(lines[2]);
        for (int i = 0; i < 3; i++)
            Assert.Equal(first[i], last[i], 1e-5);
        Assert.NotEqual(lines[1].Split(',')[9], lines[2].Split(',')[9]);

        double[] Balance(string line)
        {
            Dictionary<string, double> row = lines[0].Split(',').Zip(line.Split(','), (name, x) => (name, double.Parse(x, CultureInfo.InvariantCulture))).ToDictionary(c => c.name, c => c.Item2);
            double a = row["A_11"], b = row["A_12"], c = row["A_21"], d = row["A_22"];
            return [(a * a + b * b) / 0.02 - row["s_11"] / 0.04, (a * c + b * d) / 0.02 - row["s_12"] / 0.04, (c * c + d * d) / 0.02 - row["s_22"] / 0.04];
        }
    }

    [Fact]
    public void ADiagram_LabelsTrainingsThatLearnTheirCodes()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Terminal run = Run($"diagram --lambda 1 --x alpha:0.2:0.5:2 --y eta:1:2.4:2 --code-rate 0.02 --code-scales 0.7 --out {folder}");
            string[] rows = File.ReadAllLines(Path.Combine(folder, "diagram.csv"));
            Assert.Equal("alpha,eta,phase,attractor,recovery_1,leading,codes,time,evaluations,reason", rows[0]);
            Assert.Equal(["Success", "Success", "Fail", "Fail"], rows.Skip(1).Select(r => r.Split(',')[2]));
            Assert.Contains("learned scales of codes from (0.7)", File.ReadAllText(Path.Combine(folder, "diagram.svg")), StringComparison.Ordinal);
            Assert.Contains("--code-rate 0.02 --code-scales 0.7", File.ReadAllText(Path.Combine(folder, "diagram.html")), StringComparison.Ordinal);
            Assert.Contains("Success", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("codes --lambda 1", "--code-rate")]
    [InlineData("codes --lambda 2,1 --code-rate 0.02 --code-matrix 1,0.1,0", "--code-matrix must have as many numbers as a square matrix; got 3")]
    [InlineData("codes --lambda 1 --code-rate 0.02 --code-matrix 1 --code-scales 1", "exclude each other")]
    [InlineData("codes --lambda 1 --code-rate 0.02 --code-scales 0", "--code-scales is a scale of codes and must not be 0; got 0")]
    [InlineData("codes --lambda 1 --code-rate 0.02 --signs 2", "--signs is a sign and must be 1 or -1; got 2")]
    [InlineData("codes --lambda 1 --code-rate 0.02 --signs 1,-1 --loss tanh", "linear")]
    [InlineData("codes --lambda 1 --code-rate 0.02 --epsilon 0.6", "--epsilon is the size of overlaps and must lie in (0, 0.333333]")]
    [InlineData("codes --lambda 1 --code-rate 0.02 --p0 0.1", "--p0 has no place with learned codes")]
    [InlineData("codes --lambda 1 --code-rate 0.02 --penalty 0.1", "plain steps")]
    [InlineData("diagram --lambda 1 --code-scales 2", "--code-scales is about codes that are learned and needs --code-rate")]
    [InlineData("diagram --lambda 1 --code-rate 0.1 --method claim", "--code-rate goes with --method ode")]
    [InlineData("diagram --lambda 1 --code-rate 0.1 --strength 4", "must have unit norms")]
    public void WhatCannotBe_IsRefused(string arguments, string message)
    {
        Terminal run = Terminal.Run(arguments.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static Terminal Run(string arguments)
    {
        Terminal run = Terminal.Run(arguments.Split(' '));
        Assert.Equal(0, run.ExitCode);
        return run;
    }

    [GeneratedRegex("In the end: (\\w+), .*codes ([0-9.]+)")]
    private static partial Regex End();
}

using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>Penalties, instance noise, schemes and slow momentum on the command line.</summary>
public class RuleOptionsTests
{
    /// <summary>γ_T = γ_G = 0.2 and σ = 0.5: Λ = 4, Λ̃ = 6, η_T = 1.2, η_G = 1.8, x = 0.1 (1.44 + 3.24).</summary>
    [Fact]
    public void Check_ShowsTheGeneralisedClaim_AtTheParametersOfExample1()
    {
        Terminal run = Terminal.Run("check", "--lambda", "5", "--eta", "1", "--tau-tilde", "0.06", "--penalty", "0.2", "--instance-noise", "0.5");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("penalty γ_T = 0.2, γ_G = 0.2, instance noise σ = 0.5", run.Output, StringComparison.Ordinal);
        Assert.Contains("Λ = (4), Λ̃ = (6), τ = 0.2, τ̃ = 0.05", run.Output, StringComparison.Ordinal);
        string text = string.Join('\n', run.Output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        // ½(4 − 6 + 0.25 · 6)
        Assert.Contains("left side -0.25 ≤ 0.468 holds", text, StringComparison.Ordinal);
        Assert.Contains("right side 0.468 < 4 holds", text, StringComparison.Ordinal);
        Assert.Contains("Verdict of ode Success", text, StringComparison.Ordinal);
        Terminal json = Terminal.Run("check", "--lambda", "5", "--penalty", "0.2", "--format", "json");
        Assert.Contains("\"equivalent\"", json.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("equivalent", Terminal.Run("check", "--lambda", "5", "--format", "json").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attractor --lambda 1 --penalty 0.2", "penalty γ_T = 0.2, γ_G = 0.2")]
    [InlineData("attractor --lambda 1 --discriminator-steps 3 --momentum 0.5", "n_d = 3, β = 0.5")]
    [InlineData("attractor --lambda 1 --slow-momentum 2 --slow-momentum-generator 1", "memory γ = 2, γ_G = 1")]
    [InlineData("attractor --lambda 1 --extragradient", "extragradient")]
    [InlineData("attractor --lambda 1 --tau-tilde 0.2 --eta 1.3229 --discriminator-features 2", "RotatingWave")]
    [InlineData("check --lambda 5,3 --discriminator-features 3", "each eigenvalue 3 times")]
    [InlineData("simulate --lambda 1 --discriminator-features 2 --discriminator-norms unit --n 100 --until 0.1 --points 2", "replica,t,p_11,q_11,q_12,r_11,r_12,z_12")]
    [InlineData("trajectory --lambda 1 --discriminator-features 2 --until 1", "replica,t,p_11,q_11,q_12,r_11,r_12\n")]
    [InlineData("trajectory --lambda 1 --discriminator-features 2 --p0 0.1 --q0 0.2,0.3 --r0 0.1,-0.1 --until 1", "0,0,0.1,0.2,0.3,0.1,-0.1")]
    [InlineData("simulate --lambda 1 --penalty-real 0.2 --instance-noise 0.3 --noisy-generator --n 100 --until 0.1 --points 2", "replica,t,p_11")]
    [InlineData("trajectory --lambda 1 --slow-momentum 2 --until 1", "u_1.m")]
    public void TheOptions_ReachTheirCommands(string arguments, string shown)
    {
        Terminal run = Terminal.Run(arguments.Split(' '));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains(shown, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check --lambda 1 --penalty -1", "--penalty is a weight and must be ≥ 0; got -1")]
    [InlineData("check --lambda 1 --penalty 0.1 --penalty-real 0.2", "--penalty sets both weights; give it alone, or --penalty-real and --penalty-fake")]
    [InlineData("check --lambda 1 --penalty 1", "Claim 1 is about factors j_T - γ_T > 0 and j_G + γ_G > 0")]
    [InlineData("check --lambda 1 --extragradient", "without --extragradient")]
    [InlineData("attractor --lambda 1 --noisy-generator", "--noisy-generator needs --instance-noise")]
    [InlineData("attractor --lambda 1 --momentum 1", "--momentum is what a step keeps of the last one and must lie in (-1, 1); got 1")]
    [InlineData("attractor --lambda 1 --loss tanh --extragradient", "extragradient is known for linear responses alone")]
    [InlineData("attractor --lambda 1 --slow-momentum 2 --momentum 0.5", "goes with plain steps alone, not with a scheme of steps (β = 0.5)")]
    [InlineData("simulate --lambda 1 --engine gram --discriminator-steps 3", "--engine gram knows plain steps alone; take --engine micro, or the rates that have the same limit, for n_d = 3")]
    [InlineData("simulate --lambda 1 --engine gram --slow-momentum 3", "--engine gram knows plain steps alone; take --engine micro, or the rates that have the same limit, for memory γ = 3")]
    [InlineData("simulate --lambda 1 --discriminator-features 2 --momentum 0.5", "not simulated with a scheme that is not plain (β = 0.5)")]
    [InlineData("diagram --lambda 1 --method claim --slow-momentum 3 --x alpha:0.1:1:3 --y eta:0.1:1:3", "without --extragradient, --slow-momentum and scaled gradients")]
    public void WhatDoesNotGoTogether_IsRefusedByName(string arguments, string message)
    {
        Terminal run = Terminal.Run(arguments.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }
}

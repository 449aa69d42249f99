using Xunit;

namespace PhaseGan.Tests.Phases;

public sealed class PhaseRuleTests
{
    [Theory]
    [InlineData(new[] { 0.05 }, Phase.Success)]
    [InlineData(new[] { 0.0499 }, Phase.Fail)]
    [InlineData(new[] { 1.0, 0.0 }, Phase.ModeCollapse)]
    [InlineData(new[] { 0.06, 0.9, 0.05 }, Phase.Success)]
    [InlineData(new[] { 0.0, 0.01, 0.02 }, Phase.Fail)]
    [InlineData(new[] { 0.0, 0.01, 0.07 }, Phase.ModeCollapse)]
    public void AFeatureAtTheThreshold_IsLearned(double[] recovery, Phase expected)
    {
        Assert.Equal(expected, PhaseRule.Of(recovery, 0.05));
    }

    [Fact]
    public void ARecoveryWithinItsErrorOfTheThreshold_DecidesNothing()
    {
        Assert.True(PhaseRule.IsDecided([0.2, 0.06], 0.05, 0.009));
        Assert.False(PhaseRule.IsDecided([0.2, 0.06], 0.05, 0.0101));
        Assert.False(PhaseRule.IsDecided([0.05 + 5e-10], 0.05, 0));
        Assert.False(PhaseRule.IsDecided([double.NaN], 0.05, 0));
        Assert.True(PhaseRule.IsDecided([], 0.05, 1));
    }

    /// <summary>Trace and determinant of the transverse block for P = diag(p) by their closed forms, against the block that the ODE gives.</summary>
    [Theory]
    [InlineData(3, 1, 0.2, 0.1, 1.2, 0.7)]
    [InlineData(1, 2.5, 0.4, 1.3, 0.4, 1.9)]
    public void ClosedFormsOfDeceivedStates_AreThoseOfTheBlock(double real, double fake, double tau, double alpha, double realNoise, double fakeNoise)
    {
        var gan = new GanParameters([real], [fake], tau, alpha * tau, realNoise, fakeNoise);
        var ode = new ReducedOde(gan);
        var c = new SingleFeatureConstants(gan);
        double[] block = new double[4];
        ode.TransverseBlock([0.6, 0, 0], block);
        Assert.Equal(block[0] + block[3], tau * c.DeceivedTrace, 1e-14);
        Assert.Equal(block[0] * block[3] - block[1] * block[2], tau * tau * real * fake * (0.36 - c.LeastOverlapSquared), 1e-14);
    }
}

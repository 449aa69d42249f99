using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.FixedPoints;

/// <summary>Members of families of fixed points with frozen columns, spread over their free overlaps.</summary>
public sealed class FamilyMembersTests
{
    [Theory]
    [InlineData(1.9, 1.0)]
    [InlineData(1.0, 0.8)]
    [InlineData(1.8, 1.4)]
    public void BelowXEqualToOne_MembersThatAreNotExcluded_AreAllLeftFast(double rateRatio, double noise)
    {
        var ode = new ReducedOde(new GanParameters([5, 4, 3], [5, 4, 3], 0.2, 0.04, 1, 1).With(rateRatio: rateRatio, noise: noise));
        Assert.True(ActiveFamilies.AnyMayAttract(ode));
        Assert.False(ActiveFamilies.AnyNearlyAttracts(ode));
        // and with the label that long integration gives
        Assert.Equal(Phase.Oscillation, new OdePhaseClassifier().ClassifyMany([ode.Parameters])[0].Phase);
    }

    [Fact]
    public void WhereTrainingEndsAtAMemberOffTheDeceivedManifold_OneNearlyAttracts()
    {
        int ends = 0;
        for (int k = 0; k < 12; k++)
        {
            GanParameters gan = new GanParameters([5, 4, 3], [5, 4, 3], 0.2, 0.04, 1, 1).With(rateRatio: 1.72 + 0.02 * k, noise: 2.3 + 0.1 * (k % 5));
            PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
            if (verdict.Attractor != nameof(FixedPointKind.Locked))
                continue;
            ends++;
            Assert.True(ActiveFamilies.AnyNearlyAttracts(new ReducedOde(gan)), $"{gan}");
        }
        Assert.InRange(ends, 8, 12);
    }

    // found among random points by a descent from many random members, on eigenvalues of the coordinates that vanish there
    [Theory]
    [InlineData("2.031934485777128 1.8588576385268423 4.887310204616806", "3.7579770217715804 1.077293791126586 2.7461440837034377", 0.06336180880631326, 0.20970550258551857, 0.009602764107845952)]
    [InlineData("0.6445586823580658 0.8391341301810069 2.2622811164420495", "0.6445586823580658 0.8391341301810069 2.2622811164420495", 0.24986161179411315, 1.8606956711177753, 0.19187280689205652)]
    [InlineData("3.6072182830867616 1.5224713062582333 1.368039114836637", "3.6072182830867616 1.5224713062582333 1.368039114836637", 0.05808116059099701, 1.5815048600004298, 0.6937938378804004)]
    [InlineData("0.9799150764949213 0.6574093107065132 0.6522640241631389", "0.9799150764949213 0.6574093107065132 0.6522640241631389", 0.3210055136471904, 1.8488750204804987, 0.1916402214545111)]
    [InlineData("0.8201430813161021 4.384625840695063 2.078611398913157", "3.6037880887188614 4.037743606968394 0.6482601836121826", 0.07684288319761301, 0.16550449339617032, 0.019718610374174467)]
    [InlineData("3.571666842982166 0.8404371280777564 2.037156306573811", "3.1657226496542856 2.9263008916411795 0.6117025720054431", 0.3707320115102656, 0.1505355185965943, 0.017001095945845125)]
    public void PointsWithAMemberThatAttracts_HaveOneThatNearlyDoes(string real, string fake, double rate, double rateRatio, double effectiveNoise)
    {
        double noise = Math.Sqrt(effectiveNoise / rate);
        var gan = new GanParameters(Numbers(real), Numbers(fake), rate, rate * rateRatio, noise, noise);
        Assert.True(ActiveFamilies.AnyNearlyAttracts(new ReducedOde(gan)));
    }

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}

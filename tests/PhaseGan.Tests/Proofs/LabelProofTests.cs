using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Proved labels.</summary>
public sealed class LabelProofTests
{
    [Theory]
    [InlineData(2, 0.2, 2)]
    [InlineData(4, 0.2, 1)]
    [InlineData(0.5, 1.95, 1)]
    public void TheEndOfTraining_IsProved_WithWhatItHasLearned(double noise, double rateRatio, int learned)
    {
        GanParameters gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1).With(rateRatio: rateRatio, noise: noise);
        var ode = new ReducedOde(gan);
        var end = (FixedPointAttractor)AttractorFinder.Find(ode, ode.Pack(OdePhaseOptions.Default.Start(gan)));
        LabelProof proof = LabelProof.OfRest(gan, end.Point.Coordinates.AsSpan());
        Assert.True(proof.IsProved, proof.ToString());
        Assert.Equal(learned, proof.Learned);
        double[] recovery = [.. ode.Unpack(end.Point.Coordinates.AsSpan()).Recovery()];
        for (int l = 0; l < 2; l++)
            Assert.True(Math.Abs(proof.Recovery[l].Middle - recovery[l]) < 1e-9 && proof.Recovery[l].High - proof.Recovery[l].Low < 1e-8, $"{proof.Recovery[l]} against {recovery[l]:R}");
        // a threshold at a recovery decides nothing
        Assert.False(LabelProof.OfRest(gan, end.Point.Coordinates.AsSpan(), recovery[0] < 1 ? recovery[0] : 1).IsProved);
        Assert.False(LabelProof.OfMotion(gan).IsProved);
    }

    [Fact]
    public void WhatRepels_IsNotTheEnd_AndMotionIsProvedWhereNothingAttracts()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 1, 1);
        Assert.True(LabelProof.OfMotion(gan).IsProved);
        LabelProof proof = LabelProof.OfRest(gan, new double[9]);
        Assert.False(proof.IsProved);
        Assert.Contains("repels: 2 unstable", proof.Reason, StringComparison.Ordinal);
        Assert.False(LabelProof.OfRest(gan, [0.5, 0.1, 0.1, 0.5, 0.3, 0.3, 0.3, 0.3, 0.1]).IsProved);
        Assert.Throws<ArgumentException>(() => LabelProof.OfRest(gan, new double[3]));
    }
}

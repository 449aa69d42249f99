using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Complete lists of the fixed points with one feature.</summary>
public sealed class OneFeatureRestsTests
{
    [Fact]
    public void AtRandomParameters_TheListIsThatOfTheClosedForms_WithTheStabilityOfTheSpectra()
    {
        var random = new System.Random(71);
        int attracting = 0;
        for (int k = 0; k < 500; k++)
        {
            GanParameters gan = Draw(random, k);
            OneFeatureRests rests = OneFeatureRests.Of(ParameterBox.Of(gan));
            Assert.True(rests.IsComplete, $"{gan}: {rests}");
            FixedPointOrbit[] known = [.. SingleFeature.FixedPoints(gan).Where(o => o.FamilyDimension == 0)];
            Assert.Equal(known.Select(o => o.Name), rests.Isolated.Select(r => r.Kind.ToString()));
            foreach ((FixedPointOrbit orbit, OneFeatureRest rest) in known.Zip(rests.Isolated))
            {
                double[] y = [.. orbit.Representative.Coordinates];
                Assert.True(rest.Box.Zip(y).All(pair => Math.Abs(pair.First.Middle - pair.Second) < 1e-9 && pair.First.Radius < 1e-9), $"{gan}: {rest}");
                double growth = StabilityClassifier.Classify(new ReducedOde(gan), y)!.Eigenvalues.Max(v => v.Real);
                Assert.True(rest.Attracts == growth < 0 || Math.Abs(growth) < 1e-9, $"{gan}: {rest}, {growth}");
                attracting += rest.Attracts == true ? 1 : 0;
            }
            Assert.Equal(known.Any(o => StabilityClassifier.Classify(new ReducedOde(gan), [.. o.Representative.Coordinates])!.GrowthRate < 0) || SomeDeceivedPointAttracts(gan), rests.AnyAttracts);
        }
        Assert.InRange(attracting, 50, 500);
    }

    [Fact]
    public void NextToABoundary_NothingIsSaidOfWhatChangesThere()
    {
        // x = τη² = Λ: q² of DiscriminatorOnly is 0 up to rounding
        OneFeatureRests edge = OneFeatureRests.Of(new ParameterBox([1], [1], 0.25, 0.25, 2, new Interval(1.9999999, 2.0000001)));
        Assert.False(edge.IsComplete);
        Assert.Contains("DiscriminatorOnly", edge.Reason, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OneFeatureCertificate.ToJson(edge));

        // trace and determinant change inside of a wide box
        OneFeatureRests wide = OneFeatureRests.Of(new ParameterBox([1], [1], 0.2, new Interval(0.1, 0.3), new Interval(1, 2), 1));
        Assert.Null(wide.DeceivedAttracts);
        Assert.Null(wide.AnyAttracts);
        Assert.Throws<ArgumentException>(() => OneFeatureRests.Of(ParameterBox.Of(new GanParameters([2, 1], [2, 1], 0.2, 0.2, 1, 1))));
    }

    [Fact]
    public void WithoutNoiseAndWithEqualRates_LockedIsALine()
    {
        OneFeatureRests rests = OneFeatureRests.Of(ParameterBox.Of(new GanParameters([1], [2], 0.3, 0.3, 0, 0)));
        Assert.True(rests.IsLockedLine && rests.IsComplete, rests.ToString());
        Assert.DoesNotContain(rests.Isolated, r => r.Kind == FixedPointKind.Locked);
        OneFeatureRests other = OneFeatureRests.Of(ParameterBox.Of(new GanParameters([1], [2], 0.3, 0.31, 0, 0)));
        Assert.Contains(other.Isolated, r => r.Kind == FixedPointKind.Locked && r.SquareOfR == (Interval)1);
    }

    private static bool SomeDeceivedPointAttracts(GanParameters gan)
    {
        // across the line: trace and determinant of B at P = 1
        double real = gan.RealVariances[0], fake = gan.FakeVariances[0], alpha = gan.RateRatio, x = gan.EffectiveNoise;
        return real - fake + alpha * fake - 2 * x < 0 && (real - x) * (alpha * fake - fake - x) + real * fake > 0;
    }

    private static GanParameters Draw(System.Random random, int k)
    {
        double Variance() => 0.3 + 2 * random.NextDouble();
        double Noise() => k % 10 == 0 ? 0 : 2 * random.NextDouble();
        return new GanParameters([Variance()], [Variance()], 0.05 + 0.4 * random.NextDouble(), 0.02 + 0.8 * random.NextDouble(), Noise(), Noise(), 1 + k % 3);
    }
}

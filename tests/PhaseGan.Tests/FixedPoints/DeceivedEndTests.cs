using Xunit;

namespace PhaseGan.Tests.FixedPoints;

/// <summary>The end on the deceived manifold that is told beforehand is the one that a long integration reaches.</summary>
public sealed class DeceivedEndTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnEndThatIsShown_IsWhereTheTrajectoryComesToRest_WithinItsError(int d)
    {
        const int starts = 60;
        var random = new SplitMix(5);
        int shown = 0, drifting = 0;
        for (int k = 0; k < starts; k++)
        {
            double[] real = [.. Enumerable.Range(0, d).Select(_ => 1 + random.NextUniform())], fake = [.. Enumerable.Range(0, d).Select(_ => 1 + random.NextUniform())];
            var gan = new GanParameters(real, fake, 0.2, 0.02 + 0.1 * random.NextUniform(), 3 + random.NextUniform(), 3 + random.NextUniform());
            var ode = new ReducedOde(gan);
            double[] y = ode.Pack(MacroState.NearOrigin(gan, 0.4, seed: k)), end = new double[y.Length];
            Span<double> transverse = y.AsSpan(ode.TransverseStart, ode.TransverseCount);
            VectorMath.Divide(transverse, VectorMath.Largest(transverse) * Math.Pow(10, 0.7 + 1.2 * random.NextUniform()));
            if (!DeceivedEnd.TryFind(ode, y, Tolerance, end, out double error, out double nearer))
                continue;
            shown++;
            Assert.InRange(error, 0, Tolerance);
            Assert.InRange(nearer, 1, double.MaxValue);
            double rate = -StabilityClassifier.AtRest(ode, y, out _)!.GrowthRate;
            Trajectory path = DormandPrince.Integrate(ode, y, 20 / rate, new IntegrationOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-13 });
            Assert.InRange(VectorMath.Largest(path.End.Slice(ode.TransverseStart, ode.TransverseCount)), 0, 1e-7);
            // the integration's own overlaps are cleared, as those of the end are
            double[] reached = path.End.ToArray();
            reached.AsSpan(ode.TransverseStart, ode.TransverseCount).Clear();
            transverse.Clear();
            double off = VectorMath.LargestDifference(reached, end);
            Assert.InRange(off, 0, error + 1e-7);
            if (VectorMath.LargestDifference(reached, y) > 10 * off)
                drifting++;
        }
        Assert.InRange(shown, 10, starts);
        // the drift that is added to first order brings most ends ten times nearer
        Assert.InRange(drifting, shown / 2, shown);
    }

    [Fact]
    public void NoEndIsShown_WhereTheManifoldRepels()
    {
        var gan = new GanParameters([5, 4, 3], [5, 4, 3], 0.2, 0.2, 1, 1);
        var ode = new ReducedOde(gan);
        double[] y = ode.Pack(MacroState.NearOrigin(gan, 1e-6, seed: 1));
        Assert.False(DeceivedEnd.TryFind(ode, y, Tolerance, new double[y.Length], out double error, out double nearer));
        Assert.Equal(double.PositiveInfinity, error);
        Assert.Equal(0, nearer);
    }
}

using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Where it is said that no fixed point off the deceived manifold attracts, none that another method finds does.</summary>
public sealed class ActiveFamiliesTests
{
    private static readonly IntegrationOptions s_rough = new() { RelativeTolerance = 1e-5, AbsoluteTolerance = 1e-8, MaxSteps = 20_000 };
    private static readonly bool s_long = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1";

    [Fact]
    public void WhatIsExcludedForTwoFeatures_IsExcludedByTheirOwnList()
    {
        var random = new Random(91);
        int excluded = 0, cells = s_long ? 20_000 : 1000;
        for (int cell = 0; cell < cells; cell++)
        {
            GanParameters gan = DelicateParameters.Draw(random);
            var ode = new ReducedOde(gan);
            if (CaptureCandidates.DeceivedTrace(gan) < CaptureCandidates.Margin || ActiveFamilies.AnyMayAttract(ode))
                continue;
            excluded++;
            Assert.False(TwoFeatureFamilies.AnyMayAttract(ode), gan.ToString());
        }
        Assert.InRange(excluded, 0.01 * cells, 0.9 * cells);
    }

    [Fact]
    public void AStablePointAtWhichAPathEnds_IsNeverExcluded()
    {
        var random = new Random(92);
        int ends = 0, excluded = 0, cells = s_long ? 1500 : 60;
        for (int cell = 0; cell < cells; cell++)
        {
            GanParameters gan = Draw(random, 3 + cell % 3);
            int d = gan.FeatureCount;
            var ode = new ReducedOde(gan);
            bool mayAttract = ActiveFamilies.AnyMayAttract(ode);
            excluded += mayAttract ? 0 : 1;
            // from large overlaps, where columns that are active soon stay so
            for (int start = 0; start < 3; start++)
            {
                Trajectory path = DormandPrince.Integrate(ode, MacroState.NearOrigin(gan, 1, 10 * cell + start), 60 / gan.DiscriminatorRate, s_rough);
                NewtonResult end = Newton.Polish(ode, path.End, 40);
                if (!end.IsConverged || end.Travel > 0.05 || end.Point.AsSpan(ode.TransverseStart, 2 * d).ToArray().Max(Math.Abs) < 1e-3)
                    continue;
                var jacobian = new double[ode.Dimension * ode.Dimension];
                ode.Jacobian(end.Point, jacobian);
                if (EigenSolver.Eigenvalues(jacobian, ode.Dimension)!.Max(v => v.Real) > 1e-9)
                    continue;
                ends++;
                Assert.True(mayAttract, $"{gan}: a path ends at ({string.Join(", ", end.Point)})");
            }
        }
        Assert.InRange(ends, 0.15 * cells, 3 * cells);
        Assert.InRange(excluded, 0.15 * cells, 0.9 * cells);
    }

    [Theory]
    [InlineData(0.8, 1.5, false)]
    [InlineData(1.0, 2.0, false)]
    [InlineData(2.0, 2.5, true)] // Locked
    [InlineData(3.9, 0.1, true)] // Undeceived
    public void ThreeFeatures_OfThePaper(double alpha, double noise, bool expected)
    {
        GanParameters gan = new GanParameters([5, 4, 3], [5, 4, 3], 0.2, 0.2, 1, 1).With(rateRatio: alpha, noise: noise);
        Assert.Equal(expected, ActiveFamilies.AnyMayAttract(new ReducedOde(gan)));
    }

    [Theory]
    [InlineData(5, 5, 4)]
    [InlineData(5, 4, 5)]
    public void EqualVariances_AreNotDecided(double real, double fake, double otherFake)
    {
        GanParameters gan = new GanParameters([5, real, 3], [5, fake, otherFake], 0.2, 0.2, 1, 1).With(rateRatio: 0.8, noise: 1.5);
        Assert.True(ActiveFamilies.AnyMayAttract(new ReducedOde(gan)));
    }

    /// <summary>Λ̃ nearly equal, as Λ, or free; α to either side of what makes the deceived manifold repel.</summary>
    private static GanParameters Draw(Random random, int d)
    {
        double Log(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
        double[] real = [.. Enumerable.Range(0, d).Select(_ => Log(0.5, 5))];
        double[] fake = random.Next(3) switch
        {
            0 => [.. Enumerable.Repeat(Log(0.5, 5), d).Select(v => v * (1 + 0.01 * random.NextDouble()))],
            1 => real,
            _ => [.. Enumerable.Range(0, d).Select(_ => Log(0.5, 5))],
        };
        double tau = Log(0.05, 0.4), noise = random.Next(4) == 0 ? 0 : Log(0.05, 3);
        return new GanParameters(real, fake, tau, tau * Log(0.3, 10), noise, noise);
    }
}

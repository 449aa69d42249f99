using System.Collections.Immutable;
using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>
/// Labels of seven features and more: the search for an end at rest comes first, then the motion is followed in lanes. 200 points with up to 16 features with PHASEGAN_LONG_TESTS=1.
/// </summary>
public sealed class MotionOfManyFeaturesTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1";

    private static readonly IntegrationOptions s_fine = new() { RelativeTolerance = 1e-8, AbsoluteTolerance = 1e-11, MaxSteps = 10_000_000 };

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    public void TrainingAtEqualRates_IsMoving_AsCopiesShow_InLessThanTwoHundredThousandEvaluations(int d)
    {
        GanParameters gan = EqualSteps(d);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Oscillation, "Moving"), (verdict.Phase, verdict.Attractor));
        Assert.Contains("of 16 copies of the motion", verdict.Reason, StringComparison.Ordinal);
        Assert.EndsWith("none came to rest", verdict.Reason, StringComparison.Ordinal);
        Assert.InRange(long.Parse(verdict.Evidence[3], CultureInfo.InvariantCulture), 110_000, 200_000);
        // the trace over (q, r) of every deceived state is positive: none attracts
        Assert.True(d * (3 - 2 * gan.EffectiveNoise) > 0);
        Assert.True(KeepsMoving(gan, MacroState.NearOrigin(gan, 0.03, 1), 1.5 * Time(verdict)));
    }

    [Fact]
    public void RandomPoints_AreMovingWhereALongerWayWithFinerStepsGoesOn_AndElseHaveLearnedWhatItHas()
    {
        var random = new Random(1812);
        int count = s_long ? 200 : 6, moving = 0, resting = 0;
        GanParameters[] points = [.. Enumerable.Range(0, count).Select(k => Draw(random, s_long ? 7 + k % 10 : 7, beyond: k % 2 == 1))];
        ImmutableArray<PhaseVerdict> verdicts = new OdePhaseClassifier().ClassifyMany(points);
        for (int k = 0; k < count; k++)
        {
            MacroState start = MacroState.NearOrigin(points[k], 0.03, 1);
            if (verdicts[k].Attractor == "Moving")
            {
                moving++;
                Assert.True(KeepsMoving(points[k], start, 1.5 * Time(verdicts[k])), $"{points[k]} comes to rest");
            }
            else if (verdicts[k].Numbers is { GrowthRate: < 0 } rest)
            {
                resting++;
                Assert.Equal((k, verdicts[k].Phase), (k, PhaseAt(points[k], start, 1.5 * rest.Time)));
            }
        }
        Assert.InRange(moving, 1, count - 1);
        Assert.InRange(resting, 1, count - 1);
    }

    private static double Time(PhaseVerdict verdict) => double.Parse(verdict.Evidence[2], CultureInfo.InvariantCulture);

    private static GanParameters EqualSteps(int d)
    {
        double[] variances = [.. Enumerable.Range(0, d).Select(i => 5 - 4.0 * i / (d - 1))];
        return new GanParameters(variances, variances, 0.04, 0.04, 2, 2);
    }

    /// <summary>A point with less noise than that at which the trace over (q, r) of the deceived states vanishes, or far beyond it.</summary>
    private static GanParameters Draw(Random random, int d, bool beyond)
    {
        double Log(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
        double[] real = [.. Enumerable.Range(0, d).Select(_ => 0.3 + 4.7 * random.NextDouble())];
        double[] fake = random.Next(2) == 0 ? real : [.. real.Select(v => v * Log(0.8, 1.1))];
        double tau = Log(0.02, 0.5), alpha = Log(0.3, 2), line = (real.Sum() + (alpha - 1) * fake.Sum()) / (2 * d);
        return new GanParameters(real, fake, tau, tau * alpha, 1, 1).With(effectiveNoise: line * (beyond ? 2 + random.NextDouble() : 0.9 * random.NextDouble()));
    }

    /// <summary>Whether the fastest coordinate is as fast as motion is, at one of some states after a time.</summary>
    private static bool KeepsMoving(GanParameters gan, MacroState start, double time)
    {
        var ode = new ReducedOde(gan);
        double rate = gan.DiscriminatorRate * Math.Max(gan.RealVariances.Max(), gan.FakeVariances.Max()), fastest = 0;
        var derivative = new double[ode.Dimension];
        double[] y = After(ode, ode.Pack(start), time);
        for (int look = 0; look < 20; look++)
        {
            y = After(ode, y, 5 / rate);
            ode.Evaluate(y, derivative);
            fastest = Math.Max(fastest, derivative.Max(Math.Abs));
        }
        return fastest > 0.01 * rate;
    }

    /// <summary>The label that the recoveries at a time have at rest.</summary>
    private static Phase PhaseAt(GanParameters gan, MacroState start, double time)
    {
        var ode = new ReducedOde(gan);
        int learned = ode.Unpack(After(ode, ode.Pack(start), time)).Recovery().Count(r => r >= 0.05);
        return learned == gan.FeatureCount ? Phase.Success : learned == 0 ? Phase.Fail : Phase.ModeCollapse;
    }

    private static double[] After(ReducedOde ode, double[] y, double time)
    {
        Trajectory path = DormandPrince.Integrate(ode, y, time, s_fine);
        Assert.Equal(StopReason.EndReached, path.StopReason);
        return [.. path.End];
    }
}

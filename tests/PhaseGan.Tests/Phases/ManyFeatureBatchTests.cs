using System.Collections.Immutable;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Labels of many points with three features and more at once are those of each point alone.</summary>
public sealed class ManyFeatureBatchTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1";

    [Fact]
    public void RandomPoints_HaveTheLabelsOfTheSearchFromASingleState()
    {
        var random = new Random(41);
        int count = s_long ? 1000 : 60, undetermined = 0;
        GanParameters[] points = [.. Enumerable.Range(0, count).Select(k => Draw(random, s_long ? 3 + k % 4 : 3))];
        MacroState[] starts = [.. points.Select((p, k) => MacroState.NearOrigin(p, 0.3, k))];
        var classifier = new OdePhaseClassifier();
        ImmutableArray<PhaseVerdict> verdicts = classifier.ClassifyMany(points, starts);
        for (int k = 0; k < count; k++)
        {
            PhaseVerdict alone = classifier.Classify(points[k], starts[k]);
            if (verdicts[k].Phase == Phase.Undetermined || alone.Phase == Phase.Undetermined)
                undetermined++;
            else
                Assert.Equal((points[k], alone.Phase), (points[k], verdicts[k].Phase));
        }
        Assert.InRange(undetermined, 0, 0.03 * count);
        Assert.Superset(new SortedSet<string> { "Deceived", "Moving", "Undeceived" }, new SortedSet<string>(verdicts.Select(v => v.Attractor)));
    }

    [Fact]
    public void RandomPoints_HaveTheLabelsAndTheRecoveriesOfTheReference()
    {
        int compared = 0, undetermined = 0, most = s_long ? int.MaxValue : 60;
        foreach (ReferencePoint point in ReferencePoint.Rows(..1200).Where(p => p.IsDecided && p.Parameters.FeatureCount > 2).Take(most))
        {
            PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([point.Parameters], [point.Start])[0];
            compared++;
            if (verdict.Phase == Phase.Undetermined)
            {
                undetermined++;
                continue;
            }
            Assert.Equal((point.Row, point.Label), (point.Row, verdict.Phase.ToString()));
            foreach ((double expected, double actual) in point.Recovery.Zip(verdict.Recovery))
                Assert.Equal(expected, actual, 2e-3);
        }
        Assert.InRange(compared, 40, 1200);
        Assert.InRange(undetermined, 0, 0.05 * compared);
    }

    [Fact]
    public void Labels_HaveTheSameBits_InAnyCompany()
    {
        GanParameters usual = new([5, 4, 3], [5, 4, 3], 0.2, 0.2, 1, 1), more = new([5, 4, 3, 2], [5, 4, 3, 2], 0.2, 0.2, 1, 1);
        GanParameters[] points =
        [
            .. Enumerable.Range(0, 9).Select(k => usual.With(rateRatio: 0.4 + 0.4 * k, noise: 0.3 + 0.05 * k)),
            .. Enumerable.Range(0, 3).Select(k => more.With(rateRatio: 3 + 0.3 * k, noise: 0.2)),
        ];
        var classifier = new OdePhaseClassifier();
        string[] alone = [.. points.Select(p => Text(classifier.ClassifyMany([p])[0]))];
        Assert.Equal(alone, classifier.ClassifyMany(points).Select(Text));
        Assert.Equal(alone.Reverse(), classifier.ClassifyMany([.. points.Reverse()]).Select(Text));

        static string Text(PhaseVerdict v) => $"{v.Phase} {v.Attractor} {string.Join(' ', v.Recovery)} {string.Join(' ', v.Evidence)}";
    }

    [Fact]
    public void AStartOnAnInvariantPlane_IsLabelledByTheSearch()
    {
        // every fixed point repels, but where the third feature and column are never met the motion is that of two features
        GanParameters gan = new GanParameters([5, 4, 3], [5, 4, 3], 0.2, 0.2, 1, 1).With(rateRatio: 0.8, noise: 1.5);
        MacroState plane = MacroState.Create([0.02, 0.01, 0, 0.01, 0.03, 0, 0, 0, 0], [0.02, 0.01, 0], [0.01, 0.03, 0], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        var classifier = new OdePhaseClassifier();
        Assert.Equal("no fixed point attracts", classifier.ClassifyMany([gan])[0].Reason);
        PhaseVerdict onPlane = classifier.ClassifyMany([gan], [plane])[0], alone = classifier.Classify(gan, plane);
        Assert.Equal((alone.Phase, alone.Attractor, alone.Reason), (onPlane.Phase, onPlane.Attractor, onPlane.Reason));
        Assert.NotEqual("no fixed point attracts", onPlane.Reason);
    }

    private static GanParameters Draw(Random random, int d)
    {
        double Log(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
        double[] real = [.. Enumerable.Range(0, d).Select(_ => Log(0.5, 5))];
        double[] fake = random.Next(2) == 0 ? real : [.. Enumerable.Range(0, d).Select(_ => Log(0.5, 5))];
        double tau = Log(0.05, 0.4), noise = Log(0.05, 4);
        return new GanParameters(real, fake, tau, tau * Log(0.1, 6), noise, noise);
    }
}

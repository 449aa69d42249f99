using System.Collections.Immutable;
using System.Numerics;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Labels of many points with two features at once are those of each point alone.</summary>
public sealed class TwoFeatureBatchTests
{
    [Fact]
    public void RandomPoints_HaveTheLabelsAndTheRecoveriesOfTheReference()
    {
        int compared = 0, undetermined = 0;
        var kinds = new SortedSet<string>();
        foreach (ReferencePoint point in ReferencePoint.Rows(..1292).Where(p => p.IsDecided && p.Parameters.FeatureCount == 2))
        {
            PhaseVerdict verdict = new OdePhaseClassifier(new OdePhaseOptions { Start = _ => point.Start }).ClassifyMany([point.Parameters])[0];
            compared++;
            kinds.Add(verdict.Attractor);
            if (verdict.Phase == Phase.Undetermined)
            {
                undetermined++;
                continue;
            }
            Assert.Equal((point.Row, point.Label), (point.Row, verdict.Phase.ToString()));
            foreach ((double expected, double actual) in point.Recovery.Zip(verdict.Recovery))
                Assert.Equal(expected, actual, 2e-3);
        }
        Assert.InRange(compared, 300, 1292);
        Assert.InRange(undetermined, 0, 0.03 * compared);
        Assert.Superset(new SortedSet<string> { "Deceived", "Moving", "Locked", "Undeceived" }, kinds);
    }

    [Theory]
    [InlineData(1.96, 0.3, true)]
    [InlineData(1.73, 2.39, true)]
    [InlineData(1.770833333333333, 2.3916666666666666, true)] // stable on a piece of a Locked family that is a thousandth wide
    [InlineData(1.0, 1.5, false)]
    [InlineData(0.5, 1.0, false)]
    [InlineData(1.5, 0.8, false)]
    public void WhetherAnyFixedPointAttracts_IsWhatASearchFindsFromManyStarts(double alpha, double noise, bool expected)
    {
        GanParameters gan = new([5, 3], [5, 3], 0.2, 0.2 * alpha, noise, noise);
        var ode = new ReducedOde(gan);
        Assert.Equal(expected, TwoFeatureFamilies.AnyMayAttract(ode));
        bool found = false;
        foreach (FixedPoint point in Starts(gan).Select(y => Newton.Polish(ode, y)).Where(r => r.IsConverged).Select(r => FixedPoint.At(ode, r.Point)))
            found |= point.Kind is FixedPointKind.Locked or FixedPointKind.Undeceived && StabilityClassifier.Classify(ode, point)?.Verdict == StabilityVerdict.Stable;
        if (!expected)
            Assert.False(found);
        else
            Assert.Contains(Members(gan).Append(EndOfAPath(ode)), y => StabilityClassifier.Classify(ode, y) is { Verdict: StabilityVerdict.Stable } && y[6] * y[6] + y[7] * y[7] > 1e-3);
    }

    /// <summary>Where training ends from large overlaps, polished: the way to points at which both columns are active.</summary>
    private static double[] EndOfAPath(ReducedOde ode)
    {
        Trajectory path = DormandPrince.Integrate(ode, MacroState.NearOrigin(ode.Parameters, 0.3, seed: 1), 3000, new IntegrationOptions { MaxSteps = 400_000 });
        return Newton.Polish(ode, path.End).Point;
    }

    /// <summary>
    /// States of the families with one active column, in steps of a two-thousandth of a free overlap: the points of one feature and one column, and for the other column any overlap with the
    /// other feature (Undeceived), or with either (Locked).
    /// </summary>
    private static IEnumerable<double[]> Members(GanParameters gan)
    {
        const int steps = 2000;
        for (int j = 0; j < 2; j++)
        {
            for (int i = 0; i < 2; i++)
            {
                var pair = new GanParameters([gan.RealVariances[i]], [gan.FakeVariances[j]], gan.DiscriminatorRate, gan.GeneratorRate, gan.RealNoise, gan.FakeNoise);
                foreach (FixedPointOrbit orbit in SingleFeature.FixedPoints(pair).Where(o => o.Kind is FixedPointKind.Locked or FixedPointKind.Undeceived))
                {
                    double[] point = [.. orbit.Representative.Coordinates];
                    for (int step = 0; step <= steps; step++)
                    {
                        var y = new double[9];
                        (y[2 * i + j], y[4 + i], y[6 + j]) = (point[0], point[1], point[2]);
                        y[2 * (1 - i) + 1 - j] = (double)step / steps;
                        yield return y;
                    }
                }
            }
        }
    }

    [Fact]
    public void ADeceivedEnd_IsWhereALongIntegrationEnds()
    {
        foreach ((double alpha, double noise) in new[] { (0.2, 2.0), (0.2, 4.0), (0.6, 3.0), (1.2, 5.4), (0.1, 1.5) })
        {
            GanParameters gan = new([5, 3], [5, 3], 0.2, 0.2 * alpha, noise, noise);
            PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
            Assert.Equal("Deceived", verdict.Attractor);
            var ode = new ReducedOde(gan);
            Trajectory path = DormandPrince.Integrate(
                ode, MacroState.NearOrigin(gan, 0.03, seed: 1), 5000, new IntegrationOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-14, MaxSteps = 400_000 });
            ImmutableArray<double> recovery = ode.Unpack(path.End).Recovery();
            for (int l = 0; l < 2; l++)
                Assert.Equal(recovery[l], verdict.Recovery[l], 3e-4);
        }
    }

    [Fact]
    public void ALongTransientBesideTheTraceLine_EndsWhereAnAccurateIntegrationEnds()
    {
        // the recoveries at t = 10⁶ of DormandPrince at relative tolerance 1e-12; between t = 4·10⁵ and 8·10⁵ the motion seems to go on
        GanParameters gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2, 1, 1).With(rateRatio: 0.08984375, noise: 0.9515625);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal((Phase.Success, "Deceived"), (verdict.Phase, verdict.Attractor));
        Assert.Equal(0.95312770, verdict.Recovery[0], 1e-4);
        Assert.Equal(0.94025263, verdict.Recovery[1], 1e-4);
    }

    [Fact]
    public void Labels_HaveTheSameBits_InAnyCompany_AndWhileMemoryIsCollected()
    {
        GanParameters[] points = [.. Enumerable.Range(0, 32).Select(k => new GanParameters([5, 3], [5, 3], 0.2, 0.2 * (1.55 + 0.013 * k), 0.05 * (k % 7), 0.05 * (k % 7)))];
        var classifier = new OdePhaseClassifier();
        string[] alone = [.. points.Select(p => Text(classifier.ClassifyMany([p])[0]))];
        Assert.InRange(alone.Distinct().Count(), 20, points.Length);
        using var done = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            // takes over at once whatever memory is free, where the batch's own might have been
            while (!done.IsCancellationRequested)
            {
                GC.Collect();
                for (int size = 8; size < 128; size += 8)
                    GC.AllocateUninitializedArray<double>(size, pinned: true).AsSpan().Fill(1e3);
                Thread.Sleep(5);
            }
        });
        collector.Start();
        try
        {
            Assert.Equal(alone, classifier.ClassifyMany(points).Select(Text));
            Assert.Equal(alone.Reverse(), classifier.ClassifyMany([.. points.Reverse()]).Select(Text));
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }

        static string Text(PhaseVerdict v) => $"{v.Phase} {v.Attractor} {string.Join(' ', v.Recovery)} {string.Join(' ', v.Evidence)}";
    }

    [Fact]
    public void TheTestOfRouthAndHurwitz_SaysWhatTheEigenvaluesSay()
    {
        var random = new Random(7);
        int stable = 0;
        for (int trial = 0; trial < 400; trial++)
        {
            int n = 3 + trial % 4;
            var matrix = new double[n * n];
            for (int i = 0; i < matrix.Length; i++)
                matrix[i] = random.NextDouble() - 0.5 - (i % (n + 1) == 0 ? 0.3 : 0);
            Complex[] values = EigenSolver.Eigenvalues(matrix, n)!;
            double leading = values.Max(e => e.Real);
            var coefficients = new double[n];
            Hurwitz.Polynomial(matrix, n, [.. Enumerable.Range(0, n)], 0.1, coefficients);
            if (Math.Abs(leading - 0.1) > 1e-9)
                Assert.Equal(leading < 0.1, Hurwitz.IsStable(coefficients));
            stable += leading < 0.1 ? 1 : 0;
            if (n == 3)
            {
                Assert.Equal(leading, EigenSolver.LargestRealPart3(matrix), 1e-9);
                (double a1, double a2, double a3) = Hurwitz.Cubic(matrix);
                // Viète's formulas
                Assert.Equal(-(values[0] + values[1] + values[2]).Real, a1, 1e-12);
                Assert.Equal((values[0] * values[1] + values[0] * values[2] + values[1] * values[2]).Real, a2, 1e-12);
                Assert.Equal(-(values[0] * values[1] * values[2]).Real, a3, 1e-12);
            }
        }
        Assert.InRange(stable, 50, 350);
    }

    private static IEnumerable<double[]> Starts(GanParameters gan)
    {
        var ode = new ReducedOde(gan);
        for (int seed = 1; seed <= 200; seed++)
            yield return ode.Pack(MacroState.NearOrigin(gan, 1, seed));
    }

    [Theory]
    // rates of 2e-5 to 4e-5: by Dormand–Prince at 1e-11 the field is below 1e-9 from t = 700,000 on, with these recoveries
    [InlineData(1.71484375, 3.1390625, "Locked", 0.2790, 0.0000)]
    [InlineData(1.45703125, 3.8171874999999997, "Deceived", 0.4267, 0.0263)]
    public void ASlowApproach_IsFollowedToItsEnd(double alpha, double noise, string attractor, double first, double second)
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2, 1, 1).With(rateRatio: alpha, noise: noise);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan])[0];
        Assert.Equal(Phase.ModeCollapse, verdict.Phase);
        Assert.Equal(attractor, verdict.Attractor);
        Assert.Equal(first, verdict.Recovery[0], 2e-4);
        Assert.Equal(second, verdict.Recovery[1], 2e-4);
    }

    [Fact]
    public void AMotionThatIsAsFastAllTheTime_IsOscillation_ThoughAFixedPointMayAttract()
    {
        GanParameters gan = new GanParameters([4.23249, 3.50110], [4.23249, 3.50110], 0.286566, 0.475052, 1.350853, 1.350853);
        MacroState start = MacroState.NearOrigin(gan, 0.03, 4);
        PhaseVerdict verdict = new OdePhaseClassifier().ClassifyMany([gan], [start])[0];
        Assert.Equal((Phase.Oscillation, "Moving"), (verdict.Phase, verdict.Attractor));
        Assert.StartsWith("the motion was as fast all the time up to t = 2.0", verdict.Reason, StringComparison.Ordinal);

        // the largest speed between t = 250 and 500 by Dormand–Prince at 1e-9 is still there twelve times later
        var ode = new ReducedOde(gan);
        double[] y = ode.Pack(start), f = new double[9];
        void Follow(double length) =>
            y = [.. DormandPrince.Integrate(ode, y, length, new IntegrationOptions { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-13 }).End];
        double Peak()
        {
            double largest = 0;
            for (int k = 0; k < 500; k++)
            {
                Follow(0.5);
                ode.Evaluate(y, f);
                largest = Math.Max(largest, f.Max(Math.Abs));
            }
            return largest;
        }

        Follow(250);
        double first = Peak();
        for (int k = 0; k < 11; k++)
            Follow(500);
        Assert.InRange(Peak(), 0.9 * first, 1.1 * first);
    }
}

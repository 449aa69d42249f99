using PhaseGan.Dynamics;
using Xunit;

namespace PhaseGan.Tests.Boundaries;

/// <summary>The boundaries of phase diagrams with their mechanisms, against the exact map of one feature, closed forms, and searches for attractors on both sides.</summary>
public sealed class PhaseBoundariesTests
{
    private static readonly GanParameters s_one = new([1], [1], 0.2, 0.1, 1, 1);
    private static readonly GanParameters s_two = new([5, 3], [5, 3], 0.2, 0.04, 1, 1);
    private static readonly Lazy<PhaseBoundaries> s_ofOne = new(() => PhaseBoundaries.Of(Sweep(s_one, 32, 4, 2.6)));
    private static readonly Lazy<PhaseBoundaries> s_ofTwo = new(() => PhaseBoundaries.Of(Sweep(s_two, 16, 2, 2.6), null, new PhaseBoundaryOptions { FollowsStartDependent = false }));

    [Fact]
    public void WithOneFeature_EveryChangeOfTheLabelIsExplained()
    {
        PhaseBoundaries found = s_ofOne.Value;
        Assert.InRange(found.Edges.Length, 80, 200);
        Assert.Empty(found.Unexplained);
        Assert.StartsWith($"unexplained: 0 of {found.Edges.Length} edges; explained by DeceivedTrace", found.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The exact map follows its Hopf curves by other equations, in u, α and the noise.</summary>
    [Fact]
    public void TheCurvesOfOneFeature_AreThoseOfTheExactMap()
    {
        var options = new SingleFeatureBoundaryOptions { AlphaTo = 4, VerticalTo = 2.6 };
        ILookup<SingleFeatureBoundaryKind, SingleFeatureBoundary> exact = SingleFeaturePhases.Boundaries(s_one, SingleFeaturePlane.RatioAndNoise, options).ToLookup(b => b.Kind);
        int checkedPoints = 0;
        foreach (PhaseBoundary curve in s_ofOne.Value.Curves)
        {
            SingleFeatureBoundaryKind? kind = (curve.Mechanism, curve.State) switch
            {
                (BoundaryMechanism.DeceivedTrace, _) => SingleFeatureBoundaryKind.DeceivedTrace,
                (BoundaryMechanism.Hopf, "Undeceived") => SingleFeatureBoundaryKind.UndeceivedHopf,
                (BoundaryMechanism.Hopf, "Locked") => SingleFeatureBoundaryKind.LockedHopf,
                (BoundaryMechanism.Fold, "Undeceived") => SingleFeatureBoundaryKind.UndeceivedFold,
                _ => null,
            };
            // the last point of a piece may be the first of the next one
            foreach (ImplicitCurvePoint p in kind is null ? [] : curve.Points.Skip(1).SkipLast(1))
            {
                double nearest = exact[kind!.Value].Min(b => Enumerable.Range(1, b.Points.Length - 1).Min(k => Distance(p, b.Points[k - 1].Alpha, b.Points[k - 1].Vertical, b.Points[k].Alpha, b.Points[k].Vertical)));
                Assert.InRange(nearest, 0, 1e-6);
                checkedPoints++;
            }
        }
        Assert.InRange(checkedPoints, 60, int.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnExplainedChange_IsCrossedByItsCurve_WithTheLostStateOnTheLeft(int features)
    {
        PhaseBoundaries found = (features == 1 ? s_ofOne : s_ofTwo).Value;
        int width = found.Diagram.X.Count;
        foreach (PhaseEdge edge in found.Edges.Where(e => e.IsExplained))
            foreach (PhaseBoundary curve in edge.Curves.Select(k => found.Curves[k]))
            {
                (double ax, double ay) = (found.Diagram.X.Values[edge.First % width], found.Diagram.Y.Values[edge.First / width]);
                (double bx, double by) = (found.Diagram.X.Values[edge.Second % width], found.Diagram.Y.Values[edge.Second / width]);
                // in units of the window, whose sides are those of the axes: some point of the edge lies on the curve
                double nearest = Enumerable.Range(1, Math.Max(1, curve.Points.Length - 1)).Min(k => Enumerable.Range(0, 201).Min(j =>
                {
                    ImplicitCurvePoint p = curve.Points[k - 1], q = curve.Points[Math.Min(k, curve.Points.Length - 1)];
                    double at = j / 200.0;
                    return Distance(new ImplicitCurvePoint(ax + at * (bx - ax), ay + at * (by - ay), 0, false), p.X, p.Y, q.X, q.Y);
                }));
                Assert.InRange(nearest, 0, 0.01);
            }
        PhaseBoundary trace = found.Curves.First(c => c.Mechanism == BoundaryMechanism.DeceivedTrace);
        (ImplicitCurvePoint one, ImplicitCurvePoint two) = (trace.Points[3], trace.Points[4]);
        GanParameters left = At(features == 1 ? s_one : s_two, one.X - 0.01 * (two.Y - one.Y), one.Y + 0.01 * (two.X - one.X));
        Assert.True(Trace(left) < 0);
        Assert.All(trace.Points, p => Assert.Equal(0, Trace(At(features == 1 ? s_one : s_two, p.X, p.Y)), 1e-6));
    }

    [Fact]
    public void WithTwoFeatures_TheMechanismsOfTheWholeFamiliesExplainTheDiagram()
    {
        PhaseBoundaries found = s_ofTwo.Value;
        Assert.InRange(found.Unexplained.Count(), 0, 0.06 * found.Edges.Length);
        Assert.Contains(found.Curves, c => c.Mechanism == BoundaryMechanism.BestMember && c.State.StartsWith("Locked", StringComparison.Ordinal));
        PhaseBoundary hopf = Assert.Single(found.Curves, c => c.Mechanism == BoundaryMechanism.Hopf && c.State == "Undeceived, feature 1, both columns" && c.Points.Length > 5);
        // next to the curve training from the start comes to the point, and hardly; beyond it does not
        ImplicitCurvePoint p = hopf.Points[hopf.Points.Length / 2], q = hopf.Points[hopf.Points.Length / 2 + 1];
        (double nx, double ny) = (-(q.Y - p.Y), q.X - p.X);
        double length = 100 * Math.Sqrt(nx * nx + ny * ny);
        var end = Assert.IsType<FixedPointAttractor>(EndOf(p.X + nx / length, p.Y + ny / length));
        Assert.InRange(end.Spectrum.GrowthRate, -0.01, 0);
        Assert.NotEqual(0, end.Spectrum.Leading.Imaginary);
        Assert.IsNotType<FixedPointAttractor>(EndOf(p.X - nx / length, p.Y - ny / length));

        static Attractor EndOf(double alpha, double eta)
        {
            GanParameters gan = At(s_two, alpha, eta);
            var ode = new ReducedOde(gan);
            return AttractorFinder.Find(ode, ode.Pack(MacroState.NearOrigin(gan, 0.03, seed: 1)), new AttractorOptions { MaxEvaluations = 400_000 });
        }
    }

    [Fact]
    public void ARefinedSweep_LabelsTheCellsBesideTheCurves()
    {
        PhaseBoundaries found = s_ofOne.Value;
        PhaseSweep sweep = Sweep(s_one, 32, 4, 2.6);
        PhaseDiagram refined = sweep.Refine(new OdePhaseClassifier(), new RefineOptions { CoarseStep = 8, Regions = _ => 0, Cells = found.Cells() });
        int inferred = refined.EvidenceColumns.IndexOf("inferred");
        foreach (PhaseEdge edge in found.Edges)
            foreach (int cell in (int[])[edge.First, edge.Second])
                Assert.Equal("false", refined.Verdicts[cell].Evidence[inferred]);
        Assert.Equal(found.Diagram.Verdicts.Select(v => v.Phase), refined.Verdicts.Select(v => v.Phase));
        Assert.InRange(refined.Verdicts.Count(v => v.Evidence[inferred] == "true"), 300, 1024);
    }

    /// <summary>The way of a user: boundaries of a coarse sweep, then a fine one that is labelled along them.</summary>
    [Fact]
    public void AFinerSweep_IsRefinedAlongTheCurvesOfACoarseOne_AndHasTheLabelsOfAWholeOne()
    {
        PhaseBoundaries found = s_ofOne.Value;
        PhaseSweep fine = Sweep(s_one, 96, 4, 2.6);
        PhaseDiagram whole = fine.Run(new OdePhaseClassifier());
        PhaseDiagram refined = fine.Refine(new OdePhaseClassifier(), new RefineOptions { CoarseStep = 32, Regions = _ => 0, Cells = found.Cells(fine.X, fine.Y) });
        int inferred = refined.EvidenceColumns.IndexOf("inferred");
        Assert.Equal(whole.Verdicts.Select(v => v.Phase), refined.Verdicts.Select(v => v.Phase));
        Assert.InRange(refined.Verdicts.Count(v => v.Evidence[inferred] == "true"), 96 * 96 / 2, 96 * 96);
        Assert.Throws<ArgumentException>(() => found.Cells(fine.Y, fine.X));
    }

    [Fact]
    public void Tables_HaveARowForEachPoint_AndForEachChange()
    {
        PhaseBoundaries found = s_ofTwo.Value;
        using StringWriter curves = new(), edges = new();
        found.WriteCurves(curves);
        found.WriteEdges(edges);
        string[] rows = curves.ToString().TrimEnd('\n').Split('\n'), changes = edges.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("curve,mechanism,state,start_dependent,alpha,eta,error,jump", rows[0]);
        Assert.Equal(1 + found.Curves.Sum(c => c.Points.Length), rows.Length);
        Assert.Equal("alpha_1,eta_1,alpha_2,eta_2,phase_1,attractor_1,phase_2,attractor_2,curves,known", changes[0]);
        Assert.Equal(1 + found.Edges.Length, changes.Length);
    }

    [Fact]
    public void WhatDoesNotFit_IsRefusedInWords()
    {
        PhaseSweep sweep = Sweep(s_one, 4, 4, 2);
        PhaseDiagram other = Sweep(s_one, 4, 3, 2).Run(new OdePhaseClassifier());
        Assert.Contains("axes of the sweep", Assert.Throws<ArgumentException>(() => PhaseBoundaries.Of(sweep, other)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => PhaseBoundaries.Of(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseBoundaryOptions { MaxCurves = -1 });
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => PhaseBoundaries.Of(sweep, null, null, stop.Token));
    }

    private static PhaseSweep Sweep(GanParameters gan, int count, double alpha, double eta) =>
        new(Axis.Linear("alpha", alpha / count, alpha, count), Axis.Linear("eta", eta / count, eta, count), (a, e) => At(gan, a, e));

    private static GanParameters At(GanParameters gan, double alpha, double eta) => gan.With(rateRatio: alpha, noise: eta);

    private static double Trace(GanParameters gan) => gan.RealVariances.Zip(gan.FakeVariances, (l, f) => l - f + gan.RateRatio * f - 2 * gan.EffectiveNoise).Sum();

    private static double Distance(ImplicitCurvePoint p, double ax, double ay, double bx, double by)
    {
        double dx = bx - ax, dy = by - ay, square = dx * dx + dy * dy;
        double share = square > 0 ? Math.Clamp(((p.X - ax) * dx + (p.Y - ay) * dy) / square, 0, 1) : 0;
        return Math.Sqrt(Math.Pow(p.X - ax - share * dx, 2) + Math.Pow(p.Y - ay - share * dy, 2));
    }
}

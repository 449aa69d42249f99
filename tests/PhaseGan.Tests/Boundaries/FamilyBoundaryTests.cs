using PhaseGan.Dynamics;
using Xunit;

namespace PhaseGan.Tests.Boundaries;

/// <summary>The best members of families: with two features against the Hurwitz conditions, with three against trainings and closed forms.</summary>
public sealed class FamilyBoundaryTests
{
    private static readonly GanParameters s_two = new([5, 3], [5, 3], 0.2, 0.04, 1, 1);
    private static readonly GanParameters s_three = new([5, 4, 3], [5, 4, 3], 0.2, 0.1, 1, 1);

    /// <summary>With one frozen column the conditions of the whole family are known, and the search must agree with their sign.</summary>
    [Fact]
    public void WithTwoFeatures_TheSearchForTheBestMemberAgreesWithTheHurwitzConditions()
    {
        int attracting = 0, repelling = 0;
        foreach (double alpha in (double[])[1.5, 1.7, 1.75, 1.9, 2.2, 2.6])
            foreach (double eta in (double[])[2.2, 2.4, 2.6, 3])
            {
                GanParameters gan = s_two.With(rateRatio: alpha, noise: eta);
                double margin = SinglePairMargin.Locked(gan, 0);
                if (SingleFeature.Locked(new SingleFeatureConstants(gan, 0, 0)) is not { } u || u > 1 || Math.Abs(margin) < 1e-6)
                    continue;
                var ode = new ReducedOde(gan);
                var point = new double[ode.Dimension];
                point[ode.Layout.R(0)] = Math.Sqrt(u);
                double best = new MemberSearch().Best(ode, point, columns: 1, seen: -1);
                Assert.Equal(margin < 0, best < 0);
                (attracting, repelling) = (attracting + (best < 0 ? 1 : 0), repelling + (best < 0 ? 0 : 1));
            }
        Assert.InRange(attracting, 4, int.MaxValue);
        Assert.InRange(repelling, 4, int.MaxValue);
    }

    /// <summary>At η = 4 the best member has all real parts alike, so that it is their mean: the trace of the block, (Λ₁ + Λ₂ + Λ₃) + 3(h − κ) + Σ(h − κ − Λ̃_k + αΛ̃_k), κ − h = Λ̃₁(α − 1).</summary>
    [Theory]
    [InlineData(1.66, false)]
    [InlineData(1.675, true)]
    public void WithThreeFeatures_LockedLosesItsLastMember_WhereTheTraceVanishes(double alpha, bool attracts)
    {
        double trace = 12 - 5 * 5 * (alpha - 1) + 7 * (alpha - 1);
        Assert.Equal(attracts, trace < 0);
        Assert.Equal(attracts, SinglePairMargin.Locked(s_three.With(rateRatio: alpha, noise: 4), 0) < 0);
    }

    [Fact]
    public void WithThreeFeatures_TheEndOfLockedIsExplainedByItsBestMember()
    {
        var sweep = new PhaseSweep(Axis.Linear("alpha", 1.6, 1.8, 2), Axis.Linear("eta", 2.9, 3, 2), (a, e) => s_three.With(rateRatio: a, noise: e));
        var coarse = new ImplicitCurveOptions { Tolerance = 1e-4, MaxStep = 0.2, MinStep = 0.01, ChordTolerance = 0.01, MaxEvaluations = 200 };
        PhaseBoundaries found = PhaseBoundaries.Of(sweep, null, new PhaseBoundaryOptions { FollowsStartDependent = false, StartDependentCurves = coarse });
        PhaseEdge[] lost = [.. found.Edges.Where(e => new[] { e.First, e.Second }.Count(k => found.Diagram.Verdicts[k].Attractor == "Locked") == 1)];
        Assert.NotEmpty(lost);
        Assert.All(lost, e => Assert.Contains(e.Curves, c => found.Curves[c] is { Mechanism: BoundaryMechanism.BestMember, State: "Locked, column 1" }));
    }
}

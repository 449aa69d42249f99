using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>The general tools on the GAN with one feature, whose Hopf points and their first Lyapunov coefficients are known from closed forms and from AUTO.</summary>
public sealed class GanBranchTests
{
    [Fact]
    public void HopfPointsOfTheExactMap_AreMetInPlaceFrequencyAndCoefficient()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Data", "auto07p", "hopf-auto.csv");
        double[][] rows = [.. File.ReadLines(path).Skip(1).Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(25, rows.Length);
        foreach (double[] row in rows)
        {
            (double alpha, double tau, double noise) = (row[5], row[2], row[4]);
            var gan = new GanParameters([row[0]], [row[1]], tau, tau, noise, noise);
            SingleFeatureBoundaryPoint exact = SingleFeaturePhases.HopfPoints(gan, 6).MinBy(p => Math.Abs(p.Alpha - alpha));
            FieldFamily family = FieldFamily.Of("alpha", a => new ReducedOde(gan.With(rateRatio: a)));
            Branch branch = Branch.OfFixedPoint(family, [exact.P, exact.Q, exact.R], exact.Alpha, 0.95 * exact.Alpha, 1.05 * exact.Alpha);
            SpecialPoint? hopf = branch.SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf).MinBy(s => Math.Abs(s.Parameters[0] - exact.Alpha));
            Assert.NotNull(hopf);
            Assert.Equal(exact.Alpha, hopf.Parameters[0], 1e-11);
            // the branch may go through P = 0 to its mirror image
            Assert.Equal(exact.P, Math.Abs(hopf.Coordinates[0]), 1e-9);
            Assert.Equal(exact.Frequency, hopf.NormalForm!.Frequency!.Value, 1e-9);
            Assert.Equal(exact.FirstLyapunov, hopf.NormalForm.FirstLyapunov!.Value, 1e-8 * Math.Max(1, Math.Abs(exact.FirstLyapunov)));
        }
    }

    /// <summary>The branch with r ≠ 0 and P = q = 0 meets the family of fixed points with q = r = 0, P free, at α = 1 + x/Λ̃: more than two branches meet there.</summary>
    [Fact]
    public void WhereABranchMeetsAFamily_TheDimensionChanges()
    {
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1, 1);
        FieldFamily family = FieldFamily.Of("alpha", a => new ReducedOde(gan.With(rateRatio: a)));
        FixedPoint locked = FixedPointFinder.Find((ReducedOde)family.At(2.1)).Orbits.Select(o => o.Representative).First(p => Math.Abs(p.Coordinates[2]) > 0.1 && Math.Abs(p.Coordinates[0]) < 1e-9);
        Branch branch = Branch.OfFixedPoint(family, locked, 2.1, 0.2, 4);
        SpecialPoint meeting = Assert.Single(branch.SpecialPoints, s => Math.Abs(s.Coordinates[2]) < 1e-6);
        Assert.Equal((SpecialKind.FamilyChange, 1), (meeting.Kind, meeting.FamilyDimension));
        Assert.Equal(1.2, meeting.Parameters[0], 1e-9);
        Assert.InRange(meeting.Error, 0, 1e-6);
        Assert.Empty(meeting.Continuations);
        Assert.Contains(branch.SpecialPoints, s => s.Kind == SpecialKind.Pitchfork && Math.Abs(s.Parameters[0] - 9.0 / 7) < 1e-12);
    }
}

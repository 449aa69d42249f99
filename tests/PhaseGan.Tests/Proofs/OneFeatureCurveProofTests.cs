using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Boundaries of the exact map of one feature, enclosed from one end to the other.</summary>
public sealed class OneFeatureCurveProofTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 2)]
    public void EveryBoundaryOfTheExactMap_IsProvedFromEndToEnd_AndHoldsTheVerticesOfTheMap(double real, double fake)
    {
        GanParameters gan = new([real], [fake], 0.2, 0.2, 1, 1);
        var window = new OneFeatureWindow(0.05, 3.9, 0.2, 2.6 * Math.Sqrt(real));
        var options = new SingleFeatureBoundaryOptions { AlphaFrom = window.AlphaFrom, AlphaTo = window.AlphaTo, VerticalFrom = window.NoiseFrom, VerticalTo = window.NoiseTo, ChordTolerance = 1e-4 };
        var curves = SingleFeaturePhases.Boundaries(gan, SingleFeaturePlane.RatioAndNoise, options);
        var proved = new List<OneFeatureCurve>();
        foreach (SingleFeatureBoundary curve in curves)
        {
            SingleFeatureBoundaryPoint a = curve.Points[0], b = curve.Points[curve.Points.Length / 2];
            bool isStraight = curve.Points.Length == 2;
            (double alpha, double noise, double r) = isStraight ? (0.5 * (a.Alpha + b.Alpha), 0.5 * (a.Vertical + b.Vertical), b.R) : (b.Alpha, b.Vertical, b.R);
            OneFeatureCurve? found = proved.FirstOrDefault(p => p.Name == curve.Kind.ToString() && p.Through(alpha, noise, r) is not null);
            if (found is null)
                proved.Add(found = OneFeatureCurve.Of(gan, curve.Kind.ToString(), window, alpha, noise, r)!);
            Assert.True(found.Tube.IsComplete, $"{found}");
            Assert.Equal(curve.Kind is SingleFeatureBoundaryKind.UndeceivedFold or SingleFeatureBoundaryKind.UndeceivedHopf, found.SignOnLeft == 0);
            foreach (SingleFeatureBoundaryPoint v in curve.Points.Where((_, k) => k % 7 == 3))
            {
                RestProof? there = found.Through(v.Alpha, v.Vertical, v.R);
                Assert.NotNull(there);
                Assert.Equal(v.Alpha, there.Box[0].Middle, 1e-9);
                Assert.Equal(v.Vertical, there.Box[1].Middle, 1e-9);
            }
        }
        Assert.Equal(curves.Select(c => c.Kind.ToString()).Distinct().Order(), proved.Select(p => p.Name).Distinct().Order());
    }

    [Fact]
    public void CurvesOfTheGeneralTools_LieInTheBoxes_ToTenDigits_AndShiftedOnesDoNot()
    {
        const double Tau = 0.2;
        GanParameters Gan(double alpha, double eta) => new GanParameters([1], [1], Tau, Tau, 1, 1).With(rateRatio: alpha, noise: eta);
        var family = FieldFamily.Of("alpha", "eta", (alpha, eta) => new ReducedOde(Gan(alpha, eta)));
        var window = new OneFeatureWindow(0.1, 3, 0.3, 2);

        double[] rest = [.. SingleFeature.FixedPoints(Gan(1.2, 1)).First(o => o.Name == "Undeceived").Representative.Coordinates];
        SpecialPoint fold = Branch.OfFixedPoint(family.Holding("eta", 1), rest, 1.2, 0.8, 1.4).SpecialPoints.First(s => s.Kind == SpecialKind.Fold);
        Branch folds = Branch.OfBifurcation(BranchKind.Folds, family, fold, [fold.Parameters[0], 1], [0.7, 0.6], [1.4, 1.3]);
        Check("UndeceivedFold", folds.Points);

        SingleFeatureBoundaryPoint start = SingleFeaturePhases.HopfPoints(Gan(1, 1.32)).First(p => p.P > 0.1);
        SpecialPoint hopf = Branch.OfFixedPoint(family.Holding("eta", 1.32), [start.P, start.Q, start.R], start.Alpha, 0.9 * start.Alpha, 1.1 * start.Alpha)
            .SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf).MinBy(s => Math.Abs(s.Parameters[0] - start.Alpha))!;
        Branch hopfs = Branch.OfBifurcation(BranchKind.HopfPoints, family, hopf, [hopf.Parameters[0], 1.32], [1.3, 1.28], [1.9, 1.38]);
        Check("UndeceivedHopf", hopfs.Points.Where(p => p.Eigenvalues.Any(v => v.Imaginary > 1e-3 && Math.Abs(v.Real) < 1e-9)));

        void Check(string name, IEnumerable<BranchPoint> points)
        {
            BranchPoint[] all = [.. points];
            Assert.True(all.Length > 10);
            BranchPoint middle = all[all.Length / 2];
            OneFeatureCurve curve = OneFeatureCurve.Of(Gan(1, 1), name, window, middle.Parameters[0], middle.Parameters[1], middle.Coordinates[2])!;
            Assert.True(curve.Tube.IsComplete, curve.ToString());
            foreach (BranchPoint p in all)
            {
                RestProof there = curve.Through(p.Parameters[0], p.Parameters[1], p.Coordinates[2])!;
                Assert.Equal(p.Parameters[0], there.Box[0].Middle, 1e-10);
                Assert.Equal(p.Parameters[1], there.Box[1].Middle, 1e-10);
                // off the curve, across it: the point on the section through it is another one
                RestProof? shifted = curve.Through(p.Parameters[0] + 1e-6, p.Parameters[1] - 1e-6, p.Coordinates[2]);
                Assert.True(shifted is null || Math.Abs(shifted.Box[0].Middle - p.Parameters[0] - 1e-6) + Math.Abs(shifted.Box[1].Middle - p.Parameters[1] + 1e-6) > 1e-8);
            }
        }
    }

    [Fact]
    public void EndsAreWhereClosedFormsHaveThem()
    {
        GanParameters gan = new([1], [1], 0.2, 0.2, 1, 1);
        var window = new OneFeatureWindow(0.05, 3.9, 0.2, 2.6);
        // x = Λ at η = √(1/0.2) and αΛ̃(1 − u) = Λ at α = 2, where Locked loses its frequency
        OneFeatureCurve locked = OneFeatureCurve.Of(gan, "LockedHopf", window, 2, 1.8)!;
        CurveTubeEnd[] ends = [locked.Tube.Start!, locked.Tube.End!];
        Assert.Equal(["Frequency", "r"], ends.Select(e => e.Condition).Order(StringComparer.Ordinal));
        CurveTubeEnd top = ends.Single(e => e.Condition == "r"), bottom = ends.Single(e => e.Condition == "Frequency");
        Assert.True(top.Proof.Box[1].Contains(Math.Sqrt(5)) || Math.Abs(top.Proof.Box[1].Middle - Math.Sqrt(5)) < 1e-14);
        double eta = bottom.Proof.Box[1].Middle, x = 0.2 * eta * eta, u = (x - 1) / (1 - 0.1 * eta - 2);
        Assert.Equal(0.5, u, 1e-12);
        // the curve of Undeceived's Hopf points ends there too
        OneFeatureCurve hopf = OneFeatureCurve.Of(gan, "UndeceivedHopf", window, bottom.Proof.Box[0].Middle - 1e-4, eta - 1e-4 * 0.4, Math.Sqrt(0.5))!;
        Assert.Contains((CurveTubeEnd[])[hopf.Tube.Start!, hopf.Tube.End!], e => e.Condition == "P" && Math.Abs(e.Proof.Box[1].Middle - eta) < 1e-12);
        Assert.Null(OneFeatureCurve.Of(gan, "LockedHopf", window, 2, 2.5));
        Assert.Null(OneFeatureCurve.Of(gan, "FeatureVisible", window, 2, 1e-3)?.Through(2, 1));
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        GanParameters gan = new([1], [1], 0.2, 0.2, 1, 1);
        var window = new OneFeatureWindow(0.05, 3.9, 0.2, 2.6);
        Assert.Contains("got 'Fold'", Assert.Throws<ArgumentException>(() => OneFeatureCurve.Of(gan, "Fold", window, 1, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OneFeatureCurve.Of(new GanParameters([1, 1], [1, 1], 0.2, 0.2, 1, 1), "LockedHopf", window, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneFeatureCurve.Of(gan, "LockedHopf", window, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneFeatureWindow(0, 1, 1, 2));
        Assert.Throws<ArgumentException>(() => OneFeatureCurve.Of(gan, "LockedHopf", new OneFeatureWindow(1, 1, 1, 2), 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => window with { RealShare = -1 });
        Assert.Equal(Enum.GetNames<SingleFeatureBoundaryKind>().Order(), OneFeatureCurve.Names.Order());
    }
}

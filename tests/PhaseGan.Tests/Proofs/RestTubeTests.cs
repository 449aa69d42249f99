using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Proved branches, folds and Hopf points.</summary>
public sealed class RestTubeTests
{
    [Fact]
    public void AParabola_IsFollowedToItsFold_AndTheFoldIsProvedWhereItIs()
    {
        // x' = p − x² − y², y' = −y: x = √p attracts, the fold lies at 0
        RestTube tube = RestTube.Follow(p => new Parabola().At(p), 1, 0.01, [1, 0])!;
        Assert.True(tube.IsComplete && tube.Attracts, tube.ToString());
        Assert.Equal(new EigenvalueCount(0, 2), tube.Count);
        foreach (RestTubePiece piece in tube.Pieces)
            Assert.True(piece.Box[0].Contains(Math.Sqrt(piece.From)) && piece.Box[0].Contains(Math.Sqrt(piece.To)) && piece.Box[0].Low > 0);
        Assert.Equal(1, RestTube.Follow(p => new Parabola().At(p), 1, 0.5, [-1, 0])!.Count!.Unstable);
        Assert.False(RestTube.Follow(p => new Parabola().At(p), 1, -0.5, [1, 0])!.IsComplete);
        Assert.Null(RestTube.Follow(p => new Parabola().At(p), -1, -0.5, [1, 0]));

        FoldProof fold = FoldProof.Try(new Parabola(), [0.1, 0.01], 0.02)!;
        Assert.True(fold.Parameter.Contains(0) && fold.Parameter.Radius < 1e-12 && fold.Box[0].Contains(0), fold.ToString());
        Assert.Equal(new EigenvalueCount(0, 1), fold.Others);
        Assert.Null(HopfProof.Try(new Parabola(), [0.1, 0.01], 0.02));
        Assert.Throws<ArgumentException>(() => RestTube.Follow(p => new Parabola().At(p), 1, 1, [1, 0]));
        Assert.Throws<ArgumentException>(() => FoldProof.Try(new Parabola(), [0.1], 0.02));
    }

    [Fact]
    public void TheHopfPointOfLocked_IsProvedOnItsLine_AndAlongACurve()
    {
        // αΛ̃ = Λ + Λ̃, with ω² of the block over P and q in closed form
        GanParameters gan = new([1], [1], 0.2, 0.4, 2, 2);
        double[] locked = [.. SingleFeature.FixedPoints(gan).First(o => o.Name == "Locked").Representative.Coordinates];
        HopfProof hopf = HopfProof.Try(new EnclosedFamily(ParameterBox.Of(gan), "alpha"), locked, 1.98)!;
        Assert.True(hopf.Parameter.Contains(2) && hopf.Parameter.Radius < 1e-12, hopf.ToString());
        double u = locked[2] * locked[2], h = gan.FakeGain * u - gan.EffectiveNoise;
        Assert.True(Math.Abs(hopf.Frequency.Middle - Math.Sqrt(-gan.GeneratorRate * u * gan.DiscriminatorRate * h)) < 1e-9);
        Assert.True(hopf.CrossingSpeed.High < 0 && hopf.Others!.Stable == 1);

        RestTube curve = HopfProof.Curve(eta => Family(1, eta, "alpha"), 1.9, 2, SingleFeature.FixedPoints(gan.With(noise: 1.9)).First(o => o.Name == "Locked").Representative.Coordinates.AsSpan(), 2)!;
        Assert.True(curve.IsComplete && curve.Pieces.All(p => p.Box[^1].Contains(2)), curve.ToString());
        Assert.Null(curve.Count);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void TheFoldOfUndeceived_IsProved_WhereTheDiscriminantOfItsQuadraticVanishes(double alpha)
    {
        GanParameters gan = new([1], [1], 0.2, 0.2 * alpha, 1, 1);
        double low = 0.3, high = 1.3;
        while (high - low > 1e-13)
        {
            double middle = 0.5 * (low + high);
            _ = Discriminant(gan.With(noise: middle)) > 0 ? low = middle : high = middle;
        }
        double[] near = [.. SingleFeature.FixedPoints(gan.With(noise: low - 0.005)).First(o => o.Name == "Undeceived").Representative.Coordinates];
        FoldProof fold = FoldProof.Try(new EnclosedFamily(ParameterBox.Of(gan), "eta"), near, low - 0.005)!;
        Assert.True(Math.Abs(fold.Parameter.Middle - low) < 1e-11 && fold.Parameter.Radius < 1e-11, $"{fold} against {low:R}");
        Assert.Equal(2, fold.Others!.Stable + fold.Others.Unstable);

        static double Discriminant(GanParameters gan)
        {
            (double a, double b, double c, _, _) = new SingleFeatureConstants(gan).Quadratic();
            return b * b - 4 * a * c;
        }
    }

    [Fact]
    public void TheCurveOfFolds_IsEnclosedWithoutAJump()
    {
        double[] near = [.. SingleFeature.FixedPoints(new GanParameters([1], [1], 0.2, 0.1, 0.62, 0.62)).First(o => o.Name == "Undeceived").Representative.Coordinates];
        RestTube curve = FoldProof.Curve(alpha => new EnclosedFamily(new ParameterBox([1], [1], 0.2, 0.2 * alpha, 0.6, 0.6), "eta"), 0.5, 0.52, near, 0.62)!;
        Assert.True(curve.IsComplete, curve.ToString());
        for (int k = 1; k < curve.Pieces.Length; k++)
            Assert.True(curve.Pieces[k].From == curve.Pieces[k - 1].To && curve.Pieces[k].Box[^1].Intersect(curve.Pieces[k - 1].Box[^1]) is not null);
        FoldProof end = FoldProof.Try(new EnclosedFamily(new ParameterBox([1], [1], 0.2, 0.2 * (Interval)0.52, 0.6, 0.6), "eta"), near, 0.63)!;
        Assert.True(curve.Pieces[^1].Box[^1].Intersect(end.Parameter) is not null, $"{curve.Pieces[^1].Box[^1]} against {end}");
    }

    [Fact]
    public void WithTwoFeatures_TheBranchOfBothColumns_IsProvedStable_UpToItsHopfPoint()
    {
        GanParameters gan = new([5, 3], [5, 3], 0.2, 0.2 * 1.95, 0.5, 0.5);
        double[] near = [.. FixedPointFinder.Find(new ReducedOde(gan)).Orbits.First(o => o.FamilyDimension == 0 && StabilityClassifier.Classify(new ReducedOde(gan), o.Representative)!.Eigenvalues.All(v => v.Real < 0)).Representative.Coordinates];
        var family = new EnclosedFamily(ParameterBox.Of(gan), "alpha");
        RestTube tube = RestTube.Follow(family.At, 1.95, 1.9, near)!;
        Assert.True(tube.IsComplete && tube.Attracts, tube.ToString());
        HopfProof hopf = HopfProof.Try(family, near, 1.76)!;
        Branch branch = Branch.OfFixedPoint(FieldFamily.Of("alpha", a => new ReducedOde(gan.With(rateRatio: a))), near, 1.95, 1.74, 1.96);
        Assert.Equal(7, hopf.Others!.Stable);
        Assert.True(branch.SpecialPoints.Any(p => Math.Abs(hopf.Parameter.Middle - p.Parameters[0]) < 1e-9));
    }

    [Fact]
    public void TheDerivativesOfTheReducedOde_AreThoseOfDifferences()
    {
        var random = new System.Random(83);
        foreach (string name in EnclosedFamily.Names)
            for (int d = 1; d < 4; d++)
            {
                double[] variances = [.. Enumerable.Range(0, d).Select(_ => 0.5 + 2 * random.NextDouble())];
                var family = new EnclosedFamily(new ParameterBox([.. variances.Select(v => (Interval)v)], [.. variances.Select(v => (Interval)(1.1 * v))], 0.3, 0.2, 0.7, 0.4), name);
                int n = family.Dimension;
                double p = 0.5, step = 1e-6;
                double[] y = [.. Enumerable.Range(0, n).Select(_ => 1.6 * random.NextDouble() - 0.8)], v = [.. Enumerable.Range(0, n).Select(_ => 2 * random.NextDouble() - 1)];
                Interval[] slope = new Interval[n], second = new Interval[n * (n + 1)];
                family.EncloseSlope(p, IntervalMatrix.Of(y), slope);
                family.EncloseSecond(p, IntervalMatrix.Of(y), IntervalMatrix.Of(v), second);
                double[] up = Value(p + step, y), down = Value(p - step, y), jvUp = Along(p + step, y), jvDown = Along(p - step, y);
                for (int i = 0; i < n; i++)
                {
                    Assert.True(Math.Abs(slope[i].Middle - (up[i] - down[i]) / (2 * step)) < 1e-7, name);
                    Assert.True(Math.Abs(second[i * (n + 1) + n].Middle - (jvUp[i] - jvDown[i]) / (2 * step)) < 1e-7, name);
                }
                for (int j = 0; j < n; j++)
                {
                    double[] right = [.. y], left = [.. y];
                    (right[j], left[j]) = (y[j] + step, y[j] - step);
                    double[] a = Along(p, right), b = Along(p, left);
                    for (int i = 0; i < n; i++)
                        Assert.True(Math.Abs(second[i * (n + 1) + j].Middle - (a[i] - b[i]) / (2 * step)) < 1e-7, name);
                }

                double[] Value(double at, double[] state)
                {
                    var value = new Interval[n];
                    family.At(at).Enclose(IntervalMatrix.Of(state), value);
                    return [.. value.Select(i => i.Middle)];
                }

                double[] Along(double at, double[] state)
                {
                    var jacobian = new Interval[n * n];
                    family.At(at).EncloseJacobian(IntervalMatrix.Of(state), jacobian);
                    return [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(k => jacobian[i * n + k].Middle * v[k]))];
                }
            }
    }

    [Fact]
    public void AFamilyWithHeldCoordinates_IsOverTheOthers_AndBadInputIsNamed()
    {
        var box = new ParameterBox([5, 3], [5, 3], 0.2, 0.3, 1, 1);
        var held = new EnclosedFamily(box, "eta", new Dictionary<int, double> { [0] = 0, [3] = 0.25 });
        Assert.Equal(7, held.Dimension);
        var value = new Interval[7];
        held.At(1).Enclose(new Interval[7], value);
        Assert.True(value.All(v => v == 0));
        Assert.Throws<ArgumentException>(() => new EnclosedFamily(box, "beta"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EnclosedFamily(box, "eta", new Dictionary<int, double> { [9] = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EnclosedFamily(box, "eta", new Dictionary<int, double> { [0] = double.NaN }));
        // outside its range a parameter gives nothing, and no error
        new EnclosedFamily(box, "alpha").At(-1).Enclose(new Interval[9], value = new Interval[9]);
        Assert.True(value.All(v => v == Interval.Entire));
    }

    private static EnclosedFamily Family(double variance, Interval eta, string name) => new(new ParameterBox([variance], [variance], 0.2, 0.4, eta, eta), name);

    private sealed class Parabola : IIntervalFamily
    {
        public int Dimension => 2;

        public IIntervalField At(Interval parameter) => new Field(parameter);

        public void EncloseSlope(Interval parameter, ReadOnlySpan<Interval> y, Span<Interval> slope) => (slope[0], slope[1]) = (1, 0);

        public void EncloseSecond(Interval parameter, ReadOnlySpan<Interval> y, ReadOnlySpan<Interval> v, Span<Interval> second)
        {
            second.Clear();
            (second[0], second[1]) = (-2 * v[0], -2 * v[1]);
        }

        private sealed class Field(Interval p) : IIntervalField
        {
            public int Dimension => 2;

            public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative) => (derivative[0], derivative[1]) = (p - y[0].Square() - y[1].Square(), -y[1]);

            public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian) =>
                (jacobian[0], jacobian[1], jacobian[2], jacobian[3]) = (-2 * y[0], -2 * y[1], 0, -1);
        }
    }
}

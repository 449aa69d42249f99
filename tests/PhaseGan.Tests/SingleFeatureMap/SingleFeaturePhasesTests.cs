using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests.SingleFeatureMap;

public sealed class SingleFeaturePhasesTests(ITestOutputHelper output)
{
    private static readonly GanParameters Unit = new([1], [1], 0.2, 0.1, 1, 1);

    /// <summary>Windows over parameters with every kind of boundary.</summary>
    public static TheoryData<double, double, double, double, double, SingleFeaturePlane> Windows => new()
    {
        { 1, 1, 0.2, 1, 4, SingleFeaturePlane.RatioAndEffectiveNoise },
        { 1, 1, 0.2, 1, 4, SingleFeaturePlane.RatioAndNoise },
        { 3, 1, 0.2, 0.5, 8, SingleFeaturePlane.RatioAndEffectiveNoise },
        { 1, 3, 0.4, 2, 4, SingleFeaturePlane.RatioAndEffectiveNoise },
        { 1, 1, 1.2, 0.2, 6, SingleFeaturePlane.RatioAndEffectiveNoise },
    };

    [Fact]
    public void ThePortrait_NamesWhatAttracts_AtTheReferencePoints()
    {
        // The wedge of success αΛ/2 < x < Λ, with p* = √((1 − x)(1 + x − α)).
        SingleFeaturePortrait wedge = SingleFeaturePhases.At(Unit.With(rateRatio: 0.5, effectiveNoise: 0.6));
        Assert.Equal([FixedPointKind.Deceived], wedge.Attracting.Select(p => p.Kind));
        Assert.Equal(Math.Sqrt(0.4 * 1.1), wedge.StableDeceived!.Value.Lower, 1e-15);
        Assert.False(wedge.StableDeceived.Value.IncludesZero);
        Assert.False(wedge.StableDeceived.Value.Contains(0.6));
        Assert.True(wedge.StableDeceived.Value.Contains(-0.7));

        // Below it nothing but oscillation; at low noise Undeceived; for α > 2 Locked at high noise; above x = Λ the untrained state.
        Assert.True(SingleFeaturePhases.At(Unit.With(rateRatio: 1.2, effectiveNoise: 0.5)).OnlyOscillates);
        Assert.Equal([FixedPointKind.Undeceived], SingleFeaturePhases.At(Unit.With(rateRatio: 1, noise: 0.5)).Attracting.Select(p => p.Kind));
        Assert.Equal([FixedPointKind.Locked], SingleFeaturePhases.At(Unit.With(rateRatio: 3, effectiveNoise: 0.8)).Attracting.Select(p => p.Kind));
        Assert.True(SingleFeaturePhases.At(Unit.With(rateRatio: 1, effectiveNoise: 1.1)).StableDeceived!.Value.IncludesZero);
    }

    [Fact]
    public void WhereInequality15HoldsButTheDeterminantIsNegative_OnlyUndeceivedAttracts()
    {
        SingleFeaturePortrait portrait = SingleFeaturePhases.At(new GanParameters([3], [1], 0.2, 0.02, 0, 0).With(effectiveNoise: 1.5));
        Assert.Null(portrait.StableDeceived);
        Assert.Equal([FixedPointKind.Undeceived], portrait.Attracting.Select(p => p.Kind));
        Assert.Equal(StabilityVerdict.Saddle, portrait.Points[0].Spectrum!.Verdict);
    }

    [Fact]
    public void HopfPoints_AgreeWithAuto07p_InPlaceFrequencyAndSideOfTheCycles()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Data", "auto07p", "hopf-auto.csv");
        double[][] rows = [.. File.ReadLines(path).Skip(1).Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(25, rows.Length);
        foreach (double[] row in rows)
        {
            (double alpha, double s, double tau) = (row[5], row[4], row[2]);
            var gan = new GanParameters([row[0]], [row[1]], tau, tau, s, s);
            var points = SingleFeaturePhases.HopfPoints(gan, 6);
            // AUTO met all of them: the continuation follows each branch through its folds.
            Assert.Equal(rows.Count(r => r.AsSpan(0, 5).SequenceEqual(row.AsSpan(0, 5))), points.Length);
            SingleFeatureBoundaryPoint point = points.MinBy(p => Math.Abs(p.Alpha - alpha));
            Assert.Equal(alpha, point.Alpha, 1e-7);
            Assert.Equal(row[6], point.P, 1e-7);
            Assert.Equal(row[7], point.Q, 1e-7);
            Assert.Equal(row[8], point.R, 1e-7);
            Assert.Equal(row[9], point.Frequency / tau, 1e-7);

            // Cycles on the side where the pair has a positive real part are supercritical.
            double slope = RealPart(gan, point, 1e-5) - RealPart(gan, point, -1e-5);
            Assert.Equal(Math.Sign(row[10]) == Math.Sign(slope), point.FirstLyapunov < 0);
        }
        Assert.Contains(rows, r => r[10] < 0);

        static double RealPart(GanParameters gan, SingleFeatureBoundaryPoint point, double shift)
        {
            var ode = new ReducedOde(gan.With(rateRatio: point.Alpha * (1 + shift)));
            NewtonResult near = Newton.Polish(ode, [point.P, point.Q, point.R]);
            return Eigenvalues(ode, near.Point).Where(e => e.Imaginary != 0).Select(e => e.Real).First();
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void EveryVertex_SolvesTheEquationOfItsBoundary(double real, double fake, double tau, double ratio, double alphaTo, SingleFeaturePlane plane)
    {
        GanParameters gan = new([real], [fake], tau, tau, ratio, 1);
        var curves = SingleFeaturePhases.Boundaries(gan, plane, new SingleFeatureBoundaryOptions { AlphaTo = alphaTo, ChordTolerance = 1e-5 });
        foreach (SingleFeatureBoundaryKind kind in Enum.GetValues<SingleFeatureBoundaryKind>())
            if (kind is not (SingleFeatureBoundaryKind.DeceivedPerfect or SingleFeatureBoundaryKind.UndeceivedBirth))
                Assert.Contains(curves, c => c.Kind == kind);
        foreach (SingleFeatureBoundary curve in curves)
        {
            Assert.True(curve.Points.Length >= 2);
            foreach (SingleFeatureBoundaryPoint point in curve.Points)
            {
                Assert.All(new[] { point.Alpha, point.Vertical, point.P, point.Q, point.R, point.Frequency, point.FirstLyapunov }, v => Assert.True(double.IsFinite(v)));
                if (point.Alpha <= 1e-12)
                    continue;
                var ode = new ReducedOde(At(gan, plane, point));
                double[] y = [point.P, point.Q, point.R];
                var f = new double[3];
                ode.Evaluate(y, f);
                Assert.InRange(f.Max(Math.Abs), 0, 1e-10);
                double scale = tau * (real + fake + ode.Parameters.EffectiveNoise) * (1 + point.Alpha);
                var values = Eigenvalues(ode, y);
                switch (curve.Kind)
                {
                    case SingleFeatureBoundaryKind.FeatureVisible:
                        Assert.Equal(real, ode.Parameters.EffectiveNoise, 1e-10);
                        break;
                    case SingleFeatureBoundaryKind.DeceivedTrace:
                        Assert.InRange(values.Sum(v => v.Real) / scale, -1e-10, 1e-10);
                        break;
                    case SingleFeatureBoundaryKind.DeceivedPerfect or SingleFeatureBoundaryKind.DeceivedUntrained or SingleFeatureBoundaryKind.UndeceivedBirth:
                        var block = new double[4];
                        ode.TransverseBlock(y, block);
                        Assert.InRange((block[0] * block[3] - block[1] * block[2]) / (scale * scale), -1e-10, 1e-10);
                        break;
                    case SingleFeatureBoundaryKind.LockedPitchfork or SingleFeatureBoundaryKind.UndeceivedFold:
                        Assert.InRange(values.Min(v => v.Magnitude) / scale, 0, 1e-6);
                        Assert.InRange(values.Aggregate(1.0, (p, v) => p * v.Magnitude) / (scale * scale * scale), 0, 1e-10);
                        break;
                    default:
                        // The pair itself is only known to the root of rounding where ω vanishes.
                        var pair = values.OrderByDescending(v => Math.Abs(v.Imaginary)).ThenBy(v => v.Magnitude).First();
                        Assert.InRange(Math.Abs(pair.Real) / scale, 0, point.Frequency > 1e-3 * tau ? 1e-8 : 1e-6);
                        Assert.InRange(Math.Abs(Math.Abs(pair.Imaginary) - point.Frequency) / scale, 0, point.Frequency > 1e-3 * tau ? 1e-8 : 1e-4);
                        Assert.Equal(curve.Criticality == HopfCriticality.Subcritical, point.FirstLyapunov > 0);
                        break;
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void WhereverTheAttractingSetChanges_ABoundaryRunsBetween_AndNowhereElse(
        double real, double fake, double tau, double ratio, double alphaTo, SingleFeaturePlane plane)
    {
        const int Size = 90;
        GanParameters gan = new([real], [fake], tau, tau, ratio, 1);
        double top = plane == SingleFeaturePlane.RatioAndNoise ? Math.Sqrt(1.4 * real / tau) : 1.4 * real;
        var curves = SingleFeaturePhases.Boundaries(gan, plane, new SingleFeatureBoundaryOptions { AlphaTo = alphaTo, VerticalTo = top, ChordTolerance = 1e-6 });
        var segments = curves.Where(c => c.BoundsAttractors)
            .SelectMany(c => c.Points.Zip(c.Points.Skip(1), (a, b) => (a, b))).ToList();
        // Offsets keep the grid off the special values.
        double Alpha(int i) => (i + 0.613) * alphaTo / Size;
        double Height(int j) => (j + 0.387) * top / Size;

        for (int j = 0; j < Size; j++)
        {
            double y = Height(j);
            var crossings = segments.Where(s => (s.a.Vertical > y) != (s.b.Vertical > y))
                .Select(s => s.a.Alpha + (y - s.a.Vertical) / (s.b.Vertical - s.a.Vertical) * (s.b.Alpha - s.a.Alpha)).Order().ToList();
            for (int i = 0; i + 1 < Size; i++)
            {
                int between = crossings.Count(c => c > Alpha(i) && c < Alpha(i + 1));
                string left = Signature(gan, plane, Alpha(i), y), right = Signature(gan, plane, Alpha(i + 1), y);
                Assert.True(left == right || between > 0, $"from α = {Alpha(i)} to {Alpha(i + 1)} at {y}: {left} → {right} without a boundary");
                Assert.True(left != right || between != 1, $"from α = {Alpha(i)} to {Alpha(i + 1)} at {y}: one boundary and {left} on both sides");
            }
        }
        for (int i = 0; i < Size; i++)
        {
            double alpha = Alpha(i);
            var crossings = segments.Where(s => (s.a.Alpha > alpha) != (s.b.Alpha > alpha))
                .Select(s => s.a.Vertical + (alpha - s.a.Alpha) / (s.b.Alpha - s.a.Alpha) * (s.b.Vertical - s.a.Vertical)).ToList();
            for (int j = 0; j + 1 < Size; j++)
            {
                int between = crossings.Count(c => c > Height(j) && c < Height(j + 1));
                string below = Signature(gan, plane, alpha, Height(j)), above = Signature(gan, plane, alpha, Height(j + 1));
                Assert.True(below == above || between > 0, $"from {Height(j)} to {Height(j + 1)} at α = {alpha}: {below} → {above} without a boundary");
                Assert.True(below != above || between != 1, $"from {Height(j)} to {Height(j + 1)} at α = {alpha}: one boundary and {below} on both sides");
            }
        }
    }

    [Fact]
    public void Chords_StayWithinTheToleranceOfTheCurve()
    {
        var curves = SingleFeaturePhases.Boundaries(Unit);
        int checkedChords = 0;
        foreach (SingleFeatureBoundary curve in curves.Where(c => c.Kind is SingleFeatureBoundaryKind.LockedPitchfork or SingleFeatureBoundaryKind.UndeceivedFold or SingleFeatureBoundaryKind.UndeceivedHopf))
        {
            for (int k = 3; k + 1 < curve.Points.Length; k += Math.Max(1, curve.Points.Length / 15))
            {
                (SingleFeatureBoundaryPoint a, SingleFeatureBoundaryPoint b) = (curve.Points[k], curve.Points[k + 1]);
                (double alpha, double x) = (0.5 * (a.Alpha + b.Alpha), 0.5 * (a.Vertical + b.Vertical));
                double eta = Math.Sqrt(x / 0.2), fakeGain = 1 - 0.1 * eta, realGain = 1 + 0.1 * eta;
                double exact;
                if (curve.Kind == SingleFeatureBoundaryKind.LockedPitchfork)
                {
                    exact = fakeGain / (1 - (1 - fakeGain + x));
                }
                else if (curve.Kind == SingleFeatureBoundaryKind.UndeceivedFold)
                {
                    // Discriminant of BαΛ̃u² − (AΛ̃ − B(Λ − αΛ̃))u + x for Λ = Λ̃ = 1: (A − B + Bα)² = 4Bαx, the root near this chord.
                    double difference = realGain - fakeGain;
                    double[] roots = [Fold(1), Fold(-1)];
                    exact = roots.MinBy(v => Math.Abs(v - alpha));

                    // (Bα − D)² = 4Bαx with D = B − A: Bα = D + 2x ± 2√(x(x + D)).
                    double Fold(int sign) => (difference + 2 * x + sign * 2 * Math.Sqrt(x * (x + difference))) / realGain;
                }
                else
                {
                    if (a.Frequency < 1e-3)
                        continue;
                    exact = SingleFeaturePhases.HopfPoints(Unit.With(effectiveNoise: x), 6).MinBy(p => Math.Abs(p.Alpha - alpha)).Alpha;
                }
                double slope = Math.Abs((b.Alpha - a.Alpha) / (b.Vertical - a.Vertical));
                Assert.InRange(Math.Abs(exact - alpha) / Math.Sqrt(1 + slope * slope), 0, 1e-8);
                checkedChords++;
            }
        }
        Assert.InRange(checkedChords, 60, 1000);
    }

    [Fact]
    public void TheCodimensionTwoPoints_LieWhereTheClosedFormsPutThem()
    {
        // For Λ > Λ̃ the Hopf curve of Undeceived starts at α = (Λ − Λ̃)/Λ̃, x = Λ − Λ̃ and ends on the pitchfork at α = 1 + Λ/Λ̃, where the
        // Hopf line of Locked starts; there x solves αN/(α − A) = Λ.
        var curves = SingleFeaturePhases.Boundaries(new GanParameters([3], [1], 0.2, 0.2, 1, 1), options: new SingleFeatureBoundaryOptions { AlphaTo = 8 });
        var hopf = curves.Where(c => c.Kind == SingleFeatureBoundaryKind.UndeceivedHopf).SelectMany(c => c.Points).ToList();
        Assert.Contains(hopf, p => Math.Abs(p.Alpha - 2) < 1e-12 && Math.Abs(p.Vertical - 2) < 1e-12);
        SingleFeatureBoundaryPoint start = curves.Where(c => c.Kind == SingleFeatureBoundaryKind.LockedHopf).SelectMany(c => c.Points).MinBy(p => p.Vertical);
        Assert.Equal(4, start.Alpha, 1e-14);
        Assert.Equal(3, 4 * (0.1 * Math.Sqrt(start.Vertical / 0.2) + start.Vertical) / (4 - (1 - 0.1 * Math.Sqrt(start.Vertical / 0.2))), 1e-12);
        Assert.Contains(hopf, p => Math.Abs(p.Alpha - 4) < 1e-8 && Math.Abs(p.Vertical - start.Vertical) < 1e-8);
        Assert.Contains(curves, c => c.Kind == SingleFeatureBoundaryKind.UndeceivedHopf && c.Criticality == HopfCriticality.Supercritical && c.BoundsAttractors);
        Assert.Contains(curves, c => c.Kind == SingleFeatureBoundaryKind.UndeceivedHopf && c.Criticality == HopfCriticality.Subcritical && c.BoundsAttractors);
    }

    [Fact]
    public void WhereACycleCoexistsWithUndeceived_TheMapSaysSo()
    {
        var gan = new GanParameters([3.0333], [3.0333], 0.2, 0.3267, 2.1118, 2.1118);
        SingleFeaturePortrait portrait = SingleFeaturePhases.AtWithCycle(gan);
        Assert.Equal([FixedPointKind.Undeceived], portrait.Attracting.Select(p => p.Kind));
        Assert.Equal(CycleEvidence.Shown, portrait.Cycle!.Evidence);
        Assert.True(portrait.IsMultistable);
        Assert.True(portrait.Cycle.Cycle!.IsStable);

        SingleFeaturePortrait alone = SingleFeaturePhases.AtWithCycle(Unit.With(rateRatio: 0.5, effectiveNoise: 0.6));
        Assert.Equal(CycleEvidence.NoneFound, alone.Cycle!.Evidence);
        Assert.False(alone.IsMultistable);
    }

    [Fact]
    public void OnRandomPoints_EveryAttractorReachedIsInTheMap()
    {
        // Ten thousand points take minutes; PHASEGAN_LONG_TESTS=1 asks for them.
        int draws = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1" ? 10_000 : 1000;
        double[][] starts =
        [
            [0.05, 0.05, 0.02], [0.9, 0.05, 0.02], [0.3, 0.3, 0.09], [0.8, 0.7, 0.9], [0.1, 0.1, 0.9], [0.5, -0.2, 0.1], [0.95, 0.9, 0.92], [0.02, 0.02, 0.5],
        ];
        var random = new Random(20191);
        GanParameters[] points = [.. Enumerable.Range(0, draws).Select(_ => Draw(random))];
        int undetermined = 0, coexisting = 0;
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.ForEach(points, gan =>
        {
            SingleFeaturePortrait portrait = SingleFeaturePhases.At(gan);
            var ode = new ReducedOde(gan);
            bool moved = false;
            foreach (double[] start in starts)
            {
                switch (AttractorFinder.Find(ode, start))
                {
                    case FixedPointAttractor rest when !IsInMap(portrait, ode, rest.Point):
                        wrong.Add($"{gan} reached {rest.Point.Kind} at ({string.Join(", ", rest.Point.Coordinates)})");
                        break;
                    case LimitCycleAttractor or AperiodicAttractor:
                        moved = true;
                        break;
                    case UndeterminedAttractor:
                        Interlocked.Increment(ref undetermined);
                        break;
                }
            }
            if (!moved || portrait.OnlyOscillates)
                return;
            Interlocked.Increment(ref coexisting);
            if (!SingleFeaturePhases.AtWithCycle(gan).IsMultistable)
                wrong.Add($"{gan} oscillates and the map does not say so");
        });
        output.WriteLine($"{draws} points, {starts.Length} starts each: {wrong.Count} wrong, {undetermined} undetermined; {coexisting} points where a cycle coexists with a fixed point");
        Assert.Empty(wrong);
        Assert.InRange(undetermined, 0, draws / 100);
        Assert.InRange(coexisting, 1, draws / 100);

        static bool IsInMap(SingleFeaturePortrait portrait, ReducedOde ode, FixedPoint reached)
        {
            var y = reached.Coordinates;
            if (reached.Kind == FixedPointKind.Deceived)
                return portrait.StableDeceived?.Contains(y[0]) == true;
            return portrait.Attracting.Any(p => p.Kind == reached.Kind
                && p.Orbit.SignImages(ode).Any(image => image.Zip(y, (a, b) => Math.Abs(a - b)).Max() < 1e-6));
        }

        static GanParameters Draw(Random random)
        {
            double real = Uniform(0.5, 5), fake = random.Next(2) == 0 ? real : Uniform(0.5, 5);
            double tau = random.Next(3) switch { 0 => 0.1, 1 => 0.2, _ => 0.4 };
            double ratio = random.Next(3) switch { 0 => 0.5, 1 => 1, _ => 2 };
            return new GanParameters([real], [fake], tau, tau * Uniform(0.05, 2.5), ratio, 1).With(effectiveNoise: Uniform(0.02, 1.4) * Math.Max(real, fake));

            double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        }
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        var two = new GanParameters([1, 2], [1, 2], 0.2, 0.1, 1, 1);
        Assert.Throws<ArgumentException>(() => SingleFeaturePhases.At(two));
        Assert.Throws<ArgumentException>(() => SingleFeaturePhases.Boundaries(two));
        Assert.Throws<ArgumentNullException>(() => SingleFeaturePhases.HopfPoints(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => SingleFeaturePhases.HopfPoints(Unit, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => SingleFeaturePhases.Boundaries(Unit, (SingleFeaturePlane)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SingleFeatureBoundaryOptions { ChordTolerance = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SingleFeatureBoundaryOptions { AlphaTo = double.PositiveInfinity });
        Assert.Throws<ArgumentException>(() => SingleFeaturePhases.Boundaries(Unit, options: new SingleFeatureBoundaryOptions { AlphaFrom = 5 }));
        Assert.Throws<ArgumentException>(() => SingleFeaturePhases.Boundaries(Unit, options: new SingleFeatureBoundaryOptions { VerticalFrom = 2 }));
    }

    private static string Signature(GanParameters gan, SingleFeaturePlane plane, double alpha, double vertical)
    {
        SingleFeaturePortrait portrait = SingleFeaturePhases.At(At(gan, plane, new SingleFeatureBoundaryPoint(alpha, vertical, 0, 0, 0, 0, 0)));
        string deceived = portrait.StableDeceived is { } interval ? interval.IncludesZero ? "all" : "part" : "none";
        return deceived + string.Concat(portrait.Attracting.Where(p => p.Kind != FixedPointKind.Deceived).Select(p => "+" + p.Kind));
    }

    private static GanParameters At(GanParameters gan, SingleFeaturePlane plane, SingleFeatureBoundaryPoint point) => plane == SingleFeaturePlane.RatioAndNoise
        ? gan.With(rateRatio: point.Alpha, noise: point.Vertical)
        : gan.With(rateRatio: point.Alpha, effectiveNoise: point.Vertical);

    private static System.Numerics.Complex[] Eigenvalues(ReducedOde ode, double[] y)
    {
        var j = new double[9];
        ode.Jacobian(y, j);
        // MathNet's iteration does not end on the zero matrix.
        if (j.All(v => v == 0))
            return new System.Numerics.Complex[3];
        return [.. Matrix<double>.Build.Dense(3, 3, (r, c) => j[3 * r + c]).Evd(Symmetricity.Asymmetric).EigenValues];
    }
}

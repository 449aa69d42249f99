using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Units;

/// <summary>The unit of length, of each coordinate, and of time decides nothing: fields in other units give the same answers in those.</summary>
public sealed class UnitTests
{
    public static TheoryData<int, int> Cases()
    {
        var cases = new TheoryData<int, int>();
        for (int field = 0; field < UnitCase.All.Length; field++)
            for (int units = 0; units < 6; units++)
                cases.Add(field, units);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnIntegration_EndsAtTheSameState_WithTheSameEvents(int number, int units)
    {
        UnitCase one = UnitCase.All[number];
        (double[] s, double u) = Units(one, number, units);
        UnitCase other = one.In(s, u);
        double level = 0.9 * one.Start[0] + 0.1 * DormandPrince.Integrate(one.Field, one.Start, one.Until).At(0.4 * one.Until)[0];
        var options = new IntegrationOptions { RelativeTolerance = 1e-9 };
        Trajectory expected = DormandPrince.Integrate(one.Field, one.Start, one.Until, options with { Events = [new((_, y) => y[0] - level)] });
        Trajectory path = DormandPrince.Integrate(other.Field, other.Start, other.Until, options with { Events = [new((_, y) => y[0] - level * s[0])] });
        Assert.Equal(StopReason.EndReached, path.StopReason);
        Assert.Equal(other.Until, path.EndTime);
        for (int i = 0; i < s.Length; i++)
        {
            Assert.Equal(expected.End[i], path.End[i] / s[i], 1e-5);
            Assert.Equal(expected.At(0.3 * one.Until)[i], path.At(0.3 * other.Until)[i] / s[i], 1e-5);
        }
        Assert.InRange(path.AcceptedSteps, expected.AcceptedSteps - 2, expected.AcceptedSteps + 2);
        Assert.Equal(expected.Events.Select(e => e.Time), path.Events.Select(e => e.Time / u), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.NotEmpty(expected.Events);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnAttractor_IsTheSame(int number, int units)
    {
        UnitCase one = UnitCase.All[number];
        (double[] s, double u) = Units(one, number, units);
        UnitCase other = one.In(s, u);
        // chaos takes its time to be shown, and every path another
        var options = new AttractorOptions { MaxEvaluations = one.Name == "Lorenz" ? 600_000 : 60_000 };
        Attractor expected = AttractorFinder.Find(one.Field, one.Start, options), found = AttractorFinder.Find(other.Field, other.Start, options);
        Assert.True(expected.Kind == found.Kind, $"{expected} {found} {(found as UndeterminedAttractor)?.Reason} {(expected as UndeterminedAttractor)?.Reason}");
        switch (found)
        {
            case FixedPointAttractor point:
                FixedPointAttractor rest = Assert.IsType<FixedPointAttractor>(expected);
                for (int i = 0; i < s.Length; i++)
                    Assert.Equal(rest.Point.Coordinates[i], point.Point.Coordinates[i] / s[i], 1e-9);
                Assert.Equal(rest.Spectrum.GrowthRate, point.Spectrum.GrowthRate * u, 1e-9);
                break;
            case LimitCycleAttractor cycle:
                LimitCycleAttractor orbit = Assert.IsType<LimitCycleAttractor>(expected);
                Assert.Equal(orbit.Cycle.Period, cycle.Cycle.Period / u, 1e-6);
                for (int i = 0; i < s.Length; i++)
                    Assert.Equal(orbit.Cycle.Amplitudes[i], cycle.Cycle.Amplitudes[i] / s[i], 1e-5);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FixedPoints_AreTheSame_WithTheirVerdicts(int number, int units)
    {
        UnitCase one = UnitCase.All[number];
        (double[] s, double u) = Units(one, number, units);
        UnitCase other = one.In(s, u);
        var options = new FixedPointSearchOptions { Starts = 48 };
        FixedPointSearch expected = FixedPointFinder.Find(one.Field, one.Lower, one.Upper, options), found = FixedPointFinder.Find(other.Field, other.Lower, other.Upper, options);
        Assert.NotEmpty(expected.Orbits);
        Assert.Equal(expected.Orbits.Length, found.Orbits.Length);
        // the order is by coordinates, whose last digits decide where they are equal
        foreach (FixedPointOrbit orbit in expected.Orbits)
        {
            FixedPointOrbit match = Assert.Single(found.Orbits, o => Enumerable.Range(0, s.Length).All(i =>
                Math.Abs(o.Representative.Coordinates[i] / s[i] - orbit.Representative.Coordinates[i]) < 1e-8));
            Assert.Equal(0, match.FamilyDimension);
            Spectrum here = StabilityClassifier.Classify(one.Field, orbit.Representative)!, there = StabilityClassifier.Classify(other.Field, match.Representative)!;
            Assert.Equal(here.Verdict, there.Verdict);
        }
    }

    [Theory]
    [InlineData(1e-9, 1)]
    [InlineData(1e-9, 1e7)]
    [InlineData(3e4, 1e-5)]
    public void AMotionThatOutgrowsOrLeavesTheSizesOfItsStart_EndsOnItsCycle(double start, double size)
    {
        // r' = r(1 − r²), turning once in 2π: from next to the focus, and from far outside
        var circle = new Field(2,
            (y, f) =>
            {
                double g = 1 - (y[0] * y[0] + y[1] * y[1]) / (size * size);
                (f[0], f[1]) = (g * y[0] - y[1], y[0] + g * y[1]);
            },
            (y, j) =>
            {
                double g = 1 - (y[0] * y[0] + y[1] * y[1]) / (size * size), k = -2 / (size * size);
                (j[0], j[1], j[2], j[3]) = (g + k * y[0] * y[0], k * y[0] * y[1] - 1, k * y[0] * y[1] + 1, g + k * y[1] * y[1]);
            });
        LimitCycleAttractor found = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(circle, [start * size, 0]));
        Assert.Equal(2 * Math.PI, found.Cycle.Period, 1e-8);
        Assert.Equal(size, found.Cycle.Amplitude, 1e-6 * size);
    }

    [Theory]
    [InlineData(1e6, 1, 0.34)]
    [InlineData(1e3, 1e-6, 0.45)]
    [InlineData(-2e4, 1e9, -0.41)]
    public void AWellFarFromTheOrigin_IsNotTakenForItsNeighbour(double number, double spacing, double place)
    {
        double k = 2 * Math.PI / spacing;
        var wells = new Field(1, (y, f) => f[0] = -spacing * Math.Sin(k * y[0]), (y, j) => j[0] = -2 * Math.PI * Math.Cos(k * y[0]));
        FixedPointAttractor found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(wells, [(number + place) * spacing]));
        Assert.Equal(number, found.Point.Coordinates[0] / spacing, 1e-3);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(31)]
    [InlineData(43)]
    [InlineData(57.5)]
    public void ABallThatRollsOverManyWells_RestsInTheOneInWhichItStops(double speed)
    {
        // far paths measure large sizes, over which the wells are no longer apart
        var field = new Field(2, (y, f) => (f[0], f[1]) = (y[1], -Math.Sin(y[0]) - 0.3 * y[1]), (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -Math.Cos(y[0]), -0.3));
        double end = DormandPrince.Integrate(field, [0, speed], 200, new() { RelativeTolerance = 1e-11, Output = PathOutput.End }).End[0];
        FixedPointAttractor found = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(field, [0, speed]));
        Assert.Equal(end, found.Point.Coordinates[0], 1e-6);
    }

    [Fact]
    public void SizesThatAreStated_AreTheUnits()
    {
        UnitCase other = UnitCase.All[2].In([1e-9, 1e7], 1e3);
        var sized = new Sized(other.Field, [1e-9, 1e7]);
        double period = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(sized, other.Start)).Cycle.Period;
        Assert.Equal(6.66328685932313e3, period, 1e-3);
        LimitCycle cycle = LimitCycleSolver.Polish(sized, [2e-9, 1e6], 6.6e3).GetValueOrThrow();
        Assert.Equal(6.66328685932313e3, cycle.Period, 1e-5);
        Trajectory path = DormandPrince.Integrate(sized, other.Start, other.Until), plain = DormandPrince.Integrate(other.Field, other.Start, other.Until);
        Assert.Equal(plain.End[0] / 1e-9, path.End[0] / 1e-9, 1e-5);
        UnitCase even = UnitCase.All[2].In([1e-9, 1e-9], 1);
        Assert.Equal(6.66328685932313, Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(even.Field, even.Start, new() { LengthScale = 1e-9 })).Cycle.Period, 1e-6);
        foreach (double bad in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new AttractorOptions { LengthScale = bad });
            Assert.Throws<ArgumentOutOfRangeException>(() => new IntegrationOptions { AbsoluteTolerances = [1, bad] });
            Assert.Throws<ArgumentOutOfRangeException>(() => AttractorFinder.Find(new Sized(other.Field, [1, bad]), other.Start));
            Assert.Throws<ArgumentOutOfRangeException>(() => DormandPrince.Integrate(new Sized(other.Field, [1, bad]), other.Start, 1));
        }
        Assert.Throws<ArgumentException>(() => DormandPrince.Integrate(other.Field, other.Start, 1, new() { AbsoluteTolerances = [1] }));
    }

    [Fact]
    public void CyclesAndExponents_AreTheSameInOtherUnits()
    {
        for (int units = 0; units < 5; units++)
        {
            UnitCase one = UnitCase.All[2];
            (double[] s, double u) = Units(one, 2, units);
            UnitCase other = one.In(s, u);
            LimitCycle cycle = LimitCycleSolver.Polish(other.Field, [2 * s[0], 0.1 * s[1]], 6.3 * u).GetValueOrThrow();
            Assert.Equal(6.66328685932313, cycle.Period / u, 1e-7);
            Assert.Equal(StabilityVerdict.Stable, cycle.Verdict);
            LyapunovEstimate here = LyapunovSpectrum.Estimate(one.Field, one.Start, 1, new() { Transient = 60, Duration = 400 });
            LyapunovEstimate there = LyapunovSpectrum.Estimate(other.Field, other.Start, 1, new() { Transient = 60 * u, Duration = 400 * u });
            Assert.Equal(LyapunovStatus.Completed, there.Status);
            Assert.Equal(here.Exponents[0].Value, there.Exponents[0].Value * u, 0.01);
        }
    }

    private sealed class Sized(Field inner, double[] sizes) : ISizedField
    {
        public int Dimension => inner.Dimension;

        public double SizeOf(int coordinate) => sizes[coordinate];

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => inner.Evaluate(y, derivative);

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => inner.Jacobian(y, jacobian);
    }

    /// <summary>Units: of length and time from 1e-12 to 1e12, from the third on for each coordinate alone; the linear fields also in extreme ones.</summary>
    private static (double[] Sizes, double Time) Units(UnitCase one, int number, int units)
    {
        int n = one.Start.Length;
        var random = new SplitMix(100 * number + units);
        double Draw() => Math.Pow(10, 24 * random.NextUniform() - 12);
        double time = Draw(), size = Draw();
        if (one.Name is "decay" or "stiff" && units is 1 or 5)
            (time, size) = units == 1 ? (1e-160, 1e100) : (1e140, 1e-160);
        return ([.. Enumerable.Range(0, n).Select(_ => units is 2 or 3 or 4 ? Draw() : size)], time);
    }
}

using PhaseGan.Plotting;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public class BoundaryCurveTests
{
    [Fact]
    public void AClosedCurve_IsOneClosedLine_OnTheCircle()
    {
        BoundaryCurve curve = BoundaryCurve.Contour("circle", Axis.Linear("a", -1, 1, 20), Axis.Linear("b", -1, 1, 20), (a, b) => a * a + b * b - 0.5);
        var line = Assert.Single(curve.Lines);
        Assert.Equal(line[0], line[^1]);
        Assert.True(line.Length > 100);
        Assert.All(line, p => Assert.Equal(0.5, p.X * p.X + p.Y * p.Y, 1e-10));
    }

    [Fact]
    public void ASaddle_GivesTwoLinesThatDoNotCross()
    {
        BoundaryCurve curve = BoundaryCurve.Contour("saddle", Axis.Linear("a", -1, 1, 20), Axis.Linear("b", -1, 1, 20), (a, b) => a * b - 1e-5, resolution: 31);
        Assert.Equal(2, curve.Lines.Length);
        Assert.All(curve.Lines, line => Assert.All(line, p => Assert.Equal(1e-5, p.X * p.Y, 1e-10)));
    }

    [Theory]
    [InlineData("alpha", "eta")]
    [InlineData("eta", "alpha")]
    [InlineData("alpha", "x")]
    [InlineData("tau", "eta")]
    public void TheBoundariesOf15_LieWhereItSidesAreEqual_WhateverTheAxes(string xName, string yName)
    {
        var gan = new GanParameters([5, 3], [4, 3.5], 0.2, 0.1, 1, 1);
        GanParameters Set(GanParameters g, string name, double v) => name switch
        {
            "alpha" => g.With(rateRatio: v),
            "eta" => g.With(noise: v),
            "tau" => g.With(discriminatorRate: v),
            _ => g.With(effectiveNoise: v),
        };
        Axis Make(string name) => name switch
        {
            "alpha" => Axis.Logarithmic("alpha", 0.02, 4, 30),
            "tau" => Axis.Linear("tau", 0.1, 0.6, 30),
            "eta" => Axis.Linear("eta", 0, 6, 30),
            _ => Axis.Linear("x", 0, 6, 30),
        };
        var sweep = new PhaseSweep(Make(xName), Make(yName), (a, b) => Set(Set(gan, xName, a), yName, b));
        var curves = BoundaryCurve.OfClaim(sweep);
        Assert.Equal(["x = Λ₁", "x = Λ₂", "x = ½ max(Λ − Λ̃ + αΛ̃)"], curves.Select(c => c.Label));
        foreach (var p in curves.SelectMany(c => c.Lines).SelectMany(line => line))
            Assert.True(double.IsFinite(p.X) && double.IsFinite(p.Y));
        double[] expected = [5, 3];
        for (int l = 0; l < 2; l++)
            Assert.All(curves[l].Lines.SelectMany(line => line), p => Assert.Equal(expected[l], sweep.At(p.X, p.Y).EffectiveNoise, 1e-9));
        Assert.All(curves[2].Lines.SelectMany(line => line), p =>
        {
            GanParameters at = sweep.At(p.X, p.Y);
            Assert.Equal(Math.Max(5 - 4 + at.RateRatio * 4, 3 - 3.5 + at.RateRatio * 3.5) / 2, at.EffectiveNoise, 1e-9);
        });
    }

    [Fact]
    public void FeaturesOfEqualVariance_ShareACurve_AndCurvesOutsideTheDiagramAreLeftOut()
    {
        var gan = new GanParameters([5, 5, 90], [5, 5, 90], 0.2, 0.1, 1, 1);
        var sweep = new PhaseSweep(Axis.Linear("alpha", 0.02, 0.1, 5), Axis.Linear("x", 1, 6, 5), (a, x) => gan.With(rateRatio: a, effectiveNoise: x));
        Assert.Equal(["x = Λ₁ = Λ₂", "x = ½ max(Λ − Λ̃ + αΛ̃)"], BoundaryCurve.OfClaim(sweep).Select(c => c.Label));
    }

    [Fact]
    public void ImpossibleCurves_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new BoundaryCurve(" ", []));
        Assert.Throws<ArgumentException>(() => new BoundaryCurve("a", [[(0, double.NaN)]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BoundaryCurve.Contour("a", Axis.Linear("a", 0, 1, 2), Axis.Linear("b", 0, 1, 2), (_, _) => 1, resolution: 1));
    }
}

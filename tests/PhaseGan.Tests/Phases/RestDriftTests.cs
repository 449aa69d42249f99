using System.Numerics;
using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>What is asked of a state before its spectrum is.</summary>
public sealed class RestDriftTests
{
    [Fact]
    public void WhatIsExcludedByTheRateOrTheSizeAlone_IsExcludedWithTheSpectrum()
    {
        var random = new Random(17);
        int small = 0, excluded = 0;
        for (int k = 0; k < 5000; k++)
        {
            double Log(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
            double scale = Log(0.1, 10), rate = scale * Log(1e-5, 1), transverse = Log(1e-8, 0.1), condition = Log(1, 1e4), tolerance = Log(1e-6, 1e-3);
            bool isSmall = RestDrift.IsSmall(new Spectrum([(new Complex(-rate, 0), 0)], 0, scale), condition, scale, transverse, tolerance, out double drift);
            bool mayBe = RestDrift.MayBeSmall(rate, scale, transverse, tolerance), mayBeBySize = RestDrift.MayBeSmall(1, 1, transverse, tolerance);
            Assert.False(isSmall && drift > tolerance);
            Assert.False(isSmall && !mayBe);
            Assert.False(mayBe && !mayBeBySize);
            small += isSmall ? 1 : 0;
            excluded += mayBe ? 0 : 1;
        }
        Assert.InRange(small, 200, 4000);
        Assert.InRange(excluded, 200, 4000);
    }
}

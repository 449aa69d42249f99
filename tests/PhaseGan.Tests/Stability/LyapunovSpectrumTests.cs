using PhaseGan.Tests.FixedPoints;
using Xunit;

namespace PhaseGan.Tests.Stability;

public sealed class LyapunovSpectrumTests
{
    /// <summary>Lorenz at σ = 10, ρ = 28, β = 8/3; its divergence is −σ − 1 − β everywhere.</summary>
    private static readonly Field Lorenz = new(3,
        (y, f) => (f[0], f[1], f[2]) = (10 * (y[1] - y[0]), y[0] * (28 - y[2]) - y[1], y[0] * y[1] - 8.0 / 3 * y[2]),
        (y, j) =>
        {
            (j[0], j[1], j[2]) = (-10, 10, 0);
            (j[3], j[4], j[5]) = (28 - y[2], -1, -y[0]);
            (j[6], j[7], j[8]) = (y[1], y[0], -8.0 / 3);
        });

    private static readonly Field VanDerPol = new(2,
        (y, f) => (f[0], f[1]) = (y[1], (1 - y[0] * y[0]) * y[1] - y[0]),
        (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -2 * y[0] * y[1] - 1, 1 - y[0] * y[0]));

    /// <summary>Two circles, r' = ar(1 − r²), with frequencies 1 and √2: a torus with exponents 0, 0, −2a, −2b.</summary>
    private static Field Torus(double a, double b) => new(4,
        (y, f) =>
        {
            double g = a * (1 - y[0] * y[0] - y[1] * y[1]), h = b * (1 - y[2] * y[2] - y[3] * y[3]), w = Math.Sqrt(2);
            (f[0], f[1]) = (g * y[0] - y[1], g * y[1] + y[0]);
            (f[2], f[3]) = (h * y[2] - w * y[3], h * y[3] + w * y[2]);
        },
        (y, j) =>
        {
            double g = a * (1 - y[0] * y[0] - y[1] * y[1]), h = b * (1 - y[2] * y[2] - y[3] * y[3]), w = Math.Sqrt(2);
            j.Clear();
            (j[0], j[1], j[4], j[5]) = (g - 2 * a * y[0] * y[0], -1 - 2 * a * y[0] * y[1], 1 - 2 * a * y[0] * y[1], g - 2 * a * y[1] * y[1]);
            (j[10], j[11], j[14], j[15]) = (h - 2 * b * y[2] * y[2], -w - 2 * b * y[2] * y[3], w - 2 * b * y[2] * y[3], h - 2 * b * y[3] * y[3]);
        });

    [Fact]
    public void ALinearField_HasTheRealPartsOfItsEigenvalues()
    {
        // block diagonal (eigenvalues 0.3, −0.2 ± 2i, −1.5) seen in skewed coordinates y = Tx, T = I + superdiagonal
        double[,] a = { { 0.3, 0, 0, 0 }, { 0, -0.2, -2, 0 }, { 0, 2, -0.2, 0 }, { 0, 0, 0, -1.5 } };
        double[,] t = { { 1, 1, 0, 0 }, { 0, 1, 1, 0 }, { 0, 0, 1, 1 }, { 0, 0, 0, 1 } };
        double[,] inverse = { { 1, -1, 1, -1 }, { 0, 1, -1, 1 }, { 0, 0, 1, -1 }, { 0, 0, 0, 1 } };
        var m = new double[16];
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
                for (int k = 0; k < 4; k++)
                    for (int l = 0; l < 4; l++)
                        m[i * 4 + j] += t[i, k] * a[k, l] * inverse[l, j];
        var field = new Field(4,
            (y, f) =>
            {
                for (int i = 0; i < 4; i++)
                    f[i] = m[i * 4] * y[0] + m[i * 4 + 1] * y[1] + m[i * 4 + 2] * y[2] + m[i * 4 + 3] * y[3];
            },
            (_, j) => m.CopyTo(j));
        LyapunovEstimate estimate = LyapunovSpectrum.Estimate(field, [0, 0, 0, 0], 4,
            new LyapunovOptions { Transient = 100, Duration = 500, RemoveNeutral = false });
        Assert.Equal(LyapunovStatus.Completed, estimate.Status);
        double[] expected = [0.3, -0.2, -0.2, -1.5];
        for (int j = 0; j < 4; j++)
        {
            Assert.Equal(expected[j], estimate.Exponents[j].Value, 1e-4);
            Assert.InRange(estimate.Exponents[j].StandardError, 0, 1e-3);
        }
        Assert.Equal(0, estimate.RemovedDirections);
    }

    [Fact]
    public void VanDerPol_HasZeroAndTheMeanDivergence()
    {
        // the mean divergence over the cycle by a plain integration: ∫(1 − x²)dt / t over 100 periods, from a point on the cycle
        var divergence = new Field(3, (y, f) => (f[0], f[1], f[2]) = (y[1], (1 - y[0] * y[0]) * y[1] - y[0], 1 - y[0] * y[0]), (_, _) => { });
        double[] settled = DormandPrince.Integrate(VanDerPol, [1, 1], 60).End.ToArray();
        double time = 100 * 6.6632868593231301897;
        double mean = DormandPrince.Integrate(divergence, [settled[0], settled[1], 0], time,
            new IntegrationOptions { RelativeTolerance = 1e-11 }).End[2] / time;

        var options = new LyapunovOptions { Transient = 60, Duration = 1000 };
        LyapunovEstimate all = LyapunovSpectrum.Estimate(VanDerPol, [1, 1], 2, options with { RemoveNeutral = false });
        Assert.Equal(0, all.Exponents[0].Value, 1e-4);
        Assert.Equal(mean, all.Exponents[1].Value, 1e-4);
        Assert.Equal(MotionKind.Cycle, all.Classify(resolution: 0.1));

        LyapunovEstimate transverse = LyapunovSpectrum.Estimate(VanDerPol, [1, 1], 1, options);
        Assert.Equal(1, transverse.RemovedDirections);
        Assert.Equal(mean, Assert.Single(transverse.Exponents).Value, 1e-4);
        Assert.InRange(transverse.Exponents[0].StandardError, 0, 1e-3);
        Assert.Equal(MotionKind.Cycle, transverse.Classify());
        Assert.InRange(transverse.TurningRate, 2 * Math.PI / 6.6633, 2.0);
    }

    [Fact]
    public void TheMultiplierOfACycle_IsTheExponentialOfPeriodTimesExponent()
    {
        LimitCycle cycle = LimitCycleSolver.Polish(VanDerPol, [2, 0.1], 6.6).GetValueOrThrow();
        LyapunovEstimate estimate = LyapunovSpectrum.Estimate(VanDerPol, [2, 0.1], 1, new LyapunovOptions { Transient = 50, Duration = 500 });
        Assert.Equal(Math.Log(cycle.Multipliers[0].Real) / cycle.Period, estimate.Exponents[0].Value, 1e-4);
    }

    [Fact]
    public void Lorenz_HasTheTextbookExponents()
    {
        // Sprott, Chaos and Time-Series Analysis (2003), p. 433: 0.9056, 0, −14.5723
        LyapunovEstimate all = LyapunovSpectrum.Estimate(Lorenz, [1, 1, 1], 3,
            new LyapunovOptions { Transient = 50, Duration = 2000, RemoveNeutral = false, RelativeTolerance = 1e-7, AbsoluteTolerance = 1e-9 });
        (double Value, double Error)[] expected = [(0.9056, 0.012), (0, 0.002), (-14.5723, 0.012)];
        for (int j = 0; j < 3; j++)
        {
            Assert.Equal(expected[j].Value, all.Exponents[j].Value, expected[j].Error);
            Assert.InRange(Math.Abs(all.Exponents[j].Value - expected[j].Value), 0, 5 * all.Exponents[j].StandardError + 1e-4);
        }
        Assert.InRange(all.Exponents[0].StandardError, 1e-3, 1.2e-2);
        Assert.Equal(-10 - 1 - 8.0 / 3, all.Exponents.Sum(e => e.Value), 2e-3);
        Assert.Equal(MotionKind.Chaotic, all.Classify());

        LyapunovEstimate transverse = LyapunovSpectrum.Estimate(Lorenz, [1, 1, 1], 2,
            new LyapunovOptions { Transient = 50, Duration = 500, RelativeTolerance = 1e-7, AbsoluteTolerance = 1e-9 });
        Assert.Equal(0.9056, transverse.Exponents[0].Value, 0.05);
        Assert.Equal(-14.5723, transverse.Exponents[1].Value, 0.05);
        Assert.Equal(MotionKind.Chaotic, transverse.Classify());
    }

    [Fact]
    public void ATorus_IsQuasiPeriodic_AndALockedOneACycle()
    {
        var options = new LyapunovOptions { Transient = 200, Duration = 6000 };
        LyapunovEstimate torus = LyapunovSpectrum.Estimate(Torus(0.1, 0.15), [0.5, 0.1, 1.5, 0.1], 3, options);
        Assert.Equal(0, torus.Exponents[0].Value, 1e-5);
        Assert.Equal(-0.2, torus.Exponents[1].Value, 1e-5);
        Assert.Equal(-0.3, torus.Exponents[2].Value, 1e-5);
        Assert.Equal(MotionKind.QuasiPeriodic, torus.Classify());
        Assert.Equal(MotionKind.QuasiPeriodic, (torus with { RemovedDirections = 0, Exponents = [new(0, 0), .. torus.Exponents] }).Classify());

        // only one of the two circles turns: the other rests at its centre
        LyapunovEstimate cycle = LyapunovSpectrum.Estimate(Torus(0.1, -0.15), [0.5, 0.1, 0.2, 0.1], 1, options with { Duration = 1000 });
        Assert.Equal(MotionKind.Cycle, cycle.Classify());
        Assert.Equal(-0.15, cycle.Exponents[0].Value, 1e-4);
    }

    [Fact]
    public void TwoFeatures_InTheOscillatingPhase_AreChaotic()
    {
        // two-trajectory method over 8e4 time units: 0.035 ± 0.001
        var ode = new ReducedOde(new GanParameters([5, 3], [5, 3], 0.2, 0.1, 1, 1));
        double[] start = ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.05, seed: 1));
        LyapunovEstimate estimate = LyapunovSpectrum.Estimate(ode, start, 1,
            new LyapunovOptions { Transient = 1000, Duration = 20_000, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-10 });
        Assert.Equal(0.035, estimate.Exponents[0].Value, 0.008);
        Assert.InRange(estimate.Exponents[0].StandardError, 5e-4, 2.5e-3);
        Assert.Equal(MotionKind.Chaotic, estimate.Classify());
    }

    [Theory]
    [InlineData(new double[] { 2, 2 }, 1)]
    [InlineData(new double[] { 2, 3 }, 0)]
    [InlineData(new double[] { 2, 3, 2, 2 }, 3)]
    public void EachPairOfEqualVariances_IsARotation_ThatTheTangentFlowCarriesAlong(double[] variances, int pairs)
    {
        var ode = new ReducedOde(new GanParameters(variances, [.. variances.Select((_, l) => 1.5 + l)], 0.2, 0.3, 0.7, 1.1));
        Assert.Equal(pairs, ode.SymmetryCount);
        int n = ode.Dimension;
        double[] y = ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.5, seed: 3));
        double[] gy = new double[pairs * n], f = new double[n], gf = new double[pairs * n], jacobian = new double[n * n];
        ode.SymmetryDirections(y, gy);
        ode.Evaluate(y, f);
        ode.SymmetryDirections(f, gf);
        ode.Jacobian(y, jacobian);
        for (int e = 0; e < pairs; e++)
        {
            Assert.InRange(gy.Skip(e * n).Take(n).Max(Math.Abs), 1e-3, 1);
            for (int i = 0; i < n; i++)
                Assert.Equal(gf[e * n + i], Enumerable.Range(0, n).Sum(m => jacobian[i * n + m] * gy[e * n + m]), 1e-12);
        }
    }

    [Fact]
    public void TheRotationOfEqualFeatures_IsTakenOutOfTheExponents_AndCountedAmongTheMultipliers()
    {
        // with Λ = λI the true features can be rotated; the attractor at these parameters is a cycle with a neutral multiplier
        var ode = new ReducedOde(new GanParameters([2, 2], [2, 2], 0.2, 0.2 * 2.42, 1, 1).With(effectiveNoise: 0.96));
        double[] start = ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.05, seed: 1));
        var options = new LyapunovOptions { Transient = 1000, Duration = 2000 };
        var silent = new Field(9, ode.Evaluate, ode.Jacobian);
        LyapunovEstimate plain = LyapunovSpectrum.Estimate(silent, start, 2, options);
        LyapunovEstimate taken = LyapunovSpectrum.Estimate(ode, start, 1, options);
        Assert.Equal(1, plain.RemovedDirections);
        Assert.Equal(2, taken.RemovedDirections);
        Assert.Equal(0, plain.Exponents[0].Value, 1e-4);
        Assert.Equal(plain.Exponents[1].Value, taken.Exponents[0].Value, 1e-3);
        Assert.Equal(MotionKind.Cycle, taken.Classify());

        LimitCycle cycle = Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(ode, start)).Cycle;
        Assert.Equal(ode.SymmetryCount, cycle.NeutralCount);
        Assert.True(cycle.IsStable);
        Assert.Equal(taken.Exponents[0].Value, Math.Log(cycle.Multipliers[1].Magnitude) / cycle.Period, 1e-3);
    }

    [Fact]
    public void AMotionThatComesToRest_SaysSo()
    {
        var ode = new ReducedOde(new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2));
        LyapunovEstimate estimate = LyapunovSpectrum.Estimate(ode, ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.05, seed: 1)), 1,
            new LyapunovOptions { Transient = 500, Duration = 2000 });
        Assert.Equal(LyapunovStatus.AtRest, estimate.Status);
        Assert.Empty(estimate.Exponents);
        Assert.Equal(MotionKind.Rest, estimate.Classify());
        Assert.All(ode.Unpack(estimate.End.AsSpan()).Recovery(), rho => Assert.InRange(rho, 0.05, 1));
    }

    [Fact]
    public void BudgetsTargetsCancellationAndBlowUp_AreStatuses()
    {
        var options = new LyapunovOptions { Transient = 10, Duration = 400 };
        LyapunovEstimate cheap = LyapunovSpectrum.Estimate(Lorenz, [1, 1, 1], 1, options with { MaxEvaluations = 1000 });
        Assert.Equal(LyapunovStatus.EvaluationBudget, cheap.Status);
        Assert.Empty(cheap.Exponents);
        Assert.Equal(MotionKind.Undecided, cheap.Classify());
        Assert.InRange(cheap.Evaluations, 1000, 1010);

        LyapunovEstimate half = LyapunovSpectrum.Estimate(Lorenz, [1, 1, 1], 1, options with { MaxEvaluations = 300_000, Duration = 4000 });
        Assert.Equal(LyapunovStatus.EvaluationBudget, half.Status);
        Assert.InRange(half.Duration, 50, 1000);
        Assert.Equal(0.9, half.Exponents[0].Value, 0.2);

        LyapunovEstimate early = LyapunovSpectrum.Estimate(VanDerPol, [1, 1], 1, options with { TargetStandardError = 0.05 });
        Assert.Equal(LyapunovStatus.Completed, early.Status);
        Assert.InRange(early.Duration, 99, 310);

        LyapunovEstimate cancelled = LyapunovSpectrum.Estimate(Lorenz, [1, 1, 1], 1, options, new CancellationToken(true));
        Assert.Equal(LyapunovStatus.Cancelled, cancelled.Status);

        var explosive = new Field(2, (y, f) => (f[0], f[1]) = (y[0] * y[0], y[1]), (y, j) => (j[0], j[1], j[2], j[3]) = (2 * y[0], 0, 0, 1));
        Assert.Equal(LyapunovStatus.NonFinite, LyapunovSpectrum.Estimate(explosive, [1, 1], 1, options).Status);
    }

    [Fact]
    public void TheSameArguments_GiveTheSameBits()
    {
        var options = new LyapunovOptions { Transient = 10, Duration = 50 };
        LyapunovEstimate a = LyapunovSpectrum.Estimate(Lorenz, [1, 1, 1], 2, options), b = LyapunovSpectrum.Estimate(Lorenz, [1, 1, 1], 2, options);
        Assert.Equal(a.Exponents.AsEnumerable(), b.Exponents.AsEnumerable());
        Assert.Equal(a.End.AsEnumerable(), b.End.AsEnumerable());
    }

    [Fact]
    public void BadInput_NamesTheArgument()
    {
        Assert.Throws<ArgumentNullException>(() => LyapunovSpectrum.Estimate<IVectorField>(null!, [1, 1]));
        Assert.Throws<ArgumentException>(() => LyapunovSpectrum.Estimate(VanDerPol, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LyapunovSpectrum.Estimate(VanDerPol, [1, double.PositiveInfinity]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LyapunovSpectrum.Estimate(VanDerPol, [1, 1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LyapunovSpectrum.Estimate(VanDerPol, [1, 1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LyapunovOptions { Duration = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LyapunovOptions { Transient = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LyapunovOptions { TargetStandardError = double.NaN });
        LyapunovEstimate none = LyapunovSpectrum.Estimate(VanDerPol, [1, 1], 1, new LyapunovOptions { MaxEvaluations = 10 });
        Assert.Throws<ArgumentOutOfRangeException>(() => none.SignOf(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => none.Classify(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => none.Classify(resolution: 2));
    }
}

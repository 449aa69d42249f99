using System.Collections.Immutable;
using System.Numerics;
using PhaseGan.Tests.Equations;
using PhaseGan.Tests.Numbers;
using Xunit;

namespace PhaseGan.Tests.Stability;

/// <summary>Stability by the structure of the Jacobian, against the whole one.</summary>
public sealed class ArrowStabilityTests
{
    [Fact]
    public void AGrowingMode_IsAnEigenvalueWithinItsError_AndIsFoundWhereverOneGrows()
    {
        int found = 0, growing = 0;
        for (int seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            ArrowMatrix matrix = ArrowMatrixTests.Draw(random);
            // moves the spectrum to and fro across the axis
            double shift = 3 * random.NextDouble() - 2;
            foreach (ref double v in matrix.Diagonal)
                v += shift;
            for (int i = 0; i < matrix.Pattern.BorderCount; i++)
                matrix.Block[i * matrix.Pattern.BorderCount + i] += shift;
            Complex[] values = [.. ArrowMatrixTests.Dense(matrix).Evd().EigenValues];
            double largest = values.Max(v => v.Real);
            growing += largest > 1e-2 ? 1 : 0;
            if (GrowingMode.Find(matrix) is not var (value, error))
                continue;
            found++;
            Assert.True(largest > 0);
            Assert.InRange(error, 0, 1e-6);
            Assert.True(values.Min(v => (v - value).Magnitude) <= error + 1e-11, $"seed {seed}: {value} is none of the eigenvalues");
        }
        Assert.InRange(growing, 20, 55);
        Assert.InRange(found, growing, 60);
    }

    [Theory]
    [InlineData(5, FixedPointKind.Locked)]
    [InlineData(6, FixedPointKind.Locked)]
    [InlineData(5, FixedPointKind.Undeceived)]
    [InlineData(7, FixedPointKind.Undeceived)]
    public void TheSpectrumOfAMemberOfAFamily_IsThatOfTheWholeJacobian_WithItsNeutralModes(int d, FixedPointKind kind)
    {
        ReducedOde ode = Family(d, kind, frozenOverlap: 0.6, out double[] y);
        Spectrum expected = StabilityClassifier.Classify(new DenseReducedOde(ode), y)!, actual = StabilityClassifier.Classify(ode, y)!;
        Assert.True(expected.NeutralCount > d);
        Assert.Equal(expected.Verdict, actual.Verdict);
        Assert.Equal(expected.NeutralCount, actual.NeutralCount);
        Assert.Equal(expected.Eigenvalues.Length, actual.Eigenvalues.Length);
        // pairs of equal real part may come in another order
        foreach (Complex value in expected.Eigenvalues)
            Assert.True(actual.Eigenvalues.Min(v => (v - value).Magnitude) <= 1e-7, $"{value} is missing");
    }

    [Theory]
    [InlineData(16, FixedPointKind.Locked)]
    [InlineData(24, FixedPointKind.Locked)]
    [InlineData(16, FixedPointKind.Undeceived)]
    [InlineData(24, FixedPointKind.Undeceived)]
    public void AFamilyOfManyFeatures_HasAsManyNeutralModesAsDimensions(int d, FixedPointKind kind)
    {
        ReducedOde ode = Family(d, kind, frozenOverlap: 0.6, out double[] y);
        Spectrum spectrum = StabilityClassifier.Classify(ode, y)!;
        int frozen = (d - 1) * (d - 2) / 2;
        Assert.Equal(kind == FixedPointKind.Locked ? d * (d - 1) + frozen : (d - 1) * (d - 1) + frozen, spectrum.NeutralCount);
        Assert.Equal(ode.Dimension, spectrum.NeutralCount + spectrum.Eigenvalues.Length);
    }

    /// <summary>The first feature and column at a fixed point of their own, the others held with an overlap by frozen columns.</summary>
    private static ReducedOde Family(int d, FixedPointKind kind, double frozenOverlap, out double[] y)
    {
        bool isLocked = kind == FixedPointKind.Locked;
        double[] variances = [.. Enumerable.Range(0, d).Select(i => isLocked ? 1 + 0.05 * i : i == 0 ? 3 : 0.3 + 0.02 * i)];
        var gan = new GanParameters(variances, variances, 0.2, isLocked ? 0.6 : 0.2, 1, 1);
        gan = gan.With(effectiveNoise: isLocked ? 1.2 : 0.45);
        var ode = new ReducedOde(gan);
        GanParameters alone = gan.With(realVariances: [variances[0]], fakeVariances: [variances[0]]);
        ImmutableArray<double> at = SingleFeature.FixedPoints(alone).First(o => o.Kind == kind).Representative.Coordinates;
        StateLayout layout = new(d, hasNorms: false);
        y = new double[ode.Dimension];
        for (int i = 1; i < d; i++)
            y[layout.P(i, i)] = frozenOverlap;
        (y[layout.P(0, 0)], y[layout.Q(0)], y[layout.R(0)]) = (at[0], at[1], at[2]);
        return ode;
    }
}

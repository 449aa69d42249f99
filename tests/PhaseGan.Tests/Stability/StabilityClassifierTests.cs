using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace PhaseGan.Tests.Stability;

public sealed class StabilityClassifierTests
{
    [Fact]
    public void OnTheDeceivedManifold_TheNeutralModesAreCountedExactly_AndTheOthersAreTheTwoByTwoBlocks()
    {
        var random = new Random(13);
        for (int i = 0; i < 400; i++)
        {
            int d = 1 + i % 5;
            GanParameters gan = Draw(random, d);
            double[] p = [.. Enumerable.Range(0, d).Select(_ => 2 * random.NextDouble() - 1)];
            var ode = new ReducedOde(gan);
            Spectrum spectrum = StabilityClassifier.Classify(ode, ode.Pack(MacroState.Diagonal(p, new double[d], new double[d])))!;
            Assert.Equal(d * d + d * (d - 1) / 2, spectrum.NeutralCount);
            Assert.Equal(2 * d, spectrum.Eigenvalues.Length);
            Assert.InRange(DeceivedBlocks.Distance(DeceivedBlocks.Eigenvalues(gan, p), spectrum.Eigenvalues), 0, 1e-7);
        }
    }

    [Fact]
    public void OnTheDeceivedManifold_OffTheDiagonalToo_TheEigenvaluesAreThoseOfTheWholeJacobianWithoutItsZeros()
    {
        var random = new Random(14);
        for (int i = 0; i < 60; i++)
        {
            int d = 2 + i % 3;
            ReducedOde ode = new(Draw(random, d));
            double[] y = ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.4, i));
            y.AsSpan(d * d, 2 * d).Clear();
            int n = ode.Dimension;
            var jacobian = new double[n * n];
            ode.Jacobian(y, jacobian);
            var whole = Matrix<double>.Build.Dense(n, n, (a, b) => jacobian[a * n + b]).Evd(Symmetricity.Asymmetric).EigenValues;
            Spectrum spectrum = StabilityClassifier.Classify(ode, y)!;
            Assert.Equal(n - 2 * d, spectrum.NeutralCount);
            Assert.InRange(DeceivedBlocks.Distance(whole.OrderByDescending(v => v.Magnitude).Take(2 * d), spectrum.Eigenvalues), 0, 1e-6);
        }
    }

    [Fact]
    public void TheSpectrumCrossesExactlyAtPStar()
    {
        // p*² = (Λ − x)(Λ̃ + x − αΛ̃)/(ΛΛ̃), for Λ = Λ̃ and for Λ ≠ Λ̃, where the trace is negative.
        var random = new Random(41);
        int equal = 0, unequal = 0;
        while (equal < 60 || unequal < 60)
        {
            double real = 0.5 + 4.5 * random.NextDouble();
            double fake = random.Next(2) == 0 ? real : 0.5 + 4.5 * random.NextDouble();
            double x = real * random.NextDouble(), alpha = 1.5 * random.NextDouble() + 0.01;
            double square = (real - x) * (fake + x - alpha * fake) / (real * fake);
            if (real - fake + alpha * fake - 2 * x > -0.05 || square is < 0.02 or > 0.98)
                continue;
            equal += real == fake ? 1 : 0;
            unequal += real == fake ? 0 : 1;
            GanParameters gan = new GanParameters([real], [fake], 0.2, 0.2 * alpha, 1, 1).With(effectiveNoise: x);
            Assert.Equal(square, Claim1.Check(gan).CriticalOverlapsSquared[0], 1e-12);
            double star = Math.Sqrt(square);
            Assert.Equal(StabilityVerdict.Stable, At(gan, star + 1e-5).Verdict);
            Assert.Equal(StabilityVerdict.Saddle, At(gan, star - 1e-5).Verdict);
            Assert.Equal(StabilityVerdict.Stable, At(gan, -star - 1e-5).Verdict);
            Assert.Equal(0, At(gan, star).GrowthRate, 1e-7);
        }
    }

    [Fact]
    public void WhereATraceVanishes_TheVerdictIsMarginal()
    {
        // x = ½(Λ − Λ̃ + αΛ̃), all numbers exact: a pair of imaginary eigenvalues.
        Spectrum spectrum = At(new GanParameters([1], [1], 1, 0.5, 0.5, 0.5), 0.875);
        Assert.Equal(StabilityVerdict.Marginal, spectrum.Verdict);
        Assert.Equal(0, spectrum.GrowthRate);
        // det = (1 − ¼)(½ − 1 − ¼) + 0.875²
        Assert.Equal(Math.Sqrt(-0.5625 + 0.765625), spectrum.Leading.Imaginary, 1e-14);
    }

    [Theory]
    [InlineData(0.97, 0.03)]
    [InlineData(0.4, 1)]
    public void ATinyRemnantOfQAndR_DoesNotMoveAPointOffTheManifold(double p, double alpha)
    {
        var ode = new ReducedOde(new GanParameters([1], [1], 0.2, 0.2 * alpha, 1, 1));
        Spectrum on = StabilityClassifier.Classify(ode, [p, 0, 0])!, near = StabilityClassifier.Classify(ode, [p, 3e-8, -3e-8])!;
        Assert.Equal<Complex>(on.Eigenvalues, near.Eigenvalues.AsEnumerable());
        Assert.Equal(1, near.NeutralCount);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AtALockedPoint_TheIdleColumnsAreNeutral(int d)
    {
        // One active column: the others may be any vectors orthogonal to it and to w, d(d−1) overlaps with the features and their own angles.
        double[] real = [.. Enumerable.Range(0, d).Select(l => 1.0 + 0.3 * l)], fake = [.. Enumerable.Range(0, d).Select(l => 1.1 + 0.2 * l)];
        GanParameters gan = new(real, fake, 0.2, 0.5, 2.2, 2.2);
        double u = (fake[0] * (1 - gan.RateRatio) + gan.EffectiveNoise) / (fake[0] * (1 - 0.1 * gan.FakeNoise - gan.RateRatio));
        var ode = new ReducedOde(gan);
        double[] y = ode.Pack(IdleColumns(gan, d, seed: d));
        y[d * d + d] = Math.Sqrt(u);
        AssertAtRest(ode, y, FixedPointKind.Locked);
        Spectrum spectrum = StabilityClassifier.Classify(ode, y)!;
        Assert.Equal(d * (d - 1) + (d - 1) * (d - 2) / 2, spectrum.NeutralCount);
        Assert.Equal(ode.Dimension - spectrum.NeutralCount, spectrum.Eigenvalues.Length);
        Assert.DoesNotContain(spectrum.Eigenvalues, e => e.Magnitude < 1e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AtAnUndeceivedPoint_TheIdleColumnsAreNeutral_ButForTheirOverlapWithTheFeatureThatIsSeen(int d)
    {
        double[] real = [.. Enumerable.Range(0, d).Select(l => 1.0 + 0.3 * l)], fake = [.. Enumerable.Range(0, d).Select(l => 1.0 + 0.2 * l)];
        GanParameters gan = new(real, fake, 0.2, 0.2, 0.5, 0.5);
        // For Λ = Λ̃ = 1, τ = 0.2, α = 1, η = 0.5 the seen feature has u = r² a root of Bu² − Au + x = 0 and P² = u.
        double a = 0.95, b = 1.05, x = 0.05, u = (a + Math.Sqrt(a * a - 4 * b * x)) / (2 * b), r = Math.Sqrt(u);
        var ode = new ReducedOde(gan);
        double[] y = ode.Pack(IdleColumns(gan, d, seed: 10 + d));
        for (int j = 0; j < d; j++)
            y[j] = 0;
        y[0] = r;
        y[d * d] = u;
        y[d * d + d] = r;
        AssertAtRest(ode, y, FixedPointKind.Undeceived);
        Spectrum spectrum = StabilityClassifier.Classify(ode, y)!;
        Assert.Equal((d - 1) * (d - 1) + (d - 1) * (d - 2) / 2, spectrum.NeutralCount);
        Assert.Equal(ode.Dimension - spectrum.NeutralCount, spectrum.Eigenvalues.Length);
    }

    [Fact]
    public void DiscriminatorOnly_IsAlwaysASaddle()
    {
        // P = r = 0 and q along one feature: whatever the parameters, some perturbations die out and some grow.
        var random = new Random(21);
        int checkedPoints = 0;
        for (int i = 0; i < 400; i++)
        {
            int d = 1 + i % 3;
            GanParameters gan = Draw(random, d);
            double seen = (gan.RealVariances[0] - gan.EffectiveNoise)
                / (gan.RealVariances[0] * (1 + gan.DiscriminatorRate * gan.RealNoise / (2 * gan.BatchSize)));
            if (seen < 1e-3)
                continue;
            var ode = new ReducedOde(gan);
            var y = new double[ode.Dimension];
            y[d * d] = Math.Sqrt(seen);
            AssertAtRest(ode, y, FixedPointKind.DiscriminatorOnly);
            Assert.Equal(StabilityVerdict.Saddle, StabilityClassifier.Classify(ode, y)!.Verdict);
            checkedPoints++;
        }
        Assert.InRange(checkedPoints, 100, 400);
    }

    [Fact]
    public void OffTheManifold_TheLeadingEigenvalue_IsTheRateAtWhichNearbyTrajectoriesReturn()
    {
        // Λ = 3, Λ̃ = 1, τ = 0.2, τ̃ = 0.02, x = 1.5: the stable Undeceived point, left by 1e-6; the slowest mode is real and far from the others.
        GanParameters gan = new GanParameters([3], [1], 0.2, 0.02, 1, 1).With(effectiveNoise: 1.5);
        var ode = new ReducedOde(gan);
        FixedPointOrbit point = SingleFeature.FixedPoints(gan).Where(f => f.Kind == FixedPointKind.Undeceived).MaxBy(f => f.Representative.Coordinates[2])!;
        Spectrum spectrum = StabilityClassifier.Classify(ode, point.Representative)!;
        Assert.Equal(StabilityVerdict.Stable, spectrum.Verdict);
        Assert.Equal(0, spectrum.NeutralCount);
        var fine = new IntegrationOptions { RelativeTolerance = 1e-13, AbsoluteTolerance = 1e-16 };
        Trajectory path = DormandPrince.Integrate(ode, [.. point.Representative.Coordinates.Select(v => v + 1e-6)], 500, fine);
        double decay = Math.Log(Off(500) / Off(300)) / 200;
        Assert.Equal(spectrum.GrowthRate, decay, 1e-3 * Math.Abs(decay));

        double Off(double time) => Math.Sqrt(path.At(time).Zip(point.Representative.Coordinates, (a, b) => (a - b) * (a - b)).Sum());
    }

    [Fact]
    public void AStraightForwardField_GetsTheFourVerdicts()
    {
        Assert.Equal(StabilityVerdict.Stable, StabilityClassifier.Classify(new Linear(-1, -2), [0, 0])!.Verdict);
        Assert.Equal(StabilityVerdict.Unstable, StabilityClassifier.Classify(new Linear(1, 2), [0, 0])!.Verdict);
        Assert.Equal(StabilityVerdict.Saddle, StabilityClassifier.Classify(new Linear(1, -2), [0, 0])!.Verdict);
        Assert.Equal(StabilityVerdict.Saddle, StabilityClassifier.Classify(new Linear(-1, 2), [0, 0])!.Verdict);
        // A line of fixed points is neutral and does not decide.
        Spectrum line = StabilityClassifier.Classify(new Linear(-1, 0), [0, 3])!;
        Assert.Equal(StabilityVerdict.Stable, line.Verdict);
        Assert.Equal(1, line.NeutralCount);
    }

    /// <summary>A circle of fixed points x² + y² = 1, z' = az − z³ and, with a second circle of a given radius, a second rotation.</summary>
    [Theory]
    [InlineData(-1e-4, 1, StabilityVerdict.Stable)]
    [InlineData(-1e-7, 1, StabilityVerdict.Stable)]
    [InlineData(-1e-10, 1, StabilityVerdict.Stable)]
    [InlineData(1e-7, 1, StabilityVerdict.Saddle)]
    [InlineData(1e-10, 1, StabilityVerdict.Saddle)]
    [InlineData(0, 1, StabilityVerdict.Marginal)]
    [InlineData(-1e-7, 1e-3, StabilityVerdict.Stable)]
    [InlineData(0, 1e-3, StabilityVerdict.Marginal)]
    public void TheDirectionsOfASymmetry_AreNeutral_WhateverASlowRateBesideThemIs(double rate, double radius, StabilityVerdict expected)
    {
        double angle = 0.7, other = 2.1;
        double[] y = [Math.Cos(angle), Math.Sin(angle), 0, radius * Math.Cos(other), radius * Math.Sin(other)];
        Spectrum spectrum = StabilityClassifier.Classify(new Circles(rate, radius), y)!;
        Assert.Equal(2, spectrum.NeutralCount);
        Assert.Equal(expected, spectrum.Verdict);
        Assert.Equal(3, spectrum.Eigenvalues.Length);
        Assert.Equal(rate, spectrum.Eigenvalues.MinBy(v => v.Magnitude).Real, 1e-14);
    }

    /// <summary>Newton's method ends at some z of the size of the cube root of rounding, where the rate is not zero but z is as good as none.</summary>
    [Fact]
    public void WhereTheOwnRateVanishes_ThePlaceAtWhichNewtonsMethodEnds_IsMarginalToo()
    {
        var field = new Circles(0, 0.5);
        for (double z = 1e-3; z > 1e-9; z /= 1.7)
        {
            NewtonResult end = Newton.Polish(field, [0.6, 0.8, z, 0.3, 0.4]);
            Assert.Equal(NewtonStatus.Converged, end.Status);
            Assert.Equal(StabilityVerdict.Marginal, StabilityClassifier.Classify(field, end.Point)!.Verdict);
        }
    }

    /// <summary>The second rotation does nothing where its circle is a point, and what Newton's method leaves of it is no direction.</summary>
    [Fact]
    public void ARotationAboutThePointItself_GivesNoNeutralDirection()
    {
        foreach (double rest in new[] { 0, 1e-12, 1e-8 })
        {
            Spectrum spectrum = StabilityClassifier.Classify(new Circles(-1e-7, 0), [0.6, 0.8, 0, rest, 0])!;
            Assert.Equal(1, spectrum.NeutralCount);
            Assert.Equal(StabilityVerdict.Marginal, spectrum.Verdict);
        }
    }

    [Fact]
    public void AZeroEigenvalueWithoutFurtherFixedPoints_IsMarginal_NotNeutral()
    {
        // y' = −y³ besides x' = −x: the origin is isolated, and linear stability does not decide.
        Spectrum spectrum = StabilityClassifier.Classify(new Cubic(), [0, 0])!;
        Assert.Equal(0, spectrum.NeutralCount);
        Assert.Equal(StabilityVerdict.Marginal, spectrum.Verdict);
    }

    [Fact]
    public void EigenvaluesComeByFallingRealPart()
    {
        Spectrum spectrum = StabilityClassifier.Classify(new Linear(-3, 1, -2), [0, 0, 0])!;
        Assert.Equal([1, -2, -3], spectrum.Eigenvalues.Select(e => Math.Round(e.Real, 9)));
        Assert.Equal(spectrum.Eigenvalues[0], spectrum.Leading);
        Assert.Equal(1, spectrum.GrowthRate, 1e-12);
    }

    [Fact]
    public void AFieldThatIsNotFinite_HasNoSpectrum_AndAWrongLengthIsRefused()
    {
        Assert.Null(StabilityClassifier.Classify(new Linear(double.NaN, 1), [0, 0]));
        Assert.Throws<ArgumentException>(() => StabilityClassifier.Classify(new Linear(1, 1), [0]));
        Assert.Throws<ArgumentNullException>(() => StabilityClassifier.Classify(null!, [0]));
        Assert.Throws<ArgumentNullException>(() => StabilityClassifier.Classify(new Linear(1), (FixedPoint)null!));
    }

    private static Spectrum At(GanParameters gan, double p) => StabilityClassifier.Classify(new ReducedOde(gan), [p, 0, 0])!;

    private static GanParameters Draw(Random random, int d)
    {
        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        double[] Variances() => [.. Enumerable.Range(0, d).Select(_ => Uniform(0.5, 5))];
        double tau = Uniform(0.05, 0.4);
        return new GanParameters(Variances(), Variances(), tau, tau * Uniform(0.02, 2.5), Uniform(0, 3), Uniform(0, 3), 1 + random.Next(3));
    }

    /// <summary>Generator columns of which the first is orthogonal to the features and to the random others.</summary>
    private static MacroState IdleColumns(GanParameters gan, int d, int seed)
    {
        MacroState random = MacroState.NearOrigin(gan, 0.2, seed);
        double[] p = random.PValues.ToArray(), s = random.SValues.ToArray();
        for (int i = 0; i < d; i++)
            p[i * d] = 0;
        for (int j = 1; j < d; j++)
            s[j] = s[j * d] = 0;
        return MacroState.Create(p, new double[d], new double[d], s);
    }

    private static void AssertAtRest(ReducedOde ode, double[] y, FixedPointKind kind)
    {
        Assert.InRange(ode.Unpack(y).GramMargin(), 0, 1);
        FixedPoint point = FixedPoint.At(ode, y);
        Assert.Equal(0, point.Residual, 1e-15);
        Assert.Equal(kind, point.Kind);
    }

    /// <summary>Each coordinate grows at a rate of its own.</summary>
    private sealed class Linear(params double[] rates) : IVectorField
    {
        public int Dimension => rates.Length;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            for (int i = 0; i < rates.Length; i++)
                derivative[i] = rates[i] * y[i];
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
        {
            jacobian.Clear();
            for (int i = 0; i < rates.Length; i++)
                jacobian[i * rates.Length + i] = rates[i];
        }
    }

    private sealed class Cubic : IVectorField
    {
        public int Dimension => 2;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) =>
            (derivative[0], derivative[1]) = (-y[0], -y[1] * y[1] * y[1]);

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) =>
            (jacobian[0], jacobian[1], jacobian[2], jacobian[3]) = (-1, 0, 0, -3 * y[1] * y[1]);
    }

    /// <summary>(x, y) and (u, v) go to circles of radius 1 and ρ, at the rates 2 and 2ρ²; z' = az − z³.</summary>
    private sealed class Circles(double rate, double radius) : ISymmetricField
    {
        public int Dimension => 5;

        public int SymmetryCount => 2;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            double first = 1 - y[0] * y[0] - y[1] * y[1], second = radius * radius - y[3] * y[3] - y[4] * y[4];
            (derivative[0], derivative[1], derivative[2]) = (first * y[0], first * y[1], y[2] * (rate - y[2] * y[2]));
            (derivative[3], derivative[4]) = (second * y[3], second * y[4]);
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
        {
            jacobian.Clear();
            foreach ((int at, double square) in new[] { (0, 1), (3, radius * radius) })
            {
                double gap = square - y[at] * y[at] - y[at + 1] * y[at + 1];
                for (int i = at; i < at + 2; i++)
                    for (int k = at; k < at + 2; k++)
                        jacobian[i * 5 + k] = -2 * y[i] * y[k] + (i == k ? gap : 0);
            }
            jacobian[12] = rate - 3 * y[2] * y[2];
        }

        public void SymmetryDirections(ReadOnlySpan<double> y, Span<double> directions)
        {
            directions.Clear();
            (directions[0], directions[1]) = (-y[1], y[0]);
            (directions[5 + 3], directions[5 + 4]) = (-y[4], y[3]);
        }
    }
}

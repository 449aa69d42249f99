using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Equations;

/// <summary>The ODE of a discriminator with several features.</summary>
public sealed class DiscriminatorFeaturesOdeTests
{
    private static readonly Config Replayed = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(7, 11);

    [Fact]
    public void OneFeature_IsTheReducedOde()
    {
        GanParameters gan = Parameters(2);
        Assert.IsType<ReducedOde>(MacroscopicOde.For(gan, new TrainingRule { DiscriminatorFeatures = 1 }));
        var reduced = new ReducedOde(gan);
        foreach (DiscriminatorNorms norms in Enum.GetValues<DiscriminatorNorms>())
        {
            var ode = new DiscriminatorFeaturesOde(gan, new TrainingRule { DiscriminatorNorms = norms });
            double[] y = reduced.Pack(MacroState.NearOrigin(gan, 0.5, 3));
            Assert.Equal(y, ode.Pack(MacroState.NearOrigin(gan, 0.5, 3)));
            Near(Field(reduced, y), Field(ode, y), 1e-15);
            Near(Matrix(reduced, y), Matrix(ode, y), 0);
        }
    }

    [Fact]
    public void OneFeatureOfFiniteStrength_IsTheGeneralOde()
    {
        GanParameters gan = Parameters(2);
        var rule = new TrainingRule { Strength = 2.5 };
        var general = new GeneralOde(gan, rule);
        var ode = new DiscriminatorFeaturesOde(gan, rule);
        double[] y = general.Pack(MacroState.Create(new[,] { { 0.3, 0.1 }, { -0.2, 0.2 } }, [0.2, 0.3], [-0.1, 0.4], new[,] { { 1.1, 0.2 }, { 0.2, 0.8 } }, 0.9));
        Near(Field(general, y), Field(ode, y), 1e-14);
        Near(Matrix(general, y), Matrix(ode, y), 1e-13);
    }

    /// <summary>To the last bit, at random states of one to four features.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TheJacobianOfOneFeature_HasTheBitsOfTheReducedOde(int d) => Prop.ForAll(GanArbitrary.FeatureStates(d, 1), state =>
    {
        GanParameters gan = Parameters(d);
        var reduced = new ReducedOde(gan);
        var ode = new DiscriminatorFeaturesOde(gan, TrainingRule.Example1);
        double[] y = reduced.Pack(state);
        Near(Matrix(reduced, y), Matrix(ode, y), 0);
    }).Check(Replayed);

    /// <summary>Dual numbers apply the rules of differentiation to the field itself; both sum a few dozen products of numbers of order one. The frame divides by squares of overlaps, which costs digits where these are small.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Jacobians_AreThoseOfDualNumbers_ForAllNumbersOfFeatures_NormsAndFrames(int d)
    {
        var few = Config.QuickThrowOnFailure.WithMaxTest(8).WithReplay(3, 5);
        for (int count = 1; count <= 2 * d; count++)
        {
            int k = count;
            Prop.ForAll(GanArbitrary.FeatureStates(d, k), state =>
            {
                foreach (DiscriminatorFeaturesOde ode in Odes(d, k))
                {
                    double[] y = ode.Pack(state), jacobian = Matrix(ode, y), dual = Dual(ode, y);
                    double size = dual.Max(Math.Abs);
                    for (int i = 0; i < dual.Length; i++)
                        Assert.Equal(dual[i], jacobian[i], 1e-12 * size);
                }
            }).Check(few);
        }

        static IEnumerable<DiscriminatorFeaturesOde> Odes(int d, int k)
        {
            GanParameters gan = Parameters(d);
            var rule = new TrainingRule { DiscriminatorFeatures = k };
            yield return new DiscriminatorFeaturesOde(gan, rule);
            yield return new CorotatingOde(gan, rule);
            yield return new DiscriminatorFeaturesOde(gan, rule with { DiscriminatorNorms = DiscriminatorNorms.UnitColumns });
            yield return new DiscriminatorFeaturesOde(gan, rule with { Strength = 1.7, DiscriminatorNorms = DiscriminatorNorms.UnitColumns });
        }
    }

    /// <summary>Where columns of (Q, R) vanish the turning of the frame is smooth, and its series counts.</summary>
    [Fact]
    public void NextToTheDeceivedManifold_TheJacobianOfTheFrameIsThatOfDualNumbers()
    {
        GanParameters gan = Parameters(2);
        var ode = new CorotatingOde(gan, new TrainingRule { DiscriminatorFeatures = 3 });
        foreach (double size in new[] { 0, 1e-9, 1e-4, 1e-3, 3e-3, 1e-2 })
        {
            double[] y = ode.Pack(MacroState.NearOrigin(gan, 0.5, 3).Spread(3));
            for (int i = ode.TransverseStart; i < ode.TransverseStart + ode.TransverseCount; i++)
                y[i] *= size;
            Near(Dual(ode, y), Matrix(ode, y), 1e-12);
        }
    }

    /// <summary>Central differences of step 1e-5 of a field of degree five and size 10 are off by less than 1e-7.</summary>
    [Fact]
    public void Jacobians_AgreeWithDifferences_ForAllNormsAndFrames() => Prop.ForAll(Cases, c =>
    {
        double[] y = c.Ode.Pack(c.State), jacobian = Matrix(c.Ode, y);
        int n = y.Length;
        for (int k = 0; k < n; k++)
        {
            double at = y[k];
            y[k] = at + 1e-5;
            double[] up = Field(c.Ode, y);
            y[k] = at - 1e-5;
            double[] down = Field(c.Ode, y);
            y[k] = at;
            for (int i = 0; i < n; i++)
                Assert.Equal((up[i] - down[i]) / 2e-5, jacobian[i * n + k], 1e-6);
        }
    }).Check(Replayed);

    /// <summary>(Q, R) → (QO, RO) turns the field with it; the frame that turns with the discriminator moves P, S and the invariants alike.</summary>
    [Fact]
    public void TheOrthonormalField_TurnsWithTheDiscriminator() => Prop.ForAll(GanArbitrary.FeatureStates(2, 3), state =>
    {
        var rule = new TrainingRule { DiscriminatorFeatures = 3 };
        var ode = new DiscriminatorFeaturesOde(Parameters(2), rule);
        double[] y = ode.Pack(state), turned = Turned(ode, y), f = Field(ode, y);
        Near(Turned(ode, f), Field(ode, turned), 1e-13);
        var frame = MacroscopicOde.ForEnds(Parameters(2), rule);
        double[] still = Field(frame, y);
        Near(f.AsSpan(0, 4), still.AsSpan(0, 4), 0);
        Near(Rates(ode, y, f), Rates(ode, y, still), 1e-13);
        // and the frame does not turn against the discriminator: C'dC is symmetric
        for (int a = 0; a < 3; a++)
            for (int b = 0; b < a; b++)
                Assert.Equal(Across(ode, y, still, a, b), Across(ode, y, still, b, a), 1e-9);
    }).Check(Replayed);

    /// <summary>Each direction G y is carried along: J(y)(G y) = G f(y), G being linear. Rotations of the columns of W, and of features with equal Λ whatever Λ̃ is.</summary>
    [Fact]
    public void Rotations_OfTheDiscriminatorAndOfEqualFeatures_AreSymmetriesOfTheFrame()
    {
        var gan = new GanParameters([2, 1.3, 2], [1.6, 1.1, 0.9], 0.3, 0.2, 1.2, 0.7);
        foreach (int k in new[] { 2, 3 })
        {
            var ode = new CorotatingOde(gan, new TrainingRule { DiscriminatorFeatures = k });
            Assert.Equal(k * (k - 1) / 2 + 1, ode.SymmetryCount);
            Prop.ForAll(GanArbitrary.FeatureStates(3, k), state =>
            {
                double[] y = ode.Pack(state), f = Field(ode, y), jacobian = Matrix(ode, y);
                int n = y.Length;
                double[] directions = new double[n * ode.SymmetryCount], carried = new double[n * ode.SymmetryCount];
                ode.SymmetryDirections(y, directions);
                ode.SymmetryDirections(f, carried);
                for (int e = 0; e < ode.SymmetryCount; e++)
                    for (int i = 0; i < n; i++)
                        Assert.Equal(carried[e * n + i], VectorMath.Dot(jacobian.AsSpan(i * n, n), directions.AsSpan(e * n, n)), 1e-12);
            }).Check(Replayed);
        }
    }

    /// <summary>P, S, X = QQᵀ, Y = QRᵀ and T = RRᵀ obey equations of their own without k, written down here by matrices.</summary>
    [Fact]
    public void Invariants_ObeyEquationsInWhichKDoesNotAppear()
    {
        GanParameters gan = Parameters(2);
        foreach (int k in new[] { 1, 2, 3, 5 })
        {
            var ode = new DiscriminatorFeaturesOde(gan, new TrainingRule { DiscriminatorFeatures = k });
            double[] y = ode.Pack(MacroState.NearOrigin(gan, 0.4, 5).Spread(k));
            Near(InvariantEquations.Rates(gan, ode.Unpack(y)), Rates(ode, y, Field(ode, y)), 1e-14);
        }
    }

    /// <summary>A discriminator of more than 2d features has no more than 2d that matter: from the same invariants P and S move alike.</summary>
    [Fact]
    public void AllNumbersOfFeaturesFrom2dOn_AreAlike()
    {
        GanParameters gan = Parameters(2);
        MacroState four = MacroState.NearOrigin(gan, 0.3, 5).Spread(4);
        double[,] q = new double[2, 6], r = new double[2, 6];
        for (int i = 0; i < 2; i++)
            for (int a = 0; a < 4; a++)
                (q[i, a + 2], r[i, a + 2]) = (four.QOf(i, a), four.ROf(i, a));
        MacroState six = MacroState.Create(new[,] { { four.P(0, 0), four.P(0, 1) }, { four.P(1, 0), four.P(1, 1) } }, q, r, new[,] { { 1, four.S(0, 1) }, { four.S(0, 1), 1 } }, z: null);
        MacroState End(MacroState start, int k)
        {
            IVectorField<MacroState> ode = MacroscopicOde.For(gan, new TrainingRule { DiscriminatorFeatures = k });
            return ode.Unpack(DormandPrince.Integrate(ode, start, 20, new IntegrationOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12 }).End);
        }
        Near(End(four, 4).PValues, End(six, 6).PValues, 1e-7);
    }

    /// <summary>The transverse block is that of one feature, each eigenvalue k times (here by its trace and the traces of its powers).</summary>
    [Fact]
    public void TheDeceivedBlock_IsThatOfOneFeature_KTimes()
    {
        GanParameters gan = Parameters(2);
        MacroState state = MacroState.Create(new[,] { { 0.5, 0.2 }, { -0.1, 0.4 } }, [0, 0], [0, 0], new[,] { { 1, 0.3 }, { 0.3, 1 } });
        var reduced = new ReducedOde(gan);
        double[] one = new double[16];
        reduced.TransverseBlock(reduced.Pack(state), one);
        foreach (int k in new[] { 2, 3 })
        {
            var ode = (IRestManifold)MacroscopicOde.For(gan, new TrainingRule { DiscriminatorFeatures = k });
            int size = ode.TransverseCount;
            var block = new double[size * size];
            ode.TransverseBlock(((DiscriminatorFeaturesOde)ode).Pack(state.Spread(k)), block);
            for (int i = 0; i < size; i++)
                for (int j = 0; j < size; j++)
                    Assert.Equal(i % k == j % k ? one[i / k * 4 + j / k] : 0, block[i * size + j], 1e-15);
        }
        Claim1 claim = Claim1.Check(gan), several = Claim1.Check(gan, new TrainingRule { DiscriminatorFeatures = 3 });
        Assert.Equal((claim.Left, claim.Right), (several.Left, several.Right));
        Near(claim.CriticalOverlapsSquared.AsSpan(), several.CriticalOverlapsSquared.AsSpan(), 0);
        Assert.Equal(12, several.AtPerfectRecovery.Eigenvalues.Length);
        Assert.Equal(claim.AtPerfectRecovery.GrowthRate, several.AtPerfectRecovery.GrowthRate, 1e-12);
    }

    /// <summary>With unit columns the generator's pull is multiplied by the eigenvalues of Z: 1 ± Z_12 for two columns.</summary>
    [Fact]
    public void TheDeceivedBlockOfUnitColumns_HasTheEigenvaluesOfZ()
    {
        const double Angle = 0.4, Tau = 0.3;
        var gan = new GanParameters([1.2], [0.9], Tau, 0.24, 1.1, 0.8);
        var ode = new DiscriminatorFeaturesOde(gan, new TrainingRule { DiscriminatorFeatures = 2, DiscriminatorNorms = DiscriminatorNorms.UnitColumns });
        double[] y = ode.Pack(MacroState.Create(new[,] { { 0.5 } }, new[,] { { 0.0, 0 } }, new[,] { { 0.0, 0 } }, null, new[,] { { 1, Angle }, { Angle, 1 } })), jacobian = Matrix(ode, y);
        double x = gan.EffectiveNoise;
        foreach (int sign in new[] { 1, -1 })
        {
            // along (1, ±1): dR_R = −τ(Λ̃ + x) + ζτ̃Λ̃
            double rr = jacobian[3 * 6 + 3] + sign * jacobian[3 * 6 + 4];
            Assert.Equal(-Tau * (0.9 + x) + (1 + sign * Angle) * 0.24 * 0.9, rr, 1e-14);
        }
        Assert.Equal(Tau * (1.2 - x), jacobian[1 * 6 + 1], 1e-14);
    }

    [Theory]
    [InlineData("a loss that is not linear")]
    [InlineData("memory")]
    [InlineData("extragradient")]
    [InlineData("multipliers at a finite strength")]
    [InlineData("a gradient penalty on a discriminator that is not orthonormal")]
    [InlineData("factors j_T or j_G that are not positive")]
    public void WhatIsNotKnown_IsRefusedByName(string what)
    {
        var several = new TrainingRule { DiscriminatorFeatures = 2 };
        TrainingRule rule = what switch
        {
            "memory" => several with { Memory = new TrainingMemory { Discriminator = 2 } },
            "extragradient" => several with { Scheme = new TrainingScheme { HasExtragradient = true } },
            "multipliers at a finite strength" => several with { Strength = 2, RealMultiplier = 0.5 },
            "factors j_T or j_G that are not positive" => several with { RealMultiplier = -1 },
            _ when what.StartsWith("a loss", StringComparison.Ordinal) => several with { Loss = GanLoss.Tanh },
            _ => several with { DiscriminatorNorms = DiscriminatorNorms.UnitColumns, Penalty = new GradientPenalty(0.1, 0.1) },
        };
        Assert.Contains(what, Assert.Throws<ArgumentException>(() => MacroscopicOde.For(Parameters(1), rule)).Message, StringComparison.Ordinal);
        Assert.Contains(what, Assert.Throws<ArgumentException>(() => new OdePhaseOptions { Rule = rule }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FieldsOfOneFeature_RefuseSeveral()
    {
        var rule = new TrainingRule { DiscriminatorFeatures = 2 };
        GanParameters gan = Parameters(2);
        Assert.Throws<ArgumentException>(() => new UnitNormOde(gan, rule));
        Assert.Throws<ArgumentException>(() => new GeneralOde(gan, rule with { Strength = 2 }));
        Assert.Throws<ArgumentException>(() => new ReducedOde(gan).Pack(MacroState.NearOrigin(gan, 0.1, 1).Spread(2)));
        Assert.Throws<ArgumentException>(() => MacroState.Diagonal([0], [0.9], [0.43]).Spread(3).Spread(2));
        Assert.Throws<ArgumentException>(() => new BasinSampler(new BasinSamplerOptions { Phase = new OdePhaseOptions { Rule = rule } }));
        Assert.Throws<ArgumentException>(() => new SimulationPhaseClassifier(new SimulationPhaseOptions { Engine = new GramSimulator(rule) }));
    }

    private static Arbitrary<(DiscriminatorFeaturesOde Ode, MacroState State)> Cases => Arb.From(
        from k in Gen.Choose(2, 4)
        from d in Gen.Choose(1, 3)
        from rule in GanArbitrary.FeatureRules(k).Generator
        from state in GanArbitrary.FeatureStates(d, k).Generator
        from turns in Gen.Elements(true, false)
        select ((DiscriminatorFeaturesOde)(turns ? MacroscopicOde.ForEnds(Parameters(d), rule) : MacroscopicOde.For(Parameters(d), rule)), state));

    private static double[] Dual(DiscriminatorFeaturesOde ode, double[] y)
    {
        int n = y.Length;
        FieldVariation[] state = [.. y.Select(FieldVariation.Of)], change = new FieldVariation[n];
        var jacobian = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            state[k] = new FieldVariation(y[k], 1);
            ode.EvaluateIn<FieldVariation>(state, change);
            for (int i = 0; i < n; i++)
                jacobian[i * n + k] = change[i].Slope;
            state[k] = FieldVariation.Of(y[k]);
        }
        return jacobian;
    }

    private static GanParameters Parameters(int d) => new(new double[] { 2, 1.3, 0.8, 1.1 }[..d], new double[] { 1.6, 1.1, 0.9, 1.4 }[..d], 0.3, 0.2, 1.2, 0.7, batchSize: 2);

    private static double[] Field(IVectorField ode, double[] y)
    {
        var f = new double[y.Length];
        ode.Evaluate(y, f);
        return f;
    }

    private static double[] Matrix(IVectorField ode, double[] y)
    {
        var jacobian = new double[y.Length * y.Length];
        ode.Jacobian(y, jacobian);
        return jacobian;
    }

    private static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }

    /// <summary>Rows of Q and R times an orthogonal matrix of order 3.</summary>
    private static double[] Turned(DiscriminatorFeaturesOde ode, double[] y)
    {
        double c = Math.Cos(0.7), s = Math.Sin(0.7);
        var turned = (double[])y.Clone();
        for (int row = ode.Layout.QStart; row < ode.Layout.SStart; row += 3)
        {
            double a = c * y[row] - s * y[row + 1], b = s * y[row] + c * y[row + 1];
            (turned[row], turned[row + 1], turned[row + 2]) = (a, -s * b + c * y[row + 2], c * b + s * y[row + 2]);
        }
        return turned;
    }

    private static double Across(DiscriminatorFeaturesOde ode, double[] y, double[] f, int a, int b)
    {
        double sum = 0;
        for (int row = ode.Layout.QStart; row < ode.Layout.SStart; row += ode.Layout.Columns)
            sum += y[row + a] * f[row + b];
        return sum;
    }

    /// <summary>How P, the entries of S above the diagonal, and CCᵀ with C = [Q; R] change.</summary>
    private static double[] Rates(DiscriminatorFeaturesOde ode, double[] y, double[] f)
    {
        int d = ode.Layout.Features, k = ode.Layout.Columns;
        var rates = new List<double>();
        rates.AddRange(f[..(d * d)]);
        rates.AddRange(f[ode.Layout.SStart..(ode.Layout.SStart + d * (d - 1) / 2)]);
        for (int i = 0; i < 2 * d; i++)
            for (int j = 0; j < 2 * d; j++)
                rates.Add(Enumerable.Range(0, k).Sum(a => f[d * d + i * k + a] * y[d * d + j * k + a] + y[d * d + i * k + a] * f[d * d + j * k + a]));
        return [.. rates];
    }
}

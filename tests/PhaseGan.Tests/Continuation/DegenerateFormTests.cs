using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Coefficients at points of codimension two that were built into fields, and those of the literature; what no coordinates change stays as it is under random ones.</summary>
public sealed class DegenerateFormTests
{
    /// <summary>w′ = (a + 2i)w + (b + 0.3i)w|w|² + c₅w|w|⁴ has l₂ = 4 Re c₅ with |q| = 1.</summary>
    [Theory]
    [InlineData(0.7)]
    [InlineData(-0.25)]
    public void TheSecondLyapunovCoefficient_IsFourTimesTheOneThatWasBuiltIn(double fifth)
    {
        FieldFamily family = FieldFamily.Of("a", "b", (a, b) => new JetField(2, y =>
        {
            Jet s = y[0] * y[0] + y[1] * y[1];
            return [a * y[0] - 2 * y[1] + b * s * y[0] - 0.3 * s * y[1] + fifth * s * s * y[0], a * y[1] + 2 * y[0] + b * s * y[1] + 0.3 * s * y[0] + fifth * s * s * y[1]];
        }));
        SpecialPoint point = Assert.Single(HopfCurve(family, -0.4).SpecialPoints);
        Assert.Equal(SpecialKind.GeneralizedHopf, point.Kind);
        Assert.Equal(4 * fifth, point.NormalForm!.Coefficient, 1e-8);
        Assert.Equal(2, point.NormalForm.Frequency!.Value, 1e-12);
    }

    /// <summary>MatCont prints −240.12 and −776.90 for the oxidation of CO.</summary>
    [Fact]
    public void TheOxidation_HasTheSecondLyapunovCoefficientsOfMatCont()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Oxidation.Holding("k", 0.4), [0.001137, 0.891483, 0.062345], 1.4, 0.6, 1.4);
        SpecialPoint hopf = branch.SpecialPoints.First(s => s.Kind == SpecialKind.Hopf);
        Branch curve = Branch.OfBifurcation(BranchKind.HopfPoints, Problems.Oxidation, hopf, [hopf.Parameters[0], 0.4], [0.5, 0.01], [4, 6]);
        double[] found = [.. curve.SpecialPoints.Where(s => s.Kind == SpecialKind.GeneralizedHopf).Select(s => s.NormalForm!.Coefficient).Order()];
        Assert.Equal([-776.90, -240.12], found, (x, y) => Math.Abs(x - y) < 0.006);
    }

    /// <summary>x′ = y, y′ = β₁ + β₂y − x² + xy: (a, b) = (−1, 1), folds at β₁ = 0, Hopf points at β₁ = β₂², β₂ &lt; 0.</summary>
    [Fact]
    public void TheDoubleZero_HasTheCoefficientsAndTheCurvesThatWereBuiltIn()
    {
        FieldFamily family = FieldFamily.Of("b1", "b2", (b1, b2) => new JetField(2, y => [y[1], b1 + b2 * y[1] - y[0] * y[0] + y[0] * y[1]]));
        Branch branch = Branch.OfFixedPoint(family.Holding("b2", -0.5), [Math.Sqrt(0.6), 0], 0.6, -0.5, 1);
        Assert.Equal([SpecialKind.Fold, SpecialKind.Hopf], branch.SpecialPoints.Select(s => s.Kind).Order());
        foreach (BranchKind kind in (BranchKind[])[BranchKind.Folds, BranchKind.HopfPoints])
        {
            SpecialPoint start = branch.SpecialPoints.Single(s => s.Kind == (kind == BranchKind.Folds ? SpecialKind.Fold : SpecialKind.Hopf));
            Branch curve = Branch.OfBifurcation(kind, family, start, [start.Parameters[0], -0.5], [-0.5, -0.9], [1, 0.9]);
            Assert.All(curve.Points, p => Assert.Equal(kind == BranchKind.Folds ? 0 : p.Parameters[1] * p.Parameters[1], p.Parameters[0], 1e-10));
            SpecialPoint point = Assert.Single(curve.SpecialPoints);
            Assert.Equal(SpecialKind.BogdanovTakens, point.Kind);
            double sign = -Math.Sign(point.NormalForm!.Coefficient);
            Assert.Equal((-1, 1), (sign * point.NormalForm.Coefficient, sign * point.NormalForm.SecondCoefficient!.Value), (x, y) => Math.Abs(x.Item1 - y.Item1) + Math.Abs(x.Item2 - y.Item2) < 1e-9);
            if (kind == BranchKind.HopfPoints)
                Assert.All(curve.Points.Where(p => p.Eigenvalues.Any(v => v.Imaginary > 1e-3)), p => Assert.True(p.Parameters[1] < 0));
        }
    }

    /// <summary>The amplitudes of a zero eigenvalue and a pair, in plain and in random coordinates: G's in plain ones, s, θ and the sign of E in all.</summary>
    [Fact]
    public void ZeroHopf_HasTheCoefficientsThatWereBuiltIn()
    {
        var random = new Random(4711);
        for (int trial = 0; trial < 4; trial++)
        {
            var bent = new Bent(random, 3, trial == 0 ? 0 : 0.2);
            FieldFamily family = FieldFamily.Of("a", "b", (a, b) => bent.Field(x =>
            {
                Jet s = x[1] * x[1] + x[2] * x[2];
                return
                [
                    a + 0.7 * x[0] * x[0] + 0.4 * s + 0.3 * x[0] * x[0] * x[0] - 0.2 * x[0] * s,
                    b * x[1] - 1.5 * x[2] + 0.6 * x[0] * x[1] - 0.1 * x[0] * x[2] + 0.25 * x[0] * x[0] * x[1] - 0.35 * s * x[1],
                    b * x[2] + 1.5 * x[1] + 0.6 * x[0] * x[2] + 0.1 * x[0] * x[1] + 0.25 * x[0] * x[0] * x[2] - 0.35 * s * x[2],
                ];
            }));
            Branch branch = Branch.OfFixedPoint(family.Holding("b", -0.3), bent.Y([-Math.Sqrt(0.2 / 0.7), 0, 0]), -0.2, -0.21, 0.1);
            SpecialPoint fold = branch.SpecialPoints.First(s => s.Kind == SpecialKind.Fold);
            Branch folds = Branch.OfBifurcation(BranchKind.Folds, family, fold, [fold.Parameters[0], -0.3], [-0.5, -0.5], [0.5, 0.5]);
            ZeroHopfForm form = Assert.Single(folds.SpecialPoints, s => s.Kind == SpecialKind.ZeroHopf).NormalForm!.ZeroHopf!;
            // w₀ = x₀ and |x₁ + ix₂|² = 2|w₁|²
            const double g200 = 1.4, g011 = 0.8, g300 = 1.8, g111 = -0.4, g210 = 0.5, g021 = -1.4;
            double e = g210 + 0.6 * (g021 / g011 - g300 / g200 + g111 / g011) - g021 * 0.5 * g200 / g011;
            Assert.Equal(1, form.S);
            Assert.Equal(0.6 / g200, form.Theta, 1e-8);
            if (trial > 0)
                continue;
            double sign = Math.Sign(form.G200);
            Assert.Equal([g200, g011, 0.6, g300, g111, g210, g021], new[] { sign * form.G200, sign * form.G011, sign * form.G110.Real, form.G300, form.G111, form.G210.Real, form.G021.Real }, (x, y) => Math.Abs(x - y) < 1e-8);
            Assert.Equal(e, form.E, 1e-8);
        }
    }

    /// <summary>Two pairs with amplitudes r₁′ = r₁(a + p₁₁r₁² + p₁₂r₂²), r₂′ = r₂(b + p₂₁r₁² + p₂₂r₂²): θ = p₁₂/p₂₂ and δ = p₂₁/p₁₁ in any coordinates.</summary>
    [Fact]
    public void DoubleHopf_HasTheRatiosThatWereBuiltIn()
    {
        var random = new Random(4712);
        for (int trial = 0; trial < 4; trial++)
        {
            var bent = new Bent(random, 4, trial == 0 ? 0 : 0.15);
            FieldFamily family = FieldFamily.Of("a", "b", (a, b) => bent.Field(x =>
            {
                Jet r = x[0] * x[0] + x[1] * x[1], s = x[2] * x[2] + x[3] * x[3], first = a - 0.5 * r + 0.3 * s, second = b + 0.8 * r - 0.4 * s;
                return [first * x[0] - 2.3 * x[1], 2.3 * x[0] + first * x[1], second * x[2] - 0.9 * x[3], 0.9 * x[2] + second * x[3]];
            }));
            SpecialPoint point = Assert.Single(HopfCurve(family, -0.4, 4, "b").SpecialPoints, s => s.Kind == SpecialKind.DoubleHopf);
            DoubleHopfForm form = point.NormalForm!.DoubleHopf!;
            Assert.Equal((2.3, 0.9), (form.First, form.Second), (x, y) => Math.Abs(x.Item1 - y.Item1) < 1e-10 && Math.Abs(x.Item2 - y.Item2) < 1e-10);
            Assert.Equal(0.3 / -0.4, form.Theta, 1e-7);
            Assert.Equal(0.8 / -0.5, form.Delta, 1e-7);
            if (trial == 0)
                Assert.Equal([-1.0, -0.8, 0.6, 1.6], new[] { 0.5 * form.G2100.Real, 0.5 * form.G0021.Real, form.G1011.Real, form.G1110.Real }, (x, y) => Math.Abs(x - y) < 1e-8);
        }
    }

    private static Branch HopfCurve(FieldFamily family, double held, int dimension = 2, string name = "b")
    {
        Branch rest = Branch.OfFixedPoint(family.Holding(name, held), new double[dimension], -0.6, -1, 1);
        SpecialPoint hopf = rest.SpecialPoints.First(s => s.Kind == SpecialKind.Hopf);
        return Branch.OfBifurcation(BranchKind.HopfPoints, family, hopf, [hopf.Parameters[0], held], [-1, -1], [1, 1]);
    }

    /// <summary>Coordinates y = T(x + εQ(x)) with Q(x)_i = q_i x_{i+1}², so that x is had from y by one linear solution after another, and fields in them.</summary>
    private sealed class Bent
    {
        private readonly double[] _quadratic;
        private readonly double[] _stretch;
        private readonly double _cosine, _sine;

        public Bent(Random random, int n, double bend)
        {
            _quadratic = [.. Enumerable.Range(0, n - 1).Select(_ => bend * (2 * random.NextDouble() - 1))];
            _stretch = [.. Enumerable.Range(0, n).Select(_ => bend == 0 ? 1 : 0.5 + random.NextDouble())];
            (_sine, _cosine) = Math.SinCos(bend == 0 ? 0 : random.NextDouble());
        }

        public JetField Field(Func<Jet[], Jet[]> field) => new(_stretch.Length, y =>
        {
            int n = _stretch.Length;
            Jet[] z = [.. y.Select((v, i) => v / _stretch[i])], x = new Jet[n];
            (z[0], z[n - 1]) = (_cosine * z[0] + _sine * z[n - 1], _cosine * z[n - 1] - _sine * z[0]);
            for (int i = n - 1; i >= 0; i--)
                x[i] = i == n - 1 ? z[i] : z[i] - _quadratic[i] * x[i + 1] * x[i + 1];
            Jet[] f = field(x), g = new Jet[n];
            for (int i = 0; i < n; i++)
                g[i] = i == n - 1 ? f[i] : f[i] + 2 * _quadratic[i] * x[i + 1] * f[i + 1];
            (g[0], g[n - 1]) = (_cosine * g[0] - _sine * g[n - 1], _sine * g[0] + _cosine * g[n - 1]);
            return [.. g.Select((v, i) => _stretch[i] * v)];
        });

        public double[] Y(double[] x)
        {
            int n = x.Length;
            double[] z = [.. x.Select((v, i) => i == n - 1 ? v : v + _quadratic[i] * x[i + 1] * x[i + 1])];
            (z[0], z[n - 1]) = (_cosine * z[0] - _sine * z[n - 1], _sine * z[0] + _cosine * z[n - 1]);
            return [.. z.Select((v, i) => _stretch[i] * v)];
        }
    }
}

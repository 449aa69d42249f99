using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Dynamics;

public sealed class GeneralAveragesTests
{
    private static readonly LatentLaw Triangle = LatentLaw.Discrete([[2, 0], [-1, 1], [-1, -1]]);
    private static readonly LatentLaw TwoClouds = LatentLaw.Mixture([0.4, 0.6], [[1.5], [-1]], [[0.25], [0.5]]);

    [Fact]
    public void Averages_AgreeWithQuadratureAtTwentyFiveDigits()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "Averages", "averages.csv"));
        Assert.Equal(41, lines.Length);
        foreach (string line in lines.Skip(1))
        {
            string[] cells = line.Split(',');
            double[] x = [.. cells.Skip(2).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
            Response f = cells[0] == "tanh" ? Response.Tanh() : Response.Logistic();
            LatentLaw law = cells[1] switch { "gaussian" => LatentLaw.Gaussian, "uniform" => LatentLaw.Uniform, "rademacher" => LatentLaw.Rademacher, _ => TwoClouds };
            var averages = new DataAverages(f, law, [x[0]], x[3]);
            Assert.Equal(cells[1] == "uniform" ? AverageMethod.Quadrature : AverageMethod.LineIntegral, averages.Method);
            double[] pull = new double[1];
            averages.Evaluate([x[1]], x[2], pull, out double slope, out double square);
            Assert.True(Math.Abs(pull[0] - x[4]) < 3e-14 * Math.Sqrt(x[0]), $"{line}: {pull[0]:R}, off by {pull[0] - x[4]}");
            Assert.True(Math.Abs(slope - x[5]) < 3e-14, $"{line}: {slope:R}, off by {slope - x[5]}");
            Assert.True(Math.Abs(square - x[6]) < 3e-14, $"{line}: {square:R}, off by {square - x[6]}");
            double estimate = averages.EstimateError([x[1]], x[2]);
            Assert.InRange(estimate, 0, 1e-13);
        }
    }

    /// <summary>
    /// For f = sin the averages follow from the characteristic function of the code: ⟨e^(iX)⟩ = φ(a) e^(−zη/2) with a_ℓ = √Λ_ℓ q_ℓ.
    /// </summary>
    [Theory]
    [InlineData("gaussian", 3)]
    [InlineData("uniform", 3)]
    [InlineData("rademacher", 3)]
    [InlineData("triangle", 2)]
    [InlineData("independent clouds", 2)]
    public void AveragesOfASine_FollowFromTheCharacteristicFunction_ForAnyNumberOfFeatures(string name, int d)
    {
        // sin is entire but grows by e in a unit of the imaginary direction: a scale of 1 suits it
        Response sine = Response.Custom(Math.Sin, Math.Cos);
        LatentLaw law = Law(name);
        var random = new Random(8);
        for (int trial = 0; trial < 40; trial++)
        {
            double[] variances = Draw(random, d, 0.3, 3), overlaps = Draw(random, d, -0.9, 0.9);
            double noise = trial % 4 == 0 ? 0 : 2 * random.NextDouble(), z = 0.5 + random.NextDouble();
            var averages = new DataAverages(sine, law, variances, noise);
            var pull = new double[d];
            averages.Evaluate(overlaps, z, pull, out double slope, out double square);

            double[] a = [.. Enumerable.Range(0, d).Select(l => Math.Sqrt(variances[l]) * overlaps[l])];
            double damping = Math.Exp(-0.5 * z * noise);
            Assert.Equal(damping * Characteristic(name, a).Real, slope, 2e-14);
            // sin² = (1 − cos 2X)/2
            double[] twice = [.. a.Select(v => 2 * v)];
            Assert.Equal(0.5 - 0.5 * Math.Exp(-2 * z * noise) * Characteristic(name, twice).Real, square, 2e-14);
            // ⟨ĉ_ℓ sin X⟩ = −∂/∂a_ℓ ⟨cos X⟩
            for (int l = 0; l < d; l++)
            {
                double h = 1e-3;
                double At(double shift)
                {
                    double[] moved = [.. a];
                    moved[l] += shift;
                    return damping * Characteristic(name, moved).Real;
                }
                double expected = -(8 * (At(h) - At(-h)) - (At(2 * h) - At(-2 * h))) / (12 * h);
                Assert.Equal(Math.Sqrt(variances[l]) * expected, pull[l], 1e-11);
            }
        }
    }

    [Fact]
    public void AveragesOfTheErrorFunction_AreErrorFunctionsOfTheNarrowedProjection()
    {
        // ⟨erf(m + σe)⟩ = erf(m/√(1 + 2σ²)); ±1 codes and noise
        Response erf = Response.Custom(MathNet.Numerics.SpecialFunctions.Erf, x => 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x));
        foreach (double noise in new[] { 0, 1e-8, 0.01, 0.5, 3 })
        {
            var averages = new DataAverages(erf, LatentLaw.Rademacher, [1.7], noise);
            double[] pull = new double[1];
            averages.Evaluate([0.6], 0.9, pull, out double slope, out _);
            double m = Math.Sqrt(1.7) * 0.6, narrowing = Math.Sqrt(1 + 2 * 0.9 * noise);
            Assert.Equal(Math.Sqrt(1.7) * MathNet.Numerics.SpecialFunctions.Erf(m / narrowing), pull[0], 2e-14);
            Assert.Equal(2 / Math.Sqrt(Math.PI) * Math.Exp(-m * m / (narrowing * narrowing)) / narrowing, slope, 2e-14);
        }
    }

    [Fact]
    public void Polynomials_AreClosedFormsForGaussianCodes_AndExactForUniformOnes()
    {
        // f = x³ and X = a ĉ + σe: by Isserlis ⟨c X³⟩ = 3√Λ a v, ⟨3X²⟩ = 3v, ⟨X⁶⟩ = 15v³ with v = a² + σ²
        Response cube = Response.Polynomial([0, 0, 0, 1]);
        const double variance = 2.5, q = 0.4, z = 0.8, eta = 1.5;
        double a = Math.Sqrt(variance) * q, s2 = z * eta, v = a * a + s2;
        var gaussian = new DataAverages(cube, LatentLaw.Gaussian, [variance], eta);
        double[] pull = new double[1];
        gaussian.Evaluate([q], z, pull, out double slope, out double square);
        Assert.Equal(AverageMethod.ClosedForm, gaussian.Method);
        Assert.Equal(3 * Math.Sqrt(variance) * a * v, pull[0], 1e-13);
        Assert.Equal(3 * v, slope, 1e-13);
        Assert.Equal(15 * v * v * v, square, 1e-12);
        Assert.Equal(0, gaussian.EstimateError([q], z));

        // the uniform code has moments 1, 9/5, 27/7
        var uniform = new DataAverages(cube, LatentLaw.Uniform, [variance], eta);
        uniform.Evaluate([q], z, pull, out slope, out square);
        Assert.Equal(Math.Sqrt(variance) * (a * a * a * 9 / 5 + 3 * a * s2), pull[0], 1e-13);
        Assert.Equal(3 * v, slope, 1e-13);
        double a2 = a * a;
        Assert.Equal(a2 * a2 * a2 * 27 / 7 + 15 * a2 * a2 * 9 / 5 * s2 + 45 * a2 * s2 * s2 + 15 * s2 * s2 * s2, square, 1e-12);
    }

    [Fact]
    public void LinearResponses_NeedOnlySecondMoments_WhateverTheLawAndTheNumberOfFeatures()
    {
        var random = new Random(4);
        foreach (LatentLaw law in new[] { LatentLaw.Gaussian, LatentLaw.Uniform, LatentLaw.Rademacher, TwoClouds.WithIndependentEntries() })
        {
            double[] variances = Draw(random, 40, 0.5, 4), overlaps = Draw(random, 40, -1, 1);
            var averages = new DataAverages(Response.Identity, law, variances, 0.7);
            var pull = new double[40];
            averages.Evaluate(overlaps, 1.2, pull, out double slope, out double square);
            Assert.Equal(AverageMethod.ClosedForm, averages.Method);
            Assert.Equal(1, slope);
            Assert.Equal(0.7 * 1.2 + Enumerable.Range(0, 40).Sum(l => variances[l] * overlaps[l] * overlaps[l]), square, 1e-12);
            for (int l = 0; l < 40; l++)
                Assert.Equal(variances[l] * overlaps[l], pull[l], 1e-13);
        }
    }

    [Fact]
    public void WhereTheCodeDoesNotEnter_NothingPulls()
    {
        foreach (string name in new[] { "gaussian", "uniform", "rademacher", "triangle", "independent clouds" })
        {
            var averages = new DataAverages(Response.Logistic(), Law(name), [2, 1], 1);
            double[] pull = [9, 9];
            averages.Evaluate([0, 0], 1, pull, out _, out _);
            Assert.Equal([0, 0], pull);
        }
    }

    [Fact]
    public void TheErrorEstimate_SeesAResponseThatIsTooRoughForTheRule()
    {
        // a kink: an error of about step²/12 of the jump in slope, and the estimate says so
        Response ramp = Response.Custom(x => Math.Max(x, 0), x => x > 0 ? 1 : 0);
        var averages = new DataAverages(ramp, LatentLaw.Discrete([[2], [-1]], [1.0 / 3, 2.0 / 3]), [1], 1);
        double[] pull = new double[1];
        averages.Evaluate([0.5], 1, pull, out double slope, out _);
        // ⟨max(m + e, 0)⟩ = m Φ(m) + φ(m) and ⟨f′⟩ = Φ(m) at m = c/2, c = √2 or −1/√2
        double exact = 0, exactSlope = 0;
        foreach (var (p, c) in new[] { (1.0 / 3, Math.Sqrt(2)), (2.0 / 3, -Math.Sqrt(0.5)) })
        {
            double m = c / 2, below = MathNet.Numerics.Distributions.Normal.CDF(0, 1, m);
            exact += p * c * (m * below + MathNet.Numerics.Distributions.Normal.PDF(0, 1, m));
            exactSlope += p * below;
        }
        double error = Math.Max(Math.Abs(pull[0] - exact), Math.Abs(slope - exactSlope));
        Assert.InRange(error, 1e-4, 0.05);
        Assert.InRange(averages.EstimateError([0.5], 1), 0.3 * error, 10 * error);
    }

    [Fact]
    public void DataThatCannotBe_AreRefusedByName()
    {
        Assert.Equal("variances", Assert.Throws<ArgumentOutOfRangeException>(() => new DataAverages(Response.Tanh(), LatentLaw.Rademacher, [.. Enumerable.Repeat(1.0, 17)], 1)).ParamName);
        Assert.Equal("law", Assert.Throws<ArgumentException>(() => new DataAverages(Response.Tanh(), Triangle, [1], 1)).ParamName);
        Assert.Equal("noise", Assert.Throws<ArgumentOutOfRangeException>(() => new DataAverages(Response.Tanh(), LatentLaw.Gaussian, [1], -1)).ParamName);
        Assert.Equal("variances[1]", Assert.Throws<ArgumentOutOfRangeException>(() => new DataAverages(Response.Tanh(), LatentLaw.Gaussian, [1, 0], 1)).ParamName);
        double[] pull = new double[1];
        new DataAverages(Response.Tanh(), LatentLaw.Gaussian, [1], 1).Evaluate([0.1], -0.5, pull, out double slope, out _);
        Assert.True(double.IsNaN(pull[0]) && double.IsNaN(slope));
    }

    private static LatentLaw Law(string name) => name switch
    {
        "gaussian" => LatentLaw.Gaussian,
        "uniform" => LatentLaw.Uniform,
        "rademacher" => LatentLaw.Rademacher,
        "triangle" => Triangle,
        _ => TwoClouds.WithIndependentEntries(),
    };

    private static System.Numerics.Complex Characteristic(string name, double[] a)
    {
        System.Numerics.Complex product = 1;
        switch (name)
        {
            case "triangle":
                double x = a[0] / Math.Sqrt(2), y = a[1] / Math.Sqrt(2.0 / 3);
                return (System.Numerics.Complex.FromPolarCoordinates(1, 2 * x) + System.Numerics.Complex.FromPolarCoordinates(1, y - x)
                    + System.Numerics.Complex.FromPolarCoordinates(1, -y - x)) / 3;
            case "independent clouds":
                double s = Math.Sqrt(1.9);
                foreach (double v in a)
                    product *= 0.4 * System.Numerics.Complex.FromPolarCoordinates(Math.Exp(-0.125 * v * v / 1.9), 1.5 * v / s)
                        + 0.6 * System.Numerics.Complex.FromPolarCoordinates(Math.Exp(-0.25 * v * v / 1.9), -v / s);
                return product;
            default:
                double root = Math.Sqrt(3);
                foreach (double v in a)
                    product *= name == "gaussian" ? Math.Exp(-0.5 * v * v) : name == "rademacher" ? Math.Cos(v) : v == 0 ? 1 : Math.Sin(root * v) / (root * v);
                return product;
        }
    }

    private static double[] Draw(Random random, int count, double from, double to) =>
        [.. Enumerable.Range(0, count).Select(_ => from + (to - from) * random.NextDouble())];
}

using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Equations;

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
    [InlineData("uniform", 7)]
    [InlineData("uniform", 12)]
    [InlineData("rademacher", 3)]
    [InlineData("triangle", 2)]
    [InlineData("independent clouds", 2)]
    public void AveragesOfASine_FollowFromTheCharacteristicFunction_ForAnyNumberOfFeatures(string name, int d)
    {
        // sin is entire but grows by e in a unit of the imaginary direction: a scale of 1 suits it
        Response sine = Response.Custom(Math.Sin, Math.Cos);
        LatentLaw law = Law(name);
        var random = new Random(8);
        for (int trial = 0; trial < (d > 3 ? 2 : 40); trial++)
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

    private static (string Response, LatentLaw Law, double Overlap, double Eta, double Pull, double Slope, double Square)[] Wide() =>
    [
        .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "Averages", "wide.csv")).Skip(1).Select(line => line.Split(',')).Select(cells =>
        {
            double[] x = [.. cells.Skip(2).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
            LatentLaw law = cells[1] switch { "gaussian" => LatentLaw.Gaussian, "uniform" => LatentLaw.Uniform, _ => LatentLaw.Rademacher };
            return (cells[0], law, x[0], x[1], x[2], x[3], x[4]);
        }),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(0.01)]
    [InlineData(1e-9)]
    [InlineData(1e9)]
    public void Averages_DoNotDependOnHowFarTheArgumentSpreads_InUnitsOfTheResponsesScale(double unit)
    {
        // f(x) = s tanh(x/s) and 1/(1 + e^(−x/s)) with z = s² and q s for q: the same averages but for units
        (string Response, LatentLaw Law, double Overlap, double Eta, double Pull, double Slope, double Square)[] cases = Wide();
        Assert.Equal(78, cases.Length);
        double[] pull = new double[1];
        foreach (var c in cases)
        {
            bool tanh = c.Response == "tanh";
            double height = tanh ? unit : 1;
            var averages = new DataAverages(tanh ? Response.Tanh(unit) : Response.Logistic(1 / unit), c.Law, [1], c.Eta);
            averages.Evaluate([c.Overlap * unit], unit * unit, pull, out double slope, out double square);
            Assert.True(Math.Abs(pull[0] / height - c.Pull) < 1e-13, $"{c}: pull {pull[0] / height:R}");
            Assert.True(Math.Abs(slope * (tanh ? 1 : unit) - c.Slope) < 1e-13 * Math.Max(c.Slope, 1e-3), $"{c}: slope {slope:R}");
            Assert.True(Math.Abs(square / (height * height) - c.Square) < 1e-13, $"{c}: square {square:R}");
            Assert.InRange(averages.EstimateError([c.Overlap * unit], unit * unit), 0, 2e-13 * Math.Max(1, Math.Max(height * height, 1 / unit)));
        }
    }

    [Fact]
    public void ACustomResponse_IsAsAccurate_OrRefusedWithTheNumbers()
    {
        Response Tanh(bool centred) => Response.Custom(Math.Tanh, x => 1 / (Math.Cosh(x) * Math.Cosh(x)), Math.PI / 2, "own", centred);
        double[] pull = new double[1];
        int refused = 0, accurate = 0;
        foreach (var c in Wide().Where(c => c.Response == "tanh"))
            foreach (bool centred in new[] { true, false })
            {
                var averages = new DataAverages(Tanh(centred), c.Law, [1], c.Eta);
                try
                {
                    averages.Evaluate([c.Overlap], 1, pull, out double slope, out double square);
                    Assert.True(Math.Abs(pull[0] - c.Pull) < 1e-13 && Math.Abs(slope - c.Slope) < 1e-13 && Math.Abs(square - c.Square) < 1e-13, $"{c}, centred {centred}: {pull[0]:R}, {slope:R}, {square:R}");
                    accurate++;
                }
                catch (InvalidOperationException e)
                {
                    Assert.False(centred);
                    Assert.Contains("own changes over a length of 1.5708", e.Message.Replace("the response changes", "own changes", StringComparison.Ordinal), StringComparison.Ordinal);
                    refused++;
                }
            }
        Assert.InRange(accurate, 60, 77);
        Assert.Equal(78, refused + accurate);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void PolynomialsOfUniformCodes_AreExact_ForAnyDegreeAndNumberOfFeatures(int d)
    {
        // moments of X = Σ a_ℓ ĉ_ℓ + σe by convolution: ⟨ĉ^k⟩ = 3^(k/2)/(k + 1) for even k
        var random = new Random(3);
        double[] a = Draw(random, d, 0.1, 0.5), pull = new double[d];
        const double sigma = 0.3;
        foreach (int degree in new[] { 2, 4, 5, 7, 12, 15 })
        {
            int most = 2 * degree + 1;
            double[] Moments(double s, Func<int, double> standard) => [.. Enumerable.Range(0, most + 1).Select(k => Math.Pow(s, k) * standard(k))];
            double Uniform(int k) => k % 2 == 1 ? 0 : Math.Pow(3, k / 2.0) / (k + 1);
            double Normal(int k) => k == 0 ? 1 : k % 2 == 1 ? 0 : (k - 1) * Normal(k - 2);
            double[] Sum(double[] x, double[] y) =>
                [.. Enumerable.Range(0, most + 1).Select(k => Enumerable.Range(0, k + 1).Sum(i => MathNet.Numerics.SpecialFunctions.Binomial(k, i) * x[i] * y[k - i]))];
            double[] noise = Moments(sigma, Normal), all = a.Aggregate(noise, (x, s) => Sum(x, Moments(s, Uniform)));

            var averages = new DataAverages(Response.Polynomial([.. Enumerable.Range(0, degree + 1).Select(k => k == degree ? 1.0 : 0)]), LatentLaw.Uniform, [.. a.Select(_ => 1.0)], sigma * sigma);
            averages.Evaluate(a, 1, pull, out double slope, out double square);
            // of eight features X is ten times smaller as a rule than it may be, and f² by a power of that
            double digits = d == 8 ? 1e-9 : 1e-12;
            Assert.Equal(degree * all[degree - 1], slope, digits * Math.Max(1, Math.Abs(slope)));
            Assert.Equal(all[2 * degree], square, digits * Math.Max(1, square));
            for (int l = 0; l < d; l++)
            {
                double[] others = a.Where((_, j) => j != l).Aggregate(noise, (x, s) => Sum(x, Moments(s, Uniform)));
                double expected = Enumerable.Range(0, degree + 1).Sum(i => MathNet.Numerics.SpecialFunctions.Binomial(degree, i) * others[degree - i] * Math.Pow(a[l], i) * Uniform(i + 1));
                Assert.Equal(expected, pull[l], digits * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void ManyUniformFeatures_CostThousandsOfValues_NotBillions_AndTheirJacobianIsThatOfTheAverages()
    {
        int calls = 0;
        Response counting = Response.Custom(x => { calls++; return Math.Tanh(x); }, x => 1 / (Math.Cosh(x) * Math.Cosh(x)), Math.PI / 2);
        var gan = new GanParameters([.. Enumerable.Range(0, 8).Select(l => 1 + 0.3 * l)], [.. Enumerable.Range(0, 8).Select(l => 2 - 0.2 * l)], 0.2, 0.1, 0.7, 0.4);
        double[] overlaps = [0.3, -0.2, 0.5, 0, 0.1, -0.4, 0.6, 0.25], pull = new double[8];
        new DataAverages(counting, LatentLaw.Uniform, gan.RealVariances, 0.7).Evaluate(overlaps, 1.1, pull, out _, out _);
        Assert.InRange(calls, 100, 20_000);

        var ode = new GeneralOde(gan, new TrainingRule { Loss = GanLoss.Tanh, Strength = 2, RealCodes = LatentLaw.Uniform, FakeCodes = LatentLaw.Uniform });
        var averages = ode.RealAverages;
        var sums = new AverageSums(new double[AverageSums.Room(8)], 8);
        averages.Evaluate(overlaps, 1.1, ref sums);
        double[] At(double[] q, double z)
        {
            double[] g = new double[8];
            averages.Evaluate(q, z, g, out double slope, out double square);
            return [.. g, slope, square];
        }
        const double h = 1e-3;
        double[] Derivative(Func<double, double[]> along)
        {
            double[] right = along(h), left = along(-h), farRight = along(2 * h), farLeft = along(-2 * h);
            return [.. Enumerable.Range(0, 10).Select(i => (8 * (right[i] - left[i]) - (farRight[i] - farLeft[i])) / (12 * h))];
        }
        double[] byPower = Derivative(s => At(overlaps, 1.1 + s));
        Assert.Equal(byPower[8], sums.SlopeByPower, 1e-9);
        Assert.Equal(byPower[9], sums.SquareByPower, 1e-9);
        foreach (int j in new[] { 0, 3, 6 })
        {
            double[] by = Derivative(s => At([.. overlaps.Select((q, l) => l == j ? q + s : q)], 1.1));
            Assert.Equal(byPower[j], sums.PullByPower[j], 1e-9);
            Assert.Equal(by[8], sums.SlopeByOverlap[j], 1e-9);
            Assert.Equal(by[9], sums.SquareByOverlap[j], 1e-9);
            for (int l = 0; l < 8; l++)
                Assert.Equal(by[l], sums.PullByOverlap[l * 8 + j], 1e-9);
        }
    }

    [Fact]
    public void WhatWouldBeInaccurateOrTakeForEver_IsRefusedWithTheNumbers()
    {
        // three entries that spread over a thousand scales each, without noise
        var averages = new DataAverages(Response.Tanh(), LatentLaw.Uniform, [1, 1, 1], 0);
        var e = Assert.Throws<InvalidOperationException>(() => averages.Evaluate([1000, 1000, 1000], 1, new double[3], out _, out _));
        Assert.Contains("points of the law of c·q here and have 1024", e.Message, StringComparison.Ordinal);
        // one of them alone is fine, and so are all of them within large noise
        averages.Evaluate([1000, 1e-3, 0], 1, new double[3], out double slope, out _);
        Assert.Equal(1 / (1000 * Math.Sqrt(3)), slope, 1e-13);
        new DataAverages(Response.Tanh(), LatentLaw.Uniform, [1, 1, 1], 1e8).Evaluate([1000, 1000, 1000], 1, new double[3], out slope, out _);
        // X is nearly normal: its variance is 10⁸ + 3·10⁶, its density at 0 less by the fourth cumulant's part in 10⁴ of a part in a hundred
        Assert.Equal(2 / Math.Sqrt(2 * Math.PI * 1.03e8), slope, 1e-8);
        Response sine = Response.Custom(Math.Sin, Math.Cos, name: "sine");
        e = Assert.Throws<InvalidOperationException>(() => new DataAverages(sine, LatentLaw.Gaussian, [1], 1).Evaluate([1e6], 1, new double[1], out _, out _));
        Assert.StartsWith("the response sine changes over a length of 1 and its argument has a standard deviation of 1E+06: an average needs", e.Message, StringComparison.Ordinal);
        // 65 536 components of many values each
        e = Assert.Throws<InvalidOperationException>(() =>
            new DataAverages(sine, LatentLaw.Rademacher, [.. Enumerable.Repeat(1.0, 16)], 1e6).Evaluate(new double[16], 1, new double[16], out _, out _));
        Assert.Contains("averages of the response sine over rademacher codes of 16 feature(s) would take about", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereZIsNegative_OrAnArgumentIsNoNumber_AveragesAreNaN_WhateverTheResponse()
    {
        double[] pull = new double[1];
        foreach (Response response in new[] { Response.Identity, Response.Polynomial([0, 0, 1]), Response.Tanh(), Response.Logistic(), Response.Custom(Math.Sin, Math.Cos) })
            foreach (LatentLaw law in new[] { LatentLaw.Gaussian, LatentLaw.Uniform, LatentLaw.Rademacher, TwoClouds })
                foreach (double noise in new[] { 0, 0.5 })
                    foreach ((double q, double z) in new[] { (3.0, -0.5), (0, -1e-300), (double.NaN, 1), (double.PositiveInfinity, 1), (0.1, double.NaN), (0.1, double.PositiveInfinity) })
                    {
                        if (z == double.PositiveInfinity && noise == 0)
                            continue;
                        new DataAverages(response, law, [1], noise).Evaluate([q], z, pull, out double slope, out double square);
                        Assert.True(double.IsNaN(pull[0]) && double.IsNaN(slope) && double.IsNaN(square), $"{response}, {law}, q = {q}, z = {z}, noise {noise}");
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

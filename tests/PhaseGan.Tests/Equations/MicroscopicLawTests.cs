using Xunit;

namespace PhaseGan.Tests.Equations;

public sealed class MicroscopicLawTests
{
    private static readonly GanParameters OneFeature = new([1.0], [1.0], 0.2, 0.05, 1.8, 1.2);

    public static TheoryData<string> Rules => ["linear", "tanh", "logistic uniform finite", "tanh rademacher finite"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void SecondMomentsOfTheLaw_AreTheMacroscopicState_AlongThePath(string name)
    {
        foreach (int d in new[] { 1, 2 })
        {
            var gan = new GanParameters([.. new[] { 5.0, 3.0 }.Take(d)], [.. new[] { 4.0, 3.0 }.Take(d)], 0.2, 0.06, 2, 1.5, batchSize: d);
            double until = d == 1 ? 150 : 60;
            foreach (bool diffusion in new[] { true, false })
            {
                var ode = new GeneralOde(gan, Rule(name), diffusion);
                MicroscopicLaw law = MicroscopicLaw.Along(ode, MacroState.NearOrigin(gan, 0.1, 3), until);
                Assert.Equal(StopReason.EndReached, law.StopReason);
                Assert.Equal(until, law.EndTime);
                for (double t = 0; t <= until; t += until / 37)
                {
                    double[] expected = ode.Pack(law.Macroscopic(t)), actual = Flat(ode, law.SecondMoments(t));
                    for (int k = 0; k < expected.Length; k++)
                        Assert.True(Math.Abs(expected[k] - actual[k]) < 1e-8, $"{name}, d = {d}, t = {t}, {ode.CoordinateNames()[k]}: {expected[k]} against {actual[k]}");
                }
            }
        }
    }

    [Fact]
    public void ForVectorsOfAnyLength_TheStartsCovarianceIsWhatTheGramMatrixLeaves()
    {
        // [[S − PᵀP, r − Pᵀq], [·, z − q·q]] with z and S far from 1
        MacroState start = MacroState.Create(new[,] { { 0.3, 0.1 }, { -0.2, 0.4 } }, [0.3, 0.2], [0.5, -0.1], new[,] { { 1.6, 0.2 }, { 0.2, 0.8 } }, 2.5);
        var gan = new GanParameters([2, 1], [2, 1], 0.2, 0.06, 1, 1);
        WeightLaw law = MicroscopicLaw.Along(new GeneralOde(gan, new TrainingRule { Strength = 3 }), start, 1).StartLaw([0.7, -1.3]);
        Assert.Equal([0.3 * 0.7 + 0.2 * 1.3, 0.1 * 0.7 - 0.4 * 1.3, 0.3 * 0.7 - 0.2 * 1.3], law.Mean, (a, b) => Math.Abs(a - b) < 1e-14);
        double[,] expected =
        {
            { 1.6 - 0.09 - 0.04, 0.2 - 0.03 + 0.08, 0.5 - 0.09 + 0.04 }, { 0, 0.8 - 0.01 - 0.16, -0.1 - 0.03 - 0.08 }, { 0, 0, 2.5 - 0.09 - 0.04 },
        };
        for (int i = 0; i < 3; i++)
            for (int j = i; j < 3; j++)
                Assert.Equal(expected[i, j], law.Covariance(i, j), 1e-14);
    }

    [Fact]
    public void GivenUnitRows_TheLawIsReadOffTheMacroscopicState()
    {
        // d = 1, û = 1: mean (P, q), covariance [[S − P², r − Pq], [·, z − q²]]
        MicroscopicLaw law = MicroscopicLaw.Along(new GeneralOde(OneFeature), MacroState.Diagonal([0.1], [0.1], [0.05]), 150);
        foreach (double t in new[] { 0, 10, 100, 150.0 })
        {
            MacroState m = law.Macroscopic(t);
            WeightLaw w = law.At(t, [1]);
            Assert.Equal(m.P(0, 0), w.Mean[0], 1e-8);
            Assert.Equal(m.Q(0), w.Mean[1], 1e-8);
            Assert.Equal(1 - m.P(0, 0) * m.P(0, 0), w.Covariance(0, 0), 1e-8);
            Assert.Equal(m.R(0) - m.P(0, 0) * m.Q(0), w.Covariance(0, 1), 1e-8);
            Assert.Equal(1 - m.Q(0) * m.Q(0), w.Covariance(1, 1), 1e-8);
            WeightLaw other = law.At(t, [-2.5]);
            Assert.Equal(-2.5 * w.Mean[1], other.Mean[1], 1e-12);
            Assert.Equal(w.Covariance(0, 1), other.Covariance(0, 1));
        }
    }

    [Fact]
    public void InADeceivedState_TheGeneratorRests_AndTheDiscriminatorIsAnOrnsteinUhlenbeckProcess()
    {
        // q = r = 0: dv̂ = 0, dŵ = −τx ŵ dt + τ√b dB with stationary variance 1 (x = τ(η_T² + η_G²)/2)
        MicroscopicLaw law = MicroscopicLaw.Along(new GeneralOde(OneFeature), MacroState.Diagonal([0.4], [0], [0]), 20);
        var start = new WeightLaw([0.7, -1.5], new double[,] { { 0.3, 0.1 }, { 0.1, 0.2 } });
        double rate = 0.2 * OneFeature.EffectiveNoise;
        foreach (double t in new[] { 0, 1, 7.5, 20 })
        {
            WeightLaw w = law.At(t, [1], start);
            double kept = Math.Exp(-rate * t);
            Assert.Equal(0.7, w.Mean[0], 1e-12);
            Assert.Equal(-1.5 * kept, w.Mean[1], 1e-10);
            Assert.Equal(0.3, w.Covariance(0, 0), 1e-12);
            Assert.Equal(0.1 * kept, w.Covariance(0, 1), 1e-10);
            Assert.Equal(1 + (0.2 - 1) * kept * kept, w.Covariance(1, 1), 1e-10);
        }
    }

    [Fact]
    public void SampledPaths_HaveTheMomentsThatSmallStepsOfTheEquationGive()
    {
        // Euler and Maruyama's method on (12), written out for d = 1, λ = 4, m = 2 and tanh
        var gan = new GanParameters([2.0], [1.5], 0.4, 0.2, 1.2, 0.6, batchSize: 2);
        var rule = new TrainingRule { Loss = GanLoss.Tanh, Strength = 4, Regulariser = Regulariser.Quadratic };
        var ode = new GeneralOde(gan, rule);
        MacroState start = MacroState.Create(new double[,] { { 0.3 } }, [0.4], [0.2], new double[,] { { 1.1 } }, 0.9);
        MicroscopicLaw law = MicroscopicLaw.Along(ode, start, 6);
        const double feature = 1.3;
        const int count = 20_000, steps = 1200;
        WeightPaths paths = law.Sample([2, 6], [feature], count, 77);
        var exact = new Moments(2);
        for (int k = 0; k < count; k++)
            exact.Add([.. paths.Point(k, 0), .. paths.Point(k, 1)]);

        var random = new Random(9);
        double dt = 6.0 / steps;
        var noise = new double[steps];
        var coefficients = Enumerable.Range(0, steps).Select(i => Coefficients(law.Macroscopic((i + 0.5) * dt), gan, rule)).ToArray();
        var euler = new Moments(2);
        WeightLaw first = law.StartLaw([feature]);
        double root = Math.Sqrt(first.Covariance(0, 0)), slope = first.Covariance(0, 1) / root, rest = Math.Sqrt(first.Covariance(1, 1) - slope * slope);
        for (int k = 0; k < count; k++)
        {
            double a = Normal(random), v = first.Mean[0] + root * a, w = first.Mean[1] + slope * a + rest * Normal(random);
            double earlyV = 0, earlyW = 0;
            for (int i = 0; i < steps; i++)
            {
                var (g, push, decay, h, b) = coefficients[i];
                (v, w) = (v + 0.2 * (w * push + decay * v) * dt, w + 0.4 * (feature * g - v * push + h * w) * dt + 0.4 * Math.Sqrt(b / 2 * dt) * Normal(random));
                if (i == steps / 3 - 1)
                    (earlyV, earlyW) = (v, w);
            }
            euler.Add([earlyV, earlyW, v, w]);
        }
        WeightLaw end = law.At(6, [feature]);
        for (int i = 0; i < 4; i++)
        {
            Assert.InRange(Math.Abs(exact.Mean(i) - euler.Mean(i)), 0, 5.2 * Math.Sqrt(2 * exact.Covariance(i, i) / count) + 0.002);
            for (int j = 0; j <= i; j++)
            {
                double error = Math.Sqrt((exact.Covariance(i, i) * exact.Covariance(j, j) + exact.Covariance(i, j) * exact.Covariance(i, j)) / count);
                Assert.InRange(Math.Abs(exact.Covariance(i, j) - euler.Covariance(i, j)), 0, 5.2 * Math.Sqrt(2) * error + 0.002);
                if (j >= 2)
                    Assert.InRange(Math.Abs(exact.Covariance(i, j) - end.Covariance(i - 2, j - 2)), 0, 5.2 * error);
            }
        }
    }

    [Fact]
    public void Density_IsTheBivariateNormalOne_AndContoursAreItsLevels()
    {
        var w = new WeightLaw([1, -2], new double[,] { { 4, 1.2 }, { 1.2, 1 } });
        Assert.False(w.IsDegenerate);
        double rho = 0.6, x = (2.5 - 1) / 2, y = -1 + 2;
        double distance = (x * x - 2 * rho * x * y + y * y) / (1 - rho * rho);
        Assert.Equal(distance, w.SquaredDistance([2.5, -1]), 1e-13);
        Assert.Equal(-0.5 * distance - Math.Log(2 * Math.PI * 2 * Math.Sqrt(1 - rho * rho)), w.LogDensity([2.5, -1]), 1e-13);
        foreach (double k in new[] { 1, 2, 3.0 })
        {
            WeightContour contour = w.Contour(k);
            Assert.True(contour.Major >= contour.Minor);
            for (double phase = 0; phase < 6.3; phase += 0.1)
            {
                var (px, py) = contour.At(phase);
                Assert.Equal(k * k, w.SquaredDistance([px, py]), 1e-12);
            }
        }
        WeightContour turned = w.Contour(1, horizontal: 1, vertical: 0);
        Assert.Equal((-2.0, 1.0), (turned.CenterX, turned.CenterY));
        Assert.Equal(w.Contour(1).Major, turned.Major, 1e-14);
    }

    [Fact]
    public void SamplesFallInsideTheContours_WithTheirChances()
    {
        MicroscopicLaw law = MicroscopicLaw.Along(new GeneralOde(OneFeature), MacroState.Diagonal([0.1], [0.1], [0.05]), 50);
        WeightPaths paths = law.Sample([10, 50], [1], 10_000, 5);
        Assert.Equal(10_000, paths.Count);
        Assert.Equal([10, 50], paths.Times.AsEnumerable());
        for (int time = 0; time < 2; time++)
        {
            WeightLaw w = law.At(paths.Times[time], [1]);
            foreach (double k in new[] { 1, 2, 3.0 })
            {
                int inside = Enumerable.Range(0, 10_000).Count(i => w.SquaredDistance(paths.Point(i, time)) < k * k);
                double p = 1 - Math.Exp(-0.5 * k * k);
                Assert.InRange(Math.Abs(inside - 1e4 * p), 0, 5.2 * Math.Sqrt(1e4 * p * (1 - p)));
            }
        }
        // the same seed gives the same paths; the start may be recorded too
        WeightPaths again = law.Sample([10, 50], [1], 10_000, 5);
        Assert.Equal(paths.Point(123, 1).ToArray(), again.Point(123, 1).ToArray());
        Assert.Equal(0.1, law.Sample([0, 5], [1], 1, 1, new WeightLaw([0.1, 0.2], new double[2, 2])).Point(0, 0)[0]);
    }

    [Fact]
    public void WithoutDiffusion_APointStartStaysAPoint_AndHasNoDensity()
    {
        var point = new WeightLaw([0.1, 0.2], new double[2, 2]);
        MicroscopicLaw still = MicroscopicLaw.Along(new GeneralOde(OneFeature, diffusion: false), MacroState.Diagonal([0.1], [0.1], [0.05]), 20);
        WeightLaw w = still.At(20, [1], point);
        Assert.Equal(0, w.Covariance(1, 1));
        Assert.True(w.IsDegenerate);
        Assert.Throws<InvalidOperationException>(() => w.LogDensity([0, 0]));
        MicroscopicLaw moving = MicroscopicLaw.Along(new GeneralOde(OneFeature), MacroState.Diagonal([0.1], [0.1], [0.05]), 20);
        Assert.InRange(moving.At(20, [1], point).Covariance(1, 1), 0.1, 1);
    }

    [Fact]
    public void BadInput_IsRefusedByName()
    {
        MicroscopicLaw law = MicroscopicLaw.Along(new GeneralOde(OneFeature), MacroState.Diagonal([0.1], [0.1], [0.05]), 5);
        Assert.Equal("time", Assert.Throws<ArgumentOutOfRangeException>(() => law.At(5.1, [1])).ParamName);
        Assert.Equal("feature", Assert.Throws<ArgumentException>(() => law.At(5, [1, 2])).ParamName);
        Assert.Equal("feature", Assert.Throws<ArgumentOutOfRangeException>(() => law.At(5, [double.NaN])).ParamName);
        Assert.Equal("times", Assert.Throws<ArgumentException>(() => law.Sample([3, 3], [1], 1, 1)).ParamName);
        Assert.Equal("times", Assert.Throws<ArgumentException>(() => law.Sample([], [1], 1, 1)).ParamName);
        Assert.Equal("times[1]", Assert.Throws<ArgumentOutOfRangeException>(() => law.Sample([3, 6], [1], 1, 1)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => law.Sample([3], [1], 0, 1)).ParamName);
        Assert.Equal("start", Assert.Throws<ArgumentException>(() => law.At(1, [1], new WeightLaw([0, 0, 0], new double[3, 3]))).ParamName);
        Assert.Equal("covariance", Assert.Throws<ArgumentException>(() => new WeightLaw([0, 0], new double[,] { { 1, 2 }, { 2, 1 } })).ParamName);
        Assert.Equal("covariance", Assert.Throws<ArgumentException>(() => new WeightLaw([0, 0], new double[,] { { 1, 0.5 }, { 0.4, 1 } })).ParamName);
        Assert.Equal("covariance", Assert.Throws<ArgumentException>(() => new WeightLaw([0, 0], new double[,] { { -1, 0 }, { 0, -1 } })).ParamName);
        Assert.Equal("vertical", Assert.Throws<ArgumentException>(() => law.At(1, [1]).Contour(1, 1)).ParamName);
    }

    private static TrainingRule Rule(string name) => name switch
    {
        "linear" => TrainingRule.Example1,
        "tanh" => new TrainingRule { Loss = GanLoss.Tanh },
        "logistic uniform finite" => new TrainingRule { Loss = GanLoss.Logistic, Strength = 3, RealCodes = LatentLaw.Uniform },
        _ => new TrainingRule { Loss = GanLoss.Tanh, Strength = 5, Regulariser = Regulariser.Quadratic, RealCodes = LatentLaw.Rademacher, FakeCodes = LatentLaw.Rademacher },
    };

    private static double[] Flat(GeneralOde ode, MacroState state)
    {
        int d = state.FeatureCount;
        return [.. ode.CoordinateNames().Select(name => name switch
        {
            "z" => state.DiscriminatorPower,
            ['q', ..] => state.Q(name[2] - '1'),
            ['r', ..] => state.R(name[2] - '1'),
            ['p', ..] => state.P(name[2] - '1', name[3] - '1'),
            _ => state.S(name[2] - '1', name[3] - '1'),
        })];
    }

    private static (double Pull, double Push, double Decay, double Shift, double Diffusion) Coefficients(MacroState m, GanParameters gan, TrainingRule rule)
    {
        double[] pull = new double[1], push = new double[1];
        double z = m.DiscriminatorPower;
        new DataAverages(rule.Loss.Real, rule.RealCodes, gan.RealVariances, gan.RealNoise).Evaluate(m.QValues, z, pull, out double slope, out double square);
        new DataAverages(rule.Loss.Fake, rule.FakeCodes, gan.FakeVariances, gan.FakeNoise).Evaluate(m.RValues, z, push, out double fakeSlope, out double fakeSquare);
        return (pull[0], push[0], -rule.Strength * (m.S(0, 0) - 1), gan.RealNoise * slope - gan.FakeNoise * fakeSlope - rule.Strength * (z - 1),
            gan.RealNoise * square + gan.FakeNoise * fakeSquare);
    }

    private static double Normal(Random random) => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1);

    /// <summary>Sums for means and covariances of twice <c>weights</c> numbers.</summary>
    private sealed class Moments(int weights)
    {
        private readonly int _size = 2 * weights;
        private readonly double[] _sums = new double[2 * weights];
        private readonly double[,] _products = new double[2 * weights, 2 * weights];
        private int _count;

        public void Add(double[] x)
        {
            _count++;
            for (int i = 0; i < _size; i++)
            {
                _sums[i] += x[i];
                for (int j = 0; j < _size; j++)
                    _products[i, j] += x[i] * x[j];
            }
        }

        public double Mean(int i) => _sums[i] / _count;

        public double Covariance(int i, int j) => _products[i, j] / _count - Mean(i) * Mean(j);
    }
}

using MathNet.Numerics.Distributions;
using Xunit;

namespace PhaseGan.Tests.Model;

public sealed class GeneralLatentTests
{
    /// <summary>Three points of a plane, not symmetric under c → −c.</summary>
    private static readonly LatentLaw Triangle = LatentLaw.Discrete([[2, 0], [-1, 1], [-1, -1]]);

    private static readonly LatentLaw TwoClouds = LatentLaw.Mixture([0.4, 0.6], [[1.5], [-1]], [[0.25], [0.5]]);

    public static TheoryData<string> Laws => ["gaussian", "uniform", "rademacher", "triangle", "clouds", "independent clouds"];

    [Theory]
    [MemberData(nameof(Laws))]
    public void DrawnCodes_HaveMeanZeroAndUnitCovariance(string name)
    {
        const int count = 400_000;
        (LatentLaw law, int d) = Make(name);
        var random = new Random(17);
        var normals = new double[law.NormalsPerCode(d)];
        var code = new double[d];
        var mean = new double[d];
        var second = new double[d, d];
        var fourth = new double[d, d];
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < normals.Length; i++)
                normals[i] = Normal.Sample(random, 0, 1);
            law.Draw(normals, code);
            for (int i = 0; i < d; i++)
            {
                mean[i] += code[i] / count;
                for (int j = 0; j < d; j++)
                {
                    second[i, j] += code[i] * code[j] / count;
                    fourth[i, j] += code[i] * code[i] * code[j] * code[j] / count;
                }
            }
        }
        for (int i = 0; i < d; i++)
        {
            Assert.InRange(Math.Abs(mean[i]), 0, 5.2 / Math.Sqrt(count));
            for (int j = 0; j < d; j++)
            {
                double expected = i == j ? 1 : 0;
                double error = Math.Sqrt(Math.Max(fourth[i, j] - expected, 0) / count);
                Assert.InRange(Math.Abs(second[i, j] - expected), 0, 5.2 * error + 1e-9);
            }
        }
    }

    [Fact]
    public void SingleEntries_AreTheQuantilesOfTheNormals()
    {
        double[] code = new double[3];
        LatentLaw.Gaussian.Draw([0.3, -1, 2], code);
        Assert.Equal([0.3, -1, 2], code);
        LatentLaw.Rademacher.Draw([0.3, -1, 2], code);
        Assert.Equal([1, -1, 1], code);
        // Φ(0) = ½, Φ(1) = 0.841344746068542949, Φ(−2) = 0.0227501319481792072
        LatentLaw.Uniform.Draw([0, 1, -2], code);
        Assert.Equal(0, code[0]);
        Assert.Equal(Math.Sqrt(3) * (2 * 0.841344746068542949 - 1), code[1], 1e-15);
        Assert.Equal(Math.Sqrt(3) * (2 * 0.0227501319481792072 - 1), code[2], 1e-15);
    }

    [Fact]
    public void DiscreteCodes_AreDrawnWithTheirChances_AtTheirStandardisedPoints()
    {
        LatentLaw law = LatentLaw.Discrete([[3], [0], [-1]], [0.2, 0.2, 0.6]);
        double deviation = Math.Sqrt(0.2 * 9 + 0.6);
        Assert.Equal(2.4, law.GivenVariances.Single(), 1e-14);
        var random = new Random(5);
        var counts = new Dictionary<double, int>();
        double[] code = new double[1];
        for (int k = 0; k < 100_000; k++)
        {
            law.Draw([Normal.Sample(random, 0, 1), 0], code);
            counts[code[0]] = counts.GetValueOrDefault(code[0]) + 1;
        }
        Assert.Equal(3, counts.Count);
        foreach ((double point, int count) in counts)
        {
            double p = Math.Abs(point - 3 / deviation) < 1e-14 ? 0.2 : Math.Abs(point) < 1e-14 ? 0.2 : 0.6;
            Assert.InRange(Math.Abs(count - 1e5 * p), 0, 5.2 * Math.Sqrt(1e5 * p * (1 - p)));
        }
    }

    [Fact]
    public void GivenVariances_AreThoseOfTheMixture()
    {
        // 2/5 (9/4 + 1/4) + 3/5 (1 + 1/2)
        Assert.Equal(1.9, TwoClouds.GivenVariances.Single(), 1e-14);
        Assert.Equal([2.0, 2.0 / 3], Triangle.GivenVariances, (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Empty(LatentLaw.Uniform.GivenVariances);
        Assert.Equal(2, Triangle.FeatureCount);
        Assert.Null(LatentLaw.Gaussian.FeatureCount);
        Assert.Null(TwoClouds.WithIndependentEntries().FeatureCount);
    }

    [Fact]
    public void LawsAreEqual_WhenTheyDrawTheSameCodes()
    {
        Assert.Equal(LatentLaw.Discrete([[1], [-1]]), LatentLaw.Discrete([[3], [-3]], [0.5, 0.5]));
        Assert.Equal(LatentLaw.Discrete([[1], [-1]]).WithIndependentEntries(), LatentLaw.Discrete([[2], [-2]]).WithIndependentEntries());
        Assert.NotEqual(LatentLaw.Gaussian, LatentLaw.Uniform);
        Assert.NotEqual(LatentLaw.Discrete([[2], [-1]], [1.0 / 3, 2.0 / 3]), LatentLaw.Discrete([[1], [-1]]));
        Assert.Same(LatentLaw.Uniform, LatentLaw.Uniform.WithIndependentEntries());
    }

    [Fact]
    public void LawsThatBreakAMoment_AreRefusedByName()
    {
        Assert.Contains("mean zero", Assert.Throws<ArgumentException>(() => LatentLaw.Discrete([[1], [-0.5]])).Message, StringComparison.Ordinal);
        Assert.Contains("correlate", Assert.Throws<ArgumentException>(() => LatentLaw.Discrete([[1, 1], [-1, -1]])).Message, StringComparison.Ordinal);
        Assert.Contains("sum to 1", Assert.Throws<ArgumentException>(() => LatentLaw.Discrete([[1], [-1]], [0.5, 0.6])).Message, StringComparison.Ordinal);
        Assert.Contains("vary", Assert.Throws<ArgumentOutOfRangeException>(() => LatentLaw.Discrete([[0], [0]])).Message, StringComparison.Ordinal);
        // a variance beyond the range of numbers, and one below it
        Assert.Contains("a finite number > 0; for feature 0 it is not", Assert.Throws<ArgumentOutOfRangeException>(() => LatentLaw.Discrete([[1e200], [-1e200]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LatentLaw.Discrete([[1e-200], [-1e-200]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatentLaw.Mixture([0.5, 0.5], [[1e200], [-1e200]], [[1], [1]]));
        Assert.Equal("variances[0][0]", Assert.Throws<ArgumentOutOfRangeException>(() => LatentLaw.Mixture([1], [[0]], [[-1]])).ParamName);
        Assert.Equal("points[1]", Assert.Throws<ArgumentException>(() => LatentLaw.Discrete([[1], [-1, 0]])).ParamName);
        Assert.Equal("points", Assert.Throws<ArgumentException>(() => LatentLaw.Discrete([])).ParamName);
        Assert.Throws<InvalidOperationException>(() => Triangle.WithIndependentEntries());
        Assert.Equal("featureCount", Assert.Throws<ArgumentOutOfRangeException>(() => Triangle.NormalsPerCode(3)).ParamName);
        Assert.Throws<ArgumentException>(() => LatentLaw.Uniform.Draw([0, 0], new double[3]));
    }

    private static (LatentLaw Law, int Features) Make(string name) => name switch
    {
        "gaussian" => (LatentLaw.Gaussian, 3),
        "uniform" => (LatentLaw.Uniform, 3),
        "rademacher" => (LatentLaw.Rademacher, 3),
        "triangle" => (Triangle, 2),
        "clouds" => (TwoClouds, 1),
        _ => (TwoClouds.WithIndependentEntries(), 2),
    };
}

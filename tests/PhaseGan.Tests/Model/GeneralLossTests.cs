using Xunit;

namespace PhaseGan.Tests.Model;

public sealed class GeneralLossTests
{
    /// <summary>Every ready-made response, with f, f′, f″, f‴ at a few points from formulas written out here.</summary>
    public static TheoryData<string> ReadyMade => ["identity", "cubic", "tanh", "tanh(0.5)", "logistic", "logistic(-2)"];

    [Theory]
    [MemberData(nameof(ReadyMade))]
    public void EveryDerivative_IsTheSlopeOfTheOneBefore(string name)
    {
        Response f = Make(name);
        var random = new Random(3);
        for (int i = 0; i < 200; i++)
        {
            double x = 8 * random.NextDouble() - 4, h = 1e-3;
            f.Evaluate(x, out double value, out double slope, out double second, out double third);
            Assert.Equal(f.Value(x), value, 1e-15 * (1 + Math.Abs(value)));
            Assert.Equal(f.Slope(x), slope, 1e-15 * (1 + Math.Abs(slope)));
            f.Evaluate(x, out double againValue, out double againSlope);
            Assert.Equal((value, slope), (againValue, againSlope));
            Assert.Equal(Central(f.Value, x, h), slope, 2e-9 * (1 + Math.Abs(slope)));
            Assert.Equal(Central(f.Slope, x, h), second, 2e-8 * (1 + Math.Abs(second)));
            Assert.Equal(Central(t => { f.Evaluate(t, out _, out _, out double s, out _); return s; }, x, h), third, 2e-7 * (1 + Math.Abs(third)));
        }
    }

    [Fact]
    public void ResponsesTakeTheValuesOfTheirNames()
    {
        Assert.Equal(2.5, Response.Identity.Value(2.5));
        Assert.Equal(1 + 2 * 3 - 0.5 * 27, Response.Polynomial([1, 2, 0, -0.5]).Value(3), 1e-14);
        Assert.Equal(Math.Tanh(0.7), Response.Tanh().Value(0.7));
        Assert.Equal(3 * Math.Tanh(0.7 / 3), Response.Tanh(3).Value(0.7), 1e-15);
        Assert.Equal(1 / (1 + Math.Exp(1.4)), Response.Logistic(-2).Value(0.7), 1e-15);
        Assert.Equal(0, Response.Logistic(-2).Value(1e4));
        Assert.Equal(1, Response.Logistic(2).Value(1e4));
        Assert.Equal(0, Response.Logistic(2).Slope(1e4));
    }

    [Fact]
    public void LogisticLoss_IsTheSlopeOfTheLogarithmsOfTheFirstGans()
    {
        // f = d/dx log D, f̃ = −d/dx log(1 − D) with D = 1/(1 + e^(−x))
        static double LogD(double x) => -Math.Log(1 + Math.Exp(-x));
        static double LogNotD(double x) => -Math.Log(1 + Math.Exp(x));
        foreach (double x in new[] { -3, -0.4, 0, 1.3 })
        {
            Assert.Equal(Central(LogD, x, 1e-3), GanLoss.Logistic.Real.Value(x), 1e-9);
            Assert.Equal(-Central(LogNotD, x, 1e-3), GanLoss.Logistic.Fake.Value(x), 1e-9);
        }
    }

    [Fact]
    public void ACustomResponse_GetsItsHigherDerivativesToNineDigits()
    {
        Response custom = Response.Custom(Math.Tanh, x => 1 - Math.Tanh(x) * Math.Tanh(x), Math.PI / 2);
        Response exact = Response.Tanh();
        for (double x = -5; x <= 5; x += 0.01)
        {
            custom.Evaluate(x, out double value, out double slope, out double second, out double third);
            exact.Evaluate(x, out double value0, out double slope0, out double second0, out double third0);
            Assert.Equal(value0, value, 1e-15);
            Assert.Equal(slope0, slope, 1e-15);
            Assert.Equal(second0, second, 2e-9);
            Assert.Equal(third0, third, 2e-8);
        }
    }

    [Fact]
    public void Regularisers_HaveTheirMinimumAtOne_AndTheirCurvatureIsTheSlopeOfTheirSlope()
    {
        foreach (Regulariser h in new[] { Regulariser.LogCosh, Regulariser.Quadratic, Regulariser.Custom(a => a * a - 1, a => 2 * a) })
        {
            Assert.Equal(0, h.Slope(1));
            for (double a = 0; a < 3; a += 0.1)
                Assert.Equal(Central(h.Slope, a, 1e-3), h.Curvature(a), 2e-9);
        }
        Assert.Equal(Math.Tanh(0.75), Regulariser.LogCosh.Slope(1.75));
        Assert.Equal(0.75, Regulariser.Quadratic.Slope(1.75));
    }

    [Fact]
    public void ValuesAreEqual_WhenTheyGiveTheSameNumbers()
    {
        Assert.Equal(Response.Identity, Response.Polynomial([0, 1, 0]));
        Assert.Equal(GanLoss.Tanh, new GanLoss(Response.Tanh(), Response.Tanh(1)));
        Assert.NotEqual(Response.Tanh(), Response.Tanh(2));
        Assert.NotEqual(Response.Logistic(), Response.Logistic(-1));
        Assert.Equal(new TrainingRule { Strength = 3, Loss = GanLoss.Tanh }, TrainingRule.Example1 with { Strength = 3, Loss = GanLoss.Tanh });
        Assert.NotEqual(TrainingRule.Example1, TrainingRule.Example1 with { RealCodes = LatentLaw.Uniform });
        Assert.Equal("f = f̃ = linear, unit norms, codes gaussian", TrainingRule.Example1.ToString());
        Assert.Equal("f = logistic(-1), f̃ = logistic(1), H = quadratic, λ = 2.5, codes uniform and rademacher", new TrainingRule
        {
            Loss = GanLoss.Logistic,
            Regulariser = Regulariser.Quadratic,
            Strength = 2.5,
            RealCodes = LatentLaw.Uniform,
            FakeCodes = LatentLaw.Rademacher,
        }.ToString());
    }

    [Fact]
    public void BadValues_AreRefusedByName()
    {
        Assert.Equal("saturation", Assert.Throws<ArgumentOutOfRangeException>(() => Response.Tanh(0)).ParamName);
        Assert.Equal("steepness", Assert.Throws<ArgumentOutOfRangeException>(() => Response.Logistic(double.NaN)).ParamName);
        Assert.Equal("steepness", Assert.Throws<ArgumentOutOfRangeException>(() => Response.Logistic(0)).ParamName);
        Assert.Equal("coefficients[1]", Assert.Throws<ArgumentOutOfRangeException>(() => Response.Polynomial([0, double.PositiveInfinity])).ParamName);
        Assert.Equal("coefficients", Assert.Throws<ArgumentException>(() => Response.Polynomial([])).ParamName);
        Assert.Equal("scale", Assert.Throws<ArgumentOutOfRangeException>(() => Response.Custom(x => x, x => 1, -1)).ParamName);
        Assert.Equal("value", Assert.Throws<ArgumentNullException>(() => Response.Custom(null!, x => 1)).ParamName);
        Assert.Equal("Strength", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingRule { Strength = double.NaN }).ParamName);
        Assert.Equal("Strength", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingRule { Strength = -1 }).ParamName);
        Assert.Equal("Loss", Assert.Throws<ArgumentNullException>(() => new TrainingRule { Loss = null! }).ParamName);
    }

    private static Response Make(string name) => name switch
    {
        "identity" => Response.Identity,
        "cubic" => Response.Polynomial([0.3, -1, 0.5, 0.25]),
        "tanh" => Response.Tanh(),
        "tanh(0.5)" => Response.Tanh(0.5),
        "logistic" => Response.Logistic(),
        _ => Response.Logistic(-2),
    };

    /// <summary>The slope by differences, extrapolated once: error O(h⁴).</summary>
    private static double Central(Func<double, double> f, double x, double h) =>
        (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}

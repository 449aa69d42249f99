using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

/// <summary>Diagrams of one, two and three features as they were once written: a change of the code that is to change no label changes none.</summary>
public sealed class GoldenDiagramTests
{
    /// <summary>Numbers may differ by this much: mathematical functions round differently from machine to machine.</summary>
    private const double Rounding = 1e-9;

    public static TheoryData<string, double[], int, double, double, double, double> Diagrams => new()
    {
        { "one-feature", [1], 16, 0.02, 4, 0.1, 2.6 },
        { "two-features", [5, 3], 16, 0.02, 4, 0.1, 2.6 },
        { "three-features", [5, 4, 3], 3, 0.2, 2, 0.5, 2.5 },
    };

    [Theory]
    [MemberData(nameof(Diagrams))]
    public void ADiagram_HasTheLabelsThatItHad(string name, double[] variances, int size, double alphaFrom, double alphaTo, double etaFrom, double etaTo)
    {
        var gan = new GanParameters(variances, variances, discriminatorRate: 0.2, generatorRate: 0.2, realNoise: 1, fakeNoise: 1);
        var sweep = new PhaseSweep(Axis.Linear("alpha", alphaFrom, alphaTo, size), Axis.Linear("eta", etaFrom, etaTo, size), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
        using var written = new StringWriter(CultureInfo.InvariantCulture);
        sweep.Run(new OdePhaseClassifier()).ToCsv(written);
        string[] expected = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "Goldens", name + ".csv"));
        string[] actual = written.ToString().TrimEnd('\n').Split('\n');

        Assert.Equal(expected.Length, actual.Length);
        if (Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1")
            Assert.Equal(expected, actual);
        foreach ((string before, string now) in expected.Zip(actual))
        {
            string[] was = before.Split(','), row = now.Split(',');
            Assert.Equal(was[..4], row[..4]);
            string[] recoveries = row[4].Split(';');
            Assert.Equal(was[4].Split(';').Length, recoveries.Length);
            foreach ((string old, string recovery) in was[4].Split(';').Zip(recoveries))
            {
                if (double.TryParse(old, CultureInfo.InvariantCulture, out double value))
                    Assert.Equal(value, double.Parse(recovery, CultureInfo.InvariantCulture), Rounding);
                else
                    Assert.Equal(old, recovery);
            }
        }
    }
}

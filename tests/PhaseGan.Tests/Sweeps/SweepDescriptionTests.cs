using System.Reflection;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

public class SweepDescriptionTests
{
    private static readonly GanParameters s_gan = new([5, 3], [5, 3], 0.2, 0.04, 2, 2);

    private static PhaseSweep Sweep(double to = 2, int count = 6, double tau = 0.2) => new(
        Axis.Linear("alpha", 0.02, to, count), Axis.Linear("eta", 0.1, 2.6, 5),
        (alpha, eta) => s_gan.With(discriminatorRate: tau, rateRatio: alpha, noise: eta));

    [Fact]
    public void EqualSweeps_HaveEqualDescriptions_ThatSurviveTheirText()
    {
        SweepDescription a = Sweep().Describe(new OdePhaseClassifier()), b = Sweep().Describe(new OdePhaseClassifier(new OdePhaseOptions()));
        Assert.Equal((a, a.Key, a.ToJson()), (b, b.Key, b.ToJson()));
        Assert.Empty(a.Differences(b));
        SweepDescription read = SweepDescription.Parse(a.ToJson());
        Assert.Equal((a, 6, 5, 30), (read, read.Columns, read.Rows, read.CellCount));
        Assert.Equal(a.Fields.AsEnumerable(), read.Fields.AsEnumerable());
        Assert.Matches("^[0-9a-f]{64}$", a.Key);
    }

    [Fact]
    public void WhatDecidesTheResult_Counts()
    {
        SweepDescription first = Sweep().Describe(new OdePhaseClassifier());
        (string Field, SweepDescription Other)[] others =
        [
            ("x: alpha from 0.02 to 2, 6 values, linear ≠ alpha from 0.02 to 2.5, 6 values, linear", Sweep(to: 2.5).Describe(new OdePhaseClassifier())),
            ("cells: 6×5 ≠ 7×5", Sweep(count: 7).Describe(new OdePhaseClassifier())),
            ("first cell: Λ = (5, 3), Λ̃ = (5, 3), τ = 0.2,", Sweep(tau: 0.21).Describe(new OdePhaseClassifier())),
            ("method: ode ≠ claim", Sweep().Describe(new ClaimPhaseClassifier())),
            ("ode recovery threshold: 0.05 ≠ 0.06", Sweep().Describe(new OdePhaseClassifier(new OdePhaseOptions { RecoveryThreshold = 0.06 }))),
            ("ode start: P = (", Sweep().Describe(new OdePhaseClassifier(new OdePhaseOptions { Start = gan => MacroState.NearOrigin(gan, 0.03, seed: 2) }))),
        ];
        foreach ((string field, SweepDescription other) in others)
        {
            Assert.NotEqual(first.Key, other.Key);
            Assert.Contains(first.Differences(other), line => line.StartsWith(field, StringComparison.Ordinal));
        }
        Assert.Contains(first.Fields, f => f.Key == "library" && f.Value.StartsWith("PhaseGan ", StringComparison.Ordinal) && f.Value.Length > 10);
    }

    [Fact]
    public void WhatDiffersInOneCellOnly_Counts()
    {
        PhaseSweep plain = Sweep(), bent = new(plain.X, plain.Y, (a, e) => plain.At(a, e).With(fakeNoise: a == plain.X.Values[3] && e == plain.Y.Values[2] ? 1.0000000000000002 : null));
        string line = Assert.Single(plain.Describe(new ClaimPhaseClassifier()).Differences(bent.Describe(new ClaimPhaseClassifier())));
        Assert.StartsWith("all cells: ", line, StringComparison.Ordinal);
        var start = new OdePhaseOptions { Start = gan => MacroState.NearOrigin(gan, gan.RateRatio == plain.X.Values[3] ? 0.031 : 0.03, seed: 1) };
        Assert.NotEqual(plain.Describe(new OdePhaseClassifier()), plain.Describe(new OdePhaseClassifier(start)));
    }

    [Fact]
    public void EveryOptionOfTheOdeClassifier_IsDescribed()
    {
        AttractorOptions plain = AttractorOptions.Default, measured = plain with { Lyapunov = LyapunovOptions.Default };
        AttractorOptions[] all = [plain, .. Changed(plain), .. Changed(LyapunovOptions.Default).Select(l => measured with { Lyapunov = l })];
        Assert.Equal(1 + typeof(AttractorOptions).GetProperties(Own).Length + typeof(LyapunovOptions).GetProperties(Own).Length, all.Length);
        Assert.Equal(all.Length, all.Select(o => Text(new OdePhaseClassifier(new OdePhaseOptions { Attractor = o }))).Distinct().Count());

        static string Text(OdePhaseClassifier classifier) => string.Join('\n', classifier.Describe(s_gan));
    }

    [Fact]
    public void EveryOptionOfTheSimulationClassifier_IsDescribed()
    {
        SimulationPhaseOptions plain = SimulationPhaseOptions.Default;
        SimulationPhaseOptions[] all =
        [
            plain, plain with { Engine = new MicroscopicSimulator() }, plain with { Start = gan => MacroState.NearOrigin(gan, 0.03, seed: 2) },
            .. Changed(plain, nameof(plain.Engine), nameof(plain.Start)),
        ];
        Assert.Equal(1 + typeof(SimulationPhaseOptions).GetProperties(Own).Length, all.Length);
        Assert.Equal(all.Length, all.Select(o => string.Join('\n', new SimulationPhaseClassifier(o).Describe(s_gan))).Distinct().Count());
    }

    [Fact]
    public void RulesOfTraining_AreToldApart_AlsoWhereTheirNamesAreTheSame()
    {
        static Response Steep(double a) => Response.Custom(x => a * x, _ => a, 1, "mine");
        TrainingRule[] rules =
        [
            TrainingRule.Example1,
            new() { Loss = GanLoss.Tanh },
            new() { Loss = new GanLoss(Steep(1), Steep(1)) },
            new() { Loss = new GanLoss(Steep(1), Steep(1.0000000000000002)) },
            new() { Strength = 2 },
            new() { Strength = 2, Regulariser = Regulariser.Quadratic },
            new() { RealCodes = LatentLaw.Uniform },
            new() { FakeCodes = LatentLaw.Uniform },
            new() { RealCodes = LatentLaw.Mixture([0.5, 0.5], [[1], [-1]], [[1], [1]]).WithIndependentEntries() },
            new() { RealCodes = LatentLaw.Mixture([0.5, 0.5], [[1], [-1]], [[1], [1.1]]).WithIndependentEntries() },
            new() { RealCodes = LatentLaw.Mixture([0.5, 0.5], [[1, 0], [-1, 0]], [[1, 1], [1, 1]]) },
        ];
        Assert.Equal(rules.Length, rules.Select(r => Text(new OdePhaseClassifier(new OdePhaseOptions { Rule = r }))).Distinct().Count());
        Assert.Equal(rules.Length, rules.Select(r => Text(new SimulationPhaseClassifier(new SimulationPhaseOptions { Engine = new GramSimulator(r) }))).Distinct().Count());

        static string Text(IPhaseClassifier classifier) => string.Join('\n', classifier.Describe(s_gan));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"columns":0,"rows":1,"fields":{}}""")]
    [InlineData("""{"columns":"two","rows":1,"fields":{}}""")]
    [InlineData("""{"columns":2,"rows":1,"fields":{"a":"1","a":"2"}}""")]
    [InlineData("""{"columns":2,"rows":1,"fields":{"a":null}}""")]
    public void TextThatIsNoDescription_IsRefused(string json) =>
        Assert.StartsWith("not the description of a sweep: ", Assert.Throws<FormatException>(() => SweepDescription.Parse(json)).Message, StringComparison.Ordinal);

    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Copies of an options record in which one property each has another value.</summary>
    private static IEnumerable<T> Changed<T>(T options, params string[] without) where T : class
    {
        MethodInfo clone = typeof(T).GetMethod("<Clone>$")!;
        foreach (PropertyInfo property in typeof(T).GetProperties(Own).Where(p => !without.Contains(p.Name)))
        {
            object copy = clone.Invoke(options, null)!;
            property.SetValue(copy, property.GetValue(options) switch
            {
                double v => v == 0 ? 0.5 : v * 0.9,
                long v => v + 1,
                int v => v + 1,
                bool v => !v,
                null when property.PropertyType == typeof(double?) => 0.5,
                null => LyapunovOptions.Default,
                object other => throw new NotSupportedException($"{property.Name} is a {other.GetType()}"),
            });
            yield return (T)copy;
        }
    }
}

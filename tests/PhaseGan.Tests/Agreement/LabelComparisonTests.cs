using System.Collections.Immutable;
using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests.Agreement;

/// <summary>
/// Labels of many points at once against labels of each point alone, on random points of which most are delicate. PHASEGAN_LONG_TESTS=1 takes twenty times as many;
/// PHASEGAN_POINTS and PHASEGAN_SEED take any number and any others.
/// </summary>
public sealed class LabelComparisonTests(ITestOutputHelper output)
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1";

    [Fact]
    public void NoLabelAmongMany_ContradictsTheLabelAlone_AndFewAreUndetermined()
    {
        LabelComparison comparison = LabelComparison.Run(LabelComparison.Points(Asked("PHASEGAN_SEED", 1), Asked("PHASEGAN_POINTS", s_long ? 20_000 : 1000), everyTwo: 10, everyThree: 500));
        foreach (string line in comparison.Lines().Concat(comparison.OtherNames))
            output.WriteLine(line);
        Assert.Empty(comparison.Contradictions);
        // at 1e-8 to 1e-1 of a line where a rate vanishes much cannot be shown; elsewhere all can
        Assert.InRange(comparison.Of(1, isDelicate: false).Undetermined, 0, 0.001);
        Assert.InRange(comparison.Of(1, isDelicate: true).Undetermined, 0, 0.12);
        Assert.InRange(comparison.Of(2, isDelicate: false).Undetermined, 0, 0.02);
        Assert.InRange(comparison.Of(2, isDelicate: true).Undetermined, 0, s_long ? 0.13 : 0.2);
        // the comparison would say little if a label hardly occurred
        foreach (Phase phase in (Phase[])[Phase.Success, Phase.ModeCollapse, Phase.Fail, Phase.Oscillation])
            Assert.InRange(comparison.Phases.GetValueOrDefault(phase), 15, int.MaxValue);
    }

    [Fact]
    public void NoMotionThatIsSaidToGoOn_Settles()
    {
        DelicatePoint[] points = LabelComparison.Points(Asked("PHASEGAN_SEED", 2), Asked("PHASEGAN_POINTS", s_long ? 10_000 : 100), everyTwo: 2, everyThree: int.MaxValue);
        ImmutableArray<PhaseVerdict> verdicts = new OdePhaseClassifier().ClassifyMany([.. points.Select(p => p.Parameters)], [.. points.Select(p => p.Start)]);
        var settled = new List<string>();
        int moving = 0, cut = 0;
        for (int i = 0; i < points.Length; i++)
        {
            if (verdicts[i].Attractor != "Moving")
                continue;
            moving++;
            if (MotionCheck.Settles(points[i].Parameters, points[i].Start, out bool isCut) is { } rest)
                settled.Add($"{points[i]}: {rest}");
            cut += isCut ? 1 : 0;
        }
        output.WriteLine($"{moving} of {points.Length} points move, {cut} were not followed to the end");
        Assert.Empty(settled);
        Assert.InRange(moving, points.Length / 20, points.Length / 2);
        Assert.InRange(cut, 0, 0.3 * moving);
    }

    [Fact]
    public void TheCheckOfMotions_KnowsAMotionFromARest()
    {
        // Λ = Λ̃ = 1, τ = 0.2: inside the band of oscillation, and a deceived rest after a long way, and a saddle that is left
        var gan = new GanParameters([1], [1], 0.2, 0.2, 1.3, 1.3);
        Assert.Null(MotionCheck.Settles(gan, MacroState.NearOrigin(gan, 0.03, 1), out bool isCut));
        Assert.False(isCut);
        GanParameters rest = gan.With(rateRatio: 0.3, noise: 1.7);
        Assert.StartsWith("at rest at t = ", MotionCheck.Settles(rest, MacroState.NearOrigin(rest, 0.03, 1), out _), StringComparison.Ordinal);
        Assert.Null(MotionCheck.Settles(gan, MacroState.Create([0.01], [1e-9], [1e-9]), out _));
    }

    [Fact]
    public void APoint_DependsOnItsNumberAndTheSeedAlone_AndDelicaciesAreAsDrawn()
    {
        Assert.Equal(DelicatePoint.Draw(3, 17, 2).ToString(), LabelComparison.Points(3, 40, everyTwo: 1, everyThree: 100)[17].ToString());
        DelicatePoint[] points = [.. Enumerable.Range(0, 2000).Select(i => DelicatePoint.Draw(5, i, 1 + i % 3))];
        Assert.Equal(points.Length, points.Select(p => p.Parameters.ToString()).Distinct().Count());
        Assert.InRange(points.Count(p => p.IsDelicate), 900, 1300);
        string[] ways = [.. points.SelectMany(p => p.Delicacies).Distinct()];
        Assert.Equal(14, ways.Length);
        foreach (DelicatePoint p in points)
        {
            GanParameters g = p.Parameters;
            if (p.Delicacies.Contains("equal fake variances"))
                Assert.Equal(g.FakeVariances[0], g.FakeVariances[^1]);
            if (p.Delicacies.Contains("equal variances"))
                Assert.Equal(g.RealVariances[0], g.RealVariances[^1]);
            if (p.Delicacies.Contains("no noise"))
                Assert.Equal((0, 0), (g.RealNoise, g.FakeNoise));
            if (p.Delicacies.Contains("noise next to a variance"))
                Assert.InRange(g.RealVariances.Min(v => Math.Abs(g.EffectiveNoise / v - 1)), 0, 0.1 + 1e-9);
            if (p.Delicacies.Contains("small rate ratio") && !p.Delicacies.Contains("Hopf line of Locked"))
                Assert.InRange(g.RateRatio, 0.99e-4, 0.11);
        }
    }

    private static int Asked(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

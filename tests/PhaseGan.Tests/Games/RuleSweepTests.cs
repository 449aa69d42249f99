using System.Globalization;
using PhaseGan.Sqlite;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Games;

public sealed class RuleSweepTests
{
    private static readonly double[] s_rest = [0, 0];

    /// <summary>Rules on the Dirac-GAN with f′(0) = 1 and the largest stable h, by name.</summary>
    public static TheoryData<string> Names => new("penalty", "consensus", "norm");

    [Theory]
    [MemberData(nameof(Names))]
    public void ADiagramOfARule_IsTheClosedFormsOfItsStableSteps(string name)
    {
        var game = new DiracGan(GanObjective.Wasserstein);
        (Func<double, ITwoPlayerField> rule, Func<double, double> largest) = name switch
        {
            "penalty" => ((Func<double, ITwoPlayerField>)(g => GameRules.GradientPenalty(game, g)), (Func<double, double>)(g => g <= 2 ? g : g - Math.Sqrt(g * g - 4))),
            "consensus" => (g => GameRules.Consensus(game, g), g => 2 * g / (1 + g * g)),
            _ => (g => GameRules.GradientNorm(game, g), g => g <= 1 ? 2 * g : 2 * (g - Math.Sqrt(g * g - 1))),
        };
        var sweep = new RuleSweep(Axis.Linear("gamma", 0, 3, 16), Axis.Linear("h", 0.1, 2.1, 11), rule, s_rest) { Threads = 2 };
        PhaseDiagram diagram = sweep.Run();
        int stable = 0;
        for (int j = 0; j < 11; j++)
        {
            for (int i = 0; i < 16; i++)
            {
                double gamma = diagram.X.Values[i], h = diagram.Y.Values[j], bound = largest(gamma);
                Assert.Equal(bound, new TrainingSteps(rule(gamma)).LargestStableStep(s_rest, StepOrder.Simultaneous)!.Value, 1e-9);
                if (Math.Abs(h - bound) < 0.005)
                    continue;
                stable += h < bound ? 1 : 0;
                Assert.Equal(h < bound ? Phase.Success : Phase.Fail, diagram[i, j].Phase);
            }
        }
        Assert.InRange(stable, 30, 170);
        Assert.Equal(diagram, new RuleSweep(sweep.X, sweep.Y, rule, s_rest) { Threads = 1 }.Run());
    }

    [Fact]
    public void PlainAlternatingSteps_OscillateBelow2OverA_AndFailAbove()
    {
        var game = new DiracGan(GanObjective.Logistic);
        PhaseDiagram diagram = new RuleSweep(Axis.Linear("gamma", 0, 1, 2), Axis.Linear("h", 0.5, 5, 10), g => GameRules.GradientPenalty(game, g), s_rest)
        {
            Order = StepOrder.Alternating,
            MaxSteps = 4000,
        }.Run();
        for (int j = 0; j < 10; j++)
            if (diagram.Y.Values[j] < 3.9)
                Assert.Equal(Phase.Oscillation, diagram[0, j].Phase);
        Assert.Equal(Phase.Success, diagram[1, 0].Phase);
        Assert.Equal(["modulus", "steps", "reason"], diagram.EvidenceColumns.ToArray());
        Assert.Equal("1", diagram[0, 0].Evidence[0]);
    }

    [Fact]
    public void WhatCouldNotBeShown_IsUndeterminedWithAReason()
    {
        var game = new DiracGan(GanObjective.Wasserstein);
        PhaseDiagram diagram = new RuleSweep(Axis.Linear("gamma", 0, 0.01, 2), Axis.Linear("h", 0.001, 0.002, 2), g => GameRules.GradientPenalty(game, g), s_rest) { MaxSteps = 2000 }.Run();
        Assert.Equal(4, diagram.Count(Phase.Undetermined));
        Assert.All(diagram.Verdicts, v => Assert.Contains("raise MaxSteps", v.Reason, StringComparison.Ordinal));

        // at full strength surgery has no linear part at the Dirac-GAN's equilibrium: what stays where it is does not oscillate
        PhaseDiagram still = new RuleSweep(
            Axis.Linear("gamma", 0.999999, 1, 2), Axis.Linear("h", 0.1, 0.2, 2), g => GameRules.LocalSymplecticSurgery(game, g), s_rest) { MaxSteps = 2000 }.Run();
        Assert.Equal(0, still.Count(Phase.Oscillation));

        // a rule without that rest point, or without any
        foreach (ITwoPlayerField field in new[] { GameRules.SpectralNormalisation(game), new LinearGan([1], GanObjective.Wasserstein) })
        {
            PhaseDiagram none = new RuleSweep(Axis.Linear("gamma", 0, 1, 2), Axis.Linear("h", 0.1, 0.2, 2), _ => field, s_rest).Run();
            Assert.All(none.Verdicts, v => Assert.Contains("rest point", v.Reason, StringComparison.Ordinal));
            Assert.Equal(4, none.Count(Phase.Undetermined));
        }
    }

    [Fact]
    public void ARunEnds_WhenItIsAThousandTimesFarther_OrNearer()
    {
        // Simultaneous steps of 0.1 multiply each parameter by 1.1 and 0.9: 1.1⁷² < 1000 < 1.1⁷³ and 0.9⁶⁵ > 0.001 > 0.9⁶⁶.
        PhaseVerdict At(double generator, double discriminator) => new RuleSweep(
            Axis.Linear("gamma", 0, 1, 2), Axis.Linear("h", 0.1, 0.2, 2), _ => new ScalarGame(generator, 0, discriminator), s_rest).Run()[0, 0];
        Assert.Equal((Phase.Fail, "73"), (At(-1, -1).Phase, At(-1, -1).Evidence[1]));
        Assert.Equal((Phase.Success, "66"), (At(1, -1).Phase, At(1, -1).Evidence[1]));
    }

    [Theory]
    [InlineData(1.000, Phase.Oscillation)]
    [InlineData(1.006, Phase.Oscillation)]
    [InlineData(1.015, Phase.Undetermined)]
    [InlineData(0.60, Phase.Oscillation)]
    [InlineData(0.42, Phase.Undetermined)]
    public void MotionIsKept_IfTheLastQuarterOfTheStepsChangesItsSizeByLessThanAHundredthUp_OrByHalfDown(double change, Phase expected)
    {
        // Turns that leave the rest point by 2 % a step up to 10 times the start's distance (in 116 of 400 steps), jump to 400 times, and then change by this factor in a quarter.
        const double step = 0.1;
        PhaseVerdict verdict = new RuleSweep(Axis.Linear("gamma", 0, 1, 2), Axis.Linear("h", step, 0.2, 2), _ => new Spiral(step, Math.Pow(change, 0.01)), s_rest) { MaxSteps = 400 }.Run()[0, 0];
        Assert.Equal(expected, verdict.Phase);
    }

    /// <summary>The field of which a step of the given size turns by one radian and stretches: by 1.02 near the origin, by 40 at a distance of about 0.014, and by another factor beyond.</summary>
    private sealed class Spiral(double step, double beyond) : ITwoPlayerField
    {
        public int Dimension => 2;

        public int GeneratorDimension => 1;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            double factor = Math.Sqrt(y[0] * y[0] + y[1] * y[1]) switch { < 0.0140 => 1.02, < 0.0144 => 40, _ => beyond };
            derivative[0] = (factor * (Math.Cos(1) * y[0] - Math.Sin(1) * y[1]) - y[0]) / step;
            derivative[1] = (factor * (Math.Sin(1) * y[0] + Math.Cos(1) * y[1]) - y[1]) / step;
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
        {
            jacobian[0] = jacobian[3] = (1.02 * Math.Cos(1) - 1) / step;
            jacobian[2] = 1.02 * Math.Sin(1) / step;
            jacobian[1] = -jacobian[2];
        }
    }

    private static RuleSweep Consensus(int size = 12, string name = "", double distance = 0.001, Func<double, ITwoPlayerField>? rule = null) => new(
        Axis.Linear("gamma", 0, 3, size), Axis.Linear("h", 0.1, 2.1, size), rule ?? (g => GameRules.Consensus(new DiracGan(GanObjective.Logistic), g)), s_rest)
    { MaxSteps = 2000, Threads = 2, Name = name, Distance = distance };

    [Fact]
    public void ASweepOfARule_ThatIsStoredAndResumed_IsTheSweep()
    {
        using var folder = new TemporaryFolder();
        PhaseDiagram plain = Consensus().Run();
        using (var half = SqliteSweepStore.Open(folder.File("run.db")))
        {
            half.Begin(Consensus().Describe(), SweepShard.Whole);
            half.Write([.. plain.Verdicts.Index().Where(cell => cell.Index % 3 == 0).Select(cell => new LabelledCell(cell.Index, cell.Item, TimeSpan.Zero))]);
        }
        using var store = SqliteSweepStore.Open(folder.File("run.db"));
        int labelled = 0;
        RuleSweep rest = Consensus(rule: g =>
        {
            Interlocked.Increment(ref labelled);
            return GameRules.Consensus(new DiracGan(GanObjective.Logistic), g);
        });
        rest.Describe();
        int described = labelled;
        Assert.Equal(Text(plain), Text(rest.Run(store)));
        Assert.Equal(described + 144 - 48, labelled - described);
        Assert.Equal(144, store.State().Finished);
    }

    [Fact]
    public void ShardsOfASweepOfARule_AreMergedToTheSweep()
    {
        using var folder = new TemporaryFolder();
        string[] parts = [.. Enumerable.Range(1, 3).Select(i => folder.File($"{i}.db"))];
        foreach ((int i, string part) in parts.Index())
        {
            using var store = SqliteSweepStore.Open(part);
            Consensus().RunShard(store, new SweepShard(i + 1, 3));
        }
        Assert.Equal(144, SweepMerge.Join(folder.File("all.db"), parts).State.Finished);
        using var merged = SqliteSweepStore.Open(folder.File("all.db"));
        Assert.Equal(Text(Consensus().Run()), Text(Consensus().Run(merged)));
    }

    [Fact]
    public void AStoreOfASweepOfARule_IsForThatRuleAndThoseOptions()
    {
        var store = new MemorySweepStore();
        Consensus(4).Run(store);
        Assert.Equal(Consensus(4).Describe(), Consensus(4).Describe());
        foreach (RuleSweep other in (RuleSweep[])[
            Consensus(5), Consensus(4, name: "another"), Consensus(4, distance: 0.002),
            Consensus(4, rule: g => GameRules.Consensus(new DiracGan(GanObjective.Wasserstein), g)), Consensus(4, rule: g => GameRules.GradientPenalty(new DiracGan(GanObjective.Logistic), g))])
            Assert.Throws<SweepStoreException>(() => other.Run(store));
    }

    [Fact]
    public void ARefinedSweepOfARule_AgreesWhereItLabels_AndInfersTheSamePhases()
    {
        PhaseDiagram plain = Consensus(33).Run(), refined = Consensus(33).Refine(coarseStep: 8);
        int inferred = 0;
        for (int k = 0; k < plain.Verdicts.Length; k++)
        {
            PhaseVerdict was = plain.Verdicts[k], now = refined.Verdicts[k];
            if (now.Evidence[^1] == "true")
                inferred++;
            else
                Assert.Equal((was.Phase, was.Attractor, string.Join(';', was.Evidence)), (now.Phase, now.Attractor, string.Join(';', now.Evidence.SkipLast(1))));
            Assert.Equal(was.Phase, now.Phase);
        }
        Assert.InRange(inferred, 33 * 33 / 4, 33 * 33 - 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Consensus().Refine(coarseStep: 1));
    }

    private static string Text(PhaseDiagram diagram)
    {
        using var written = new StringWriter(CultureInfo.InvariantCulture);
        diagram.ToCsv(written);
        return written.ToString();
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        Axis gamma = Axis.Linear("gamma", 0, 1, 2), h = Axis.Linear("h", 0.1, 1, 2);
        var game = new DiracGan(GanObjective.Wasserstein);
        Assert.Throws<ArgumentException>(() => new RuleSweep(gamma, gamma, _ => game, s_rest));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RuleSweep(gamma, Axis.Linear("h", 0, 1, 2), _ => game, s_rest));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RuleSweep(gamma, h, _ => game, [double.NaN, 0]));
        Assert.Throws<SweepException>(() => new RuleSweep(Axis.Linear("gamma", -1, 1, 2), h, g => GameRules.Consensus(game, g), s_rest).Run());
        Assert.Throws<SweepException>(() => new RuleSweep(gamma, h, _ => null!, s_rest).Run());
        Assert.Throws<OperationCanceledException>(() => new RuleSweep(gamma, h, _ => game, s_rest).Run(cancellationToken: new CancellationToken(true)));
    }
}

using System.Reflection;
using PhaseGan.Plotting;
using PhaseGan.Sqlite;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>What <c>Console.WriteLine</c> and the last line of a notebook's cell show of any public type is for a person to read.</summary>
public sealed class ReadableTextTests
{
    private static readonly GanParameters Gan = new([5, 3], [5, 3], 0.2, 0.04, 2, 2);

    private static readonly MacroState Start = MacroState.NearOrigin(Gan, 0.03, seed: 1);

    /// <summary>A value of each type that a session at a console or in a notebook has in hand.</summary>
    public static TheoryData<object> Values
    {
        get
        {
            var ode = new ReducedOde(Gan);
            Trajectory path = DormandPrince.Integrate(ode, Start, until: 40);
            var sweep = new PhaseSweep(Axis.Linear("alpha", 0.1, 2, 3), Axis.Linear("eta", 0.5, 2, 2), (alpha, eta) => Gan.With(rateRatio: alpha, noise: eta));
            PhaseDiagram diagram = sweep.Run(new ClaimPhaseClassifier());
            Claim1 claim = Claim1.Check(Gan);
            EnsembleComparison run = EnsembleComparison.Run(new GramSimulator(), Gan, Start, new SimulationOptions { Dimension = 500, Times = SimulationOptions.EvenTimes(1, intervals: 2), Seed = 1 });
            var figure = new PhaseDiagramFigure(diagram) { Title = "One" };
            return
            [
                ode, new GeneralOde(Gan), new UnitNormOde(Gan), path, sweep, diagram, claim, claim.AtPerfectRecovery, run, run.Ensemble, figure, new PhaseDiagramPage(figure),
                new PhaseAgreementFigure(PhaseAgreement.Of(diagram, diagram)), new PhaseConfusionFigure(PhaseAgreement.Of(diagram, diagram)), new SpectrumFigure(claim.AtNoRecovery),
                new TrajectoryFigure(new TrajectoryPanel("", TrajectorySeries.Of("P11", path, y => y[0]))), PhaseAgreement.Of(diagram, diagram),
                AttractorFinder.Find(ode, ode.Pack(Start)), new OdePhaseClassifier(), new ClaimPhaseClassifier(), new SimulationPhaseClassifier(), new BasinSampler(),
                new OdePhaseClassifier().Classify(Gan), new BilinearGame(new double[,] { { 1 } }), ScalarGame.StableNotNash, new SolvableGame([1, 2], [1, 2]),
                new TrainingSteps(ScalarGame.StableNotNash), new PointSweep([Gan]), new WeightLaw([0, 1], new double[,] { { 1, 0 }, { 0, 1 } }),
                BoundaryCurve.OfClaim(sweep)[0], PlotlySource.Url("plotly.js"), new GramSimulator().Begin(Gan, Start, new SimulationOptions { Dimension = 500, Times = [1] }),
            ];
        }
    }

    [Fact]
    public void EveryPublicType_HasATextOfItsOwn()
    {
        Type[] types = [.. new[] { typeof(FixedPoint), typeof(GanParameters), typeof(PhaseDiagramFigure), typeof(SqliteSweepStore), typeof(GanArbitrary) }
            .SelectMany(t => t.Assembly.GetExportedTypes())
            .Where(t => !t.IsInterface && !t.Name.Contains('<', StringComparison.Ordinal) && !t.IsEnum && !(t.IsAbstract && t.IsSealed) && !typeof(Delegate).IsAssignableFrom(t) && !typeof(Exception).IsAssignableFrom(t))];
        Assert.InRange(types.Length, 90, int.MaxValue);
        string[] without = [.. types.Where(t => t.GetMethod(nameof(ToString), [])!.DeclaringType is var owner && (owner == typeof(object) || owner == typeof(ValueType))).Select(t => t.Name)];
        Assert.Empty(without);
    }

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void TheTextOfAValue_NamesNoTypeOfTheRuntime(object value)
    {
        string text = value.ToString()!;
        Assert.NotEmpty(text);
        Assert.DoesNotMatch(@"`|System\.|ImmutableArray|PhaseGan\.|\[\]\[|<>|Microsoft\.", text);
        Assert.NotEqual(value.GetType().Name, text);
    }

    /// <summary>The attribute is found by its name, the formatters by the names of their members: as here.</summary>
    [Fact]
    public void WhatANotebookAsksAType_GivesItsHtml()
    {
        PhaseVerdict verdict = new ClaimPhaseClassifier().Classify(Gan);
        var diagram = new PhaseDiagram(Axis.Linear("a", 0, 1, 2), Axis.Linear("b", 0, 1, 2), [verdict, verdict, verdict, verdict], new ClaimPhaseClassifier().EvidenceColumns);
        object[] shown =
        [
            verdict, Claim1.Check(Gan), diagram, new PhaseDiagramFigure(diagram), new SpectrumFigure(Claim1.Check(Gan).AtNoRecovery),
            new PhaseConfusionFigure(PhaseAgreement.Of(diagram, diagram)), new PhaseAgreementFigure(PhaseAgreement.Of(diagram, diagram)),
        ];
        foreach (object value in shown)
        {
            Attribute attribute = value.GetType().GetCustomAttributes().Single(a => a.GetType().FullName == "Microsoft.DotNet.Interactive.Formatting.TypeFormatterSourceAttribute");
            var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
            object formatter = ((IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!).Single();
            Assert.Equal("text/html", formatter.GetType().GetProperty("MimeType")!.GetValue(formatter));
            using var writer = new StringWriter();
            Assert.Equal(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer]));
            Assert.Equal(value.GetType().GetMethod("ToHtml", [])!.Invoke(value, null), writer.ToString());
            Assert.Equal(false, formatter.GetType().GetMethod("Format")!.Invoke(formatter, ["else", writer]));
        }
    }

    [Fact]
    public void ATableForNotebooks_EscapesWhatAVerdictSays()
    {
        string html = new PhaseVerdict(Phase.Fail, "<b>", [0.25], ["a"], "1 < 2 & 3").ToHtml();
        Assert.Contains("&lt;b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("1 &lt; 2 &amp; 3", html, StringComparison.Ordinal);
        Assert.Contains("0.25", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ANotebookShows_AttractorsAsTables_AndPathsAndSpectraAsPictures()
    {
        var ode = new ReducedOde(Gan);
        string attractor = NotebookHtml.Of(AttractorFinder.Find(ode, ode.Pack(Start)));
        Assert.Contains("FixedPoint", attractor, StringComparison.Ordinal);
        Assert.Contains("<table", attractor, StringComparison.Ordinal);
        double[] start = ode.Pack(Start);
        // steps that can be asked at any time, and kept times alone
        foreach (PathOutput output in new[] { PathOutput.Steps, PathOutput.At(1, 2, 3), PathOutput.End })
            Assert.Contains("<svg", NotebookHtml.Of(DormandPrince.Integrate(ode, start, 10, new IntegrationOptions { Output = output })), StringComparison.Ordinal);
        Assert.Contains("<svg", NotebookHtml.Of(Claim1.Check(Gan).AtPerfectRecovery), StringComparison.Ordinal);

        // the branch of x² = m through x = 1, with its fold at m = 0 (closed form)
        Branch branch = Branch.OfFixedPoint(FieldFamily.Of("m", m => new Parabola(m)), from: [1], at: 1, lower: -1, upper: 2);
        string shown = branch.ToHtml();
        Assert.Equal(NotebookHtml.Of(branch), shown);
        Assert.Contains("<svg", shown, StringComparison.Ordinal);
        Assert.Contains("Fold", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", Branch.OfFixedPoint(FieldFamily.Of("m", m => new Parabola(m)), from: [1], at: 1, lower: 0.5, upper: 2).ToHtml(), StringComparison.Ordinal);
    }

    private sealed class Parabola(double m) : IVectorField
    {
        public int Dimension => 1;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => derivative[0] = m - y[0] * y[0];

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => jacobian[0] = -2 * y[0];
    }
}

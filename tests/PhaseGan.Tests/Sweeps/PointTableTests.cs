using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

public class PointTableTests
{
    private const string Head = "lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g";

    [Fact]
    public void Columns_MayComeInAnyOrder_WithBatchStartAndUnknownColumns()
    {
        PointTable table = Parse(
            "id,eta_g,eta_t,tau_tilde,tau,lambda_fake,lambda,batch,p0,q0,r0,s0\n" +
            "\"first, row\",2,1,0.04,0.2,4;2,5;3,3,0.1;0;0;0.2,0.3;0.1,0.05;-0.1,1;0.1;0.1;1\n" +
            "second,0,0,0.1,0.2,1,1,1,,,,\n");
        Assert.Equal(new GanParameters([5, 3], [4, 2], 0.2, 0.04, 1, 2, 3), table.Points[0]);
        Assert.Equal(MacroState.Create(new[,] { { 0.1, 0 }, { 0, 0.2 } }, [0.3, 0.1], [0.05, -0.1], new[,] { { 1, 0.1 }, { 0.1, 1 } }), table.Starts[0]);
        Assert.Equal(new GanParameters([1], [1], 0.2, 0.1, 0, 0), table.Points[1]);
        Assert.Null(table.Starts[1]);

        LabelledPoints labels = table.Label(new RuleClassifier());
        using var writer = new StringWriter();
        labels.ToCsv(writer);
        string[] lines = writer.ToString().Split('\n');
        Assert.Equal("id,eta_g,eta_t,tau_tilde,tau,lambda_fake,lambda,batch,p0,q0,r0,s0,phase,attractor,recovery_1,recovery_2,margin,reason", lines[0]);
        Assert.StartsWith("\"first, row\",2,1,0.04,0.2,4;2,5;3,3,0.1;0;0;0.2,0.3;0.1,0.05;-0.1,1;0.1;0.1;1,Oscillation,LimitCycle,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void RowsWithAStart_AreLabelledByTheClassifierMadeFromIt()
    {
        PointTable table = Parse(Head + ",p0,q0,r0\n1,1,0.2,0.1,1,1,0.5,0.1,0.05\n1,1,0.2,0.1,1,1,,,\n");
        PhaseVerdict Named(string name) => new(Phase.Fail, name, [], ["", ""]);
        LabelledPoints labels = table.Label(
            new RuleClassifier(_ => Named("default")),
            start => new RuleClassifier(_ => Named(start.ToString())));
        Assert.Equal(["P = 0.5, q = 0.1, r = 0.05", "default"], labels.Verdicts.Select(v => v.Attractor));
        Assert.Equal(2, labels.Count(Phase.Fail));
        Assert.Equal(["default", "default"], table.Label(new RuleClassifier(_ => Named("default"))).Verdicts.Select(v => v.Attractor));
    }

    [Fact]
    public void ATable_HasTheVerdictsOfAListOfItsPoints_ToTheLastBit()
    {
        GanParameters[] points = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 3
            ? new GanParameters([5, 3], [5, 3], 0.2, 0.02 + 0.01 * i, 0.2 + 0.1 * i, 0.2 + 0.1 * i)
            : new GanParameters([1], [1], 0.2, 0.02 + 0.01 * i, 0.2 + 0.06 * i, 0.2 + 0.06 * i))];
        PointTable table = Parse(Head + "\n" + string.Concat(points.Select(Row)));
        var classifier = new OdePhaseClassifier();
        string[] expected = [.. new PointSweep(points).Run(classifier).Select(Text)];
        Assert.Equal(expected, table.Label(classifier, start => new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start })).Verdicts.Select(Text));
        Assert.Equal(expected, table.Label(classifier, threads: 3).Verdicts.Select(Text));
        // what no search from one point says
        Assert.InRange(expected.Count(t => t.StartsWith("Oscillation Moving", StringComparison.Ordinal)), 5, 35);
    }

    [Fact]
    public void RowsWithStarts_HaveTheLabelsOfTheSearch_InTheOrderOfTheTable()
    {
        GanParameters[] points = [.. Enumerable.Range(0, 30).Select(i => i % 5 == 4
            ? new GanParameters([5, 3], [5, 3], 0.2, 0.3, 1 + 0.1 * i, 1 + 0.1 * i)
            : new GanParameters([1], [1], 0.2, i % 5 == 0 ? 0.6 : 0.02 + 0.01 * i, 0.2 + 0.08 * i, 0.2 + 0.08 * i))];
        MacroState?[] starts = [.. points.Select((p, i) => i % 3 == 0 ? null : MacroState.NearOrigin(p, 0.05 * (1 + i % 4), i))];
        PointTable table = Parse(Head + ",p0,q0,r0,s0\n" + string.Concat(points.Zip(starts, (p, s) => Row(p)[..^1] + Start(s))));
        var usual = new OdePhaseClassifier();
        LabelledPoints labels = table.Label(usual, start => new OdePhaseClassifier(new OdePhaseOptions { Start = _ => start }));
        for (int i = 0; i < points.Length; i++)
        {
            PhaseVerdict alone = starts[i] is { } start ? usual.Classify(points[i], start) : usual.Classify(points[i]);
            Assert.Equal((i, alone.Phase), (i, labels.Verdicts[i].Phase));
            if (alone.Phase != Phase.Oscillation)
                Assert.Equal((i, alone.Attractor), (i, labels.Verdicts[i].Attractor));
        }
        Assert.Contains(labels.Verdicts.Zip(starts), v => v.First.Attractor == "Moving" && v.Second is not null);
        Assert.InRange(labels.Verdicts.Select(v => v.Phase).Distinct().Count(), 3, 4);

        // a row whose classifier has other options is labelled by it, between the others
        var other = new OdePhaseOptions { RecoveryThreshold = 0.999 };
        LabelledPoints mixed = table.Label(usual, start => new OdePhaseClassifier(other with { Start = _ => start }));
        for (int i = 0; i < points.Length; i++)
        {
            PhaseVerdict expected = starts[i] is { } start ? new OdePhaseClassifier(other).ClassifyMany([points[i]], [start])[0] : labels.Verdicts[i];
            Assert.Equal((i, Text(expected)), (i, Text(mixed.Verdicts[i])));
        }
        Assert.NotEqual(labels.Verdicts.Select(v => v.Phase), mixed.Verdicts.Select(v => v.Phase));

        static string Start(MacroState? start) => start is null ? ",,,,\n" : $",{List(start.PValues)},{List(start.QValues)},{List(start.RValues)},{List(start.SValues)}\n";
    }

    [Fact]
    public void TheFirstRowThatFails_IsNamed_WhicheverWayItIsLabelled()
    {
        PointTable table = Parse(Head + ",p0,q0,r0\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"1,1,0.2,0.1,{i},2,{(i % 2 == 0 ? "0.1,0.1,0.1" : ",,")}\n")));
        var failing = new OdePhaseClassifier(new OdePhaseOptions { Start = gan => gan.RealNoise >= 5 ? throw new InvalidOperationException("no start") : MacroState.NearOrigin(gan, 0.03, 1) });
        Assert.StartsWith("points.csv, line 7: no start", Assert.Throws<SweepException>(() => table.Label(failing)).Message, StringComparison.Ordinal);
        var e = Assert.Throws<SweepException>(() => table.Label(
            failing, _ => new OdePhaseClassifier(new OdePhaseOptions { RecoveryThreshold = 0.1, Start = gan => gan.RealNoise >= 2 ? throw new InvalidOperationException("none") : MacroState.NearOrigin(gan, 0.03, 1) })));
        Assert.Equal((2, "points.csv, line 4: none"), (e.Index, e.Message));
        Assert.Equal("points.csv, line 2: no classifier", Assert.Throws<SweepException>(() => table.Label(failing, _ => throw new InvalidOperationException("no classifier"))).Message);
    }

    [Fact]
    public void AMiniBatchSize_IsThatOfEveryRow_UnlessTheTableHasAColumn()
    {
        Assert.Equal(4, PointTable.Parse(new StringReader(Head + "\n1,1,0.2,0.1,1,1\n"), batchSize: 4).Points[0].BatchSize);
        Assert.Equal(3, PointTable.Parse(new StringReader(Head + ",batch\n1,1,0.2,0.1,1,1,3\n"), batchSize: 4).Points[0].BatchSize);
        Assert.Throws<ArgumentOutOfRangeException>(() => PointTable.Parse(new StringReader(Head + "\n"), batchSize: 0));
    }

    [Fact]
    public void ATableWithoutRows_GivesAHeaderAlone()
    {
        using var writer = new StringWriter();
        Parse(Head + "\n").Label(new RuleClassifier()).ToCsv(writer);
        Assert.Equal(Head + ",phase,attractor,margin,reason\n", writer.ToString());
    }

    [Theory]
    [InlineData("lambda,tau\n", "line 1: the column 'lambda_fake' is missing")]
    [InlineData(Head + ",tau\n", "line 1: the columns of a file must have different names; got 'tau' twice")]
    [InlineData(Head + ",\n", "line 1: a column must have a name")]
    [InlineData(Head + ",p0,q0\n", "line 1: a start needs the columns p0, q0 and r0 together")]
    [InlineData(Head + ",s0\n", "line 1: a start needs the columns p0, q0 and r0 together")]
    [InlineData(Head + "\n1,1,0.2,0.1,1\n", "line 2: expected 6 fields as in the header; got 5")]
    [InlineData(Head + "\n1,1,0.2,0.1,1,1\n1,1,zero,0.1,1,1\n", "line 3, column 'tau': 'zero' is not a finite number")]
    [InlineData(Head + "\n1,1,NaN,0.1,1,1\n", "line 2, column 'tau': 'NaN' is not a finite number")]
    [InlineData(Head + "\n1,1,1e999,0.1,1,1\n", "line 2, column 'tau': '1e999' is not a finite number")]
    [InlineData(Head + "\n1,1,\"0,2\",0.1,1,1\n", "line 2, column 'tau': '0,2' is not a finite number")]
    [InlineData(Head + "\n1,1,,0.1,1,1\n", "line 2, column 'tau': is empty")]
    [InlineData(Head + "\n1,1,0,0.1,1,1\n", "line 2, column 'tau': must be > 0; got 0")]
    [InlineData(Head + "\n1,1,0.2,0.1;0.2,1,1\n", "line 2, column 'tau_tilde': must have 1 number; got 2")]
    [InlineData(Head + "\n5;-3,5;3,0.2,0.1,1,1\n", "line 2, column 'lambda': must be > 0; got -3")]
    [InlineData(Head + "\n5;3,5,0.2,0.1,1,1\n", "line 2, column 'lambda_fake': must have as many entries as lambda (2); got 1")]
    [InlineData(Head + "\n5;,5;3,0.2,0.1,1,1\n", "line 2, column 'lambda': '' is not a finite number")]
    [InlineData(Head + "\n1,1,0.2,0.1,-1,1\n", "line 2, column 'eta_t': is a variance and must be ≥ 0; got -1")]
    [InlineData(Head + ",batch\n1,1,0.2,0.1,1,1,1.5\n", "line 2, column 'batch': '1.5' is not a whole number ≥ 1")]
    [InlineData(Head + ",p0,q0,r0\n1,1,0.2,0.1,1,1,0.1,,\n", "line 2, column 'q0': is empty")]
    [InlineData(Head + ",p0,q0,r0\n5;3,5;3,0.2,0.1,1,1,0.1;0.1,0;0,0;0\n", "line 2, column 'p0': must have 4 numbers separated by ';'; got 2")]
    [InlineData(Head + ",p0,q0,r0\n1,1,0.2,0.1,1,1,0.99,0.99,0\n", "line 2, column 'p0': no vectors have these overlaps")]
    public void ABadRow_IsRefused_WithLineAndColumn(string text, string message)
    {
        var e = Assert.Throws<FormatException>(() => Parse(text));
        Assert.StartsWith("points.csv, " + message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALabelledTable_IsNotLabelledTwice() =>
        Assert.StartsWith("points.csv, line 1, column 'phase': labels are written to a column of this name",
            Assert.Throws<FormatException>(() => Parse(Head + ",phase\n").Label(new RuleClassifier())).Message, StringComparison.Ordinal);

    [Fact]
    public void ARowThatCannotBeLabelled_IsNamedByItsLine()
    {
        PointTable table = Parse(Head + "\n1,1,0.2,0.1,1,1\n1,1,0.2,0.1,2,1\n");
        var e = Assert.Throws<SweepException>(() => table.Label(new RuleClassifier(
            gan => gan.RealNoise > 1 ? throw new InvalidOperationException("no luck") : RuleClassifier.Rule(gan))));
        Assert.Equal("points.csv, line 3: no luck", e.Message);
    }

    private static string Row(GanParameters g) => string.Create(CultureInfo.InvariantCulture,
        $"{List(g.RealVariances.AsSpan())},{List(g.FakeVariances.AsSpan())},{g.DiscriminatorRate:R},{g.GeneratorRate:R},{g.RealNoise:R},{g.FakeNoise:R}\n");

    private static string List(ReadOnlySpan<double> values) => string.Join(';', values.ToArray().Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private static string Text(PhaseVerdict v) => $"{v.Phase} {v.Attractor} {string.Join(' ', v.Recovery)} {string.Join(' ', v.Evidence)}";

    private static PointTable Parse(string text) => PointTable.Parse(new StringReader(text), "points.csv");
}

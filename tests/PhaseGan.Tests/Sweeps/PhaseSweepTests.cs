using System.Collections.Immutable;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

public class PhaseSweepTests
{
    private static readonly GanParameters s_gan = new([1], [1], 0.2, 0.04, 1, 1);

    private static PhaseSweep Sweep(int nx = 40, int ny = 30) => new(
        Axis.Linear("alpha", 0.02, 4, nx), Axis.Linear("eta", 0.1, 2.6, ny),
        (alpha, eta) => s_gan.With(rateRatio: alpha, noise: eta));

    [Fact]
    public void EachCell_IsLabelledAtItsOwnParameters()
    {
        PhaseDiagram diagram = Sweep().Run(new RuleClassifier());
        for (int j = 0; j < 30; j++)
            for (int i = 0; i < 40; i++)
            {
                PhaseVerdict expected = RuleClassifier.Rule(s_gan.With(rateRatio: diagram.X.Values[i], noise: diagram.Y.Values[j]));
                Assert.Equal(expected.Phase, diagram[i, j].Phase);
                Assert.Equal(expected.Evidence.AsEnumerable(), diagram[i, j].Evidence.AsEnumerable());
                Assert.Same(diagram.Verdicts[j * 40 + i], diagram[i, j]);
            }
        Assert.Equal(1200, Enum.GetValues<Phase>().Sum(diagram.Count));
        Assert.True(Enum.GetValues<Phase>().Count(p => diagram.Count(p) > 0) >= 4, diagram.ToString());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void AnyNumberOfThreads_GivesTheSameBits(int threads)
    {
        var slow = new RuleClassifier(gan =>
        {
            if (gan.RateRatio < 0.3)
                Thread.SpinWait(20_000);
            return RuleClassifier.Rule(gan);
        });
        PhaseDiagram one = new PhaseSweep(Sweep().X, Sweep().Y, Sweep().At) { Threads = 1 }.Run(slow);
        PhaseDiagram many = new PhaseSweep(Sweep().X, Sweep().Y, Sweep().At) { Threads = threads }.Run(slow);
        Assert.Equal(one, many);
        Assert.Equal(Text(one), Text(many));
    }

    [Fact]
    public void Progress_NeverGoesBack_AndEndsAtTheTotal()
    {
        var seen = new List<SweepProgress>();
        Sweep().Run(new RuleClassifier(), new Recorder(seen.Add));
        Assert.NotEmpty(seen);
        Assert.Equal(new SweepProgress(1200, 1200), seen[^1]);
        for (int k = 1; k < seen.Count; k++)
            Assert.True(seen[k].Completed > seen[k - 1].Completed);
        Assert.Equal(1, seen[^1].Fraction);
    }

    [Fact]
    public void Cancelling_StopsTheSweepSoon()
    {
        using var source = new CancellationTokenSource();
        int calls = 0;
        var classifier = new RuleClassifier(gan =>
        {
            int k = Interlocked.Increment(ref calls);
            if (k == 10)
                source.Cancel();
            else if (k > 10)
                Assert.True(source.Token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)));
            return RuleClassifier.Rule(gan);
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Sweep().Run(classifier, cancellationToken: source.Token));
        // Of the other workers each may have begun one cell more.
        Assert.InRange(calls, 10, 10 + Environment.ProcessorCount);
    }

    [Fact]
    public void ACancelledToken_LabelsNothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var classifier = new RuleClassifier(_ => throw new InvalidOperationException("must not be called"));
        Assert.ThrowsAny<OperationCanceledException>(() => Sweep().Run(classifier, cancellationToken: source.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AFailingClassifier_IsReportedWithTheFirstCellThatFails(int threads)
    {
        var classifier = new RuleClassifier(gan => gan.RealNoise > 1
            ? throw new InvalidOperationException("no luck")
            : RuleClassifier.Rule(gan));
        var sweep = new PhaseSweep(Axis.Linear("alpha", 1, 2, 5), Axis.Linear("eta", 0, 2, 5), Sweep().At) { Threads = threads };
        var e = Assert.Throws<SweepException>(() => sweep.Run(classifier));
        Assert.Equal(15, e.Index);
        Assert.Equal("cell alpha = 1, eta = 1.5: no luck", e.Message);
        Assert.IsType<InvalidOperationException>(e.InnerException);
    }

    [Fact]
    public void ImpossibleParameters_AreReportedBeforeAnyWork()
    {
        int calls = 0;
        var classifier = new RuleClassifier(gan =>
        {
            Interlocked.Increment(ref calls);
            return RuleClassifier.Rule(gan);
        });
        var sweep = new PhaseSweep(Axis.Linear("alpha", 1, 2, 3), Axis.Linear("eta", -0.5, 2, 6), Sweep().At);
        var e = Assert.Throws<SweepException>(() => sweep.Run(classifier));
        Assert.StartsWith("cell alpha = 1, eta = -0.5: noise is a variance and must be finite and ≥ 0; got -0.5", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ParametersThatCannotBeMadeAwayFromTheEdges_AreReportedWithTheFirstSuchCell(int threads)
    {
        GanParameters Holed(double alpha, double eta) =>
            alpha is > 1.2 and < 1.8 && eta is > 0.9 and < 1.6 ? throw new InvalidOperationException("a hole") : Sweep().At(alpha, eta);
        var sweep = new PhaseSweep(Axis.Linear("alpha", 1, 2, 5), Axis.Linear("eta", 0, 2, 5), Holed) { Threads = threads };
        foreach (IPhaseClassifier classifier in new IPhaseClassifier[] { new RuleClassifier(RuleClassifier.Rule), new OdePhaseClassifier() })
        {
            var e = Assert.Throws<SweepException>(() => sweep.Run(classifier));
            Assert.Equal(11, e.Index);
            Assert.Equal("cell alpha = 1.25, eta = 1: a hole", e.Message);
        }
    }

    [Fact]
    public void AVerdictThatCannotBe_IsReportedWithItsCell()
    {
        var nan = new RuleClassifier(_ => new PhaseVerdict(Phase.Fail, "", [double.NaN], ["", ""]));
        Assert.Contains("recovery[0]", Assert.Throws<SweepException>(() => Sweep().Run(nan)).Message, StringComparison.Ordinal);
        var few = new RuleClassifier(_ => new PhaseVerdict(Phase.Fail, "", [], []));
        Assert.Contains("evidence column", Assert.Throws<SweepException>(() => Sweep().Run(few)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AxesNamedAfterParameters_MoveThem()
    {
        var gan = new GanParameters([2, 1], [1.5, 1], 0.2, 0.04, 1, 3, batchSize: 2);
        Axis Over(string name) => Axis.Linear(name, 0.1, 0.5, 5);
        GanParameters Moved(string x, string y) => new PhaseSweep(Over(x), Over(y), gan).At(0.25, 0.75);
        Assert.Equal(gan.With(rateRatio: 0.25, noise: 0.75), Moved("alpha", "eta"));
        Assert.Equal(gan.With(discriminatorRate: 0.25, rateRatio: 0.75), Moved("tau", "alpha"));
        Assert.Equal(gan.With(generatorRate: 0.25, effectiveNoise: 0.75), Moved("tau-tilde", "x"));
        Assert.Equal(gan.With(fakeNoise: 0.25, realNoise: 0.75), Moved("eta-g", "eta-t"));
        // the numbers that pages take are those of the parameters
        var sweep = new PhaseSweep(Over("x"), Over("tau"), gan);
        Assert.Equal(sweep.At(0.3, 0.7).Numbers, sweep.NumbersAt(0.3, 0.7));
        Assert.Contains("got 'beta'", Assert.Throws<ArgumentException>(() => new PhaseSweep(Over("alpha"), Over("beta"), gan)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PhaseSweep(Over("alpha"), Over("alpha"), gan));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseSweep(Over("alpha"), Over("eta"), gan).At(-1, 1));
    }

    [Fact]
    public void AxesOfOneName_AndFewerThanOneThread_AreRefused()
    {
        Assert.Contains("'eta' twice", Assert.Throws<ArgumentException>(() =>
            new PhaseSweep(Axis.Linear("eta", 0, 1, 2), Axis.Linear("eta", 0, 1, 2), Sweep().At)).Message, StringComparison.Ordinal);
        Assert.Contains("'phase' twice", Assert.Throws<ArgumentException>(() =>
            new PhaseSweep(Axis.Linear("phase", 1, 2, 2), Axis.Linear("eta", 0, 1, 2), Sweep().At).Run(new RuleClassifier())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseSweep(Sweep().X, Sweep().Y, Sweep().At) { Threads = 0 });
    }

    [Fact]
    public void AListOfPoints_IsLabelledInOrder()
    {
        GanParameters[] points = [.. Enumerable.Range(1, 50).Select(k => s_gan.With(rateRatio: 0.05 * k))];
        ImmutableArray<PhaseVerdict> one = new PointSweep(points) { Threads = 1 }.Run(new RuleClassifier());
        ImmutableArray<PhaseVerdict> two = new PointSweep(points) { Threads = 2 }.Run(new RuleClassifier());
        Assert.Equal(points.Select(p => RuleClassifier.Rule(p).Phase), one.Select(v => v.Phase));
        Assert.Equal(one.Select(v => v.Evidence[0]), two.Select(v => v.Evidence[0]));
        Assert.Empty(new PointSweep([]).Run(new RuleClassifier()));
        var e = Assert.Throws<SweepException>(() => new PointSweep(points).Run(new RuleClassifier(_ => throw new InvalidOperationException("no luck"))));
        Assert.StartsWith("point 1 of 50 (Λ = (1)", e.Message, StringComparison.Ordinal);
    }

    private static string Text(PhaseDiagram diagram)
    {
        using var writer = new StringWriter();
        diagram.ToCsv(writer);
        return writer.ToString();
    }

    private sealed class Recorder(Action<SweepProgress> record) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => record(value);
    }
}

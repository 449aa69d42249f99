using System.Globalization;
using PhaseGan.Sqlite;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

/// <summary>Diagrams of one, two and three features as they were once written: a change of the code that is to change no label changes none. <see cref="Golden"/> says how they are written anew.</summary>
public sealed class GoldenDiagramTests
{
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
        Golden.Compare(name, Text(sweep.Run(new OdePhaseClassifier())), isRounded: column => column >= 4, compared: 4 + variances.Length);
    }

    [Fact]
    public void ASweepThatWasStoppedAndResumedFromItsStore_HasTheTableThatItHad()
    {
        using var folder = new TemporaryFolder();
        PhaseSweep sweep = Small([5, 3]);
        var whole = new MemorySweepStore();
        sweep.Run(new OdePhaseClassifier(), whole);
        using (var store = SqliteSweepStore.Open(folder.File("run.db")))
        {
            store.Begin(sweep.Describe(new OdePhaseClassifier()), SweepShard.Whole);
            store.Write([.. whole.Read().Where(cell => cell.Index % 5 < 2)]);
        }
        using var resumed = SqliteSweepStore.Open(folder.File("run.db"));
        Golden.Compare("stored-sweep", Text(sweep.Run(new OdePhaseClassifier(), resumed)), isRounded: column => column >= 4, compared: 4 + 2);
    }

    [Fact]
    public void AMergedSweepOfThreeShards_HasTheTableThatItHad()
    {
        using var folder = new TemporaryFolder();
        PhaseSweep sweep = Small([1]);
        string[] parts = [.. Enumerable.Range(1, 3).Select(i => folder.File($"{i}.db"))];
        foreach ((int i, string part) in parts.Index())
        {
            using var store = SqliteSweepStore.Open(part);
            sweep.RunShard(new OdePhaseClassifier(), store, new SweepShard(i + 1, 3));
        }
        SweepMerge.Join(folder.File("all.db"), parts);
        using var merged = SqliteSweepStore.Open(folder.File("all.db"));
        Golden.Compare("merged-sweep", Text(sweep.Run(new OdePhaseClassifier(), merged)), isRounded: column => column >= 4, compared: 4 + 1);
    }

    private static PhaseSweep Small(double[] variances)
    {
        var gan = new GanParameters(variances, variances, discriminatorRate: 0.2, generatorRate: 0.2, realNoise: 1, fakeNoise: 1);
        return new PhaseSweep(Axis.Linear("alpha", 0.02, 4, 12), Axis.Linear("eta", 0.1, 2.6, 12), (alpha, eta) => gan.With(rateRatio: alpha, noise: eta));
    }

    private static string Text(PhaseDiagram diagram)
    {
        using var written = new StringWriter(CultureInfo.InvariantCulture);
        diagram.ToCsv(written);
        return written.ToString();
    }
}

using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

public class PhaseAgreementTests
{
    private static PhaseDiagram Diagram(string labels, string x = "alpha", int width = 5)
    {
        var verdicts = labels.Select(c => new PhaseVerdict(
            c switch { 'S' => Phase.Success, 'F' => Phase.Fail, 'O' => Phase.Oscillation, 'M' => Phase.ModeCollapse, _ => Phase.Undetermined }, "", [], []));
        return new PhaseDiagram(Axis.Linear(x, 0.5, 2.5, width), Axis.Linear("eta", 1, 2, labels.Length / width), verdicts, []);
    }

    [Fact]
    public void TheConfusionMatrixAndKappa_AreThoseOfAWorkedExample()
    {
        // 20 (S, S), 5 (S, F), 10 (F, S), 15 (F, F): p_o = 0.7, p_e = 0.5 · 0.6 + 0.5 · 0.4 = 0.5, κ = 0.4
        string first = new string('S', 25) + new string('F', 25);
        string second = new string('S', 20) + new string('F', 5) + new string('S', 10) + new string('F', 15);
        var agreement = PhaseAgreement.Of(Diagram(first), Diagram(second), "claim", "ode");
        Assert.Equal((20, 5, 10, 15), (agreement[Phase.Success, Phase.Success], agreement[Phase.Success, Phase.Fail], agreement[Phase.Fail, Phase.Success], agreement[Phase.Fail, Phase.Fail]));
        Assert.Equal(0, agreement[Phase.Oscillation, Phase.Success]);
        Assert.Equal(0.4, agreement.Kappa, 15);
        Assert.Equal(0.7, agreement.Agreement.Estimate);
        Assert.Equal(WilsonInterval.Of(35, 50), agreement.Agreement);
        Assert.Equal("claim and ode agree on 35 of 50 cells (0.70 ± 0.14), kappa 0.4", agreement.ToString());
        Assert.Equal("| claim ↓ ode → | Success | Fail |\n| --- | --- | --- |\n| Success | 20 | 5 |\n| Fail | 10 | 15 |\n", agreement.ToMarkdown());
    }

    [Fact]
    public void TheCellsThatDiffer_AreListedWithTheirPlaceAndBothVerdicts()
    {
        var agreement = PhaseAgreement.Of(Diagram("SSFFOSSFFO"), Diagram("SSFFOSMFFU"));
        Assert.Equal(
            [(1, 1, 1.0, 2.0, Phase.Success, Phase.ModeCollapse), (4, 1, 2.5, 2.0, Phase.Oscillation, Phase.Undetermined)],
            agreement.Differences.Select(d => (d.XIndex, d.YIndex, d.X, d.Y, d.First.Phase, d.Second.Phase)));
        Assert.Equal(8, agreement.Agreement.Successes);
        Assert.Equal((8, 9), (agreement.WhereBothDecide!.Successes, agreement.WhereBothDecide.Trials));
    }

    [Fact]
    public void Kappa_IsOneForEqualDiagrams_ZeroForIndependentOnes_NegativeForOppositeOnes_AndNeverNaN()
    {
        Assert.Equal(1, PhaseAgreement.Of(Diagram("SFOMUSFOMU"), Diagram("SFOMUSFOMU")).Kappa);
        Assert.Equal(1, PhaseAgreement.Of(Diagram("SSSSSSSSSS"), Diagram("SSSSSSSSSS")).Kappa);
        Assert.Equal(0, PhaseAgreement.Of(Diagram("SSSSSSSSSS"), Diagram("FFFFFFFFFF")).Kappa);
        Assert.Equal(0, PhaseAgreement.Of(Diagram("SSFFSSFFSSFFSSFFSSFF"), Diagram("SFSFSFSFSFSFSFSFSFSF")).Kappa);
        Assert.Equal(-1, PhaseAgreement.Of(Diagram("SSSSSFFFFF"), Diagram("FFFFFSSSSS")).Kappa);
        Assert.Null(PhaseAgreement.Of(Diagram("UUUUUUUUUU"), Diagram("SSSSSSSSSS")).WhereBothDecide);
    }

    [Fact]
    public void Kappa_IsSymmetric_AndItsMatrixTransposes()
    {
        PhaseDiagram a = Diagram("SFOMUSFOMUSSFFO"), b = Diagram("SSOMUFFOUUSOFFO");
        PhaseAgreement ab = PhaseAgreement.Of(a, b), ba = PhaseAgreement.Of(b, a);
        Assert.Equal(ab.Kappa, ba.Kappa);
        foreach (Phase p in Enum.GetValues<Phase>())
            foreach (Phase q in Enum.GetValues<Phase>())
                Assert.Equal(ab[p, q], ba[q, p]);
        Assert.Equal(15, Enum.GetValues<Phase>().Sum(p => Enum.GetValues<Phase>().Sum(q => ab[p, q])));
    }

    [Fact]
    public void TheFile_HasOneRowACell_WithBothLabels()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("agreement.csv");
        PhaseAgreement.Of(Diagram("SSFFOSSFFO"), Diagram("SSFFOSMFFU"), "claim", "ode").WriteCsv(path);
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(11, lines.Length);
        Assert.Equal("alpha,eta,claim,ode,agree", lines[0]);
        Assert.Equal("0.5,1,Success,Success,1", lines[1]);
        Assert.Equal("1,2,Success,ModeCollapse,0", lines[7]);
        Assert.Equal(8, lines.Skip(1).Sum(l => int.Parse(l[^1..], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void DiagramsOfOtherCells_AndNamesThatCollide_AreRefused()
    {
        PhaseDiagram a = Diagram("SSFFOSSFFO");
        Assert.Contains("horizontal", Assert.Throws<ArgumentException>(() => PhaseAgreement.Of(a, Diagram("SSFFOSSFFO", "tau"))).Message, StringComparison.Ordinal);
        Assert.Contains("vertical", Assert.Throws<ArgumentException>(() => PhaseAgreement.Of(a, Diagram("SSFFOSSFFOSSFFO"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PhaseAgreement.Of(a, a, "ode", "ode"));
        Assert.Throws<ArgumentException>(() => PhaseAgreement.Of(a, a, "eta", "ode"));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhaseAgreement.Of(a, a, confidence: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhaseAgreement.Of(a, a)[(Phase)9, Phase.Fail]);
    }
}

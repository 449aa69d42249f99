using System.Text.RegularExpressions;
using System.Xml.Linq;
using PhaseGan.Plotting;
using PhaseGan.Tests.Continuation;
using Xunit;

namespace PhaseGan.Tests.Plotting;

public sealed class BifurcationFigureTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void StablePiecesAreSolid_UnstableOnesDashed_AndBifurcationsMarked()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Cusp.Holding("lambda", 1), [-1.3247179572447461], -1, -1, 1);
        XElement root = XElement.Parse(new BifurcationFigure(branch) { Title = "a < b" }.ToSvg());
        XElement[] lines = [.. root.Elements(s_svg + "path").Where(p => ((string)p.Attribute("d")!).Contains('L', StringComparison.Ordinal))];
        // stable, unstable between the folds, stable
        Assert.Equal([false, true, false], lines.Select(l => l.Attribute("stroke-dasharray") is not null));
        Assert.Equal(2, root.Elements(s_svg + "g").Count(g => g.Attribute("transform") is not null && g.Elements(s_svg + "path").Any()));
        string[] texts = [.. root.Descendants(s_svg + "text").Select(t => t.Value)];
        Assert.Contains("a < b", texts);
        Assert.Contains("mu", texts);
        Assert.Contains("fold", texts);
        // the dashed piece runs from one fold to the other: its ends are the extreme places in x of the whole picture but for the ends of the branch
        MatchCollection ends = Regex.Matches((string)lines[1].Attribute("d")!, @"(-?[\d.]+) (-?[\d.]+)");
        MatchCollection before = Regex.Matches((string)lines[0].Attribute("d")!, @"(-?[\d.]+) (-?[\d.]+)");
        Assert.Equal(before[^1].Value, ends[0].Value);
    }

    [Fact]
    public void CurvesInTwoParameters_AreDrawnInTheirPlane_NeutralSaddlesDashed()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Reaction(14).Holding("p3", 2), [0, 0], 0, 0, 0.3);
        SpecialPoint hopf = branch.SpecialPoints.Single(s => s.Kind == SpecialKind.Hopf);
        Branch curve = Branch.OfBifurcation(BranchKind.HopfPoints, Problems.Reaction(14), hopf, [hopf.Parameters[0], 2], [0, 0], [0.3, 4]);
        XElement root = XElement.Parse(new BifurcationFigure(curve).ToSvg());
        string[] texts = [.. root.Descendants(s_svg + "text").Select(t => t.Value)];
        Assert.Contains("p3", texts);
        Assert.Contains("neutral saddles", texts);
        Assert.Contains("Bogdanov–Takens", texts);
    }

    [Fact]
    public void AWholeDiagram_IsDrawnWithItsCycles_AndTheMarksOfTheirBifurcations()
    {
        BifurcationDiagram diagram = BifurcationDiagram.Of(CycleProblems.Circuit, [0, 0, 0], -0.6, -0.6, -0.45, new BifurcationDiagramOptions { Values = 0, MaxCycleBranches = 1 });
        var figure = BifurcationFigure.Of(diagram);
        string[] texts = [.. XElement.Parse(figure.ToSvg()).Descendants(s_svg + "text").Select(t => t.Value)];
        Assert.All((string[])["Hopf point", "pitchfork", "fold of cycles", "branch point of cycles", "unstable cycles"], name => Assert.Contains(name, texts));
        string html = diagram.ToHtml();
        Assert.Contains("<table", html, StringComparison.Ordinal);
        Assert.Contains("Hopf at -0.589336 on branch 1", html, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongBranchesAreRefused()
    {
        Branch branch = Branch.OfFixedPoint(Problems.Cusp.Holding("lambda", 1), [-1.3247179572447461], -1, -1, 1);
        Branch other = Branch.OfFixedPoint(Problems.Bratu, [0, 0], 0, 0, 0.4);
        Assert.Throws<ArgumentException>(() => new BifurcationFigure());
        Assert.Throws<ArgumentException>(() => new BifurcationFigure(branch, other));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BifurcationFigure(branch) { Coordinate = 1 });
    }
}

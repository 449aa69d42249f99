using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

public class PhaseDiagramTests
{
    [Fact]
    public void TheFile_HasOneRowACell_YMajor_WithTheColumnsInOrder()
    {
        PhaseVerdict Verdict(Phase phase, params double[] recovery) => new(phase, "Deceived", [.. recovery], ["1", ""]);
        var diagram = new PhaseDiagram(Axis.Linear("alpha", 0.5, 1, 2), Axis.Linear("eta", 1, 2, 2),
            [Verdict(Phase.Success, 1, 0.5), Verdict(Phase.Fail, 0, 0), Verdict(Phase.ModeCollapse, 0.25, 0), new(Phase.Undetermined, "", [], ["", "too short, raise it"], "too short, raise it")],
            ["steps", "reason"]);
        Assert.Equal(
            "alpha,eta,phase,attractor,recovery_1,recovery_2,steps,reason\n" +
            "0.5,1,Success,Deceived,1,0.5,1,\n" +
            "1,1,Fail,Deceived,0,0,1,\n" +
            "0.5,2,ModeCollapse,Deceived,0.25,0,1,\n" +
            "1,2,Undetermined,,,,,\"too short, raise it\"\n",
            Text(diagram));
        Assert.Equal("too short, raise it", PhaseDiagram.Parse(new StringReader(Text(diagram)))[1, 1].Reason);
    }

    [Fact]
    public void AnyDiagram_ReadsBackEqual_AndIsWrittenWithTheSameBytes()
    {
        string[] texts = ["", "plain", "a,b", "say \"so\"", "two\nlines", "crlf\r\nhere", " padded ", "τ̃ ≥ 0", ";", "\"", "'=1+1"];
        var gen = from nx in Gen.Choose(2, 6)
                  from ny in Gen.Choose(2, 6)
                  from start in Gen.Choose(-50, 50)
                  from seed in Gen.Choose(0, int.MaxValue)
                  select (nx, ny, start, seed);
        Prop.ForAll(Arb.From(gen), c =>
        {
            var random = new Random(c.seed);
            string Word() => texts[random.Next(texts.Length)];
            Axis x = Axis.Linear("α, \"odd\" name", c.start / 3.0, c.start / 3.0 + random.NextDouble() + 0.1, c.nx);
            Axis y = Axis.Logarithmic("eta", random.NextDouble() + 1e-9, 7, c.ny);
            var diagram = new PhaseDiagram(x, y,
                Enumerable.Range(0, c.nx * c.ny).Select(_ => new PhaseVerdict(
                    (Phase)random.Next(5), Word(), [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.NextDouble())], [Word(), Word()])),
                ["first", "second, quoted"]);
            string text = Text(diagram);
            PhaseDiagram back = PhaseDiagram.Parse(new StringReader(text));
            return diagram.Equals(back) && diagram.GetHashCode() == back.GetHashCode() && Text(back) == text;
        }).Check(Config.QuickThrowOnFailure.WithReplay(90_210_017, 5));
    }

    [Fact]
    public void WritingToAFile_ReplacesTheOldOne_AndReadsBackEqual()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("diagram.csv");
        File.WriteAllText(path, "old");
        PhaseDiagram diagram = Small();
        diagram.WriteCsv(path);
        Assert.Equal(diagram, PhaseDiagram.ReadCsv(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AFolderThatCannotBeWritten_GivesAClearError_AndLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("a-file");
        File.WriteAllText(file, "");
        Assert.Contains("does not exist", Assert.ThrowsAny<IOException>(() => Small().WriteCsv(Path.Combine(file, "diagram.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.ThrowsAny<IOException>(() => Small().WriteCsv(folder.File("no/such/diagram.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("it is a folder", Assert.ThrowsAny<IOException>(() => Small().WriteCsv(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AFailureHalfWay_KeepsTheOldFileWhole()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("diagram.csv");
        File.WriteAllText(path, "old");
        Assert.Throws<IOException>(() => AtomicFile.WriteText(path, writer =>
        {
            writer.Write("half of the ne");
            throw new IOException("the disk is full");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("", "line 1: the header is missing")]
    [InlineData("a,b,phase,recovery,attractor\n", "line 1: column 4 must be 'attractor'; got 'recovery'")]
    [InlineData("a,b,phase,attractor,recovery_1,recovery_2\n1,1,Fail,,0.5,\n2,1,Fail,,,0.5\n1,2,Fail,,,\n2,2,Fail,,,\n", "line 3, column 'recovery_1': '' is not a number in [0, 1]")]
    [InlineData("a,b,phase,attractor,recovery_1,recovery_2\n1,1,Fail,,0.5,1.5\n2,1,Fail,,,\n1,2,Fail,,,\n2,2,Fail,,,\n", "line 2, column 'recovery_2': '1.5' is not a number in [0, 1]")]
    [InlineData("a,b,phase,attractor,recovery_2\n1,1,Fail,,\n2,1,Fail,,\n1,2,Fail,,\n2,2,Fail,,\n", "line 1: the recoveries of the features have columns of this kind of name; got 'recovery_2'")]
    [InlineData("a,b,phase,attractor,recovery\n", "line 1, column 'a'")]
    [InlineData(Head + "1,1,Fail,,\n2,1,Fail,,\n1,2,Fail,,\n2,2,Fail,\n", "line 5: expected 5 fields as in the header; got 4")]
    [InlineData(Head + "1,1,Fail,,\n2,1,Fail,,\n1,2,Fail,,\n", "line 4: the last row of cells ends after 1 of 2")]
    [InlineData(Head + "1,1,Fail,,\n2,1,Fail,,\n1,2,Fail,,\n3,2,Fail,,\n", "line 5, column 'a': cells must come y-major on a full grid, here 2; got 3")]
    [InlineData(Head + "1,1,Fail,,\nNaN,1,Fail,,\n", "line 3, column 'a': 'NaN' is not a finite number")]
    [InlineData(Head + "1,1,Fail,,\n1,1,Fail,,\n", "line 3, column 'a': the values of axis 'a' must increase")]
    [InlineData(Head + "1,2,Fail,,\n2,2,Fail,,\n1,1,Fail,,\n2,1,Fail,,\n", "line 4, column 'b': the values of axis 'b' must increase")]
    [InlineData(Head + "1,1,Fail,,\n2,1,fail,,\n1,2,Fail,,\n2,2,Fail,,\n", "line 3, column 'phase': 'fail' is none of")]
    [InlineData(Head + "1,1,Fail,,\n2,1,2,,\n1,2,Fail,,\n2,2,Fail,,\n", "line 3, column 'phase': '2' is none of")]
    [InlineData(Head + "1,1,Fail,,\n2,1,Fail,,0.5;1.5\n1,2,Fail,,\n2,2,Fail,,\n", "line 3, column 'recovery': '1.5' is not a number in [0, 1]")]
    [InlineData(Head + "1,1,Fail,,\n2,1,Fail,\"x,\n", "line 3: a quotation mark is opened and never closed")]
    [InlineData(Head + "1,1,Fa\"il,,\n", "line 2: a quotation mark inside a field")]
    [InlineData(Head + "1,1,\"Fail\"x,,\n", "line 2: text after the closing quotation mark")]
    [InlineData(Head + "1,1,Fail,,\n\n2,1,Fail,,\n", "line 3: the line is empty")]
    [InlineData("a,a,phase,attractor,recovery\n1,1,Fail,,\n2,1,Fail,,\n1,2,Fail,,\n2,2,Fail,,\n", "line 1: the axes of a diagram must have different names")]
    public void ABadFile_IsRefused_WithLineAndColumn(string text, string message)
    {
        var e = Assert.Throws<FormatException>(() => PhaseDiagram.Parse(new StringReader(text), "d.csv"));
        Assert.StartsWith("d.csv, " + message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LineNumbers_CountTheLinesInsideQuotedFields()
    {
        string text = "a,b,phase,attractor,recovery,reason\r\n1,1,Fail,,,\"two\r\nlines\"\r\n2,1,Wrong,,,\r\n1,2,Fail,,,\r\n2,2,Fail,,,\r\n";
        Assert.StartsWith("diagram, line 4, column 'phase'", Assert.Throws<FormatException>(() => PhaseDiagram.Parse(new StringReader(text))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CellsThatDoNotFitTheAxes_AreRefused()
    {
        PhaseDiagram d = Small();
        Assert.Contains("length 4; got 3", Assert.Throws<ArgumentException>(() => new PhaseDiagram(d.X, d.Y, d.Verdicts.Take(3), [])).Message, StringComparison.Ordinal);
        Assert.Contains("'alpha' twice", Assert.Throws<ArgumentException>(() => new PhaseDiagram(d.X, d.Y, d.Verdicts, ["alpha"])).Message, StringComparison.Ordinal);
        Assert.Contains("[0, 2); got 2", Assert.Throws<ArgumentOutOfRangeException>(() => d[2, 0]).Message, StringComparison.Ordinal);
        Assert.Contains("axis 'eta'", Assert.Throws<ArgumentOutOfRangeException>(() => d[0, -1]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DiagramsThatDifferInOneVerdict_AreNotEqual()
    {
        PhaseDiagram d = Small();
        Assert.Equal(d, Small());
        Assert.NotEqual(d, new PhaseDiagram(d.X, d.Y, d.Verdicts.SetItem(3, d.Verdicts[3] with { Recovery = [0.5] }), []));
        Assert.NotEqual(d, new PhaseDiagram(d.X, d.Y, d.Verdicts.SetItem(0, d.Verdicts[0] with { Attractor = "Locked" }), []));
    }

    [Fact]
    public void AnOlderFile_WithItsRecoveriesJoined_IsReadToTheSameDiagram()
    {
        var old = new StringReader(Head.TrimEnd('\n') + ",steps\n1,1,Success,Deceived,1;0.5,7\n2,1,Fail,,,8\n1,2,Fail,,0.25,9\n2,2,Fail,,0;0,1\n");
        PhaseDiagram diagram = PhaseDiagram.Parse(old);
        Assert.Equal([1.0, 0.5], diagram[0, 0].Recovery.ToArray());
        Assert.Empty(diagram[1, 0].Recovery);
        Assert.Equal("a,b,phase,attractor,recovery_1,recovery_2,steps\n1,1,Success,Deceived,1,0.5,7\n2,1,Fail,,,,8\n1,2,Fail,,0.25,,9\n2,2,Fail,,0,0,1\n", Text(diagram));
        Assert.Equal(diagram, PhaseDiagram.Parse(new StringReader(Text(diagram))));
    }

    [Fact]
    public void AnEvidenceColumnOfTheNameOfARecovery_IsRefused_AndOneThatOnlyLooksLikeItIsNot()
    {
        PhaseDiagram With(string column) => new(Axis.Linear("a", 0, 1, 2), Axis.Linear("b", 0, 1, 2), Enumerable.Repeat(new PhaseVerdict(Phase.Fail, "", [0.5], [""]), 4), [column]);
        Assert.Contains("'recovery_12'", Assert.Throws<ArgumentException>(() => With("recovery_12")).Message, StringComparison.Ordinal);
        foreach (string column in new[] { "recovery_", "recovery_time", "recovery_1b", "Recovery_1" })
            Assert.Equal(With(column), PhaseDiagram.Parse(new StringReader(Text(With(column)))));
    }

    [Fact]
    public void AFileWhoseNameEndsWithGz_IsCompressed_AndReadsBackEqual()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("diagram.csv.gz"), plain = folder.File("diagram.csv");
        PhaseDiagram diagram = Small();
        diagram.WriteCsv(path);
        diagram.WriteCsv(plain);
        using (var unpacked = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress)))
            Assert.Equal(File.ReadAllText(plain), unpacked.ReadToEnd());
        Assert.Equal(diagram, PhaseDiagram.ReadCsv(path));
        byte[] bytes = File.ReadAllBytes(path);
        diagram.WriteCsv(path);
        Assert.Equal(bytes, File.ReadAllBytes(path));
        File.Copy(plain, path, overwrite: true);
        Assert.Contains("not compressed", Assert.Throws<FormatException>(() => PhaseDiagram.ReadCsv(path)).Message, StringComparison.Ordinal);
    }

    private const string Head = "a,b,phase,attractor,recovery\n";

    private static PhaseDiagram Small() => new(
        Axis.Linear("alpha", 0.1, 0.3, 2), Axis.Linear("eta", 1, 2, 2),
        Enumerable.Range(0, 4).Select(k => new PhaseVerdict((Phase)k, "", [k / 7.0], [])), []);

    private static string Text(PhaseDiagram diagram)
    {
        using var writer = new StringWriter();
        diagram.ToCsv(writer);
        return writer.ToString();
    }
}

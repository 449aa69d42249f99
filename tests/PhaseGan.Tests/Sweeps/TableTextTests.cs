using System.Text;
using Xunit;

namespace PhaseGan.Tests.Sweeps;

/// <summary>Bytes that are no table of this kind are refused with what they are; what is kept comes back byte for byte.</summary>
public class TableTextTests
{
    private const string Head = "lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g";

    [Theory]
    [InlineData("lambda;lambda_fake;tau;tau_tilde;eta_t;eta_g\r\n1;1;0,2;0,04;1;1\r\n", "line 1: the columns are separated by semicolons; a table needs commas")]
    [InlineData("lambda\tlambda_fake\ttau\ttau_tilde\teta_t\teta_g\n1\t1\t0.2\t0.04\t1\t1\n", "line 1: the columns are separated by tabs; a table needs commas")]
    [InlineData("lambda|lambda_fake|tau|tau_tilde|eta_t|eta_g\n", "line 1: the columns are separated by bars; a table needs commas")]
    [InlineData(Head + "\n1,1,0,2,0,04,1,1\n", "line 2: expected 6 fields as in the header; got 8; a decimal comma")]
    [InlineData(Head + "\n1,1,\"0,2\",0.1,1,1\n", "line 2, column 'tau': '0,2' is not a finite number; numbers need a decimal point")]
    [InlineData(Head + "\n1,1,0.2,0.04,1,1\0\n", "line 2: holds a zero byte")]
    [InlineData(Head + ",note\n1,1,0.2,0.04,1,1,\"a\n\0\"\n", "line 3: holds a zero byte")]
    [InlineData(Head + "\n1,1,0.2,0.04,1e200,1\n", "line 2, column 'eta_t': realNoise makes x")]
    public void ATableOfAnotherKind_IsRefused_WithWhatItIs(string text, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("t.csv"), text);
        Assert.Contains(message, Assert.Throws<FormatException>(() => PointTable.ReadCsv(folder.File("t.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<FormatException>(() => PointTable.Parse(new StringReader(text))).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<FormatException>(() => PointTable.Parse(new MemoryStream(Encoding.UTF8.GetBytes(text)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3000)]
    public void ByteThatIsNoUtf8_IsRefused_WithItsLine(int line)
    {
        using var folder = new TemporaryFolder();
        string rows = string.Concat(Enumerable.Repeat("1,1,0.2,0.04,1,1,x\n", line - 2));
        byte[] table = [.. Encoding.UTF8.GetBytes($"{Head},note\n{rows}1,1,0.2,0.04,1,1,caf"), 0xE9, (byte)'\n'];
        File.WriteAllBytes(folder.File("t.csv"), table);
        Assert.StartsWith($"t.csv, line {line}: holds bytes that are no UTF-8 text", Assert.Throws<FormatException>(() => PointTable.ReadCsv(folder.File("t.csv"))).Message, StringComparison.Ordinal);
        byte[] diagram = [.. Encoding.UTF8.GetBytes("a,b,phase,attractor,recovery\n1,1,Fail,"), 0xE9, .. Encoding.UTF8.GetBytes(",\n")];
        File.WriteAllBytes(folder.File("d.csv"), diagram);
        Assert.StartsWith("d.csv, line 2: holds bytes that are no UTF-8 text", Assert.Throws<FormatException>(() => PhaseDiagram.ReadCsv(folder.File("d.csv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Utf16_IsRefused_InEitherOrderOfBytes()
    {
        using var folder = new TemporaryFolder();
        foreach (Encoding encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, new UnicodeEncoding(false, false), Encoding.UTF32])
        {
            File.WriteAllText(folder.File("t.csv"), Head + "\n1,1,0.2,0.04,1,1\n", encoding);
            Assert.Contains("line 1: holds ", Assert.Throws<FormatException>(() => PointTable.ReadCsv(folder.File("t.csv"))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatIsKept_ComesBackByteForByte()
    {
        using var folder = new TemporaryFolder();
        string[] rows = [Head + ",note,\"other\"", "1,1,0.20,4e-2,1,1, é ,\"needless\"", "1,1,0.2,0.04,1,1,\"a, \"\"b\"\"\r\nc\",", "\"1\",1,0.2,0.04,1,1,;\t,\"\""];
        File.WriteAllText(folder.File("t.csv"), string.Join("\r\n", rows) + "\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        var output = new StringWriter();
        PointTable.ReadCsv(folder.File("t.csv")).Label(new ClaimPhaseClassifier()).ToCsv(output);
        string[] expected = [rows[0] + ",phase", rows[1] + ",Success", rows[2] + ",Success", rows[3] + ",Success"];
        string text = output.ToString();
        foreach (string row in expected)
            Assert.Contains($"{row}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TextThatIsNone_IsNotWritten_AndNothingIsLeftBehind()
    {
        using var folder = new TemporaryFolder();
        var diagram = new PhaseDiagram(Axis.Linear("a", 1, 2, 2), Axis.Linear("b", 1, 2, 2), Enumerable.Repeat(new PhaseVerdict(Phase.Fail, "half \ud800", [], []), 4), []);
        Assert.Throws<IOException>(() => diagram.WriteCsv(folder.File("d.csv")));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(folder.File("d.csv"))!));
        Assert.Throws<ArgumentException>(() => new SweepDescription(1, 1, [KeyValuePair.Create("a", "\udc00")]));
        Assert.Throws<FormatException>(() => SweepDescription.Parse("""{"columns":1,"columns":2,"rows":1,"fields":{}}"""));
    }
}

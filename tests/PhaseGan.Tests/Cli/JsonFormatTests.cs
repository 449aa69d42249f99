using System.Text.Json;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>What <c>--format json</c> prints is JSON with the numbers of the other format, all digits of them.</summary>
public sealed class JsonFormatTests
{
    private const string Points = "name,run,lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g\n"
        + "quiet,1,1,1,.2,0.04,1,1\n"
        + "\"two, \"\"features\"\"\",2,5;3,5;3,0.2,4e-2,2,2\n"
        + "007,,1,1,0.2,0.04,3,3\n";

    [Fact]
    public void Check_IsOneObject_WithTheClosedFormsInFull()
    {
        JsonElement json = Json("check", "--lambda", "3", "--lambda-fake", "1", "--tau", "0.2", "--tau-tilde", "0.02", "--eta", "2.7");
        // x = τη² with η_T = η_G = η, α = 0.1, left side ½(Λ − Λ̃ + αΛ̃), determinant x² − x(Λ − Λ̃ + αΛ̃) + αΛΛ̃
        double x = 0.2 * 2.7 * 2.7;
        Assert.Equal(x, json.GetProperty("x").GetDouble(), 1e-15);
        Assert.Equal(1.05, json.GetProperty("left").GetDouble(), 1e-15);
        Assert.Equal(3, json.GetProperty("right").GetDouble());
        Assert.Equal(x * x - 2.1 * x + 0.3, json.GetProperty("determinant").GetDouble(), 1e-14);
        Assert.Equal((true, false), (json.GetProperty("inequality_holds").GetBoolean(), json.GetProperty("determinant_holds").GetBoolean()));
        Assert.Equal("Saddle", json.GetProperty("perfect_recovery").GetProperty("verdict").GetString());
        // three coordinates, one of them the neutral direction of P at q = r = 0
        Assert.Equal(2, json.GetProperty("perfect_recovery").GetProperty("eigenvalues").GetArrayLength());
        Assert.Equal(1, json.GetProperty("perfect_recovery").GetProperty("neutral").GetInt32());
        JsonElement feature = Assert.Single(json.GetProperty("features").EnumerateArray());
        // p*² is above 1 here
        Assert.Equal(JsonValueKind.Null, feature.GetProperty("critical_overlap").ValueKind);
        Assert.Equal(["ode", "claim"], json.GetProperty("verdicts").EnumerateArray().Select(v => v.GetProperty("method").GetString()));
        Assert.Equal(2.7, json.GetProperty("parameters").GetProperty("eta_t").GetDouble());
    }

    [Fact]
    public void Classify_HoldsNumbersListsAndTexts_WithTheNumbersOfTheCsv()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("points.csv"), Points);
        JsonElement[] rows = [.. Json("classify", "--input", folder.File("points.csv")).EnumerateArray()];
        string[] csv = Terminal.Run("classify", "--input", folder.File("points.csv")).Output.TrimEnd('\n').Split('\n');
        Assert.Equal(csv[0].Split(','), rows[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["quiet", "two, \"features\"", "007"], rows.Select(r => r.GetProperty("name").GetString()));
        Assert.Equal([1, 2, null], rows.Select(r => r.GetProperty("run") is { ValueKind: JsonValueKind.Number } n ? n.GetInt32() : (int?)null));
        Assert.Equal([[1], [5, 3], [1]], rows.Select(r => r.GetProperty("lambda").EnumerateArray().Select(v => v.GetDouble()).ToArray()));
        Assert.Equal([0.2, 0.2, 0.2], rows.Select(r => r.GetProperty("tau").GetDouble()));
        Assert.Equal([0.04, 0.04, 0.04], rows.Select(r => r.GetProperty("tau_tilde").GetDouble()));
        Assert.Equal(["Success", "Success", "Fail"], rows.Select(r => r.GetProperty("phase").GetString()));
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("recovery_2").ValueKind);
        Assert.All(rows, r => Assert.Equal(JsonValueKind.Null, r.GetProperty("reason").ValueKind));
        int recovery = Array.IndexOf(csv[0].Split(','), "recovery_1");
        Assert.Equal(csv[1].Split(',')[recovery], rows[0].GetProperty("recovery_1").GetRawText());

        Assert.Equal(0, Terminal.Run("classify", "--input", folder.File("points.csv"), "--format", "json", "--output", folder.File("labels.json")).ExitCode);
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(folder.File("labels.json")));
        Assert.Equal(rows.Select(r => r.GetRawText()), file.RootElement.EnumerateArray().Select(r => r.GetRawText()));
    }

    [Fact]
    public void Classify_OfNoRows_IsAnEmptyArray() =>
        Assert.Equal("[]\n", Terminal.Run(new Terminal.Settings(Points.Split('\n')[0] + "\n"), "classify", "--input", "-", "--format", "json").Output);

    /// <summary>More rows than are turned into JSON at a time.</summary>
    [Fact]
    public void Trajectory_HoldsTheNumbersOfTheCsv_DigitByDigit()
    {
        string[] arguments = ["trajectory", "--lambda", "5,3", "--until", "250.1", "--every", "0.1"];
        string[][] csv = [.. Terminal.Run(arguments).Output.TrimEnd('\n').Split('\n').Select(l => l.Split(','))];
        JsonElement[] rows = [.. Json(arguments).EnumerateArray()];
        Assert.Equal(2502, rows.Length);
        Assert.Equal(csv.Skip(1), rows.Select(r => r.EnumerateObject().Select(p => p.Value.GetRawText()).ToArray()));
        Assert.All(rows, r => Assert.Equal(csv[0], r.EnumerateObject().Select(p => p.Name)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("eta")]
    public void Map_IsOneObject_WithThePointsOfEachPiece_AndNullWhereNoCycleIsBorn(string vertical)
    {
        string[] arguments = ["map", "--lambda", "1", "--plane", $"alpha-{vertical}", "--tolerance", "0.001"];
        JsonElement json = Json(arguments);
        Assert.Equal($"alpha-{vertical}", json.GetProperty("plane").GetString());
        Assert.Equal(vertical == "x", json.GetProperty("parameters").TryGetProperty("eta_t", out _));
        var vertices = json.GetProperty("boundaries").EnumerateArray()
            .SelectMany(c => c.GetProperty("points").EnumerateArray().Select(p => (Curve: c.GetProperty("curve").GetString()!, Point: p))).ToList();
        string[][] csv = [.. Terminal.Run(arguments).Output.TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(','))];
        Assert.Equal(csv.Select(c => (c[0], Number(c[2]), Number(c[3]), Number(c[9]))), vertices.Select(v =>
            (v.Curve, v.Point.GetProperty("alpha").GetDouble(), v.Point.GetProperty(vertical).GetDouble(), v.Point.GetProperty("frequency") is { ValueKind: JsonValueKind.Number } f ? f.GetDouble() : double.NaN)));
        Assert.Contains(vertices, v => v.Point.GetProperty("frequency").ValueKind == JsonValueKind.Null);

        static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Status_IsOneObject_WithEachStoreInTheOrderGiven()
    {
        using var folder = new TemporaryFolder();
        foreach (int k in (int[])[1, 2])
            Assert.Equal(0, Terminal.Run("diagram", "--lambda", "1", "--x", "alpha:0.5:4:5", "--y", "eta:0.1:2.6:3", "--shard", $"{k}/2", "--store", folder.File($"{k}.db")).ExitCode);
        JsonElement[] stores = [.. Json("status", folder.File("1.db"), folder.File("2.db"), "--check").GetProperty("stores").EnumerateArray()];
        Assert.Equal([folder.File("1.db"), folder.File("2.db")], stores.Select(s => s.GetProperty("store").GetString()));
        Assert.Equal(["1/2", "2/2"], stores.Select(s => s.GetProperty("shard").GetString()));
        Assert.Equal(15, stores.Sum(s => s.GetProperty("total").GetInt32()));
        Assert.Equal(15, stores.Sum(s => Assert.Single(s.GetProperty("runs").EnumerateArray()).GetProperty("cells").GetInt32()));
        Assert.All(stores, s => Assert.True(s.GetProperty("checked").GetBoolean() && s.GetProperty("sweep").GetProperty("x").GetString()!.Length > 0));
    }

    [Theory]
    [InlineData("check --lambda 1 --format xml", "xml")]
    [InlineData("map --lambda 1 --format text", "text")]
    [InlineData("trajectory --lambda 1 --format yaml", "yaml")]
    public void AnotherFormat_IsRefused_BeforeTheWork(string arguments, string named)
    {
        Terminal run = Terminal.Run(arguments.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Contains("json", run.Error, StringComparison.Ordinal);
    }

    /// <summary>What a command prints with <c>--format json</c>, read by a parser that takes no NaN.</summary>
    private static JsonElement Json(params string[] arguments)
    {
        Terminal run = Terminal.Run([.. arguments, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument document = JsonDocument.Parse(run.Output, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }
}

using System.Diagnostics;
using System.Text.Json;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Cli;

/// <summary>The command that proves, and the program that verifies what it wrote.</summary>
public sealed class ProveCommandTests
{
    [Fact]
    public void ABox_IsProvedForAllItsParameters_AndATooLargeOneIsNot()
    {
        Terminal run = Terminal.Run("prove --lambda 3 --lambda-fake 1 --tau 0.2 --tau-tilde 0.02 --eta 2.7386 --within 0.035".Split(' '));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("each by ±3.5 %", run.Output, StringComparison.Ordinal);
        Assert.Contains("(15) holds, determinant condition fails; P = I repels", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("P = I repels", Terminal.Run("prove --lambda 3 --lambda-fake 1 --tau 0.2 --tau-tilde 0.02 --eta 2.7386 --within 0.1".Split(' ')).Output, StringComparison.Ordinal);

        // α = 1, x = 1.152 > Λ: nothing is learned
        run = Terminal.Run("prove --lambda 1 --tau 0.2 --tau-tilde 0.2 --eta 2.4 --within 0.002 --format json".Split(' '));
        using JsonDocument proof = JsonDocument.Parse(run.Output);
        Assert.Equal("Deceived", proof.RootElement.GetProperty("end").GetString());
        double high = proof.RootElement.GetProperty("end_recovery")[0][1].GetDouble();
        // a corner of the box: the recovery where its training ends is in the interval
        var corner = new GanParameters([1.002], [0.998], 0.1996, 0.2004, 2.3952, 2.4048);
        var ode = new ReducedOde(corner);
        double p = DormandPrince.Integrate(ode, ode.Pack(MacroState.NearOrigin(corner, 0.03, 1)), 400).At(400)[0];
        Assert.InRange(p * p, 0, high);
        Assert.InRange(high, 0, 0.05);
    }

    [Theory]
    [InlineData("prove --lambda 1 --within 1", "--within is a share of the parameters and must lie in (0, 1); got 1")]
    [InlineData("prove --lambda 1 --within 0.1 --output x.jsonl", "--output writes certificates of single points")]
    [InlineData("prove --lambda 1 --within 0.1 --x alpha:0.1:1:3 --y eta:0.1:1:3", "leave one of them out")]
    public void ABoxThatCannotBe_IsRefused(string arguments, string message)
    {
        Terminal run = Terminal.Run(arguments.Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCounterexampleToTheClaim_IsProved()
    {
        Terminal run = Terminal.Run("prove", "--lambda", "3", "--lambda-fake", "1", "--tau", "0.2", "--tau-tilde", "0.02", "--eta", "2.7386");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("(15) holds, determinant condition fails; P = I repels, P = 0 repels", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 unstable and 3 stable directions", run.Output, StringComparison.Ordinal);
        Assert.Contains("Deceived           proved: a family of dimension 1 through a point", run.Output, StringComparison.Ordinal);

        Assert.Contains("All rests proved: there are 6 kinds of them, up to symmetry, and none attracts", Terminal.Run("prove", "--lambda", "5,3", "--tau", "0.2", "--tau-tilde", "0.1", "--eta", "1").Output, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(Terminal.Run("prove", "--lambda", "3", "--lambda-fake", "1", "--tau", "0.2", "--tau-tilde", "0.02", "--eta", "2.7386", "--format", "json").Output);
        Assert.True(json.RootElement.GetProperty("refutes_claim").GetBoolean());
        Assert.True(json.RootElement.GetProperty("list_complete").GetBoolean());
        Assert.Equal("Undeceived", json.RootElement.GetProperty("end").GetString());
        Assert.Equal([true, true, true], json.RootElement.GetProperty("fixed_points").EnumerateArray().Select(p => p.GetProperty("proved").GetBoolean()).Order());
    }

    [SkippableFact]
    public async Task EveryCertificate_IsVerifiedByAProgramOfItsOwn_AndWithOneDigitChangedItIsRejected()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        var certificates = new List<string>();
        foreach (string point in new[] { "--lambda 1 --tau 0.2 --tau-tilde 0.2 --eta 0.5 --epsilon 0.4", "--lambda 1 --tau 0.2 --tau-tilde 0.5 --eta-t 0.9 --eta-g 0.4 --batch 2 --epsilon 0.4", "--lambda 1 --tau 0.2 --tau-tilde 0.28 --eta 1.4 --epsilon 0.4", "--lambda 5,3 --tau 0.04 --tau-tilde 0.2 --eta 1", "--lambda 5,3 --tau 0.2 --tau-tilde 0.3 --eta 1" })
        {
            string file = folder.File($"{certificates.Count}.jsonl");
            Assert.Equal(0, Terminal.Run(["prove", .. point.Split(' '), "--output", file]).ExitCode);
            certificates.AddRange(await File.ReadAllLinesAsync(file));
        }
        // that nothing attracts, for one to three features
        foreach (GanParameters gan in new GanParameters[] { new([1], [1], 0.2, 0.1, 0.8, 0.8), new([5, 3], [5, 3], 0.2, 0.04, 1, 1), new([5, 3], [5, 3], 0.2, 0.38, 0.9, 0.9), new([5, 3], [5, 3], 0.2, 0.4, 2.15, 2.15), new([5, 4, 3], [5, 4, 3], 0.2, 0.1, 1, 1) })
            certificates.Add(MotionCertificate.ToJson(FamilyList.Of(ParameterBox.Of(gan))));
        Assert.InRange(certificates.Count, 20, 60);
        (int code, string output) = await Verify(certificates);
        Assert.True(code == 0, output);
        int Lines(string what) => output.Split('\n').Count(l => l.Contains($": verified, {what}", StringComparison.Ordinal));
        int families = Lines("a family of dimension"), motions = Lines("no fixed point attracts"), lists = Lines("complete list,"), ends = Lines("training ends at Undeceived, learned,"), cycles = Lines("training ends on a cycle of period 82.39"), others = Lines("training ends at Undeceived, 1 of 2 features learned");
        Assert.InRange(families, 10, certificates.Count - 10);
        Assert.InRange(motions, 5, 7);
        Assert.Equal((3, 2, 1, 1), (lists, ends, cycles, others));
        Assert.Equal(certificates.Count - families - motions - lists - ends - cycles - others, Lines("one fixed point,"));

        var random = new Random(61);
        (code, output) = await Verify(Enumerable.Range(0, 1000).Select(k => Changed(certificates[k % certificates.Count], random)));
        Assert.Equal(1, code);
        Assert.Equal(1000, output.Split('\n').Count(l => l.Contains(": REJECTED, ", StringComparison.Ordinal)));

        async Task<(int Code, string Output)> Verify(IEnumerable<string> lines)
        {
            string file = folder.File("all.jsonl");
            await File.WriteAllTextAsync(file, string.Join('\n', lines));
            using var process = Process.Start(new ProcessStartInfo(python!, [Path.Combine(SourceTree.Root!, "samples", "proofs", "verify.py"), file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> text = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            return (process.ExitCode, await text + await error);
        }
    }

    [SkippableFact]
    public async Task AClaimThatIsNotTrue_IsRejected_EvenWithADigestOfItsOwn()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        string file = folder.File("points.jsonl");
        Assert.Equal(0, Terminal.Run("prove", "--lambda", "1", "--tau", "0.2", "--tau-tilde", "0.2", "--eta", "0.5", "--epsilon", "0.4", "--output", file).ExitCode);
        const string forge = """
            import hashlib, json, sys
            sys.path.insert(0, sys.argv[1])
            from verify import verify
            lines = [json.loads(line) for line in open(sys.argv[2])]
            whole = [w for w in lines if "search_low" in w["certificate"]][-1]
            def tried(change):
                c = json.loads(json.dumps(whole["certificate"]))
                change(c)
                text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
                try:
                    verify(json.dumps({"certificate": c, "sha256": hashlib.sha256(text.encode()).hexdigest()}, ensure_ascii=False))
                    return "accepted"
                except ValueError:
                    return "rejected"
            print(tried(lambda c: None))
            print(tried(lambda c: c.update(unstable="0", stable="3")))
            print(tried(lambda c: c.update(eta_t="0.5000001")))
            print(tried(lambda c: c.update(low=c["high"])))
            print(tried(lambda c: c.update(tau_tilde="0.3")))
            print(tried(lambda c: c["basis"].__setitem__(0, "40")))
            print(tried(lambda c: c["preconditioner"].__setitem__(4, "0")))
            whole = [w for w in lines if "kinds" in w["certificate"]][0]
            print(tried(lambda c: None))
            print(tried(lambda c: c.update(eta_g="0.5000001")))
            print(tried(lambda c: c["attracts"].__setitem__(-1, "no" if c["attracts"][-1] == "yes" else "yes")))
            print(tried(lambda c: [c[k].pop() for k in c if isinstance(c[k], list) and k[:6] != "lambda"]))
            print(tried(lambda c: c["u_low"].__setitem__(-1, c["u_high"][-1])))
            print(tried(lambda c: c.update(deceived_attracts="no" if c["deceived_attracts"] == "yes" else "yes")))
            whole = [w for w in lines if "form" in w["certificate"]][0]
            print(tried(lambda c: None))
            print(tried(lambda c: c.update(learned="no")))
            print(tried(lambda c: c.update(level="4")))
            print(tried(lambda c: c["length"].__setitem__(0, "-1")))
            print(tried(lambda c: c["length"].__setitem__(0, "30")))
            print(tried(lambda c: c["start"].__setitem__(0, "0.9")))
            print(tried(lambda c: c["length"].pop()))
            """;
        using var process = Process.Start(new ProcessStartInfo(python!, ["-c", forge, Path.GetDirectoryName(Path.Combine(SourceTree.Root!, "samples", "proofs", "verify.py"))!, file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> text = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        Assert.Equal("", await error);
        string printed = await text;
        string[] rest = ["accepted", "rejected", "rejected", "rejected", "rejected", "rejected", "rejected"], list = ["accepted", "rejected", "rejected", "rejected", "rejected", "rejected"];
        string[] end = ["accepted", "rejected", "rejected", "rejected", "rejected", "rejected", "rejected"];
        string[] expected = [.. rest, .. list, .. end];
        Assert.Equal(expected, printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public void AFileThatCannotBeWritten_IsNamedBeforeTheWork()
    {
        Terminal run = Terminal.Run("prove", "--lambda", "1", "--output", "/no/such/folder/points.jsonl");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("/no/such/folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ADiagramOfOneFeature_SaysOfEachCellWhetherItsLabelIsProved()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("proved"), lists = folder.File("lists.jsonl");
        string[] axes = ["--x", "alpha:0.5:3:5", "--y", "eta:0.4:2.4:5"];
        Terminal run = Terminal.Run(["prove", "--lambda", "1", "--tau", "0.2", .. axes, "--out", output, "--output", lists, "--threads", "1"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["proved.csv", "proved.html", "proved.svg"], Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        PhaseDiagram proved = PhaseDiagram.ReadCsv(Path.Combine(output, "proved.csv"));
        Assert.Equal(["proof", "proof_reason"], proved.EvidenceColumns.TakeLast(2));
        int count = proved.Verdicts.Count(v => v.Evidence[^2] == "proved");
        Assert.InRange(count, 21, 25);
        Assert.All(proved.Verdicts, v => Assert.NotEmpty(v.Evidence[^1]));
        Assert.Contains($"Proved {count} of 25 labels", run.Output, StringComparison.Ordinal);
        Assert.Equal(25, File.ReadAllLines(lists).Length);

        // the labels are those of the diagram command
        string plain = folder.File("plain");
        Assert.Equal(0, Terminal.Run(["diagram", "--lambda", "1", "--tau", "0.2", .. axes, "--out", plain]).ExitCode);
        Assert.Equal(PhaseDiagram.ReadCsv(Path.Combine(plain, "diagram.csv")).Verdicts.Select(v => v.Phase), proved.Verdicts.Select(v => v.Phase));
    }

    [Theory]
    [InlineData("5,3", "alpha:0.4:2:2", "eta:0.3:2.15:2", 4)]
    [InlineData("5,4,3", "alpha:0.2:0.4:2", "eta:0.6:2:2", 4)]
    public void ADiagramOfMoreFeatures_SaysOfEachCellWhatOfItsLabelIsProved(string variances, string x, string y, int cells)
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("proved"), certificates = folder.File("cells.jsonl");
        string[] grid = ["--lambda", variances, "--tau", "0.2", "--x", x, "--y", y];
        Terminal run = Terminal.Run(["prove", .. grid, "--out", output, "--output", certificates, "--threads", "1"]);
        Assert.Equal(0, run.ExitCode);
        PhaseDiagram proved = PhaseDiagram.ReadCsv(Path.Combine(output, "proved.csv"));
        Assert.Equal(["proof", "proof_reason"], proved.EvidenceColumns.TakeLast(2));
        foreach (PhaseVerdict verdict in proved.Verdicts)
        {
            Assert.Contains(verdict.Evidence[^2], new[] { "proved", "proved for almost every start", "attractor proved, end shown", "shown", "undetermined" });
            Assert.NotEmpty(verdict.Evidence[^1]);
            // the three levels above what is shown are of ends at rest and of motion
            Assert.Equal(verdict.Phase == Phase.Oscillation, verdict.Evidence[^2] == "proved for almost every start");
        }
        int Of(string level) => proved.Verdicts.Count(v => v.Evidence[^2] == level);
        Assert.Contains($"Proved {Of("proved")} of {cells} labels from start to end", run.Output, StringComparison.Ordinal);
        Assert.Contains($"proved for almost every start {Of("proved for almost every start")}, attractor proved, end shown {Of("attractor proved, end shown")}, shown {Of("shown")}, undetermined {Of("undetermined")}", run.Output, StringComparison.Ordinal);
        Assert.InRange(File.ReadAllLines(certificates).Length, cells - Of("shown") - Of("undetermined"), cells);
        string picture = File.ReadAllText(Path.Combine(output, "proved.svg"));
        Assert.Contains("end shown, not proved", picture, StringComparison.Ordinal);

        // each has ends at rest that are proved from the start on
        Assert.InRange(Of("proved"), 1, cells);

        // the labels are those of the diagram command
        string plain = folder.File("plain");
        Assert.Equal(0, Terminal.Run(["diagram", .. grid, "--out", plain]).ExitCode);
        Assert.Equal(PhaseDiagram.ReadCsv(Path.Combine(plain, "diagram.csv")).Verdicts.Select(v => v.Phase), proved.Verdicts.Select(v => v.Phase));
    }

    [Fact]
    public void ADiagramThatIsCancelled_KeepsNothing()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("proved");
        Terminal run = Terminal.Run(new Terminal.Settings(Cancellation: new CancellationToken(true)), "prove", "--lambda", "5,3", "--tau", "0.2", "--x", "alpha:0.2:2:4", "--y", "eta:0.3:4:4", "--out", output);
        Assert.Equal(130, run.ExitCode);
        Assert.False(File.Exists(Path.Combine(output, "proved.csv")));
    }

    [Theory]
    [InlineData("--x is of a diagram", "--x", "alpha:0.5:3:5")]
    [InlineData("--out is of a diagram", "--out", "folder")]
    [InlineData("--format json", "--format", "json", "--x", "alpha:0.5:3:5", "--y", "eta:0.4:2.4:5")]
    public void AnOptionThatFitsNoDiagram_IsNamed(string message, params string[] options)
    {
        Terminal run = Terminal.Run(["prove", .. options.Contains("--lambda") ? [] : (string[])["--lambda", "1"], .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static string Changed(string certificate, Random random)
    {
        int[] digits = [.. Enumerable.Range(0, certificate.Length).Where(i => char.IsAsciiDigit(certificate[i]))];
        int at = digits[random.Next(digits.Length)];
        char other = (char)('0' + (certificate[at] - '0' + 1 + random.Next(9)) % 10);
        return $"{certificate[..at]}{other}{certificate[(at + 1)..]}";
    }
}

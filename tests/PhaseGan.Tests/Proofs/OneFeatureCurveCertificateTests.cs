using System.Diagnostics;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Certificates of boundaries of one feature.</summary>
public sealed class OneFeatureCurveCertificateTests
{
    private static readonly GanParameters s_gan = new([1], [1], 0.2, 0.2, 1, 1);

    [SkippableFact]
    public async Task Boundaries_AreVerified_AndWithOneDigitChangedRejected_WithDigestsOfTheirOwnToo()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        string file = folder.File("curves.jsonl");
        var window = new OneFeatureWindow(1.2, 2.5, 1, 2.4);
        string[] certificates =
        [
            Certificate("LockedHopf", 2, 1.8), Certificate("DeceivedTrace", 2, Math.Sqrt(5)), Certificate("UndeceivedFold", 1.7, 1.336, Math.Sqrt(0.35)), Certificate("UndeceivedHopf", 1.95, 1.441, Math.Sqrt(0.49)),
        ];
        var random = new Random(97);
        await File.WriteAllLinesAsync(file, [.. certificates, .. Enumerable.Range(0, 400).Select(k => Changed(certificates[k % certificates.Length], random))]);
        string[] lines = (await Run("verify.py", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(certificates.Length + 400, lines.Length);
        Assert.All(lines[..certificates.Length], line => Assert.Contains("without a gap from", line, StringComparison.Ordinal));
        Assert.All(lines[certificates.Length..], line => Assert.Contains("REJECTED", line, StringComparison.Ordinal));

        const string forge = """
            import hashlib, json, sys
            from fractions import Fraction
            from verify import verify
            locked, trace, fold, hopf = [json.loads(line)["certificate"] for line in open(sys.argv[1]).readlines()[:4]]
            def tried(whole, change):
                c = json.loads(json.dumps(whole))
                change(c)
                text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
                try:
                    return verify(json.dumps({"certificate": c, "sha256": hashlib.sha256(text.encode()).hexdigest()}, ensure_ascii=False))
                except (ValueError, KeyError, IndexError, TypeError):
                    return "rejected"
            def shifted(c):
                # the whole curve a little to the right
                for e in c["pieces"] + c["joints"] + c["ends"]:
                    for k in ("origin", "center", "low", "high", "search_low", "search_high"):
                        if k in e:
                            e[k][0] = repr(float(e[k][0]) + 1e-3)
            # a gap, a joint twice, an end on the way, another boundary, no conditions, a window that cuts, parameters, shares, sides
            for c in (locked, trace, fold, hopf):
                print(tried(c, lambda c: (c["pieces"].pop(1), c["joints"].pop(1))))
                print(tried(c, lambda c: c["joints"].__setitem__(1, c["joints"][0])))
                print(tried(c, lambda c: c["ends"].reverse()))
                print(tried(c, shifted))
                print(tried(c, lambda c: c.update(tau="0.21")))
                print(tried(c, lambda c: c.update(share_g="0.9", share_t="0.8")))
                print(tried(c, lambda c: c["window"].__setitem__(3, "1.35")))
                print(tried(c, lambda c: c["ends"].clear()))
            print(tried(trace, lambda c: c.update(sign_on_left=str(-int(c["sign_on_left"])))))
            print(tried(trace, lambda c: c.update(boundary="DeceivedUntrained")))
            print(tried(fold, lambda c: c.update(boundary="UndeceivedHopf")))
            print(tried(hopf, lambda c: c.update(boundary="UndeceivedFold")))
            print(tried(hopf, lambda c: c["ends"][0].update(condition=c["ends"][1]["condition"])))
            """;
        string[] answers = (await Run("-c", forge, file)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(37, answers.Length);
        Assert.All(answers, answer => Assert.Equal("rejected", answer));

        string Certificate(string name, double alpha, double noise, double r = 0) => OneFeatureCurveCertificate.ToJson(OneFeatureCurve.Of(s_gan, name, window, alpha, noise, r)!);

        async Task<string> Run(params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(python!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.Combine(SourceTree.Root!, "samples", "proofs"), Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" } })!;
            Task<string> text = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            Assert.Equal("", await error);
            return await text;
        }
    }

    [Fact]
    public void ACurveThatIsNotProvedToItsEnds_IsRefused()
    {
        // the corner of the window is an end of two kinds at once: α = 2 is both its edge and the curve itself
        OneFeatureCurve curve = OneFeatureCurve.Of(s_gan, "UndeceivedHopf", new OneFeatureWindow(1.2, 2, 1, 2.4), 1.95, 1.441, Math.Sqrt(0.49))!;
        Assert.False(curve.Tube.IsComplete);
        Assert.Throws<ArgumentException>(() => OneFeatureCurveCertificate.ToJson(curve));
    }

    private static string Changed(string certificate, Random random)
    {
        int[] digits = [.. Enumerable.Range(0, certificate.Length).Where(i => char.IsAsciiDigit(certificate[i]))];
        int at = digits[random.Next(digits.Length)];
        char other = (char)('0' + (certificate[at] - '0' + 1 + random.Next(9)) % 10);
        return $"{certificate[..at]}{other}{certificate[(at + 1)..]}";
    }
}

using System.Diagnostics;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Certificates of branches, folds and Hopf points.</summary>
public sealed class BranchCertificateTests
{
    [SkippableFact]
    public async Task ABranch_AFold_AndHopfPoints_AreVerified_AndWithOneDigitChangedRejected_WithDigestsOfTheirOwnToo()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        string file = folder.File("branches.jsonl");
        string[] certificates = [.. Certificates()];
        var random = new Random(89);
        await File.WriteAllLinesAsync(file, [.. certificates, .. Enumerable.Range(0, 1000).Select(k => Changed(certificates[k % certificates.Length], random))]);
        string[] lines = (await Run("verify.py", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(certificates.Length + 1000, lines.Length);
        Assert.Contains("one branch without a jump", lines[0], StringComparison.Ordinal);
        Assert.Contains("one simple fold at eta", lines[1], StringComparison.Ordinal);
        Assert.Contains("one Hopf point at alpha", lines[2], StringComparison.Ordinal);
        Assert.All(lines[certificates.Length..], line => Assert.Contains("REJECTED", line, StringComparison.Ordinal));

        const string forge = """
            import hashlib, json, sys
            from verify import verify
            branch, fold, hopf = [json.loads(line)["certificate"] for line in open(sys.argv[1]).readlines()[:3]]
            def tried(whole, change):
                c = json.loads(json.dumps(whole))
                change(c)
                text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
                try:
                    return verify(json.dumps({"certificate": c, "sha256": hashlib.sha256(text.encode()).hexdigest()}, ensure_ascii=False))
                except (ValueError, KeyError, IndexError, TypeError):
                    return "rejected"
            print(tried(branch, lambda c: c["pieces"].pop()))
            print(tried(branch, lambda c: c["nodes"].__setitem__(1, c["nodes"][0])))
            print(tried(branch, lambda c: c["pieces"][0].update(search_high=c["pieces"][0]["search_low"])))
            print(tried(branch, lambda c: c.update(moves="tau")))
            print(tried(fold, lambda c: c.update(tau="0.21")))
            print(tried(fold, lambda c: c.update(norm=["1", "1", "1"])))
            print(tried(fold, lambda c: c.update(low=c["high"])))
            print(tried(hopf, lambda c: c.update(speed_high="1")))
            print(tried(hopf, lambda c: c.update(speed_low="0.05", speed_high="0.2")))
            print(tried(hopf, lambda c: c["speed_inverse"].__setitem__(0, "90")))
            print(tried(hopf, lambda c: c.update(eta_g="1.9")))
            print(tried(hopf, lambda c: c["center"].__setitem__(9, "0")))
            """;
        string[] answers = (await Run("-c", forge, file)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(12, answers.Length);
        Assert.All(answers, answer => Assert.Equal("rejected", answer));

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
    public void WhatIsNoSinglePoint_OrHoldsCoordinates_IsRefused()
    {
        var held = new EnclosedFamily(new ParameterBox([5, 3], [5, 3], 0.2, 0.3, 1, 1), "eta", new Dictionary<int, double> { [0] = 0 });
        RestTube tube = RestTube.Follow(new EnclosedFamily(new ParameterBox([1], [1], 0.2, 0.2, 0.5, 0.5), "eta").At, 0.5, 0.51, [0.92, 0.85, 0.92])!;
        Assert.Throws<ArgumentException>(() => BranchCertificate.ToJson(held, tube));
        Assert.Throws<ArgumentException>(() => BranchCertificate.ToJson(new EnclosedFamily(new ParameterBox([new Interval(1, 2)], [1], 0.2, 0.2, 0.5, 0.5), "eta"), tube));
    }

    private static IEnumerable<string> Certificates()
    {
        var family = new EnclosedFamily(new ParameterBox([1], [1], 0.2, 0.2, 0.5, 0.5), "eta");
        yield return BranchCertificate.ToJson(family, RestTube.Follow(family.At, 0.5, 0.55, [0.92, 0.85, 0.92])!);
        GanParameters gan = new([1], [1], 0.2, 0.06, 0.44, 0.44);
        family = new EnclosedFamily(ParameterBox.Of(gan), "eta");
        yield return BranchCertificate.ToJson(family, FoldProof.Try(family, SingleFeature.FixedPoints(gan).First(o => o.Name == "Undeceived").Representative.Coordinates.AsSpan(), 0.44)!);
        gan = new([1], [1], 0.2, 0.4, 2, 2);
        family = new EnclosedFamily(ParameterBox.Of(gan), "alpha");
        yield return BranchCertificate.ToJson(family, HopfProof.Try(family, SingleFeature.FixedPoints(gan).First(o => o.Name == "Locked").Representative.Coordinates.AsSpan(), 1.98)!);
    }

    private static string Changed(string certificate, Random random)
    {
        int[] digits = [.. Enumerable.Range(0, certificate.Length).Where(i => char.IsAsciiDigit(certificate[i]))];
        int at = digits[random.Next(digits.Length)];
        char other = (char)('0' + (certificate[at] - '0' + 1 + random.Next(9)) % 10);
        return $"{certificate[..at]}{other}{certificate[(at + 1)..]}";
    }
}

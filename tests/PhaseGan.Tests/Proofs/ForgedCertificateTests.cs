using System.Diagnostics;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>False claims on families and on motion, with digests of their own.</summary>
public sealed class ForgedCertificateTests
{
    [SkippableFact]
    public async Task AFalseFamily_AndAFalseList_AreRejected_EvenWithDigestsOfTheirOwn()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        string file = folder.File("proofs.jsonl");
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.3, 1, 1);
        var field = new EnclosedOde(ParameterBox.Of(gan));
        FixedPointOrbit locked = FixedPointFinder.Find(new ReducedOde(gan)).Orbits.First(o => o.Name == "Locked");
        await File.WriteAllLinesAsync(file,
        [
            FamilyCertificate.ToJson(field, FamilyProof.Try(field, locked.Representative.Coordinates.AsSpan())!),
            MotionCertificate.ToJson(FamilyList.Of(ParameterBox.Of(gan))),
        ]);
        const string forge = """
            import hashlib, json, sys
            sys.path.insert(0, sys.argv[1])
            from verify import verify
            family, motion = [json.loads(line)["certificate"] for line in open(sys.argv[2])]
            def tried(whole, change):
                c = json.loads(json.dumps(whole))
                change(c)
                text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
                try:
                    verify(json.dumps({"certificate": c, "sha256": hashlib.sha256(text.encode()).hexdigest()}, ensure_ascii=False))
                    return "accepted"
                except (ValueError, KeyError, IndexError, TypeError):
                    return "rejected"
            def other(name, value):
                return lambda c: c.update({name: value})
            print(tried(family, lambda c: None))
            print(tried(motion, lambda c: None))
            # a column of the active one for free, no free one, a wrong count, other parameters, a point that is no rest
            print(tried(family, lambda c: c.update(free=c["free"] + c["vanishing"][:1], vanishing=c["vanishing"][1:])))
            print(tried(family, lambda c: c.update(vanishing=c["vanishing"] + c["free"], free=[])))
            print(tried(family, lambda c: c.update(unstable=str(int(c["unstable"]) - 1), stable=str(int(c["stable"]) + 1))))
            print(tried(family, other("tau_tilde", "0.31")))
            print(tried(family, lambda c: c.update(low=c["high"])))
            # a point left out, one said to see nothing, boxes moved, little noise, another ratio of rates
            for k in range(len(motion["families"])):
                print(tried(motion, lambda c: c["families"].pop(k)))
            print(tried(motion, lambda c: c["families"][-1].update(seen="")))
            print(tried(motion, lambda c: c["families"][0].update(low=["0.1"], high=["0.2"])))
            print(tried(motion, other("eta_t", "9")))
            print(tried(motion, other("tau_tilde", "0.01")))
            """;
        using var process = Process.Start(new ProcessStartInfo(python!, ["-c", forge, Path.Combine(SourceTree.Root!, "samples", "proofs"), file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> text = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("", await error);
        string[] answers = (await text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.InRange(answers.Length, 16, 30);
        Assert.Equal(["accepted", "accepted"], answers[..2]);
        Assert.All(answers[2..], answer => Assert.Equal("rejected", answer));
    }

    [SkippableFact]
    public async Task AFalseCycle_IsRejected_EvenWithADigestOfItsOwn()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        string file = folder.File("cycle.jsonl");
        var gan = new GanParameters([1], [1], 0.2, 0.28, 1.4, 1.4);
        await File.WriteAllTextAsync(file, OneFeatureCertificate.OfEnd(gan, MacroState.NearOrigin(gan, 0.4, seed: 1)));
        const string forge = """
            import hashlib, json, sys
            sys.path.insert(0, sys.argv[1])
            from verify import verify
            cycle = json.loads(open(sys.argv[2]).readline())["certificate"]
            def tried(**changes):
                c = {**json.loads(json.dumps(cycle)), **changes}
                text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
                try:
                    return verify(json.dumps({"certificate": c, "sha256": hashlib.sha256(text.encode()).hexdigest()}, ensure_ascii=False))
                except (ValueError, KeyError, IndexError, TypeError) as error:
                    return f"rejected, {error}"
            print(tried())
            print(tried(contraction="0.1"))
            print(tried(contraction="1.5"))
            print(tried(period_low="82.3938", period_high="82.39381"))
            print(tried(period_low="41.19", period_high="41.2"))
            print(tried(turn=cycle["turn"][:-1]))
            print(tried(size="0.02"))
            print(tried(tau_tilde="0.29"))
            print(tried(start=["0.1", "0.2", "0.3"], length=cycle["length"][:3]))
            print(tried(columns=cycle["columns"][:3] * 3))
            """;
        using var process = Process.Start(new ProcessStartInfo(python!, ["-c", forge, Path.Combine(SourceTree.Root!, "samples", "proofs"), file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> text = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("", await error);
        string[] answers = (await text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.StartsWith("training ends on a cycle of period 82.39", answers[0], StringComparison.Ordinal);
        Assert.Contains("which attracts", answers[0], StringComparison.Ordinal);
        Assert.Equal(10, answers.Length);
        Assert.All(answers[1..], answer => Assert.StartsWith("rejected, ", answer, StringComparison.Ordinal));
    }
}

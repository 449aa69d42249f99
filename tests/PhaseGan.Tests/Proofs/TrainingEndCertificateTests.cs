using System.Diagnostics;
using PhaseGan.Tests.Conventions;
using PhaseGan.Tests.Sweeps;
using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Certificates of ends of two features, verified by a program with an integrator of its own.</summary>
public sealed class TrainingEndCertificateTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1";

    [SkippableFact]
    public async Task AnEndOfTwoFeatures_IsVerifiedFromItsStartOn_AndFalseClaimsAreRejectedWithDigestsOfTheirOwn()
    {
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        string file = folder.File("end.jsonl");
        await File.WriteAllTextAsync(file, Certificate(ratio: 1.9, noise: 0.05));
        const string forge = """
            import hashlib, json, sys
            sys.path.insert(0, sys.argv[1])
            import verify
            end, known, box = json.loads(open(sys.argv[2]).readline())["certificate"], {}, verify.end_box
            # paths that are asked for again are not followed again
            def remembered(c):
                key = json.dumps([c[k] for k in ("start", "time", "tau", "tau_tilde", "eta_t", "eta_g", "batch")])
                known[key] = known.get(key) or box(c)
                return known[key]
            verify.end_box = remembered
            def tried(**changes):
                c = {**json.loads(json.dumps(end)), **changes}
                text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
                try:
                    return verify.verify(json.dumps({"certificate": c, "sha256": hashlib.sha256(text.encode()).hexdigest()}, ensure_ascii=False))
                except (ValueError, KeyError, IndexError, TypeError) as error:
                    return f"rejected, {error}"
            print(tried())
            print(tried(kind_of_rest="Locked"))
            print(tried(learned=["yes", "yes"]))
            print(tried(learned=["no", "no"]))
            print(tried(threshold="0.999"))
            print(tried(recovery_low=["0.99", "0"]))
            print(tried(recovery_high=["0.98", "0"]))
            # nothing learned, and at rest: the other start stays where it is
            print(tried(start=["1", "0", "0", "1", "0", "0", "0", "0", "0"]))
            print(tried(time="2"))
            # norms in which distances grow at first, that are none, or of too few coordinates
            print(tried(norm=[str((i % 10 == 0) + 9 * (i % 9 == 4)) for i in range(81)]))
            print(tried(norm=["1"] * 81))
            print(tried(norm=end["norm"][:9]))
            print(tried(low=end["high"]))
            print(tried(vanishing=end["vanishing"][:-1]))
            print(tried(free=["8"]))
            """;
        using var process = Process.Start(new ProcessStartInfo(python!, ["-c", forge, Path.Combine(SourceTree.Root!, "samples", "proofs"), file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> text = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("", await error);
        string[] answers = (await text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.StartsWith("training ends at Undeceived, 1 of 2 features learned, after t = ", answers[0], StringComparison.Ordinal);
        Assert.Equal(15, answers.Length);
        Assert.All(answers[1..], answer => Assert.StartsWith("rejected, ", answer, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(0.2, 2, "training ends at Deceived, 2 of 2 features learned")]
    [InlineData(0.3, 2.5, "training ends at Deceived, 2 of 2 features learned")]
    public async Task AnEndOnAFamily_IsVerifiedFromItsStartOn(double ratio, double noise, string expected)
    {
        Skip.IfNot(s_long, "takes ten seconds; PHASEGAN_LONG_TESTS=1 runs it");
        SourceTree.SkipWhereItIsAbsent();
        string? python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);
        Skip.If(python is null, "python3 is not installed");
        using var folder = new TemporaryFolder();
        string file = folder.File("end.jsonl");
        await File.WriteAllTextAsync(file, Certificate(ratio, noise));
        using var process = Process.Start(new ProcessStartInfo(python!, [Path.Combine(SourceTree.Root!, "samples", "proofs", "verify.py"), file]) { RedirectStandardOutput = true })!;
        Task<string> text = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Contains(expected, await text, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotProved_OrABoxOfStarts_HasNoCertificate()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.38, 0.05, 0.05);
        MacroState start = MacroState.NearOrigin(gan, 0.03, seed: 1);
        Assert.Throws<ArgumentException>(() => TrainingEndCertificate.ToJson(TrainingEndProof.Of(gan, start, new double[9])));
        Assert.Throws<ArgumentNullException>(() => TrainingEndCertificate.ToJson(null!));
        var ode = new ReducedOde(gan);
        double[] end = [.. Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(ode, ode.Pack(start))).Point.Coordinates];
        Interval[] box = [.. ode.Pack(start).Select(v => new Interval(v - 1e-12, v + 1e-12))];
        Assert.Contains("one start", Assert.Throws<ArgumentException>(() => TrainingEndCertificate.ToJson(TrainingEndProof.Of(ParameterBox.Of(gan), box, end))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AListOfThreeFeaturesInWhichMembersRepelOneByOne_HasNoCertificate_ForTheVerifierCannotRepeatIt()
    {
        var hard = FamilyList.Of(ParameterBox.Of(new GanParameters([4.76, 3.19, 1.46], [1.56, 5.08, 0.88], 0.2, 0.2 * 0.87, 0.67, 0.67)));
        Assert.True(hard.NothingAttracts);
        Assert.False(MotionCertificate.CanBeVerified(hard));
        Assert.Contains("member by member", Assert.Throws<ArgumentException>(() => MotionCertificate.ToJson(hard)).Message, StringComparison.Ordinal);
        Assert.True(MotionCertificate.CanBeVerified(FamilyList.Of(ParameterBox.Of(new GanParameters([5, 4, 3], [5, 4, 3], 0.2, 0.1, 1, 1)))));
    }

    private static string Certificate(double ratio, double noise)
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2 * ratio, noise, noise);
        var ode = new ReducedOde(gan);
        MacroState start = MacroState.NearOrigin(gan, 0.03, seed: 1);
        var end = Assert.IsType<FixedPointAttractor>(AttractorFinder.Find(ode, ode.Pack(start)));
        return TrainingEndCertificate.ToJson(TrainingEndProof.Of(gan, start, end.Point.Coordinates.AsSpan()));
    }
}

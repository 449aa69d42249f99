using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>The packed command where it is compiled ahead of time: it starts at once, and each of its forms writes what the command on .NET writes.</summary>
[Collection("Packages")]
public sealed class NativeCommandTests(PackedFeed feed)
{
    /// <summary>The environment in which the command stays what it is for any processor.</summary>
    private static readonly (string, string) s_plain = ("DOTNET_EnableHWIntrinsic", "0");

    /// <summary>A managed process needs a multiple of this to start; the native one takes a tenth of it.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromMilliseconds(50);

    /// <summary>Each command writes to standard output and, where it has files, to the folder <c>out</c> in which it runs.</summary>
    public static TheoryData<string, string> Commands => new()
    {
        { "one feature", "diagram --lambda 1 --tau 0.2 --x alpha:0.02:4:64 --y eta:0.1:2.6:64 --out out" },
        { "two features", "diagram --lambda 5,3 --lambda-fake 5,2 --tau 0.2 --x alpha:0.02:4:16 --y eta:0.1:2.6:16 --out out" },
        { "three features", "diagram --lambda 5,3,2 --tau 0.2 --x alpha:0.1:1:6 --y eta:0.5:2.6:6 --out out" },
        { "refined", "diagram --lambda 1 --tau 0.2 --x alpha:0.02:4:64 --y x:0.05:2:64:log --refine 8 --out out" },
        { "inequality", "diagram --lambda 5,3 --method claim --x alpha:0.1:2:16 --y x:0.1:5:12:log --out out" },
        { "stored", "diagram --lambda 1 --tau 0.2 --x alpha:0.1:4:8 --y eta:0.1:2.6:8 --store sweep.db --out out" },
        { "classify", "classify --input points.csv --output out/labels.csv" },
        { "classify as JSON", "classify --input points.csv --format json" },
        { "check", "check --lambda 3 --lambda-fake 1 --tau 0.2 --tau-tilde 0.02 --eta 2.7386" },
        { "check as JSON", "check --lambda 3 --lambda-fake 1 --tau 0.2 --tau-tilde 0.02 --eta 2.7386 --format json" },
        { "branch", "branch --lambda 1 --tau 0.2 --eta 1 --vary alpha:0.2:4 --output out/branches.csv --figure out/branches.svg" },
        { "attractor", "attractor --lambda 1 --tau 0.2 --tau-tilde 0.2 --eta 1.5 --format json" },
        { "simulate", "simulate --lambda 5,3 --eta 2 --n 500 --until 5 --every 5 --replicas 2 --output out/trainings.csv" },
        { "map", "map --lambda 1 --tau 0.2" },
        { "help", "diagram --help" },
        { "bad usage", "diagram --lambda -1" },
    };

    [SkippableTheory]
    [MemberData(nameof(Commands))]
    public async Task ThePackedCommand_WritesTheBytesOfTheOneOnDotNet(string name, string command)
    {
        RequireNative();
        (Dictionary<string, string> native, Dictionary<string, string> managed) = (await Written(command, feed.Command), await Written(command, "dotnet", Managed()));
        AssertSame(managed, native);
        Assert.True(managed.Values.Any(text => text.Length > 0), $"{name} wrote nothing");
    }

    /// <summary>The forms for more instructions run where the processor has these, and the one for any processor everywhere.</summary>
    [SkippableTheory]
    [InlineData("phasegan-avx2")]
    [InlineData("phasegan-avx512")]
    [InlineData("phasegan")]
    public async Task EachForm_WritesTheBytesOfTheOthers(string form)
    {
        RequireNative();
        string file = Path.Combine(feed.CommandFolder, form), command = Commands.First(c => (string)c[0] == "two features")[1].ToString()!;
        Assert.True(File.Exists(file), $"the package has no {form}");
        Skip.If(form == "phasegan-avx512" && !Avx512F.IsSupported, "this processor has no AVX-512");
        Skip.If(form == "phasegan-avx2" && !Avx2.IsSupported, "this processor has no AVX2");
        AssertSame(await Written(command, feed.Command), await Written(command, file, environment: s_plain));
    }

    /// <summary>The package has no form that is never run: the entry hands over to the widest that the processor has, and to none where .NET's own switch forbids it.</summary>
    [SkippableFact]
    public async Task TheEntry_HandsOverToTheWidestForm()
    {
        RequireNative();
        // not whether vectors of that width are said to be fast, which .NET denies on some processors that have them
        string widest = Avx512F.IsSupported ? "phasegan-avx512" : Avx2.IsSupported ? "phasegan-avx2" : "phasegan";
        Assert.Equal(widest, await Runs());
        Assert.Equal("phasegan", await Runs(s_plain));

        async Task<string> Runs(params (string, string)[] environment)
        {
            // the command waits for its input, so that one can look at what it is
            using Process process = feed.Start(feed.Folder("forms"), feed.Command, ["classify", "--input", "-"], environment);
            string file = "";
            for (int look = 0; look < 200 && (file = File.ResolveLinkTarget($"/proc/{process.Id}/exe", returnFinalTarget: false)?.Name ?? "") != widest; look++)
                await Task.Delay(10);
            process.Kill();
            await process.WaitForExitAsync();
            return file;
        }
    }

    [Fact]
    public async Task AskedForPngAndPdf_ThePackedCommandDrawsThem()
    {
        string folder = feed.Folder("pictures");
        await feed.Run(folder, feed.Command, "diagram", "--lambda", "1", "--method", "claim", "--picture", "pdf", "--picture", "png", "--x", "alpha:0.1:2:8", "--y", "eta:0.1:2:8", "--out", "out");
        Assert.Equal("%PDF-"u8.ToArray(), (await File.ReadAllBytesAsync(Path.Combine(folder, "out", "diagram.pdf")))[..5]);
        Assert.Equal("\u0089PNG", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, "out", "diagram.png")))[..4]);
    }

    [SkippableFact]
    public void TheCompilerWarnsOfNothing()
    {
        RequireNative();
        Assert.DoesNotContain("warning IL", feed.CommandMessages, StringComparison.Ordinal);
        Assert.DoesNotContain("warning AOT", feed.CommandMessages, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task ThePackedCommandStartsAtOnce_AndNeedsNothingOfDotNet()
    {
        RequireNative();
        Assert.DoesNotContain(Directory.GetFiles(feed.CommandFolder), f => f.EndsWith(".dll", StringComparison.Ordinal) || f.EndsWith(".dbg", StringComparison.Ordinal));
        var best = TimeSpan.MaxValue;
        for (int run = 0; run < 20 && best > s_start; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.StartsWith(feed.Version, await feed.Run(feed.CommandFolder, feed.Command, "--version"), StringComparison.Ordinal);
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            best = taken < best ? taken : best;
        }
        Assert.True(best <= s_start, $"the quickest of 20 starts took {best.TotalMilliseconds:F0} ms");
    }

    /// <summary>Skips a test where the package has the command on .NET alone.</summary>
    private void RequireNative() => Skip.If(!feed.IsNative, "the command is compiled ahead of time on Linux (x64) with a linker, and in tests where PHASEGAN_NATIVE=1");

    /// <summary>The command as a build of this repository makes it.</summary>
    private static string Managed() => Path.Combine(PackedFeed.Repository(), "src", "PhaseGan.Cli", "bin", PackedFeed.Configuration, "net10.0", "PhaseGan.Cli.dll");

    private static void AssertSame(Dictionary<string, string> expected, Dictionary<string, string> written)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), written.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, file => Assert.Equal(file.Value, written[file.Key]));
    }

    /// <summary>What a command wrote, by the name of the file, in a folder of its own: its exit code and standard output too, its messages not, which tell times.</summary>
    private async Task<Dictionary<string, string>> Written(string command, string program, string? argument = null, params (string, string)[] environment)
    {
        string folder = feed.Folder("native");
        string files = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "points.csv"),
            "name,lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g\nquiet,1,1,0.2,0.04,1,1\ntwo features,5;3,5;3,0.2,0.04,2,2\ntoo much noise,1,1,0.2,0.04,3,3\n");
        (int exitCode, string printed) = await feed.TryPrint(folder, program, argument is null ? command.Split(' ') : [argument, .. command.Split(' ')], environment);
        var written = Directory.GetFiles(files).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
        written["exit code and standard output"] = $"{exitCode}\n{printed}";
        return written;
    }
}

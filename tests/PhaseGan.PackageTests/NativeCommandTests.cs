using System.Diagnostics;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>The command compiled ahead of time: it starts at once, and what it writes is what the packed command writes.</summary>
[Collection("Packages")]
public sealed class NativeCommandTests(PackedFeed feed, NativeBuilds builds)
{
    private const string Project = "PhaseGan.Cli";

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
    public async Task TheNativeCommand_WritesTheBytesOfThePackedOne(string name, string command)
    {
        string native = Path.Combine(await builds.Publish(feed, Project), "phasegan");
        (Dictionary<string, string> ahead, Dictionary<string, string> packed) = (await Written(native, command), await Written(feed.Command, command));
        Assert.Equal(packed.Keys.Order(StringComparer.Ordinal), ahead.Keys.Order(StringComparer.Ordinal));
        Assert.All(packed, file => Assert.Equal(file.Value, ahead[file.Key]));
        Assert.True(packed.Values.Any(text => text.Length > 0), $"{name} wrote nothing");
    }

    [SkippableFact]
    public async Task AskedForPngOrPdf_TheNativeCommandSaysWhatDrawsThem_BeforeTheWork()
    {
        string folder = await builds.Publish(feed, Project);
        (int exitCode, string output) = await feed.TryRun(feed.Folder("pictures"), Path.Combine(folder, "phasegan"), "diagram", "--lambda", "1", "--picture", "pdf", "--out", "out");
        Assert.Equal(2, exitCode);
        Assert.Contains("--picture pdf: the native command draws SVG alone; PNG and PDF are drawn by the .NET tool", output, StringComparison.Ordinal);
    }

    /// <summary>The packed command has the library that draws.</summary>
    [Fact]
    public async Task AskedForPngAndPdf_ThePackedCommandDrawsThem()
    {
        string folder = feed.Folder("pictures");
        await feed.Run(folder, feed.Command, "diagram", "--lambda", "1", "--method", "claim", "--picture", "pdf", "--picture", "png", "--x", "alpha:0.1:2:8", "--y", "eta:0.1:2:8", "--out", "out");
        Assert.Equal("%PDF-"u8.ToArray(), (await File.ReadAllBytesAsync(Path.Combine(folder, "out", "diagram.pdf")))[..5]);
        Assert.Equal("\u0089PNG", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, "out", "diagram.png")))[..4]);
    }

    [SkippableFact]
    public async Task TheCompilerWarnsOfNothingOfOurs()
    {
        string messages = await builds.Messages(feed, Project);
        Assert.DoesNotContain("warning IL", messages, StringComparison.Ordinal);
        Assert.DoesNotContain("warning AOT", messages, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task TheNativeCommandStartsAtOnce_AndIsOneFileBesideTheLibraryOfTheStore()
    {
        string folder = await builds.Publish(feed, Project);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        var best = TimeSpan.MaxValue;
        for (int run = 0; run < 20 && best > s_start; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.StartsWith(feed.Version, await feed.Run(folder, Path.Combine(folder, "phasegan"), "--version"), StringComparison.Ordinal);
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            best = taken < best ? taken : best;
        }
        Assert.True(best <= s_start, $"the quickest of 20 starts took {best.TotalMilliseconds:F0} ms");
    }

    /// <summary>What a command wrote, by the name of the file, in a folder of its own: its exit code and standard output too, its messages not, which tell times.</summary>
    private async Task<Dictionary<string, string>> Written(string program, string command)
    {
        string folder = feed.Folder("native");
        string files = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "points.csv"),
            "name,lambda,lambda_fake,tau,tau_tilde,eta_t,eta_g\nquiet,1,1,0.2,0.04,1,1\ntwo features,5;3,5;3,0.2,0.04,2,2\ntoo much noise,1,1,0.2,0.04,3,3\n");
        (int exitCode, string printed) = await feed.TryPrint(folder, program, command.Split(' '));
        var written = Directory.GetFiles(files).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
        written["exit code and standard output"] = $"{exitCode}\n{printed}";
        return written;
    }
}

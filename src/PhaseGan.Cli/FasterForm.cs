using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PhaseGan.Cli;

/// <summary>
/// Forms of the native command for processors with wider registers, in files beside it (docs/native.md). A native program has the registers of the processor that it was compiled for, so the command
/// for any processor of its kind gives its work to the widest form that this one can run.
/// </summary>
internal static partial class FasterForm
{
    /// <summary>The name of the command's own file, to which a form adds its own.</summary>
    private const string Command = "phasegan";

    /// <summary>What the levels x86-64-v3 and x86-64-v4 of the System V interface add, as the Linux kernel names it.</summary>
    private static readonly string[] s_level3 = ["avx", "avx2", "fma", "bmi1", "bmi2", "abm", "movbe", "f16c"], s_level4 = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"];

    /// <summary>Replaces this process by a faster form; returns where there is none, or this is one.</summary>
    public static void TakeOver(string[] args)
    {
        bool isPlain = !RuntimeFeature.IsDynamicCodeSupported && !Vector256.IsHardwareAccelerated;
        if (!isPlain || !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || Widest() is not { } form)
            return;
        string file = Path.Combine(AppContext.BaseDirectory, $"{Command}-{form}");
        if (File.Exists(file))
            Execute(file, [file, .. args, null]);
        // what is there but does not start is no reason to refuse the work
    }

    /// <summary>The widest form of which this processor has all instructions, unless the user switched them off by .NET's own names.</summary>
    private static string? Widest()
    {
        HashSet<string> flags = Flags();
        bool has3 = IsOn("HWIntrinsic") && IsOn("AVX") && IsOn("AVX2") && flags.IsSupersetOf(s_level3);
        return !has3 ? null : IsOn("AVX512") && IsOn("AVX512F") && flags.IsSupersetOf(s_level4) ? "avx512" : "avx2";
    }

    /// <summary>What the kernel says that the first processor has and programs may use; .NET's own answer is that of the processor for which this form was compiled.</summary>
    private static HashSet<string> Flags()
    {
        const string Processors = "/proc/cpuinfo";
        try
        {
            return [.. (File.ReadLines(Processors).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) ?? "").Split(' ')];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsOn(string instructions) => Environment.GetEnvironmentVariable($"DOTNET_Enable{instructions}") != "0";

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, string?[] arguments);
}

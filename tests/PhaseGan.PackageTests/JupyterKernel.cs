using System.Diagnostics;
using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>The .NET Interactive kernel on Jupyter, where both are installed: the tool in $PHASEGAN_INTERACTIVE or on the path, Debian's jupyter-nbconvert and jupyter-client.</summary>
internal static class JupyterKernel
{
    /// <summary>The longest that a notebook may run, start of the kernel and restore included.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(4);

    /// <summary>Runs a notebook on the kernel in a folder and gives the executed file; skips the test where there is no kernel.</summary>
    public static async Task<string> Run(PackedFeed feed, string folder, string notebook)
    {
        string? tool = Found("dotnet-interactive", Environment.GetEnvironmentVariable("PHASEGAN_INTERACTIVE")), convert = Found("jupyter-nbconvert", "/usr/bin");
        Skip.If(tool is null, "the .NET Interactive kernel is not installed (dotnet tool Microsoft.dotnet-interactive)");
        Skip.If(convert is null, "jupyter-nbconvert is not installed");
        string specification = Directory.CreateDirectory(Path.Combine(folder, "data", "kernels", ".net-csharp")).FullName;
        await File.WriteAllTextAsync(Path.Combine(specification, "kernel.json"),
            $$"""{"argv": ["{{tool}}", "jupyter", "--default-kernel", "csharp", "{connection_file}", "--http-local-only"], "display_name": ".NET (C#)", "language": "C#"}""");
        var start = new ProcessStartInfo(convert!, ["--to", "notebook", "--execute", notebook, "--output", "executed.ipynb", "--ExecutePreprocessor.timeout=180"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["HOME"] = folder,
                ["JUPYTER_DATA_DIR"] = Path.Combine(folder, "data"),
                ["NUGET_PACKAGES"] = feed.Cache,
                ["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath),
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            },
        };
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(s_most);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        Assert.True(process.ExitCode == 0, $"{notebook} failed on the kernel:\n{await output}{await error}");
        return Path.Combine(folder, "executed.ipynb");
    }

    private static string? Found(string program, string? folder) =>
        (folder is null ? [] : new[] { folder }).Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Where(f => f.Length > 0).Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}

using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace PhaseGan.Tests.Plotting;

/// <summary>plotly.js for tests: what PHASEGAN_PLOTLY names, or the package fetched by npm into a folder: the part of it that draws in the plane, which is enough.</summary>
internal static class PlotlyScript
{
    private const string Package = "plotly.js-cartesian-dist-min@^4";

    /// <summary>A file with plotly.js in the folder, or the reason why there is none.</summary>
    public static async Task<(string? File, string Reason)> Fetch(string folder)
    {
        string target = Path.Combine(folder, "plotly.min.js");
        if (Environment.GetEnvironmentVariable("PHASEGAN_PLOTLY") is { Length: > 0 } given)
        {
            File.Copy(given, target);
            return (target, "");
        }
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["pack", Package, "--silent", "--prefer-offline", "--fetch-retries=0"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> output = npm.StandardOutput.ReadToEndAsync(), error = npm.StandardError.ReadToEndAsync();
            try
            {
                await npm.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (TimeoutException)
            {
                npm.Kill(entireProcessTree: true);
                return (null, "npm did not answer within 20 s");
            }
            if (npm.ExitCode != 0)
                return (null, $"npm pack {Package} ended with {npm.ExitCode}: {await error}");
            string archive = Path.Combine(folder, (await output).Trim().Split('\n')[^1]);
            await using var packed = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
            await using var entries = new TarReader(packed);
            while (await entries.GetNextEntryAsync() is { } entry)
                if (entry.Name == "package/plotly-cartesian.min.js")
                {
                    await entry.ExtractToFileAsync(target, overwrite: false);
                    return (target, "");
                }
            return (null, $"{Package} has no plotly-cartesian.min.js");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (null, $"no npm: {e.Message}");
        }
    }
}

using System.Diagnostics;
using PhaseGan.Cli;

namespace PhaseGan.Tests.Cli;

/// <summary>The command as a process of its own, for tests that stop it.</summary>
internal static class CommandProcess
{
    public static Process Start(string[] args, Dictionary<string, string>? variables = null, string? folder = null)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ExitCode).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach ((string name, string value) in variables ?? [])
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

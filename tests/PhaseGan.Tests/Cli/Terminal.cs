using PhaseGan.Cli;
using Spectre.Console;

namespace PhaseGan.Tests.Cli;

/// <summary>Runs the command in this process and keeps what it says.</summary>
internal sealed record Terminal(int ExitCode, string Output, string Error)
{
    public static Terminal Run(params string[] args) => Run(new Settings(), args);

    public static Terminal Run(Settings settings, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = CommandLine.Run(args, new Session(
            new StringReader(settings.Input), output, error, settings.Watched, settings.Watched, ColorSystemSupport.TrueColor, settings.Cancellation)
        {
            Variable = name => settings.Variables?.GetValueOrDefault(name),
            StopCode = () => settings.StopCode,
        });
        return new Terminal(code, output.ToString(), error.ToString());
    }

    internal sealed record Settings(string Input = "", bool Watched = false, Dictionary<string, string>? Variables = null, int StopCode = 130, CancellationToken Cancellation = default);
}

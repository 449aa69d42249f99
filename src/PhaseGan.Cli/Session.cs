using Spectre.Console;

namespace PhaseGan.Cli;

/// <summary>What a command talks to: its streams, whether a person watches them, and the wish to stop.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Receives results.</param>
/// <param name="Error">Receives progress and messages.</param>
/// <param name="OutputIsTerminal">Whether results are shown to a person.</param>
/// <param name="ErrorIsTerminal">Whether progress is shown to a person.</param>
/// <param name="Colours">Colours of the terminal, where there is one.</param>
/// <param name="Cancellation">Cancelled when the user interrupts.</param>
internal sealed record Session(
    TextReader Input,
    TextWriter Output,
    TextWriter Error,
    bool OutputIsTerminal,
    bool ErrorIsTerminal,
    ColorSystemSupport Colours,
    CancellationToken Cancellation)
{
    /// <summary>The exit code of a command that was interrupted; says which signal came.</summary>
    public Func<int> StopCode { get; init; } = () => ExitCode.Interrupted;

    /// <summary>The value of an environment variable, or null.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The session of this process.</summary>
    public static Session OfConsole(CancellationToken cancellation)
    {
        Console.OutputEncoding = new System.Text.UTF8Encoding(false);
        return new Session(Console.In, StandardOutput.Open(), Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected, ColorSystemSupport.Detect, cancellation)
        {
            InputBytes = Console.OpenStandardInput,
        };
    }

    /// <summary>Opens standard input as bytes, so that what is no text in it is found; null where there is text alone.</summary>
    public Func<Stream>? InputBytes { get; init; }

    /// <summary>Whether colours and movements of the cursor mean anything to who watches the results: not to a terminal that calls itself dumb.</summary>
    public bool PaintsOutput => OutputIsTerminal && !IsDumb;

    /// <summary>As <see cref="PaintsOutput"/>, of progress.</summary>
    public bool PaintsError => ErrorIsTerminal && !IsDumb;

    private bool IsDumb => Variable("TERM") is "dumb";

    /// <summary>Tells a person, and nobody else, what to do next.</summary>
    public void Next(string step)
    {
        if (ErrorIsTerminal)
            Error.WriteLine($"Next: {step}");
    }

    /// <summary>A console that paints only where a person watches.</summary>
    public IAnsiConsole Ansi(TextWriter writer, bool terminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = terminal ? Colours : ColorSystemSupport.NoColors,
        Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
    });
}

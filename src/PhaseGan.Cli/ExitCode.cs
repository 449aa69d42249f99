namespace PhaseGan.Cli;

/// <summary>What the process says to its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int BadUsage = 2;

    /// <summary>A scheduler stopped the process and may run it again: EX_TEMPFAIL.</summary>
    public const int TemporaryFailure = 75;

    /// <summary>Interrupted from the keyboard.</summary>
    public const int Interrupted = 130;

    /// <summary>Nobody reads the output any more, as in <c>phasegan … | head -1</c>: 128 and the number of SIGPIPE.</summary>
    public const int ReaderGone = 141;

    /// <summary>Ended by a signal, as shells count: 128 and its number.</summary>
    public static int OfSignal(int signal) => 128 + signal;
}

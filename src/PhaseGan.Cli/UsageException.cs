namespace PhaseGan.Cli;

/// <summary>The command was asked for something that it cannot mean; the message says what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);

namespace PhaseGan.Cli;

/// <summary>The reader of standard output has gone: there is nobody to write for.</summary>
internal sealed class ReaderGoneException(IOException cause) : IOException(cause.Message, cause);

namespace PhaseGan;

/// <summary>Messages of exceptions as part of a larger message.</summary>
internal static class Wording
{
    /// <summary>The message without the parameter name and value that argument exceptions append: the message names them already.</summary>
    public static string Of(Exception exception)
    {
        string message = exception.Message;
        int tail = exception is ArgumentException { ParamName: { } name } ? message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return tail < 0 ? message : message[..tail];
    }
}

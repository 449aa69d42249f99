namespace PhaseGan;

/// <summary>Messages of exceptions as part of a larger message.</summary>
internal static class Wording
{
    /// <summary>Whether a text can be written and read back: it holds no half of a pair of surrogates.</summary>
    public static bool IsText(ReadOnlySpan<char> text)
    {
        for (int k = 0; k < text.Length; k++)
            if (char.IsSurrogate(text[k]) && (k + 1 == text.Length || !char.IsSurrogatePair(text[k], text[++k])))
                return false;
        return true;
    }

    /// <summary>The message without the parameter name and value that argument exceptions append: the message names them already.</summary>
    public static string Of(Exception exception)
    {
        string message = exception.Message;
        int tail = exception is ArgumentException { ParamName: { } name } ? message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return tail < 0 ? message : message[..tail];
    }
}

namespace PhaseGan.Tests.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">What stands behind the fence; empty for what is printed.</param>
/// <param name="Line">Number of its first line on the page.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record CodeBlock(string Language, int Line, string[] Lines)
{
    /// <summary>The lines as one text.</summary>
    public string Text => string.Join('\n', Lines);
}

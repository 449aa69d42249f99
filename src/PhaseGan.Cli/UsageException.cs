namespace PhaseGan.Cli;

/// <summary>The command was asked for something that it cannot mean; the message says what to change.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>What an argument of the library broke, in the words of the command.</summary>
    /// <param name="e">The error.</param>
    /// <param name="option">The option that gave the argument, or null to keep the argument's name.</param>
    public static UsageException Of(ArgumentException e, string? option = null)
    {
        // .NET adds the name of the parameter and the value, which the message holds already
        string rule = e.Message.Split(" (Parameter '")[0].ReplaceLineEndings(" ");
        return new UsageException(option is not null && e.ParamName is { Length: > 0 } name && rule.StartsWith(name, StringComparison.Ordinal)
            ? option + rule[name.Length..]
            : rule);
    }
}

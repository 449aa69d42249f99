using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Json;

namespace PhaseGan.Cli;

/// <summary>The arguments of <c>phasegan diagram</c> as a store keeps them, so that a merge can make the same pictures.</summary>
internal static class DiagramArguments
{
    /// <summary>What the user gave, without some options, as the note of a store.</summary>
    public static string Of(ParseResult parse, ImmutableArray<Option> without)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (string argument in (IEnumerable<string>)[parse.CommandResult.Command.Name, .. Given(parse, without)])
                writer.WriteStringValue(argument);
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The options that the user gave, without some, each followed by its values.</summary>
    public static IEnumerable<string> Given(ParseResult parse, ImmutableArray<Option> without) => parse.CommandResult.Children.OfType<OptionResult>()
        .Where(o => !o.Implicit && !without.Contains(o.Option))
        .SelectMany(o => (IEnumerable<string>)[o.Option.Name, .. o.Tokens.Select(t => t.Value)]);

    /// <summary>The arguments in the note of a store, or null if the store was made by a program of its own.</summary>
    public static string[]? Read(string note)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(note);
            string[] arguments = [.. document.RootElement.EnumerateArray().Select(e => e.GetString() ?? throw new JsonException("an argument is null"))];
            return arguments is ["diagram", ..] ? arguments : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

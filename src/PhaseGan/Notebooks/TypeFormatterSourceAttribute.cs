namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// Tells .NET Interactive how to show a type. It looks for an attribute of this full name on the types of any library, so that a library needs no package of it.
/// </summary>
/// <param name="formatterSourceType">A type with a parameterless constructor and a method <c>CreateTypeFormatters</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type that gives the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The kinds of content to show, the first that a front end can.</summary>
    public string[] PreferredMimeTypes { get; set; } = ["text/html"];
}

using System.Diagnostics.CodeAnalysis;

namespace PhaseGan;

/// <summary>What .NET Interactive asks for a type that is marked with <see cref="Microsoft.DotNet.Interactive.Formatting.TypeFormatterSourceAttribute"/>; it finds the members by their names.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "The members are called on an instance, by their names.")]
internal sealed class NotebookFormatters
{
    /// <summary>The ways to show a value: as an element of a page.</summary>
    public IEnumerable<object> CreateTypeFormatters() => [new AsHtml()];

    /// <summary>Shows a value by its own <see cref="IShownInNotebooks.ToHtml"/>.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "The members are called on an instance, by their names.")]
    internal sealed class AsHtml
    {
        /// <summary>The kind of content.</summary>
        public string MimeType => "text/html";

        /// <summary>Writes a value; false for one that it does not know.</summary>
        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not IShownInNotebooks shown)
                return false;
            writer.Write(shown.ToHtml());
            return true;
        }
    }
}

using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>JSON of a page on its way to a stream: what is small by a writer, and lists with an entry a cell in pieces that threads make.</summary>
internal sealed class PageJson(Stream stream) : IDisposable
{
    private readonly CellBlocks _blocks = new();

    /// <summary>The writer. Its encoder escapes &lt;, &gt; and &amp;, so no text can end the element of a page that it stands in.</summary>
    public Utf8JsonWriter Json { get; } = new(stream);

    /// <summary>Writes a property whose value is a list with an entry a cell.</summary>
    /// <param name="property">Its name.</param>
    /// <param name="cells">Number of cells.</param>
    /// <param name="make">Appends entries, each behind a comma.</param>
    public void Values(string property, int cells, CellBlocks.Maker make)
    {
        Json.WritePropertyName(property);
        // what the writer holds comes first; the end of the list is all of the value that it sees
        Json.Flush();
        stream.Write("["u8);
        bool isFirst = true;
        _blocks.Write(cells, make, piece =>
        {
            stream.Write(isFirst ? piece[1..] : piece);
            isFirst = false;
        });
        Json.WriteRawValue("]"u8, skipInputValidation: true);
    }

    /// <summary>Passes on what the writer still holds.</summary>
    public void Dispose() => Json.Dispose();
}

using System.Text;
using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>JSON and the page around it on their way to a stream, so that a large diagram is never held as one text.</summary>
internal static class JsonText
{
    // Large enough that a flush costs nothing beside what it writes.
    private const int LargestPending = 1 << 16;

    /// <summary>What a page writes, as one text.</summary>
    public static string Of(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes text as it is.</summary>
    public static void Write(Stream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Passes on what the writer holds, if that is much.</summary>
    public static void Pass(Utf8JsonWriter json)
    {
        if (json.BytesPending > LargestPending)
            json.Flush();
    }
}

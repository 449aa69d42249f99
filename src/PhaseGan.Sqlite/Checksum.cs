using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PhaseGan.Sqlite;

/// <summary>The first 64 bits of SHA-256 over fields with their lengths: what a row must still give when it is read.</summary>
internal static class Checksum
{
    public static long Of(params ReadOnlySpan<string> fields)
    {
        var text = new StringBuilder();
        foreach (string field in fields)
            text.Append(CultureInfo.InvariantCulture, $"{field.Length}:").Append(field);
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

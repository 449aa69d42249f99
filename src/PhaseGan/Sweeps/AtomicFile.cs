using System.IO.Compression;
using System.Text;

namespace PhaseGan;

/// <summary>Writes files that are either whole or not there.</summary>
internal static class AtomicFile
{
    /// <summary>UTF-8 without a mark. Half of a pair of surrogates is no text; another character in its place would be a change without a word.</summary>
    public static UTF8Encoding Text { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a text file (UTF-8, no byte order mark) beside its place and then moves it there, replacing an older one.</summary>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file could not be written; nothing is left behind. The message names the file and the cause.</exception>
    public static void WriteText(string path, Action<TextWriter> write) => WriteBytes(path, stream =>
    {
        using var writer = new StreamWriter(stream, Text, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <summary>Whether a file of this name is compressed.</summary>
    public static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes a file of any bytes as <see cref="WriteText"/> writes text; one whose name ends with <c>.gz</c> is compressed.</summary>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file could not be written; nothing is left behind. The message names the file and the cause.</exception>
    public static void WriteBytes(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new IOException($"cannot write '{path}': it is not the path of a file");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"cannot write '{path}': the folder '{folder}' does not exist");
        if (Directory.Exists(target))
            throw new IOException($"cannot write '{path}': it is a folder");
        // A device such as /dev/stdout must be written to, never replaced.
        bool direct = !OperatingSystem.IsWindows() && (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal));
        string temporary = direct ? target : Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        bool moved = direct;
        try
        {
            using (var stream = new FileStream(temporary, direct ? FileMode.Open : FileMode.CreateNew, FileAccess.Write))
            {
                if (IsCompressed(target))
                {
                    using var compressed = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
                    write(compressed);
                }
                else
                {
                    write(stream);
                }
                if (!direct)
                    stream.Flush(flushToDisk: true);
            }
            if (!direct)
                File.Move(temporary, target, overwrite: true);
            moved = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EncoderFallbackException)
        {
            throw new IOException($"cannot write '{path}': {e.Message}", e);
        }
        finally
        {
            if (!moved)
                Discard(temporary);
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The cause that is already on its way says more than this one.
        }
    }
}

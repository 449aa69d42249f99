namespace PhaseGan.Cli;

/// <summary>A file that a command is to write.</summary>
internal static class OutputFile
{
    /// <summary>Writes a result to its file, all of it or none, or to standard output where there is no file.</summary>
    public static void Write(Session session, string? path, Action<TextWriter> write)
    {
        if (path is null)
            write(session.Output);
        else
            AtomicFile.WriteText(path, write);
    }

    /// <summary>Finds a place that cannot be written before the work rather than after it.</summary>
    /// <exception cref="UsageException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why.</exception>
    public static void RequireWritable(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new UsageException("--output must name a file; got an empty text");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"cannot write '{path}': the folder '{folder}' does not exist");
        if (Directory.Exists(path))
            throw new IOException($"cannot write '{path}': it is a folder");
        try
        {
            using FileStream probe = new(Path.Combine(folder, $".phasegan-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot write '{path}': {e.Message}", e);
        }
    }
}

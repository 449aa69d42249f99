namespace PhaseGan.Cli;

/// <summary>
/// A folder that receives all files of a command or none. Files are written to a hidden folder inside it and moved when all are whole; the
/// hidden folder is made first, so that a place that cannot be written is found before the work.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _target;
    private readonly string _staging;
    private readonly bool _created;

    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public OutputFolder(string path)
    {
        try
        {
            _target = Path.GetFullPath(path);
            _created = !Directory.Exists(_target);
            Directory.CreateDirectory(_target);
            _staging = Path.Combine(_target, $".phasegan-{Guid.NewGuid():N}");
            Directory.CreateDirectory(_staging);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"cannot write to folder '{path}': {e.Message}", e);
        }
    }

    /// <summary>Where a file is to be written before <see cref="Commit"/>.</summary>
    public string File(string name) => Path.Combine(_staging, name);

    /// <summary>Moves all files to the folder, replacing older ones.</summary>
    /// <returns>Their names, sorted.</returns>
    public IReadOnlyList<string> Commit()
    {
        string[] names = [.. Directory.GetFiles(_staging).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        foreach (string name in names)
            System.IO.File.Move(File(name), Path.Combine(_target, name), overwrite: true);
        return names;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_staging, recursive: true);
            if (_created && !Directory.EnumerateFileSystemEntries(_target).Any())
                Directory.Delete(_target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else took the folder away; what ended the command says more than this.
        }
    }
}

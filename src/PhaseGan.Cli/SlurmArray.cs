using System.Globalization;

namespace PhaseGan.Cli;

/// <summary>A sweep as a Slurm job array: its folder, the files in it and the lines that submit them.</summary>
/// <param name="Folder">The folder of scripts, stores and logs, as an absolute path.</param>
internal sealed record SlurmArray(string Folder)
{
    /// <summary>Name of the joined store in the folder.</summary>
    public const string Joined = "diagram.db";

    /// <summary>The script of the array's tasks.</summary>
    public string ArrayScript => Path.Combine(Folder, "array.sh");

    /// <summary>The script of the job that joins their stores.</summary>
    public string MergeScript => Path.Combine(Folder, "merge.sh");

    /// <summary>Makes an array of a folder that a person named.</summary>
    /// <exception cref="UsageException">The name has no place in a batch script.</exception>
    public static SlurmArray In(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new UsageException("the folder of a Slurm array must have a name; got a blank one");
        string path = Path.GetFullPath(folder);
        // sbatch reads the lines that begin with #SBATCH by rules of its own, which know no such characters.
        if (path.Any(c => char.IsControl(c) || c is '\'' or '\\'))
            throw new UsageException($"the folder of a Slurm array must have no quotes, backslashes or control characters in its path; got '{path}'");
        return new SlurmArray(path);
    }

    /// <summary>The two lines that submit the array and, after it, the merge.</summary>
    /// <param name="tasks">The tasks to run, or null for all.</param>
    public IReadOnlyList<string> Lines(string? tasks = null) =>
    [
        // In a federation of clusters sbatch adds ';' and the cluster's name to the number.
        $"array=$(sbatch --parsable {(tasks is null ? "" : $"--array={tasks} ")}{Quoted(ArrayScript)})",
        $"sbatch --dependency=afterany:${{array%%;*}} {Quoted(MergeScript)}",
    ];

    /// <summary>Numbers of tasks as <c>--array</c> takes them: 3,5,7-9.</summary>
    public static string Tasks(IEnumerable<int> numbers)
    {
        var runs = new List<(int From, int To)>();
        foreach (int number in numbers)
        {
            if (runs is [.., var last] && last.To == number - 1)
                runs[^1] = (last.From, number);
            else
                runs.Add((number, number));
        }
        return string.Join(',', runs.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.From}{(r.To > r.From ? $"-{r.To}" : "")}")));
    }

    /// <summary>A text as a word of a shell.</summary>
    public static string Quoted(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:,=+@%".Contains(c, StringComparison.Ordinal))
        ? text
        : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

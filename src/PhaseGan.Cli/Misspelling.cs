using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>What a word that no command knows may have been meant to be.</summary>
internal static class Misspelling
{
    /// <summary>The option or command whose name is nearest to a word, if one is near enough to be meant; null otherwise.</summary>
    public static string? Meant(Command command, string word)
    {
        // what follows an equals sign is a value
        string typed = word.Split('=')[0];
        bool isOption = typed.StartsWith('-');
        IEnumerable<string> names = isOption
            ? command.Options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Prepend(o.Name)).Where(n => n.StartsWith("--", StringComparison.Ordinal))
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
        // a third of the letters may be wrong, the dashes of options apart
        int most = typed.TrimStart('-').Length / 3;
        return names.Select(name => (Name: name, Distance: Distance(typed.TrimStart('-'), name.TrimStart('-'))))
            .Where(n => n.Distance <= most).OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal).FirstOrDefault().Name;
    }

    /// <summary>The least number of letters to insert, leave out, replace or swap with their neighbour that makes one word of the other; upper and lower case are the same.</summary>
    internal static int Distance(string a, string b)
    {
        var row = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            row[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            row[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = row[i - 1, j - 1] + (Same(i, j) ? 0 : 1);
                row[i, j] = Math.Min(replaced, 1 + Math.Min(row[i - 1, j], row[i, j - 1]));
                if (i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j))
                    row[i, j] = Math.Min(row[i, j], row[i - 2, j - 2] + 1);
            }
        return row[a.Length, b.Length];

        bool Same(int i, int j) => char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
    }
}

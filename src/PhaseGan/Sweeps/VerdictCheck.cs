using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>What a verdict must satisfy before it may enter a diagram or a file.</summary>
internal static class VerdictCheck
{
    /// <summary>Returns the verdict if it is complete and its numbers are possible.</summary>
    public static PhaseVerdict Checked(PhaseVerdict? verdict, int evidenceCount, string name = "verdict")
    {
        if (verdict is null)
            throw new ArgumentException($"{name} must be a verdict; got null", name);
        ReadOnlySpan<double> recovery = verdict.Recoveries;
        for (int l = 0; l < recovery.Length; l++)
            if (!(recovery[l] is >= 0 and <= 1))
                throw Guard.OutOfRange($"recovery[{l}]", recovery[l], "is a squared projection and must lie in [0, 1]");
        if (!verdict.HasNumbers(evidenceCount) && verdict.Evidence.Length != evidenceCount)
            throw new ArgumentException($"a verdict must have one evidence value for each evidence column ({evidenceCount}); got {verdict.Evidence.Length}", name);
        return verdict;
    }

    /// <summary>Throws unless all column names of a file are different and not blank.</summary>
    public static void CheckColumns(IEnumerable<string> columns, string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string column in columns)
        {
            if (string.IsNullOrWhiteSpace(column))
                throw new ArgumentException("a column must have a name", name);
            if (VerdictColumns.IsRecovery(column))
                throw new ArgumentException($"the recoveries of the features have columns of this kind of name; got '{column}'", name);
            if (!seen.Add(column))
                throw new ArgumentException($"the columns of a file must have different names; got '{column}' twice", name);
        }
    }

    /// <summary>Whether files say the same of two verdicts, list by list (a record compares immutable arrays by reference).</summary>
    public static bool Same(PhaseVerdict a, PhaseVerdict b) =>
        a.Phase == b.Phase
        && a.Attractor == b.Attractor
        && a.Recoveries.SequenceEqual(b.Recoveries)
        && a.Evidence.AsSpan().SequenceEqual(b.Evidence.AsSpan());
}

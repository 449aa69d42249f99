using System.Globalization;

namespace PhaseGan.Tests.Continuation;

/// <summary>
/// Which draws a random test judges: its first few; many with PHASEGAN_LONG_TESTS=1; those of PHASEGAN_DRAWS, as 290-499, where that is set: numbers from 0 in the order of the test's seed, so that a test of hours can be run in
/// parts.
/// </summary>
internal static class RandomDraws
{
    private static readonly (int First, int Last)? s_asked = Parse(Environment.GetEnvironmentVariable("PHASEGAN_DRAWS"));

    public static bool IsLong => Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1";

    /// <summary>How many draws are made.</summary>
    /// <param name="few">Without any switch.</param>
    /// <param name="many">With the switch of long tests.</param>
    public static int Count(int few, int many) => s_asked is var (_, last) ? last + 1 : IsLong ? many : few;

    /// <summary>The judge of a test's draws, which lets those before the first one pass.</summary>
    public static Action<T> Judged<T>(Action<T> judge)
    {
        int number = 0, first = s_asked?.First ?? 0;
        return draw =>
        {
            if (number++ >= first)
                judge(draw);
        };
    }

    /// <summary>The first and the last draw of a range; null for no range.</summary>
    public static (int First, int Last)? Parse(string? range)
    {
        if (string.IsNullOrEmpty(range))
            return null;
        string[] ends = range.Split('-');
        return ends.Length == 2 && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) && int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && first <= last && last < int.MaxValue
            ? (first, last)
            : throw new FormatException($"PHASEGAN_DRAWS is '{range}'; it must be two numbers of draws, the first not above the last, as 290-499.");
    }
}

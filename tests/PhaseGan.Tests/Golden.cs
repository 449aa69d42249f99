using System.Globalization;
using Xunit;

namespace PhaseGan.Tests;

/// <summary>
/// Tables as they were once written, in <c>Data/Goldens</c>. Where a change is meant to change them, run the tests that read them with the variable <c>PHASEGAN_NEW_GOLDENS</c> set to
/// that folder of the sources: each then writes its table there before it compares (with what was copied beside the tests, so that it still fails).
/// </summary>
internal static class Golden
{
    /// <summary>Numbers may differ by this much: mathematical functions round differently from machine to machine.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Compares a table with the one that was written: its text, but for the last digits of numbers in some columns; to the byte with PHASEGAN_LONG_TESTS=1.</summary>
    /// <param name="name">Name of the table.</param>
    /// <param name="text">Its lines, each with an end.</param>
    /// <param name="isRounded">Columns of numbers, several in a cell between semicolons. Those after <paramref name="compared"/> are left out.</param>
    /// <param name="compared">Number of columns that are compared.</param>
    public static void Compare(string name, string text, Func<int, bool> isRounded, int compared = int.MaxValue)
    {
        if (Environment.GetEnvironmentVariable("PHASEGAN_NEW_GOLDENS") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, name + ".csv"), text);
        string[] expected = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "Goldens", name + ".csv"));
        string[] actual = text.TrimEnd('\n').Split('\n');

        Assert.Equal(expected.Length, actual.Length);
        if (Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1")
            Assert.Equal(expected, actual);
        foreach ((string before, string now) in expected.Zip(actual))
        {
            string[] was = before.Split(','), row = now.Split(',');
            Assert.Equal(was.Length, row.Length);
            for (int k = 0; k < Math.Min(compared, was.Length); k++)
            {
                string[] old = was[k].Split(';'), given = row[k].Split(';');
                Assert.Equal(old.Length, given.Length);
                for (int l = 0; l < old.Length; l++)
                {
                    if (isRounded(k) && double.TryParse(old[l], CultureInfo.InvariantCulture, out double value))
                        Assert.Equal(value, double.Parse(given[l], CultureInfo.InvariantCulture), Rounding);
                    else
                        Assert.Equal(old[l], given[l]);
                }
            }
        }
    }
}

using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>Text of records: their public properties by name, entries of arrays one by one, numbers with a decimal point whatever the culture.</summary>
internal static class RecordText
{
    // A text is for a person to read; the path of a sweep has thousands of entries.
    private const int MostEntries = 16;

    /// <summary>The text of a record, as in <c>LyapunovExponent { Value = 0.1, StandardError = 0.02 }</c>.</summary>
    public static string Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T record)
    {
        IEnumerable<PropertyInfo> properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0);
        return $"{typeof(T).Name} {{ {string.Join(", ", properties.Select(p => $"{p.Name} = {Value(p.GetValue(record))}"))} }}";
    }

    private static string Value(object? value) => value switch
    {
        null => "none",
        string text => text,
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(k => Value(tuple[k])))})",
        Delegate function => function.Method.Name is var name && name.Contains('<', StringComparison.Ordinal) ? "a function" : name,
        IEnumerable entries => Entries(entries),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Entries(IEnumerable entries)
    {
        object?[] all = [.. entries.Cast<object?>()];
        string first = string.Join(", ", all.Take(MostEntries).Select(Value));
        return all.Length <= MostEntries ? $"[{first}]" : string.Create(CultureInfo.InvariantCulture, $"[{first}, … {all.Length} in all]");
    }
}

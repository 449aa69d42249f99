using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>
/// What one column of a table says of each cell of a page: numbers where a browser shows the same digits, texts elsewhere; where most are texts and they repeat, a
/// table of the texts and for each cell its place in it.
/// </summary>
/// <param name="name">The name of the column.</param>
/// <param name="of">What a verdict says in it.</param>
internal sealed class CellColumn(string name, Func<PhaseVerdict, CellValue> of)
{
    /// <summary>The most texts of a table.</summary>
    private const int MostTexts = 4096;

    /// <summary>Times that a text occurs on average where a table of texts is worth its places.</summary>
    private const int Repeats = 2;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private bool _isTable;

    /// <summary>The name of the column.</summary>
    public string Name => name;

    /// <summary>Whether it says anything of any cell.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Whether it says something of every cell.</summary>
    public bool IsEverywhere { get; private set; } = true;

    /// <summary>No value is longer.</summary>
    public int Longest { get; private set; }

    /// <summary>What a verdict says.</summary>
    public CellValue Of(PhaseVerdict verdict) => of(verdict);

    /// <summary>Looks at the verdicts, once, before anything is asked of the column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look(ReadOnlySpan<PhaseVerdict> verdicts)
    {
        int numbers = 0, texts = 0;
        string last = "";
        foreach (PhaseVerdict verdict in verdicts)
        {
            CellValue value = of(verdict);
            if (value.IsNumber)
            {
                numbers++;
                continue;
            }
            string text = value.Text;
            IsEverywhere &= text.Length > 0;
            texts += text.Length > 0 ? 1 : 0;
            // neighbours mostly share their texts
            if (ReferenceEquals(text, last))
                continue;
            last = text;
            Longest = Math.Max(Longest, text.Length);
            if (_places.Count <= MostTexts)
                _places.TryAdd(text, _places.Count);
        }
        IsUsed = numbers + texts > 0;
        Longest = numbers > 0 ? Math.Max(Longest, PageNumber.Longest) : Longest;
        _isTable = numbers == 0 && _places.Count <= MostTexts && Repeats * _places.Count <= texts;
        if (!_isTable)
            _places.Clear();
    }

    /// <summary>Writes the values of all cells, and the texts where these are places in a table, as properties of an object that is open.</summary>
    /// <param name="page">Receives them.</param>
    /// <param name="diagram">Has the cells that the column has looked at.</param>
    /// <param name="shown">Makes of a text that is not empty what stands in the page.</param>
    public void Write(PageJson page, PhaseDiagram diagram, Func<string, string> shown)
    {
        page.Values("values", diagram.Verdicts.Length, (from, to, rows) =>
        {
            ReadOnlySpan<PhaseVerdict> verdicts = diagram.Verdicts.AsSpan()[from..to];
            if (_isTable)
                Places(verdicts, rows);
            else
                Entries(verdicts, rows, shown);
        });
        if (!_isTable)
            return;
        page.Json.WriteStartArray("texts");
        foreach (string text in _places.Keys)
            page.Json.WriteStringValue(text.Length > 0 ? shown(text) : text);
        page.Json.WriteEndArray();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Places(ReadOnlySpan<PhaseVerdict> verdicts, Utf8Rows rows)
    {
        string last = "";
        int place = _places.GetValueOrDefault(last);
        foreach (PhaseVerdict verdict in verdicts)
        {
            string text = of(verdict).Text;
            if (!ReferenceEquals(text, last))
                (last, place) = (text, _places[text]);
            rows.Raw(","u8);
            rows.Number(place);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Entries(ReadOnlySpan<PhaseVerdict> verdicts, Utf8Rows rows, Func<string, string> shown)
    {
        foreach (PhaseVerdict verdict in verdicts)
        {
            CellValue value = of(verdict);
            rows.Raw(","u8);
            if (value.IsNumber && PageNumber.TryWrite(rows, value.Number, value.Format))
                continue;
            string text = value.ToString();
            Text(rows, text.Length > 0 ? shown(text) : text);
        }
    }

    private static void Text(Utf8Rows rows, string text)
    {
        if (text.Length == 0)
        {
            rows.Raw("\"\""u8);
            return;
        }
        rows.Raw("\""u8);
        rows.Raw(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        rows.Raw("\""u8);
    }
}

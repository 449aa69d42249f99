using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PhaseGan.Plotting;

/// <summary>
/// What one column of a table says of each cell of a page: numbers where a browser shows the same digits, texts elsewhere; where most are texts and they repeat, a
/// table of the texts and for each cell its place in it.
/// </summary>
/// <param name="name">The name of the column.</param>
/// <param name="cells">Number of cells.</param>
/// <param name="of">What a verdict says in it.</param>
internal sealed class CellColumn(string name, int cells, Func<PhaseVerdict, CellValue> of)
{
    /// <summary>What a cell has in place of a format: a text, or nothing.</summary>
    private const byte IsText = byte.MaxValue, IsEmpty = byte.MaxValue - 1;

    /// <summary>The most texts of a table.</summary>
    private const int MostTexts = 4096;

    /// <summary>Times that a text occurs on average where a table of texts is worth its places.</summary>
    private const int Repeats = 2;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<string> _formats = [];
    private int _texts;
    private string _last = "";
    private bool _isTable;

    /// <summary>The numbers of the cells, and which format each has; null where no cell has a number.</summary>
    private double[]? _numbers;
    private byte[]? _shown;

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

    /// <summary>Looks at the verdict of a cell: of each in their order, before anything is asked of the column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look(int cell, PhaseVerdict verdict)
    {
        CellValue value = of(verdict);
        if (value.IsNumber)
        {
            Keep(cell, value);
            return;
        }
        string text = value.Text;
        if (_shown is not null)
            _shown[cell] = text.Length > 0 ? IsText : IsEmpty;
        IsEverywhere &= text.Length > 0;
        _texts += text.Length > 0 ? 1 : 0;
        // neighbours mostly share their texts
        if (ReferenceEquals(text, _last))
            return;
        _last = text;
        Longest = Math.Max(Longest, text.Length);
        if (_places.Count <= MostTexts)
            _places.TryAdd(text, _places.Count);
    }

    /// <summary>Says what was seen, when every verdict has been looked at.</summary>
    public void EndLook()
    {
        IsUsed = _numbers is not null || _texts > 0;
        Longest = _numbers is not null ? Math.Max(Longest, PageNumber.Longest) : Longest;
        _isTable = _numbers is null && _places.Count <= MostTexts && Repeats * _places.Count <= _texts;
        if (!_isTable)
            _places.Clear();
    }

    /// <summary>Keeps a number: verdicts lie apart in memory.</summary>
    private void Keep(int cell, in CellValue value)
    {
        if (_numbers is null || _shown is null)
        {
            (_numbers, _shown) = (new double[cells], new byte[cells]);
            // those before it have texts, if any
            _shown.AsSpan(0, cell).Fill(IsText);
        }
        int format = _formats.Count - 1;
        while (format >= 0 && !ReferenceEquals(_formats[format], value.Format))
            format--;
        if (format < 0)
        {
            format = _formats.Count;
            _formats.Add(value.Format);
        }
        (_numbers[cell], _shown[cell]) = (value.Number, (byte)format);
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
                Entries(verdicts, from, rows, shown);
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
    private void Entries(ReadOnlySpan<PhaseVerdict> verdicts, int from, Utf8Rows rows, Func<string, string> shown)
    {
        for (int k = 0; k < verdicts.Length; k++)
        {
            rows.Raw(","u8);
            byte how = _shown is null ? IsText : _shown[from + k];
            if (how == IsEmpty)
            {
                Text(rows, "");
                continue;
            }
            if (how != IsText && PageNumber.TryWrite(rows, _numbers![from + k], _formats[how]))
                continue;
            string text = of(verdicts[k]).ToString();
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

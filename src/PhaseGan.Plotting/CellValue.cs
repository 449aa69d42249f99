using System.Globalization;

namespace PhaseGan.Plotting;

/// <summary>What a cell says in one column: a text, or a number that is shown in a format.</summary>
internal readonly struct CellValue
{
    private readonly string? _text;

    /// <summary>A text; empty where the cell says nothing.</summary>
    public CellValue(string text)
    {
        _text = text;
        Format = "";
    }

    /// <summary>A number.</summary>
    public CellValue(double number, string format)
    {
        (Number, Format) = (number, format);
    }

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => _text is null;

    /// <summary>The text of one that is no number.</summary>
    public string Text => _text ?? throw new InvalidOperationException("the value is a number");

    /// <summary>The number of one that is.</summary>
    public double Number { get; }

    /// <summary>The format of the number.</summary>
    public string Format { get; }

    /// <summary>What is shown: the text, or the number in its format.</summary>
    public override string ToString() => _text ?? Number.ToString(Format, CultureInfo.InvariantCulture);
}

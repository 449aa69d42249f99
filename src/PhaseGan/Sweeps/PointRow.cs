using System.Globalization;

namespace PhaseGan;

/// <summary>Turns the fields of one row of a <see cref="PointTable"/> into values; every error names line and column.</summary>
internal readonly struct PointRow(string source, string[] columns, CsvRow row)
{
    /// <summary>The parameters of the row, with a mini-batch size for tables that give none.</summary>
    public GanParameters Parameters(int batchSize)
    {
        double[] real = Positive("lambda"), fake = Positive("lambda_fake");
        if (fake.Length != real.Length)
            throw Error("lambda_fake", $"must have as many entries as lambda ({real.Length}); got {fake.Length}");
        (double tau, double tauTilde, double realNoise, double fakeNoise, int batch) = (Positive("tau", 1)[0], Positive("tau_tilde", 1)[0], NonNegative("eta_t"), NonNegative("eta_g"), Batch(batchSize));
        try
        {
            return new GanParameters(real, fake, tau, tauTilde, realNoise, fakeNoise, batch);
        }
        catch (ArgumentException e)
        {
            throw Error(ColumnOf(e.ParamName), Wording.Of(e), e);
        }
    }

    /// <summary>The start of the row, or null if its cells are empty.</summary>
    public MacroState? Start(int d)
    {
        string p0 = Text("p0")!, q0 = Text("q0")!, r0 = Text("r0")!;
        string s0 = Text("s0") ?? "";
        if (p0.Length + q0.Length + r0.Length + s0.Length == 0)
            return null;
        double[] p = Numbers("p0", d * d), q = Numbers("q0", d), r = Numbers("r0", d);
        double[] s = s0.Length == 0 ? [] : Numbers("s0", d * d);
        try
        {
            return MacroState.Create(p.AsSpan(), q.AsSpan(), r.AsSpan(), s.AsSpan());
        }
        catch (ArgumentException e)
        {
            throw Error(e.ParamName == "s" ? "s0" : "p0", Wording.Of(e), e);
        }
    }

    /// <summary>The column that gives an argument of <see cref="GanParameters"/>.</summary>
    private static string ColumnOf(string? argument) => argument?.Split('[')[0] switch
    {
        "fakeVariances" => "lambda_fake",
        "discriminatorRate" => "tau",
        "generatorRate" => "tau_tilde",
        "realNoise" => "eta_t",
        "fakeNoise" => "eta_g",
        _ => "lambda",
    };

    private int Batch(int otherwise) =>
        Text("batch") is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int m) && m >= 1 ? m
        : throw Error("batch", $"'{text}' is not a whole number ≥ 1");

    private double[] Positive(string column, int? length = null)
    {
        double[] values = Numbers(column, length);
        foreach (double value in values)
            if (!(value > 0))
                throw Error(column, $"must be > 0; got {Csv.Number(value)}");
        return values;
    }

    private double NonNegative(string column)
    {
        double value = Numbers(column, 1)[0];
        return value >= 0 ? value : throw Error(column, $"is a variance and must be ≥ 0; got {Csv.Number(value)}");
    }

    private double[] Numbers(string column, int? length)
    {
        string text = Text(column)!;
        if (text.Length == 0)
            throw Error(column, "is empty");
        string[] items = text.Split(Csv.ListSeparator);
        if (length is { } expected && items.Length != expected)
            throw Error(column, $"must have {expected} {(expected == 1 ? "number" : $"numbers separated by '{Csv.ListSeparator}'")}; got {items.Length}");
        var values = new double[items.Length];
        for (int i = 0; i < items.Length; i++)
            if (!Csv.TryNumber(items[i], out values[i]))
                throw Error(column, Csv.NoNumber(items[i]));
        return values;
    }

    private string? Text(string column)
    {
        int index = Array.IndexOf(columns, column);
        return index < 0 ? null : row.Fields[index].Trim();
    }

    private FormatException Error(string column, string problem, Exception? cause = null) => Csv.Error(source, row.Line, column, problem, cause);
}

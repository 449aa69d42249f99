namespace PhaseGan;

/// <summary>One record of a CSV file with the line on which it starts, counted from 1.</summary>
/// <param name="Line">The line.</param>
/// <param name="Fields">The texts of the fields, without quotation marks.</param>
/// <param name="Quoted">Which fields had quotation marks; null if none had.</param>
internal readonly record struct CsvRow(int Line, string[] Fields, bool[]? Quoted = null);

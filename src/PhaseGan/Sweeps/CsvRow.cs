namespace PhaseGan;

/// <summary>One record of a CSV file with the line on which it starts, counted from 1.</summary>
internal readonly record struct CsvRow(int Line, string[] Fields);

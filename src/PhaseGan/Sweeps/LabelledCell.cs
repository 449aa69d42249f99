namespace PhaseGan;

/// <summary>A finished cell of a sweep, as stores hold it.</summary>
/// <param name="Index">The y-major index of the cell: that of (x_i, y_j) is j · X.Count + i.</param>
/// <param name="Verdict">The label.</param>
/// <param name="Time">How long labelling took, where cells were labelled together since the one before was finished, by a clock that is never set; says what the cell cost and decides nothing.</param>
public sealed record LabelledCell(int Index, PhaseVerdict Verdict, TimeSpan Time)
{
    /// <summary>The label.</summary>
    public PhaseVerdict Verdict { get; init => field = Guard.NotNull(value, nameof(Verdict)); } = Guard.NotNull(Verdict);

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

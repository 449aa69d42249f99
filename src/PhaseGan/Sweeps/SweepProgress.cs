namespace PhaseGan;

/// <summary>How far a sweep has come.</summary>
/// <param name="Completed">Points labelled so far.</param>
/// <param name="Total">Points to label in all.</param>
public readonly record struct SweepProgress(int Completed, int Total)
{
    /// <summary>Completed part, in [0, 1]; 1 for a sweep without points.</summary>
    public double Fraction => Total == 0 ? 1 : (double)Completed / Total;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

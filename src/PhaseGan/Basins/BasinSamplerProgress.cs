namespace PhaseGan;

/// <summary>How far a sampling of basins has come.</summary>
/// <param name="Completed">Starts followed to their attractor so far.</param>
/// <param name="Total">Starts to follow in all.</param>
public readonly record struct BasinSamplerProgress(int Completed, int Total)
{
    /// <summary>Completed part, in [0, 1].</summary>
    public double Fraction => Total == 0 ? 1 : (double)Completed / Total;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

namespace PhaseGan;

/// <summary>A window of α = τ̃/τ and of the noise s in which boundaries of one feature are enclosed: η_T = as and η_G = bs with two shares a and b.</summary>
public sealed record OneFeatureWindow
{
    /// <summary>Makes the window; where α or the noise vanishes several curves meet, so that both start above 0.</summary>
    /// <param name="alphaFrom">Left end in α, positive and finite.</param>
    /// <param name="alphaTo">Right end, positive and finite; above the left one where curves are enclosed.</param>
    /// <param name="noiseFrom">Lower end in s, positive and finite.</param>
    /// <param name="noiseTo">Upper end, positive and finite; above the lower one where curves are enclosed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An end is not positive and finite.</exception>
    public OneFeatureWindow(double alphaFrom, double alphaTo, double noiseFrom, double noiseTo)
    {
        (AlphaFrom, NoiseFrom) = (Guard.Positive(alphaFrom, "an end of the window"), Guard.Positive(noiseFrom, "an end of the window"));
        (AlphaTo, NoiseTo) = (Guard.Positive(alphaTo, "an end of the window"), Guard.Positive(noiseTo, "an end of the window"));
    }

    /// <summary>Left end in α.</summary>
    public double AlphaFrom { get; }

    /// <summary>Right end in α.</summary>
    public double AlphaTo { get; }

    /// <summary>Lower end in s.</summary>
    public double NoiseFrom { get; }

    /// <summary>Upper end in s.</summary>
    public double NoiseTo { get; }

    /// <summary>η_T/s, not negative; default 1.</summary>
    public double RealShare
    {
        get;
        init => field = Guard.NonNegative(value, "a share of the noise", nameof(RealShare));
    } = 1;

    /// <summary>η_G/s, not negative; default 1.</summary>
    public double FakeShare
    {
        get;
        init => field = Guard.NonNegative(value, "a share of the noise", nameof(FakeShare));
    } = 1;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

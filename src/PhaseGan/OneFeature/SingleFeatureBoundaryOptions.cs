namespace PhaseGan;

/// <summary>The window in which boundaries are drawn and how finely.</summary>
public sealed record SingleFeatureBoundaryOptions
{
    /// <summary>Left end of the window in α, ≥ 0; default 0. Curves are drawn for α &gt; 0.</summary>
    public double AlphaFrom
    {
        get;
        init => field = Guard.NonNegative(value, "an end of the window", nameof(AlphaFrom));
    }

    /// <summary>Right end in α, above <see cref="AlphaFrom"/>; default 4.</summary>
    public double AlphaTo
    {
        get;
        init => field = Guard.InRange(Guard.Positive(value, "an end of the window", nameof(AlphaTo)), 0, GanParameters.LargestSize, "an end of the window", nameof(AlphaTo));
    } = 4;

    /// <summary>Lower end in x or η, ≥ 0; default 0.</summary>
    public double VerticalFrom
    {
        get;
        init => field = Guard.NonNegative(value, "an end of the window", nameof(VerticalFrom));
    }

    /// <summary>Upper end in x or η, above <see cref="VerticalFrom"/>; null (the default) takes the value at which x = 1.4Λ.</summary>
    public double? VerticalTo
    {
        get;
        init => field = value is { } v ? Guard.InRange(Guard.Positive(v, "an end of the window", nameof(VerticalTo)), 0, GanParameters.LargestSize, "an end of the window", nameof(VerticalTo)) : null;
    }

    /// <summary>Largest distance of the curve from a chord of its polyline, in the units of the axes, in [1e-10, 1]; default 1e-8.</summary>
    public double ChordTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-10, 1, "a distance", nameof(ChordTolerance));
    } = 1e-8;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

namespace PhaseGan;

/// <summary>A cell on which two diagrams differ.</summary>
/// <param name="XIndex">Zero-based index along the horizontal axis.</param>
/// <param name="YIndex">Zero-based index along the vertical axis.</param>
/// <param name="X">Value of the horizontal parameter.</param>
/// <param name="Y">Value of the vertical parameter.</param>
/// <param name="First">The first diagram's verdict.</param>
/// <param name="Second">The second diagram's verdict.</param>
public sealed record PhaseDisagreement(int XIndex, int YIndex, double X, double Y, PhaseVerdict First, PhaseVerdict Second)
{
    /// <summary>The first diagram's verdict.</summary>
    public PhaseVerdict First { get; init => field = Guard.NotNull(value, nameof(First)); } = Guard.NotNull(First);

    /// <summary>The second diagram's verdict.</summary>
    public PhaseVerdict Second { get; init => field = Guard.NotNull(value, nameof(Second)); } = Guard.NotNull(Second);

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

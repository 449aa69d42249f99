namespace PhaseGan;

/// <summary>Options of <see cref="PhaseSweep.Refine"/>.</summary>
public sealed record RefineOptions
{
    /// <summary>The defaults.</summary>
    public static RefineOptions Default { get; } = new();

    /// <summary>Distance in cells between the cells that are labelled first, in [2, 1024]. Default 16. Regions narrower than this are found only if a boundary of <see cref="Regions"/> passes there.</summary>
    public int CoarseStep
    {
        get;
        init => field = value is >= 2 and <= 1024 ? value : throw Guard.OutOfRange(nameof(CoarseStep), value, "is a number of cells and must lie in [2, 1024]");
    } = 16;

    /// <summary>
    /// What is known of a point beforehand, as a number that changes across known boundary curves; cells on both sides of such a change are
    /// labelled. A pure function, called for every cell. Default <see cref="PhaseRegions.ClosedForms"/>.
    /// </summary>
    public Func<GanParameters, int> Regions
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Regions));
    } = PhaseRegions.ClosedForms;

    /// <summary>
    /// Cells that are labelled whatever their neighbours are, by their indices along both axes, as those beside known curves. A pure function,
    /// called for every cell; none if null.
    /// </summary>
    public Func<int, int, bool>? Cells { get; init; }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

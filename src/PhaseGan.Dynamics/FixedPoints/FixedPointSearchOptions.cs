namespace PhaseGan.Dynamics;

/// <summary>How hard <see cref="FixedPointFinder"/> looks. The work is bounded by Starts × MaxSteps Newton steps and as much again for tidying up; in a box by ten times as much.</summary>
public sealed record FixedPointSearchOptions
{
    /// <summary>
    /// Number of starts, ≥ 1; default 256. Points that a model knows in closed form are tried besides. In a box up to eight times as many are
    /// made while the counts say that points are missing.
    /// </summary>
    public int Starts
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of starts", nameof(Starts));
    } = 256;

    /// <summary>The same seed gives the same starts and the same result; default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Most Newton steps for each start, ≥ 1; default 100.</summary>
    public int MaxSteps
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of steps", nameof(MaxSteps));
    } = 100;

    /// <summary>
    /// Points whose coordinates differ by at most this much are one, in (0, 0.1]; default 1e-6. In a field's own units; in a box, a share of half its
    /// width in each coordinate; for starts of your own, a share of half the range that they span.
    /// </summary>
    public double MergeDistance
    {
        get;
        init => field = Guard.InRange(Guard.Positive(value, "a distance", nameof(MergeDistance)), 0, 0.1, "a distance", nameof(MergeDistance));
    } = 1e-6;

    /// <summary>How far below zero, relative to the largest, an eigenvalue of the Gram matrix may lie before a fixed point is dropped, for models whose states have one; in [0, 0.1], default 1e-8.</summary>
    public double GramTolerance
    {
        get;
        init => field = Guard.InRange(value, 0, 0.1, "a tolerance", nameof(GramTolerance));
    } = 1e-8;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

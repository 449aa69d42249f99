using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>
/// How a branch of cycles is followed. Lengths are in units of the branch: the parameter by the length of its range, the period by itself, states by the sizes of their coordinates and in the mean over the
/// period.
/// </summary>
public sealed record CycleBranchOptions
{
    private readonly ValueArray<double> _sizes = ValueArray.Of<double>([]);

    /// <summary>The defaults.</summary>
    public static CycleBranchOptions Default { get; } = new();

    /// <summary>Longest step, &gt; 0. Default 0.1.</summary>
    public double MaxStep
    {
        get;
        init => field = Guard.Positive(value, "the longest step", nameof(MaxStep));
    } = 0.1;

    /// <summary>Shortest step, &gt; 0: a branch that needs a shorter one ends. Default 1e-7.</summary>
    public double MinStep
    {
        get;
        init => field = Guard.Positive(value, "the shortest step", nameof(MinStep));
    } = 1e-7;

    /// <summary>Largest angle between the tangents at both ends of a step, in radians, in [0.001, 1]. Default 0.3.</summary>
    public double MaxAngle
    {
        get;
        init => field = Guard.InRange(value, 1e-3, 1, "the largest angle of a step", nameof(MaxAngle));
    } = 0.3;

    /// <summary>Most cycles in each direction, ≥ 2. Default 1000.</summary>
    public int MaxPoints
    {
        get;
        init => field = Guard.AtLeast(value, 2, "the most cycles of a branch", nameof(MaxPoints));
    } = 1000;

    /// <summary>A branch ends where the period is this many times that of its start, in [2, 1e6]. Default 100.</summary>
    public double MaxPeriodFactor
    {
        get;
        init => field = Guard.InRange(value, 2, 1e6, "a factor on the period", nameof(MaxPeriodFactor));
    } = 100;

    /// <summary>Relative tolerance of the integration, in [1e-13, 1e-6]; special points are located with a tighter one. Default 1e-11.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-13, 1e-6, "a relative tolerance", nameof(RelativeTolerance));
    } = 1e-11;

    /// <summary>
    /// Sizes of the coordinates, length N, each finite and &gt; 0; if there are none, those that an <see cref="ISizedField"/> states, and for other fields those that the field shows at the start, which grow
    /// with the largest absolute values on the cycles.
    /// </summary>
    public ImmutableArray<double> Sizes
    {
        get => _sizes;
        init
        {
            _sizes = ValueArray.Of(value, nameof(Sizes));
            foreach (double size in value)
                Guard.Positive(size, "the size of a coordinate", nameof(Sizes));
        }
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>How a branch is followed. Lengths are in units of the branch: each parameter by the length of its range, each coordinate by its size.</summary>
public sealed record BranchOptions
{
    private readonly double _maxStep = 0.05, _minStep = 1e-9, _maxAngle = 0.2;
    private readonly int _maxPoints = 10_000;
    private readonly ValueArray<double> _sizes = ValueArray.Of<double>([]);

    /// <summary>The defaults.</summary>
    public static BranchOptions Default { get; } = new();

    /// <summary>Longest step, &gt; 0. Default 0.05.</summary>
    public double MaxStep
    {
        get => _maxStep;
        init => _maxStep = Guard.Positive(value, "the longest step", nameof(MaxStep));
    }

    /// <summary>Shortest step, &gt; 0: a branch that needs a shorter one ends. Default 1e-9.</summary>
    public double MinStep
    {
        get => _minStep;
        init => _minStep = Guard.Positive(value, "the shortest step", nameof(MinStep));
    }

    /// <summary>Largest angle between the tangents at both ends of a step, in radians, in [0.001, 1]. Default 0.2.</summary>
    public double MaxAngle
    {
        get => _maxAngle;
        init => _maxAngle = Guard.InRange(value, 1e-3, 1, "the largest angle of a step", nameof(MaxAngle));
    }

    /// <summary>Most points in each direction, ≥ 2. Default 10 000.</summary>
    public int MaxPoints
    {
        get => _maxPoints;
        init => _maxPoints = Guard.AtLeast(value, 2, "the most points of a branch", nameof(MaxPoints));
    }

    /// <summary>
    /// Sizes of the coordinates, length N, each finite and &gt; 0; if there are none, those that an <see cref="ISizedField"/> states. For other fields they are learned from the start and the window, and
    /// renewed along a branch of isolated fixed points: by how far a coordinate moves to answer what the window does to the field, and until the Jacobian becomes another one. They go with the units of the
    /// coordinates, so that results do not depend on these.
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

    /// <summary>
    /// Whether points may move along the continuous symmetry of an <see cref="ISymmetricField"/>: the branch is then one of relative equilibria, rotating solutions for example, whose speeds are
    /// <see cref="BranchPoint.Speeds"/>. Default false.
    /// </summary>
    public bool Relative { get; init; }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

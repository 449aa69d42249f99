using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>How far a <see cref="BifurcationDiagram"/> goes.</summary>
public sealed record BifurcationDiagramOptions
{
    private const int MostBranches = 100_000;

    private readonly ValueArray<double> _lower = ValueArray.Of<double>([]), _upper = ValueArray.Of<double>([]);
    private readonly ValueArray<(LimitCycle Cycle, double At)> _cycles = ValueArray.Of<(LimitCycle Cycle, double At)>([]);

    /// <summary>The defaults.</summary>
    public static BifurcationDiagramOptions Default { get; } = new();

    /// <summary>How branches of fixed points are followed.</summary>
    public BranchOptions Branches
    {
        get;
        init => field = Guard.NotNull(value, nameof(Branches));
    } = BranchOptions.Default;

    /// <summary>How branches of cycles are followed.</summary>
    public CycleBranchOptions CycleBranches
    {
        get;
        init => field = Guard.NotNull(value, nameof(CycleBranches));
    } = CycleBranchOptions.Default;

    /// <summary>Whether cycles are followed from Hopf points. Default true.</summary>
    public bool FollowsCycles { get; init; } = true;

    /// <summary>Most branches of fixed points, in [1, 100 000]. Default 100.</summary>
    public int MaxBranches
    {
        get;
        init => field = (int)Guard.InRange(value, 1, MostBranches, "the most branches", nameof(MaxBranches));
    } = 100;

    /// <summary>Most branches of cycles, in [0, 100 000]. Default 20.</summary>
    public int MaxCycleBranches
    {
        get;
        init => field = (int)Guard.InRange(value, 0, MostBranches, "the most branches of cycles", nameof(MaxCycleBranches));
    } = 20;

    /// <summary>Period doublings are followed for this many generations, in [0, 100]. Default 2.</summary>
    public int MaxDoublings
    {
        get;
        init => field = (int)Guard.InRange(value, 0, 100, "the generations of period doublings", nameof(MaxDoublings));
    } = 2;

    /// <summary>Values of the parameter, evenly over the window, at which fixed points are looked for that no known branch has; in [0, 10 000]. Default 8. A disconnected branch shorter than the gap between them can be missed.</summary>
    public int Values
    {
        get;
        init => field = (int)Guard.InRange(value, 0, 10_000, "the values of the parameter", nameof(Values));
    } = 8;

    /// <summary>Starts of the search in the box at each of these values, in [0, 1 000 000]. Default 32; with 0 the search starts from known branches and from <see cref="Seeds"/> alone.</summary>
    public int Starts
    {
        get;
        init => field = (int)Guard.InRange(value, 0, 1_000_000, "the starts at a value", nameof(Starts));
    } = 32;

    /// <summary>Lower corner of the box in which fixed points are looked for, length N; if there is none, one around the known fixed points at the value and at those beside it: twice as wide, and three sizes of a coordinate wider on each side.</summary>
    public ImmutableArray<double> LowerCorner
    {
        get => _lower;
        init => _lower = Corner(value, nameof(LowerCorner));
    }

    /// <summary>Upper corner, above the lower one.</summary>
    public ImmutableArray<double> UpperCorner
    {
        get => _upper;
        init => _upper = Corner(value, nameof(UpperCorner));
    }

    /// <summary>Further starts at a value of the parameter, each a state: fixed points that a model knows, for example. A pure function; null for none.</summary>
    public Func<double, IEnumerable<IReadOnlyList<double>>>? Seeds { get; init; }

    /// <summary>The copies of a state under symmetries of all fields of the family, itself among them or not: of branches that are copies of one another one is followed. A pure function; null if all are.</summary>
    public Func<ImmutableArray<double>, IEnumerable<ImmutableArray<double>>>? Images { get; init; }

    /// <summary>Cycles from which the diagram starts, each with the value of the parameter there, in the window: attractors of a search, for example. They are followed whatever <see cref="FollowsCycles"/> says.</summary>
    /// <exception cref="ArgumentNullException">A cycle is null.</exception>
    public ImmutableArray<(LimitCycle Cycle, double At)> CycleStarts
    {
        get => _cycles;
        init
        {
            _cycles = ValueArray.Of(value, nameof(CycleStarts));
            foreach ((LimitCycle cycle, _) in value)
                Guard.NotNull(cycle, nameof(CycleStarts));
        }
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);

    private static ValueArray<double> Corner(ImmutableArray<double> value, string name)
    {
        var corner = ValueArray.Of(value, name);
        foreach (double entry in value)
            Guard.Finite(entry, "a corner of the box", name);
        return corner;
    }
}

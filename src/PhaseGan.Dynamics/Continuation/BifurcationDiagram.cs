using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// All branches of fixed points and of cycles of a family with one parameter that are reached within a window: through branch points, Hopf points and period doublings, and from fixed points that a search beside the
/// known branches finds. Each branch is there once, with its ends and with where it was found.
/// </summary>
/// <remarks>
/// <para>
/// At some values of the parameter fixed points are looked for that no known branch has: by Newton's method from seeds, on the field with the known fixed points deflated (Farrell, Birkisson and Funke, SIAM J. Sci. Comput. 37,
/// 2015), and in a box. A branch that is known is recognised, since it passes the places of the new one; of a family of fixed points one member is followed.
/// </para>
/// <para>Branches are numbered from 1, those of fixed points first, in the order in which they were found. The same inputs give the same bits.</para>
/// </remarks>
public sealed class BifurcationDiagram
{
    private readonly ImmutableArray<BranchOrigin> _origins;

    internal BifurcationDiagram(FieldFamily family, double lower, double upper, ImmutableArray<BranchOrigin> origins)
    {
        (Family, Lower, Upper, _origins) = (family, lower, upper, origins);
    }

    /// <summary>The family of fields.</summary>
    public FieldFamily Family { get; }

    /// <summary>Lower end of the window.</summary>
    public double Lower { get; }

    /// <summary>Upper end of the window.</summary>
    public double Upper { get; }

    /// <summary>The branches of fixed points, none empty; the first has the number 1.</summary>
    public ImmutableArray<Branch> Branches { get; internal init; } = [];

    /// <summary>The branches of cycles, none empty; their numbers go on from those of fixed points.</summary>
    public ImmutableArray<CycleBranch> Cycles { get; internal init; } = [];

    /// <summary>Places at which a branch may begin, and from which none was followed, with the reason.</summary>
    public ImmutableArray<UnfollowedStart> Unfollowed { get; internal init; } = [];

    /// <summary>Whether no budget cut the diagram short, and from every point that was located a branch was followed. Disconnected branches that no search met are not known of.</summary>
    public bool IsComplete => Unfollowed.All(u => u.Reason == UnfollowedReason.OnFamily);

    /// <summary>The diagram from one fixed point.</summary>
    /// <param name="family">The family, with one parameter.</param>
    /// <param name="from">A fixed point or a state near one, length N.</param>
    /// <param name="at">The parameter there, in the window.</param>
    /// <param name="lower">Lower end of the window.</param>
    /// <param name="upper">Upper end, above the lower one.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <exception cref="ArgumentNullException">The family or the state is null.</exception>
    /// <exception cref="ArgumentException">The family has two parameters, there is no field at the start, or a length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, the window is reversed, or the start lies outside.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static BifurcationDiagram Of(
        FieldFamily family, IReadOnlyList<double> from, double at, double lower, double upper, BifurcationDiagramOptions? options = null, CancellationToken cancellationToken = default) =>
        Of(family, [(Guard.NotNull(from), at)], lower, upper, options, cancellationToken);

    /// <summary>The diagram from one cycle: its branch, those that cross it, the fixed points at which they end, and what these lead to.</summary>
    /// <param name="family">The family, with one parameter.</param>
    /// <param name="from">A cycle, as of <see cref="LimitCycleSolver"/>.</param>
    /// <param name="at">The parameter there, in the window.</param>
    /// <param name="lower">Lower end of the window.</param>
    /// <param name="upper">Upper end, above the lower one.</param>
    /// <param name="options">Defaults if null; its <see cref="BifurcationDiagramOptions.CycleStarts"/> come besides.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <exception cref="ArgumentNullException">The family or the cycle is null.</exception>
    /// <exception cref="ArgumentException">The family has two parameters, there is no field at the start, or a length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, the window is reversed, or the start lies outside.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static BifurcationDiagram Of(
        FieldFamily family, LimitCycle from, double at, double lower, double upper, BifurcationDiagramOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= BifurcationDiagramOptions.Default;
        return Of(family, [], lower, upper, options with { CycleStarts = [(Guard.NotNull(from), at), .. options.CycleStarts] }, cancellationToken);
    }

    /// <summary>The diagram from an attractor that is a cycle.</summary>
    /// <inheritdoc cref="Of(FieldFamily, LimitCycle, double, double, double, BifurcationDiagramOptions?, CancellationToken)"/>
    public static BifurcationDiagram Of(
        FieldFamily family, LimitCycleAttractor from, double at, double lower, double upper, BifurcationDiagramOptions? options = null, CancellationToken cancellationToken = default) =>
        Of(family, Guard.NotNull(from).Cycle, at, lower, upper, options, cancellationToken);

    /// <summary>The diagram from several fixed points, or from none: then from what the search finds.</summary>
    /// <param name="family">The family, with one parameter.</param>
    /// <param name="starts">Fixed points or states near them, each length N, with the parameter there.</param>
    /// <param name="lower">Lower end of the window.</param>
    /// <param name="upper">Upper end, above the lower one.</param>
    /// <param name="options">Defaults if null; without starts it must have cycles to start from, seeds or a box.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <exception cref="ArgumentNullException">The family, the starts or a state is null.</exception>
    /// <exception cref="ArgumentException">The family has two parameters, there is no field at a start, a length is wrong, or there is nothing to start from.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, the window or the box is reversed, or a start lies outside.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static BifurcationDiagram Of(
        FieldFamily family,
        IEnumerable<(IReadOnlyList<double> State, double At)> starts,
        double lower,
        double upper,
        BifurcationDiagramOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(starts);
        options ??= BifurcationDiagramOptions.Default;
        var setting = CycleSetting.Of(family, [lower], [upper], options.CycleBranches);
        (double[] State, double At)[] all = [.. starts.Select(s => ((double[])[.. Guard.NotNull(s.State, nameof(starts))], s.At))];
        bool hasBox = !options.LowerCorner.IsEmpty && !options.UpperCorner.IsEmpty && options.Starts > 0;
        foreach ((_, double at) in options.CycleStarts)
            Guard.InRange(at, lower, upper, "the value of the parameter at the start", nameof(options));
        if (all.Length == 0 && options.CycleStarts.IsEmpty && (options.Values == 0 || (options.Seeds is null && !hasBox)))
            throw new ArgumentException("a diagram begins at a start, at a cycle, at seeds or in a box; there is none", nameof(starts));
        Guard.Length(options.UpperCorner.Length, options.LowerCorner.Length, "the upper corner of the box", nameof(options));
        for (int i = 0; i < options.LowerCorner.Length; i++)
            if (!(options.UpperCorner[i] > options.LowerCorner[i]))
                throw Guard.OutOfRange(nameof(options), options.UpperCorner[i], "must lie above the lower corner of the box");
        return new DiagramSearch(setting, options, cancellationToken).Run(all);
    }

    /// <summary>Where a branch was found.</summary>
    /// <param name="number">Its number, in [1, branches of both kinds].</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such branch.</exception>
    public BranchOrigin OriginOf(int number) => number >= 1 && number <= _origins.Length
        ? _origins[number - 1]
        : throw Guard.OutOfRange(nameof(number), number, $"must be the number of one of the {_origins.Length.ToString(CultureInfo.InvariantCulture)} branches, counted from 1");

    /// <summary>The fixed points of all branches at a value of the parameter, solved for, each with the number of its branch.</summary>
    /// <param name="parameter">The value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public IReadOnlyList<(int Number, BranchPoint Point)> At(double parameter) =>
        [.. Branches.SelectMany((b, k) => b.At(parameter).Select(p => (k + 1, p)))];

    /// <summary>Writes a table: a row for each point and each special point of each branch. Coordinates are given by their least and largest values, which are the same for fixed points.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="coordinates">Names of the coordinates, as many as there are; y1, y2, … if null.</param>
    /// <exception cref="ArgumentNullException">The writer is null.</exception>
    /// <exception cref="ArgumentException">There are names, and not as many as coordinates.</exception>
    public void WriteCsv(TextWriter writer, IReadOnlyList<string>? coordinates = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DiagramTables.WritePoints(this, writer, Names(coordinates));
    }

    /// <summary>Writes a table with a row for each branch: where it was found, why it ends, and how many of its points are stable, unstable, and not told from neutral.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="ArgumentNullException">The writer is null.</exception>
    public void WriteBranches(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DiagramTables.WriteBranches(this, writer);
    }

    /// <summary>Writes one JSON object with all branches, their points, and what was not followed.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="coordinates">Names of the coordinates, as many as there are; y1, y2, … if null.</param>
    /// <exception cref="ArgumentNullException">The writer is null.</exception>
    /// <exception cref="ArgumentException">There are names, and not as many as coordinates.</exception>
    public void WriteJson(TextWriter writer, IReadOnlyList<string>? coordinates = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DiagramTables.WriteJson(this, writer, Names(coordinates));
    }

    /// <summary>How many branches there are, what lies on them, and what was not followed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Branches.Length} {(Branches.Length == 1 ? "branch" : "branches")} of fixed points and {Cycles.Length} of cycles over {Family.Parameters[0]} in [{Lower:G6}, {Upper:G6}]: {Specials()}; not followed: {Unfollowed.Length}");

    private string Specials()
    {
        var counts = Branches.SelectMany(b => b.SpecialPoints.Select(s => s.Kind.ToString())).Concat(Cycles.SelectMany(c => c.SpecialPoints.Select(s => $"{s.Kind} of cycles"))).CountBy(k => k);
        return string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {c.Key}"))) is { Length: > 0 } text ? text : "no bifurcation";
    }

    private IReadOnlyList<string> Names(IReadOnlyList<string>? coordinates)
    {
        int n = !Branches.IsEmpty ? Branches[0].Points[0].Coordinates.Length : !Cycles.IsEmpty ? Cycles[0].Points[0].Minima.Length : coordinates?.Count ?? 0;
        coordinates ??= [.. Enumerable.Range(1, n).Select(i => string.Create(CultureInfo.InvariantCulture, $"y{i}"))];
        Guard.Length(coordinates.Count, n, "the names of the coordinates", nameof(coordinates));
        return coordinates;
    }
}

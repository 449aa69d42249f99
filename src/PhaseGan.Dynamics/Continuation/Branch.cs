using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// A connected curve of fixed points of a family of fields, stable or not, isolated ones or members of families of fixed points, with the bifurcations on it: numerical continuation by pseudo-arclength. With two parameters it is a curve of
/// folds, of Hopf points or of branch points.
/// </summary>
/// <remarks>
/// <para>
/// Lengths are measured in units of the branch: parameters by the length of the range that was asked for, coordinates by <see cref="BranchOptions.Sizes"/>. Every step is made
/// at once and in halves, and counts if both come to the same point with a small angle between the tangents.
/// </para>
/// <para>
/// Every change of the number of unstable eigenvalues along the branch belongs to one of <see cref="SpecialPoints"/>. Two changes that undo each other between two neighbouring points are not seen.
/// </para>
/// <para>
/// Allgower and Georg, <em>Introduction to Numerical Continuation Methods</em> (SIAM 2003), chapters 2 to 6; Govaerts, <em>Numerical Methods for Bifurcations of Dynamical Equilibria</em> (SIAM 2000).
/// </para>
/// </remarks>
public sealed class Branch
{
    internal Branch(BranchKind kind, FieldFamily family, ImmutableArray<BranchPoint> points, ImmutableArray<SpecialPoint> specials, BranchEnd first, BranchEnd last)
    {
        (Kind, Family, Points, SpecialPoints, FirstEnd, LastEnd) = (kind, family, points, specials, first, last);
    }

    /// <summary>What its points are.</summary>
    public BranchKind Kind { get; }

    /// <summary>The family of fields.</summary>
    public FieldFamily Family { get; }

    /// <summary>The points, neighbours side by side; none if there was no start.</summary>
    public ImmutableArray<BranchPoint> Points { get; }

    /// <summary>The bifurcations, in the order of the branch.</summary>
    public ImmutableArray<SpecialPoint> SpecialPoints { get; }

    /// <summary>Why the branch ends before its first point.</summary>
    public BranchEnd FirstEnd { get; }

    /// <summary>Why the branch ends after its last point.</summary>
    public BranchEnd LastEnd { get; }

    /// <summary>Whether every change of the number of unstable eigenvalues has a cause that was located.</summary>
    public bool IsAccounted => SpecialPoints.All(s => s.IsLocated);

    /// <summary>What a branch of the same family goes by.</summary>
    internal BranchSetting? Setting { get; init; }

    /// <summary>The branch of fixed points through one of them, in both directions, as far as the range goes.</summary>
    /// <param name="family">The family, with one parameter.</param>
    /// <param name="from">A fixed point or a state near one, length N.</param>
    /// <param name="at">The parameter there, in the range.</param>
    /// <param name="lower">Lower end of the parameter's range.</param>
    /// <param name="upper">Upper end, above the lower one.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The branch, whose ends say why it goes no further; without points if <see cref="BranchEnd.NoStart"/> or <see cref="BranchEnd.NotIsolated"/>.</returns>
    /// <exception cref="ArgumentNullException">The family or the state is null.</exception>
    /// <exception cref="ArgumentException">The family has two parameters, there is no field at the start, or a length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, the range is reversed, or the start lies outside.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Branch OfFixedPoint(
        FieldFamily family, IReadOnlyList<double> from, double at, double lower, double upper, BranchOptions? options = null, CancellationToken cancellationToken = default)
    {
        var setting = BranchSetting.Of(family, 1, from, [at], [lower], [upper], options);
        return FixedPointBranches.Through(setting, [.. from], at, cancellationToken);
    }

    /// <summary>The branch through a fixed point of a finder.</summary>
    /// <inheritdoc cref="OfFixedPoint(FieldFamily, IReadOnlyList{double}, double, double, double, BranchOptions?, CancellationToken)"/>
    public static Branch OfFixedPoint(
        FieldFamily family, FixedPoint from, double at, double lower, double upper, BranchOptions? options = null, CancellationToken cancellationToken = default) =>
        OfFixedPoint(family, (IReadOnlyList<double>)Guard.NotNull(from).Coordinates, at, lower, upper, options, cancellationToken);

    /// <summary>The branch through an attractor that is a fixed point.</summary>
    /// <inheritdoc cref="OfFixedPoint(FieldFamily, IReadOnlyList{double}, double, double, double, BranchOptions?, CancellationToken)"/>
    public static Branch OfFixedPoint(
        FieldFamily family, FixedPointAttractor from, double at, double lower, double upper, BranchOptions? options = null, CancellationToken cancellationToken = default) =>
        OfFixedPoint(family, Guard.NotNull(from).Point, at, lower, upper, options, cancellationToken);

    /// <summary>The other branch through a branch point of this one, in both directions: by the two roots of the algebraic bifurcation equation.</summary>
    /// <param name="point">A branch point of this branch.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The branch; without points, and with <see cref="BranchEnd.NoStart"/>, if no other one was found. Where several eigenvalues vanish together, the first of <see cref="OthersAt"/>.</returns>
    /// <exception cref="ArgumentNullException">The point is null.</exception>
    /// <exception cref="ArgumentException">The point is no branch point of this branch.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Branch OtherAt(SpecialPoint point, CancellationToken cancellationToken = default)
    {
        BranchSetting setting = CheckedSetting(point);
        return point.Kind == SpecialKind.Multiple
            ? FixedPointBranches.AllAcross(setting, point, cancellationToken).Branches.FirstOrDefault() ?? FixedPointBranches.Nothing(setting, BranchEnd.NoStart)
            : FixedPointBranches.Across(setting, point, cancellationToken);
    }

    /// <summary>
    /// All other branches through a branch point of this one: the one through a simple point, and as many as the algebraic bifurcation equation has roots where several eigenvalues vanish together, as they do
    /// with symmetries.
    /// </summary>
    /// <param name="point">A branch point of this branch, or a located point of the kind <see cref="SpecialKind.Multiple"/>.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The branches, and whether they are all.</returns>
    /// <exception cref="ArgumentNullException">The point is null.</exception>
    /// <exception cref="ArgumentException">The point is no branch point of this branch.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public BranchSwitch OthersAt(SpecialPoint point, CancellationToken cancellationToken = default) => FixedPointBranches.AllAcross(CheckedSetting(point), point, cancellationToken);

    private BranchSetting CheckedSetting(SpecialPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        bool branches = point.Kind is SpecialKind.Transcritical or SpecialKind.Pitchfork or SpecialKind.BranchPoint || point is { Kind: SpecialKind.Multiple, IsLocated: true };
        if (Setting is null || !SpecialPoints.Contains(point) || !branches)
            throw new ArgumentException($"another branch begins at a branch point of this one; got {point.Kind}", nameof(point));
        return Setting;
    }

    /// <summary>
    /// The curve of folds, of Hopf points or of branch points in two parameters through one of them, in both directions, with the points of codimension two on it; none are looked for on one of branch points, which
    /// goes on as long as the second parameter does not unfold them.
    /// </summary>
    /// <param name="kind">Folds, Hopf points or branch points.</param>
    /// <param name="family">The family, with two parameters.</param>
    /// <param name="from">A point on the curve: a special point of a branch of fixed points, or one of codimension two on another curve.</param>
    /// <param name="at">Both parameters there, in their ranges.</param>
    /// <param name="lower">Lower ends of the ranges.</param>
    /// <param name="upper">Upper ends, above the lower ones.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The curve; without points if <see cref="BranchEnd.NoStart"/> or <see cref="BranchEnd.NotIsolated"/>. One of Hopf points goes on as one of neutral saddles at Bogdanov–Takens points.</returns>
    /// <exception cref="ArgumentNullException">The family, the point or a list is null.</exception>
    /// <exception cref="ArgumentException">The kind is of one parameter, the family has one, there is no field at the start, or a length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, a range is reversed, or the start lies outside.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Branch OfBifurcation(
        BranchKind kind,
        FieldFamily family,
        SpecialPoint from,
        IReadOnlyList<double> at,
        IReadOnlyList<double> lower,
        IReadOnlyList<double> upper,
        BranchOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ParameterPlane.Require(at, lower, upper);
        if (kind == BranchKind.FixedPoints)
            throw new ArgumentException($"a curve in two parameters is one of folds, of Hopf points or of branch points; got {kind}", nameof(kind));
        var setting = BranchSetting.Of(family, 2, from.Coordinates, at, lower, upper, options);
        if (kind == BranchKind.BranchPoints)
            return BranchPointCurve.Through(setting, from, [.. at], cancellationToken);
        return BifurcationCurves.Through(kind, setting, from, [.. at], cancellationToken);
    }

    /// <summary>
    /// Pieces of the branch as they are drawn, in order, neighbours sharing the special point between them. Solid are stable fixed points, folds, and Hopf points; not solid are unstable fixed
    /// points, and the neutral saddles on a curve of Hopf points.
    /// </summary>
    /// <returns>For each piece its places: the parameters, then the coordinates.</returns>
    public IReadOnlyList<(bool IsSolid, ImmutableArray<ImmutableArray<double>> Places)> Segments() => BranchSegments.Of(this);

    /// <summary>The points of a branch of fixed points at a value of its parameter, solved for, in the order of the branch.</summary>
    /// <param name="parameter">The value.</param>
    /// <returns>The points; none beyond the ends.</returns>
    /// <exception cref="InvalidOperationException">It is a curve in two parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public IReadOnlyList<BranchPoint> At(double parameter)
    {
        if (Kind != BranchKind.FixedPoints || Setting is null)
            throw new InvalidOperationException($"a branch of fixed points has points at a parameter; this is one of {Kind}");
        Guard.Finite(parameter, "the value of the parameter");
        return FixedPointBranches.At(Setting, Points, parameter);
    }

    /// <summary>Whether a place lies on the branch, which is solved for beside it: two branches of one family are the same curve where one passes places of the other.</summary>
    /// <param name="parameters">The parameters, as many as the family has.</param>
    /// <param name="coordinates">The coordinates, length N.</param>
    /// <returns>True if a point of the branch is the place to 1e-7 in units of the branch.</returns>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentException">A list has not as many numbers as it must.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public bool Passes(IReadOnlyList<double> parameters, IReadOnlyList<double> coordinates)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(coordinates);
        Guard.Length(parameters.Count, Family.Parameters.Length, "the values of the parameters", nameof(parameters));
        foreach (double value in parameters)
            Guard.Finite(value, "the value of a parameter", nameof(parameters));
        foreach (double value in coordinates)
            Guard.Finite(value, "a coordinate", nameof(coordinates));
        if (Points.IsEmpty)
            return false;
        Guard.Length(coordinates.Count, Points[0].Coordinates.Length, "the coordinates of the place", nameof(coordinates));
        return BranchPlaces.Holds(this, [.. parameters], [.. coordinates]);
    }

    /// <summary>Writes a table: a row for each point and each special point in the order of the branch; the last column is the dimension of the family to which it belongs.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="coordinates">Names of the coordinates, as many as there are; y1, y2, … if null.</param>
    /// <exception cref="ArgumentNullException">The writer is null.</exception>
    /// <exception cref="ArgumentException">There are names, and not as many as coordinates.</exception>
    public void WriteCsv(TextWriter writer, IReadOnlyList<string>? coordinates = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        int n = Points.IsEmpty ? coordinates?.Count ?? 0 : Points[0].Coordinates.Length;
        coordinates ??= [.. Enumerable.Range(1, n).Select(i => $"y{i}")];
        Guard.Length(coordinates.Count, n, "the names of the coordinates", nameof(coordinates));
        writer.Write($"{string.Join(',', Family.Parameters)},{string.Join(',', coordinates)},unstable,stability,special,error,coefficient,frequency,arc_length,family\n");
        var rows = Points.Select(p => (p.ArcLength, Row(p.Parameters, p.Coordinates, [Number(p.UnstableCount), Stability(p), "", "", "", "", Number(p.ArcLength), Number(p.FamilyDimension)])))
            .Concat(SpecialPoints.Select(s => (s.ArcLength, Row(
                s.Parameters,
                s.Coordinates,
                ["", "", s.Kind.ToString(), Number(s.Error), Number(s.NormalForm?.Coefficient), Number(s.NormalForm?.Frequency), Number(s.ArcLength), Number(s.FamilyDimension)]))));
        foreach ((_, string row) in rows.OrderBy(r => r.ArcLength))
            writer.Write(row + "\n");
    }

    private static string Stability(BranchPoint point) => point.IsNeutral ? "undetermined" : point.IsStable ? "stable" : "unstable";

    private static string Row(ImmutableArray<double> parameters, ImmutableArray<double> coordinates, string[] rest) =>
        string.Join(',', [.. parameters.Concat(coordinates).Select(x => Number(x)), .. rest]);

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>What it is of, how long it is, what lies on it and why it ends.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind} over {string.Join(" and ", Family.Parameters)}: {Points.Length} points, {SpecialPoints.Length} special ({string.Join(", ", SpecialPoints.GroupBy(s => s.Kind).Select(g => $"{g.Count()} {g.Key}"))}), ends {FirstEnd} and {LastEnd}");
}

using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// A connected curve of limit cycles of a family of fields over one parameter, stable or not, with the bifurcations on it: by multiple shooting with the variational equation and pseudo-arclength. With two parameters it
/// is a curve of folds, of period doublings, of torus bifurcations or of branch points.
/// </summary>
/// <remarks>
/// <para>
/// A cycle is cut into segments over which distances grow by no more than a thousand; multipliers come from the segments without their product. The middle of each step is solved for too, and must lie on the
/// cubic through both ends.
/// </para>
/// <para>
/// Every change of the number of multipliers outside of the unit circle belongs to one of <see cref="SpecialPoints"/>. Two changes that undo each other between two neighbouring cycles are not seen.
/// </para>
/// <para>Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., chapters 5 and 10.</para>
/// </remarks>
public sealed class CycleBranch
{
    private readonly CycleSetting _setting;

    internal CycleBranch(CycleSetting setting, CycleBranchKind kind, CycleBranchEnd first, CycleBranchEnd last) => (_setting, Kind, FirstEnd, LastEnd) = (setting, kind, first, last);

    /// <summary>What its cycles are.</summary>
    public CycleBranchKind Kind { get; }

    /// <summary>The family of fields.</summary>
    public FieldFamily Family => _setting.Family;

    /// <summary>The cycles, neighbours side by side; none if there was no start.</summary>
    public ImmutableArray<CycleBranchPoint> Points { get; internal init; } = [];

    /// <summary>The bifurcations, in the order of the branch.</summary>
    public ImmutableArray<CycleSpecialPoint> SpecialPoints { get; internal init; } = [];

    /// <summary>Why the branch ends before its first cycle.</summary>
    public CycleBranchEnd FirstEnd { get; }

    /// <summary>Why the branch ends after its last cycle.</summary>
    public CycleBranchEnd LastEnd { get; }

    /// <summary>The fixed point at the first end: the Hopf point to which cycles shrink, or what those of long period come near to; null if there is none.</summary>
    public ImmutableArray<double>? FirstRest { get; internal init; }

    /// <summary>The fixed point at the last end, as at the first.</summary>
    public ImmutableArray<double>? LastRest { get; internal init; }

    /// <summary>Whether every change of the number of multipliers outside of the unit circle has a cause that was located.</summary>
    public bool IsAccounted => SpecialPoints.All(s => s.IsLocated);

    /// <summary>The branch of cycles that are born at a Hopf point.</summary>
    /// <param name="family">The family, with one parameter.</param>
    /// <param name="hopf">A Hopf point of a branch of fixed points of this family.</param>
    /// <param name="lower">Lower end of the parameter's range, below the Hopf point.</param>
    /// <param name="upper">Upper end, above it.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each step; the branch then ends with <see cref="CycleBranchEnd.Cancelled"/>.</param>
    /// <returns>The branch from the Hopf point on; without cycles if <see cref="CycleBranchEnd.NoStart"/>.</returns>
    /// <exception cref="ArgumentNullException">The family or the point is null.</exception>
    /// <exception cref="ArgumentException">The family has two parameters, the point is no Hopf point, there is no field there, or a length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, the range is reversed, or the point lies outside.</exception>
    public static CycleBranch FromHopf(
        FieldFamily family, SpecialPoint hopf, double lower, double upper, CycleBranchOptions? options = null, CancellationToken cancellationToken = default)
    {
        var setting = CycleSetting.Of(family, [lower], [upper], options);
        ArgumentNullException.ThrowIfNull(hopf);
        if (hopf.Kind != SpecialKind.Hopf || hopf.NormalForm?.Frequency is not { } omega)
            throw new ArgumentException($"cycles are born at a Hopf point with a frequency; got {hopf.Kind}", nameof(hopf));
        Guard.InRange(hopf.Parameters[0], lower, upper, "the parameter of the Hopf point", nameof(hopf));
        _ = setting.Sizes(hopf.Coordinates, hopf.Parameters[0]);
        return CycleBranches.FromHopf(setting, [.. hopf.Coordinates], hopf.Parameters[0], omega, cancellationToken);
    }

    /// <summary>The branch through a cycle, in both directions.</summary>
    /// <param name="family">The family, with one parameter.</param>
    /// <param name="from">A cycle at <paramref name="at"/>, as of <see cref="LimitCycleSolver"/>.</param>
    /// <param name="at">The parameter there, in the range.</param>
    /// <param name="lower">Lower end of the parameter's range.</param>
    /// <param name="upper">Upper end, above the lower one.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each step; the branch then ends with <see cref="CycleBranchEnd.Cancelled"/>.</param>
    /// <returns>The branch; without cycles if <see cref="CycleBranchEnd.NoStart"/> or <see cref="CycleBranchEnd.NotIsolated"/>.</returns>
    /// <exception cref="ArgumentNullException">The family or the cycle is null.</exception>
    /// <exception cref="ArgumentException">The family has two parameters, there is no field at the start, or a length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, the range is reversed, or the start lies outside.</exception>
    public static CycleBranch OfCycle(
        FieldFamily family, LimitCycle from, double at, double lower, double upper, CycleBranchOptions? options = null, CancellationToken cancellationToken = default)
    {
        var setting = CycleSetting.Of(family, [lower], [upper], options);
        ArgumentNullException.ThrowIfNull(from);
        Guard.InRange(at, lower, upper, "the value of the parameter at the start", nameof(at));
        double[] sizes = setting.Sizes(from.Point, at);
        if (setting.MayResize(at))
            sizes = [.. sizes.Zip(from.Amplitudes, Math.Max)];
        return CycleBranches.Through(setting, [.. from.Point], from.Period, at, sizes, cancellationToken);
    }

    /// <summary>The branch through an attractor that is a cycle.</summary>
    /// <inheritdoc cref="OfCycle(FieldFamily, LimitCycle, double, double, double, CycleBranchOptions?, CancellationToken)"/>
    public static CycleBranch OfCycle(
        FieldFamily family, LimitCycleAttractor from, double at, double lower, double upper, CycleBranchOptions? options = null, CancellationToken cancellationToken = default) =>
        OfCycle(family, Guard.NotNull(from).Cycle, at, lower, upper, options, cancellationToken);

    /// <summary>The curve of folds, period doublings, torus bifurcations or branch points of cycles in two parameters through one of them, in both directions, with the points of codimension two on it.</summary>
    /// <param name="kind">Folds, period doublings, tori or branch points.</param>
    /// <param name="family">The family, with two parameters.</param>
    /// <param name="from">A point on the curve: a special point of a branch of cycles, or one of codimension two on another curve.</param>
    /// <param name="at">Both parameters there, in their ranges.</param>
    /// <param name="lower">Lower ends of the ranges.</param>
    /// <param name="upper">Upper ends, above the lower ones.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each step; the curve then ends with <see cref="CycleBranchEnd.Cancelled"/>.</param>
    /// <returns>
    /// The curve; without cycles if <see cref="CycleBranchEnd.NoStart"/>. One of folds ends with <see cref="CycleBranchEnd.ShrinksToRest"/> at a generalised Hopf point; one of tori goes on as one of neutral saddles beyond the
    /// resonances 1:1 and 1:2.
    /// </returns>
    /// <exception cref="ArgumentNullException">The family, the point or a list is null.</exception>
    /// <exception cref="ArgumentException">The kind is of one parameter, the family has one, the point lies on no curve of the kind, there is no field at the start, or a length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, a range is reversed, or the start lies outside.</exception>
    public static CycleBranch OfBifurcation(
        CycleBranchKind kind,
        FieldFamily family,
        CycleSpecialPoint from,
        IReadOnlyList<double> at,
        IReadOnlyList<double> lower,
        IReadOnlyList<double> upper,
        CycleBranchOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ParameterPlane.Require(at, lower, upper);
        if (!from.IsLocated || !CycleCurves.IsOn(kind, from.Kind))
            throw new ArgumentException($"a curve in two parameters begins at a point of its kind that was located; got {from.Kind} for one of {kind}", nameof(from));
        var setting = CycleSetting.Of(family, lower, upper, options);
        for (int j = 0; j < 2; j++)
            Guard.InRange(at[j], lower[j], upper[j], "the value of a parameter at the start", nameof(at));
        _ = setting.Sizes(from.Point, [.. at]);
        return CycleCurves.Through(kind, setting, from, [.. at], cancellationToken);
    }

    /// <summary>
    /// The curves of bifurcations of cycles in two parameters that begin at a rest of codimension two: one of folds at a generalised Hopf point, two of tori where two pairs are on the axis, and at a zero eigenvalue beside a pair
    /// one of tori where G₁₁₀ and G₀₁₁ have different signs, else none.
    /// </summary>
    /// <param name="family">The family, with two parameters.</param>
    /// <param name="from">A point of a curve of folds or of Hopf points of this family: a generalised Hopf, a double Hopf or a zero–Hopf point that was located, and has a normal form.</param>
    /// <param name="lower">Lower ends of the ranges, below the point.</param>
    /// <param name="upper">Upper ends, above it.</param>
    /// <param name="options">Defaults if null.</param>
    /// <param name="cancellationToken">Looked at before each step; a curve then ends with <see cref="CycleBranchEnd.Cancelled"/>.</param>
    /// <returns>
    /// The curves from the rest on, which is their <see cref="FirstRest"/>; of tori first that of the cycles with the larger frequency. One without cycles if <see cref="CycleBranchEnd.NoStart"/>: none was found next to the rest,
    /// as where coefficients vanish.
    /// </returns>
    /// <exception cref="ArgumentNullException">The family, the point or a list is null.</exception>
    /// <exception cref="ArgumentException">The family has one parameter, no such curve begins at a point of this kind, there is no field there, or a length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, a range is reversed, or the point lies outside.</exception>
    public static ImmutableArray<CycleBranch> OfBifurcationsAt(
        FieldFamily family, SpecialPoint from, IReadOnlyList<double> lower, IReadOnlyList<double> upper, CycleBranchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (!from.IsLocated || from.NormalForm is null || from.FamilyDimension > 0 || from.Kind is not (SpecialKind.GeneralizedHopf or SpecialKind.DoubleHopf or SpecialKind.ZeroHopf))
            throw new ArgumentException($"curves of bifurcations of cycles begin at isolated generalised Hopf, double Hopf and zero-Hopf points with a normal form; got {from.Kind}", nameof(from));
        ParameterPlane.Require(from.Parameters, lower, upper);
        var setting = CycleSetting.Of(family, lower, upper, options);
        for (int j = 0; j < 2; j++)
            Guard.InRange(from.Parameters[j], lower[j], upper[j], "the value of a parameter at the point", nameof(from));
        return [.. CycleCurves.At(setting, from, cancellationToken)];
    }

    /// <summary>The other branch at a bifurcation of this one: cycles of twice the period at a period doubling, and the branch that crosses at a branch point, in both directions.</summary>
    /// <param name="point">A period doubling or a branch point of this branch.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The branch; without cycles, and with <see cref="CycleBranchEnd.NoStart"/>, if no other one was found.</returns>
    /// <exception cref="ArgumentNullException">The point is null.</exception>
    /// <exception cref="ArgumentException">The point is none of this branch at which another one begins.</exception>
    public CycleBranch OtherAt(CycleSpecialPoint point, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (!SpecialPoints.Contains(point) || Kind != CycleBranchKind.Cycles || point.Kind is not (CycleSpecialKind.PeriodDoubling or CycleSpecialKind.BranchPoint))
            throw new ArgumentException($"another branch begins at a period doubling or a branch point of this one; got {point.Kind}", nameof(point));
        return CycleBranches.Across(_setting, point, cancellationToken);
    }

    /// <summary>Writes a table: a row for each cycle and each special point in the order of the branch; coordinates by their least and largest values.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="coordinates">Names of the coordinates, as many as there are; y1, y2, … if null.</param>
    /// <exception cref="ArgumentNullException">The writer is null.</exception>
    /// <exception cref="ArgumentException">There are names, and not as many as coordinates.</exception>
    public void WriteCsv(TextWriter writer, IReadOnlyList<string>? coordinates = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        int n = Points.IsEmpty ? coordinates?.Count ?? 0 : Points[0].Point.Length;
        coordinates ??= [.. Enumerable.Range(1, n).Select(i => $"y{i}")];
        Guard.Length(coordinates.Count, n, "the names of the coordinates", nameof(coordinates));
        writer.Write($"{string.Join(',', Family.Parameters)},period,{string.Join(',', coordinates.Select(c => $"{c}_min,{c}_max"))},unstable,stability,trivial_error,special,error,angle,coefficient,arc_length\n");
        var rows = Points.Select(p => (p.ArcLength, Row(
                p.Parameters, p.Period, p.Minima, p.Maxima, [Number(p.UnstableCount), Stability(p), Number(p.TrivialError), "", "", Number(p.Angle), "", Number(p.ArcLength)])))
            .Concat(SpecialPoints.Select(s => (s.ArcLength, Row(
                s.Parameters, s.Period, s.Minima, s.Maxima, ["", "", Number(s.TrivialError), s.Kind.ToString(), Number(s.Error), Number(s.Angle), Number(s.NormalForm?.Coefficient), Number(s.ArcLength)]))));
        foreach ((_, string row) in rows.OrderBy(r => r.ArcLength))
            writer.Write(row + "\n");
    }

    private static string Stability(CycleBranchPoint point) => point.IsNeutral ? "undetermined" : point.IsStable ? "stable" : "unstable";

    private static string Row(ImmutableArray<double> parameters, double period, ImmutableArray<double> low, ImmutableArray<double> high, string[] rest) =>
        string.Join(',', [.. parameters.Append(period).Concat(low.Zip(high, (l, h) => (double[])[l, h]).SelectMany(p => p)).Select(x => Number(x)), .. rest]);

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>What it is of, how long it is, what lies on it and why it ends.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind} over {string.Join(" and ", Family.Parameters)}: {Points.Length} points, {SpecialPoints.Length} special ({string.Join(", ", SpecialPoints.GroupBy(s => s.Kind).Select(g => $"{g.Count()} {g.Key}"))}), ends {FirstEnd} and {LastEnd}");
}

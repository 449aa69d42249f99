using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace PhaseGan.Cli;

/// <summary>Curves of bifurcations over two parameters, each once, and the bifurcations from which none was followed.</summary>
internal sealed class CurveSet
{
    /// <summary>A pair counts as imaginary with a real part below this share of the largest eigenvalue: rounding at a point of a curve.</summary>
    private const double OnAxis = 1e-6;

    /// <summary>More curves than this are not followed: a bound, and far more than there are.</summary>
    private const int MostCurves = 100;

    private readonly CurveRequest _request;

    private CurveSet(CurveRequest request) => _request = request;

    /// <summary>The curves, each with the point from which it was followed and both parameters there.</summary>
    public ImmutableArray<(Branch Curve, SpecialPoint From, double[] At)> Curves { get; private set; } = [];

    /// <summary>Bifurcations from which no curve was followed, with both parameters there and the reason.</summary>
    public ImmutableArray<(SpecialPoint Point, double[] At, string Reason)> Refused { get; private set; } = [];

    /// <summary>The curves of bifurcations of cycles; null if they were not asked for.</summary>
    public CycleCurveSet? Cycles { get; init; }

    /// <summary>Fixed points without a branch, by the value of the second parameter and the reason.</summary>
    public ImmutableArray<(double Held, BranchEnd Reason)> Missing { get; private set; } = [];

    /// <summary>Finds the bifurcations on the branches over the first parameter, and follows the curves through them, and through the points of codimension two on these.</summary>
    /// <param name="request">Where.</param>
    /// <param name="kinds">What curves are wanted.</param>
    /// <param name="options">How branches and curves are followed.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <exception cref="UsageException">Points are to move along a symmetry, and the field has none.</exception>
    public static CurveSet Of(CurveRequest request, CurveKinds kinds, BranchOptions options, CancellationToken cancellationToken)
    {
        var set = new CurveSet(request) { Cycles = kinds.HasCycles ? CycleCurveSet.OfBranches(request, kinds.OfCycles, cancellationToken) : kinds.Switches ? CycleCurveSet.Empty(request) : null };
        if (!kinds.HasRests)
            return set;
        var starts = new Queue<(SpecialPoint Point, double[] At)>();
        foreach (double held in request.Held)
        {
            ReducedOde ode = request.Ode(held);
            if (options.Relative && ode.SymmetryCount == 0)
                throw new UsageException("--relative needs features that can be rotated, two of them with equal variances in --lambda; there are none");
            FieldFamily family = request.Family.Holding(request.Second.Name, held);
            (List<Branch> branches, List<BranchEnd> without) = GanBranches.Find(ode, family, request.First.Axis, request.Start, options, cancellationToken);
            set.Missing = set.Missing.AddRange(without.Select(end => (held, end)));
            // of the family without discriminator, whose stability changes along it, the member that has learnt everything as well
            branches.Add(Branch.OfFixedPoint(family, Perfect(ode), request.Start, request.First.Axis.Minimum, request.First.Axis.Maximum, options, cancellationToken));
            foreach (Branch branch in branches)
                foreach (SpecialPoint special in branch.SpecialPoints)
                    starts.Enqueue((special, [special.Parameters[0], held]));
        }
        while (starts.TryDequeue(out (SpecialPoint Point, double[] At) start))
            foreach (Branch curve in set.Follow(start.Point, start.At, kinds.OfRests, options, cancellationToken))
                foreach (SpecialPoint special in curve.SpecialPoints)
                    starts.Enqueue((special, [.. special.Parameters]));
        if (kinds.Switches)
            foreach (SpecialPoint special in set.Curves.SelectMany(c => c.Curve.SpecialPoints))
                set.Cycles!.Begin(special, kinds.OfCycles, cancellationToken);
        return set;
    }

    /// <summary>A row for each point and each point of codimension two, in the order of the curves.</summary>
    public void WriteCsv(TextWriter writer)
    {
        writer.Write($"curve,kind,{_request.First.Name},{_request.Second.Name},{string.Join(',', _request.Ode(_request.Held[0]).CoordinateNames())},unstable,special,error,coefficient,frequency,arc_length,family,end{(Cycles is null ? "" : ",period,angle")}\n");
        for (int k = 0; k < Curves.Length; k++)
        {
            Branch curve = Curves[k].Curve;
            var rows = curve.Points.Select((p, i) => (p.ArcLength, Row(p.Parameters, p.Coordinates, (string[])[.. Words(curve, p), Number(p.ArcLength), Number(p.FamilyDimension), End(curve, i)], Kind(curve, p))))
                .Concat(curve.SpecialPoints.Select(s => (s.ArcLength, Row(
                    s.Parameters,
                    s.Coordinates,
                    (string[])["", s.Kind.ToString(), Number(s.Error), Number(s.NormalForm?.Coefficient), "", Number(s.ArcLength), Number(s.FamilyDimension), ""],
                    ""))));
            foreach ((_, string row) in rows.OrderBy(r => r.ArcLength))
                writer.Write($"{k + 1},{row}{(Cycles is null ? "" : ",,")}\n");
        }
        Cycles?.WriteRows(writer, Curves.Length + 1);
    }

    /// <summary>All curves with their points, and what was not followed.</summary>
    public JsonObject ToJson()
    {
        string[] parameters = [_request.First.Name, _request.Second.Name], coordinates = [.. _request.Ode(_request.Held[0]).CoordinateNames()];
        return new JsonObject
        {
            ["curves"] = new JsonArray([.. Curves.Select(JsonNode (c) => new JsonObject
            {
                ["kind"] = c.Curve.Kind.ToString(),
                ["from"] = Point(c.From, c.At),
                ["first_end"] = c.Curve.FirstEnd.ToString(),
                ["last_end"] = c.Curve.LastEnd.ToString(),
                ["accounted"] = c.Curve.IsAccounted,
                ["points"] = new JsonArray([.. c.Curve.Points.Select(p =>
                {
                    JsonObject point = Place([.. p.Parameters], p.Coordinates);
                    point["kind"] = Kind(c.Curve, p);
                    point["unstable"] = Unstable(c.Curve, p);
                    point["frequency"] = Frequency(c.Curve, p) is { } frequency ? JsonText.Number(frequency) : null;
                    point["family"] = p.FamilyDimension;
                    return point;
                })]),
                ["special"] = new JsonArray([.. c.Curve.SpecialPoints.Select(s => Point(s, [.. s.Parameters]))]),
            }).Concat(Cycles?.ToJson(coordinates) ?? [])]),
            ["not_followed"] = new JsonArray([.. Refused.Select(JsonNode (r) =>
            {
                JsonObject point = Point(r.Point, r.At);
                point["reason"] = r.Reason;
                return point;
            }).Concat(Cycles?.RefusedToJson(coordinates) ?? [])]),
        };

        JsonObject Place(double[] at, ImmutableArray<double> state)
        {
            var place = new JsonObject();
            for (int j = 0; j < parameters.Length; j++)
                place[parameters[j]] = JsonText.Number(at[j]);
            for (int i = 0; i < coordinates.Length; i++)
                place[coordinates[i]] = JsonText.Number(state[i]);
            return place;
        }

        JsonObject Point(SpecialPoint special, double[] at)
        {
            JsonObject point = Place(at, special.Coordinates);
            point["special"] = special.Kind.ToString();
            point["error"] = JsonText.Number(special.Error);
            point["coefficient"] = special.NormalForm is { } form ? JsonText.Number(form.Coefficient) : null;
            return point;
        }
    }

    /// <summary>A line for each curve, and one for each point from which none was followed.</summary>
    public void Report(TextWriter text)
    {
        int count = Curves.Length + (Cycles?.Curves.Length ?? 0);
        text.WriteLine($"{count} {(count == 1 ? "curve" : "curves")} over {_request.First.Name} and {_request.Second.Name}");
        for (int k = 0; k < Curves.Length; k++)
        {
            (Branch curve, SpecialPoint from, double[] at) = Curves[k];
            string specials = curve.SpecialPoints.IsEmpty ? "no point of codimension two" : string.Join(", ", curve.SpecialPoints.Select(s => $"{s.Kind} at {Place([.. s.Parameters])}"));
            int dimension = curve.Points[0].FamilyDimension;
            text.WriteLine($"Curve {k + 1}, {curve.Kind} through {from.Kind} at {Place(at)}{(dimension > 0 ? $", on a family of dimension {dimension}" : "")}: {specials}; ends: {curve.FirstEnd}, {curve.LastEnd}");
        }
        foreach (var group in Missing.CountBy(m => m))
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"No branch through {group.Value} of the fixed points at ({Values.Text(_request.Start)}, {Values.Text(group.Key.Held)}): {group.Key.Reason}"));
        Cycles?.Report(text, Curves.Length + 1);
        // mirror images have one line
        foreach (string line in Refused.Select(r => $"Not followed: {r.Point.Kind} at {Place(r.At)}: {r.Reason}").Distinct())
            text.WriteLine(line);
    }

    /// <summary>The curves through a point that are none of those found before.</summary>
    private List<Branch> Follow(SpecialPoint point, double[] at, ImmutableArray<BranchKind> kinds, BranchOptions options, CancellationToken cancellationToken)
    {
        var found = new List<Branch>();
        BranchKind[] offered = [.. Offered(point).Where(k => kinds.IsEmpty || kinds.Contains(k))];
        if (offered.Length == 0 && Reason(point) is { } reason)
            Refused = Refused.Add((point, at, reason));
        ImmutableArray<ImmutableArray<double>> images = ReducedFixedPoints.Images((ReducedOde)_request.Family.At(at), point.Coordinates);
        foreach (BranchKind kind in offered)
        {
            if (Curves.Any(c => c.Curve.Kind == kind && images.Any(i => c.Curve.Passes(at, i))))
                continue;
            if (Curves.Length >= MostCurves)
            {
                Refused = Refused.Add((point, at, string.Create(CultureInfo.InvariantCulture, $"there are more than {MostCurves} curves")));
                continue;
            }
            (Axis x, Axis y) = (_request.First.Axis, _request.Second.Axis);
            Branch curve = Branch.OfBifurcation(kind, _request.Family, point, at, [x.Minimum, y.Minimum], [x.Maximum, y.Maximum], options, cancellationToken);
            if (curve.Points.Length < 2)
            {
                Refused = Refused.Add((point, at, $"no curve of {kind} through it ({curve.LastEnd})"));
                continue;
            }
            Curves = Curves.Add((curve, point, at));
            found.Add(curve);
        }
        return found;
    }

    /// <summary>The kinds of curves through a point: where branches cross, that of branch points.</summary>
    private static IEnumerable<BranchKind> Offered(SpecialPoint point) =>
        point.Continuations.Select(k => k == BranchKind.FixedPoints ? BranchKind.BranchPoints : k).Where(k => k != BranchKind.BranchPoints || point is { FamilyDimension: 0, Multiplicity: 1 });

    /// <summary>Why a point offers no curve; null where it is none of the kinds that could.</summary>
    private static string? Reason(SpecialPoint point) => point switch
    {
        { Continuations: [BranchKind.FixedPoints, ..] } => null,
        { IsLocated: false } => "what crosses there was not told apart",
        { Kind: SpecialKind.FamilyChange } => "the branch meets a family of fixed points there",
        { IsOfWholeFamily: false } => $"of a family of dimension {point.FamilyDimension} this member alone crosses; 'phasegan boundaries' follows the best member",
        { Continuations.IsEmpty: true } => "no curve in two parameters is followed from it",
        _ => null,
    };

    /// <summary>P = I with q = r = 0, a fixed point at all parameters.</summary>
    private static ImmutableArray<double> Perfect(ReducedOde ode)
    {
        int d = ode.Parameters.FeatureCount;
        double[] zeros = new double[d];
        return [.. ode.Pack(MacroState.Diagonal([.. Enumerable.Repeat(1.0, d)], zeros, zeros))];
    }

    private static string Place(double[] at) => $"({Values.Text(at[0])}, {Values.Text(at[1])})";

    private static string Row(ImmutableArray<double> parameters, ImmutableArray<double> coordinates, string[] rest, string kind) =>
        string.Join(',', [kind, .. parameters.Concat(coordinates).Select(x => Number(x)), .. rest]);

    private static string[] Words(Branch curve, BranchPoint point) => [Number(Unstable(curve, point)), "", "", "", Number(Frequency(curve, point))];

    private static string End(Branch curve, int index) => index == 0 ? curve.FirstEnd.ToString() : index == curve.Points.Length - 1 ? curve.LastEnd.ToString() : "";

    private static string Kind(Branch curve, BranchPoint point) => curve.Kind switch
    {
        BranchKind.Folds => "Fold",
        BranchKind.BranchPoints => "BranchPoint",
        _ => Frequency(curve, point) is null ? "NeutralSaddle" : "Hopf",
    };

    /// <summary>The frequency of the pair on the axis; null at folds, branch points and neutral saddles.</summary>
    private static double? Frequency(Branch curve, BranchPoint point)
    {
        if (curve.Kind != BranchKind.HopfPoints)
            return null;
        double least = OnAxis * point.Eigenvalues.Max(v => v.Magnitude);
        Complex[] pairs = [.. point.Eigenvalues.Where(v => v.Imaginary > least && Math.Abs(v.Real) <= least)];
        return pairs.Length > 0 ? pairs.MinBy(v => Math.Abs(v.Real)).Imaginary : null;
    }

    /// <summary>How many eigenvalues have positive real parts, those apart that the curve holds on the axis; of neutral saddles all.</summary>
    private static int Unstable(Branch curve, BranchPoint point)
    {
        IEnumerable<Complex> others = curve.Kind != BranchKind.HopfPoints
            ? point.Eigenvalues.OrderBy(Complex.Abs).Skip(1)
            : Frequency(curve, point) is { } omega ? point.Eigenvalues.OrderBy(v => Math.Abs(v.Real) + Math.Abs(Math.Abs(v.Imaginary) - omega)).Skip(2) : point.Eigenvalues;
        return others.Count(v => v.Real > 0);
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}

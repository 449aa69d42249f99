using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan.Cli;

/// <summary>Curves of folds, period doublings, tori and branch points of cycles over two parameters, each once, and the bifurcations from which none was followed.</summary>
internal sealed class CycleCurveSet
{
    /// <summary>More curves than this are not followed: each of their points takes motions round a cycle.</summary>
    private const int MostCurves = 30;

    /// <summary>A point lies on a curve if it is as near to the line between two neighbours as this share of their distance, or as this length in units of the ranges and of the period.</summary>
    private const double NearShare = 0.05, NearLength = 1e-5;

    /// <summary>Two fixed points of codimension two are one if parameters differ by this share of their ranges and coordinates by this much at most.</summary>
    private const double SamePlace = 1e-7, SameState = 1e-5;

    private readonly CurveRequest _request;

    private readonly List<(ImmutableArray<double> At, ImmutableArray<ImmutableArray<double>> Images)> _switched = [];

    private CycleCurveSet(CurveRequest request) => _request = request;

    /// <summary>The curves, each with the point from which it was followed, one of cycles or a fixed point, and both parameters there.</summary>
    public ImmutableArray<(CycleBranch Curve, CycleSpecialPoint? From, SpecialPoint? Origin, double[] At)> Curves { get; private set; } = [];

    /// <summary>Fixed points of codimension two at which curves of cycles begin, and from which none was followed, with the reason.</summary>
    public ImmutableArray<(SpecialPoint Point, string Reason)> RefusedRests { get; private set; } = [];

    /// <summary>Bifurcations from which no curve was followed, with both parameters there and the reason.</summary>
    public ImmutableArray<(CycleSpecialPoint Point, double[] At, string Reason)> Refused { get; private set; } = [];

    /// <summary>Finds the bifurcations on all branches of cycles over the first parameter, and follows the curves through them, and through the points of codimension two on these.</summary>
    /// <param name="request">Where.</param>
    /// <param name="kinds">The kinds of curves; all if there are none.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    public static CycleCurveSet OfBranches(CurveRequest request, ImmutableArray<CycleBranchKind> kinds, CancellationToken cancellationToken)
    {
        var set = new CycleCurveSet(request);
        var starts = new Queue<(CycleSpecialPoint Point, double[] At)>();
        Func<double, double, GanParameters> parameters = ParameterAxis.At(request.Gan, request.First, request.Second);
        foreach (double held in request.Held)
        {
            BifurcationDiagram diagram = BifurcationDiagram.Of(
                request.First.Name, first => parameters(first, held), request.First.Axis.Minimum, request.First.Axis.Maximum, cancellationToken: cancellationToken);
            // next to a homoclinic orbit rounding makes many points that are not told apart: one stands for those of a branch
            foreach (CycleSpecialPoint special in diagram.Cycles.SelectMany(c => c.SpecialPoints.Where(s => s.IsLocated).Concat(c.SpecialPoints.Where(s => !s.IsLocated).Take(1))))
                starts.Enqueue((special, [special.Parameters[0], held]));
        }
        set.FollowAll(starts, kinds, cancellationToken);
        return set;
    }

    /// <summary>No curves as yet.</summary>
    public static CycleCurveSet Empty(CurveRequest request) => new(request);

    /// <summary>
    /// Follows the curves that begin at a fixed point of codimension two, and those through the points of codimension two on these: of folds at a generalised Hopf point, of tori at double Hopf and zero–Hopf points. Nothing happens at
    /// other points, and at those that were met before, as on another curve or as mirror images.
    /// </summary>
    /// <param name="point">A point on a curve of fixed points.</param>
    /// <param name="kinds">The kinds of curves; all if there are none.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    public void Begin(SpecialPoint point, ImmutableArray<CycleBranchKind> kinds, CancellationToken cancellationToken)
    {
        if (point.Kind is not (SpecialKind.GeneralizedHopf or SpecialKind.DoubleHopf or SpecialKind.ZeroHopf) || IsMet(point))
            return;
        _switched.Add((point.Parameters, ReducedFixedPoints.Images((ReducedOde)_request.Family.At([.. point.Parameters]), point.Coordinates)));
        if (!point.IsLocated || point.NormalForm is null || point.FamilyDimension > 0)
        {
            Refuse(point, point.FamilyDimension > 0
                ? $"it lies on a family of dimension {point.FamilyDimension}, at a member of which no cycles need begin"
                : point.IsLocated ? "it has no normal form" : "what crosses there was not told apart");
            return;
        }
        (Axis x, Axis y) = (_request.First.Axis, _request.Second.Axis);
        ImmutableArray<CycleBranch> curves = CycleBranch.OfBifurcationsAt(_request.Family, point, [x.Minimum, y.Minimum], [x.Maximum, y.Maximum], cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (curves.IsEmpty)
            Refuse(point, "no curve of tori begins at it, as the signs of its normal form say");
        foreach (CycleBranch curve in curves)
        {
            if (curve.Points.Length < 2)
                Refuse(point, $"no curve of {NameOf(curve.Kind)} was found beside it ({curve.LastEnd})");
            else if ((kinds.IsEmpty || kinds.Contains(curve.Kind)) && !IsKnown(curve))
                Take(curve);
        }

        void Take(CycleBranch curve)
        {
            if (Curves.Length >= MostCurves)
            {
                Refuse(point, TooMany);
                return;
            }
            Curves = Curves.Add((curve, null, point, [.. point.Parameters]));
            FollowAll(new Queue<(CycleSpecialPoint, double[])>(curve.SpecialPoints.Select(s => (s, (double[])[.. s.Parameters]))), kinds, cancellationToken);
        }
    }

    private static string TooMany => string.Create(CultureInfo.InvariantCulture, $"there are more than {MostCurves} curves of cycles");

    private void Refuse(SpecialPoint point, string reason) => RefusedRests = RefusedRests.Add((point, reason));

    private bool IsMet(SpecialPoint point)
    {
        (Axis x, Axis y) = (_request.First.Axis, _request.Second.Axis);
        double[] ranges = [x.Maximum - x.Minimum, y.Maximum - y.Minimum];
        return _switched.Exists(s => s.At.Zip(point.Parameters).Zip(ranges, (p, range) => Math.Abs(p.First - p.Second) <= SamePlace * range).All(same => same)
            && s.Images.Any(image => image.Zip(point.Coordinates, (a, b) => Math.Abs(a - b)).Max() <= SameState));
    }

    /// <summary>Whether a curve was found before, as from a bifurcation on a branch of cycles: one in its middle has the other.</summary>
    private bool IsKnown(CycleBranch curve)
    {
        CycleBranchPoint middle = curve.Points[curve.Points.Length / 2];
        return Curves.Any(c => c.Curve.Kind == curve.Kind && Passes(c.Curve, [.. middle.Parameters], middle.Period));
    }

    private void FollowAll(Queue<(CycleSpecialPoint Point, double[] At)> starts, ImmutableArray<CycleBranchKind> kinds, CancellationToken cancellationToken)
    {
        while (starts.TryDequeue(out (CycleSpecialPoint Point, double[] At) start))
            foreach (CycleBranch curve in Follow(start.Point, start.At, kinds, cancellationToken))
                foreach (CycleSpecialPoint special in curve.SpecialPoints)
                    starts.Enqueue((special, [.. special.Parameters]));
    }

    /// <summary>A row for each point and each point of codimension two, as those of curves of fixed points with the period and the angle besides.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="first">The number of the first curve.</param>
    public void WriteRows(TextWriter writer, int first)
    {
        for (int k = 0; k < Curves.Length; k++)
        {
            CycleBranch curve = Curves[k].Curve;
            var rows = curve.Points.Select((p, i) => (p.ArcLength, Row(Kind(curve, p), p.Parameters, p.Point, [Number(p.UnstableCount), "", "", "", "", Number(p.ArcLength), "0", End(curve, i), Number(p.Period), Number(p.Angle)])))
                .Concat(curve.SpecialPoints.Select(s => (s.ArcLength, Row("", s.Parameters, s.Point, ["", s.Kind.ToString(), Number(s.Error), Number(s.NormalForm?.Coefficient), "", Number(s.ArcLength), "0", "", Number(s.Period), Number(s.Angle)]))));
            foreach ((_, string row) in rows.OrderBy(r => r.ArcLength))
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{first + k},{row}\n"));
        }
    }

    /// <summary>The curves as JSON, with the names of the coordinates.</summary>
    public IEnumerable<JsonNode> ToJson(string[] coordinates)
    {
        foreach ((CycleBranch curve, CycleSpecialPoint? from, SpecialPoint? rest, double[] at) in Curves)
        {
            yield return new JsonObject
            {
                ["kind"] = NameOf(curve.Kind),
                ["from"] = from is not null ? Point(from, at, coordinates) : Point(rest!, coordinates),
                ["first_end"] = curve.FirstEnd.ToString(),
                ["last_end"] = curve.LastEnd.ToString(),
                ["accounted"] = curve.IsAccounted,
                ["points"] = new JsonArray([.. curve.Points.Select(p =>
                {
                    JsonObject point = Place([.. p.Parameters], p.Point, coordinates);
                    point["kind"] = Kind(curve, p);
                    point["unstable"] = p.UnstableCount;
                    point["period"] = JsonText.Number(p.Period);
                    point["angle"] = p.Angle is { } angle ? JsonText.Number(angle) : null;
                    return point;
                })]),
                ["special"] = new JsonArray([.. curve.SpecialPoints.Select(s => Point(s, [.. s.Parameters], coordinates))]),
            };
        }
    }

    /// <summary>The points from which no curve was followed as JSON.</summary>
    public IEnumerable<JsonNode> RefusedToJson(string[] coordinates)
    {
        foreach ((CycleSpecialPoint special, double[] at, string reason) in Refused)
        {
            JsonObject point = Point(special, at, coordinates);
            point["reason"] = reason;
            yield return point;
        }
        foreach ((SpecialPoint special, string reason) in RefusedRests)
        {
            JsonObject point = Point(special, coordinates);
            point["reason"] = reason;
            yield return point;
        }
    }

    /// <summary>A line for each curve, and one for each point from which none was followed.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="first">The number of the first curve.</param>
    public void Report(TextWriter text, int first)
    {
        for (int k = 0; k < Curves.Length; k++)
        {
            (CycleBranch curve, CycleSpecialPoint? from, SpecialPoint? rest, double[] at) = Curves[k];
            string origin = from is not null ? $"through {from.Kind} of cycles" : $"from {rest!.Kind}";
            string specials = curve.SpecialPoints.IsEmpty ? "no point of codimension two" : string.Join(", ", curve.SpecialPoints.Select(s => $"{s.Kind} at {Place([.. s.Parameters])}"));
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Curve {first + k}, {NameOf(curve.Kind)} {origin} at {Place(at)}: {specials}; ends: {curve.FirstEnd}, {curve.LastEnd}"));
        }
        foreach (string line in Refused.Select(r => $"Not followed: {r.Point.Kind} of cycles at {Place(r.At)}: {r.Reason}").Distinct())
            text.WriteLine(line);
        foreach (string line in RefusedRests.Select(r => $"No curves of cycles followed from {r.Point.Kind} at {Place([.. r.Point.Parameters])}: {r.Reason}").Distinct())
            text.WriteLine(line);
    }

    /// <summary>The curves through a point that are none of those found before; mirror images have the same parameters and periods.</summary>
    private List<CycleBranch> Follow(CycleSpecialPoint point, double[] at, ImmutableArray<CycleBranchKind> kinds, CancellationToken cancellationToken)
    {
        var found = new List<CycleBranch>();
        if (!point.IsLocated || point.Continuations.IsEmpty)
            Refused = Refused.Add((point, at, Reason(point)));
        foreach (CycleBranchKind kind in point.Continuations.Where(k => kinds.IsEmpty || kinds.Contains(k)))
        {
            if (Curves.Any(c => c.Curve.Kind == kind && Passes(c.Curve, at, point.Period)))
                continue;
            if (Curves.Length >= MostCurves)
            {
                Refused = Refused.Add((point, at, TooMany));
                continue;
            }
            (Axis x, Axis y) = (_request.First.Axis, _request.Second.Axis);
            CycleBranch curve = CycleBranch.OfBifurcation(kind, _request.Family, point, at, [x.Minimum, y.Minimum], [x.Maximum, y.Maximum], cancellationToken: cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (curve.Points.Length < 2)
            {
                Refused = Refused.Add((point, at, curve.LastEnd == CycleBranchEnd.Unfolded ? Isolated : $"no curve of {NameOf(kind)} through it ({curve.LastEnd})"));
                continue;
            }
            Curves = Curves.Add((curve, point, null, at));
            found.Add(curve);
        }
        return found;
    }

    private const string Isolated = "it is isolated in both parameters, of which the second one unfolds it (Unfolded): only a symmetry, or a branch that is always there, keeps branch points of cycles";

    private static string Reason(CycleSpecialPoint point) => point switch
    {
        { IsLocated: false } => "what crosses there was not told apart",
        _ => "no curve in two parameters is followed from it",
    };

    /// <summary>Whether a curve passes a place in both parameters with a period.</summary>
    private bool Passes(CycleBranch curve, double[] at, double period)
    {
        (double X, double Y, double T) place = Units(at[0], at[1], period);
        (double X, double Y, double T)[] all = [.. curve.Points.Select(p => Units(p.Parameters[0], p.Parameters[1], p.Period))];
        for (int k = 0; k + 1 < all.Length; k++)
        {
            (double x, double y, double t) = (all[k + 1].X - all[k].X, all[k + 1].Y - all[k].Y, all[k + 1].T - all[k].T);
            (double u, double v, double w) = (place.X - all[k].X, place.Y - all[k].Y, place.T - all[k].T);
            double square = x * x + y * y + t * t, share = square == 0 ? 0 : Math.Clamp((u * x + v * y + w * t) / square, 0, 1);
            (u, v, w) = (u - share * x, v - share * y, w - share * t);
            if (Math.Sqrt(u * u + v * v + w * w) <= NearShare * Math.Sqrt(square) + NearLength)
                return true;
        }
        return false;
    }

    private (double X, double Y, double T) Units(double x, double y, double period)
    {
        (Axis first, Axis second) = (_request.First.Axis, _request.Second.Axis);
        return (x / (first.Maximum - first.Minimum), y / (second.Maximum - second.Minimum), Math.Log(period));
    }

    private JsonObject Place(double[] at, ImmutableArray<double> state, string[] coordinates)
    {
        var place = new JsonObject { [_request.First.Name] = JsonText.Number(at[0]), [_request.Second.Name] = JsonText.Number(at[1]) };
        for (int i = 0; i < coordinates.Length; i++)
            place[coordinates[i]] = JsonText.Number(state[i]);
        return place;
    }

    private JsonObject Point(CycleSpecialPoint special, double[] at, string[] coordinates)
    {
        JsonObject point = Place(at, special.Point, coordinates);
        point["special"] = special.Kind.ToString();
        point["error"] = JsonText.Number(special.Error);
        point["period"] = JsonText.Number(special.Period);
        point["coefficient"] = special.NormalForm is { } form ? JsonText.Number(form.Coefficient) : null;
        return point;
    }

    private JsonObject Point(SpecialPoint rest, string[] coordinates)
    {
        JsonObject point = Place([.. rest.Parameters], rest.Coordinates, coordinates);
        point["special"] = rest.Kind.ToString();
        point["error"] = JsonText.Number(rest.Error);
        point["coefficient"] = rest.NormalForm is { } form ? JsonText.Number(form.Coefficient) : null;
        return point;
    }

    /// <summary>What a kind of curves is called beside those of fixed points.</summary>
    private static string NameOf(CycleBranchKind kind) => kind is CycleBranchKind.Folds or CycleBranchKind.BranchPoints ? $"Cycle{kind}" : kind.ToString();

    private static string Kind(CycleBranch curve, CycleBranchPoint point) => curve.Kind switch
    {
        CycleBranchKind.Folds => "CycleFold",
        CycleBranchKind.PeriodDoublings => "PeriodDoubling",
        CycleBranchKind.BranchPoints => "CycleBranchPoint",
        _ => point.Angle is null ? "NeutralSaddleCycle" : "Torus",
    };

    private static string Place(double[] at) => $"({Values.Text(at[0])}, {Values.Text(at[1])})";

    private static string Row(string kind, ImmutableArray<double> parameters, ImmutableArray<double> state, string[] rest) => string.Join(',', [kind, .. parameters.Concat(state).Select(x => Number(x)), .. rest]);

    private static string End(CycleBranch curve, int index) => index == 0 ? curve.FirstEnd.ToString() : index == curve.Points.Length - 1 ? curve.LastEnd.ToString() : "";

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}

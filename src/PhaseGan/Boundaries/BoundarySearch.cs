using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The search of <see cref="PhaseBoundaries"/>: for each change of a label the scalars that explain it, and their curves.</summary>
internal sealed class BoundarySearch
{
    /// <summary>Halvings of an edge, after which a zero is known to 1e-9 of the edge.</summary>
    private const int Halvings = 30;

    /// <summary>The same of an edge on which two trainings part: their tolerance decides beyond.</summary>
    private const int PartingHalvings = 18;

    /// <summary>A change of the attractor that is known no better, as a share of the edge, is not looked into.</summary>
    private const double LongestChange = 1e-3;

    /// <summary>A cycle that is lost this near to a change of the attractor is lost there: next to it motions take too long to be told.</summary>
    private const double LossAtChange = 2e-4;

    /// <summary>The attractor that is a cycle.</summary>
    private const string Cycle = "LimitCycle";

    /// <summary>Parts into which an edge is divided that its ends alone do not explain.</summary>
    private const int Parts = 16;

    /// <summary>A zero this near to a curve, in units of the sides, lies on it; chords are nearer to the curve than half of it, by an estimate.</summary>
    private const double OnCurve = 2e-3;

    /// <summary>Rates, in units of τ, below which a state that attracts lies on its boundary: there it may attract without a rate.</summary>
    private const double OnZero = 1e-9;

    /// <summary>How far beside a curve its mechanism is asked, in units of the sides.</summary>
    private const double Beside = 1e-5;

    private readonly PhaseSweep _sweep;
    private readonly PhaseDiagram _diagram;
    private readonly PhaseBoundaryOptions _options;
    private readonly BoundaryScalars _scalars;
    private readonly CancellationToken _cancellationToken;
    private readonly PlaneAxis _x, _y;
    private readonly PlaneWindow _window;
    private readonly ImmutableArray<PhaseBoundary>.Builder _curves = ImmutableArray.CreateBuilder<PhaseBoundary>();
    private readonly Dictionary<BoundaryScalar, List<int>> _pieces = [];
    private readonly Dictionary<BoundaryMechanism, List<int>> _losses = [];
    private readonly Dictionary<int, End> _ends = [];
    private int _followed;

    public BoundarySearch(PhaseSweep sweep, PhaseDiagram diagram, OdePhaseOptions ode, PhaseBoundaryOptions options, CancellationToken cancellationToken)
    {
        (_sweep, _diagram, _options, _cancellationToken) = (sweep, diagram, options, cancellationToken);
        _scalars = new BoundaryScalars(sweep.At(sweep.X.Minimum, sweep.Y.Minimum).FeatureCount, ode);
        (_x, _y) = (new PlaneAxis(sweep.X), new PlaneAxis(sweep.Y));
        _window = new PlaneWindow(_x.From, _x.To, _y.From, _y.To);
    }

    /// <summary>All edges with their curves: those of states first, so that what depends on the start is asked only where no state explains the change.</summary>
    public PhaseBoundaries Run()
    {
        (int First, int Second)[] edges = [.. Changes()];
        (End First, End Second)[] ends = [.. edges.Select(e => (EndOf(e.First), EndOf(e.Second)))];
        var curves = new List<int>[edges.Length];
        for (int k = 0; k < edges.Length; k++)
            curves[k] = ByStates(ends[k].First, ends[k].Second);
        for (int k = 0; k < edges.Length && _options.FollowsStartDependent; k++)
            if (curves[k].Count == 0)
                curves[k] = ByStart(ends[k].First, ends[k].Second);
        for (int k = 0; k < edges.Length && _options.FollowsStartDependent; k++)
            if (curves[k].Count == 0)
                curves[k] = ByParts(ends[k].First, ends[k].Second);
        return new PhaseBoundaries(
            _diagram, _curves.ToImmutable(), [.. edges.Select((e, k) => new PhaseEdge(e.First, e.Second, [.. curves[k].Distinct().Order()], curves[k].Count > 0 ? "" : Known(ends[k].First, ends[k].Second)))]);
    }

    private List<int> ByStates(End a, End b) => Explain(StatesLost(a, b), needsAll: false);

    private List<int> ByStart(End a, End b) => Explain(RecoveriesLost(a, b), needsAll: true) is { Count: > 0 } found ? found : Parting(a, b);

    /// <summary>The curves that an edge crosses where there are other phases, or other attractors, on the way: each change between its parts must be explained.</summary>
    private List<int> ByParts(End a, End b)
    {
        if (a.Verdict.Phase == Phase.Undetermined || b.Verdict.Phase == Phase.Undetermined)
            return [];
        var curves = new List<int>();
        End before = a;
        for (int k = 1; k <= Parts; k++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            double share = (double)k / Parts, u = a.U + share * (b.U - a.U), v = a.V + share * (b.V - a.V);
            GanParameters gan = _sweep.At(_x.Back(u), _y.Back(v));
            End next = k == Parts ? b : new End(u, v, gan, _scalars.VerdictAt(gan));
            if (next.Verdict.Phase != before.Verdict.Phase)
            {
                List<int> part = ByStates(before, next) is { Count: > 0 } found ? found : ByStart(before, next);
                if (part.Count == 0)
                    return [];
                curves.AddRange(part);
            }
            before = next;
        }
        return curves;
    }

    private IEnumerable<(int First, int Second)> Changes()
    {
        int width = _diagram.X.Count;
        for (int k = 0; k < _diagram.Verdicts.Length; k++)
        {
            if (k % width < width - 1 && _diagram.Verdicts[k].Phase != _diagram.Verdicts[k + 1].Phase)
                yield return (k, k + 1);
            if (k + width < _diagram.Verdicts.Length && _diagram.Verdicts[k].Phase != _diagram.Verdicts[k + width].Phase)
                yield return (k, k + width);
        }
    }

    private End EndOf(int cell)
    {
        if (_ends.TryGetValue(cell, out End known))
            return known;
        double x = _diagram.X.Values[cell % _diagram.X.Count], y = _diagram.Y.Values[cell / _diagram.X.Count];
        return _ends[cell] = new End(_x.Forward(x), _y.Forward(y), _sweep.At(x, y), _diagram.Verdicts[cell]);
    }

    /// <summary>The states of one end that are lost on the way to the other, with the end from which the way goes.</summary>
    private IEnumerable<(BoundaryScalar Scalar, End From, End To)> StatesLost(End a, End b)
    {
        foreach ((End from, End to) in new[] { (a, b), (b, a) })
            foreach (BoundaryScalar scalar in _scalars.States)
                if (scalar.Allows(from.Verdict, to.Verdict) && scalar.Value(from.Gan) <= OnZero && scalar.Value(to.Gan) > OnZero && scalar.Fits(from.Gan, from.Verdict))
                    yield return (scalar, from, to);
    }

    /// <summary>The recoveries that pass the threshold, from the end at which the feature is recovered.</summary>
    private IEnumerable<(BoundaryScalar Scalar, End From, End To)> RecoveriesLost(End a, End b) =>
        _scalars.Recoveries(a.Verdict, b.Verdict).Select(s => s.Value(a.Gan) < 0 ? (s, a, b) : (s, b, a));

    /// <summary>The curve between two attractors: that on which the cycle at one end ceases to attract, or that on which the start lies on the stable manifold of a saddle between them; none if neither is found.</summary>
    private List<int> Parting(End a, End b)
    {
        if (a.Verdict.Attractor == b.Verdict.Attractor || !_scalars.MayAttract(a.Gan).Intersect(_scalars.MayAttract(b.Gan)).Any())
            return [];
        BoundaryScalar scalar = _scalars.Side(a.Verdict.Attractor, b.Verdict.Attractor);
        (End from, End to) = scalar.Allows(a.Verdict, b.Verdict) ? (a, b) : (b, a);
        if (Change(scalar, from, to) is not var (low, high))
            return [];
        int? loss = from.Verdict.Attractor == Cycle ? CycleLostAt(from, to, low, high) : to.Verdict.Attractor == Cycle ? CycleLostAt(to, from, 1 - high, 1 - low) : null;
        if (loss is { } lost)
            return [lost];
        double at = 0.5 * (low + high), u = from.U + at * (to.U - from.U), v = from.V + at * (to.V - from.V);
        if (_pieces.TryGetValue(scalar, out List<int>? pieces) && Nearest(pieces, u, v) is { } known)
            return [known];
        // the parameters on both sides of the change, a little further apart than it is known
        double half = Math.Max(high - low, Math.ScaleB(1, -PartingHalvings)), du = half * (to.U - from.U), dv = half * (to.V - from.V);
        GanParameters one = _sweep.At(_x.Back(u - du), _y.Back(v - dv)), other = _sweep.At(_x.Back(u + du), _y.Back(v + dv));
        if (PartingSaddle.Find(one, other, _scalars.StartOf(one), _scalars.TimeOf(one, other), _cancellationToken) is not { } saddle)
            return [];
        return CurveThrough(scalar with { Words = $"side of the stable manifold of a {saddle}, on which the start lies" }, scalar, u, v) is { } curve ? [curve] : [];
    }

    /// <summary>The part of an edge on which the sign of a scalar changes, halved until it is short or the scalar is not defined in its middle; null if it is long then.</summary>
    private (double Low, double High)? Change(BoundaryScalar scalar, End from, End to)
    {
        (double low, double high) = (0, 1);
        for (int k = 0; k < PartingHalvings; k++)
        {
            double middle = 0.5 * (low + high), value = Value(scalar, from.U + middle * (to.U - from.U), from.V + middle * (to.V - from.V));
            if (double.IsNaN(value))
                break;
            (low, high) = value < 0 ? (middle, high) : (low, middle);
        }
        return high - low < LongestChange ? (low, high) : null;
    }

    /// <summary>The curve on which the cycle at the first of two ends ceases to attract, if that is where the label changes; null if the cycle attracts beyond.</summary>
    private int? CycleLostAt(End from, End to, double low, double high)
    {
        foreach (double gap in (ReadOnlySpan<double>)[0.05, 0.005, 0.0005])
        {
            double start = Math.Max(0, low - gap);
            if (_scalars.CycleOf(Between(from, to, start), _cancellationToken) is not { } cycle)
                continue;
            CycleLoss? loss = CycleLoss.On(t => Between(from, to, t), cycle, start, Math.Min(1, high + 10 * LossAtChange), _cancellationToken);
            if (loss is null || loss.At > high + LossAtChange + loss.Error)
                return null;
            // lost before: what attracts up to the change is another cycle, which is met nearer to it
            if (loss.At >= low - LossAtChange - loss.Error)
                return CurveOfLoss(loss, cycle, from, to);
        }
        return null;
    }

    /// <summary>The curve of a loss, followed if need be; null if it does not pass there, or no more may be followed.</summary>
    private int? CurveOfLoss(CycleLoss loss, LimitCycle cycle, End from, End to)
    {
        List<int> pieces = _losses.TryGetValue(loss.Mechanism, out List<int>? known) ? known : _losses[loss.Mechanism] = [];
        double u = from.U + loss.At * (to.U - from.U), v = from.V + loss.At * (to.V - from.V);
        if (Nearest(pieces, u, v) is { } near)
            return near;
        if (_followed++ >= _options.MaxCurves)
            return null;
        // in shares of the sides
        double nx = _x.Share(from.U) - _x.Share(to.U), ny = _y.Share(from.V) - _y.Share(to.V), length = Math.Sqrt(nx * nx + ny * ny);
        var curve = new CycleLossCurve((x, y) => _sweep.At(_x.Back(_x.Along(x)), _y.Back(_y.Along(y))), loss.Mechanism, _cancellationToken);
        (ImmutableArray<ImplicitCurvePoint> points, BranchEnd first, BranchEnd last) = curve.Through(_x.Share(u), _y.Share(v), nx / length, ny / length, loss.Error * length, cycle);
        pieces.Add(_curves.Count);
        _curves.Add(new PhaseBoundary(
            loss.Mechanism, Cycle, loss.Words, [.. points.Select(p => p with { X = _x.Back(_x.Along(p.X)), Y = _y.Back(_y.Along(p.Y)) })], points.Max(p => p.Error), first, last));
        return _curves.Count - 1;
    }

    private GanParameters Between(End from, End to, double share) => _sweep.At(_x.Back(from.U + share * (to.U - from.U)), _y.Back(from.V + share * (to.V - from.V)));

    /// <summary>The curves on which an edge has its zeros; none if all are needed and one is missing.</summary>
    private List<int> Explain(IEnumerable<(BoundaryScalar Scalar, End From, End To)> lost, bool needsAll)
    {
        var curves = new List<int>();
        foreach ((BoundaryScalar scalar, End from, End to) in lost)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            int? curve = Zero(scalar, from, to) is var (u, v) ? CurveThrough(scalar, scalar, u, v) : null;
            if (curve is { } found)
                curves.Add(found);
            else if (needsAll)
                return [];
        }
        return curves;
    }

    /// <summary>The zero of a scalar on an edge, in the coordinates of the window; null where it is not defined on the way.</summary>
    private (double U, double V)? Zero(BoundaryScalar scalar, End from, End to, int halvings = Halvings)
    {
        bool isDefined = true;
        (double low, double high) = ScalarSearch.Bisect(0, 1, halvings, t =>
        {
            double value = Value(scalar, from.U + t * (to.U - from.U), from.V + t * (to.V - from.V));
            isDefined &= !double.IsNaN(value);
            return value < 0;
        });
        double at = 0.5 * (low + high);
        return isDefined ? (from.U + at * (to.U - from.U), from.V + at * (to.V - from.V)) : null;
    }

    /// <summary>A scalar at coordinates of the window; NaN where there are no parameters.</summary>
    private double Value(BoundaryScalar scalar, double u, double v)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return scalar.Value(_sweep.At(_x.Back(u), _y.Back(v)));
        }
        catch (ArgumentException)
        {
            return double.NaN;
        }
    }

    /// <summary>The piece of a curve of a scalar on which a zero lies, followed if need be; null if no more may be followed, or it cannot.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="key">The scalar under which its curves are kept.</param>
    /// <param name="u">First coordinate of the zero.</param>
    /// <param name="v">Second coordinate.</param>
    private int? CurveThrough(BoundaryScalar scalar, BoundaryScalar key, double u, double v)
    {
        List<int> pieces = _pieces.TryGetValue(key, out List<int>? known) ? known : _pieces[key] = [];
        if (Nearest(pieces, u, v) is { } near)
            return near;
        if (_followed++ >= _options.MaxCurves)
            return null;
        ImplicitCurve curve = ImplicitCurve.Follow((a, b) => Value(scalar, a, b), (u, v), _window, scalar.IsStartDependent || scalar.IsSearched ? _options.StartDependentCurves : _options.Curves, _cancellationToken);
        if (curve.Points.IsEmpty)
            return null;
        foreach (PhaseBoundary piece in Pieces(scalar, curve))
        {
            pieces.Add(_curves.Count);
            _curves.Add(piece);
        }
        return Nearest(pieces, u, v);
    }

    private int? Nearest(List<int> pieces, double u, double v)
    {
        (int? nearest, double least) = (null, OnCurve);
        foreach (int k in pieces)
        {
            ImmutableArray<ImplicitCurvePoint> points = _curves[k].Points;
            for (int i = 0; i < points.Length; i++)
                if (Distance(points[Math.Max(0, i - 1)], points[i], u, v) is var distance && distance < least)
                    (nearest, least) = (k, distance);
        }
        return nearest;
    }

    /// <summary>The distance from a chord, in units of the sides.</summary>
    private double Distance(ImplicitCurvePoint a, ImplicitCurvePoint b, double u, double v)
    {
        (double ax, double ay, double bx, double by) = (_x.Share(_x.Forward(a.X)), _y.Share(_y.Forward(a.Y)), _x.Share(_x.Forward(b.X)), _y.Share(_y.Forward(b.Y)));
        double dx = bx - ax, dy = by - ay, x = _x.Share(u) - ax, y = _y.Share(v) - ay, square = dx * dx + dy * dy;
        double share = square > 0 ? Math.Clamp((x * dx + y * dy) / square, 0, 1) : 0;
        return Math.Sqrt((x - share * dx) * (x - share * dx) + (y - share * dy) * (y - share * dy));
    }

    /// <summary>A curve cut where its mechanism changes, in the units of the axes; pieces share the point between them.</summary>
    private IEnumerable<PhaseBoundary> Pieces(BoundaryScalar scalar, ImplicitCurve curve)
    {
        ImmutableArray<ImplicitCurvePoint> points = curve.Points;
        BoundaryMechanism[] mechanisms = [.. points.Select((_, k) => MechanismAt(scalar, points, k))];
        for (int from = 0; from < points.Length;)
        {
            int to = from;
            while (to + 1 < points.Length && mechanisms[to + 1] == mechanisms[from])
                to++;
            int last = Math.Min(to + 1, points.Length - 1);
            yield return new PhaseBoundary(
                mechanisms[from], scalar.State, scalar.Words,
                [.. points[from..(last + 1)].Select(p => p with { X = _x.Back(p.X), Y = _y.Back(p.Y) })], points[from..(last + 1)].Max(p => p.Error),
                from == 0 ? curve.FirstEnd : BranchEnd.RangeReached, last == points.Length - 1 ? curve.LastEnd : BranchEnd.RangeReached);
            from = to + 1;
        }
    }

    /// <summary>The mechanism at a point of a curve, asked a little to its right, beyond it.</summary>
    private BoundaryMechanism MechanismAt(BoundaryScalar scalar, ImmutableArray<ImplicitCurvePoint> points, int k)
    {
        ImplicitCurvePoint before = points[Math.Max(0, k - 1)], after = points[Math.Min(points.Length - 1, k + 1)];
        double dx = (after.X - before.X) / (_x.To - _x.From), dy = (after.Y - before.Y) / (_y.To - _y.From), length = Math.Max(Math.Sqrt(dx * dx + dy * dy), double.Epsilon);
        double u = points[k].X + Beside * dy / length * (_x.To - _x.From), v = points[k].Y - Beside * dx / length * (_y.To - _y.From);
        return scalar.Mechanism(_sweep.At(_x.Back(Math.Clamp(u, _x.From, _x.To)), _y.Back(Math.Clamp(v, _y.From, _y.To))));
    }

    /// <summary>What is known of a change that no curve explains.</summary>
    private string Known(End a, End b)
    {
        if (a.Verdict.Phase == Phase.Undetermined || b.Verdict.Phase == Phase.Undetermined)
            return $"one of the cells is Undetermined: {(a.Verdict.Phase == Phase.Undetermined ? a : b).Verdict.Reason}";
        string[] both = [.. _scalars.MayAttract(a.Gan).Intersect(_scalars.MayAttract(b.Gan))];
        return both.Length > 0
            ? $"attracts on both sides: {string.Join("; ", both)}; which attractor is reached depends on the start"
            : "no state is known that attracts on one side alone";
    }

    /// <summary>An end of an edge: its coordinates in the window, its parameters and its label.</summary>
    private readonly record struct End(double U, double V, GanParameters Gan, PhaseVerdict Verdict);
}

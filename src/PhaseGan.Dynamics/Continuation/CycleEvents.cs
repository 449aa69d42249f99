using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// Bifurcations on a branch of cycles. Between two cycles the number of multipliers outside the unit circle, those of real ones above 1 and below −1, and the turn of the parameter say what happened; a
/// piece with more than one event is halved. Then every change of the number has a cause that was located, or is reported as what it is.
/// </summary>
/// <param name="tracer">The curve.</param>
internal sealed class CycleEvents(CycleTracer tracer)
{
    /// <summary>Shorter pieces are not halved: the error of the multipliers hides what is on them.</summary>
    private const double LeastPiece = 1e-6;

    /// <summary>Halvings of one piece of the branch.</summary>
    private const int MostHalvings = 16;

    /// <summary>Pieces are cut off the middle, where symmetric problems have their events.</summary>
    private const double Share = 0.46;

    /// <summary>Multipliers that have to be at a place of the circle are there to this.</summary>
    public const double AtPlace = 1e-6;

    /// <summary>A pair nearer to the real axis than this is one of another kind.</summary>
    private const double LeastAngle = 1e-4;

    /// <summary>The rate at which the equations feel the parameter, across those that cycles can balance: below it they do not.</summary>
    private const double Vanishing = 1e-6;

    /// <summary>A slope by the parameter less than this is none: cycles may not depend on it at all.</summary>
    private const double LeastSlope = 1e-3;

    /// <summary>A point that was located lies between the ends of its piece, but for this share of it.</summary>
    private const double Slack = 1e-3;

    private const double MostSideways = 0.4;

    /// <summary>The events between consecutive cycles, in their order.</summary>
    public List<(CycleEvent Event, int After)> Find(IReadOnlyList<CycleNode> nodes)
    {
        var found = new List<(CycleEvent, int)>();
        int before = -1;
        for (int k = 0; k < nodes.Count; k++)
        {
            if (nodes[k].IsResampled && before == k - 1)
            {
                before = k;
                continue;
            }
            if (nodes[k].IsVague)
                continue;
            if (before >= 0)
            {
                var events = new List<CycleEvent>();
                Examine(nodes[before], nodes[k], 0, events);
                found.AddRange(events.Select(e => (e, before)));
            }
            before = k;
        }
        return found;
    }

    private void Examine(CycleNode a, CycleNode b, int halvings, List<CycleEvent> found)
    {
        // next to homoclinic orbits the parameter rests, and the sign of its rate says nothing
        bool moves = a.HasTurn && b.HasTurn, turns = moves && a.Turn * b.Turn < 0, crosses = moves && a.Sign != b.Sign, flips = (a.Multipliers.BelowMinusOne - b.Multipliers.BelowMinusOne) % 2 != 0;
        int change = b.Multipliers.Unstable - a.Multipliers.Unstable;
        if (!turns && !crosses && !flips && change == 0)
            return;
        tracer.Flow.Reconsider();
        bool isOneMesh = a.Frame == b.Frame;
        CycleEvent? point = !isOneMesh ? null : (turns, crosses, flips, Math.Abs(change)) switch
        {
            // where the parameter rests on both sides, the equations' slope by it tells one from the other
            (false, false, false, 1) when !moves => Fold(a, b) ?? BranchPoint(a, b),
            (true, false, false, 1) => Fold(a, b),
            (false, true, false, 1) or (true, true, false, 0) => BranchPoint(a, b),
            (false, false, true, 1) => Doubling(a, b),
            (false, false, false, 2) => Torus(a, b),
            _ => null,
        };
        if (point is not null)
            found.Add(point);
        else if (isOneMesh && halvings < MostHalvings && VectorMath.Distance(a.Unknowns, b.Unknowns) > LeastPiece && tracer.Between(a, b, Share) is { IsVague: false } middle)
        {
            Examine(a, middle, halvings + 1, found);
            Examine(middle, b, halvings + 1, found);
        }
        else if (change != 0 || crosses)
            found.Add(new CycleEvent(isOneMesh ? Bracketed(a, b, change, flips) : CycleSpecialKind.Multiple, a, b, a.At, isOneMesh ? VectorMath.Distance(a.Unknowns, b.Unknowns) : VectorMath.Distance(a.Signature(b.Frame.Sizes), b.Signature(b.Frame.Sizes)), IsLocated: false));
    }

    /// <summary>What happens between two cycles where Newton's method finds no place: a fold, where one multiplier passes 1 and the parameter is felt, or what is not told.</summary>
    private static CycleSpecialKind Bracketed(CycleNode a, CycleNode b, int change, bool flips)
    {
        bool passesOne = Math.Abs(change) == 1 && !flips && Math.Abs(a.Multipliers.AboveOne - b.Multipliers.AboveOne) == 1;
        return passesOne && !IsFreeOfParameter(a.At) && !IsFreeOfParameter(b.At) ? CycleSpecialKind.Fold : CycleSpecialKind.Multiple;
    }

    private static CycleEvent? Fold(CycleNode a, CycleNode b)
    {
        if (Locate(a, b, values => MultiplierTests.One(values)) is not { } result || !HasReal(result.At, 1) || IsFreeOfParameter(result.At))
            return null;
        return new CycleEvent(CycleSpecialKind.Fold, a, b, result.At, result.Error, Form: result.At.IsFine ? null : CycleNormalForms.Fold(result.At)?.Form);
    }

    private static CycleEvent? Doubling(CycleNode a, CycleNode b) =>
        Locate(a, b, values => MultiplierTests.MinusOne(values)) is { } result && HasReal(result.At, -1)
            ? new CycleEvent(CycleSpecialKind.PeriodDoubling, a, b, result.At, result.Error, Form: result.At.IsFine ? null : CycleNormalForms.Doubling(result.At))
            : null;

    private static CycleEvent? Torus(CycleNode a, CycleNode b)
    {
        CycleNode more = a.Multipliers.Unstable > b.Multipliers.Unstable ? a : b;
        double cosine = MultiplierTests.CrossingCosine(more.Multipliers.Values);
        if (double.IsNaN(cosine))
            return null;
        if (Locate(a, b, values => MultiplierTests.Crossing(values, cosine)?.Value ?? double.NaN) is not { } result
            || MultiplierTests.Crossing(result.At.Multipliers.Values, cosine) is not var (off, there) || Math.Abs(off) > AtPlace || !(Math.Abs(there) < 1))
            return null;
        double angle = Math.Acos(there);
        return angle > LeastAngle && angle < Math.PI - LeastAngle ? new CycleEvent(CycleSpecialKind.Torus, a, b, result.At, result.Error, angle, Form: result.At.IsFine ? null : CycleNormalForms.Torus(result.At, angle)) : null;
    }

    /// <summary>The place where a function of the multipliers vanishes. Coefficients of forms are those of the segments, and said only where these tell the multipliers.</summary>
    private static CyclePoint.Result? Locate(CycleNode a, CycleNode b, Func<Complex[], double> function)
    {
        double first = function(a.Multipliers.Values), second = function(b.Multipliers.Values), share = first * second < 0 ? first / (first - second) : Share;
        double[] row = CycleTracer.Chord(a, b);
        VectorMath.Divide(row, VectorMath.Norm(row));
        CycleSystem system = a.At.System;
        bool isFine = a.At.IsFine || b.At.IsFine;
        CyclePoint.Result? result = CyclePoint.Locate(system, CycleTracer.Cubic(a, b, share), new CycleBordering([row], null), at => [Value(at)], VectorMath.Distance(a.Unknowns, b.Unknowns));
        if (result is null || !IsBetween(a, b, result.At.Unknowns))
            return null;
        if (isFine)
            result.At.Refine();
        return result;

        double Value(CycleEvaluation at)
        {
            if (isFine)
                at.Refine();
            return at.Multipliers.IsKnown ? function(at.Multipliers.Values) : double.NaN;
        }
    }

    private static CycleEvent? BranchPoint(CycleNode a, CycleNode b)
    {
        double first = MultiplierTests.One(a.Multipliers.Values), second = MultiplierTests.One(b.Multipliers.Values), share = first * second < 0 ? first / (first - second) : Share;
        CycleSystem system = a.At.System;
        double[] start = CycleTracer.Cubic(a, b, share);
        if (system.Evaluate(start, out _) is not { } near || Borders(near) is not var (rows, left))
            return null;
        var bordering = new CycleBordering(rows, left);
        if (CyclePoint.Locate(system, start, bordering, at => [.. bordering.Directions(at).Select(d => d[^1])], VectorMath.Distance(a.Unknowns, b.Unknowns)) is not { } result)
            return null;
        return Math.Abs(result.Beta) <= Vanishing && IsBetween(a, b, result.At.Unknowns) && HasReal(result.At, 1) && IsFreeOfParameter(result.At)
            ? new CycleEvent(CycleSpecialKind.BranchPoint, a, b, result.At, result.Error, Form: CycleNormalForms.BranchPoint(result.At)?.Form)
            : null;
    }

    /// <summary>Both vectors that the equations shrink most, and the one that their transpose does.</summary>
    public static (double[][] Rows, double[] Left)? Borders(CycleEvaluation at)
    {
        int m = at.Frame.Unknowns;
        var square = new double[m * m];
        at.Matrix.CopyTo(square, 0);
        return Borders(square, m);
    }

    /// <summary>The same of a matrix with one row less than columns, with a row of zeros below.</summary>
    public static (double[][] Rows, double[] Left)? Borders(double[] square, int m)
    {
        if (!VectorMath.AllFinite(square))
            return null;
        var values = SingularValues.Of(square, m);
        (double[] first, double[] second) = (values.Right(m - 1).ToArray(), values.Right(m - 2).ToArray());
        var transpose = new double[m * m];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < m; j++)
                transpose[j * m + i] = square[i * m + j];
        // the transpose has a null vector along the empty row besides; what is left of the plane of both is the left vector
        values = SingularValues.Of(transpose, m);
        double[] left = values.Right(m - 1).ToArray();
        VectorMath.Divide(left, 1 / values.Right(m - 2)[^1]);
        VectorMath.AddMultiple(left, -values.Right(m - 1)[^1], values.Right(m - 2));
        left = left[..^1];
        VectorMath.Divide(left, VectorMath.Norm(left));
        return ([first, second], left);
    }

    /// <summary>Whether a multiplier has a value.</summary>
    public static bool HasReal(CycleEvaluation at, double value) => at.Multipliers.Values.Any(v => (v - value).Magnitude <= AtPlace * 10);

    /// <summary>Whether the equations' left null vector is orthogonal to their derivative by the parameter: on a branch point it is, on a fold not.</summary>
    private static bool IsFreeOfParameter(CycleEvaluation at)
    {
        int columns = at.Frame.Unknowns, rows = at.Frame.Equations;
        double[] square = new double[rows * rows], slope = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            at.Matrix.AsSpan(i * columns, rows).CopyTo(square.AsSpan(i * rows));
            slope[i] = at.Matrix[i * columns + rows];
        }
        (_, double[] left) = NullVectors.Of(square, rows);
        return Math.Abs(VectorMath.Dot(left, slope)) <= Vanishing * Math.Max(VectorMath.Norm(slope), LeastSlope);
    }

    /// <summary>Whether unknowns lie between two cycles on one mesh, near the chord.</summary>
    public static bool IsBetween(CycleNode a, CycleNode b, double[] u)
    {
        double[] chord = CycleTracer.Chord(a, b), place = [.. u];
        VectorMath.AddMultiple(place, -1, a.Unknowns);
        double length = VectorMath.SumOfSquares(chord), share = VectorMath.Dot(place, chord) / length;
        VectorMath.AddMultiple(place, -share, chord);
        return share >= -Slack && share <= 1 + Slack && VectorMath.Norm(place) <= MostSideways * Math.Sqrt(length);
    }
}

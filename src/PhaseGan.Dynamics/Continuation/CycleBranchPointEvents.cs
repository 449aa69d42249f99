using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Points of codimension two on a curve of branch points of cycles, between consecutive points where a test changes.</summary>
/// <param name="tracer">The curve's points.</param>
/// <param name="curve">The curve.</param>
internal sealed class CycleBranchPointEvents(CycleTracer tracer, CycleBranchPointCurve curve)
{
    /// <summary>Pieces are halved at most this often, and not when they are shorter.</summary>
    private const int MostHalvings = 16;

    private const double LeastPiece = 1e-6, Share = 0.46;

    /// <summary>A coefficient is zero below this.</summary>
    private const double VanishingCoefficient = 1e-5;

    /// <summary>A singular value below this share of the largest is zero.</summary>
    private const double NoRank = 1e-7;

    /// <summary>Two multipliers that come together are known to the root of the error.</summary>
    private const double DoubleAtPlace = 1e-3;

    /// <summary>β in units of the equations, at a point that is located to the tightest tolerance.</summary>
    private const double Vanishing = 1e-8;

    /// <summary>The points in the order of the curve.</summary>
    public List<(CycleEvent Event, int After)> Find(IReadOnlyList<CycleNode> nodes)
    {
        var found = new List<(CycleEvent, int)>();
        CycleBranchPointTests? before = null;
        for (int k = 0; k < nodes.Count; k++)
        {
            CycleBranchPointTests tests = Test(nodes[k]);
            if (before is not null && !nodes[k].IsResampled)
            {
                var events = new List<CycleEvent>();
                Examine(nodes[k - 1], before, nodes[k], tests, 0, events);
                found.AddRange(events.Select(e => (e, k - 1)));
            }
            before = tests;
        }
        return found;
    }

    private CycleBranchPointTests Test(CycleNode node)
    {
        tracer.Flow.Reconsider();
        return new CycleBranchPointTests(
            MultiplierTests.One(node.Others), MultiplierTests.MinusOne(node.Others), node.Unstable, CycleNormalForms.BranchPoint(node.At, CycleDerivatives.FewColumns));
    }

    private void Examine(CycleNode a, CycleBranchPointTests atA, CycleNode b, CycleBranchPointTests atB, int halvings, List<CycleEvent> found)
    {
        CycleSpecialKind[] kinds = [.. Changes(atA, atB)];
        if (kinds.Length == 0)
            return;
        if (kinds is [var kind] && Locate(kind, a, atA, b, atB) is { } point)
        {
            found.Add(point);
            return;
        }
        curve.Refresh(a);
        if (halvings < MostHalvings && VectorMath.Distance(a.Unknowns, b.Unknowns) > LeastPiece && tracer.Between(a, b, Share) is { } middle)
        {
            CycleBranchPointTests atMiddle = Test(middle);
            Examine(a, atA, middle, atMiddle, halvings + 1, found);
            Examine(middle, atMiddle, b, atB, halvings + 1, found);
        }
        // a coefficient that only seems to change its sign changes nothing else
        else if (kinds.Any(k => k != CycleSpecialKind.DegenerateBranchPoint))
            found.Add(new CycleEvent(CycleSpecialKind.Multiple, a, b, a.At, VectorMath.Distance(a.Unknowns, b.Unknowns), IsLocated: false));
    }

    /// <summary>The kinds of points that changes between two points speak of.</summary>
    private static IEnumerable<CycleSpecialKind> Changes(CycleBranchPointTests a, CycleBranchPointTests b)
    {
        bool one = CurveTests.Differ(a.One, b.One), minusOne = CurveTests.Differ(a.MinusOne, b.MinusOne);
        // the coefficient has a pole where another multiplier is 1
        if (!one && a.IsTurned(b))
            yield return CycleSpecialKind.DegenerateBranchPoint;
        if (one)
            yield return CycleSpecialKind.BranchPointFold;
        if (minusOne)
            yield return CycleSpecialKind.BranchPointDoubling;
        if (Math.Abs(a.Unstable - b.Unstable) - (one ? 1 : 0) - (minusOne ? 1 : 0) > 1)
            yield return CycleSpecialKind.BranchPointTorus;
    }

    private CycleEvent? Locate(CycleSpecialKind kind, CycleNode a, CycleBranchPointTests atA, CycleNode b, CycleBranchPointTests atB)
    {
        (double first, double second) = kind switch
        {
            CycleSpecialKind.BranchPointFold => (atA.One, atB.One),
            CycleSpecialKind.BranchPointDoubling => (atA.MinusOne, atB.MinusOne),
            _ => (1, -1),
        };
        double share = first * second < 0 ? first / (first - second) : Share;
        curve.Refresh(a);
        CycleSystem system = a.At.System;
        double[] start = CycleTracer.Cubic(a, b, Math.Clamp(share, 0.01, 0.99));
        if (system.Evaluate(start, out _) is not { } near || curve.BorderingAt(near) is not { } bordering)
            return null;
        double crossing = MultiplierTests.CrossingCosine((a.Unstable > b.Unstable ? a : b).Others);
        Side side = new(atA.Form?.Form.SecondCoefficient is not null, atA.Form?.Direction);
        if (CyclePoint.Locate(system, start, bordering, at => [.. CycleBranchPointCurve.Values(bordering, at), Condition(kind, at, crossing, side)], VectorMath.Distance(a.Unknowns, b.Unknowns)) is not { } result
            || Math.Abs(result.Beta) > Vanishing || !CycleEvents.IsBetween(a, b, result.At.Unknowns) || !IsOfKind(kind, result.At, crossing, side))
            return null;
        double? angle = kind == CycleSpecialKind.BranchPointTorus && MultiplierTests.Crossing(result.At.Multipliers.Values, crossing) is var (_, cosine) ? Math.Acos(cosine) : null;
        double error = result.Error + (kind == CycleSpecialKind.DegenerateBranchPoint ? Amplified(result, bordering, Degeneracy(result.At, side).Error) : 0);
        return new CycleEvent(Told(kind, result.At), a, b, result.At, error, angle);
    }

    /// <summary>Two multipliers 1 with one vector belong to no fold, but to curves of branch points and tori that touch.</summary>
    private static CycleSpecialKind Told(CycleSpecialKind kind, CycleEvaluation at)
    {
        if (kind != CycleSpecialKind.BranchPointFold)
            return kind;
        int columns = at.Frame.Unknowns, m = at.Frame.Equations;
        var square = new double[m * m];
        for (int i = 0; i < m; i++)
            at.Matrix.AsSpan(i * columns, m).CopyTo(square.AsSpan(i * m));
        double[] values = SingularValues.Of(square, m).Values;
        return values[m - 2] <= NoRank * values[0] ? kind : CycleSpecialKind.Resonance11;
    }

    /// <summary>What vanishes at a point of a kind besides the conditions of the curve; NaN where it has no value.</summary>
    private static double Condition(CycleSpecialKind kind, CycleEvaluation at, double crossing, Side side) => !at.Multipliers.IsKnown ? double.NaN : kind switch
    {
        CycleSpecialKind.BranchPointFold => MultiplierTests.OneTwice(at.Multipliers.Values),
        CycleSpecialKind.BranchPointDoubling => MultiplierTests.MinusOne(at.Multipliers.Values),
        CycleSpecialKind.BranchPointTorus => MultiplierTests.Crossing(at.Multipliers.Values, crossing)?.Value ?? double.NaN,
        _ => Degeneracy(at, side).Value,
    };

    /// <summary>The coefficient that vanishes with its error: of a side with pitchforks the cubic one, else the quadratic one with the sign of a vector.</summary>
    private static (double Value, double Error) Degeneracy(CycleEvaluation at, Side side)
    {
        if (CycleNormalForms.BranchPoint(at, isPitchfork: side.HasPitchforks) is not var (form, direction))
            return (double.NaN, 0);
        double sign = side.Direction is { } like && VectorMath.Dot(direction, like) < 0 ? -1 : 1;
        return (form.SecondCoefficient ?? sign * form.Coefficient, form.Error);
    }

    /// <summary>What an error of the coefficient moves a point by.</summary>
    private static double Amplified(CyclePoint.Result result, CycleBordering bordering, double error)
    {
        double[] move = new ScaledLu(result.Slopes, bordering.Free).Solve([0, 0, error]);
        return bordering.Directions(result.At).Zip(move, (d, share) => Math.Abs(share) * VectorMath.Norm(d)).Sum();
    }

    /// <summary>Whether the multipliers at a point are those that its kind must have.</summary>
    private static bool IsOfKind(CycleSpecialKind kind, CycleEvaluation at, double crossing, Side side)
    {
        double most = kind == CycleSpecialKind.DegenerateBranchPoint ? VanishingCoefficient : CycleEvents.AtPlace;
        if (!(Math.Abs(Condition(kind, at, crossing, side)) <= most))
            return false;
        return kind switch
        {
            CycleSpecialKind.BranchPointDoubling => CycleEvents.HasReal(at, 1) && CycleEvents.HasReal(at, -1),
            CycleSpecialKind.BranchPointTorus => CycleEvents.HasReal(at, 1) && MultiplierTests.Crossing(at.Multipliers.Values, crossing) is var (_, cosine) && Math.Abs(cosine) < 1,
            CycleSpecialKind.BranchPointFold => at.Multipliers.Values.Count(v => (v - 1).Magnitude <= DoubleAtPlace) == 2,
            _ => CycleEvents.HasReal(at, 1),
        };
    }

    /// <summary>What the points on one side of another one are.</summary>
    /// <param name="HasPitchforks">Whether the quadratic coefficient vanishes there.</param>
    /// <param name="Direction">The vector to which that belongs.</param>
    private sealed record Side(bool HasPitchforks, double[]? Direction);
}

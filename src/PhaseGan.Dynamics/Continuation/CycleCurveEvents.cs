using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Points of codimension two on a curve of bifurcations of cycles, between consecutive points where a test changes.</summary>
/// <param name="tracer">The curve's points.</param>
/// <param name="curve">The curve.</param>
internal sealed class CycleCurveEvents(CycleTracer tracer, CycleCurve curve)
{
    /// <summary>Pieces are halved at most this often, and not when they are shorter.</summary>
    private const int MostHalvings = 16;

    private const double LeastPiece = 1e-6, Share = 0.46;

    private const double ShortPiece = 1e-3;

    /// <summary>A coefficient is zero below this.</summary>
    private const double VanishingCoefficient = 1e-5;

    /// <summary>The points in the order of the curve.</summary>
    public List<(CycleEvent Event, int After)> Find(IReadOnlyList<CycleNode> nodes)
    {
        var found = new List<(CycleEvent, int)>();
        CycleCurveTests? before = null;
        for (int k = 0; k < nodes.Count; k++)
        {
            CycleCurveTests tests = Test(nodes[k], before);
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

    private CycleCurveTests Test(CycleNode node, CycleCurveTests? before)
    {
        curve.Refresh(node);
        tracer.Flow.Reconsider();
        double one = MultiplierTests.One(node.Others), minusOne = MultiplierTests.MinusOne(node.Others);
        (double degeneracy, double _, double[]? direction) = Degeneracy(node.At, before?.Direction, CycleDerivatives.OneColumn, isMeasured: false);
        return new CycleCurveTests(one, minusOne, node.Unstable, node.Cosine, degeneracy, direction);
    }

    /// <summary>The coefficient of the normal form with its error, NaN where there is none; of a fold with the vector to which it belongs.</summary>
    private (double Value, double Error, double[]? Direction) Degeneracy(CycleEvaluation at, double[]? like, int columns, bool isMeasured = true)
    {
        if (curve.Kind == CycleBranchKind.Folds)
        {
            if (CycleNormalForms.Fold(at, columns, isMeasured) is not var (fold, vector))
                return (double.NaN, 0, like);
            double[] direction = Quarters(at.Frame, vector);
            double sign = like is not null && VectorMath.Dot(direction, like) < 0 ? -1 : 1;
            VectorMath.Divide(direction, sign);
            return (sign * fold.Coefficient, fold.Error, direction);
        }
        NormalForm? form = curve.Kind == CycleBranchKind.PeriodDoublings
            ? CycleNormalForms.Doubling(at, columns, isMeasured)
            : MultiplierTests.Pair(at.Multipliers.Values, curve.Cosine) is var (_, cosine) && Math.Abs(cosine) < 1 ? CycleNormalForms.Torus(at, Math.Acos(cosine), columns, isMeasured) : null;
        return (form?.Coefficient ?? double.NaN, form?.Error ?? 0, null);
    }

    /// <summary>The vectors at the quarters of the period, where every mesh has a segment begin, in the field's own units.</summary>
    private static double[] Quarters(CycleFrame frame, double[] vector)
    {
        int n = frame.Dimension;
        var quarters = new List<double>();
        double place = 0;
        for (int s = 0; s < frame.Segments; place += frame.Shares[s++])
            if (Math.Abs(4 * place - Math.Round(4 * place)) < 4 * CycleMesh.SamePlace)
                quarters.AddRange(Enumerable.Range(0, n).Select(i => vector[s * n + i] * frame.Sizes[i]));
        return [.. quarters];
    }

    private void Examine(CycleNode a, CycleCurveTests atA, CycleNode b, CycleCurveTests atB, int halvings, List<CycleEvent> found)
    {
        CycleSpecialKind[] kinds = [.. Changes(atA, atB)];
        if (kinds.Length == 0)
            return;
        // next to a pole of the coefficient its sign is told on short pieces alone
        if (kinds is [var kind] && (!HasPole(atA, atB) || VectorMath.Distance(a.Unknowns, b.Unknowns) < ShortPiece) && Locate(kind, a, atA, b, atB) is { } point)
        {
            found.Add(point);
            return;
        }
        curve.Refresh(a);
        if (halvings < MostHalvings && VectorMath.Distance(a.Unknowns, b.Unknowns) > LeastPiece && tracer.Between(a, b, Share) is { } middle)
        {
            CycleCurveTests atMiddle = Test(middle, atA);
            Examine(a, atA, middle, atMiddle, halvings + 1, found);
            Examine(middle, atMiddle, b, atB, halvings + 1, found);
        }
        // a coefficient that only seems to change its sign changes nothing else
        else if (kinds.Any(k => !IsDegeneracy(k)))
            found.Add(new CycleEvent(CycleSpecialKind.Multiple, a, b, a.At, VectorMath.Distance(a.Unknowns, b.Unknowns), IsLocated: false));
    }

    /// <summary>The kinds of points that changes between two points speak of.</summary>
    private IEnumerable<CycleSpecialKind> Changes(CycleCurveTests a, CycleCurveTests b)
    {
        bool isTori = curve.Kind == CycleBranchKind.Tori, one = CurveTests.Differ(a.One, b.One), minusOne = CurveTests.Differ(a.MinusOne, b.MinusOne);
        if (isTori)
        {
            foreach ((double cosine, CycleSpecialKind kind) in s_resonances)
                if (CurveTests.Differ(a.Cosine - cosine, b.Cosine - cosine))
                    yield return kind;
            // of neutral saddles nothing is said
            if (!a.IsOnCircle || !b.IsOnCircle)
                yield break;
        }
        if (CurveTests.Differ(a.Degeneracy, b.Degeneracy) && !HasPole(a, b))
            yield return curve.Kind switch { CycleBranchKind.Folds => CycleSpecialKind.Cusp, CycleBranchKind.PeriodDoublings => CycleSpecialKind.GeneralizedDoubling, _ => CycleSpecialKind.Chenciner };
        if (one)
            yield return curve.Kind switch { CycleBranchKind.Folds => CycleSpecialKind.Resonance11, CycleBranchKind.PeriodDoublings => CycleSpecialKind.FoldDoubling, _ => CycleSpecialKind.FoldTorus };
        if (minusOne)
            yield return curve.Kind switch { CycleBranchKind.Folds => CycleSpecialKind.FoldDoubling, CycleBranchKind.PeriodDoublings => CycleSpecialKind.Resonance12, _ => CycleSpecialKind.DoublingTorus };
        if (Math.Abs(a.Unstable - b.Unstable) - (one ? 1 : 0) - (minusOne ? 1 : 0) > 1)
            yield return curve.Kind switch { CycleBranchKind.Folds => CycleSpecialKind.FoldTorus, CycleBranchKind.PeriodDoublings => CycleSpecialKind.DoublingTorus, _ => CycleSpecialKind.DoubleTorus };
    }

    /// <summary>Whether the coefficient may have a pole between two points: where another multiplier is at a place of the circle too.</summary>
    private bool HasPole(CycleCurveTests a, CycleCurveTests b) => CurveTests.Differ(a.One, b.One) || curve.Kind == CycleBranchKind.PeriodDoublings && CurveTests.Differ(a.MinusOne, b.MinusOne);

    private static readonly (double Cosine, CycleSpecialKind Kind)[] s_resonances =
        [(1, CycleSpecialKind.Resonance11), (-1, CycleSpecialKind.Resonance12), (-0.5, CycleSpecialKind.Resonance13), (0, CycleSpecialKind.Resonance14)];

    private CycleEvent? Locate(CycleSpecialKind kind, CycleNode a, CycleCurveTests atA, CycleNode b, CycleCurveTests atB)
    {
        (double first, double second) = Ends(kind, atA, atB);
        double share = first * second < 0 ? first / (first - second) : Share;
        curve.Refresh(a);
        CycleSystem system = a.At.System;
        double[] start = CycleTracer.Cubic(a, b, Math.Clamp(share, 0.01, 0.99));
        if (system.Evaluate(start, out _) is not { } near || CyclePlane.Of(near) is not { } rows)
            return null;
        double angle = MultiplierTests.CrossingCosine((a.Unstable > b.Unstable ? a : b).Others);
        Func<CycleEvaluation, double[]> conditions = Conditions(kind, atA, angle, CycleDerivatives.BestColumns), rough = IsDegeneracy(kind) ? Conditions(kind, atA, angle, CycleDerivatives.OneColumn) : conditions;
        if (CyclePoint.Locate(system, start, new CycleBordering(rows, null), conditions, VectorMath.Distance(a.Unknowns, b.Unknowns), rough) is not { } result
            || !CycleEvents.IsBetween(a, b, result.At.Unknowns) || !IsOfKind(kind, result.At, conditions))
            return null;
        double? cosine = kind switch
        {
            CycleSpecialKind.Chenciner or CycleSpecialKind.Resonance13 or CycleSpecialKind.Resonance14 => MultiplierTests.Pair(result.At.Multipliers.Values, curve.Cosine)?.Cosine,
            CycleSpecialKind.FoldTorus or CycleSpecialKind.DoublingTorus when curve.Kind != CycleBranchKind.Tori => MultiplierTests.Crossing(result.At.Multipliers.Values, angle)?.Cosine,
            CycleSpecialKind.FoldTorus or CycleSpecialKind.DoublingTorus or CycleSpecialKind.DoubleTorus => MultiplierTests.Pair(result.At.Multipliers.Values, curve.Cosine)?.Cosine,
            _ => null,
        };
        double error = result.Error + (IsDegeneracy(kind) ? Amplified(result, rows, Degeneracy(result.At, atA.Direction, CycleDerivatives.BestColumns).Error) : 0);
        return new CycleEvent(kind, a, b, result.At, error, cosine is { } c ? Math.Acos(c) : null);
    }

    /// <summary>What an error of the coefficient moves a point by.</summary>
    private static double Amplified(CyclePoint.Result result, double[][] rows, double error)
    {
        double[][] directions = new CycleBordering(rows, null).Directions(result.At);
        double[] move = new ScaledLu(result.Slopes, 2).Solve([0, error]);
        return Math.Abs(move[0]) * VectorMath.Norm(directions[0]) + Math.Abs(move[1]) * VectorMath.Norm(directions[1]);
    }

    private static bool IsDegeneracy(CycleSpecialKind kind) => kind is CycleSpecialKind.Cusp or CycleSpecialKind.GeneralizedDoubling or CycleSpecialKind.Chenciner;

    private static (double First, double Second) Ends(CycleSpecialKind kind, CycleCurveTests a, CycleCurveTests b) => kind switch
    {
        CycleSpecialKind.Cusp or CycleSpecialKind.GeneralizedDoubling or CycleSpecialKind.Chenciner => (a.Degeneracy, b.Degeneracy),
        CycleSpecialKind.Resonance13 => (a.Cosine + 0.5, b.Cosine + 0.5),
        CycleSpecialKind.Resonance14 => (a.Cosine, b.Cosine),
        _ => (1, -1),
    };

    /// <summary>The two functions that vanish at a point of a kind.</summary>
    private Func<CycleEvaluation, double[]> Conditions(CycleSpecialKind kind, CycleCurveTests tests, double crossing, int columns)
    {
        double cosine = curve.Cosine;
        return at => !at.Multipliers.IsKnown ? [double.NaN, double.NaN] : kind switch
        {
            CycleSpecialKind.Cusp or CycleSpecialKind.GeneralizedDoubling or CycleSpecialKind.Chenciner => [curve.Value(at), Degeneracy(at, tests.Direction, columns).Value],
            CycleSpecialKind.Resonance11 => At(at, 1),
            CycleSpecialKind.Resonance12 => At(at, -1),
            CycleSpecialKind.Resonance13 => At(at, -0.5),
            CycleSpecialKind.Resonance14 => At(at, 0),
            CycleSpecialKind.FoldDoubling => [MultiplierTests.One(at.Multipliers.Values), MultiplierTests.MinusOne(at.Multipliers.Values)],
            CycleSpecialKind.FoldTorus => [MultiplierTests.One(at.Multipliers.Values), Torus(at)],
            CycleSpecialKind.DoublingTorus => [MultiplierTests.MinusOne(at.Multipliers.Values), Torus(at)],
            _ => [Pair(at, cosine), MultiplierTests.Apart(at.Multipliers.Values, cosine) is var (others, _) ? Crossing(others) : double.NaN],
        };

        // the pair that the curve holds, or the one that crosses
        double Torus(CycleEvaluation at) => curve.Kind == CycleBranchKind.Tori ? Pair(at, cosine) : Crossing(at.Multipliers.Values);

        double Crossing(Complex[] values) => MultiplierTests.Crossing(values, crossing)?.Value ?? double.NaN;
    }

    private static double[] At(CycleEvaluation at, double cosine) =>
        MultiplierTests.Pair(at.Multipliers.Values, cosine) is var (off, there) ? [off, there - cosine] : [double.NaN, double.NaN];

    private static double Pair(CycleEvaluation at, double cosine) => MultiplierTests.Pair(at.Multipliers.Values, cosine)?.Value ?? double.NaN;

    /// <summary>Whether the multipliers at a point are those that its kind must have.</summary>
    private static bool IsOfKind(CycleSpecialKind kind, CycleEvaluation at, Func<CycleEvaluation, double[]> conditions)
    {
        double[] values = conditions(at);
        double most = IsDegeneracy(kind) ? VanishingCoefficient : CycleEvents.AtPlace;
        return Math.Abs(values[0]) <= CycleEvents.AtPlace && Math.Abs(values[1]) <= most && (kind != CycleSpecialKind.FoldDoubling || CycleEvents.HasReal(at, 1) && CycleEvents.HasReal(at, -1));
    }
}

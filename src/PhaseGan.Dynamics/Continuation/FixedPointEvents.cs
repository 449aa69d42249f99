using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// Bifurcations on a branch of fixed points. Between two points the count of unstable eigenvalues, the turn of the parameter and the determinant's sign say what happened; a piece with more
/// than one event is halved. Then every change of the count has a cause that was located, or is reported as what it is.
/// </summary>
/// <param name="tracer">The curve.</param>
internal sealed class FixedPointEvents(CurveTracer tracer)
{
    /// <summary>Shorter pieces are not halved: rounding of the eigenvalues hides what is on them.</summary>
    private const double LeastPiece = 1e-7;

    /// <summary>On pieces this short the place where an eigenvalue vanishes is interpolated: the root of rounding, over which points next to it are still known.</summary>
    private const double MeetingPiece = 2e-5;

    /// <summary>Halvings of one piece of the branch.</summary>
    private const int MostHalvings = 26;

    /// <summary>Points at which several eigenvalues vanish together are looked for before the first halving, and after so many more.</summary>
    private const int MultipleEvery = 4;

    /// <summary>A second singular value of this share of the size beside makes a branch point doubtful.</summary>
    private const double NearlyMultiple = 3e-3;

    /// <summary>Eigenvalues that are predicted to come nearer to the axis than this share of the distance at a point may cross it between two points; so many points are tried.</summary>
    private const double NearAxis = 0.1;

    private const int ExcursionSteps = 4;

    /// <summary>Most eigenvalues that may vanish together at a point that is located.</summary>
    private const int MostTogether = 4;

    /// <summary>Pieces are cut off the middle, where symmetric problems have their events.</summary>
    private const double Share = 0.46;

    /// <summary>A number that has to vanish or must not, in units of the Jacobian's size.</summary>
    private const double Vanishing = 1e-8;

    /// <summary>A frequency is told from zero above this share of the Jacobian's size, the root of rounding.</summary>
    private const double LeastFrequency = 1e-7;

    /// <summary>The events between consecutive points, in their order. Points where an eigenvalue is not told from the axis are passed over.</summary>
    public List<SpecialPoint> Find(IReadOnlyList<CurveNode> nodes, CancellationToken cancellationToken)
    {
        var found = new List<SpecialPoint>();
        CurveNode?[] beyond = Excursions(nodes);
        int before = -1;
        for (int k = 0; k < nodes.Count; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (nodes[k].IsNeutral)
                continue;
            if (before >= 0)
            {
                bool isFound = before == k - 1 && beyond[k] is { } there && Crossings(nodes[before], there, nodes[k], found);
                if (!isFound)
                    Examine(nodes[before], nodes[k], 0, found);
            }
            before = k;
        }
        return found;
    }

    /// <summary>The events on both sides of a point beyond the axis; false, and none of them, if one of them is not located: next to a branch point the point may be one of another branch.</summary>
    private bool Crossings(CurveNode a, CurveNode there, CurveNode b, List<SpecialPoint> found)
    {
        var events = new List<SpecialPoint>();
        Examine(a, there, 0, events);
        Examine(there, b, 0, events);
        if (!events.TrueForAll(e => e.IsLocated))
            return false;
        found.AddRange(events);
        return true;
    }

    /// <summary>Beside each point, where eigenvalues come so near to the axis since the one before that they may cross it and come back, a point between the two on which they have.</summary>
    private CurveNode?[] Excursions(IReadOnlyList<CurveNode> nodes)
    {
        var beyond = new CurveNode?[nodes.Count];
        for (int k = 1; k + 1 < nodes.Count; k++)
        {
            if (Beyond(nodes[k - 1], nodes[k], nodes[k + 1]) is var (there, isAfter))
                beyond[isAfter ? k + 1 : k] ??= there;
        }
        return beyond;
    }

    /// <summary>
    /// A point beside the middle one of three on which another number of eigenvalues is unstable: where the parabola through the distances from the axis has its least value, and again with the point there and
    /// its neighbours; null if there is none.
    /// </summary>
    private (CurveNode Node, bool IsAfter)? Beyond(CurveNode a, CurveNode b, CurveNode c)
    {
        foreach (int side in (int[])[-1, 1])
        {
            (CurveNode first, CurveNode middle, CurveNode last) = (a, b, c);
            for (int k = 0; k < ExcursionSteps; k++)
            {
                if (first.Unstable != b.Unstable || last.Unstable != b.Unstable || middle.IsNeutral)
                    break;
                double before = VectorMath.Distance(first.Unknowns, middle.Unknowns), after = VectorMath.Distance(middle.Unknowns, last.Unknowns);
                double here = FromAxis(middle, side), back = (FromAxis(first, side) - here) / before, ahead = (FromAxis(last, side) - here) / after;
                if (!(back > 0 && ahead > 0 && double.IsFinite(back + ahead)))
                    break;
                // of here + slope·s + bend·s²
                double bend = (back + ahead) / (before + after), slope = ahead - bend * after, least = here - slope * slope / (4 * bend), place = -slope / (2 * bend);
                if (least > NearAxis * here || place == 0)
                    break;
                bool isAfter = place > 0;
                if ((isAfter ? tracer.Between(middle, last, place / after) : tracer.Between(first, middle, 1 + place / before)) is not { IsNeutral: false } there)
                    break;
                if (there.Unstable != b.Unstable)
                    return (there, ReferenceEquals(middle, b) ? isAfter : VectorMath.Dot(CurveTracer.Chord(b, there), b.Tangent) > 0);
                (first, middle, last) = isAfter ? (middle, there, last) : (first, there, middle);
            }
        }
        return null;
    }

    /// <summary>How far the nearest eigenvalue on a side of the axis is from it.</summary>
    private static double FromAxis(CurveNode node, int side) => node.Eigenvalues.Select(v => side * v.Real).Where(x => x > 0).DefaultIfEmpty(double.PositiveInfinity).Min();

    /// <summary>The branch point between two points at which the determinant's sign differs; null if there is none.</summary>
    public SpecialPoint? BranchPoint(CurveNode a, CurveNode b)
    {
        if (Guess(a, b, a.Eigenvalues.MinBy(Complex.Abs).Real, b.Eigenvalues.MinBy(Complex.Abs).Real) is not { } guess)
            return null;
        (TestFunction[] functions, double[] unfolding) = BranchPointFunction.At(guess.At.Transverse);
        Corrector.Result result = Corrector.Solve(new AugmentedSystem(tracer.Frame, functions, unfolding), [.. guess.Unknowns, 0]);
        if (!result.IsSolution || Math.Abs(result.Unknowns[^1]) > Vanishing)
            return null;
        double[] u = result.Unknowns[..^1];
        if (!CurveTracer.IsBetween(a, b, u) || tracer.Frame.Linearise(u, SlopeAccuracy.Exact, out _) is not { } at || !BranchPointFunction.IsSimple(at.Transverse))
            return null;
        // a point with one small singular value more lies beside one at which several eigenvalues vanish, and Newton's method hardly converges
        double size = Math.Max(VectorMath.Norm(a.At.Jacobian), VectorMath.Norm(b.At.Jacobian));
        if (BranchPointFunction.SecondLeast(at.Transverse) <= NearlyMultiple * size && MultiplePoint(a, b) is { } multiple)
            return multiple;
        bool? isWhole = FamilyCrossing.IsWhole(at, u, null);
        Linearisation across = at.Transverse;
        (SpecialKind kind, NormalForm? form) = isWhole == false || tracer.Frame.Slice is { } slice && !FamilyCrossing.LosesRank(slice, at, u)
            ? (SpecialKind.BranchPoint, null)
            : NormalForms.BranchPoint(across, new FoldFunction(across));
        return Point(kind, at, u, a, b, result.Error, form, isWhole);
    }

    /// <summary>The point between two at which [J f_p] loses several ranks; null if there is none.</summary>
    public SpecialPoint? MultiplePoint(CurveNode a, CurveNode b)
    {
        int change = Math.Abs(b.Unstable - a.Unstable);
        if (a.At.Frame.Slice is not null || change > MostTogether)
            return null;
        foreach (int m in change >= 2 ? (int[])[change] : [2, 3])
        {
            // what the eigenvalues nearest to zero add up to vanishes with them
            (double first, double second) = (Sum(a, m), Sum(b, m));
            double[] guess = [.. a.Unknowns];
            VectorMath.AddMultiple(guess, first * second < 0 ? first / (first - second) : 0.5, CurveTracer.Chord(a, b));
            if (MultipleBranchPoint.Near(tracer.Frame, guess, m) is not var (u, error) || !CurveTracer.IsBetween(a, b, u) || tracer.Frame.Linearise(u, SlopeAccuracy.Exact, out _) is not { } at)
                continue;
            return new SpecialPoint(SpecialKind.Multiple, at, u, CurveTracer.Direction(a, b), error) { Unstable = (a.Unstable, b.Unstable), Multiplicity = m };
        }
        return null;

        static double Sum(CurveNode node, int m) => node.Eigenvalues.OrderBy(Complex.Abs).Take(m).Sum(v => v.Real);
    }

    private void Examine(CurveNode a, CurveNode b, int halvings, List<SpecialPoint> found)
    {
        bool turns = a.Tangent[^1] * b.Tangent[^1] < 0, crosses = a.Sign != b.Sign;
        int change = b.Unstable - a.Unstable;
        if (!turns && !crosses && change == 0)
            return;
        SpecialPoint? point = (turns, crosses, Math.Abs(change)) switch
        {
            (false, true, 1) or (true, true, 0) => BranchPoint(a, b),
            (true, false, 1) => Fold(a, b),
            (false, false, 2) => Hopf(a, b),
            _ => null,
        };
        if (point is null && halvings % MultipleEvery == 0)
            point = MultiplePoint(a, b);
        if (point is null && VectorMath.Distance(a.Unknowns, b.Unknowns) <= MeetingPiece)
            point = FamilyChange(a, b);
        if (point is not null)
            found.Add(point);
        else if (halvings < MostHalvings && VectorMath.Distance(a.Unknowns, b.Unknowns) > LeastPiece && tracer.Between(a, b, Share) is { IsNeutral: false } middle)
        {
            Examine(a, middle, halvings + 1, found);
            Examine(middle, b, halvings + 1, found);
        }
        else
            found.Add(Unresolved(a, b, Math.Max(1, Math.Abs(change))));
    }

    /// <summary>The point between two where the branch meets a family of fixed points of more dimensions than its own; null if there is none.</summary>
    private static SpecialPoint? FamilyChange(CurveNode a, CurveNode b)
    {
        double atFirst = a.Eigenvalues.MinBy(Complex.Abs).Real, atSecond = b.Eigenvalues.MinBy(Complex.Abs).Real;
        // an eigenvalue crosses zero, or touches it, as where the branch is its own mirror image: its root is linear then
        bool crosses = atFirst * atSecond < 0;
        (double first, double second) = crosses ? (Math.Abs(atFirst), Math.Abs(atSecond)) : (Math.Sqrt(Math.Abs(atFirst)), Math.Sqrt(Math.Abs(atSecond)));
        double[] u = [.. a.Unknowns];
        double share = first / (first + second), length = VectorMath.Distance(a.Unknowns, b.Unknowns);
        VectorMath.AddMultiple(u, share, CurveTracer.Chord(a, b));
        BranchFrame frame = a.At.Frame;
        if (frame.Linearise(u, SlopeAccuracy.None, out _) is not { } at || at.Transverse.Eigenvalues is not { } values)
            return null;
        double left = values.Min(Complex.Abs), missed = crosses ? left : Math.Sqrt(left);
        int dimension = FixedPointFamily.Dimension(ScaledField.Of(at.Field, at.Sizes), u[..frame.Dimension]);
        if (dimension <= a.FamilyDimension)
            return null;
        return new SpecialPoint(SpecialKind.FamilyChange, at, u, CurveTracer.Direction(a, b), length * Math.Min(1, 2 * missed / (first + second)))
        {
            Unstable = (a.Unstable, b.Unstable),
            Multiplicity = Math.Max(1, Math.Abs(b.Unstable - a.Unstable)),
            FamilyDimension = dimension,
        };
    }

    private SpecialPoint? Fold(CurveNode a, CurveNode b)
    {
        if (Guess(a, b, a.Tangent[^1], b.Tangent[^1]) is not { } guess)
            return null;
        var function = new FoldFunction(guess.At.Transverse);
        Corrector.Result result = Corrector.Solve(new AugmentedSystem(tracer.Frame, [function]), guess.Unknowns);
        if (!result.IsSolution || !CurveTracer.IsBetween(a, b, result.Unknowns) || tracer.Frame.Linearise(result.Unknowns, SlopeAccuracy.Exact, out _) is not { } at)
            return null;
        Linearisation across = at.Transverse;
        function = new FoldFunction(across);
        function.Null(across, out _, out double[] left);
        return Math.Abs(VectorMath.Dot(left, across.Slopes)) <= Vanishing * VectorMath.Norm(across.Slopes)
            ? null
            : Point(SpecialKind.Fold, at, result.Unknowns, a, b, result.Error, NormalForms.Fold(across, function));
    }

    private SpecialPoint? Hopf(CurveNode a, CurveNode b)
    {
        CurveNode more = a.Unstable > b.Unstable ? a : b;
        // the pair that crosses is the one nearest to the axis on the side where it is unstable
        Complex value = more.Eigenvalues.Where(v => v.Real > 0 && v.Imaginary > 0).OrderBy(v => v.Real).FirstOrDefault();
        if (value == Complex.Zero)
            return null;
        var pair = new PairFunction(0, value.Real * value.Real + value.Imaginary * value.Imaginary);
        if (Guess(a, b, pair.Value(a.At.Transverse), pair.Value(b.At.Transverse)) is not { } guess)
            return null;
        Corrector.Result result = Corrector.Solve(new AugmentedSystem(tracer.Frame, [pair]), guess.Unknowns);
        if (!result.IsSolution || !CurveTracer.IsBetween(a, b, result.Unknowns) || tracer.Frame.Linearise(result.Unknowns, SlopeAccuracy.Exact, out _) is not { } at)
            return null;
        if (pair.Nearest(at.Transverse) is not var (_, product, _) || !(product > 0) || Math.Sqrt(product) <= LeastFrequency * VectorMath.Norm(at.Jacobian))
            return null;
        // cycles beside a family that is none of a symmetry drift along it, and a coefficient says nothing of them
        NormalForm? form = tracer.Frame.Slice is { IsRelative: false } ? null : NormalForms.Hopf(at.Transverse, Math.Sqrt(product));
        return Point(SpecialKind.Hopf, at, result.Unknowns, a, b, result.Error, form, FamilyCrossing.IsWhole(at, result.Unknowns, pair));
    }

    /// <summary>The point of the curve where a function vanishes that is linear along the chord; near the middle, if it changes no sign.</summary>
    private CurveNode? Guess(CurveNode a, CurveNode b, double atFirst, double atSecond)
    {
        double share = atFirst * atSecond < 0 ? atFirst / (atFirst - atSecond) : Share;
        return tracer.Between(a, b, share);
    }

    private static SpecialPoint Point(SpecialKind kind, Linearisation at, double[] u, CurveNode a, CurveNode b, double error, NormalForm? form, bool? isWhole = null) =>
        new(kind, at, u, CurveTracer.Direction(a, b), error)
        {
            NormalForm = form,
            IsOfWholeFamily = isWhole,
            Unstable = (a.Unstable, b.Unstable),
            Multiplicity = kind == SpecialKind.Hopf ? 2 : 1,
        };

    private static SpecialPoint Unresolved(CurveNode a, CurveNode b, int multiplicity) =>
        new(SpecialKind.Multiple, a.At, a.Unknowns, CurveTracer.Direction(a, b), VectorMath.Distance(a.Unknowns, b.Unknowns))
        {
            Unstable = (a.Unstable, b.Unstable),
            Multiplicity = multiplicity,
            IsLocated = false,
        };
}

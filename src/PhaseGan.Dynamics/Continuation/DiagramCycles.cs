using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>The branches of cycles of a diagram, each once: from Hopf points, and from period doublings and branch points of cycles.</summary>
/// <param name="setting">The family, the window and the options of cycles.</param>
/// <param name="rests">The branches of fixed points, all of them.</param>
/// <param name="options">Budgets.</param>
/// <param name="cancellationToken">Looked at before each step.</param>
internal sealed class DiagramCycles(CycleSetting setting, DiagramRests rests, BifurcationDiagramOptions options, CancellationToken cancellationToken)
{
    /// <summary>A branch ends at a Hopf point whose coordinates its last fixed point has to this accuracy, relative to their sizes, and from which its last parameter is no farther than this share of the window.</summary>
    private const double SameRest = 1e-6, NearHopf = 0.05;

    /// <summary>Two cycles at one parameter are one if the straight line between two neighbours of one passes the other, to this share of the distance of the neighbours, and to this distance.</summary>
    private const double SameShare = 0.1, SameSize = 1e-4;

    /// <summary>The extent of a coordinate that rests, as a share of its size.</summary>
    private const double LeastExtent = 1e-6;

    /// <summary>Two branch points are one to this share of the window, of the period, and of the extent of the cycle.</summary>
    private const double SamePlace = 1e-7, SamePeriod = 1e-6, SameExtent = 1e-3;

    /// <summary>Shares of a branch's cycles that are compared with the branches known before.</summary>
    private static readonly double[] s_samples = [0.35, 0.65];

    private readonly Queue<(int Index, int Doublings, CycleSpecialPoint Point)> _crossings = [];

    private int _rests, _ends;

    /// <summary>The branches.</summary>
    public List<CycleBranch> Branches { get; } = [];

    /// <summary>Where each was found.</summary>
    public List<BranchOrigin> Origins { get; } = [];

    /// <summary>What was not followed.</summary>
    public List<UnfollowedStart> Unfollowed { get; } = [];

    /// <summary>What stands for the number of a branch of cycles, counted from 0, as a parent, until that of fixed points is known.</summary>
    public static int Parent(int index) => -(index + 1);

    /// <summary>Follows the branch through a cycle.</summary>
    public void Start(LimitCycle cycle, double at)
    {
        var origin = new BranchOrigin(BranchOriginKind.Start, at, cycle.Point, null);
        Take(origin, 0, () => CycleBranch.OfCycle(setting.Family, cycle, at, setting.Lower[0], setting.Upper[0], setting.Options, cancellationToken));
    }

    /// <summary>The next fixed point at which a branch of cycles ends, with the number of that branch, counted from 0, and the parameter there; null if there is none left.</summary>
    public (int Index, ImmutableArray<double> FixedPoint, double At)? TryEnd()
    {
        while (_ends < 2 * Branches.Count)
        {
            CycleBranch branch = Branches[_ends / 2];
            bool isFirst = _ends++ % 2 == 0;
            if ((isFirst ? branch.FirstRest : branch.LastRest) is { } rest)
                return ((_ends - 1) / 2, rest, branch.Points[isFirst ? 0 : ^1].Parameters[0]);
        }
        return null;
    }

    /// <summary>Follows all that begin at Hopf points or cross others, those besides that are known.</summary>
    public void Run()
    {
        for (; _rests < rests.Branches.Count; _rests++)
            foreach (SpecialPoint hopf in rests.Branches[_rests].SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf))
                Born(_rests + 1, hopf);
        while (_crossings.TryDequeue(out (int Index, int Doublings, CycleSpecialPoint Point) crossing))
            Cross(crossing.Index, crossing.Doublings, crossing.Point);
    }

    private void Born(int number, SpecialPoint hopf)
    {
        var origin = new BranchOrigin(BranchOriginKind.Hopf, hopf.Parameters[0], hopf.Coordinates, number);
        if (hopf.FamilyDimension > 0 && (hopf.IsOfWholeFamily != true || hopf.NormalForm?.Frequency is null))
            Unfollowed.Add(new UnfollowedStart(origin, UnfollowedReason.OnFamily));
        else if (hopf.NormalForm?.Frequency is null)
            Unfollowed.Add(new UnfollowedStart(origin, UnfollowedReason.NoStart));
        else if (!IsReached(hopf))
            Take(origin, 0, () => CycleBranch.FromHopf(setting.Family, hopf, setting.Lower[0], setting.Upper[0], setting.Options, cancellationToken));
    }

    private void Cross(int index, int doublings, CycleSpecialPoint special)
    {
        bool doubles = special.Kind == CycleSpecialKind.PeriodDoubling;
        var origin = new BranchOrigin(doubles ? BranchOriginKind.PeriodDoubling : BranchOriginKind.CycleBranchPoint, special.Parameters[0], special.Point, Parent(index));
        if (special.Kind == CycleSpecialKind.Multiple || !special.IsLocated)
            Unfollowed.Add(new UnfollowedStart(origin, UnfollowedReason.NotToldApart));
        else if (doubles && doublings >= options.MaxDoublings)
            Unfollowed.Add(new UnfollowedStart(origin, UnfollowedReason.Budget));
        else if (doubles || !IsCrossed(index, special))
            Take(origin, doublings + (doubles ? 1 : 0), () => Branches[index].OtherAt(special, cancellationToken));
    }

    private void Take(BranchOrigin origin, int doublings, Func<CycleBranch> follow)
    {
        if (Branches.Count >= options.MaxCycleBranches)
        {
            Unfollowed.Add(new UnfollowedStart(origin, UnfollowedReason.Budget));
            return;
        }
        CycleBranch branch = follow();
        cancellationToken.ThrowIfCancellationRequested();
        if (branch.Points.IsEmpty)
        {
            Unfollowed.Add(new UnfollowedStart(origin, UnfollowedReason.NoStart));
            return;
        }
        if (IsKnown(branch))
            return;
        Branches.Add(branch);
        Origins.Add(origin);
        foreach (CycleSpecialPoint special in branch.SpecialPoints.Where(s => s.Kind is CycleSpecialKind.PeriodDoubling or CycleSpecialKind.BranchPoint))
            _crossings.Enqueue((Branches.Count - 1, doublings, special));
        // next to a homoclinic orbit rounding makes many of them: one stands for all
        if (branch.SpecialPoints.FirstOrDefault(s => s.Kind == CycleSpecialKind.Multiple) is { } untold)
            _crossings.Enqueue((Branches.Count - 1, doublings, untold));
    }

    /// <summary>Whether a known branch of cycles begins or ends at a Hopf point, or at a copy of it.</summary>
    private bool IsReached(SpecialPoint hopf)
    {
        double window = setting.Upper[0] - setting.Lower[0];
        for (int k = 0; k < Branches.Count; k++)
        {
            CycleBranch branch = Branches[k];
            BranchOrigin origin = Origins[k];
            if (origin.Kind == BranchOriginKind.Hopf && IsCopy(origin.Coordinates, origin.Parameter, SameRest)
                || branch.FirstEnd == CycleBranchEnd.ShrinksToRest && IsCopy(branch.FirstRest, branch.Points[0].Parameters[0], NearHopf)
                || branch.LastEnd == CycleBranchEnd.ShrinksToRest && IsCopy(branch.LastRest, branch.Points[^1].Parameters[0], NearHopf))
                return true;
        }
        return false;

        bool IsCopy(ImmutableArray<double>? rest, double at, double share) =>
            rest is { } place && Math.Abs(at - hopf.Parameters[0]) <= share * window
            && rests.Images(hopf.Coordinates).Any(image => image.Zip(place).Zip(hopf.Frame.Sizes, (c, size) => Math.Abs(c.First - c.Second) / Math.Max(size, Math.Abs(c.First))).Max() <= SameRest);
    }

    /// <summary>Whether another known branch goes through a branch point.</summary>
    private bool IsCrossed(int index, CycleSpecialPoint special) => Branches.Where((_, k) => k != index).SelectMany(b => b.SpecialPoints).Any(other =>
        other.Kind == CycleSpecialKind.BranchPoint
        && Math.Abs(other.Parameters[0] - special.Parameters[0]) <= SamePlace * (setting.Upper[0] - setting.Lower[0])
        && Math.Abs(other.Period / special.Period - 1) <= SamePeriod
        && other.Minima.Length == special.Minima.Length
        && other.Minima.Zip(special.Minima).Zip(Units(special.Minima, special.Maxima, special.At.Frame.Sizes), (m, unit) => Math.Abs(m.First - m.Second) <= SameExtent * unit).All(same => same));

    /// <summary>Whether all samples of a branch are cycles of one that is known.</summary>
    private bool IsKnown(CycleBranch branch) => Branches.Any(known => s_samples.All(s => Holds(known, branch.Points[(int)(s * branch.Points.Length)])));

    private static bool Holds(CycleBranch known, CycleBranchPoint cycle)
    {
        double at = cycle.Parameters[0];
        for (int k = 0; k + 1 < known.Points.Length; k++)
        {
            (CycleBranchPoint a, CycleBranchPoint b) = (known.Points[k], known.Points[k + 1]);
            double from = a.Parameters[0], to = b.Parameters[0];
            if (Math.Min(from, to) <= at && at <= Math.Max(from, to) && IsBetween(known, k, to == from ? 0 : (at - from) / (to - from), cycle))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Whether a cycle lies between a cycle of a branch and the next one, at a share of the way of the parameter. An extreme has a corner where another place of the cycle becomes it, as at a branch point: so it may lie on
    /// the line of either neighbouring piece too.
    /// </summary>
    private static bool IsBetween(CycleBranch known, int k, double share, CycleBranchPoint cycle)
    {
        (CycleBranchPoint a, CycleBranchPoint b) = (known.Points[k], known.Points[k + 1]);
        double[] units = Units(cycle.Minima, cycle.Maxima, cycle.Sizes), first = Shape(a, units), second = Shape(b, units), at = Shape(cycle, units);
        double chord = VectorMath.Distance(first, second), parameter = cycle.Parameters[0];
        double[][] lines = [[.. first.Zip(second, (x, y) => x + share * (y - x))], .. Lines(k - 1), .. Lines(k + 1)];
        double[] missed = [.. at.Select((x, i) => lines.Min(l => Math.Abs(x - l[i])))];
        return VectorMath.Norm(missed) <= SameShare * chord + SameSize;

        IEnumerable<double[]> Lines(int piece)
        {
            if (piece < 0 || piece + 1 >= known.Points.Length)
                return [];
            double from = known.Points[piece].Parameters[0], to = known.Points[piece + 1].Parameters[0], beyond = (parameter - from) / (to - from);
            return double.IsFinite(beyond) ? [[.. Shape(known.Points[piece], units).Zip(Shape(known.Points[piece + 1], units), (x, y) => x + beyond * (y - x))]] : [];
        }
    }

    /// <summary>What cycles are compared by: the logarithm of the period, and the least and largest values in units.</summary>
    private static double[] Shape(CycleBranchPoint cycle, double[] units) => [Math.Log(cycle.Period), .. cycle.Minima.Concat(cycle.Maxima).Select((y, i) => y / units[i % units.Length])];

    /// <summary>The extents of a cycle; of a coordinate that rests, in a plane that motions do not leave for example, a share of its size.</summary>
    private static double[] Units(ImmutableArray<double> minima, ImmutableArray<double> maxima, double[] sizes) =>
        [.. maxima.Zip(minima, (high, low) => high - low).Zip(sizes, (extent, size) => Math.Max(extent, LeastExtent * size))];
}

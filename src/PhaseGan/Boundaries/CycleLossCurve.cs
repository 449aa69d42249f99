using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// Follows the curve on which a cycle ceases to attract: on short lines across it a branch of cycles is followed from the side on which the cycle attracts, and what is lost is located there. No label is
/// asked.
/// </summary>
/// <param name="parameters">The parameters at shares of both sides of the window.</param>
/// <param name="mechanism">The mechanism of the curve; it ends where another one takes over.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class CycleLossCurve(Func<double, double, GanParameters> parameters, BoundaryMechanism mechanism, CancellationToken cancellationToken)
{
    /// <summary>Half the length of a line across the curve, and how far from its middle the curve may pass, in shares of the window's sides.</summary>
    private const double Half = 5e-4, MostMiss = 4e-4, EasyMiss = 1.5e-4;

    /// <summary>The first step along the curve, the longest and the shortest.</summary>
    private const double FirstStep = 4e-4, LongestStep = 0.04, ShortestStep = 2e-4;

    /// <summary>Steps grow by the first and shrink by the second.</summary>
    private const double Growth = 2, Shrinkage = 0.4;

    /// <summary>Most points in each direction.</summary>
    private const int MostPoints = 200;

    /// <summary>A cycle with another period, by this factor, is another one.</summary>
    private const double MostChange = 1.5;

    /// <summary>A motion that takes longer to come to a cycle is next to no good one.</summary>
    private static readonly AttractorOptions s_search = new() { MaxEvaluations = 200_000 };

    /// <summary>The curve through a loss on a line.</summary>
    /// <param name="x">Share of the first side.</param>
    /// <param name="y">Share of the second side.</param>
    /// <param name="nx">The direction in which the cycle attracts, across the curve or nearly so; of length 1.</param>
    /// <param name="ny">Its second coordinate.</param>
    /// <param name="error">The error of the place.</param>
    /// <param name="cycle">A cycle that attracts in that direction.</param>
    /// <returns>The points in shares of the sides, with the cycle that attracts on the left of the way, and why the curve ends on both sides.</returns>
    public (ImmutableArray<ImplicitCurvePoint> Points, BranchEnd First, BranchEnd Last) Through(double x, double y, double nx, double ny, double error, LimitCycle cycle)
    {
        var start = new Crossing(x, y, nx, ny, error, cycle);
        // the way is to the right of the direction in which the cycle attracts: that is then on its left
        (List<Crossing> after, BranchEnd last) = Along(start, 1);
        (List<Crossing> before, BranchEnd first) = Along(start, -1);
        before.Reverse();
        return ([.. before.Append(start).Concat(after).Select(c => new ImplicitCurvePoint(c.X, c.Y, c.Error, false))], first, last);
    }

    private (List<Crossing> Points, BranchEnd End) Along(Crossing start, int sense)
    {
        var points = new List<Crossing>();
        Crossing at = start;
        (double tx, double ty) = (sense * start.Ny, -sense * start.Nx);
        double step = FirstStep;
        while (points.Count < MostPoints)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (double x, double y) = (at.X + step * tx, at.Y + step * ty);
            bool isInside = IsInside(x, y);
            Crossing? next = isInside ? Across(at, x, y, -sense * ty, sense * tx) : null;
            double miss = next is null ? double.PositiveInfinity : Distance(next.X - x, next.Y - y);
            if (next is null || miss > MostMiss && points.Count > 0)
            {
                step *= Shrinkage;
                if (step < ShortestStep)
                    return (points, isInside ? BranchEnd.StepTooSmall : BranchEnd.RangeReached);
                continue;
            }
            double length = Distance(next.X - at.X, next.Y - at.Y);
            (tx, ty) = ((next.X - at.X) / length, (next.Y - at.Y) / length);
            points.Add(next);
            at = next;
            if (miss < EasyMiss)
                step = Math.Min(step * Growth, LongestStep);
        }
        return (points, BranchEnd.Budget);
    }

    /// <summary>The loss on the line across a place; null if none of the mechanism is found on it.</summary>
    private Crossing? Across(Crossing from, double x, double y, double nx, double ny)
    {
        // the part of the line in the window
        double inner = Half, outer = Half;
        while (!IsInside(x + inner * nx, y + inner * ny) && inner > ShortestStep)
            inner *= Shrinkage;
        while (!IsInside(x - outer * nx, y - outer * ny) && outer > ShortestStep)
            outer *= Shrinkage;
        if (inner <= ShortestStep || outer <= ShortestStep || Moved(from.Cycle, x + inner * nx, y + inner * ny) is not { } cycle)
            return null;
        CycleLoss? loss = CycleLoss.On(t => parameters(x - t * nx, y - t * ny), cycle, -inner, outer, cancellationToken);
        return loss?.Mechanism == mechanism ? new Crossing(x - loss.At * nx, y - loss.At * ny, nx, ny, loss.Error, cycle) : null;
    }

    /// <summary>The cycle that attracts the motion from the last one; null where that is none, or of another kind.</summary>
    private LimitCycle? Moved(LimitCycle last, double x, double y)
    {
        Attractor found = AttractorFinder.Find(new ReducedOde(parameters(x, y)), last.Point.AsSpan(), s_search, cancellationToken);
        return found is LimitCycleAttractor { Cycle: var cycle } && cycle.Period < MostChange * last.Period && cycle.Period > last.Period / MostChange ? cycle : null;
    }

    private static bool IsInside(double x, double y) => x is >= 0 and <= 1 && y is >= 0 and <= 1;

    private static double Distance(double x, double y) => Math.Sqrt(x * x + y * y);

    /// <summary>A point of the curve, the direction in which a cycle attracts, and that cycle.</summary>
    private sealed record Crossing(double X, double Y, double Nx, double Ny, double Error, LimitCycle Cycle);
}

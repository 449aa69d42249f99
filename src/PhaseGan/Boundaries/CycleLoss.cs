using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan;

/// <summary>Where a cycle that attracts ceases to do so on a line through the plane of parameters, and why: by the branch of cycles along the line, which knows nothing of labels or starts.</summary>
/// <param name="Mechanism">What happens there.</param>
/// <param name="At">The place on the line.</param>
/// <param name="Error">A bound on its error, on the line.</param>
/// <param name="Words">The same in words.</param>
internal sealed record CycleLoss(BoundaryMechanism Mechanism, double At, double Error, string Words)
{
    /// <summary>A branch that needs longer periods than this many of its first comes near a fixed point, or has passed what is looked for.</summary>
    private const double MostPeriods = 3;

    /// <summary>Cycles of a branch: up to the loss there are some twenty as a rule, and what lies beyond is not needed; where that is too few, the most.</summary>
    private const int FewCycles = 36, MostCycles = 150;

    /// <summary>Tolerance of integration along the branch; the loss itself is located with a tighter one.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>The longest step along it.</summary>
    private const double LongestStep = 0.3;

    /// <summary>A period at an end of the branch above this many of its first tells a cycle that comes near a saddle.</summary>
    private const double IsLong = 1.5;

    /// <summary>The loss on a line.</summary>
    /// <param name="line">The parameters at a place of the line; an <see cref="ArgumentException"/> where there are none.</param>
    /// <param name="cycle">A cycle at <paramref name="from"/> that attracts.</param>
    /// <param name="from">Where the branch begins.</param>
    /// <param name="to">Where the line ends, above.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The loss; null if the cycle attracts up to the end of the line, or it is not known why it does not.</returns>
    public static CycleLoss? On(Func<double, GanParameters> line, LimitCycle cycle, double from, double to, CancellationToken cancellationToken)
    {
        FieldFamily family = FieldFamily.Of("t", t => new ReducedOde(line(t)));
        var options = new CycleBranchOptions { MaxPeriodFactor = MostPeriods, MaxStep = LongestStep, RelativeTolerance = Tolerance };
        foreach (int cycles in (ReadOnlySpan<int>)[FewCycles, MostCycles])
        {
            CycleBranch branch = CycleBranch.OfCycle(family, cycle, from, from, to, options with { MaxPoints = cycles }, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (branch.Points.Length < 2)
                return null;
            // the start is the end of the branch at which the line begins
            bool isForward = Math.Abs(branch.Points[0].Parameters[0] - from) <= Math.Abs(branch.Points[^1].Parameters[0] - from);
            CycleBranchPoint[] points = [.. isForward ? branch.Points : branch.Points.Reverse()];
            if (points[0].UnstableCount > 0)
                return null;
            CycleBranchEnd end = isForward ? branch.LastEnd : branch.FirstEnd;
            if (First(branch, isForward) is { } special)
                return special.IsLocated ? Of(special, to - from) : null;
            if (end != CycleBranchEnd.Budget)
                return OfLongPeriod(points, end, isForward ? branch.LastRest : branch.FirstRest, line);
        }
        return null;
    }

    /// <summary>The first point from the start on at which the cycle ceases to attract; null if there is none.</summary>
    private static CycleSpecialPoint? First(CycleBranch branch, bool isForward) =>
        (isForward ? branch.SpecialPoints : branch.SpecialPoints.Reverse()).FirstOrDefault(s => isForward ? s.Unstable is { Before: 0, After: > 0 } : s.Unstable is { After: 0, Before: > 0 });

    private static CycleLoss Of(CycleSpecialPoint point, double length)
    {
        string period = string.Create(CultureInfo.InvariantCulture, $"of period {point.Period:G5}");
        (BoundaryMechanism mechanism, string words) = point.Kind switch
        {
            CycleSpecialKind.Fold => (BoundaryMechanism.CycleFold, $"a cycle that attracts, {period}, meets one with a growing multiplier, and both vanish"),
            CycleSpecialKind.PeriodDoubling => (BoundaryMechanism.CycleBifurcation, $"a cycle that attracts, {period}, has the multiplier −1"),
            CycleSpecialKind.Torus => (BoundaryMechanism.CycleBifurcation, $"a cycle that attracts, {period}, has a pair of multipliers on the unit circle"),
            _ => (BoundaryMechanism.CycleBifurcation, $"a cycle that attracts, {period}, has the multiplier 1 where branches cross"),
        };
        return new CycleLoss(mechanism, point.Parameters[0], point.Error * length, words);
    }

    /// <summary>The loss where all cycles attract up to one of long period that comes near a saddle; its place is that of the last cycle, to within its distance from the one before.</summary>
    private static CycleLoss? OfLongPeriod(CycleBranchPoint[] points, CycleBranchEnd end, ImmutableArray<double>? rest, Func<double, GanParameters> line)
    {
        double at = points[^1].Parameters[0];
        if (end != CycleBranchEnd.LongPeriod || points[^1].Period < IsLong * points[0].Period || points.Any(p => p.UnstableCount > 0) || rest is not { } near)
            return null;
        var ode = new ReducedOde(line(at));
        Complex[] growing = [.. StabilityClassifier.Classify(ode, near.AsSpan()) is { } spectrum ? spectrum.Eigenvalues.Where((z, k) => z.Real > spectrum.Errors[k]) : []];
        return growing.Length == 0 ? null : new CycleLoss(
            BoundaryMechanism.CycleHomoclinic, at, Math.Abs(at - points[^2].Parameters[0]),
            string.Create(CultureInfo.InvariantCulture, $"a cycle that attracts comes near the saddle {ode.KindOf(near.AsSpan())} with {growing.Length} growing rates; its period grows beyond {points[^1].Period:G4}"));
    }
}

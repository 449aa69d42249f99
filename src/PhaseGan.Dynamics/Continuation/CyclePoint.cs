namespace PhaseGan.Dynamics;

/// <summary>Newton's method on cycles that meet conditions on their multipliers or their equations.</summary>
/// <remarks>
/// Each step settles the equations in the rows' complement; what is left is a system of as many unknowns as free directions, whose derivatives are differences of motions along these: so a step takes a
/// motion for each of them, and two more, whatever the number of coordinates.
/// </remarks>
internal static class CyclePoint
{
    /// <summary>Most steps.</summary>
    private const int MostSteps = 12;

    /// <summary>Steps in a row with the tighter tolerance.</summary>
    private const int TightSteps = 5;

    /// <summary>The longest step of the differences, in units of the branch and of the piece on which a point lies.</summary>
    private const double Difference = 1e-5, DifferenceShare = 1e-2;

    /// <summary>Steps below this are at the error of integration.</summary>
    private const double Settled = 1e-8;

    /// <summary>The tolerance of integration with which a point is stated, and what serves for fields whose rounding it would follow.</summary>
    private static readonly double[] s_tight = [1e-14, 1e-13, 1e-12];

    /// <summary>The share of the tolerance with which a point is looked for again that the tolerance hides.</summary>
    private const double FinerShare = 1e-2;

    /// <summary>Longer steps are cut to this length: beyond it differences say nothing.</summary>
    private const double LongestStep = 0.3;

    /// <summary>So many times the length of a piece, and this much besides, a place may be off on the way: farther off motions are none of this branch, and may take long.</summary>
    private const double Farthest = 10, FarthestBesides = 1e-3;

    /// <summary>Errors of integration add up over a period to about this many of its tolerances.</summary>
    private const double ErrorFactor = 100;

    /// <summary>A place that is known no better is that of a multiple solution.</summary>
    private const double MostError = 1e-5;

    /// <summary>A point that was found.</summary>
    /// <param name="At">The equations there.</param>
    /// <param name="Beta">The unfolding, which must vanish at a branch point.</param>
    /// <param name="Error">A bound on the error of the unknowns.</param>
    /// <param name="Slopes">Derivatives of the conditions by the free directions, row-major.</param>
    public sealed record Result(CycleEvaluation At, double Beta, double Error, double[] Slopes);

    /// <summary>The point near a start, to rounding; null if the method does not lead to one.</summary>
    /// <param name="system">The equations.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="bordering">Rows, one for each condition.</param>
    /// <param name="conditions">The conditions' values, NaN where they have none.</param>
    /// <param name="piece">Length of the piece of a branch on which it lies.</param>
    /// <param name="rough">The conditions' values to some digits, where these cost less: they lead near to the point, and their differences serve as slopes. Null for none.</param>
    public static Result? Locate(CycleSystem system, double[] start, CycleBordering bordering, Func<CycleEvaluation, double[]> conditions, double piece, Func<CycleEvaluation, double[]>? rough = null)
    {
        double difference = Math.Min(Difference, DifferenceShare * piece), reach = Farthest * piece + FarthestBesides;
        Result? near = Iterate(system, start, 0, bordering, rough ?? conditions, difference, reach, MostSteps, Settled);
        // where motions part and come together by much, the error of integration is more than a settled step
        if (!(near?.Error <= Settled))
            near = Iterate(system.With(Math.Max(s_tight[0], FinerShare * system.Flow.Tolerance)), start, 0, bordering, rough ?? conditions, difference, reach, MostSteps, Settled);
        // steps that do not settle are at the error of a condition that the motion makes vague; it becomes one of the place
        if (near is null || !(near.Error <= MostError))
            return null;
        foreach (double tolerance in system.Flow.IsStiff ? [system.Flow.Tolerance] : s_tight)
        {
            CycleSystem tight = system.With(tolerance);
            if (Iterate(tight, near.At.Unknowns, near.Beta, bordering, conditions, difference, reach, TightSteps, 0, rough) is not { } found)
                continue;
            double amplified = Amplification(found, bordering) * MotionError(found.At), error = 2 * found.Error + amplified;
            return error <= MostError ? found with { Error = error } : null;
        }
        return null;
    }

    /// <summary>Steps until one is short enough, or no shorter than the one before; the error is that of the last one. Null where they lead too far from the start.</summary>
    private static Result? Iterate(CycleSystem system, double[] start, double beta, CycleBordering bordering, Func<CycleEvaluation, double[]> conditions, double difference, double reach, int mostSteps, double settled, Func<CycleEvaluation, double[]>? rough = null)
    {
        double[] u = [.. start], slopes = [];
        int free = bordering.Free;
        double before = double.PositiveInfinity;
        CycleEvaluation? at = system.Evaluate(u, out _), first = at;
        for (int k = 0; k < mostSteps && at is not null; k++)
        {
            double[] correction = bordering.Correction(at, beta);
            VectorMath.AddMultiple(u, 1, correction.AsSpan(0, u.Length));
            beta += bordering.IsUnfolded ? correction[^1] : 0;
            double[][] directions = bordering.Directions(at);
            if (system.Evaluate(u, out _, like: first) is not { } settledAt || Slopes(system, settledAt, directions, conditions, rough, difference, isHeld: !bordering.IsUnfolded) is not var (values, found))
                return null;
            slopes = found;
            double[] move = new ScaledLu(slopes, free).Solve(values), whole = [.. correction];
            double length = 0;
            for (int j = 0; j < free; j++)
                length += Math.Abs(move[j]) * VectorMath.Norm(directions[j]);
            if (!double.IsFinite(length))
                return null;
            double share = Math.Min(1, LongestStep / length);
            for (int j = 0; j < free; j++)
                VectorMath.AddMultiple(whole, -share * move[j], directions[j]);
            VectorMath.AddMultiple(whole, -1, correction);
            VectorMath.AddMultiple(u, 1, whole.AsSpan(0, u.Length));
            beta += bordering.IsUnfolded ? whole[^1] : 0;
            VectorMath.AddMultiple(whole, 1, correction);
            double size = VectorMath.Norm(whole);
            if (!(VectorMath.Distance(u, start) <= reach))
                return null;
            at = system.Evaluate(u, out _, like: first);
            if (at is not null && (size <= settled || size < Settled && size >= 0.25 * before || k + 1 == mostSteps))
                return new Result(at, beta, size, slopes);
            before = size;
        }
        return null;
    }

    /// <summary>The conditions and their derivatives along the directions, of which those that are not unfolded need no derivatives by the parameters; null where a motion or a value is missing.</summary>
    private static (double[] Values, double[] Slopes)? Slopes(CycleSystem system, CycleEvaluation at, double[][] directions, Func<CycleEvaluation, double[]> conditions, Func<CycleEvaluation, double[]>? rough, double difference, bool isHeld)
    {
        int free = directions.Length;
        double[] values = conditions(at), middle = rough is null ? values : rough(at), slopes = new double[free * free];
        for (int j = 0; j < free; j++)
        {
            double[] moved = [.. at.Unknowns];
            double step = difference / VectorMath.Norm(directions[j].AsSpan(0, moved.Length));
            VectorMath.AddMultiple(moved, step, directions[j].AsSpan(0, moved.Length));
            if (system.Evaluate(moved, out _, isHeld, at) is not { } there)
                return null;
            double[] beside = (rough ?? conditions)(there);
            for (int i = 0; i < free; i++)
                slopes[i * free + j] = (beside[i] - middle[i]) / step;
        }
        return VectorMath.AllFinite(values) && VectorMath.AllFinite(slopes) ? (values, slopes) : null;
    }

    /// <summary>By how much an error of the equations and conditions is amplified: the norm of what solves them with a load of length 1.</summary>
    private static double Amplification(Result found, CycleBordering bordering)
    {
        int free = bordering.Free;
        double[][] directions = bordering.Directions(found.At);
        double sum = 1;
        var factors = new ScaledLu(found.Slopes, free);
        for (int j = 0; j < free; j++)
        {
            var unit = new double[free];
            unit[j] = 1;
            double[] move = factors.Solve(unit);
            for (int i = 0; i < free; i++)
                sum += Math.Abs(move[i]) * VectorMath.Norm(directions[i]);
        }
        return sum;
    }

    /// <summary>What the tolerance of integration leaves unknown of a motion round a cycle.</summary>
    public static double MotionError(CycleEvaluation at) => ErrorFactor * at.System.Flow.Tolerance * Math.Max(1, at.Blocks.Max(b => VectorMath.Norm(b)));
}

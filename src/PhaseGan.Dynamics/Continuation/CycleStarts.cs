namespace PhaseGan.Dynamics;

/// <summary>First cycles of branches: next to a Hopf point, from a cycle that is known, and next to a bifurcation of cycles.</summary>
internal static class CycleStarts
{
    /// <summary>First distances from a bifurcation, in units of the branch, shorter ones after those that fail.</summary>
    private static readonly double[] s_distances = [2e-2, 7e-3, 2e-3, 7e-4, 2e-4];

    /// <summary>First distances from a rest of codimension two, where the condition of the curve has the noise of a motion over their squares.</summary>
    private static readonly double[] s_farDistances = [0.1, 5e-2, 2e-2, 7e-3];

    /// <summary>A first cycle is off its prediction by this share of the distance at most.</summary>
    private const double MostOff = 0.3;

    /// <summary>The same where the direction is only across the other branch: up to an angle of 70 degrees.</summary>
    public const double FarOff = 3;

    /// <summary>A singular value below this share of the largest is zero.</summary>
    private const double NoRank = 1e-8;

    /// <summary>A small cycle next to a Hopf point; null where there is none.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="tracer">The curve.</param>
    /// <param name="rest">The fixed point.</param>
    /// <param name="at">The parameter there.</param>
    /// <param name="omega">The frequency ω.</param>
    public static CycleNode? AtHopf(CycleSetting setting, CycleTracer tracer, double[] rest, double at, double omega)
    {
        CycleFrame frame = setting.Frame(setting.Sizes(rest, at), CycleMesh.LeastSegments, 2 * Math.PI / omega);
        BranchFrame restFrame = setting.RestFrame(frame.Sizes);
        if (HopfPredictor.At(restFrame, restFrame.Unknowns(rest, [at]), omega) is not { } predictor)
            return null;
        double[] place = [frame.PlaceOf(0, at)], origin = Circle(frame, predictor, place, 0, [0]);
        (double[] direction, double[] velocity, double length) = Direction(frame, predictor);
        var system = new CycleSystem(frame, tracer.Flow, origin, velocity);
        foreach (double distance in s_distances)
        {
            double radius = distance / length;
            double[] start = Circle(frame, predictor, place, radius, [predictor.ParameterMove(radius)]);
            if (Near(system, tracer, start, direction, VectorMath.Dot(direction, origin) + distance, MostOff * distance) is { } node)
                return node;
        }
        return null;
    }

    /// <summary>A small cycle on a curve of bifurcations next to the rest at which it begins; null where there is none.</summary>
    /// <param name="setting">The family.</param>
    /// <param name="sizes">The sizes of the rest.</param>
    /// <param name="tracer">The curve.</param>
    /// <param name="curve">Its condition.</param>
    /// <param name="cycles">Predictions.</param>
    public static CycleNode? AtRest(CycleSetting setting, double[] sizes, CycleTracer tracer, CycleCurve curve, SmallCycles cycles)
    {
        if (cycles.At(0) is not var (atRest, _, _))
            return null;
        CycleFrame frame = setting.Frame(sizes, CycleMesh.LeastSegments, 2 * Math.PI / atRest.Frequency(0, []));
        double length = Direction(frame, atRest).Length;
        foreach (double distance in s_farDistances)
        {
            double radius = distance / length;
            if (cycles.At(radius) is not var (predictor, place, moves))
                continue;
            double[] start = Circle(frame, predictor, place, radius, moves);
            // the phase of an eigenvector is its own
            (double[] direction, double[] velocity, _) = Direction(frame, predictor);
            var system = new CycleSystem(frame, tracer.Flow, start, velocity);
            CycleCorrector.Result found = curve.OnCurve(system, start, direction, VectorMath.Dot(direction, start), 1);
            if (found.At is not null && found.Distance <= MostOff * distance && tracer.NodeOf(found, direction) is { } node)
                return node;
        }
        return null;
    }

    /// <summary>Unknowns of a small cycle of a radius next to a rest, while the parameters move from their place.</summary>
    public static double[] Circle(CycleFrame frame, HopfPredictor predictor, double[] place, double radius, double[] moves)
    {
        double[][] scaled = [.. Enumerable.Range(0, frame.Segments).Select(s => predictor.State(radius, (double)s / frame.Segments, moves).Zip(frame.Sizes, (y, size) => y / size).ToArray())];
        return frame.Pack(scaled, frame.LogPeriod(2 * Math.PI / predictor.Frequency(radius, moves)), [.. place.Zip(moves, (x, move) => x + move)]);
    }

    /// <summary>The unit direction in which small cycles grow, in the units of the unknowns, with the velocity on them and the distance for the radius 1.</summary>
    public static (double[] Direction, double[] Velocity, double Length) Direction(CycleFrame frame, HopfPredictor predictor)
    {
        int n = frame.Dimension;
        double[] direction = new double[frame.Unknowns], velocity = new double[frame.PeriodPlace];
        for (int s = 0; s < frame.Segments; s++)
        {
            (double[] along, double[] across) = predictor.First((double)s / frame.Segments);
            for (int i = 0; i < n; i++)
                (direction[s * n + i], velocity[s * n + i]) = (frame.Weight(s) * along[i] / frame.Sizes[i], frame.Weight(s) * across[i] / frame.Sizes[i]);
        }
        double length = VectorMath.Norm(direction);
        VectorMath.Divide(direction, length);
        return (direction, velocity, length);
    }

    /// <summary>The cycle of a branch at a parameter, from a point on it and its period; null with the reason where there is none.</summary>
    public static CycleNode? AtCycle(CycleSetting setting, CycleTracer tracer, double[] point, double period, double at, double[] sizes, out CycleBranchEnd reason)
    {
        reason = CycleBranchEnd.NoStart;
        CycleFrame frame = setting.Frame(sizes, CycleMesh.LeastSegments, period);
        double[] place = [frame.PlaceOf(0, at)];
        if (!(period > 0) || States(frame, tracer.Flow, [.. point.Zip(frame.Sizes, (y, s) => y / s)], period, place) is not { } states)
            return null;
        double[] u = frame.Pack(states, frame.LogPeriod(period), place), row = new double[frame.Unknowns];
        if (CycleSystem.Of(frame, tracer.Flow, u)?.Evaluate(u, out _) is not { } first
            || tracer.Flow.Extremes(frame, u) is not { } extremes || CycleMesh.Adapt(first, extremes, tracer.Flow, frame.Sizes) is not var (finer, v))
            return null;
        row = new double[finer.Unknowns];
        row[^1] = 1;
        if (CycleSystem.Of(finer, tracer.Flow, v) is not { } system)
            return null;
        if (system.Evaluate(v, out _) is not { } near)
            return null;
        double[]? along = NullVector(near, out bool isIsolated);
        CycleCorrector.Result found = CycleCorrector.OnBranch(system, v, row, v[^1], 1);
        // on a fold of cycles the parameter is no condition
        if (found.At is null && along is not null)
            found = CycleCorrector.OnBranch(system, v, along, VectorMath.Dot(along, v), 1);
        if (!isIsolated || found.At is not null && NullVector(found.At, out isIsolated) is null)
            reason = isIsolated ? CycleBranchEnd.NoStart : CycleBranchEnd.NotIsolated;
        if (!isIsolated || found.At is null || NullVector(found.At, out _) is not { } tangent)
            return null;
        if (tangent[^1] < 0)
            VectorMath.Divide(tangent, -1);
        return tracer.NodeOf(found, tangent);
    }

    /// <summary>A cycle next to one, off it in a direction; null where there is none.</summary>
    /// <param name="system">The equations at the cycle.</param>
    /// <param name="tracer">The curve.</param>
    /// <param name="origin">The cycle.</param>
    /// <param name="direction">A unit vector.</param>
    /// <param name="mostOff">By how much of its distance it may be off the direction.</param>
    public static CycleNode? Beside(CycleSystem system, CycleTracer tracer, double[] origin, double[] direction, double mostOff = MostOff)
    {
        foreach (double distance in s_distances)
        {
            double[] start = [.. origin];
            VectorMath.AddMultiple(start, distance, direction);
            if (Near(system, tracer, start, direction, VectorMath.Dot(direction, start), mostOff * distance) is { } node)
                return node;
        }
        return null;
    }

    /// <summary>The unit null vector of the equations; null if there is more than one.</summary>
    public static double[]? NullVector(CycleEvaluation at, out bool isIsolated)
    {
        int m = at.Frame.Unknowns;
        var square = new double[m * m];
        at.Matrix.CopyTo(square, 0);
        isIsolated = false;
        if (!VectorMath.AllFinite(square))
            return null;
        var values = SingularValues.Of(square, m);
        isIsolated = values.Values[m - 2] > NoRank * values.Values[0];
        return isIsolated ? values.Right(m - 1).ToArray() : null;
    }

    private static CycleNode? Near(CycleSystem system, CycleTracer tracer, double[] start, double[] row, double level, double mostOff)
    {
        CycleCorrector.Result found = CycleCorrector.OnBranch(system, start, row, level, 0.5);
        return found.At is not null && found.Distance <= mostOff ? tracer.NodeOf(found, row) : null;
    }

    /// <summary>States at the starts of equal segments on the motion from a point.</summary>
    private static List<double[]>? States(CycleFrame frame, CycleFlow flow, double[] point, double period, double[] place)
    {
        if (CycleField.At(frame, place) is not { } field)
            return null;
        List<double[]> states = [point];
        IStepper stepper = flow.Stepper(field);
        for (int s = 1; s < frame.Segments; s++)
        {
            if (flow.Carry(ref stepper, field, [.. states[^1], .. place], frame.Shares[s - 1] * period, null) != StepFailure.None)
                return null;
            states.Add(stepper.State[..frame.Dimension].ToArray());
        }
        return states;
    }
}

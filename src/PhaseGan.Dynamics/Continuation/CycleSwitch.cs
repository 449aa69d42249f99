namespace PhaseGan.Dynamics;

/// <summary>First cycles of the other branches at a bifurcation of cycles.</summary>
internal static class CycleSwitch
{
    /// <summary>A cycle of twice the period next to one with a multiplier −1; null where there is none.</summary>
    public static CycleNode? Doubled(CycleEvaluation at, CycleTracer tracer)
    {
        CycleFrame frame = at.Frame, twice = frame.On(frame.Sizes, [.. frame.Shares.Concat(frame.Shares).Select(s => 0.5 * s)]);
        int m = frame.Segments;
        double[] vector = Flipped(at), direction = new double[twice.Unknowns], velocity = new double[twice.PeriodPlace];
        double root = Math.Sqrt(0.5);
        for (int i = 0; i < frame.PeriodPlace; i++)
        {
            (direction[i], direction[frame.PeriodPlace + i]) = (root * vector[i], -root * vector[i]);
            velocity[i] = velocity[frame.PeriodPlace + i] = root * at.Velocity[i];
        }
        double[][] states = [.. Enumerable.Range(0, 2 * m).Select(s => frame.Scaled(at.Unknowns, s % m))];
        double[] origin = twice.Pack(states, at.Unknowns[frame.PeriodPlace] + Math.Log(2), frame.Place(at.Unknowns));
        return CycleStarts.Beside(new CycleSystem(twice, tracer.Flow, origin, velocity), tracer, origin, direction);
    }

    /// <summary>Cycles of the other branch through a branch point, on both sides of the one whose tangent is given.</summary>
    public static CycleNode?[] Others(CycleEvaluation at, double[] tangent, CycleTracer tracer)
    {
        if (CycleEvents.Borders(at) is not var (rows, _))
            return [null, null];
        // in the plane of both null vectors, across the tangent
        double[] across = [.. rows[0]], other = [.. rows[1]], along = [.. tangent];
        double a = VectorMath.Dot(rows[0], along), b = VectorMath.Dot(rows[1], along), length = Math.Sqrt(a * a + b * b);
        for (int i = 0; i < across.Length; i++)
            across[i] = (b * rows[0][i] - a * other[i]) / length;
        CycleSystem system = at.System.With(tracer.Flow);
        return
        [
            CycleStarts.Beside(system, tracer, at.Unknowns, [.. across.Select(x => -x)], CycleStarts.FarOff),
            CycleStarts.Beside(system, tracer, at.Unknowns, across, CycleStarts.FarOff),
        ];
    }

    /// <summary>The unit vector of states that the motion turns over: M_i v_i = v_{i+1}, and minus the first after the last, in the units of the unknowns.</summary>
    private static double[] Flipped(CycleEvaluation at)
    {
        CycleFrame frame = at.Frame;
        int n = frame.Dimension, m = frame.Segments, size = n * m;
        var matrix = new double[size * size];
        for (int s = 0; s < m; s++)
        {
            int next = (s + 1) % m;
            double ratio = (next == 0 ? -1 : 1) * frame.Weight(s) / frame.Weight(next);
            for (int i = 0; i < n; i++)
            {
                at.Blocks[s].AsSpan(i * n, n).CopyTo(matrix.AsSpan((s * n + i) * size + s * n));
                matrix[(s * n + i) * size + next * n + i] -= ratio;
            }
        }
        return NullVectors.Of(matrix, size).Right;
    }
}

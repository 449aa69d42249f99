namespace PhaseGan.Dynamics;

/// <summary>Cuts cycles into segments over which no distance grows by more than a thousand, four at least, with an end of one at each quarter of the period.</summary>
internal static class CycleMesh
{
    /// <summary>Shares of the period that differ by less are the same.</summary>
    public const double SamePlace = 1e-9;

    /// <summary>The least number of segments: the condition on the phase is a sum over their starts.</summary>
    public const int LeastSegments = 4;

    /// <summary>A segment is cut into parts with about this growth.</summary>
    private const double Growth = 1e3;

    /// <summary>One that grows more is cut.</summary>
    private const double MostGrowth = 1e4;

    /// <summary>Two neighbours that together grow less are joined.</summary>
    private const double LittleGrowth = 30;

    /// <summary>A segment over more than this share of the whole way is cut, and two over less are joined: next to a fixed point most of the time goes by with little way.</summary>
    private const double LongWay = 0.5, ShortWay = 0.3;

    /// <summary>A size is adapted where a coordinate goes beyond this many of it.</summary>
    private const double Outgrown = 2;

    /// <summary>The least share of a segment that is one of its parts.</summary>
    private const double LeastPart = 1e-9;

    /// <summary>Rounds of cutting, where growth is concentrated in a short time.</summary>
    private const int Rounds = 6;

    /// <summary>Most unknowns: their equations are solved as a dense system.</summary>
    public const int MostUnknowns = 600;

    /// <summary>A frame of equal segments.</summary>
    public static double[] Equal(int segments) => [.. Enumerable.Repeat(1.0 / segments, segments)];

    /// <summary>Whether a cycle should be cut otherwise, or measured in other sizes.</summary>
    public static bool IsOutgrown(CycleNode node, bool mayResize) =>
        node.At.Blocks.Where((b, s) => Parts(b, node.Extremes.Lengths[s]) > 1).Any() || mayResize && node.Frame.Sizes.Where((s, i) => Extent(node, i) > Outgrown * s).Any() || Joined(node.At, node.Extremes.Lengths) is not null;

    /// <summary>Sizes that hold the cycle.</summary>
    public static double[] Sizes(CycleNode node) => [.. node.Frame.Sizes.Select((s, i) => Math.Max(s, Extent(node, i)))];

    /// <summary>Unknowns and frame of the same cycle, cut where distances grow much and joined where they grow little; null where the motion fails or there would be too many segments.</summary>
    public static (CycleFrame Frame, double[] Unknowns)? Adapt(CycleEvaluation at, CycleExtremes extremes, CycleFlow flow, double[] sizes)
    {
        (CycleFrame frame, double[] u) = (at.Frame, at.Unknowns);
        (double[][] blocks, double[] lengths) = (at.Blocks, extremes.Lengths);
        if (Joined(at, lengths) is { } kept)
        {
            (frame, u) = Keep(frame, u, kept);
            if (Grow(frame, u, flow) is not var (joined, ways))
                return null;
            (blocks, lengths) = (joined, ways);
        }
        for (int round = 0; round < Rounds && blocks.Where((b, s) => Parts(b, lengths[s]) > 1).Any(); round++)
        {
            if (Cut(frame, u, blocks, lengths, flow) is not var (finer, states))
                return null;
            (frame, u) = (finer, states);
            if (Grow(frame, u, flow) is not var (grown, ways))
                return null;
            (blocks, lengths) = (grown, ways);
        }
        CycleFrame scaled = frame.On(sizes, frame.Shares);
        double[][] places = [.. Enumerable.Range(0, frame.Segments).Select(s => frame.State(u, s).Zip(sizes, (x, size) => x / size).ToArray())];
        return (scaled, scaled.Pack(places, u[frame.PeriodPlace], frame.Place(u)));
    }

    private static double Extent(CycleNode node, int i) => Math.Max(Math.Abs(node.Extremes.Low[i]), Math.Abs(node.Extremes.High[i]));

    /// <summary>Into how many parts a segment is to be cut.</summary>
    private static int Parts(double[] block, double length)
    {
        double growth = VectorMath.Largest(block);
        return growth > MostGrowth ? 1 + (int)Math.Ceiling(Math.Log(growth) / Math.Log(Growth)) : length > LongWay ? 3 : 1;
    }

    /// <summary>The segments that begin where the mesh that joins idle ones does; null if that saves less than a quarter of them.</summary>
    private static List<int>? Joined(CycleEvaluation at, double[] lengths)
    {
        CycleFrame frame = at.Frame;
        int n = frame.Dimension;
        if (frame.Segments <= LeastSegments)
            return null;
        List<int> kept = [0];
        double[] product = at.Blocks[0];
        double place = frame.Shares[0], way = lengths[0];
        for (int s = 1; s < frame.Segments; place += frame.Shares[s++])
        {
            double[] longer = Product(at.Blocks[s], product, n);
            bool isQuarter = Math.Abs(4 * place - Math.Round(4 * place)) < 4 * SamePlace;
            way += lengths[s];
            if (isQuarter || VectorMath.Largest(longer) > LittleGrowth || way > ShortWay)
            {
                kept.Add(s);
                (longer, way) = (at.Blocks[s], lengths[s]);
            }
            product = longer;
        }
        return 4 * kept.Count <= 3 * frame.Segments ? kept : null;
    }

    private static double[] Product(double[] a, double[] b, int n)
    {
        var c = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++)
                VectorMath.AddMultiple(c.AsSpan(i * n, n), a[i * n + k], b.AsSpan(k * n, n));
        return c;
    }

    private static (CycleFrame, double[]) Keep(CycleFrame frame, double[] u, List<int> kept)
    {
        double[] shares = [.. kept.Select((first, k) => frame.Shares[first..(k + 1 < kept.Count ? kept[k + 1] : frame.Segments)].Sum())];
        CycleFrame coarser = frame.On(frame.Sizes, shares);
        return (coarser, coarser.Pack([.. kept.Select(s => frame.Scaled(u, s))], u[frame.PeriodPlace], frame.Place(u)));
    }

    /// <summary>Cuts each segment that grows too much or goes too far.</summary>
    private static (CycleFrame, double[])? Cut(CycleFrame frame, double[] u, double[][] blocks, double[] lengths, CycleFlow flow)
    {
        if (CycleField.At(frame, frame.Place(u)) is not { } field)
            return null;
        var shares = new List<double>();
        var states = new List<double[]>();
        IStepper stepper = flow.Stepper(field);
        for (int s = 0; s < frame.Segments; s++)
        {
            int parts = Parts(blocks[s], lengths[s]);
            double[] start = CycleFlow.Start(frame, u, s);
            if (flow.Cuts(frame, u, s, parts) is not { } cuts)
                return null;
            for (int part = 0; part < parts; part++)
            {
                double from = part == 0 ? 0 : cuts[part - 1], to = part + 1 < parts ? cuts[part] : 1;
                if (!(to - from > LeastPart))
                    return null;
                shares.Add(frame.Shares[s] * (to - from));
                states.Add(start[..frame.Dimension]);
                if (part + 1 < parts && flow.Carry(ref stepper, field, start, shares[^1] * frame.Period(u), null) != StepFailure.None)
                    return null;
                if (part + 1 < parts)
                    start = [.. stepper.State[..frame.Dimension], .. frame.Place(u)];
            }
        }
        if (shares.Count * frame.Dimension > MostUnknowns)
            return null;
        CycleFrame finer = frame.On(frame.Sizes, [.. shares]);
        return (finer, finer.Pack(states, u[frame.PeriodPlace], frame.Place(u)));
    }

    /// <summary>The derivatives of all segments and the ways over them; null where the motion fails.</summary>
    private static (double[][] Blocks, double[] Lengths)? Grow(CycleFrame frame, double[] u, CycleFlow flow) =>
        CycleSystem.Of(frame, flow, u)?.Evaluate(u, out _) is { } at && flow.Extremes(frame, u) is { } extremes ? (at.Blocks, extremes.Lengths) : null;
}

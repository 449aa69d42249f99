namespace PhaseGan.Dynamics;

/// <summary>
/// One direction of a branch of fixed points, in pieces: where the branch leaves the sizes behind that were learned at its start, a piece ends and the next one, which begins with the same point, has others.
/// </summary>
/// <param name="Pieces">The pieces, each with two neighbouring points or more unless the branch ends at its start.</param>
/// <param name="End">Why it goes no further.</param>
internal sealed record BranchArm(List<List<CurveNode>> Pieces, BranchEnd End)
{
    /// <summary>A coordinate that is larger than its size by this factor, or smaller than a size that had grown by as much, asks for another.</summary>
    private const double Outgrown = 6;

    /// <summary>A coordinate this much larger than at the start is on its way to infinity if the parameter hardly moves any more, and one beyond the second number in any case.</summary>
    private const double Unbounded = 1e6, SurelyUnbounded = 1e12;

    /// <summary>The parameter moves by less than this share of its range while a coordinate doubles.</summary>
    private const double HardlyMoves = 1e-3;

    /// <summary>Follows a branch from a point on.</summary>
    /// <param name="setting">The setting, whose sizes are those of the start.</param>
    /// <param name="start">The point.</param>
    /// <param name="tools">Makes a tracer on a frame, given the point at which the branch closes, or null for the start, and what tells whether a point has outgrown the frame.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    public static BranchArm From(
        BranchSetting setting, CurveNode start, Func<BranchFrame, CurveNode?, Func<CurveNode, bool>?, CurveTracer> tools, CancellationToken cancellationToken)
    {
        double[] least = setting.Frame.Sizes;
        bool renews = setting.Renews && start.At.Frame.Slice is null;
        List<List<CurveNode>> pieces = [];
        CurveNode node = start;
        CurveNode? home = null;
        for (int left = setting.Options.MaxPoints; ;)
        {
            CurveTracer tracer = tools(node.At.Frame, home, renews ? n => IsOutgrown(n, least) : null);
            (List<CurveNode> piece, BranchEnd? end) = tracer.Trace(node, left, cancellationToken);
            pieces.Add(piece);
            left -= piece.Count - 1;
            if (end is { } reason)
                return new BranchArm(pieces, reason);
            CurveNode last = piece[^1];
            double[] sizes = [.. last.At.Coordinates.Zip(least, (y, s) => Math.Max(Spread(y, least), s))];
            double growth = sizes.Zip(least, (size, s) => size / s).Max();
            BranchFrame frame = last.At.Frame.In(sizes);
            tracer = tools(frame, null, null);
            if (Again(tracer, frame, last) is not { } next || Again(tracer, frame, start) is not { } origin)
                return new BranchArm(pieces, BranchEnd.StepTooSmall);
            if (growth > SurelyUnbounded || growth > Unbounded && Math.Abs(next.Tangent[^1]) < HardlyMoves)
                return new BranchArm(pieces, BranchEnd.Unbounded);
            (node, home) = (next, origin);
        }
    }

    /// <summary>The same arm from its end to its start.</summary>
    public IEnumerable<List<CurveNode>> Turned() => Pieces.AsEnumerable().Reverse().Select(p => p.AsEnumerable().Reverse().Select(n => n.Reversed()).ToList());

    private static bool IsOutgrown(CurveNode node, double[] least)
    {
        double[] y = node.At.Coordinates, sizes = node.At.Sizes;
        for (int i = 0; i < y.Length; i++)
            if (Spread(y[i], least) > Outgrown * sizes[i] || sizes[i] > Outgrown * Math.Max(Spread(y[i], least), least[i]))
                return true;
        return false;
    }

    /// <summary>The size that a coordinate of a value has.</summary>
    private static double Spread(double value, double[] sizes) => LearnedSizes.Spread(sizes.Length) * Math.Abs(value);

    private static CurveNode? Again(CurveTracer tracer, BranchFrame frame, CurveNode node) =>
        tracer.NodeAt(node.In(frame), frame.From(node.At.Frame, node.Tangent), node.Contraction);
}

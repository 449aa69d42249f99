namespace PhaseGan.Dynamics;

/// <summary>Makes a diagram: branches from the starts with all that cross them, then those that a search finds beside them, then cycles.</summary>
/// <param name="setting">The family, the window and the options of cycles.</param>
/// <param name="options">Budgets.</param>
/// <param name="cancellationToken">Looked at before each step.</param>
internal sealed class DiagramSearch(CycleSetting setting, BifurcationDiagramOptions options, CancellationToken cancellationToken)
{
    /// <summary>The diagram.</summary>
    public BifurcationDiagram Run((double[] State, double At)[] starts)
    {
        var rests = new DiagramRests(setting.Family, setting.Lower[0], setting.Upper[0], options, cancellationToken);
        foreach ((double[] state, double at) in starts)
            rests.Start(state, at, BranchOriginKind.Start);
        var cycles = new DiagramCycles(setting, rests, options, cancellationToken);
        foreach ((LimitCycle cycle, double at) in options.CycleStarts)
            cycles.Start(cycle, at);
        Reach(rests, cycles);
        new DiagramSeeds(setting.Family, rests, setting.Lower[0], setting.Upper[0], options, cancellationToken).Run();
        // of a diagram that begins at cycles the rests at their ends are as much a part as the cycles at Hopf points
        for (bool goesOn = options.FollowsCycles; goesOn; goesOn = !options.CycleStarts.IsEmpty && Reach(rests, cycles))
            cycles.Run();
        int first = rests.Branches.Count;
        return new BifurcationDiagram(setting.Family, setting.Lower[0], setting.Upper[0], [.. rests.Origins.Concat(cycles.Origins).Select(o => Numbered(o, first))])
        {
            Branches = [.. rests.Branches],
            Cycles = [.. cycles.Branches],
            Unfollowed = [.. rests.Unfollowed.Concat(cycles.Unfollowed).Select(u => u with { Origin = Numbered(u.Origin, first) })],
        };
    }

    /// <summary>Follows fixed points from the ends of branches of cycles; whether there are new ones.</summary>
    private static bool Reach(DiagramRests rests, DiagramCycles cycles)
    {
        int known = rests.Branches.Count;
        while (cycles.TryEnd() is var (number, rest, at))
            if (!rests.IsKnown(at, rest, 0))
                rests.Start([.. rest], at, BranchOriginKind.CycleEnd, DiagramCycles.Parent(number));
        return rests.Branches.Count > known;
    }

    /// <summary>An origin with the number of its parent, which for cycles is known when all fixed points are.</summary>
    private static BranchOrigin Numbered(BranchOrigin origin, int rests) => origin.Parent is < 0 and var parent ? origin with { Parent = rests - parent } : origin;
}

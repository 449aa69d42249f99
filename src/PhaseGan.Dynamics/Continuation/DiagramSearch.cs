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
        new DiagramSeeds(setting.Family, rests, setting.Lower[0], setting.Upper[0], options, cancellationToken).Run();
        var cycles = new DiagramCycles(setting, rests, options, cancellationToken);
        if (options.FollowsCycles)
            cycles.Run();
        return new BifurcationDiagram(setting.Family, setting.Lower[0], setting.Upper[0], [.. rests.Origins, .. cycles.Origins])
        {
            Branches = [.. rests.Branches],
            Cycles = [.. cycles.Branches],
            Unfollowed = [.. rests.Unfollowed, .. cycles.Unfollowed],
        };
    }
}

using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary>What <c>phasegan branch --all</c> makes.</summary>
/// <param name="Ode">A field of the family, for the names of its coordinates.</param>
/// <param name="Family">The fields over the parameter.</param>
/// <param name="Axis">The parameter and its range.</param>
/// <param name="Coordinate">The coordinate of the picture, counted from 0.</param>
/// <param name="Table">The file of the table; null for standard output.</param>
/// <param name="Picture">The file of the picture; null for none.</param>
/// <param name="IsJson">Whether the table is JSON.</param>
internal sealed record DiagramOfBranches(ReducedOde Ode, FieldFamily Family, ParameterAxis Axis, int Coordinate, string? Table, string? Picture, bool IsJson)
{
    /// <summary>Makes the diagram, writes it and says what is in it.</summary>
    public void Run(Session session, Func<double, GanParameters> parameters, int values)
    {
        var options = new BifurcationDiagramOptions { Values = values };
        BifurcationDiagram diagram = BifurcationDiagram.Of(Axis.Name, parameters, Axis.Axis.Minimum, Axis.Axis.Maximum, options, session.Cancellation);
        OutputFile.Write(session, Table, writer =>
        {
            if (IsJson)
                diagram.WriteJson(writer, Ode.CoordinateNames());
            else
                diagram.WriteCsv(writer, Ode.CoordinateNames());
        });
        if (Picture is not null && !diagram.Branches.IsEmpty)
        {
            var drawn = new BifurcationFigure(diagram.Branches) { Cycles = diagram.Cycles, Coordinate = Coordinate, VerticalName = Ode.CoordinateNames()[Coordinate] };
            PictureFormats.Save(Picture, drawn.ToSvg, drawn.Save);
        }
        Report(session.Error, diagram);
        session.Next("'phasegan curve' follows the folds and Hopf points over a second parameter");
    }

    private static void Report(TextWriter text, BifurcationDiagram diagram)
    {
        text.WriteLine($"{diagram.Branches.Length} {(diagram.Branches.Length == 1 ? "branch" : "branches")} of fixed points and {diagram.Cycles.Length} of cycles");
        int number = 0;
        foreach (Branch branch in diagram.Branches)
        {
            int dimension = branch.Points[0].FamilyDimension;
            Line(dimension > 0 ? $", a member of a family of dimension {dimension}" : "", branch.SpecialPoints.Select(s => $"{s.Kind} at {Values.Text(s.Parameters[0])}"), $"{branch.FirstEnd}, {branch.LastEnd}");
        }
        foreach (CycleBranch branch in diagram.Cycles)
        {
            int untold = branch.SpecialPoints.Count(s => !s.IsLocated);
            var told = branch.SpecialPoints.Where(s => s.IsLocated).Select(s => $"{s.Kind} at {Values.Text(s.Parameters[0])}");
            Line(", cycles", untold > 0 ? told.Append($"{untold} not told apart") : told, $"{branch.FirstEnd}, {branch.LastEnd}");
        }
        foreach (var group in diagram.Unfollowed.CountBy(u => (u.Origin.Kind, u.Origin.Parent, u.Reason)))
            text.WriteLine($"Not followed: {group.Value} {group.Key.Kind}{(group.Key.Parent is { } parent ? $" on branch {parent}" : "")}: {group.Key.Reason}");

        void Line(string what, IEnumerable<string> specials, string ends)
        {
            number++;
            string listed = string.Join(", ", specials);
            text.WriteLine($"Branch {number}{what}, from {diagram.OriginOf(number)}: {(listed.Length > 0 ? listed : "no bifurcation")}; ends: {ends}");
        }
    }
}

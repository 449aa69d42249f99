using System.CommandLine;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan branch</c>: branches of fixed points over one parameter, with their bifurcations.</summary>
internal static class BranchCommand
{
    public const string Example = "phasegan branch --lambda 1 --tau 0.2 --eta 1 --vary alpha:0.2:4 --output branches.csv --figure branches.svg";

    public static Command Create(Session session)
    {
        var command = new Command("branch",
            "Follows every fixed point of the training ODE over one parameter, of a family of them one member, and writes the branches as CSV: branch, the parameter, the state, unstable (eigenvalues), stability; rows of bifurcations name them in special, with the error of their place, normal-form coefficient (of Hopf points g) and frequency; family is the dimension of the family to which the point belongs.");
        var model = new ModelOptions();
        var vary = new Option<string>("--vary") { Description = $"The parameter and its range; one of {ParameterAxis.Names}.", HelpName = "NAME:FROM:TO", Required = true };
        Option<double> at = Values.Positive("--at", "Value of the parameter at which fixed points are looked for [default: the middle of the range]");
        Option<int> coordinate = Values.Whole("--coordinate", "Which coordinate the picture shows, counted from 1 in the order of the columns.", minimum: 1, fallback: 1);
        var output = new Option<string>("--output") { Description = "The table as CSV; standard output without it.", HelpName = "FILE" };
        var figure = new Option<string>("--figure") { Description = "A picture as SVG, or as PNG or PDF if its name ends so: stable pieces solid, unstable ones dashed.", HelpName = "FILE" };
        var cycles = new Option<string>("--cycles") { Description = "Follows the cycles that are born at Hopf points, and writes them as CSV: period, least and largest values, multipliers outside the unit circle, bifurcations.", HelpName = "FILE" };
        var algebra = new LinearAlgebraOption();
        model.AddTo(command);
        foreach (Option option in (Option[])[vary, at, coordinate, output, figure, cycles])
            command.Options.Add(option);
        algebra.AddTo(command);
        command.SetAction(parse =>
        {
            ParameterAxis axis = ParameterAxis.ParseRange("--vary", parse.GetRequiredValue(vary));
            GanParameters gan = model.Read(parse, axis);
            double start = parse.Given(at) ?? 0.5 * (axis.Axis.Minimum + axis.Axis.Maximum);
            if (!(start >= axis.Axis.Minimum && start <= axis.Axis.Maximum))
                throw new UsageException($"--at must lie in the range of --vary; got {Values.Text(start)}");
            Func<double, double, GanParameters> parameters = ParameterAxis.At(gan, axis, axis);
            var family = FieldFamily.Of(axis.Name, value => new ReducedOde(parameters(value, value)));
            var ode = new ReducedOde(parameters(start, start));
            int shown = parse.GetValue(coordinate);
            if (shown > ode.Dimension)
                throw new UsageException($"--coordinate must be ≤ {ode.Dimension} here; got {shown}");
            algebra.Use(parse);
            string?[] files = [parse.GetValue(output), parse.GetValue(figure), parse.GetValue(cycles)];
            foreach (string file in files.OfType<string>())
                OutputFile.RequireWritable(file);
            PictureFormats.RequireSupport("--figure", files[1] ?? "");

            (List<Branch> branches, _) = GanBranches.Find(ode, family, axis.Axis, start, BranchOptions.Default, session.Cancellation);
            Write(session, ode, branches, files[0]);
            CycleTable born = files[2] is null ? CycleTable.None : CycleTable.Of(branches, family, axis, session.Cancellation);
            if (files[2] is { } table)
                OutputFile.Write(session, table, writer => born.Write(writer, axis.Name, ode.CoordinateNames()));
            if (files[1] is { } picture && branches.Count > 0)
            {
                var drawn = new BifurcationFigure(branches) { Coordinate = shown - 1, VerticalName = ode.CoordinateNames()[shown - 1], Cycles = born.Branches };
                PictureFormats.Save(picture, drawn.ToSvg, drawn.Save);
            }
            Report(session.Error, axis.Name, start, branches);
            born.Report(session.Error);
            session.Next("'phasegan attractor' at a value of the parameter shows which of these training reaches");
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(Session session, ReducedOde ode, List<Branch> branches, string? path)
    {
        using var table = new StringWriter { NewLine = "\n" };
        for (int k = 0; k < branches.Count; k++)
        {
            using var one = new StringWriter { NewLine = "\n" };
            branches[k].WriteCsv(one, ode.CoordinateNames());
            string[] lines = one.ToString().TrimEnd('\n').Split('\n');
            if (k == 0)
                table.Write($"branch,{lines[0]}\n");
            foreach (string line in lines.Skip(1))
                table.Write($"{k + 1},{line}\n");
        }
        OutputFile.Write(session, path, writer => writer.Write(table.ToString()));
    }

    private static void Report(TextWriter text, string name, double start, List<Branch> branches)
    {
        text.WriteLine($"{branches.Count} branches through the fixed points at {name} = {Values.Text(start)}");
        for (int k = 0; k < branches.Count; k++)
        {
            Branch branch = branches[k];
            string specials = branch.SpecialPoints.IsEmpty ? "no bifurcation" : string.Join(", ", branch.SpecialPoints.Select(s => $"{s.Kind} at {Values.Text(s.Parameters[0])}"));
            int dimension = branch.Points[0].FamilyDimension;
            text.WriteLine($"Branch {k + 1}{(dimension > 0 ? $", a member of a family of dimension {dimension}" : "")}: {specials}; ends: {branch.FirstEnd}, {branch.LastEnd}");
        }
    }
}

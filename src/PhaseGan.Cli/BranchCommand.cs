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
        var all = new Option<bool>("--all") { Description = "The whole diagram: also the branches that branch off, the cycles of Hopf points and period doublings, and what is found at --values values of the parameter, each branch once, in one table." };
        Option<int> values = Values.Whole("--values", "With --all: values of the parameter, evenly over the range, at which fixed points are looked for.", minimum: 1, fallback: BifurcationDiagramOptions.Default.Values);
        Option<string> format = JsonText.OrCsv("with --all one JSON object with all branches and with what was not followed, else an array with a record a row");
        var algebra = new LinearAlgebraOption();
        model.AddTo(command);
        foreach (Option option in (Option[])[vary, at, coordinate, output, figure, cycles, all, values, format])
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

            if (parse.GetValue(all))
            {
                if (files[2] is not null || parse.IsGiven(at))
                    throw new UsageException($"--all has cycles in its table and looks at all values; leave out {(files[2] is not null ? "--cycles" : "--at")}");
                var request = new DiagramOfBranches(ode, family, axis, shown - 1, files[0], files[1], parse.IsJson(format));
                request.Run(session, value => parameters(value, value), parse.GetValue(values));
                return ExitCode.Success;
            }
            if (parse.IsGiven(values))
                throw new UsageException("--values belongs to --all; without it fixed points are looked for at --at alone");
            Follow(session, ode, family, axis, start, shown - 1, files, parse.IsJson(format));
            session.Next("'phasegan attractor' at a value of the parameter shows which of these training reaches");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Follows the fixed points at one value, and writes the files of table, picture and cycles that have a name.</summary>
    private static void Follow(Session session, ReducedOde ode, FieldFamily family, ParameterAxis axis, double start, int coordinate, string?[] files, bool isJson)
    {
        (List<Branch> branches, _) = GanBranches.Find(ode, family, axis.Axis, start, BranchOptions.Default, session.Cancellation);
        Write(session, ode, branches, files[0], isJson);
        CycleTable born = files[2] is null ? CycleTable.None : CycleTable.Of(branches, family, axis, session.Cancellation);
        if (files[2] is { } table)
            OutputFile.Write(session, table, writer => born.Write(writer, axis.Name, ode.CoordinateNames()));
        if (files[1] is { } picture && branches.Count > 0)
        {
            var drawn = new BifurcationFigure(branches) { Coordinate = coordinate, VerticalName = ode.CoordinateNames()[coordinate], Cycles = born.Branches };
            PictureFormats.Save(picture, drawn.ToSvg, drawn.Save);
        }
        Report(session.Error, axis.Name, start, branches);
        born.Report(session.Error);
    }

    private static void Write(Session session, ReducedOde ode, List<Branch> branches, string? path, bool isJson)
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
        OutputFile.Write(session, path, writer =>
        {
            if (!isJson)
            {
                writer.Write(table.ToString());
                return;
            }
            var records = new JsonRecords(writer);
            if (branches.Count > 0)
                records.Add(csv => csv.Write(table.ToString()));
            records.End();
        });
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

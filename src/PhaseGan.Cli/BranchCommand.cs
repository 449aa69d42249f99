using System.Collections.Immutable;
using System.CommandLine;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan branch</c>: branches of fixed points over one parameter, with their bifurcations.</summary>
internal static class BranchCommand
{
    public const string Example = "phasegan branch --lambda 1 --tau 0.2 --eta 1 --vary alpha:0.2:4 --output branches.csv --figure branches.svg";

    /// <summary>A fixed point this near to a branch lies on it: both are there to rounding.</summary>
    private const double SamePoint = 1e-7;

    public static Command Create(Session session)
    {
        var command = new Command("branch",
            "Follows every isolated fixed point of the training ODE over one parameter and writes the branches as CSV: branch, the parameter, the state, unstable (eigenvalues), stability; rows of bifurcations name them in special, with the error of their place, normal-form coefficient (of Hopf points g) and frequency.");
        var model = new ModelOptions();
        var vary = new Option<string>("--vary") { Description = $"The parameter and its range; one of {ParameterAxis.Names}.", HelpName = "NAME:FROM:TO", Required = true };
        Option<double> at = Values.Positive("--at", "Value of the parameter at which fixed points are looked for [default: the middle of the range]");
        Option<int> coordinate = Values.Whole("--coordinate", "Which coordinate the picture shows, counted from 1 in the order of the columns.", minimum: 1, fallback: 1);
        var output = new Option<string>("--output") { Description = "The table as CSV; standard output without it.", HelpName = "FILE" };
        var figure = new Option<string>("--figure") { Description = "A picture as SVG: stable pieces solid, unstable ones dashed.", HelpName = "FILE" };
        var cycles = new Option<string>("--cycles") { Description = "Follows the cycles that are born at Hopf points, and writes them as CSV: period, least and largest values, multipliers outside the unit circle, bifurcations.", HelpName = "FILE" };
        model.AddTo(command);
        foreach (Option option in (Option[])[vary, at, coordinate, output, figure, cycles])
            command.Options.Add(option);
        command.SetAction(parse =>
        {
            ParameterAxis axis = Axis(parse.GetRequiredValue(vary));
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
            string?[] files = [parse.GetValue(output), parse.GetValue(figure), parse.GetValue(cycles)];
            foreach (string file in files.OfType<string>())
                OutputFile.RequireWritable(file);

            (List<Branch> branches, int families) = Find(ode, family, axis, start, gan.FeatureCount, session.Cancellation);
            Write(session, ode, branches, files[0]);
            CycleTable born = files[2] is null ? CycleTable.None : CycleTable.Of(branches, family, axis, session.Cancellation);
            if (files[2] is { } table)
                OutputFile.Write(session, table, writer => born.Write(writer, axis.Name, ode.CoordinateNames()));
            if (files[1] is { } picture && branches.Count > 0)
                new BifurcationFigure(branches) { Coordinate = shown - 1, VerticalName = ode.CoordinateNames()[shown - 1], Cycles = born.Branches }.Save(picture);
            Report(session.Error, axis.Name, start, branches, families);
            born.Report(session.Error);
            session.Next("'phasegan attractor' at a value of the parameter shows which of these training reaches");
            return ExitCode.Success;
        });
        return command;
    }

    private static ParameterAxis Axis(string text) => text.Split(':').Length == 3
        ? ParameterAxis.Parse("--vary", $"{text}:2")
        : throw new UsageException($"--vary must read name:from:to; got '{text}'");

    /// <summary>The branches through the isolated fixed points at a value, each once, and how many families of fixed points are left out.</summary>
    private static (List<Branch> Branches, int Families) Find(ReducedOde ode, FieldFamily family, ParameterAxis axis, double start, int features, CancellationToken cancellationToken)
    {
        var branches = new List<Branch>();
        int families = 0;
        foreach (FixedPointOrbit orbit in FixedPointFinder.Find(ode, cancellationToken: cancellationToken).Orbits)
        {
            if (orbit.FamilyDimension > 0)
            {
                families++;
                continue;
            }
            ImmutableArray<ImmutableArray<double>> images = features <= ReducedFixedPoints.MaxFlipFeatures ? orbit.SignImages(ode) : [orbit.Representative.Coordinates];
            bool isKnown = branches.SelectMany(b => b.At(start)).Any(p => images.Any(i => i.Zip(p.Coordinates, (x, y) => Math.Abs(x - y)).Max() <= SamePoint));
            if (isKnown)
                continue;
            Branch branch = Branch.OfFixedPoint(family, orbit.Representative, start, axis.Axis.Minimum, axis.Axis.Maximum, cancellationToken: cancellationToken);
            if (!branch.Points.IsEmpty)
                branches.Add(branch);
        }
        return (branches, families);
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

    private static void Report(TextWriter text, string name, double start, List<Branch> branches, int families)
    {
        text.WriteLine($"{branches.Count} branches through the isolated fixed points at {name} = {Values.Text(start)}");
        for (int k = 0; k < branches.Count; k++)
        {
            Branch branch = branches[k];
            string specials = branch.SpecialPoints.IsEmpty ? "no bifurcation" : string.Join(", ", branch.SpecialPoints.Select(s => $"{s.Kind} at {Values.Text(s.Parameters[0])}"));
            text.WriteLine($"Branch {k + 1}: {specials}; ends: {branch.FirstEnd}, {branch.LastEnd}");
        }
        if (families > 0)
            text.WriteLine($"{families} {(families == 1 ? "family" : "families")} of fixed points at that value {(families == 1 ? "is" : "are")} not followed");
    }
}

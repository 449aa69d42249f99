using System.Collections.Immutable;
using System.CommandLine;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan curve</c>: curves of bifurcations of fixed points and of cycles over two parameters.</summary>
internal static class CurveCommand
{
    public const string Example = "phasegan curve --lambda 1 --tau 0.2 --eta 1 --vary alpha:0.5:4 --and eta:0.1:2.6 --output curves.csv --figure curves.svg";

    /// <summary>More lines take long and find nothing that a thousand do not.</summary>
    private const int MostLines = 1000;

    public static Command Create(Session session)
    {
        var command = new Command("curve",
            "Finds the folds, Hopf points and branch points on branches of fixed points over the first parameter, with --cycles also folds, period doublings, tori and branch points of cycles, and follows each over both, in both directions. Writes the curves as CSV: curve, kind (Fold, Hopf, NeutralSaddle, BranchPoint; CycleFold, PeriodDoubling, Torus, NeutralSaddleCycle, CycleBranchPoint), both parameters, the state, of cycles one on them, unstable (eigenvalues apart from those on the axis, or multipliers); rows of points of codimension two name them in special; end says in the first and the last row why the curve ends there.");
        var model = new ModelOptions();
        var vary = new Option<string>("--vary") { Description = $"The first parameter and its range; one of {ParameterAxis.Names}.", HelpName = "NAME:FROM:TO", Required = true };
        var and = new Option<string>("--and") { Description = "The second one and its range, in which the options of the model put the start.", HelpName = "NAME:FROM:TO", Required = true };
        Option<double> at = Values.Positive("--at", "Value of the first parameter at which fixed points are looked for [default: the middle of the range]");
        Option<int> lines = Values.Whole("--lines", "Looks for bifurcations at this many further values of the second parameter, evenly over its range, so that curves are found that the first line does not meet.", minimum: 0, fallback: 0);
        var kind = new Option<string>("--kind") { Description = "Follows curves of one kind alone.", HelpName = string.Join('|', CurveKinds.Words) };
        kind.AcceptOnlyFromAmong([.. CurveKinds.Words]);
        var cycles = new Option<bool>("--cycles") { Description = "Follows curves of bifurcations of cycles, too, from all branches of cycles over the first parameter; the table then has the columns period and angle." };
        var switches = new Option<bool>("--switch") { Description = "Follows the curves of cycles that begin at the fixed points of codimension two on the curves, too: folds at generalised Hopf points, tori at double Hopf and zero-Hopf points; the table then has the columns period and angle." };
        var relative = new Option<bool>("--relative") { Description = "Lets points move along the rotations of features of equal variances: relative equilibria." };
        var output = new Option<string>("--output") { Description = "The table in a file; standard output without it.", HelpName = "FILE" };
        var figure = new Option<string>("--figure") { Description = "A picture as SVG, or as PNG or PDF if its name ends so, with marks for points of codimension two; neutral saddles are dashed.", HelpName = "FILE" };
        Option<string> format = JsonText.OrCsv("one JSON object with the curves and with what was not followed");
        var algebra = new LinearAlgebraOption();
        model.AddTo(command);
        foreach (Option option in (Option[])[vary, and, at, lines, kind, cycles, switches, relative, output, figure, format])
            command.Options.Add(option);
        algebra.AddTo(command);
        command.SetAction(parse =>
        {
            CurveRequest request = Read(parse, model, vary, and, at, lines);
            string? table = parse.GetValue(output), picture = parse.GetValue(figure);
            foreach (string file in ((string?[])[table, picture]).OfType<string>())
                OutputFile.RequireWritable(file);
            PictureFormats.RequireSupport("--figure", picture ?? "");
            algebra.Use(parse);
            var options = new BranchOptions { Relative = parse.GetValue(relative) };
            var kinds = CurveKinds.Of(parse.GetValue(kind), parse.GetValue(cycles), parse.GetValue(switches));
            if (kinds.Switches && options.Relative)
                throw new UsageException("--switch follows cycles beside isolated fixed points, which those of --relative are not; leave one of them out");
            CurveSet found = CurveSet.Of(request, kinds, options, session.Cancellation);
            OutputFile.Write(session, table, writer =>
            {
                if (parse.IsJson(format))
                    writer.WriteJson(found.ToJson());
                else
                    found.WriteCsv(writer);
            });
            ImmutableArray<CycleBranch> ofCycles = [.. found.Cycles?.Curves.Select(c => c.Curve) ?? []];
            if (picture is not null && found.Curves.Length + ofCycles.Length > 0)
            {
                var drawn = BifurcationFigure.OfCurves(found.Curves.Select(c => c.Curve), ofCycles);
                PictureFormats.Save(picture, drawn.ToSvg, drawn.Save);
            }
            found.Report(session.Error);
            session.Next("'phasegan boundaries' says which of these curves bound the phases of training");
            return ExitCode.Success;
        });
        return command;
    }

    private static CurveRequest Read(ParseResult parse, ModelOptions model, Option<string> vary, Option<string> and, Option<double> at, Option<int> lines)
    {
        ParameterAxis first = ParameterAxis.ParseRange("--vary", parse.GetRequiredValue(vary)), second = ParameterAxis.ParseRange("--and", parse.GetRequiredValue(and));
        ParameterAxis.RequireApart(first, second);
        GanParameters gan = model.Read(parse, first);
        double start = parse.Given(at) ?? 0.5 * (first.Axis.Minimum + first.Axis.Maximum), held = second.ValueOf(gan);
        if (!(start >= first.Axis.Minimum && start <= first.Axis.Maximum))
            throw new UsageException($"--at must lie in the range of --vary; got {Values.Text(start)}");
        int count = parse.GetValue(lines);
        if (count > MostLines)
            throw new UsageException($"--lines must be ≤ {MostLines}; got {count}");
        double step = (second.Axis.Maximum - second.Axis.Minimum) / Math.Max(1, count);
        return held >= second.Axis.Minimum && held <= second.Axis.Maximum
            ? new CurveRequest(gan, first, second, start, [held, .. Enumerable.Range(0, count).Select(k => second.Axis.Minimum + (k + 0.5) * step)])
            : throw new UsageException($"the start must lie in the range of --and; the options of the model give {second.Name} = {Values.Text(held)}");
    }
}

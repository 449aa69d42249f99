using System.CommandLine;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan diagram</c>: labels a grid over two parameters and writes table, picture and page.</summary>
internal static class DiagramCommand
{
    public const string Example =
        "phasegan diagram --lambda 5,3 --tau 0.2 --x alpha:0.02:2:64 --y eta:0.05:2.6:64 --method ode --out fig1";

    public static Command Create(Session session)
    {
        var command = new Command("diagram", "Labels a grid over two parameters; writes diagram.csv, diagram.svg and diagram.html, and prints a picture and a summary.");
        var model = new ModelOptions();
        var rules = new RuleOptions();
        var method = new MethodOptions();
        var starts = new StartOptions();
        var stores = new StoreOptions();
        Option<string> x = AxisOption("--x", "Horizontal", "alpha:0.02:2:64"), y = AxisOption("--y", "Vertical", "eta:0.05:2.6:64");
        var folder = new Option<string>("--out") { Description = "Folder for the files, made if need be; without it only the picture is printed.", HelpName = "DIR" };
        var plotly = new Option<string>("--plotly")
        {
            Description = "Writes diagram-plotly.html, too: an address from which it takes plotly.js (https://…), or a file of it, which becomes part of the page.",
            HelpName = "URL|FILE",
        };
        model.AddTo(command);
        rules.AddTo(command);
        command.Options.Add(x);
        command.Options.Add(y);
        method.AddTo(command);
        starts.AddTo(command);
        command.Options.Add(folder);
        command.Options.Add(plotly);
        stores.AddTo(command);
        command.SetAction(parse =>
        {
            ParameterAxis horizontal = ParameterAxis.Parse("--x", parse.GetRequiredValue(x)), vertical = ParameterAxis.Parse("--y", parse.GetRequiredValue(y));
            ParameterAxis.RequireApart(horizontal, vertical);
            GanParameters gan = model.Read(parse, horizontal, vertical);
            TrainingRule rule = rules.Read(parse, gan);
            string source = method.Method(parse);
            Start start = starts.Read(parse, gan.FeatureCount);
            PlotlySource? plotlySource = Plotly(parse.GetValue(plotly), parse.GetValue(folder));
            SimulationPhaseOptions? trainings = source == Classifiers.Simulation ? method.Trainings(parse, rule, gan) : null;
            IPhaseClassifier classifier = Classifiers.Create(source, start.State, rule, trainings);
            StoredSweep? stored = stores.Read(parse, session, folder, plotly, method.ThreadsOption);
            if (stored is { IsShard: true } && parse.IsGiven(folder))
                throw new UsageException("a shard is no diagram: leave --out away, and give it to 'phasegan merge'");
            var sweep = new PhaseSweep(horizontal.Axis, vertical.Axis, ParameterAxis.At(gan, horizontal, vertical)) { Threads = method.Threads(parse, stored?.Threads) };

            using OutputFolder? output = parse.GetValue(folder) is { } path ? new OutputFolder(path) : null;
            (PhaseDiagram? diagram, int code) = stored is not null
                ? stored.Run(sweep, classifier)
                : (SweepDisplay.Run(session, "cells", progress => sweep.Run(classifier, progress, session.Cancellation)), ExitCode.Success);
            if (diagram is null)
                return code;
            if (output is not null)
            {
                var figure = new PhaseDiagramFigure(diagram)
                {
                    Title = Classifiers.Heading(source),
                    Subtitle = Fixed(gan, rule, horizontal, vertical) + (Classifiers.NeedsStart(source) ? $"; {start.Text}" : "") +
                        (trainings is null ? "" : $"; {trainings.Replicas} trainings a cell, n = {trainings.Dimension}"),
                    // the lines of inequality (15) are those of linear losses and unit norms
                    Curves = Classifiers.IsOfClaim(rule) ? BoundaryCurve.OfClaim(sweep) : [],
                };
                diagram.WriteCsv(output.File("diagram.csv"));
                figure.Save(output.File("diagram.svg"));
                new PhaseDiagramPage(figure) { Sweep = sweep, FurtherOptions = rules.Given(parse) }.Save(output.File("diagram.html"));
                if (plotlySource is not null)
                    new PlotlyDiagram(figure, plotlySource) { Sweep = sweep, FurtherOptions = rules.Given(parse) }.Save(output.File("diagram-plotly.html"));
                session.Cancellation.ThrowIfCancellationRequested();
                session.Error.WriteLine($"Wrote {string.Join(", ", output.Commit())} to {parse.GetValue(folder)}");
            }
            TerminalPicture.Write(session, diagram);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Plotly.js as the user names it, read before the work begins.</summary>
    private static PlotlySource? Plotly(string? given, string? folder)
    {
        if (given is null)
            return null;
        if (folder is null)
            throw new UsageException("--plotly needs --out, the folder for its page");
        bool isAddress = given.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || given.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        try
        {
            return isAddress ? PlotlySource.Url(given) : PlotlySource.File(given);
        }
        catch (ArgumentException)
        {
            throw new UsageException($"--plotly must be an address (https://…) or a file; got '{given}'");
        }
    }

    private static Option<string> AxisOption(string name, string which, string fallback) => new(name)
    {
        Description = $"{which} axis, name:min:max:count, with :log at the end for equal ratios; names: {ParameterAxis.Names}.",
        HelpName = "AXIS",
        DefaultValueFactory = _ => fallback,
    };

    /// <summary>The parameters that no axis moves, in the paper's letters.</summary>
    private static string Fixed(GanParameters gan, TrainingRule rule, ParameterAxis x, ParameterAxis y)
    {
        var parts = new List<string>();
        string real = List(gan.RealVariances), fake = List(gan.FakeVariances);
        parts.Add(real == fake ? $"Λ = Λ̃ = {real}" : $"Λ = {real}, Λ̃ = {fake}");
        if (!Moves(ParameterAxis.DiscriminatorRate))
            parts.Add($"τ = {Values.Text(gan.DiscriminatorRate)}");
        if (!Moves(ParameterAxis.GeneratorRate))
            parts.Add($"τ̃ = {Values.Text(gan.GeneratorRate)}");
        if (x.KeepsNoiseRatio || y.KeepsNoiseRatio)
            parts.Add(gan.RealNoise == gan.FakeNoise ? "η_T = η_G" : $"η_T : η_G = {Values.Text(gan.RealNoise)} : {Values.Text(gan.FakeNoise)}");
        if (!Moves(ParameterAxis.RealNoise))
            parts.Add($"η_T = {Values.Text(gan.RealNoise)}");
        if (!Moves(ParameterAxis.FakeNoise))
            parts.Add($"η_G = {Values.Text(gan.FakeNoise)}");
        if (gan.BatchSize > 1)
            parts.Add($"m = {gan.BatchSize}");
        if (RuleOptions.Caption(rule) is { Length: > 0 } caption)
            parts.Add(caption);
        return string.Join(", ", parts);

        bool Moves(string parameter) => x.Moves(parameter) || y.Moves(parameter);
        static string List(IReadOnlyList<double> values) =>
            values.Count == 1 ? Values.Text(values[0]) : $"({string.Join(", ", values.Select(Values.Text))})";
    }
}

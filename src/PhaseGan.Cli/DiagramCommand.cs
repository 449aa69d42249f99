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
        var request = new DiagramOptions();
        var stores = new StoreOptions();
        var folder = new Option<string>("--out") { Description = "Folder for the files, made if need be; without it only the picture is printed.", HelpName = "DIR" };
        var plotly = new Option<string>("--plotly")
        {
            Description = "Writes diagram-plotly.html, too: an address from which it takes plotly.js (https://…), or a file of it, which becomes part of the page.",
            HelpName = "URL|FILE",
        };
        request.AddTo(command);
        command.Options.Add(folder);
        command.Options.Add(plotly);
        stores.AddTo(command);
        command.SetAction(parse =>
        {
            DiagramRequest asked = request.Read(parse);
            PlotlySource? plotlySource = Plotly(parse.GetValue(plotly), parse.GetValue(folder));
            StoredSweep? stored = stores.Read(parse, session, folder, plotly, request.ThreadsOption);
            if (stored is { IsShard: true } && parse.IsGiven(folder))
                throw new UsageException("a shard is no diagram: leave --out away, and give it to 'phasegan merge'");
            PhaseSweep sweep = asked.Sweep(request.Threads(parse, stored?.Threads));

            using OutputFolder? output = parse.GetValue(folder) is { } path ? new OutputFolder(path) : null;
            (PhaseDiagram? diagram, int code) = stored is not null
                ? stored.Run(sweep, asked.Classifier)
                : (SweepDisplay.Run(session, "cells", progress => sweep.Run(asked.Classifier, progress, session.Cancellation)), ExitCode.Success);
            if (diagram is null)
                return code;
            if (output is not null)
            {
                var figure = new PhaseDiagramFigure(diagram)
                {
                    Title = Classifiers.Heading(asked.Method),
                    Subtitle = asked.Subtitle,
                    // the lines of inequality (15) are those of linear losses and unit norms
                    Curves = Classifiers.IsOfClaim(asked.Rule) ? BoundaryCurve.OfClaim(sweep) : [],
                };
                diagram.WriteCsv(output.File("diagram.csv"));
                figure.Save(output.File("diagram.svg"));
                new PhaseDiagramPage(figure) { Sweep = sweep, FurtherOptions = asked.RuleOptions }.Save(output.File("diagram.html"));
                if (plotlySource is not null)
                    new PlotlyDiagram(figure, plotlySource) { Sweep = sweep, FurtherOptions = asked.RuleOptions }.Save(output.File("diagram-plotly.html"));
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
}

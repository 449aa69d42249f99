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
        var options = new DiagramOptions();
        var stores = new StoreOptions();
        var algebra = new LinearAlgebraOption();
        var folder = new Option<string>("--out") { Description = "Folder for the files, made if need be; without it only the picture is printed.", HelpName = "DIR" };
        Option<string> plotly = PlotlyOption();
        Option<string[]> picture = PictureFormats.CreateOption();
        Option<int> refine = Values.Whole(
            "--refine", "Labels every N-th cell, then more only where neighbours differ or a known boundary passes; the phases between are inferred, and the table says which.",
            minimum: 2, fallback: null);
        options.AddTo(command);
        command.Options.Add(refine);
        command.Options.Add(folder);
        command.Options.Add(plotly);
        command.Options.Add(picture);
        stores.AddTo(command);
        algebra.AddTo(command);
        command.SetAction(parse =>
        {
            DiagramRequest request = options.Read(parse);
            PlotlySource? plotlySource = Plotly(parse.GetValue(plotly), parse.GetValue(folder));
            string[] pictures = PictureFormats.Read(parse, picture, folder);
            RefineOptions? refinement = parse.IsGiven(refine) ? Refinement(parse.GetValue(refine)) : null;
            StoredSweep? stored = stores.Read(parse, session, folder, plotly, options.ThreadsOption);
            if (stored is { IsShard: true } && parse.IsGiven(folder))
                throw new UsageException("a shard is no diagram: leave --out away, and give it to 'phasegan merge'");
            if (stored is not null && refinement is not null)
                throw new UsageException("--refine has no place with --store, which keeps labelled cells only");
            algebra.Use(parse, stored is not null);
            PhaseSweep sweep = request.Sweep(options.Threads(parse, stored?.Threads));
            Collections.PutOff((long)sweep.X.Count * sweep.Y.Count);

            using OutputFolder? output = parse.GetValue(folder) is { } path ? new OutputFolder(path) : null;
            (PhaseDiagram? diagram, int code) = stored is not null
                ? stored.Run(sweep, request.Classifier)
                : (SweepDisplay.Run(session, "cells", Label), ExitCode.Success);
            if (diagram is null)
                return code;
            if (output is not null)
            {
                Write(request, sweep, diagram, plotlySource, pictures, output);
                if (session.Cancellation.IsCancellationRequested && stored is not null)
                    return stored.Interrupted("no file was written");
                session.Cancellation.ThrowIfCancellationRequested();
                session.Error.WriteLine($"Wrote {string.Join(", ", output.Commit())} to {parse.GetValue(folder)}");
            }
            TerminalPicture.Write(session, diagram);
            session.Next(parse.GetValue(folder) is { } made
                ? $"open {Path.Combine(made, "diagram.html")} in a browser, or look at one cell with 'phasegan attractor'"
                : "--out DIR keeps the table, the picture and a page that shows the evidence of each cell");
            return ExitCode.Success;

            PhaseDiagram Label(IProgress<SweepProgress> progress) => refinement is null
                ? sweep.Run(request.Classifier, progress, session.Cancellation)
                : sweep.Refine(request.Classifier, refinement, progress, session.Cancellation);
        });
        return command;
    }

    /// <summary>Makes table, picture and page of a diagram, side by side.</summary>
    private static void Write(DiagramRequest request, PhaseSweep sweep, PhaseDiagram diagram, PlotlySource? plotly, string[] pictures, OutputFolder output)
    {
        string table = output.File("diagram.csv"), picture = output.File("diagram.svg"), page = output.File("diagram.html");
        string? interactive = plotly is null ? null : output.File("diagram-plotly.html");
        // the page takes as long, most of it on one thread
        Task csv = Task.Run(() => diagram.WriteCsvBy(Math.Max(1, Environment.ProcessorCount - 1), table));
        var figure = new PhaseDiagramFigure(diagram)
        {
            Title = Classifiers.Heading(request.Method),
            Subtitle = request.Subtitle,
            // the lines of inequality (15) are those of linear losses and unit norms, and of what renames them
            Curves = request.Codes is null && Classifiers.IsOfClaim(request.Rule) ? BoundaryCurve.OfClaim(sweep, request.Rule) : [],
        };
        Task[] files =
        [
            csv,
            Task.Run(() => new PhaseDiagramPage(figure) { Sweep = sweep, FurtherOptions = request.RuleOptions }.Save(page)),
            Task.Run(() => figure.Save(picture)),
            .. pictures.Select(format => Task.Run(() => PictureFormats.Save(output.File($"diagram.{format}"), figure.ToSvg, figure.Save))),
            Task.Run(() =>
            {
                if (interactive is not null)
                    new PlotlyDiagram(figure, plotly!) { Sweep = sweep, FurtherOptions = request.RuleOptions }.Save(interactive);
            }),
        ];
        // a failure is thrown as it was, when nothing writes any more
        Task.WhenAll(files).GetAwaiter().GetResult();
    }

    private static Option<string> PlotlyOption() => new("--plotly")
    {
        Description = "Writes diagram-plotly.html, too: an address from which it takes plotly.js (https://…), or a file of it, which becomes part of the page.",
        HelpName = "URL|FILE",
    };

    /// <summary>How a sweep is refined.</summary>
    private static RefineOptions Refinement(int step)
    {
        try
        {
            return new RefineOptions { CoarseStep = step };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new UsageException($"--refine is a number of cells and must lie in [2, 1024]; got {Values.Text(step)}");
        }
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

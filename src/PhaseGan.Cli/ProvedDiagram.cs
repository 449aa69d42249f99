using System.CommandLine;
using System.Globalization;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan prove --x … --y …</c>: what of the labels of a diagram is proved.</summary>
internal sealed class ProvedDiagram
{
    private readonly Option<string> _x = AxisOption("--x", "Horizontal"), _y = AxisOption("--y", "Vertical");
    private readonly Option<string> _out = new("--out") { Description = "With --x and --y: folder for table, picture and page, made if need be.", HelpName = "DIR" };
    private readonly Option<int> _threads = Values.Whole("--threads", "With --x and --y: points proved at once; does not change the result [default: number of processors]", minimum: 1, fallback: null);

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_x, _y, _out, _threads])
            command.Options.Add(option);
    }

    /// <summary>Whether a diagram is asked for.</summary>
    /// <exception cref="UsageException">An option of a diagram was given without its axes.</exception>
    public bool IsAskedFor(ParseResult parse)
    {
        if (parse.IsGiven(_x) && parse.IsGiven(_y))
            return true;
        if (((Option[])[_x, _y, _out, _threads]).FirstOrDefault(parse.IsGiven) is { } stray)
            throw new UsageException($"{stray.Name} is of a diagram, which needs both --x and --y");
        return false;
    }

    /// <summary>Proves the labels of the diagram.</summary>
    /// <exception cref="UsageException">There is no such diagram.</exception>
    public int Run(ParseResult parse, Session session, ModelOptions model, StartOptions starts, bool isJson, string? certificates)
    {
        if (isJson)
            throw new UsageException("--format json is of one point; a diagram has a table (--out DIR)");
        ParameterAxis x = ParameterAxis.Parse("--x", parse.GetRequiredValue(_x)), y = ParameterAxis.Parse("--y", parse.GetRequiredValue(_y));
        ParameterAxis.RequireApart(x, y);
        GanParameters gan = model.Read(parse, x, y);
        DiagramOptions.Check(gan, x, y);
        Start start = starts.Read(parse, gan.FeatureCount);
        var classifier = new OdePhaseClassifier(new OdePhaseOptions { Start = start.State });
        int threads = parse.IsGiven(_threads) ? parse.GetValue(_threads) : Environment.ProcessorCount;
        var request = new DiagramRequest(x, y, gan, TrainingRule.Example1, "", Classifiers.Methods[0], start, null, classifier);
        PhaseSweep sweep = request.Sweep(threads);
        using OutputFolder? folder = parse.GetValue(_out) is { } path ? new OutputFolder(path) : null;
        PhaseDiagram labels = sweep.Run(classifier, cancellationToken: session.Cancellation);
        ProvedCells cells = SweepDisplay.Run(session, "cells", progress => ProvedCells.Of(sweep, labels, gan.FeatureCount, start.State, certificates is not null, progress, session.Cancellation));
        if (folder is not null)
        {
            Write(request, sweep, cells, folder);
            session.Cancellation.ThrowIfCancellationRequested();
            session.Error.WriteLine($"Wrote {string.Join(", ", folder.Commit())} to {parse.GetValue(_out)}");
        }
        if (certificates is not null)
            AtomicFile.WriteText(certificates, text =>
            {
                foreach (string line in cells.Certificates.OfType<string>())
                    text.Write($"{line}\n");
            });
        TerminalPicture.Write(session, cells.Diagram);
        session.Output.Write($"{cells.Summary()}\n");
        session.Next(folder is null ? "--out DIR keeps the table, whose columns proof and proof_reason say what each label rests on, the picture and the page" : "'phasegan prove' with the parameters of one cell says more of it");
        return ExitCode.Success;
    }

    private static void Write(DiagramRequest request, PhaseSweep sweep, ProvedCells cells, OutputFolder folder)
    {
        cells.Diagram.WriteCsv(folder.File("proved.csv"));
        var figure = new PhaseDiagramFigure(cells.Diagram)
        {
            Title = "Proved phases of the training ODE",
            Subtitle = request.Subtitle,
            Hatched = [.. Enumerable.Range(0, cells.Diagram.Verdicts.Length).Select(k => !ProofLevel.IsPlain(cells.Level(k)))],
            HatchedName = ProofLevel.HatchedName(cells.Features),
        };
        figure.Save(folder.File("proved.svg"));
        new PhaseDiagramPage(figure) { Sweep = sweep }.Save(folder.File("proved.html"));
    }

    private static Option<string> AxisOption(string name, string which) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{which} axis of a diagram whose labels are proved, name:min:max:count; names: {ParameterAxis.Names}."),
        HelpName = "AXIS",
    };
}

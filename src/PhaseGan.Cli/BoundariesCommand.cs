using System.CommandLine;
using System.Text.Json.Nodes;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan boundaries</c>: the curves that bound the phases of a diagram, each with its mechanism, and the changes of the label that none explains.</summary>
internal static class BoundariesCommand
{
    public const string Example = "phasegan boundaries --lambda 1 --tau 0.2 --x alpha:0.1:4:32 --y eta:0.1:2.6:32 --out boundaries";

    /// <summary>Finer grids than this take long, and their cells are narrower than curves are known.</summary>
    private const int MostFiner = 64;

    /// <summary>Most cells of a finer grid: a bound on memory.</summary>
    private const int MostCells = 4_000_000;

    public static Command Create(Session session)
    {
        var command = new Command("boundaries",
            "Labels a grid by the ODE and writes the curves that bound its phases as CSV, one row a point: curve, mechanism, state, start_dependent, both axes, error, jump; says how many changes of the label between neighbouring cells no curve explains.");
        var options = new DiagramOptions();
        var folder = new Option<string>("--out") { Description = "Folder for curves.csv, edges.csv with each change of the label, diagram.csv and boundaries.svg; without it the curves are printed.", HelpName = "DIR" };
        var statesOnly = new Option<bool>("--states-only") { Description = "Leaves out the curves that depend on the start, each point of which takes trainings." };
        Option<int> refine = Values.Whole(
            "--refine", "Labels a grid N times as fine along both axes beside the curves, and more only where neighbours differ; the phases between are inferred. Writes refined.csv and refined.svg in the folder of --out.",
            minimum: 2, fallback: 2);
        Option<string> format = JsonText.OrCsv("one JSON object with the curves and the changes that are not explained");
        options.AddTo(command);
        foreach (Option option in (Option[])[folder, statesOnly, refine, format])
            command.Options.Add(option);
        command.SetAction(parse =>
        {
            DiagramRequest request = options.Read(parse);
            if (request.Classifier is not OdePhaseClassifier || request.Rule != TrainingRule.Example1)
                throw new UsageException("boundaries are explained for labels of the ODE of the paper's Example 1; leave out --method and the options of the rule");
            PhaseSweep sweep = request.Sweep(options.Threads(parse));
            PhaseSweep? finer = parse.IsGiven(refine) ? Finer(request, sweep, parse.GetValue(refine), parse.IsGiven(folder)) : null;
            using OutputFolder? output = parse.GetValue(folder) is { } path ? new OutputFolder(path) : null;
            PhaseDiagram diagram = SweepDisplay.Run(session, "cells", progress => sweep.Run(request.Classifier, progress, session.Cancellation));
            PhaseBoundaries found = PhaseBoundaries.Of(
                sweep, diagram, new OdePhaseOptions { Start = request.Start.State }, new PhaseBoundaryOptions { FollowsStartDependent = !parse.GetValue(statesOnly) }, session.Cancellation);
            if (output is not null)
            {
                Write(request, found, output);
                if (finer is not null)
                    Refine(session, request, found, finer, output);
                session.Error.WriteLine($"Wrote {string.Join(", ", output.Commit())} to {parse.GetValue(folder)}");
            }
            if (parse.IsJson(format))
                session.Output.WriteJson(Json(found));
            else if (output is null)
                found.WriteCurves(session.Output);
            session.Error.WriteLine(found.ToString());
            session.Next("'phasegan attractor' shows the attractor in a cell, 'phasegan branch' what becomes of a fixed point");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The sweep over a finer grid.</summary>
    private static PhaseSweep Finer(DiagramRequest request, PhaseSweep sweep, int factor, bool hasFolder)
    {
        if (!hasFolder)
            throw new UsageException("--refine writes its table and its picture in the folder of --out; name one");
        if (factor > MostFiner)
            throw new UsageException($"--refine must be ≤ {MostFiner}; got {Values.Text(factor)}");
        if ((long)sweep.X.Count * sweep.Y.Count * factor * factor > MostCells)
            throw new UsageException($"--refine {Values.Text(factor)} makes more than {Values.Text(MostCells)} cells of {Values.Text(sweep.X.Count)}×{Values.Text(sweep.Y.Count)}");
        return new PhaseSweep(sweep.X.Finer(factor), sweep.Y.Finer(factor), request.Gan) { Threads = sweep.Threads };
    }

    /// <summary>Labels the cells of a finer grid beside the curves, and writes them.</summary>
    private static void Refine(Session session, DiagramRequest request, PhaseBoundaries found, PhaseSweep finer, OutputFolder output)
    {
        // the cells of the coarse grid are there, too: they are those of every factor-th line
        int step = (finer.X.Count - 1) / (found.Diagram.X.Count - 1);
        var options = new RefineOptions { CoarseStep = step, Cells = found.Cells(finer.X, finer.Y) };
        PhaseDiagram refined = SweepDisplay.Run(session, "cells", progress => finer.Refine(request.Classifier, options, progress, session.Cancellation));
        refined.WriteCsv(output.File("refined.csv"));
        new PhaseDiagramFigure(refined) { Title = "Phases, refined beside what bounds them", Subtitle = request.Subtitle, Curves = BoundaryCurve.OfMechanisms(found) }.Save(output.File("refined.svg"));
        int labelled = refined.Verdicts.Count(v => v.Evidence[^1] == "false");
        session.Error.WriteLine($"Labelled {Values.Text(labelled)} of {Values.Text(refined.Verdicts.Length)} cells of the finer grid; the others are inferred");
    }

    private static void Write(DiagramRequest request, PhaseBoundaries found, OutputFolder output)
    {
        AtomicFile.WriteText(output.File("curves.csv"), found.WriteCurves);
        AtomicFile.WriteText(output.File("edges.csv"), found.WriteEdges);
        found.Diagram.WriteCsv(output.File("diagram.csv"));
        new PhaseDiagramFigure(found.Diagram) { Title = "Phases and what bounds them", Subtitle = request.Subtitle, Curves = BoundaryCurve.OfMechanisms(found) }.Save(output.File("boundaries.svg"));
    }

    private static JsonObject Json(PhaseBoundaries found)
    {
        (Axis x, Axis y) = (found.Diagram.X, found.Diagram.Y);
        return new JsonObject
        {
            ["edges"] = found.Edges.Length,
            ["unexplained"] = new JsonArray([.. found.Unexplained.Select(e => new JsonObject
            {
                ["first"] = Cell(e.First),
                ["second"] = Cell(e.Second),
                ["known"] = JsonText.Words(e.Known),
            })]),
            ["curves"] = new JsonArray([.. found.Curves.Select(c => new JsonObject
            {
                ["mechanism"] = c.Mechanism.ToString(),
                ["state"] = c.State,
                ["scalar"] = c.Scalar,
                ["start_dependent"] = c.IsStartDependent,
                ["error"] = JsonText.Number(c.Error),
                [x.Name] = JsonText.List(c.Points.Select(p => p.X)),
                [y.Name] = JsonText.List(c.Points.Select(p => p.Y)),
            })]),
        };

        JsonObject Cell(int cell) => new()
        {
            [x.Name] = JsonText.Number(x.Values[cell % x.Count]),
            [y.Name] = JsonText.Number(y.Values[cell / x.Count]),
            ["phase"] = found.Diagram.Verdicts[cell].Phase.ToString(),
            ["attractor"] = JsonText.Words(found.Diagram.Verdicts[cell].Attractor),
        };
    }
}

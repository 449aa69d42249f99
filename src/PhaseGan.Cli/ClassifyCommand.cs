using System.CommandLine;
using System.Globalization;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan classify</c>: labels the rows of a table.</summary>
internal static class ClassifyCommand
{
    public const string Example = "phasegan classify --input points.csv --output labels.csv --method ode";

    public static Command Create(Session session)
    {
        var command = new Command("classify",
            "Labels the rows of a table. Columns, in any order: lambda, lambda_fake, tau, tau_tilde, eta_t, eta_g; optionally batch, and the start p0, q0, r0 (and s0). " +
            "Lists in a cell are separated by ';', matrices are row-major. Other columns are passed on.");
        var input = new Option<string>("--input") { Description = "The table as CSV; - for standard input.", HelpName = "FILE", Required = true };
        var output = new Option<string>("--output") { Description = "The file for it; standard output without it.", HelpName = "FILE" };
        var rules = new RuleOptions();
        Option<int> batch = Values.Whole("--batch", "m: mini-batch size of the discriminator step, for tables without a column batch.", minimum: 1, fallback: 1);
        var method = new MethodOptions();
        var starts = new StartOptions();
        var algebra = new LinearAlgebraOption();
        command.Options.Add(input);
        command.Options.Add(output);
        rules.AddTo(command);
        command.Options.Add(batch);
        method.AddTo(command);
        starts.AddTo(command);
        Option<string> format = JsonText.OrCsv("an array with a record a row, lists as arrays");
        command.Options.Add(format);
        algebra.AddTo(command);
        command.SetAction(parse =>
        {
            string source = method.Method(parse);
            TrainingRule rule = rules.Read(parse);
            SimulationPhaseOptions? trainings = source == Classifiers.Simulation ? method.Trainings(parse, rule) : null;
            int samples = parse.GetValue(batch);
            IPhaseClassifier Classifier(Func<GanParameters, MacroState> start) => Classifiers.Create(source, start, rule, trainings);
            IPhaseClassifier classifier = Classifier(starts.Read(parse, rule: rule).State);
            algebra.Use(parse);
            string? path = parse.GetValue(output);
            if (path is not null)
                OutputFile.RequireWritable(path);
            string from = parse.GetRequiredValue(input);
            PointTable table = from != "-" ? PointTable.ReadCsv(from, samples)
                : session.InputBytes is { } open ? PointTable.Parse(open(), "standard input", samples)
                : PointTable.Parse(session.Input, "standard input", samples);
            if (parse.IsGiven(batch) && table.Columns.Contains("batch"))
                throw new UsageException($"--batch {samples} is for tables without a column batch; {table.Source} has one");
            LabelledPoints labels = SweepDisplay.Run(session, "rows", progress => table.Label(
                classifier,
                Classifiers.NeedsStart(source) ? start => Classifier(_ => start) : null,
                method.Threads(parse), progress, session.Cancellation));
            Action<TextWriter> write = parse.IsJson(format) ? writer => WriteJson(writer, labels) : labels.ToCsv;
            OutputFile.Write(session, path, write);
            string counts = string.Join(", ", PhasePalette.Order.Where(p => labels.Count(p) > 0).Select(p => $"{PhasePalette.Name(p)} {labels.Count(p)}"));
            session.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Labelled {labels.Verdicts.Length} rows{(counts.Length > 0 ? ": " : "")}{counts}"));
            session.Next("'phasegan attractor' with the parameters of a row shows where training ends, with the evidence");
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteJson(TextWriter writer, LabelledPoints labels)
    {
        var records = new JsonRecords(writer);
        records.Add(labels.ToCsv);
        records.End();
    }
}

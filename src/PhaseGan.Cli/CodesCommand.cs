using System.CommandLine;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan codes</c>: training in which the generator learns the law of its codes.</summary>
internal static class CodesCommand
{
    public const string Example = "phasegan codes --lambda 1 --tau 0.2 --tau-tilde 0.04 --eta 0.447 --code-rate 0.02 --code-scales 0.3 --signs 1,-1 --until 2000 --points 201 --output codes.csv";

    public static Command Create(Session session)
    {
        var command = new Command("codes",
            "Follows training in which the generator learns the law of its codes, in the limit of large n: overlaps and the scales (or the matrix) over time as a table, and where it all ends. 'phasegan diagram' with --code-rate labels a grid of such trainings.");
        var options = new Options();
        options.AddTo(command);
        command.SetAction(parse => options.Run(parse, session));
        return command;
    }

    private sealed class Options
    {
        private readonly ModelOptions _model = new();
        private readonly RuleOptions _rules = new();
        private readonly CodeOptions _codes = new();
        private readonly StartOptions _starts = new();
        private readonly Option<double> _until = Values.Positive("--until", "Time t = k/n at which the path ends.", 2000);
        private readonly Option<int> _points = Values.Whole("--points", "Number of rows, equally spaced from 0 to --until.", minimum: 2, fallback: 201);
        private readonly Option<string> _output = new("--output") { Description = "The table as CSV; standard output without it.", HelpName = "FILE" };

        public void AddTo(Command command)
        {
            _model.AddTo(command);
            _rules.AddTo(command);
            _codes.AddTo(command);
            _codes.RateOption.Required = true;
            _starts.AddTo(command);
            foreach (Option option in (Option[])[_until, _points, _output])
                command.Options.Add(option);
        }

        public int Run(ParseResult parse, Session session)
        {
            GanParameters gan = _model.Read(parse);
            TrainingRule rule = _rules.Read(parse);
            (double size, int seed) = _starts.Generic(parse, "learned codes");
            (LearnableCodesOde ode, LearnableCodesState start) = _codes.Field(parse, gan, rule, size, seed);
            string? file = parse.GetValue(_output);
            if (file is not null)
                OutputFile.RequireWritable(file);
            double until = parse.GetValue(_until);
            int points = parse.GetValue(_points);
            Trajectory path = DormandPrince.Integrate(ode, ode.Pack(start), until, cancellationToken: session.Cancellation);
            session.Cancellation.ThrowIfCancellationRequested();
            if (path.StopReason != StopReason.EndReached)
                throw new IOException($"the path ends at t = {Values.Text(path.EndTime)} ({path.StopReason}), before --until {Values.Text(until)}; nothing was written");
            double[] times = [.. Enumerable.Range(0, points).Select(i => until * i / (points - 1))];
            OutputFile.Write(session, file, writer => path.ToCsv(ode, times, writer));
            LearnableCodesState last = ode.Unpack(path.At(until));
            session.Error.WriteLine($"{ode}");
            session.Error.WriteLine($"At t = {Values.Text(until)}: recovery {CodeOptions.Numbers(last.Recovery())}; {Moments(last.Codes)}");
            if (rule.HasUnitNorms)
                session.Error.WriteLine(End(gan, _codes.Read(parse, gan, rule, size, seed)!, session.Cancellation));
            session.Next("'phasegan diagram' with --x, --y and the same --code-rate labels a grid of such trainings");
            return ExitCode.Success;
        }

        private static string End(GanParameters gan, LearnableCodesOptions options, CancellationToken cancellation)
        {
            var classifier = new LearnableCodesClassifier(options);
            PhaseVerdict verdict = classifier.Classify(gan, cancellation);
            string codes = verdict.Evidence[classifier.EvidenceColumns.IndexOf("codes")];
            return $"In the end: {PhasePalette.Name(verdict.Phase)}, {verdict.Attractor}{(codes.Length > 0 ? $", codes {codes.Replace(';', ' ')}" : "")}{(verdict.Reason.Length > 0 ? $" ({verdict.Reason})" : "")}";
        }

        /// <summary>⟨c̃c̃ᵀ⟩, which is what a linear loss sees of the codes.</summary>
        private static string Moments(GeneratorCodes codes)
        {
            double[,] moments = codes.SecondMoments();
            int d = codes.FeatureCount;
            return codes.Kind == GeneratorCodesKind.Scales
                ? $"variances s² of the codes {string.Join(", ", Enumerable.Range(0, d).Select(l => Values.Text(moments[l, l])))}"
                : $"second moments of the codes [{string.Join("; ", Enumerable.Range(0, d).Select(i => string.Join(", ", Enumerable.Range(0, d).Select(j => Values.Text(moments[i, j])))))}]";
        }
    }
}

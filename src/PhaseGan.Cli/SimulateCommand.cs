using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;

namespace PhaseGan.Cli;

/// <summary><c>phasegan simulate</c>: trainings at a finite dimension, as a table of their overlaps.</summary>
internal static class SimulateCommand
{
    public const string Example = "phasegan simulate --lambda 5,3 --eta 1 --n 5000 --until 200 --replicas 8 --seed 1 --output path.csv";

    private const int DefaultPoints = 201;
    private const double MostSteps = 1L << 48;

    public static Command Create(Session session)
    {
        var command = new Command("simulate",
            "Simulates training at a finite dimension n and writes the overlaps over time: one row a replica and time, with columns replica, t, p_11, …, q_1, …, r_1, …, s_12, …, and with --strength also s_11, … and z. " +
            "All replicas start from the same overlaps; how far their mean is from the path of the ODE is reported at the end. If a training diverges nothing is written, and the message says which and when.");
        var options = new Options();
        options.AddTo(command);
        command.SetAction(parse => options.Simulate(parse, session));
        return command;
    }

    private static string Advice(TrainingRule rule) => rule.HasUnitNorms
        ? "Take smaller rates or noise, or a larger --n"
        : "Take a smaller --strength or smaller rates, or a larger --n";

    private static void CheckWork(long dimension, double until, int replicas, long budget)
    {
        double steps = Math.Round(dimension * until);
        if (steps < 1)
            throw new UsageException($"--until {Values.Text(until)} is less than one training step, 1/n = {Values.Text(1.0 / dimension)}");
        if (steps > MostSteps)
            throw new UsageException($"--until {Values.Text(until)} times --n {dimension} is {steps:F0} training steps and must not exceed 2^48");
        if (steps * replicas > budget)
            throw new UsageException(
                $"{replicas} {(replicas == 1 ? "replica" : "replicas")} of {steps:F0} training steps each exceed --max-steps {budget}; shorten --until, or allow {steps * replicas:F0}");
    }

    private static void CheckResult(GanParameters gan, TrainingRule rule, int times, int replicas)
    {
        int d = gan.FeatureCount, k = rule.DiscriminatorFeatures, coordinates = d * d + 2 * d * k + d * (d - 1) / 2 + k * (k - 1) / 2 + (rule.HasUnitNorms ? 0 : d + k);
        if ((double)coordinates * times * replicas > Array.MaxLength)
            throw new UsageException($"{replicas} replicas at {times} times are too many records; take fewer --points or --replicas");
    }

    /// <summary>The times 0, Δ, 2Δ, … and the end; each must be another training step.</summary>
    private static ImmutableArray<double> Times(long dimension, double until, string option, double interval)
    {
        if (interval * dimension < 1 - 1e-9)
            throw new UsageException($"{option} asks for a record every {Values.Text(interval)}, less than a training step, 1/n = {Values.Text(1.0 / dimension)}");
        // A quotient that is whole but for rounding means that the last interval ends at the end.
        double intervals = Math.Ceiling(until / interval * (1 - 1e-12) - 1e-9);
        if (intervals >= Array.MaxLength / 8)
            throw new UsageException($"{option} asks for {Values.Text(intervals)} records, too many for one table");
        long last = (long)Math.Max(1, intervals);
        var times = ImmutableArray.CreateBuilder<double>();
        for (long i = 0; i < last; i++)
            times.Add(i * interval);
        // The end is a record of its own unless it is the same training step as the one before.
        if (Math.Round(times[^1] * dimension) < Math.Round(until * dimension) || times.Count == 1)
            times.Add(until);
        else
            times[^1] = until;
        return times.ToImmutable();
    }

    private sealed class Options
    {
        private readonly ModelOptions _model = new();
        private readonly RuleOptions _rules = new();
        private readonly StartOptions _starts = new("--start-seed");
        private readonly EngineOptions _engine = new();
        private readonly Option<double> _until = Values.Positive("--until", "Time t = k/n at which the simulation ends.", 200);
        private readonly Option<double> _every = Values.Positive("--every", "Time between records; the first is at 0, the last at --until.");
        private readonly Option<int> _points = Values.Whole("--points", $"Number of records, equally spaced from 0 to --until; instead of --every [default: {DefaultPoints}]", minimum: 2, fallback: null);
        private readonly Option<int> _replicas = Values.Whole("--replicas", "Number of trainings.", minimum: 1, fallback: 1);
        private readonly Option<long> _seed = Values.Count("--seed", "Seed of the trainings' random numbers.", minimum: long.MinValue, fallback: 1);
        private readonly Option<int> _threads = Values.Whole("--threads", "Threads; does not change the result [default: number of processors]", minimum: 1, fallback: null);
        private readonly Option<long> _budget = Values.Count("--max-steps", "Most training steps in all, n · until · replicas: a longer simulation is refused.", minimum: 1, fallback: new SimulationOptions().MaximumSteps);
        private readonly Option<string> _output = new("--output") { Description = "The table as CSV; standard output without it.", HelpName = "FILE" };

        public void AddTo(Command command)
        {
            _model.AddTo(command);
            _rules.AddTo(command);
            foreach (Option option in (Option[])[.. _engine.All, _until, _every, _points, _replicas, _seed, _threads, _budget])
                command.Options.Add(option);
            _starts.AddTo(command);
            command.Options.Add(_output);
        }

        public int Simulate(ParseResult parse, Session session)
        {
            GanParameters gan = _model.Read(parse);
            TrainingRule rule = _rules.Read(parse, gan);
            Start start = _starts.Read(parse, gan.FeatureCount, rule);
            long dimension = _engine.Dimension(parse);
            double end = parse.GetValue(_until);
            int count = parse.GetValue(_replicas);
            _engine.Check(parse, rule, gan);
            CheckWork(dimension, end, count, parse.GetValue(_budget));
            if (parse.IsGiven(_every) && parse.IsGiven(_points))
                throw new UsageException("--every and --points both set the times of the records; give one of them");
            ImmutableArray<double> times = parse.IsGiven(_every)
                ? Times(dimension, end, "--every", parse.GetValue(_every))
                : Times(dimension, end, "--points", end / ((parse.IsGiven(_points) ? parse.GetValue(_points) : Math.Min(DefaultPoints, dimension * end + 1)) - 1));
            CheckResult(gan, rule, times.Length, count);
            var options = new SimulationOptions
            {
                Dimension = dimension,
                Times = times,
                Replicas = count,
                Seed = parse.GetValue(_seed),
                Threads = parse.IsGiven(_threads) ? parse.GetValue(_threads) : Environment.ProcessorCount,
                MaximumSteps = parse.GetValue(_budget),
            };
            string? path = parse.GetValue(_output);
            if (path is not null)
                OutputFile.RequireWritable(path);

            EnsembleComparison run = SweepDisplay.Run<SimulationProgress, EnsembleComparison>(
                session, "Simulating", p => p.Fraction, p => string.Create(CultureInfo.InvariantCulture, $"{p.StepsDone} of {p.StepsTotal} steps"),
                progress => EnsembleComparison.Run(_engine.Engine(parse, rule), gan, start.State(gan), options, progress: progress, cancellationToken: session.Cancellation));
            if (run.Ensemble.Divergence is { } divergence)
                throw new IOException($"{divergence}; nothing was written. {Advice(rule)}");
            if (path is null)
                run.Ensemble.ToCsv(session.Output);
            else
                run.Ensemble.WriteCsv(path, session.Cancellation);
            session.Error.WriteLine($"{start.Text[..1].ToUpperInvariant()}{start.Text[1..]}. {run}");
            session.Next("'phasegan trajectory' with the same model and start gives the path of the ODE to lay over it");
            return ExitCode.Success;
        }
    }
}

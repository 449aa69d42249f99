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
        var model = new ModelOptions();
        var rules = new RuleOptions();
        var starts = new StartOptions("--start-seed");
        var engine = new EngineOptions();
        Option<double> until = Values.Positive("--until", "Time t = k/n at which the simulation ends.", 200);
        Option<double> every = Values.Positive("--every", "Time between records; the first is at 0, the last at --until.");
        Option<int> points = Values.Whole("--points", $"Number of records, equally spaced from 0 to --until; instead of --every [default: {DefaultPoints}]", minimum: 2, fallback: null);
        Option<int> replicas = Values.Whole("--replicas", "Number of trainings.", minimum: 1, fallback: 1);
        Option<long> seed = Values.Count("--seed", "Seed of the trainings' random numbers.", minimum: long.MinValue, fallback: 1);
        Option<int> threads = Values.Whole("--threads", "Threads; does not change the result [default: number of processors]", minimum: 1, fallback: null);
        Option<long> budget = Values.Count("--max-steps", "Most training steps in all, n · until · replicas: a longer simulation is refused.", minimum: 1, fallback: new SimulationOptions().MaximumSteps);
        var output = new Option<string>("--output") { Description = "The table as CSV; standard output without it.", HelpName = "FILE" };
        model.AddTo(command);
        rules.AddTo(command);
        foreach (Option option in (Option[])[.. engine.All, until, every, points, replicas, seed, threads, budget])
            command.Options.Add(option);
        starts.AddTo(command);
        command.Options.Add(output);
        command.SetAction(parse =>
        {
            GanParameters gan = model.Read(parse);
            TrainingRule rule = rules.Read(parse, gan);
            Start start = starts.Read(parse, gan.FeatureCount, rule);
            long dimension = engine.Dimension(parse);
            double end = parse.GetValue(until);
            int count = parse.GetValue(replicas);
            engine.Check(parse, gan);
            CheckWork(dimension, end, count, parse.GetValue(budget));
            if (parse.IsGiven(every) && parse.IsGiven(points))
                throw new UsageException("--every and --points both set the times of the records; give one of them");
            ImmutableArray<double> times = parse.IsGiven(every)
                ? Times(dimension, end, "--every", parse.GetValue(every))
                : Times(dimension, end, "--points", end / ((parse.IsGiven(points) ? parse.GetValue(points) : Math.Min(DefaultPoints, dimension * end + 1)) - 1));
            CheckResult(gan, rule, times.Length, count);
            var options = new SimulationOptions
            {
                Dimension = dimension,
                Times = times,
                Replicas = count,
                Seed = parse.GetValue(seed),
                Threads = parse.IsGiven(threads) ? parse.GetValue(threads) : Environment.ProcessorCount,
                MaximumSteps = parse.GetValue(budget),
            };
            string? path = parse.GetValue(output);
            if (path is not null)
                OutputFile.RequireWritable(path);

            EnsembleComparison run = SweepDisplay.Run<SimulationProgress, EnsembleComparison>(
                session, "Simulating", p => p.Fraction, p => string.Create(CultureInfo.InvariantCulture, $"{p.StepsDone} of {p.StepsTotal} steps"),
                progress => EnsembleComparison.Run(engine.Engine(parse, rule), gan, start.State(gan), options, progress: progress, cancellationToken: session.Cancellation));
            if (run.Ensemble.Divergence is { } divergence)
                throw new IOException($"{divergence}; nothing was written. {Advice(rule)}");
            if (path is null)
                run.Ensemble.ToCsv(session.Output);
            else
                run.Ensemble.WriteCsv(path, session.Cancellation);
            session.Error.WriteLine($"{start.Text[..1].ToUpperInvariant()}{start.Text[1..]}. {run}");
            return ExitCode.Success;
        });
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
        int d = gan.FeatureCount, coordinates = d * d + 2 * d + d * (d - 1) / 2 + (rule.HasUnitNorms ? 0 : d + 1);
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
}

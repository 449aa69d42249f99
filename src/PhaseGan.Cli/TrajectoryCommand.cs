using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary><c>phasegan trajectory</c>: the path of the ODE as a table.</summary>
internal static class TrajectoryCommand
{
    public const string Example = "phasegan trajectory --lambda 2 --loss tanh --strength 5 --p0 0.2 --q0 0.3 --r0 0.1 --until 100 --every 0.5 --output path.csv";

    private const int Intervals = 200;
    private const int MostRows = 10_000_000;

    /// <summary>Rows that are turned into JSON at a time, so that a long path takes no more memory than a short one.</summary>
    private const int RowsAtATime = 1000;

    public static Command Create(Session session)
    {
        var command = new Command("trajectory",
            "Writes the path of the ODE of training, the limit of large n, over time: columns replica (0), t, p_11, …, q_1, …, r_1, …, s_12, …, z, in the order of simulate. " +
            "With --strength the diagonal s_11, … is there too, in both commands.");
        var model = new ModelOptions();
        var rules = new RuleOptions();
        var starts = new StartOptions();
        Option<double> until = Values.Positive("--until", "Time t = k/n at which the path ends.", 200);
        Option<double> every = Values.Positive("--every", $"Time between rows; the first is at 0, the last at --until [default: {Intervals} equal parts]");
        var output = new Option<string>("--output") { Description = "The file for it; standard output without it.", HelpName = "FILE" };
        model.AddTo(command);
        rules.AddTo(command);
        command.Options.Add(until);
        command.Options.Add(every);
        starts.AddTo(command);
        command.Options.Add(output);
        Option<string> format = JsonText.OrCsv("an array with a record a row");
        command.Options.Add(format);
        command.SetAction(parse =>
        {
            GanParameters gan = model.Read(parse);
            TrainingRule rule = rules.Read(parse, gan);
            IVectorField<MacroState> ode = MacroscopicOde.For(gan, rule);
            Start start = starts.Read(parse, gan.FeatureCount, rule);
            double end = parse.GetValue(until);
            double[] times = Times(end, parse.Given(every) ?? end / Intervals);
            string? path = parse.GetValue(output);
            if (path is not null)
                OutputFile.RequireWritable(path);

            Trajectory trajectory = DormandPrince.Integrate(ode, start.State(gan), end, cancellationToken: session.Cancellation);
            session.Cancellation.ThrowIfCancellationRequested();
            if (trajectory.StopReason != StopReason.EndReached)
                throw new IOException($"the path ends at t = {Values.Text(trajectory.EndTime)} ({trajectory.StopReason}), before --until {Values.Text(end)}; nothing was written");
            Action<TextWriter> write = parse.IsJson(format) ? writer => WriteJson(writer, trajectory, ode, times) : writer => trajectory.ToCsv(ode, times, writer);
            OutputFile.Write(session, path, write);
            session.Error.WriteLine($"{start.Text[..1].ToUpperInvariant()}{start.Text[1..]}. {trajectory.AcceptedSteps} steps of integration, {times.Length} rows");
            session.Next("'phasegan simulate' with the same options and --n gives trainings to lay over it");
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteJson(TextWriter writer, Trajectory path, IVectorField<MacroState> ode, double[] times)
    {
        var records = new JsonRecords(writer);
        foreach (double[] some in times.Chunk(RowsAtATime))
            records.Add(table => path.ToCsv(ode, some, table));
        records.End();
    }

    /// <summary>0, Δ, 2Δ, … and the end.</summary>
    private static double[] Times(double until, double interval)
    {
        // a quotient that is whole but for rounding means that the last interval ends at the end
        double intervals = Math.Max(1, Math.Ceiling(until / interval * (1 - 1e-12) - 1e-9));
        if (intervals >= MostRows)
            throw new UsageException($"--every {Values.Text(interval)} asks for {Values.Text(intervals)} rows and must ask for at most {MostRows}");
        double[] times = new double[(int)intervals + 1];
        for (int i = 0; i < times.Length; i++)
            times[i] = i * interval;
        times[^1] = until;
        return times;
    }
}

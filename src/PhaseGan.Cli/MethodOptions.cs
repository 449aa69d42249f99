using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary>How points are labelled, shared by all commands that label: the method and the number of threads.</summary>
internal sealed class MethodOptions
{
    private readonly Option<string> _method = new("--method")
    {
        Description = "Source of the labels: the attractor of the ODE, the paper's Claim 1, or simulated trainings.",
        HelpName = string.Join('|', Classifiers.Methods),
        DefaultValueFactory = _ => Classifiers.Methods[0],
    };

    private readonly Option<int> _threads = Values.Whole("--threads", "Points labelled at once; does not change the result [default: number of processors]", minimum: 1, fallback: null);

    private readonly EngineOptions _engine = new();
    private readonly Option<int> _replicas = Values.Whole("--replicas", "Trainings a point, of which the majority decides", minimum: 1, fallback: SimulationPhaseOptions.Default.Replicas);
    private readonly Option<long> _trainingSeed = Values.Count("--training-seed", "Seed of the trainings' random numbers", minimum: long.MinValue, fallback: SimulationPhaseOptions.Default.Seed);
    private readonly Option<int> _windows = Values.Whole("--windows", "Most time windows that a training is followed for before it counts as not settled", minimum: 4, fallback: SimulationPhaseOptions.Default.Windows);

    public MethodOptions()
    {
        _method.AcceptOnlyFromAmong([.. Classifiers.Methods]);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_method);
        command.Options.Add(_threads);
        foreach (Option option in Simulation)
        {
            option.Description = $"With --method {Classifiers.Simulation}: {option.Description}";
            command.Options.Add(option);
        }
    }

    /// <summary>The method that was asked for.</summary>
    /// <exception cref="UsageException">Options of another method were given.</exception>
    public string Method(ParseResult parse)
    {
        string method = parse.GetRequiredValue(_method);
        if (method != Classifiers.Simulation && Simulation.FirstOrDefault(parse.IsGiven) is { } stray)
            throw new UsageException($"{stray.Name} belongs to --method {Classifiers.Simulation}");
        return method;
    }

    /// <summary>The size of the trainings.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="rule">The rule of training.</param>
    /// <param name="gan">The parameters, where they are known before the points are.</param>
    /// <exception cref="UsageException">There are no such trainings.</exception>
    public SimulationPhaseOptions Trainings(ParseResult parse, TrainingRule rule, GanParameters? gan = null)
    {
        _engine.Check(parse, rule, gan);
        return new SimulationPhaseOptions
        {
            Dimension = _engine.Dimension(parse),
            Engine = _engine.Engine(parse, rule),
            Replicas = parse.GetValue(_replicas),
            Seed = parse.GetValue(_trainingSeed),
            Windows = parse.GetValue(_windows),
        };
    }

    private IEnumerable<Option> Simulation => [.. _engine.All, _replicas, _trainingSeed, _windows];

    /// <summary>The option that sets the number of threads.</summary>
    public Option ThreadsOption => _threads;

    /// <summary>The number of threads that the user asked for, or else <paramref name="otherwise"/>, or else that of the processors.</summary>
    public int Threads(ParseResult parse, int? otherwise = null) => parse.IsGiven(_threads) ? parse.GetValue(_threads) : otherwise ?? Environment.ProcessorCount;
}

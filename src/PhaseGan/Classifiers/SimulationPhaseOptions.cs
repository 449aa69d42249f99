namespace PhaseGan;

/// <summary>Options of <see cref="SimulationPhaseClassifier"/>.</summary>
public sealed record SimulationPhaseOptions
{
    /// <summary>The defaults.</summary>
    public static SimulationPhaseOptions Default { get; } = new();

    /// <summary>The start of every replica for given parameters; a pure function. Default: that of <see cref="OdePhaseOptions.Start"/>.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public Func<GanParameters, MacroState> Start
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Start));
    } = OdePhaseOptions.Default.Start;

    /// <summary>The engine. Default: <see cref="GramSimulator"/>, whose cost does not depend on n for a given number of steps.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public Simulator Engine
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Engine));
    } = new GramSimulator();

    /// <summary>n: the dimension of the data, at least 2d + 1. Default 5000. A unit of time is n steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in [3, 10¹²].</exception>
    public long Dimension
    {
        get => Simulation.Dimension;
        init => Simulation = Simulation with { Dimension = value };
    }

    /// <summary>How many replicas a point gets, ≥ 1. Default 8: at the default confidence seven of them must agree.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Replicas
    {
        get => Simulation.Replicas;
        init => Simulation = Simulation with { Replicas = value };
    }

    /// <summary>The seed. The numbers of a point depend on it and on the parameters of the point alone. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>θ ∈ (0, 1): a feature counts as recovered when ρ_ℓ ≥ θ. Default 0.05.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside (0, 1).</exception>
    public double RecoveryThreshold
    {
        get;
        init => field = value > 0 && value < 1 ? value : throw Guard.OutOfRange(nameof(RecoveryThreshold), value, "is a squared cosine and must lie in (0, 1)");
    } = OdePhaseOptions.Default.RecoveryThreshold;

    /// <summary>Level of the Wilson interval of the majority's share, in (0, 1). Default 0.95.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside (0, 1).</exception>
    public double Confidence
    {
        get;
        init => field = value > 0 && value < 1 ? value : throw Guard.OutOfRange(nameof(Confidence), value, "is a confidence level and must lie in (0, 1)");
    } = 0.95;

    /// <summary>
    /// ε ∈ (0, 1]: how slow a restoring rate may be, relative to τΛ of the weakest feature, before the fluctuations that it allows are told apart from
    /// motion. Smaller values look closer at boundaries and take times that grow like 1/ε. Default 0.05.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside (0, 1].</exception>
    public double Resolution
    {
        get;
        init => field = value > 0 && value <= 1 ? value : throw Guard.OutOfRange(nameof(Resolution), value, "is a relative rate and must lie in (0, 1]");
    } = 0.05;

    /// <summary>Most windows that a replica is followed for, ≥ 4; a window lasts max(1/(ετΛ_min), 2/(τ̃Λ̃_min)). Default 24.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 4.</exception>
    public int Windows
    {
        get;
        init => field = Guard.AtLeast(value, 4, "a number of windows", nameof(Windows));
    } = 24;

    /// <summary>The latest time t = k/n, finite and &gt; 0, whatever the windows. Default 10⁴.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite or not positive.</exception>
    public double Horizon
    {
        get;
        init => field = Guard.Positive(value, "a time", nameof(Horizon));
    } = 1e4;

    /// <summary>Most training steps of a point, replicas together, ≥ 1. Default 10¹⁰, some ten minutes of one thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long MaximumSteps
    {
        get => Simulation.MaximumSteps;
        init => Simulation = Simulation with { MaximumSteps = value };
    }

    /// <summary>What the engine is told; a point runs on one thread, since sweeps run points side by side.</summary>
    internal SimulationOptions Simulation { get; private init; } = new() { Dimension = 5000, Replicas = 8, Threads = 1 };

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

using System.Collections.Immutable;

namespace PhaseGan.Cli;

/// <summary>The sources of labels that <c>--method</c> names.</summary>
internal static class Classifiers
{
    private const string Ode = "ode";
    private const string Claim = "claim";
    public const string Simulation = "simulation";

    /// <summary>The names, the default first.</summary>
    public static ImmutableArray<string> Methods { get; } = [Ode, Claim, Simulation];

    /// <summary>The methods that need no trainings.</summary>
    public static ImmutableArray<string> Theories { get; } = [Ode, Claim];

    /// <summary>The classifier of a method from a start.</summary>
    public static IPhaseClassifier Create(string method, Func<GanParameters, MacroState> start, SimulationPhaseOptions? simulation = null) => method switch
    {
        Simulation => new SimulationPhaseClassifier((simulation ?? SimulationPhaseOptions.Default) with { Start = start }),
        Ode => new OdePhaseClassifier(new OdePhaseOptions { Start = start }),
        Claim => new ClaimPhaseClassifier(),
        _ => throw new UsageException($"--method must be one of {string.Join(", ", Methods)}; got '{method}'"),
    };

    /// <summary>Whether the labels of a method depend on the start.</summary>
    public static bool NeedsStart(string method) => method != Claim;

    /// <summary>What the labels of a method are, as a heading.</summary>
    public static string Heading(string method) => method switch
    {
        Claim => "Phases as Claim 1 has them",
        Simulation => "Phases of simulated trainings",
        _ => "Phases of the training ODE",
    };
}

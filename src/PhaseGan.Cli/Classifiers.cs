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

    /// <summary>The classifier of a method from a start, for a rule of training.</summary>
    /// <exception cref="UsageException">The method is not known, or knows nothing of such a rule.</exception>
    public static IPhaseClassifier Create(string method, Func<GanParameters, MacroState> start, TrainingRule rule, SimulationPhaseOptions? simulation = null) => method switch
    {
        Simulation when rule.DiscriminatorFeatures > 1 => throw new UsageException($"--method {Simulation} labels trainings of one discriminator feature; got --discriminator-features {rule.DiscriminatorFeatures}"),
        Simulation => new SimulationPhaseClassifier((simulation ?? SimulationPhaseOptions.Default) with { Start = start }),
        Ode => new OdePhaseClassifier(new OdePhaseOptions { Start = start, Rule = rule }),
        Claim when !IsOfClaim(rule) => throw new UsageException($"--method {Claim} is about linear losses and unit norms; leave out --loss and --strength, keep factors of the discriminator positive and without --extragradient, --slow-momentum and scaled gradients, or take --method {Ode}; got {RuleOptions.Caption(rule)}"),
        Claim => new ClaimPhaseClassifier(rule),
        _ => throw new UsageException($"--method must be one of {string.Join(", ", Methods)}; got '{method}'"),
    };

    /// <summary>Whether Claim 1 is about such a rule: linear losses and unit norms, for which only the second moments of the codes matter, and positive factors of the discriminator's responses.</summary>
    public static bool IsOfClaim(TrainingRule rule) =>
        rule.HasUnitNorms && rule.Loss.Equals(GanLoss.Linear) && !rule.Scheme.HasExtragradient && rule.Memory.IsNone && rule.Scaling.IsNone && rule.RealMultiplier > rule.Penalty.Real && rule.FakeMultiplier + rule.Penalty.Fake > 0;

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

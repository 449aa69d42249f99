using System.Collections.Immutable;

namespace PhaseGan.Cli;

/// <summary>The sources of labels that <c>--method</c> names.</summary>
internal static class Classifiers
{
    private const string Ode = "ode";
    private const string Claim = "claim";

    /// <summary>The names, the default first.</summary>
    public static ImmutableArray<string> Methods { get; } = [Ode, Claim];

    /// <summary>The classifier of a method from a start.</summary>
    public static IPhaseClassifier Create(string method, Func<GanParameters, MacroState> start) => method switch
    {
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
        _ => "Phases of the training ODE",
    };
}

namespace PhaseGan;

/// <summary>Options of <see cref="OdePhaseClassifier"/>.</summary>
public sealed record OdePhaseOptions
{
    /// <summary>The defaults.</summary>
    public static OdePhaseOptions Default { get; } = new();

    /// <summary>Loss, regulariser and laws of the codes. Default: Example 1 of the paper, whose ODE is the reduced one.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentException">The limit of the rule with its scheme is not known.</exception>
    public TrainingRule Rule
    {
        get;
        init
        {
            Renaming.RequireKnown(value ?? throw new ArgumentNullException(nameof(Rule)));
            field = value;
        }
    } = TrainingRule.Example1;

    /// <summary>The start for given parameters; a pure function. Default: a generic start of size 0.03, <see cref="MacroState.NearOrigin"/> with seed 1.</summary>
    public Func<GanParameters, MacroState> Start
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Start));
    } = gan => MacroState.NearOrigin(gan, 0.03, seed: 1);

    /// <summary>θ ∈ (0, 1): a feature counts as recovered when ρ_ℓ ≥ θ. Default 0.05.</summary>
    public double RecoveryThreshold
    {
        get;
        init => field = value > 0 && value < 1 ? value : throw Guard.OutOfRange(nameof(RecoveryThreshold), value, "is a squared cosine and must lie in (0, 1)");
    } = 0.05;

    /// <summary>Tolerances and budget of the attractor search.</summary>
    public AttractorOptions Attractor
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Attractor));
    } = AttractorOptions.Default;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

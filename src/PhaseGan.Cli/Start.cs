namespace PhaseGan.Cli;

/// <summary>Where trajectories start.</summary>
/// <param name="State">The state for given parameters.</param>
/// <param name="Text">The same in words, for captions.</param>
internal sealed record Start(Func<GanParameters, MacroState> State, string Text);

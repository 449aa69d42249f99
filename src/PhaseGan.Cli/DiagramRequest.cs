namespace PhaseGan.Cli;

/// <summary>A diagram that the user asked for.</summary>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Gan">The parameters that no axis moves.</param>
/// <param name="Rule">The rule of training.</param>
/// <param name="RuleOptions">The options that say so, as the user wrote them.</param>
/// <param name="Method">The source of the labels.</param>
/// <param name="Start">Where trainings begin.</param>
/// <param name="Trainings">The size of the trainings, where they are simulated.</param>
/// <param name="Classifier">Labels the cells.</param>
internal sealed record DiagramRequest(
    ParameterAxis X,
    ParameterAxis Y,
    GanParameters Gan,
    TrainingRule Rule,
    string RuleOptions,
    string Method,
    Start Start,
    SimulationPhaseOptions? Trainings,
    IPhaseClassifier Classifier)
{
    /// <summary>The law of the codes if it is learned, or null.</summary>
    public LearnableCodesOptions? Codes { get; init; }

    /// <summary>The sweep over the cells.</summary>
    public PhaseSweep Sweep(int threads) => new(X.Axis, Y.Axis, Gan) { Threads = threads };

    /// <summary>What the picture does not show, as a line under its title.</summary>
    public string Subtitle => Fixed() + (Classifiers.NeedsStart(Method) ? $"; {Start.Text}" : "") +
        (Trainings is null ? "" : $"; {Trainings.Replicas} trainings a cell, n = {Trainings.Dimension}");

    /// <summary>The parameters that no axis moves, in the paper's letters.</summary>
    private string Fixed()
    {
        var parts = new List<string>();
        string real = List(Gan.RealVariances), fake = List(Gan.FakeVariances);
        parts.Add(real == fake ? $"Λ = Λ̃ = {real}" : $"Λ = {real}, Λ̃ = {fake}");
        if (!Moves(ParameterAxis.DiscriminatorRate))
            parts.Add($"τ = {Values.Text(Gan.DiscriminatorRate)}");
        if (!Moves(ParameterAxis.GeneratorRate))
            parts.Add($"τ̃ = {Values.Text(Gan.GeneratorRate)}");
        if (X.KeepsNoiseRatio || Y.KeepsNoiseRatio)
            parts.Add(Gan.RealNoise == Gan.FakeNoise ? "η_T = η_G" : $"η_T : η_G = {Values.Text(Gan.RealNoise)} : {Values.Text(Gan.FakeNoise)}");
        if (!Moves(ParameterAxis.RealNoise))
            parts.Add($"η_T = {Values.Text(Gan.RealNoise)}");
        if (!Moves(ParameterAxis.FakeNoise))
            parts.Add($"η_G = {Values.Text(Gan.FakeNoise)}");
        if (Gan.BatchSize > 1)
            parts.Add($"m = {Gan.BatchSize}");
        if (Cli.RuleOptions.Caption(Rule) is { Length: > 0 } caption)
            parts.Add(caption);
        if (Codes is not null)
            parts.Add(CodeOptions.Caption(Codes));
        return string.Join(", ", parts);

        bool Moves(string parameter) => X.Moves(parameter) || Y.Moves(parameter);
        static string List(IReadOnlyList<double> values) =>
            values.Count == 1 ? Values.Text(values[0]) : $"({string.Join(", ", values.Select(Values.Text))})";
    }
}

namespace PhaseGan;

/// <summary>Simulates training by algorithm (5) with its n-vectors U, V and w.</summary>
/// <remarks>
/// <para>
/// With <see cref="NoiseDrawing.Reduced"/> a step draws one n-vector of normals G instead of three and reads
/// w′ = A w + U β − V γ + σ G, V′ = V + w δᵀ, with random coefficients that depend on G through G·w alone; the law is that of (5)
/// exactly, mini-batches of any size included. The overlaps are carried along in O(d²) and read off the vectors again every 256 steps;
/// in between rounding changes them by less than 1e-13.
/// </para>
/// <para>
/// U is the discrete cosine basis: its first column is (1, …, 1)/√n, as in Figure 2 of the paper. V and w have the overlaps of the start and
/// otherwise point in random directions of the replica's own. A replica takes (2d + 2)·8n bytes.
/// </para>
/// <para>
/// A rule with a <see cref="TrainingRule.Scheme"/>, <see cref="TrainingRule.Memory"/> or <see cref="TrainingRule.Scaling"/> is simulated as it is written, sample by sample, whatever the noise drawing; a step is then a round, and a
/// replica takes d + 5 vectors more.
/// </para>
/// </remarks>
public sealed class MicroscopicSimulator : Simulator
{
    /// <summary>The largest n, 2³⁰.</summary>
    public const long LargestDimension = 1L << 30;

    /// <summary>Makes a simulator.</summary>
    /// <param name="noise">How the noise of a step is drawn.</param>
    /// <param name="rule">Loss, regulariser and laws of the codes; Example 1 if absent.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a value of the enumeration.</exception>
    /// <exception cref="ArgumentException">The rule has several discriminator features with something that is not simulated.</exception>
    public MicroscopicSimulator(NoiseDrawing noise = NoiseDrawing.Reduced, TrainingRule? rule = null)
        : base(rule)
    {
        Noise = Enum.IsDefined(noise) ? noise : throw Guard.OutOfRange(nameof(noise), noise, "must be a value of NoiseDrawing");
    }

    /// <summary>How the noise of a step is drawn.</summary>
    public NoiseDrawing Noise { get; }

    /// <inheritdoc/>
    public override string Name => Noise == NoiseDrawing.Plain ? "micro-plain" : "micro";

    private protected override int GroupSize => 1;

    /// <inheritdoc/>
    public override MicroscopicTraining Begin(GanParameters gan, MacroState start, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Begin(gan, _ => start, options);
    }

    /// <summary>Begins a training that is advanced by hand, each replica from a start of its own.</summary>
    /// <param name="gan">The parameters.</param>
    /// <param name="starts">Gives the overlaps at t = 0 of a replica by its number: d features, normalised if the rule keeps unit norms.</param>
    /// <param name="options">Dimension, replicas, seed, threads; the times are not used.</param>
    /// <exception cref="ArgumentNullException">An argument, or a start, is null.</exception>
    /// <exception cref="ArgumentException">A start, or a law of the codes, has another number of features, or a start is not normalised.</exception>
    /// <exception cref="ArgumentOutOfRangeException">n is outside [2d + 1, <see cref="LargestDimension"/>], or the mini-batch is too large.</exception>
    public MicroscopicTraining Begin(GanParameters gan, Func<int, MacroState> starts, SimulationOptions options) =>
        new(gan, options, Groups(gan, starts, options));

    private protected override void CheckSize(GanParameters gan, SimulationOptions options)
    {
        if (options.Dimension > LargestDimension)
            throw Guard.OutOfRange(
                nameof(options.Dimension), options.Dimension, $"is the length of vectors in memory here and must not exceed 2^30 = {LargestDimension}; GramSimulator has no vectors");
    }

    private protected override ReplicaGroup Start(StepNumbers run, int first, ReadOnlySpan<MacroState> starts) =>
        Rule.DiscriminatorFeatures > 1 ? new FeatureVectorGroup(run, Rule, first, starts[0])
        : !GramSimulator.KnowsSteps(Rule) ? new SchemeGroup(run, Rule, first, starts[0])
        : (Noise, IsExample1) switch
        {
            (NoiseDrawing.Plain, true) => new PlainGroup<LinearUnitNorm, GaussianCodes>(run, default, default, first, starts[0]),
            (NoiseDrawing.Plain, false) => new PlainGroup<AnyRule, GaussianCodes>(run, new AnyRule(Rule), default, first, starts[0]),
            (_, true) => new MicroscopicGroup<LinearUnitNorm, GaussianCodes>(run, default, default, first, starts[0]),
            (_, false) => new MicroscopicGroup<AnyRule, GaussianCodes>(run, new AnyRule(Rule), default, first, starts[0]),
        };
}

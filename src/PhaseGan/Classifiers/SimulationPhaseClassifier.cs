using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// Labels by what simulated trainings (5) at a finite dimension n do: each replica is followed until it is at rest up to its noise, and then
/// labelled by the recoveries ρ_ℓ against θ, or until it is seen to keep moving, which is Oscillation. The point has the label of the
/// majority if the Wilson interval of the majority's share lies above one half, else it is Undetermined.
/// </summary>
/// <remarks>
/// <para>
/// Time is cut into windows of length max(1/(ετΛ_min), 2/(τ̃Λ̃_min)) (under another rule than Example 1, here and below Λ⟨f′⟩ for Λ, Λ̃⟨f̃′⟩ for Λ̃ and
/// τb/2m for x, as they are where nothing is learned), long against the rates by which features and generator move; with a regulariser of finite
/// strength λ also of length 1/(2λH″(1) min(τ, τ̃)), in which the lengths of w and of the columns of V relax. What is at
/// rest must stay so for two windows, in all overlaps, and where a feature is not recovered for as long as an escape takes to show: for 4/(τ|Λ_ℓ − x|), but not
/// longer than 4/(ετΛ_min), where q = 0, and for 8/(τ̃Λ̃_min|q|²) where the discriminator sees something.
/// </para>
/// <para>
/// The noise is measured from the single steps of the training. Fluctuations of a coordinate are put down to noise up to a few times the variance
/// that this noise would cause against a restoring rate of ετΛ_min, so motion of smaller amplitude, near the boundary where it begins, counts
/// as rest. Labels at finite n differ from those of the ODE there, and also where the path from the start passes near a
/// separatrix or where noise moves P along the deceived manifold across the threshold.
/// </para>
/// <para>
/// A replica that diverges, so that its overlaps are no longer finite numbers, is undetermined, and the reason says so.
/// </para>
/// <para>
/// Replicas get their random numbers from the seed and the parameters: labels do not depend on what other points are labelled, in what
/// order, or on how many threads.
/// </para>
/// </remarks>
public sealed class SimulationPhaseClassifier : IPhaseClassifier
{
    private const int MostSamples = 4000;
    private static readonly Phase[] s_phases = [Phase.Success, Phase.ModeCollapse, Phase.Oscillation, Phase.Fail, Phase.Undetermined];
    private readonly SimulationPhaseOptions _options;

    /// <summary>Makes a classifier.</summary>
    /// <param name="options">Size, start, seed and budget; defaults if absent.</param>
    /// <exception cref="ArgumentException">The rule has several discriminator features, whose trainings are not labelled.</exception>
    public SimulationPhaseClassifier(SimulationPhaseOptions? options = null)
    {
        _options = options ?? SimulationPhaseOptions.Default;
        Renaming.RequireOneDiscriminatorFeature(_options.Engine.Rule);
    }

    /// <inheritdoc/>
    public string Name => "simulation";

    /// <summary>
    /// How many replicas have each label, <c>success, mode_collapse, oscillation, fail, undetermined</c>; the majority's <c>share</c> with the ends of
    /// its Wilson interval, <c>share_low</c> and <c>share_high</c>; <c>n</c>; <c>time</c> (t when the work ended) and <c>steps</c>, replicas together.
    /// </summary>
    public ImmutableArray<string> EvidenceColumns { get; } =
        ["success", "mode_collapse", "oscillation", "fail", "undetermined", "share", "share_low", "share_high", "n", "time", "steps"];

    /// <summary>The engine with its rule, the start at these parameters, and all options that do not only say how fast the work is done.</summary>
    /// <param name="parameters">The point.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return
        [
            new("engine", _options.Engine.Name),
            new("rule", ClassifierSettings.Exact(_options.Engine.Rule)),
            new("start", ClassifierSettings.Exact(_options.Start(parameters))),
            new("n", ClassifierSettings.Exact(_options.Dimension)),
            new("replicas", ClassifierSettings.Exact(_options.Replicas)),
            new("seed", ClassifierSettings.Exact(_options.Seed)),
            new("recovery threshold", ClassifierSettings.Exact(_options.RecoveryThreshold)),
            new("confidence", ClassifierSettings.Exact(_options.Confidence)),
            new("resolution", ClassifierSettings.Exact(_options.Resolution)),
            new("windows", ClassifierSettings.Exact(_options.Windows)),
            new("horizon", ClassifierSettings.Exact(_options.Horizon)),
            new("most steps", ClassifierSettings.Exact(_options.MaximumSteps)),
        ];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 2d + 1, or n is too large for the engine.</exception>
    public PhaseVerdict Classify(GanParameters parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int d = parameters.FeatureCount, replicas = _options.Replicas;
        (double[] pull, double[] push, double forgetting) = NearDeception(parameters, _options.Engine.Rule);
        double tau = parameters.DiscriminatorRate, slowest = _options.Resolution * tau * pull.Min(Math.Abs), generator = parameters.GeneratorRate * push.Min(Math.Abs);
        double window = Math.Max(Math.Max(1 / slowest, 2 / generator), Relaxation(parameters, _options.Engine.Rule));
        // A sample a tenth of the fastest turn, and no more of them than tell a mean.
        double fastest = Math.Max(tau * Math.Max(pull.Max(Math.Abs), forgetting), parameters.GeneratorRate * push.Max(Math.Abs));
        if (!double.IsFinite(window) || !double.IsFinite(fastest))
            return Unwatchable(slowest, generator, fastest);
        int samples = (int)Math.Clamp(Math.Ceiling(5 * fastest * window), 50, MostSamples);
        long stride = Math.Max(2, (long)Math.Round(Math.Min(window / samples * _options.Dimension, SimulationOptions.StepLimit / 2)));
        double length = (double)stride * samples / _options.Dimension;
        double most = Math.Min(Math.Min(_options.Horizon / length, _options.Windows), (double)_options.MaximumSteps / replicas / ((double)stride * samples));

        Training training = _options.Engine.Begin(
            parameters, _options.Start(parameters), _options.Simulation with { Seed = SeedOf(parameters), MaximumSteps = long.MaxValue });
        var rule = new SettlingRule(slowest);
        var windows = new List<SettlingWindow>[replicas];
        var phases = new Phase[replicas];
        var recovery = new double[replicas][];
        var diverged = new double?[replicas];
        for (int i = 0; i < replicas; i++)
            windows[i] = [];
        for (int k = 0; k + 1 <= most && Majority(phases, out _, out _).Lower <= 0.5 && Enumerable.Range(0, replicas).Any(IsOpen); k++)
        {
            Follow(training, windows, diverged, stride, samples, cancellationToken);
            // The first window holds the way from the start.
            for (int i = 0; i < replicas && k > 0; i++)
            {
                if (!IsOpen(i))
                    continue;
                if (rule.IsAtRest(windows[i], Quiet(windows[i][^1])))
                {
                    recovery[i] = windows[i][^1].Recovery;
                    phases[i] = PhaseRule.Of(recovery[i].AsSpan(), _options.RecoveryThreshold);
                }
                else if (k > 2 && rule.IsInMotion(windows[i]))
                {
                    phases[i] = Phase.Oscillation;
                }
            }
        }
        return Verdict(training, phases, recovery, diverged, most < 4, length);

        bool IsOpen(int i) => phases[i] == Phase.Undetermined && diverged[i] is null;

        // How many windows rest must last: where a feature is not recovered, long enough for an escape to show, of the discriminator from
        // nothing but noise at a rate τ|Λ_ℓ − x|, or of the generator beside a discriminator that is not at zero at a rate of order τ̃Λ̃|q|².
        int Quiet(SettlingWindow last)
        {
            double power = rule.DiscriminatorPower(last), wait = 0;
            for (int l = 0; l < d; l++)
                if (last.Recovery[l] < _options.RecoveryThreshold)
                    wait = Math.Max(wait, power > 0
                        ? 8 / (generator * power)
                        : Math.Min(4 / slowest, 4 / (tau * Math.Abs(pull[l] - forgetting))));
            return (int)Math.Clamp(Math.Ceiling(wait / length), 2, _options.Windows - 1);
        }
    }

    /// <summary>
    /// What Λ, Λ̃ and x are to Example 1, for any rule: Λ⟨f′⟩, Λ̃⟨f̃′⟩ and τb/2m at q = r = 0, by which overlaps grow and are forgotten there (with a
    /// regulariser of finite strength about so, since w is not quite of unit length).
    /// </summary>
    private static (double[] Pull, double[] Push, double Forgetting) NearDeception(GanParameters gan, TrainingRule rule)
    {
        if (rule.Loss.Equals(GanLoss.Linear) && rule.HasPlainSteps)
            return ([.. gan.RealVariances], [.. gan.FakeVariances], gan.EffectiveNoise);
        double[] origin = new double[gan.FeatureCount], none = new double[gan.FeatureCount];
        double realNoise = gan.RealNoise + rule.InstanceNoise, fakeNoise = gan.FakeNoise + rule.InstanceNoise;
        var real = new AverageSums(none);
        new StepAverages(rule.Loss.Real, rule.RealMultiplier, rule.Penalty.Real, rule.Penalty, rule.RealCodes, gan.RealVariances, realNoise).Evaluate(origin, 1, ref real);
        var fake = new AverageSums(none);
        new StepAverages(rule.Loss.Fake, rule.FakeMultiplier, -rule.Penalty.Fake, rule.Penalty, rule.FakeCodes, gan.FakeVariances, fakeNoise).Evaluate(origin, 1, ref fake);
        // Λ̃ sets the pace of the generator, whose step keeps f̃
        new DataAverages(rule.Loss.Fake, rule.FakeCodes, gan.FakeVariances, rule.HasNoisyGenerator ? fakeNoise : gan.FakeNoise).Evaluate(origin, 1, none, out double push, out _);
        double pull = real.Slope;
        return (
            [.. gan.RealVariances.Select(v => v * pull)], [.. gan.FakeVariances.Select(v => v * push)],
            gan.NoiseRate * (realNoise * real.Square + fakeNoise * fake.Square));
    }

    /// <summary>
    /// The longest time in which the squared lengths of w and of the columns of V relax under a regulariser of finite strength, 1/(2λH″(1) min(τ, τ̃)):
    /// the linear part of λH′ at 1, where H is least. 0 for unit norms, which leave nothing to relax.
    /// </summary>
    private static double Relaxation(GanParameters gan, TrainingRule rule) => rule.HasUnitNorms
        ? 0
        : 1 / (2 * rule.Strength * Math.Abs(rule.Regulariser.Curvature(1)) * Math.Min(gan.DiscriminatorRate, gan.GeneratorRate));

    /// <summary>Follows all replicas for one window, and notes the time at which one is seen to have diverged; it is watched no longer.</summary>
    private static void Follow(
        Training training, List<SettlingWindow>[] windows, double?[] diverged, long stride, int samples, CancellationToken cancellationToken)
    {
        var before = new MacroState[windows.Length];
        var now = new SettlingWindow[windows.Length];
        for (int i = 0; i < now.Length; i++)
            now[i] = new SettlingWindow(training.Gan.FeatureCount, samples, training.Dimension);
        for (int s = 0; s < samples && diverged.Contains(null); s++)
        {
            training.Advance(stride - 1, cancellationToken);
            for (int i = 0; i < now.Length; i++)
                before[i] = training.State(i);
            training.Advance(1, cancellationToken);
            for (int i = 0; i < now.Length; i++)
            {
                MacroState after = training.State(i);
                if (diverged[i] is null && !(before[i].IsFinite && after.IsFinite))
                    diverged[i] = training.Time;
                if (diverged[i] is null)
                    now[i].Add(before[i], after);
            }
        }
        for (int i = 0; i < now.Length; i++)
        {
            if (diverged[i] is not null)
                continue;
            now[i].Close();
            windows[i].Add(now[i]);
        }
    }

    /// <summary>The verdict where the rates at the deceived state do not tell for how long a training must be watched.</summary>
    private PhaseVerdict Unwatchable(double slowest, double generator, double fastest)
    {
        WilsonInterval none = WilsonInterval.Of(0, _options.Replicas, _options.Confidence);
        ImmutableArray<string> evidence =
        [
            "0", "0", "0", "0", _options.Replicas.ToString(CultureInfo.InvariantCulture), Text(none.Estimate), Text(none.Lower), Text(none.Upper),
            _options.Dimension.ToString(CultureInfo.InvariantCulture), "0", "0",
        ];
        return new PhaseVerdict(Phase.Undetermined, "Undetermined", [], evidence, string.Create(CultureInfo.InvariantCulture,
            $"no training was done: the rates by which overlaps move, at least {Math.Min(slowest, generator):G4} and at most {fastest:G4}, and by which lengths relax give no finite time to watch"));
    }

    private WilsonInterval Majority(Phase[] phases, out Phase majority, out int[] counts)
    {
        counts = [.. s_phases.Select(p => phases.Count(q => q == p))];
        int most = 0;
        for (int k = 1; k < counts.Length - 1; k++)
            if (counts[k] > counts[most])
                most = k;
        majority = s_phases[most];
        return WilsonInterval.Of(counts[most], phases.Length, _options.Confidence);
    }

    private PhaseVerdict Verdict(Training training, Phase[] phases, double[][] recovery, double?[] diverged, bool tooShort, double window)
    {
        WilsonInterval share = Majority(phases, out Phase majority, out int[] counts);
        ImmutableArray<string> evidence =
        [
            .. counts.Select(c => c.ToString(CultureInfo.InvariantCulture)), Text(share.Estimate), Text(share.Lower), Text(share.Upper),
            training.Dimension.ToString(CultureInfo.InvariantCulture), Text(training.Time), (training.Step * training.Replicas).ToString(CultureInfo.InvariantCulture),
        ];
        if (share.Lower > 0.5)
        {
            int[] members = [.. Enumerable.Range(0, phases.Length).Where(i => phases[i] == majority)];
            return majority == Phase.Oscillation
                ? new PhaseVerdict(majority, "Motion", [], evidence)
                : new PhaseVerdict(majority, "Rest", [.. Enumerable.Range(0, training.Gan.FeatureCount).Select(l => members.Average(i => recovery[i][l]))], evidence);
        }
        string counted = string.Join(", ", s_phases.Zip(counts).Where(p => p.Second > 0).Select(p => $"{p.Second} {p.First}"));
        int lost = diverged.Count(t => t is not null);
        string reason = lost > 0 && 2 * lost >= counts[^1]
            ? string.Create(CultureInfo.InvariantCulture, $"of {phases.Length} trainings {lost} diverged, the first by t = {diverged.Min():G5} ({counted}): their overlaps are no longer finite")
            : tooShort
            ? string.Create(CultureInfo.InvariantCulture, $"the rates ask for windows of {window:G4}, of which the horizon or the budget of steps allows too few; raise them")
            : counts[^1] > 0 && counts[^1] >= phases.Length - counts.Max()
                ? string.Create(CultureInfo.InvariantCulture, $"of {phases.Length} trainings {counts[^1]} had not settled at t = {training.Time:G5} ({counted}); allow more windows or a larger n")
                : string.Create(CultureInfo.InvariantCulture, $"{phases.Length} trainings give no clear majority ({counted}); take more replicas or a larger n");
        return new PhaseVerdict(Phase.Undetermined, "Undetermined", [], evidence, reason);
    }

    /// <summary>A hash of the seed and of all parameters (the output function of SplitMix64 over their bits).</summary>
    private long SeedOf(GanParameters gan)
    {
        ulong hash = (ulong)_options.Seed;
        double[] values = [.. gan.RealVariances, .. gan.FakeVariances, gan.DiscriminatorRate, gan.GeneratorRate, gan.RealNoise, gan.FakeNoise, gan.BatchSize];
        foreach (double value in values)
            // Adding zero makes of −0 what it equals.
            hash = new SplitMix((long)(hash ^ BitConverter.DoubleToUInt64Bits(value + 0.0))).NextBits();
        return (long)hash;
    }

    private static string Text(double value) => value.ToString(RestEvidence.NumberFormat, CultureInfo.InvariantCulture);

    /// <summary>Its name.</summary>
    public override string ToString() => $"labels by {Name}";
}

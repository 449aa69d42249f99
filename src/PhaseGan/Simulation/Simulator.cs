using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace PhaseGan;

/// <summary>
/// Simulates training by algorithm (5) at a finite dimension n, by any <see cref="TrainingRule"/>; Example 1 of the paper if none is given. The
/// implementations, <see cref="GramSimulator"/> and <see cref="MicroscopicSimulator"/>, agree in law.
/// </summary>
/// <remarks>Simulators hold no state: one may be used from several threads at once.</remarks>
public abstract class Simulator : IEquatable<Simulator>
{
    private protected Simulator(TrainingRule? rule)
    {
        Rule = rule ?? TrainingRule.Example1;
        if (Rule.DiscriminatorFeatures > 1)
            RequireSimulatedFeatures(Rule);
    }

    /// <summary>Throws unless trainings with several discriminator features are simulated by such a rule; what is not is named.</summary>
    private static void RequireSimulatedFeatures(TrainingRule rule)
    {
        Renaming.RequireKnownFeatures(rule);
        string? unknown = !rule.Scheme.IsPlain ? $"a scheme that is not plain ({rule.Scheme})" : !rule.RealCodes.Equals(LatentLaw.Gaussian) || !rule.FakeCodes.Equals(LatentLaw.Gaussian) ? "codes that are not Gaussian"
            : rule.RealMultiplier != 1 || rule.FakeMultiplier != 1 ? "multipliers"
            : !rule.Penalty.IsNone ? "a gradient penalty"
            : null;
        if (unknown is not null)
            throw new ArgumentException($"trainings with several discriminator features are not simulated with {unknown}; got {rule}", nameof(rule));
    }

    /// <summary>Loss, regulariser and laws of the codes.</summary>
    public TrainingRule Rule { get; }

    /// <summary>Whether the rule is linear with unit norms, with or without instance noise, for which there are faster steps.</summary>
    private protected bool IsExample1 => Rule.HasUnitNorms && Rule.Loss.Equals(GanLoss.Linear) && (Rule with { InstanceNoise = 0 }).HasPlainSteps;

    /// <summary>The name of the engine in tables and on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Most replicas that advance together on one thread.</summary>
    private protected abstract int GroupSize { get; }

    /// <summary>Simulates an ensemble of replicas that all start from the same overlaps.</summary>
    /// <param name="gan">The parameters.</param>
    /// <param name="start">The overlaps at t = 0: d features, normalised if the rule keeps unit norms.</param>
    /// <param name="options">Dimension, times, replicas, seed, budget.</param>
    /// <param name="progress">Told now and then, from the working threads, how far the simulation is.</param>
    /// <param name="cancellationToken">Ends the simulation within a few milliseconds.</param>
    /// <returns>The overlaps of every replica at every time, or up to the last time at which all were finite: see <see cref="Ensemble.Divergence"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The start, or a law of the codes, has another number of features, the start is not normalised, or there are no times.</exception>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 2d + 1, or the simulation is too large: for the engine, for <see cref="SimulationOptions.MaximumSteps"/>, or for memory.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Ensemble Run(
        GanParameters gan, MacroState start, SimulationOptions options, IProgress<SimulationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Run(gan, _ => start, options, progress, cancellationToken);
    }

    /// <summary>Simulates an ensemble of replicas, each from a start of its own.</summary>
    /// <param name="gan">The parameters.</param>
    /// <param name="starts">Gives the overlaps at t = 0 of a replica by its number: d features, normalised if the rule keeps unit norms. Called once a replica, in order, before work starts.</param>
    /// <param name="options">Dimension, times, replicas, seed, budget.</param>
    /// <param name="progress">Told now and then, from the working threads, how far the simulation is.</param>
    /// <param name="cancellationToken">Ends the simulation within a few milliseconds.</param>
    /// <returns>The overlaps of every replica at every time, or up to the last time at which all were finite: see <see cref="Ensemble.Divergence"/>.</returns>
    /// <exception cref="ArgumentNullException">An argument, or a start, is null.</exception>
    /// <exception cref="ArgumentException">A start, or a law of the codes, has another number of features, a start is not normalised, or there are no times.</exception>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 2d + 1, or the simulation is too large: for the engine, for <see cref="SimulationOptions.MaximumSteps"/>, or for memory.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Ensemble Run(
        GanParameters gan, Func<int, MacroState> starts, SimulationOptions options, IProgress<SimulationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        MacroState[] states = Check(gan, starts, options);
        if (options.Times.IsEmpty)
            throw new ArgumentException($"{nameof(options.Times)} must have at least one time at which to record; got none", nameof(options));
        ImmutableArray<long> steps = [.. options.Times.Select((t, i) => options.StepAt(t, $"Times[{i}]"))];
        CheckBudget(steps[^1], options);

        var result = new Ensemble(Name, gan, Rule, options, steps);
        var run = new StepNumbers(gan, options.Dimension, options.Seed, Rule);
        var report = new ProgressReport(progress, steps[^1] * options.Replicas);
        var watch = new DivergenceWatch();
        int groups = (options.Replicas - 1) / GroupSize + 1;
        InParallel(groups, options.Threads, i =>
        {
            int first = i * GroupSize;
            int count = Math.Min(GroupSize, options.Replicas - first);
            ReplicaGroup group = Start(run, options.FirstReplica + first, states.AsSpan(first, count));
            for (int time = 0; time < steps.Length; time++)
            {
                if (!Advance(group, steps[time], report, watch, first, cancellationToken))
                    return;
                for (int replica = 0; replica < count; replica++)
                    result.Record(time, first + replica, group.State(replica));
            }
        }, cancellationToken);
        return watch.Replica is { } lost
            ? result.Before(Locate(Start(run, options.FirstReplica + lost, states.AsSpan(lost, 1)), watch, options, cancellationToken))
            : result;
    }

    /// <summary>Advances a group and looks now and then whether its replicas are finite.</summary>
    /// <returns>False if one is not, or if another replica diverged before, so that nothing more is wanted.</returns>
    private static bool Advance(ReplicaGroup group, long toStep, ProgressReport report, DivergenceWatch watch, int first, CancellationToken cancellationToken)
    {
        while (group.Step < toStep)
        {
            long before = group.Step;
            Advance(group, Math.Min(before + group.Patience, toStep), report, cancellationToken);
            for (int replica = 0; replica < group.Count; replica++)
                if (!group.State(replica).IsFinite)
                    watch.Report(group.Step, first + replica, before);
            if (watch.HasEnded(group.Step))
                return false;
        }
        return true;
    }

    /// <summary>Trains the replica that diverged again, up to the first step after which its overlaps are not finite.</summary>
    private static TrainingDivergence Locate(ReplicaGroup alone, DivergenceWatch watch, SimulationOptions options, CancellationToken cancellationToken)
    {
        Advance(alone, watch.LastFinite, new ProgressReport(null, 1), cancellationToken);
        while (alone.Step < watch.Step && alone.State(0).IsFinite)
        {
            cancellationToken.ThrowIfCancellationRequested();
            alone.Advance(1);
        }
        return new TrainingDivergence(options.FirstReplica + watch.Replica!.Value, alone.Step, alone.Step / (double)options.Dimension);
    }

    /// <summary>Begins a training that is advanced by hand; all replicas start from the same overlaps.</summary>
    /// <param name="gan">The parameters.</param>
    /// <param name="start">The overlaps at t = 0: d features, normalised if the rule keeps unit norms.</param>
    /// <param name="options">Dimension, replicas, seed, threads; the times are not used.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The start, or a law of the codes, has another number of features, or the start is not normalised.</exception>
    /// <exception cref="ArgumentOutOfRangeException">n is outside the range of the engine, which begins at 2d + 1, or the mini-batch is too large.</exception>
    public abstract Training Begin(GanParameters gan, MacroState start, SimulationOptions options);

    /// <summary>Checks a beginning and makes its groups.</summary>
    private protected ReplicaGroup[] Groups(GanParameters gan, Func<int, MacroState> starts, SimulationOptions options)
    {
        MacroState[] states = Check(gan, starts, options);
        var run = new StepNumbers(gan, options.Dimension, options.Seed, Rule);
        var groups = new ReplicaGroup[(options.Replicas - 1) / GroupSize + 1];
        for (int i = 0; i < groups.Length; i++)
        {
            int first = i * GroupSize;
            groups[i] = Start(run, options.FirstReplica + first, states.AsSpan(first, Math.Min(GroupSize, states.Length - first)));
        }
        return groups;
    }

    /// <summary>Throws unless the engine can simulate this size.</summary>
    private protected abstract void CheckSize(GanParameters gan, SimulationOptions options);

    /// <summary>Starts a group of replicas.</summary>
    private protected abstract ReplicaGroup Start(StepNumbers run, int first, ReadOnlySpan<MacroState> starts);

    internal static void Advance(ReplicaGroup group, long toStep, ProgressReport report, CancellationToken cancellationToken)
    {
        while (group.Step < toStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long steps = Math.Min(group.Patience, toStep - group.Step);
            group.Advance(steps);
            report.Add(steps * group.Count);
        }
    }

    /// <summary>Does pieces of work on some threads. What a user's function throws comes out as itself: of several exceptions that of the first piece.</summary>
    internal static void InParallel(int pieces, int threads, Action<int> work, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        ExceptionDispatchInfo? failure = null;
        int failed = int.MaxValue;
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, (i, loop) =>
        {
            try
            {
                work(i);
            }
#pragma warning disable CA1031 // Kept, and thrown again below.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // Break lets the pieces before this one run, so that the exception does not depend on the threads.
                loop.Break();
                lock (gate)
                    if (i < failed)
                        (failed, failure) = (i, ExceptionDispatchInfo.Capture(e));
            }
        });
        failure?.Throw();
    }

    internal static void CheckBudget(long steps, SimulationOptions options)
    {
        if ((Int128)steps * options.Replicas > options.MaximumSteps)
            throw Guard.OutOfRange(
                nameof(options.MaximumSteps), options.MaximumSteps,
                $"is the most training steps and must be at least {(Int128)steps * options.Replicas} for {options.Replicas} replica(s) of {steps} steps each");
    }

    private MacroState[] Check(GanParameters gan, Func<int, MacroState> starts, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(gan);
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(options);
        int d = gan.FeatureCount;
        int least = 2 * d + Rule.DiscriminatorFeatures;
        if (options.Dimension < least)
            throw Guard.OutOfRange(
                nameof(options.Dimension), options.Dimension, Rule.DiscriminatorFeatures == 1
                    ? $"is the dimension n of the data and must be at least 2d + 1 = {least} for d = {d} features"
                    : $"is the dimension n of the data and must be at least 2d + k = {least} for d = {d} features and k = {Rule.DiscriminatorFeatures} of the discriminator");
        if (options.FirstReplica > int.MaxValue - options.Replicas)
            throw Guard.OutOfRange(
                nameof(options.FirstReplica), options.FirstReplica, $"plus the number of replicas, {options.Replicas}, must not exceed {int.MaxValue}");
        const int MostScalars = 1 << 17;
        if (Rule.DiscriminatorFeatures > 1 && (2L * gan.BatchSize + 1) * (3 * d + Rule.DiscriminatorFeatures) > MostScalars)
            throw Guard.OutOfRange(
                nameof(gan.BatchSize), gan.BatchSize, $"times 2(3d + k) is about the number of normals that a step needs and must not exceed {MostScalars}");
        if ((long)gan.BatchSize * (2 * d + 2) > MostScalars)
            throw Guard.OutOfRange(
                nameof(gan.BatchSize), gan.BatchSize, $"times 2d + 2 = {2 * d + 2} is the number of normals that a step needs and must not exceed {MostScalars}");
        CheckSize(gan, options);

        var states = new MacroState[options.Replicas];
        for (int i = 0; i < states.Length; i++)
        {
            MacroState state = starts(options.FirstReplica + i);
            ArgumentNullException.ThrowIfNull(state, nameof(starts));
            if (state.FeatureCount != d)
                throw new ArgumentException($"start must have as many features as the parameters, {d}; got {state.FeatureCount}", nameof(starts));
            state.RequireDiscriminatorFeatures(Rule.DiscriminatorFeatures, nameof(starts));
            if (Rule.HasUnitNorms && !state.IsNormalised)
                throw new ArgumentException("start must be normalised: unit diagonal of S and z = 1", nameof(starts));
            if (Rule.HasUnitNorms && Rule.DiscriminatorNorms == DiscriminatorNorms.Orthonormal)
                state.RequireOrthonormal(nameof(starts));
            states[i] = state;
        }
        return states;
    }

    /// <inheritdoc/>
    public bool Equals(Simulator? other) => other is not null && other.GetType() == GetType() && Rule.Equals(other.Rule);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as Simulator);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => HashCode.Combine(GetType(), Rule);

    /// <summary>Its name and its rule of training.</summary>
    public sealed override string ToString() => $"{Name} ({Rule})";
}

using System.Globalization;

namespace PhaseGan;

/// <summary>Replicas of a training in progress. Not for use from several threads at once.</summary>
public class Training
{
    private readonly ReplicaGroup[] _groups;
    private readonly SimulationOptions _options;

    internal Training(GanParameters gan, SimulationOptions options, ReplicaGroup[] groups)
    {
        (Gan, _options, _groups) = (gan, options, groups);
    }

    /// <summary>The parameters.</summary>
    public GanParameters Gan { get; }

    /// <summary>n: the dimension of the data.</summary>
    public long Dimension => _options.Dimension;

    /// <summary>How many replicas there are.</summary>
    public int Replicas => _options.Replicas;

    /// <summary>k: how many steps each replica has done.</summary>
    public long Step => _groups[0].Step;

    /// <summary>t = k/n.</summary>
    public double Time => (double)Step / Dimension;

    /// <summary>Does a number of steps with every replica.</summary>
    /// <param name="steps">How many, ≥ 0; <see cref="Step"/> may reach <see cref="SimulationOptions.StepLimit"/>.</param>
    /// <param name="cancellationToken">Ends the work; the training is of no further use then, its replicas being at different steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, beyond the limit, or more than <see cref="SimulationOptions.MaximumSteps"/> in one call.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Advance(long steps, CancellationToken cancellationToken = default)
    {
        Guard.AtLeast(steps, 0L, "a number of steps");
        if (steps > SimulationOptions.StepLimit - Step)
            throw Guard.OutOfRange(nameof(steps), steps, $"more than the {Step} done already must not exceed 2^48");
        Simulator.CheckBudget(steps, _options);
        long to = Step + steps;
        var report = new ProgressReport(null, steps);
        if (_groups.Length == 1 || _options.Threads == 1)
        {
            foreach (ReplicaGroup group in _groups)
                Simulator.Advance(group, to, report, cancellationToken);
            return;
        }

        Simulator.InParallel(
            _groups.Length, _options.Threads, i => Simulator.Advance(_groups[i], to, report, cancellationToken), cancellationToken);
    }

    /// <summary>Does the steps that are left until a time: until the whole step nearest to tn.</summary>
    /// <param name="time">t, not before <see cref="Time"/>.</param>
    /// <param name="cancellationToken">Ends the work; the training is of no further use then.</param>
    /// <exception cref="ArgumentOutOfRangeException">Before the present time, not finite, or too far.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void AdvanceTo(double time, CancellationToken cancellationToken = default)
    {
        long step = _options.StepAt(time, nameof(time));
        if (step < Step)
            throw Guard.OutOfRange(nameof(time), time, FormattableString.Invariant($"must not be before the present time {Time}"));
        Advance(step - Step, cancellationToken);
    }

    /// <summary>Whether the overlaps of a replica have grown until they were no longer finite numbers; they never come back.</summary>
    /// <param name="replica">Which of the replicas of this training, in [0, <see cref="Replicas"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such replica.</exception>
    public bool HasDiverged(int replica) => !State(replica).IsFinite;

    /// <summary>The overlaps of a replica now; of one that <see cref="HasDiverged"/> they are not finite.</summary>
    /// <param name="replica">Which of the replicas of this training, in [0, <see cref="Replicas"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such replica.</exception>
    public MacroState State(int replica) => GroupOf(replica).State(replica % GroupSize);

    private protected ReplicaGroup GroupOf(int replica) =>
        (uint)replica < (uint)Replicas
            ? _groups[replica / GroupSize]
            : throw Guard.OutOfRange(nameof(replica), replica, $"is the number of a replica and must lie in [0, {Replicas})");

    private int GroupSize => _groups[0].Count;

    /// <summary>Where it is.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Replicas} trainings of {Gan} at n = {Dimension}, t = {Time:G6}");
}

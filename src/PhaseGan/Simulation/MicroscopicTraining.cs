namespace PhaseGan;

/// <summary>Replicas of a training in progress with their weights. Not for use from several threads at once.</summary>
public sealed class MicroscopicTraining : Training
{
    internal MicroscopicTraining(GanParameters gan, SimulationOptions options, ReplicaGroup[] groups)
        : base(gan, options, groups)
    {
    }

    /// <summary>A copy of U, V and w of a replica now.</summary>
    /// <param name="replica">Which of the replicas of this training, in [0, Replicas).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such replica.</exception>
    /// <exception cref="NotSupportedException">The discriminator has several features.</exception>
    public TrainingWeights Weights(int replica) => GroupOf(replica) is IHoldsWeights group
        ? new(group.Vectors)
        : throw new NotSupportedException("weights are given for a discriminator with one feature; overlaps of one with more are in State");
}

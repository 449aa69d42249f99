namespace PhaseGan.Tests.Conventions;

/// <summary>What code allocates once it has been compiled for good.</summary>
internal static class Allocation
{
    /// <summary>
    /// The fewest bytes that a piece of work allocated on this thread in any of up to 40 rounds. The first tiers of compiled code box where the last does not,
    /// and on a busy machine they last for a while; what the work itself allocates it allocates in every round.
    /// </summary>
    public static long InSteadyState(Action work)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 40 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}

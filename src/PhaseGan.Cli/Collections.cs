using System.Runtime;

namespace PhaseGan.Cli;

/// <summary>When unused memory is collected: every thread waits meanwhile.</summary>
internal static class Collections
{
    /// <summary>Fewer cells are labelled before there is anything to collect.</summary>
    private const int LeastCells = 100_000;

    /// <summary>What is allocated before the first collection: the labels of 512×512 cells with one feature, all of which live on, and what their files take.</summary>
    private const long Bytes = 96L << 20;

    /// <summary>Puts the first collection off for a diagram of so many cells. Where the memory cannot be had, or somebody else has put it off, nothing changes.</summary>
    public static void PutOff(long cells)
    {
        if (cells < LeastCells || GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            return;
        try
        {
            GC.TryStartNoGCRegion(Bytes, disallowFullBlockingGC: true);
        }
        catch (ArgumentOutOfRangeException)
        {
            // more than this machine's collector can put off
        }
        catch (InvalidOperationException)
        {
            // another thread was first
        }
    }
}

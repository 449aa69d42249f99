using System.Collections.Concurrent;

namespace PhaseGan;

/// <summary>Points with the starts of their training, and those of them that batches of trajectories side by side leave.</summary>
/// <param name="batch">The points.</param>
/// <param name="start">Where the training of a point starts.</param>
internal sealed class StartedPoints(PointBatch<GanParameters> batch, Func<int, GanParameters, MacroState> start)
{
    private readonly ConcurrentQueue<LeftPoint> _left = new();

    /// <summary>The points, and where their verdicts go.</summary>
    public PointBatch<GanParameters> Batch => batch;

    /// <summary>Where the training of a point starts.</summary>
    public MacroState Start(int index, GanParameters gan) => start(index, gan);

    /// <summary>No overlap of a start vanishes and no two columns of the generator are met alike: it lies on no plane that the field leaves invariant.</summary>
    public static bool IsGeneric(ReducedOde ode, ReadOnlySpan<double> y)
    {
        if (y.Contains(0))
            return false;
        ReadOnlySpan<double> r = ode.Layout.RIn(y);
        for (int j = 0; j < r.Length; j++)
            for (int k = 0; k < j; k++)
                if (Math.Abs(r[j]) == Math.Abs(r[k]))
                    return false;
        return true;
    }

    /// <summary>Leaves a point to the search.</summary>
    public void Leave(in LeftPoint point) => _left.Enqueue(point);

    /// <summary>Takes a point that was left, unless one before it failed.</summary>
    public bool TryTakeLeft(out LeftPoint point)
    {
        while (_left.TryDequeue(out point))
            if (point.Index < batch.End)
                return true;
        return false;
    }
}

namespace PhaseGan.Dynamics;

/// <summary>That a motion has outgrown the units of its field, or shrunk to nothing in them.</summary>
/// <param name="State">Where the trajectory is, in these units.</param>
/// <param name="Ranges">The range of each coordinate in the last window, in these units.</param>
internal sealed record UnitMisfit(double[] State, double[] Ranges)
{
    /// <summary>A window in which the motion is larger or smaller than this does not fit.</summary>
    private const double Largest = 128, Smallest = 1e-4;

    /// <summary>Motion that is slow, or dies away, is small in a window too: it has shrunk only where it goes to and fro.</summary>
    private const int FewestReturns = 4;

    /// <summary>The misfit of a motion, or null where it fits or the units of its field are for ever.</summary>
    public static UnitMisfit? Of(IVectorField field, MotionWindow window, ReadOnlySpan<double> state)
    {
        if (field is not ScaledField { MayChange: true })
            return null;
        double range = window.Range(window.WidestCoordinate());
        bool isSmall = range < Smallest && window.Returns >= FewestReturns;
        if (!(range > Largest) && !isSmall)
            return null;
        return new UnitMisfit(state.ToArray(), [.. Enumerable.Range(0, state.Length).Select(window.Range)]);
    }
}

namespace PhaseGan.Dynamics;

/// <summary>How far a trajectory near a stable part of the rest manifold may still drift along it.</summary>
internal static class RestDrift
{
    /// <summary>Eigenvectors worse conditioned than this say nothing more.</summary>
    private const double WorstCondition = 1e3;

    /// <summary>The rate may change by this fraction of itself on the way that is left.</summary>
    private const double LargestChange = 0.05;

    /// <summary>More than rounding moves a rate by that was computed in two ways.</summary>
    private const double Closely = 1.01;

    /// <summary>Whether <see cref="IsSmall(Spectrum, double, double, double, double, out double)"/> may be true for a rate of decay, whatever the condition number is.</summary>
    public static bool MayBeSmall(double rate, double scale, double transverse, double tolerance) => IsSmall(Closely * rate, 1, scale, transverse, tolerance, out _);

    /// <summary>Whether the drift is below a tolerance, and the rate of decay hardly changes on the way.</summary>
    /// <param name="spectrum">The stable transverse spectrum below the state.</param>
    /// <param name="condition">Condition number of its eigenvectors.</param>
    /// <param name="scale">Size of the Jacobian.</param>
    /// <param name="transverse">The largest of the transverse coordinates.</param>
    /// <param name="tolerance">How precisely the end must be known.</param>
    /// <param name="drift">Receives the bound.</param>
    public static bool IsSmall(Spectrum spectrum, double condition, double scale, double transverse, double tolerance, out double drift) =>
        IsSmall(-spectrum.GrowthRate, Math.Min(condition, WorstCondition), scale, transverse, tolerance, out drift);

    private static bool IsSmall(double rate, double condition, double scale, double transverse, double tolerance, out double drift)
    {
        // the transverse modes decay at least like κ e^(−rate t); the manifold's coordinates drift by at most C times their square
        drift = condition * condition * 2 * scale * transverse * transverse / rate;
        double change = condition * scale * (drift + condition * condition * transverse * transverse);
        return !(change > LargestChange * rate || drift > tolerance);
    }
}

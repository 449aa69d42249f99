namespace PhaseGan.Dynamics;

/// <summary>What is asked of the arguments of a curve in two parameters, whatever lies on it.</summary>
internal static class ParameterPlane
{
    /// <summary>Throws unless a point and both ends of the ranges have two entries.</summary>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentException">A list has another length.</exception>
    public static void Require(IReadOnlyList<double> at, IReadOnlyList<double> lower, IReadOnlyList<double> upper)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        Guard.Length(at.Count, 2, "the values of both parameters", nameof(at));
        Guard.Length(lower.Count, 2, "the lower ends of both ranges", nameof(lower));
        Guard.Length(upper.Count, 2, "the upper ends of both ranges", nameof(upper));
    }
}

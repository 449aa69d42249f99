namespace PhaseGan;

/// <summary>A step of a path that a certificate keeps: what another program needs to carry the enclosure over it itself.</summary>
/// <param name="Length">The length of the step.</param>
/// <param name="Center">The middle of the set after it.</param>
/// <param name="Frame">The frame of the set after it, row-major.</param>
/// <param name="Low">Lower ends of a box that no solution leaves during it.</param>
/// <param name="High">Upper ends of that box.</param>
internal sealed record PathStep(double Length, double[] Center, double[] Frame, double[] Low, double[] High);

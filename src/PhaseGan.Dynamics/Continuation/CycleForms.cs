namespace PhaseGan.Dynamics;

/// <summary>Matrices B(v, ·) and C(v, v, ·) of the motion over the segments of a cycle, one segment after another.</summary>
/// <param name="Second">B(v, ·).</param>
/// <param name="Third">C(v, v, ·); empty where it was not asked for.</param>
internal readonly record struct CycleForms(double[] Second, double[] Third);

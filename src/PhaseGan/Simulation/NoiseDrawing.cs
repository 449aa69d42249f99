namespace PhaseGan;

/// <summary>How <see cref="MicroscopicSimulator"/> draws the noise of a step.</summary>
public enum NoiseDrawing
{
    /// <summary>One n-vector of normals a step: exact in law, since the step needs of the others no more than their inner products with w.</summary>
    Reduced,

    /// <summary>As the paper writes it: one n-vector of normals for each real and each fake sample, three a step for m = 1. Slow; a reference for tests.</summary>
    Plain,
}

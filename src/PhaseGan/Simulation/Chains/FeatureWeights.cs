namespace PhaseGan;

/// <summary>How one feature moves with w in a step: w gains b u − c v with the old v, and v becomes a v + e w with the old w.</summary>
/// <param name="B">b.</param>
/// <param name="C">c.</param>
/// <param name="A">a.</param>
/// <param name="E">e.</param>
internal readonly record struct FeatureWeights(double B, double C, double A, double E);

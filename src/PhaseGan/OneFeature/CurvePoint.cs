namespace PhaseGan;

/// <summary>A point of parameter space on a boundary, with u = r² of the fixed point concerned.</summary>
internal readonly record struct CurvePoint(double U, double Alpha, double S);

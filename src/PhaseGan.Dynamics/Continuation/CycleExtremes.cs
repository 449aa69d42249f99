namespace PhaseGan.Dynamics;

/// <summary>What one turn round a cycle shows, in the field's own coordinates.</summary>
/// <param name="Low">The least value of each coordinate.</param>
/// <param name="High">The largest.</param>
/// <param name="Slowest">The slowest state.</param>
/// <param name="Lengths">The way over each segment, as a share of the whole way, in units of the sizes.</param>
internal sealed record CycleExtremes(double[] Low, double[] High, double[] Slowest, double[] Lengths);

namespace PhaseGan.Dynamics;

/// <summary>What one turn round a closed orbit shows.</summary>
/// <param name="Amplitudes">Half the range of each coordinate.</param>
/// <param name="Divisor">The smallest prime p for which the state after T/p is the start again; 1 if none is.</param>
internal sealed record Orbit(double[] Amplitudes, int Divisor)
{
    /// <summary>Two orbits this close, relative to the amplitude, are the same one.</summary>
    public const double ReturnTolerance = 1e-6;

    /// <summary>The largest amplitude.</summary>
    public double Largest { get; } = VectorMath.Largest(Amplitudes);
}

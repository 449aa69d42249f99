namespace PhaseGan.Dynamics;

/// <summary>A measured Lyapunov exponent.</summary>
/// <param name="Value">Mean rate of exponential separation, in units of 1/t.</param>
/// <param name="StandardError">Its standard error by batch means, ≥ 0; see <see cref="LyapunovSpectrum"/>.</param>
public readonly record struct LyapunovExponent(double Value, double StandardError)
{
    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>What was found of a field in units of one, in the field's own coordinates and times; and options the other way.</summary>
internal static class UnitConversions
{
    /// <summary>Options in times of the field, in units.</summary>
    public static LyapunovOptions InUnits(this ScaledField scaled, LyapunovOptions options) => scaled.TimeUnit == 1 ? options : options with
    {
        Transient = options.Transient / scaled.TimeUnit,
        Duration = options.Duration / scaled.TimeUnit,
        TargetStandardError = options.TargetStandardError * scaled.TimeUnit,
    };

    /// <summary>Exponents in times of the field.</summary>
    public static LyapunovEstimate FromUnits(this ScaledField scaled, LyapunovEstimate estimate) => estimate with
    {
        Exponents = scaled.FromUnits(estimate.Exponents),
        Transverse = scaled.FromUnits(estimate.Transverse),
        Duration = estimate.Duration * scaled.TimeUnit,
        TurningRate = estimate.TurningRate / scaled.TimeUnit,
        End = [.. scaled.FromUnits(estimate.End.AsSpan())],
    };

    /// <summary>A cycle in coordinates and times of the field.</summary>
    public static LimitCycle FromUnits(this ScaledField scaled, LimitCycle cycle)
    {
        ImmutableArray<double> amplitudes = [.. scaled.FromUnits(cycle.Amplitudes.AsSpan())];
        return cycle with
        {
            Period = cycle.Period * scaled.TimeUnit,
            Point = [.. scaled.FromUnits(cycle.Point.AsSpan())],
            Residual = cycle.Residual * scaled.LargestSize,
            Amplitudes = amplitudes,
            Amplitude = amplitudes.Max(),
        };
    }

    /// <summary>A spectrum in rates of the field.</summary>
    public static Spectrum FromUnits(this ScaledField scaled, Spectrum spectrum) => scaled.TimeUnit == 1
        ? spectrum
        : new Spectrum([.. spectrum.Eigenvalues.Zip(spectrum.Errors, (e, error) => (e / scaled.TimeUnit, error / scaled.TimeUnit))], spectrum.NeutralCount, spectrum.Scale / scaled.TimeUnit);

    private static ImmutableArray<LyapunovExponent> FromUnits(this ScaledField scaled, ImmutableArray<LyapunovExponent> exponents) =>
        [.. exponents.Select(e => new LyapunovExponent(e.Value / scaled.TimeUnit, e.StandardError / scaled.TimeUnit))];
}

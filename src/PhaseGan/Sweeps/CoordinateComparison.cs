using System.Globalization;

namespace PhaseGan;

/// <summary>One coordinate at one time: the path of the ODE beside the mean of an ensemble of trainings.</summary>
/// <param name="Time">t = k/n of the record.</param>
/// <param name="Coordinate">Name of the coordinate, as <see cref="ReducedOde.CoordinateNames"/> has it.</param>
/// <param name="Ode">Value on the path of the ODE.</param>
/// <param name="Mean">Mean over the replicas.</param>
/// <param name="StandardError">Standard error of the mean; NaN for a single replica, which shows none.</param>
public readonly record struct CoordinateComparison(double Time, string Coordinate, double Ode, double Mean, double StandardError)
{
    // Overlaps are of order 1: a difference below this is rounding, not a deviation.
    private const double Rounding = 1e-12;

    /// <summary>Name of the coordinate, as <see cref="ReducedOde.CoordinateNames"/> has it.</summary>
    public string Coordinate { get; init => field = Guard.NotNull(value, nameof(Coordinate)); } = Guard.NotNull(Coordinate);

    /// <summary>Mean minus ODE.</summary>
    public double Deviation => Mean - Ode;

    /// <summary>
    /// <see cref="Deviation"/> in standard errors, with its sign: 0 where mean and ODE agree to rounding, as at a common start; NaN for a
    /// single replica.
    /// </summary>
    public double DeviationInStandardErrors =>
        double.IsNaN(StandardError) ? double.NaN : Math.Abs(Deviation) <= Rounding ? 0 : Deviation / StandardError;

    /// <summary>The comparison in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Coordinate} at t = {Time:G6}: ODE {Ode:G5}, mean {Mean:G5}") +
        (double.IsNaN(StandardError) ? "" : string.Create(CultureInfo.InvariantCulture, $" ± {StandardError:G2}"));
}

using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The path of the ODE of training as a table: one row a time, with the columns of <see cref="EnsembleTable"/> and, last, <c>z</c>:
/// <c>replica, t, p_11, …, q_1, …, r_1, …, s_12, …, z</c>. The column <c>replica</c> is 0, so that the rows can stand beside those of trainings. Numbers
/// are written so that the same bits are read back, whatever the culture.
/// </summary>
public static class TrajectoryTable
{
    /// <summary>Writes the table to a file, all of it or none, replacing an older one.</summary>
    /// <param name="path">The path.</param>
    /// <param name="ode">The field it belongs to: what <see cref="MacroscopicOde.For"/> gives.</param>
    /// <param name="times">The times of the rows, within the path.</param>
    /// <param name="file">The file; its folder must exist.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The file name is blank, or the field is no ODE of training or not that of the path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is outside the path.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public static void WriteCsv(this Trajectory path, IVectorField<MacroState> ode, IReadOnlyList<double> times, string file) =>
        AtomicFile.WriteText(file, writer => path.ToCsv(ode, times, writer));

    /// <summary>Writes the table.</summary>
    /// <param name="path">The path.</param>
    /// <param name="ode">The field it belongs to: what <see cref="MacroscopicOde.For"/> gives.</param>
    /// <param name="times">The times of the rows, within the path.</param>
    /// <param name="writer">Receives it.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The field is no ODE of training, or not that of the path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is outside the path.</exception>
    public static void ToCsv(this Trajectory path, IVectorField<MacroState> ode, IReadOnlyList<double> times, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(ode);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(writer);
        ImmutableArray<string> names = ode switch
        {
            ReducedOde reduced => reduced.CoordinateNames().Add("z"),
            UnitNormOde unit => unit.CoordinateNames().Add("z"),
            GeneralOde general => general.CoordinateNames(),
            DiscriminatorFeaturesOde features => features.CoordinateNames(),
            MemoryOde memory => memory.CoordinateNames(),
            _ => throw new ArgumentException($"the field must be an ODE of training; got {ode.GetType().Name}", nameof(ode)),
        };
        Write(path, ode.Dimension, names, times, writer);
    }

    /// <summary>Writes the table of training with learned codes to a file, all of it or none, replacing an older one.</summary>
    /// <param name="path">The path.</param>
    /// <param name="ode">The field it belongs to.</param>
    /// <param name="times">The times of the rows, within the path.</param>
    /// <param name="file">The file; its folder must exist.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The file name is blank, or the field is not that of the path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is outside the path.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public static void WriteCsv(this Trajectory path, LearnableCodesOde ode, IReadOnlyList<double> times, string file) =>
        AtomicFile.WriteText(file, writer => path.ToCsv(ode, times, writer));

    /// <summary>Writes the table of training with learned codes: <c>replica, t</c> and the coordinates in the order of the field.</summary>
    /// <param name="path">The path.</param>
    /// <param name="ode">The field it belongs to.</param>
    /// <param name="times">The times of the rows, within the path.</param>
    /// <param name="writer">Receives it.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The field is not that of the path.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is outside the path.</exception>
    public static void ToCsv(this Trajectory path, LearnableCodesOde ode, IReadOnlyList<double> times, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(ode);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(writer);
        Write(path, ode.Dimension, ode.CoordinateNames(), times, writer);
    }

    /// <summary>One row a time; a column beyond the coordinates is a norm that stays 1.</summary>
    private static void Write(Trajectory path, int n, ImmutableArray<string> names, IReadOnlyList<double> times, TextWriter writer)
    {
        Guard.Length(n, path.Dimension, "a field with the coordinates of the path", "ode");
        Csv.Write(writer, ["replica", "t", .. names]);
        var y = new double[names.Length];
        y[^1] = 1;
        foreach (double time in times)
        {
            path.At(time, y.AsSpan(0, n));
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"0,{time:R}"));
            foreach (double value in y)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",{value:R}"));
            writer.Write('\n');
        }
    }
}

using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// Simulated trainings beside the path of the ODE of the same rule of training from the same start: at each recorded time and for each coordinate the
/// ODE's value, the ensemble's mean, its standard error and how far they are apart.
/// </summary>
/// <remarks>
/// The ODE is read at t = k/n, the time at which a record was really taken. A single training leaves the ODE by O(1/√n) (Theorem 1), the mean
/// by O(1/n): where R replicas are more than about n, the standard error, O(1/√(nR)), is small enough to show the second. Both orders come
/// with a factor that grows where the ODE is unstable, as at an escape from small overlaps or in chaos.
/// </remarks>
public sealed class EnsembleComparison
{
    private readonly CoordinateComparison _largest;

    private EnsembleComparison(Ensemble ensemble, Trajectory path, ImmutableArray<string> names, ImmutableArray<CoordinateComparison> entries)
    {
        (Ensemble, Path, CoordinateNames, Entries) = (ensemble, path, names, entries);
        if (entries.IsEmpty)
            return;
        _largest = entries.MaxBy(e => Math.Abs(e.Deviation));
        LargestInStandardErrors = ensemble.Replicas > 1 ? entries.MaxBy(e => Math.Abs(e.DeviationInStandardErrors)) : null;
    }

    /// <summary>The simulated trainings.</summary>
    public Ensemble Ensemble { get; }

    /// <summary>The path of the ODE; <see cref="Trajectory.StopReason"/> says whether it reached the last record.</summary>
    public Trajectory Path { get; }

    /// <summary>Names of the coordinates in order: p_11, …, q_1, …, r_1, …, s_12, …</summary>
    public ImmutableArray<string> CoordinateNames { get; }

    /// <summary>
    /// All comparisons, one time after the other, N a time; of the times that both <see cref="Path"/> and the trainings reached. Empty where no record
    /// was, as when the first record is asked for later than a training diverged.
    /// </summary>
    public ImmutableArray<CoordinateComparison> Entries { get; }

    /// <summary>How many records are compared: all of them unless the integration stopped early or a training diverged.</summary>
    public int TimeCount => Entries.Length / CoordinateNames.Length;

    /// <summary>Whether all records that were asked for are compared.</summary>
    public bool IsComplete => TimeCount == Ensemble.Options.Times.Length;

    /// <summary>The comparison with the largest absolute deviation.</summary>
    /// <exception cref="InvalidOperationException">Nothing is compared: <see cref="Entries"/> is empty. The message says why.</exception>
    public CoordinateComparison Largest => Entries.IsEmpty ? throw new InvalidOperationException(ToString()) : _largest;

    /// <summary>The comparison with the most standard errors, or null for a single replica, which shows none, and where nothing is compared.</summary>
    /// <remarks>It is the largest of many: of 1000 independent normal deviations the largest is typically 3 to 4 standard errors.</remarks>
    public CoordinateComparison? LargestInStandardErrors { get; }

    /// <summary>The comparison of one coordinate at one time.</summary>
    /// <param name="time">Index of the time, in [0, <see cref="TimeCount"/>).</param>
    /// <param name="coordinate">Index of the coordinate, in [0, N).</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public CoordinateComparison this[int time, int coordinate] =>
        Entries[Index(time, TimeCount, nameof(time)) * CoordinateNames.Length + Index(coordinate, CoordinateNames.Length, nameof(coordinate))];

    /// <summary>Simulates an ensemble, integrates the ODE from the same start, and compares them.</summary>
    /// <param name="simulator">The engine.</param>
    /// <param name="gan">The parameters.</param>
    /// <param name="start">The overlaps at t = 0 of every replica and of the ODE: d features, normalised.</param>
    /// <param name="options">Dimension, times, replicas, seed, budget of the simulation.</param>
    /// <param name="integration">Tolerances of the integration; defaults if absent.</param>
    /// <param name="progress">Told now and then, from the working threads, how far the simulation is.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The start has another number of features or is not normalised, or there are no times.</exception>
    /// <exception cref="ArgumentOutOfRangeException">n &lt; 2d + 1, or the simulation is too large.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EnsembleComparison Run(
        Simulator simulator, GanParameters gan, MacroState start, SimulationOptions options, IntegrationOptions? integration = null,
        IProgress<SimulationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return Of(simulator.Run(gan, start, options, progress, cancellationToken), start, integration, cancellationToken);
    }

    /// <summary>Compares an ensemble whose replicas all started from one state with the ODE's path from that state.</summary>
    /// <param name="ensemble">The simulated trainings.</param>
    /// <param name="start">The overlaps at t = 0 of every replica.</param>
    /// <param name="integration">Tolerances of the integration; defaults if absent.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The start has another number of features than the ensemble or is not normalised.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EnsembleComparison Of(
        Ensemble ensemble, MacroState start, IntegrationOptions? integration = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(start);
        IVectorField<MacroState> ode = MacroscopicOde.For(ensemble.Gan, ensemble.Rule);
        double n = ensemble.Options.Dimension;
        // A record at t = 0 alone needs no path, but a trajectory needs a length.
        double until = Math.Max(ensemble.Steps.IsEmpty ? 0 : ensemble.Steps[^1], 1) / n;
        Trajectory path = DormandPrince.Integrate(ode, ode.Pack(start), until, (integration ?? IntegrationOptions.Default) with { Output = PathOutput.Steps }, cancellationToken);
        if (path.StopReason == StopReason.Cancelled)
            throw new OperationCanceledException(cancellationToken);

        ImmutableArray<string> names = ensemble.CoordinateNames();
        var entries = ImmutableArray.CreateBuilder<CoordinateComparison>(ensemble.Steps.Length * names.Length);
        var y = new double[names.Length];
        for (int time = 0; time < ensemble.Steps.Length && ensemble.Steps[time] / n <= path.EndTime; time++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double t = ensemble.Steps[time] / n;
            path.At(t, y);
            ImmutableArray<double> mean = ensemble.Mean(time), error = ensemble.StandardError(time);
            for (int c = 0; c < y.Length; c++)
                entries.Add(new CoordinateComparison(t, names[c], y[c], mean[c], error[c]));
        }
        return new EnsembleComparison(ensemble, path, names, entries.DrainToImmutable());
    }

    /// <summary>The largest deviations, in words.</summary>
    public override string ToString()
    {
        string mean = Ensemble.Replicas == 1 ? "One training leaves" : $"The mean of {Ensemble.Replicas} trainings leaves";
        string text = Entries.IsEmpty
            ? "No record can be compared with the ODE's path"
            : FormattableString.Invariant($"{mean} the ODE's path by at most {Math.Abs(_largest.Deviation):G2} ({_largest})");
        if (LargestInStandardErrors is { } most)
            text += FormattableString.Invariant($", by at most {Math.Abs(most.DeviationInStandardErrors):G2} standard errors ({most.Coordinate} at t = {most.Time:G6})");
        if (Ensemble.Divergence is { } divergence)
            text += $"; {divergence}";
        if (TimeCount < Ensemble.Times.Length)
            text += FormattableString.Invariant($"; the path ends at t = {Path.EndTime:G6} ({Path.StopReason})");
        return text;
    }

    private static int Index(int i, int count, string name) =>
        (uint)i < (uint)count ? i : throw Guard.OutOfRange(name, i, $"is an index and must lie in [0, {count})");
}

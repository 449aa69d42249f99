namespace PhaseGan.Dynamics;

/// <summary>
/// Adaptive integration by the Dormand–Prince pair 5(4): local extrapolation (5th order), first-same-as-last, proportional-integral step
/// control, dense output of 4th order, located events, bounded work.
/// </summary>
/// <remarks>
/// Sources: Dormand and Prince, <em>J. Comput. Appl. Math.</em> 6 (1980) 19–26; Hairer, Nørsett and Wanner, <em>Solving Ordinary Differential
/// Equations I</em>, 2nd ed., II.4–II.6. The method is explicit: on very stiff fields it ends with
/// <see cref="StopReason.StepBudget"/> rather than hang; <see cref="RadauIIA"/> follows those.
/// </remarks>
public static class DormandPrince
{
    /// <summary>Integrates from coordinates at t = 0.</summary>
    /// <typeparam name="TField">The field; a type parameter so that its calls can be inlined.</typeparam>
    /// <param name="field">The vector field.</param>
    /// <param name="start">The start, length N, finite.</param>
    /// <param name="until">End time, finite and &gt; 0.</param>
    /// <param name="options">Tolerances, bounds and events; defaults if absent.</param>
    /// <param name="cancellationToken">Ends the integration with <see cref="StopReason.Cancelled"/>; what was computed is returned.</param>
    /// <returns>The trajectory; its <see cref="Trajectory.StopReason"/> says whether the end was reached.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException">The start, or the absolute tolerances, have not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The start is not finite, the end time not positive, or a time to keep lies beyond it.</exception>
    public static Trajectory Integrate<TField>(
        TField field, ReadOnlySpan<double> start, double until, IntegrationOptions? options = null, CancellationToken cancellationToken = default)
        where TField : IVectorField
    {
        ArgumentNullException.ThrowIfNull(field);
        options ??= IntegrationOptions.Default;
        int n = field.Dimension;
        Guard.Length(start.Length, n, "the coordinates of the field", nameof(start));
        foreach (double v in start)
            Guard.Finite(v, "a coordinate", nameof(start));
        Guard.Positive(until, "an end time");

        var stepper = new DormandPrinceStepper<TField>(field, StepTolerance.Of(field, options), options.MaxStep);
        return StepLoop.Run(stepper, start, until, options, cancellationToken);
    }

    /// <summary>Integrates from a state of the model at t = 0.</summary>
    /// <typeparam name="TState">The model's state.</typeparam>
    /// <param name="field">The vector field with its coordinates.</param>
    /// <param name="start">The start.</param>
    /// <param name="until">End time, finite and &gt; 0.</param>
    /// <param name="options">Tolerances, bounds and events; defaults if absent.</param>
    /// <param name="cancellationToken">Ends the integration with <see cref="StopReason.Cancelled"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The start does not fit the field.</exception>
    public static Trajectory Integrate<TState>(
        IVectorField<TState> field, TState start, double until, IntegrationOptions? options = null, CancellationToken cancellationToken = default)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(start);
        return Integrate<IVectorField>(field, field.Pack(start), until, options, cancellationToken);
    }
}

namespace PhaseGan.Dynamics;

/// <summary>
/// Adaptive integration of stiff fields by the implicit method Radau IIA of order 5: L-stable and stiffly accurate, on the analytic Jacobian, with dense output
/// of 3rd order, located events, bounded work.
/// </summary>
/// <remarks>
/// <para>
/// Where rates differ by orders of magnitude (chemical kinetics, relaxation oscillations, diffusion on a grid) an explicit method such as
/// <see cref="DormandPrince"/> must follow the fastest rate though nothing moves at it any more; this one takes steps as long as the solution is smooth. A step
/// costs some ten evaluations of the field and, where it changes length, a real and a complex LU decomposition of N×N matrices.
/// </para>
/// <para>
/// Steps are as long as the dense output allows, so states between steps meet the tolerances and states at steps are closer still. A relative tolerance below
/// 1e-13 counts as 1e-13: rounding allows no less. A step that would damp a direction in which the solution grows is refused.
/// </para>
/// <para>Source: Hairer and Wanner, <em>Solving Ordinary Differential Equations II</em>, 2nd ed., section IV.8.</para>
/// </remarks>
public static class RadauIIA
{
    /// <summary>Integrates from coordinates at t = 0.</summary>
    /// <typeparam name="TField">The field; a type parameter so that its calls can be inlined.</typeparam>
    /// <param name="field">The vector field; its Jacobian must be right, as iterations on a wrong one do not converge.</param>
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
        Guard.Length(start.Length, field.Dimension, "the coordinates of the field", nameof(start));
        foreach (double v in start)
            Guard.Finite(v, "a coordinate", nameof(start));
        Guard.Positive(until, "an end time");

        var stepper = new RadauStepper<TField>(field, StepTolerance.Of(field, options), options.MaxStep);
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

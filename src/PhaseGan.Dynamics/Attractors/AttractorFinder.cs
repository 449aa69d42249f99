namespace PhaseGan.Dynamics;

/// <summary>Finds the attractor that a trajectory reaches, for any vector field, and says how it was shown.</summary>
/// <remarks>
/// <para>A <b>fixed point</b> needs two things: the trajectory is near it, and the spectrum there is stable with a gap that the distance
/// cannot overcome. A small field alone shows nothing, since trajectories rest near saddles for long. On a rest manifold
/// (<see cref="IRestManifold"/>) the transverse block decides and the drift still to come is bounded.</para>
/// <para>A <b>limit cycle</b> is shown by its multipliers, which must be stable: Newton's method finds it where returns to a section contract or close
/// while the motion stays large, and the trajectory must be so near that it cannot miss it.</para>
/// <para><b>Aperiodic</b> motion is shown by speed and ranges that neither shrink nor drift over three windows, each long against the slowest
/// rate met, and by what attracts: it is chaotic, shrinks volumes and has no further exponent zero, or it is a torus to which motions from nearby
/// starts return. Chaos beside a stable fixed point or cycle may be a transient and is not called an attractor. Lyapunov exponents are given if
/// <see cref="AttractorOptions.Exponents"/> asks for them.</para>
/// <para>Distances, ranges and tolerances are taken in units of the problem: those that an <see cref="ISizedField"/> states,
/// or sizes and a time that are measured along the path (see <see cref="AttractorOptions.LengthScale"/>). How near to a stable fixed point the
/// trajectory must be there is measured too: as near as the linearised field rules.</para>
/// <para>Neutral motion (centres, conserved quantities), coordinates that leave every range, motion on invariant sets that repel and everything else end as
/// <see cref="UndeterminedAttractor"/> with the cause and the reason, at the latest when the budget of evaluations runs out.</para>
/// </remarks>
public static class AttractorFinder
{
    /// <summary>An absolute tolerance that leaves all to the relative one, where coordinates sink far and rise again.</summary>
    private const double NoAbsoluteTolerance = 1e-100;

    /// <summary>Follows the trajectory from a start until its attractor is shown.</summary>
    /// <typeparam name="TField">The field; a type parameter so that its calls can be inlined.</typeparam>
    /// <param name="field">The vector field.</param>
    /// <param name="start">Start, length N, finite.</param>
    /// <param name="options">Tolerances and budget; defaults if absent.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The attractor with its evidence, or <see cref="UndeterminedAttractor"/> with the reason.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException">The start has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The start is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Attractor Find<TField>(
        TField field, ReadOnlySpan<double> start, AttractorOptions? options = null, CancellationToken cancellationToken = default)
        where TField : IVectorField =>
        Find(field, start, 0, options, cancellationToken);

    /// <summary>The same for a trajectory that has been followed for some time already.</summary>
    internal static Attractor Find<TField>(TField field, ReadOnlySpan<double> start, double elapsed, AttractorOptions? options, CancellationToken cancellationToken)
        where TField : IVectorField
    {
        ArgumentNullException.ThrowIfNull(field);
        Guard.Length(start.Length, field.Dimension, "the coordinates of the field", nameof(start));
        foreach (double v in start)
            Guard.Finite(v, "a coordinate", nameof(start));
        options ??= AttractorOptions.Default;
        if (options.LengthScale is not null || !ScaledField.IsInUnits(field))
            return AttractorUnits.Find(field, start, elapsed, options, cancellationToken);
        var search = new AttractorSearch<TField>(field, options, elapsed, cancellation: cancellationToken);
        Attractor found = search.Run(start);
        bool hasFailed = found is UndeterminedAttractor { Cause: UndeterminedCause.Singular };
        if (found.Evaluations < options.MaxEvaluations && search.HasSunk(hasFailed))
        {
            AttractorOptions rest = options with { MaxEvaluations = Math.Max(1000, options.MaxEvaluations - found.Evaluations) };
            Attractor again = new AttractorSearch<TField>(field, rest, elapsed, NoAbsoluteTolerance, cancellationToken).Run(start);
            found = again with { Evaluations = found.Evaluations + again.Evaluations };
        }
        return options.Exponents > 0 && found is AperiodicAttractor aperiodic
            ? AperiodicEvidence.Measure(field, aperiodic, options, cancellationToken)
            : found;
    }
}

using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>The largest Lyapunov exponents of a trajectory of any vector field, with standard errors.</summary>
/// <remarks>
/// <para>
/// Tangent vectors are carried by the variational equation with the field's analytic Jacobian and orthonormalised often; exponents are the
/// mean rates of growth of the diagonal of the triangular factors. Source: Benettin, Galgani, Giorgilli and Strelcyn, <em>Meccanica</em> 15
/// (1980) 9–30; Shimada and Nagashima, <em>Prog. Theor. Phys.</em> 61 (1979) 1605–1616.
/// </para>
/// <para>
/// <b>Neutral directions.</b> On any attractor that is not a fixed point, time translation gives an exponent 0, and so does each generator
/// of a continuous symmetry. These directions are known exactly and the tangent flow maps them to themselves, so the tangents are projected
/// orthogonally to them before each orthonormalisation: what is left are the exponents of the tangent flow modulo those directions, the
/// same list with these zeros taken out. A cycle then has only negative exponents, with nothing near zero to be judged. Families of fixed
/// points add no zeros to a trajectory that keeps away from them. With <see cref="LyapunovOptions.RemoveNeutral"/> off the full list is
/// measured.
/// </para>
/// <para>
/// <b>Errors.</b> The standard error comes from batch means: the duration is cut into 32 (and 64) batches, whose means are independent if a
/// batch is longer than the motion's memory; it is itself known to about 12 %. On a cycle or a torus, where growth oscillates about its mean,
/// a smooth window in each batch takes the oscillation out. Over a time T the error falls like 1/√T on a chaotic attractor and faster than
/// 1/T on a cycle or a torus. The tolerances add a systematic error of about their size.
/// </para>
/// <para>
/// <b>Invariant subspaces.</b> Where the motion keeps within an affine subspace that the field maps into itself (coordinates that stay zero, or equal), the
/// exponents across it say whether it attracts; they are <see cref="LyapunovEstimate.Transverse"/>. If it repels, the motion is what the exponents within it
/// say, and only those are given.
/// </para>
/// <para>The result is a pure function of the arguments. One step of the integration allocates nothing.</para>
/// </remarks>
public static class LyapunovSpectrum
{
    /// <summary>Steps on which the sizes of the coordinates are measured where the field states none.</summary>
    private const int MeasuringSteps = 2000;

    /// <summary>Measures the <paramref name="count"/> largest exponents of the trajectory from a start.</summary>
    /// <typeparam name="TField">The field; a type parameter so that its calls can be inlined.</typeparam>
    /// <param name="field">The vector field, of dimension N.</param>
    /// <param name="start">The start, length N, finite.</param>
    /// <param name="count">How many exponents: at least 1, at most N less the neutral directions to be removed.</param>
    /// <param name="options">Length, tolerances and bounds; defaults if absent.</param>
    /// <param name="cancellationToken">Ends the measurement with <see cref="LyapunovStatus.Cancelled"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException">The start has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The start is not finite, or the count outside its range.</exception>
    public static LyapunovEstimate Estimate<TField>(
        TField field, ReadOnlySpan<double> start, int count = 1, LyapunovOptions? options = null, CancellationToken cancellationToken = default)
        where TField : IVectorField
    {
        ArgumentNullException.ThrowIfNull(field);
        options ??= LyapunovOptions.Default;
        int n = field.Dimension;
        Guard.Length(start.Length, n, "the coordinates of the field", nameof(start));
        foreach (double v in start)
            Guard.Finite(v, "a coordinate", nameof(start));
        int removable = Removable(field, options);
        if (count < 1 || count > n - removable)
            throw Guard.OutOfRange(nameof(count), count, $"is a number of exponents and must lie in [1, {n - removable}] (N = {n}, neutral directions removed: {removable})");

        if (ScaledField.IsInUnits(field))
            return Whole(field, start, count, options, cancellationToken);
        // a field that states no sizes is measured in units of its own motion
        ScaledField scaled = MotionSizes.Measure(field, start, double.PositiveInfinity, MeasuringSteps, options.MaxEvaluations / 2, cancellationToken, out long measuring);
        LyapunovOptions rest = scaled.InUnits(options) with { MaxEvaluations = Math.Max(1, options.MaxEvaluations - measuring) };
        LyapunovEstimate estimate = scaled.FromUnits(Whole(scaled, scaled.ToUnits(start), count, rest, cancellationToken));
        return estimate with { Evaluations = estimate.Evaluations + measuring };
    }

    private static LyapunovEstimate Whole<TField>(
        TField field, ReadOnlySpan<double> start, int count, LyapunovOptions options, CancellationToken cancellationToken)
        where TField : IVectorField
    {
        int n = field.Dimension, removable = Removable(field, options);
        var tangents = new TangentFlow<TField>(field, count, options, null, false, cancellationToken);
        LyapunovEstimate whole = Read(tangents, tangents.Run(start));
        if (whole.Exponents.IsEmpty)
            return whole;
        var hull = MotionHull.Of(field, tangents.Visited.ToArray());
        int inside = Math.Min(count, hull.Dimension - removable), outside = Math.Min(count, n - hull.Dimension);
        if (hull.IsWhole || inside < 1)
            return whole;
        // again from where the motion is on its subspace
        LyapunovEstimate across = Measure(field, whole.End.AsSpan(), outside, Rest(whole.Evaluations), hull, true, cancellationToken);
        LyapunovEstimate found = whole with { Transverse = across.Exponents, Evaluations = whole.Evaluations + across.Evaluations };
        if (across.Exponents.IsEmpty || across.SignOf(0) <= 0)
            return found;
        LyapunovEstimate within = Measure(field, whole.End.AsSpan(), inside, Rest(found.Evaluations), hull, false, cancellationToken);
        return within with { Transverse = found.Transverse, RemovedDirections = whole.RemovedDirections, Evaluations = found.Evaluations + within.Evaluations };

        LyapunovOptions Rest(long used) => options with { MaxEvaluations = Math.Max(1, options.MaxEvaluations - used) };
    }

    private static int Removable(IVectorField field, LyapunovOptions options) => options.RemoveNeutral ? 1 + ((field as ISymmetricField)?.SymmetryCount ?? 0) : 0;

    /// <summary>The exponents within an invariant subspace that holds the motion, or across it.</summary>
    internal static LyapunovEstimate Measure<TField>(
        TField field, ReadOnlySpan<double> start, int count, LyapunovOptions options, MotionHull hull, bool isAcross, CancellationToken cancellationToken)
        where TField : IVectorField
    {
        var tangents = new TangentFlow<TField>(field, count, options, hull, isAcross, cancellationToken);
        return Read(tangents, tangents.Run(start));
    }

    private static LyapunovEstimate Read<TField>(TangentFlow<TField> tangents, LyapunovStatus status)
        where TField : IVectorField
    {
        var exponents = ImmutableArray<LyapunovExponent>.Empty;
        if (status is not (LyapunovStatus.NonFinite or LyapunovStatus.AtRest) && tangents.Series.IsLongEnough)
            exponents = [.. tangents.Series.Exponents().OrderByDescending(e => e.Value)];
        return new LyapunovEstimate
        {
            Status = status,
            Exponents = exponents,
            RemovedDirections = tangents.Removed,
            Duration = tangents.Series.Duration,
            TurningRate = tangents.TurningRate,
            End = [.. tangents.State],
            Evaluations = tangents.Evaluations,
        };
    }
}

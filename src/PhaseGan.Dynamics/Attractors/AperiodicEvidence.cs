namespace PhaseGan.Dynamics;

/// <summary>Measures what aperiodic motion is.</summary>
internal static class AperiodicEvidence
{
    /// <summary>Without other options, exponents are measured over this many mean times of return, after so many to fall in.</summary>
    private const double Returns = 1000, TransientReturns = 50;

    /// <summary>
    /// The attractor with its exponents. Should the motion come to rest meanwhile, it was a transient: the search goes on from there, with a
    /// budget of its own.
    /// </summary>
    public static Attractor Measure<TField>(TField field, AperiodicAttractor found, AttractorOptions options, CancellationToken cancellationToken)
        where TField : IVectorField
    {
        LyapunovOptions lyapunov = options.Lyapunov ?? new LyapunovOptions
        {
            Transient = TransientReturns * found.ReturnTime,
            Duration = Returns * found.ReturnTime,
            RelativeTolerance = Math.Max(options.RelativeTolerance, 1e-7),
            AbsoluteTolerance = Math.Max(options.AbsoluteTolerance, 1e-10),
            MaxEvaluations = options.MaxEvaluations,
        };
        int neutral = lyapunov.RemoveNeutral ? 1 + ((field as ISymmetricField)?.SymmetryCount ?? 0) : 0;
        int count = Math.Min(options.Exponents, field.Dimension - neutral);
        if (count < 1)
            return found;
        LyapunovEstimate estimate = LyapunovSpectrum.Estimate(field, found.Point.AsSpan(), count, lyapunov, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (estimate.Status != LyapunovStatus.AtRest)
            return found with { Lyapunov = estimate, Evaluations = found.Evaluations + estimate.Evaluations };

        Attractor then = new AttractorSearch<TField>(field, options, cancellation: cancellationToken).Run(estimate.End.AsSpan());
        return then with
        {
            Time = found.Time + lyapunov.Transient + estimate.Duration + then.Time,
            Evaluations = found.Evaluations + estimate.Evaluations + then.Evaluations,
        };
    }
}

namespace PhaseGan.Dynamics;

/// <summary>
/// Searches for attractors of fields that state no sizes: in units measured on the motion, and again in others when the motion has outgrown them or
/// shrunk to a small part of them.
/// </summary>
internal static class AttractorUnits
{
    /// <summary>Steps on which the sizes of a motion are measured.</summary>
    private const int MeasuringSteps = 200;

    /// <summary>How often the units may change: motion may grow or shrink by all that numbers can hold.</summary>
    private const int MostChanges = 40;

    /// <summary>The least that a search may be allowed.</summary>
    private const long LeastBudget = 1000;

    /// <summary>A size is at least this part of the largest motion when units change.</summary>
    private const double LeastOfMotion = 1e-3;

    /// <summary>What <see cref="AttractorFinder"/> finds, with everything that comes back in the field's own coordinates.</summary>
    public static Attractor Find(IVectorField field, ReadOnlySpan<double> start, double elapsed, AttractorOptions options, CancellationToken cancellationToken)
    {
        long measuring = 0, spent = 0;
        ScaledField scaled;
        if (options.LengthScale is { } length)
        {
            var sizes = new double[field.Dimension];
            Array.Fill(sizes, length);
            scaled = ScaledField.Of(field, sizes);
        }
        else
            scaled = MotionSizes.Measure(field, start, double.PositiveInfinity, MeasuringSteps, options.MaxEvaluations / 2, cancellationToken, out measuring);

        double time = 0;
        double[] state = scaled.ToUnits(start);
        for (int change = 0; ; change++)
        {
            double unit = scaled.TimeUnit;
            scaled.MayChange = options.LengthScale is null && field is not ISizedField && change < MostChanges && spent < options.MaxEvaluations;
            AttractorOptions rest = options with
            {
                LengthScale = null,
                WholeBudget = options.MaxEvaluations,
                TimeBefore = time,
                MaxEvaluations = Math.Max(LeastBudget, options.MaxEvaluations - spent),
                Lyapunov = options.Lyapunov is { } lyapunov ? scaled.InUnits(lyapunov) : null,
            };
            Attractor found = AttractorFinder.Find(scaled, state, (elapsed + time) / unit, rest, cancellationToken);
            time += found.Time * unit;
            spent += found.Evaluations;
            if (found is not UndeterminedAttractor { Misfit: { } misfit })
                return InCoordinates(found, scaled) with { Time = time, Evaluations = spent + measuring };
            double[] at = scaled.FromUnits(misfit.State);
            scaled = ScaledField.Of(field, Changed(scaled.Sizes, misfit.Ranges), unit);
            state = scaled.ToUnits(at);
        }
    }

    private static double[] Changed(ReadOnlySpan<double> sizes, double[] ranges)
    {
        double largest = ranges.Max();
        var changed = new double[sizes.Length];
        for (int i = 0; i < changed.Length; i++)
            changed[i] = sizes[i] * ScaledField.PowerOfTwo(Math.Max(ranges[i], LeastOfMotion * largest));
        return changed;
    }

    private static Attractor InCoordinates(Attractor found, ScaledField scaled)
    {
        double largest = scaled.LargestSize, unit = scaled.TimeUnit;
        return found switch
        {
            FixedPointAttractor point => new FixedPointAttractor(
                FixedPoint.At(scaled.Original, scaled.FromUnits(point.Point.Coordinates.AsSpan())), scaled.FromUnits(point.Spectrum), point.Uncertainty * largest, point.Time, point.Evaluations),
            LimitCycleAttractor cycle => new LimitCycleAttractor(scaled.FromUnits(cycle.Cycle), cycle.Time, cycle.Evaluations),
            AperiodicAttractor moving => new AperiodicAttractor(
                moving.Amplitude, [.. scaled.FromUnits(moving.Point.AsSpan())], moving.ReturnTime * unit, moving.Shown, moving.Time, moving.Evaluations)
            {
                Lyapunov = moving.Lyapunov is { } estimate ? scaled.FromUnits(estimate) : null,
            },
            _ => found,
        };
    }
}

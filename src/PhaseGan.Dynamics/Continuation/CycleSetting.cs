namespace PhaseGan.Dynamics;

/// <summary>What branches of cycles of one family are followed with.</summary>
/// <param name="Family">The family; all of its parameters are varied.</param>
/// <param name="Lower">Lower ends of the parameters' ranges.</param>
/// <param name="Upper">Upper ends.</param>
/// <param name="Options">The options.</param>
internal sealed record CycleSetting(FieldFamily Family, double[] Lower, double[] Upper, CycleBranchOptions Options)
{
    /// <summary>The setting of checked arguments.</summary>
    public static CycleSetting Of(FieldFamily family, IReadOnlyList<double> lower, IReadOnlyList<double> upper, CycleBranchOptions? options)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (family.Parameters.Length != lower.Count)
            throw new ArgumentException($"this branch varies {lower.Count} of {lower.Count} parameters; the family has {string.Join(", ", family.Parameters)}", nameof(family));
        for (int j = 0; j < lower.Count; j++)
        {
            Guard.Finite(lower[j], "the lower end of a range", nameof(lower));
            Guard.Finite(upper[j], "the upper end of a range", nameof(upper));
            if (!(upper[j] > lower[j]) || !double.IsFinite(upper[j] - lower[j]))
                throw Guard.OutOfRange(nameof(upper), upper[j], "must lie above the lower end, at a finite distance");
        }
        return new CycleSetting(family, [.. lower], [.. upper], options ?? CycleBranchOptions.Default);
    }

    /// <summary>Sizes of the coordinates for cycles near a state, as they are to begin with: its own and those over which the Jacobian there becomes another one.</summary>
    public double[] Sizes(IReadOnlyList<double> state, params ReadOnlySpan<double> at)
    {
        IVectorField field = Family.At(at);
        Guard.Length(state.Count, field.Dimension, "a state of the field", nameof(state));
        if (!Options.Sizes.IsEmpty)
        {
            Guard.Length(Options.Sizes.Length, field.Dimension, "the sizes of the coordinates", nameof(Options));
            return [.. Options.Sizes];
        }
        return field is ISizedField sized ? [.. state.Select((_, i) => sized.SizeOf(i))] : LearnedSizes.At([.. state], [field], double.PositiveInfinity);
    }

    /// <summary>Whether sizes grow with the cycles: where nothing states them.</summary>
    public bool MayResize(params ReadOnlySpan<double> at) => Options.Sizes.IsEmpty && Family.At(at) is not ISizedField;

    /// <summary>A frame of equal segments with a period as the unit of time.</summary>
    public CycleFrame Frame(double[] sizes, int segments, double time) => new(Family, Lower, Upper, sizes, CycleMesh.Equal(segments), time);

    /// <summary>The frame of fixed points in the same units.</summary>
    public BranchFrame RestFrame(double[] sizes) => new(Family, sizes, Lower, Upper);
}

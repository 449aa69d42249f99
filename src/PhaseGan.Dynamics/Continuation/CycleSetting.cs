namespace PhaseGan.Dynamics;

/// <summary>What branches of cycles of one family are followed with.</summary>
/// <param name="Family">The family, with one parameter.</param>
/// <param name="Lower">Lower end of the parameter's range.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Options">The options.</param>
internal sealed record CycleSetting(FieldFamily Family, double Lower, double Upper, CycleBranchOptions Options)
{
    /// <summary>The setting of checked arguments.</summary>
    public static CycleSetting Of(FieldFamily family, double lower, double upper, CycleBranchOptions? options)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (family.Parameters.Length != 1)
            throw new ArgumentException($"this branch varies 1 parameter; the family has {string.Join(", ", family.Parameters)}", nameof(family));
        Guard.Finite(lower, "the lower end of a range", nameof(lower));
        Guard.Finite(upper, "the upper end of a range", nameof(upper));
        if (!(upper > lower) || !double.IsFinite(upper - lower))
            throw Guard.OutOfRange(nameof(upper), upper, "must lie above the lower end, at a finite distance");
        return new CycleSetting(family, lower, upper, options ?? CycleBranchOptions.Default);
    }

    /// <summary>Sizes of the coordinates next to a state.</summary>
    public double[] Sizes(IReadOnlyList<double> state, double at)
    {
        IVectorField field = Family.At(at);
        Guard.Length(state.Count, field.Dimension, "a state of the field", nameof(state));
        if (!Options.Sizes.IsEmpty)
        {
            Guard.Length(Options.Sizes.Length, field.Dimension, "the sizes of the coordinates", nameof(Options));
            return [.. Options.Sizes];
        }
        return [.. state.Select((y, i) => field is ISizedField sized ? sized.SizeOf(i) : Math.Max(1, Math.Abs(y)))];
    }

    /// <summary>Whether sizes grow with the cycles: where nothing states them.</summary>
    public bool MayResize(double at) => Options.Sizes.IsEmpty && Family.At(at) is not ISizedField;

    /// <summary>A frame of equal segments.</summary>
    public CycleFrame Frame(double[] sizes, int segments) => new(Family, [Lower], [Upper], sizes, CycleMesh.Equal(segments));

    /// <summary>The frame of fixed points in the same units.</summary>
    public BranchFrame RestFrame(double[] sizes) => new(Family, sizes, [Lower], [Upper]);
}

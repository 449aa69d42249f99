namespace PhaseGan.Dynamics;

/// <summary>What branches of one family are followed with: checked arguments and the frame that they make.</summary>
/// <param name="Family">The family.</param>
/// <param name="Frame">The units.</param>
/// <param name="Options">The options.</param>
internal sealed record BranchSetting(FieldFamily Family, BranchFrame Frame, BranchOptions Options)
{
    /// <summary>The setting of a start.</summary>
    /// <param name="family">The family.</param>
    /// <param name="varied">How many parameters it must have.</param>
    /// <param name="from">The state.</param>
    /// <param name="at">The parameters.</param>
    /// <param name="lower">Lower ends.</param>
    /// <param name="upper">Upper ends.</param>
    /// <param name="options">Options, or null.</param>
    public static BranchSetting Of(
        FieldFamily family, int varied, IReadOnlyList<double> from, IReadOnlyList<double> at, IReadOnlyList<double> lower, IReadOnlyList<double> upper, BranchOptions? options)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(from);
        options ??= BranchOptions.Default;
        if (family.Parameters.Length != varied)
            throw new ArgumentException($"this branch varies {varied} of {varied} parameters; the family has {string.Join(", ", family.Parameters)}", nameof(family));
        for (int j = 0; j < varied; j++)
        {
            Guard.Finite(lower[j], "the lower end of a range", nameof(lower));
            Guard.Finite(upper[j], "the upper end of a range", nameof(upper));
            if (!(upper[j] > lower[j]) || !double.IsFinite(upper[j] - lower[j]))
                throw Guard.OutOfRange(nameof(upper), upper[j], "must lie above the lower end, at a finite distance");
            Guard.InRange(at[j], lower[j], upper[j], "the value of a parameter at the start", nameof(at));
        }
        IVectorField field = family.At([.. at]);
        Guard.Length(from.Count, field.Dimension, "a state of the field", nameof(from));
        foreach (double value in from)
            Guard.Finite(value, "a coordinate of the start", nameof(from));
        return new BranchSetting(family, new BranchFrame(family, Sizes(field, from, options), [.. lower], [.. upper]), options);
    }

    private static double[] Sizes(IVectorField field, IReadOnlyList<double> from, BranchOptions options)
    {
        if (!options.Sizes.IsEmpty)
        {
            Guard.Length(options.Sizes.Length, field.Dimension, "the sizes of the coordinates", nameof(options));
            return [.. options.Sizes];
        }
        return [.. from.Select((y, i) => field is ISizedField sized ? sized.SizeOf(i) : Math.Max(1, Math.Abs(y)))];
    }
}

namespace PhaseGan.Dynamics;

/// <summary>What branches of one family are followed with: checked arguments and the frame that they make.</summary>
/// <param name="Family">The family.</param>
/// <param name="Frame">The units.</param>
/// <param name="Options">The options.</param>
/// <param name="Renews">Whether the sizes of the coordinates were learned at the start, so that they go with the branch where it leaves them behind.</param>
internal sealed record BranchSetting(FieldFamily Family, BranchFrame Frame, BranchOptions Options, bool Renews)
{
    /// <summary>Sizes within this factor of each other are alike.</summary>
    private const double Alike = 1e3;

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
        bool isStated = !options.Sizes.IsEmpty || field is ISizedField;
        double[] sizes = isStated ? Stated(field, options) : [.. LearnedSizes.At([.. from], [field, .. Corners(family, field.Dimension, lower, upper)]).Select(s => s * LearnedSizes.Spread(field.Dimension))];
        return new BranchSetting(family, new BranchFrame(family, sizes, [.. lower], [.. upper]), options, !isStated);
    }

    /// <summary>
    /// The setting for members of a family: a branch moves across the family at right angles to it, which depends on the units. They are those of the field as long as the sizes that were learned are alike.
    /// </summary>
    public BranchSetting ForFamily()
    {
        double largest = Frame.Sizes.Max();
        // a power of two, which rounds nothing: a place in the family stays in it
        return Renews && Frame.Sizes.Min() * Alike > largest ? this with { Frame = Frame.In([.. Frame.Sizes.Select(_ => Math.ScaleB(1, Math.ILogB(largest)))]), Renews = false } : this;
    }

    private static double[] Stated(IVectorField field, BranchOptions options)
    {
        if (!options.Sizes.IsEmpty)
            Guard.Length(options.Sizes.Length, field.Dimension, "the sizes of the coordinates", nameof(options));
        return options.Sizes.IsEmpty ? [.. Enumerable.Range(0, field.Dimension).Select(((ISizedField)field).SizeOf)] : [.. options.Sizes];
    }

    /// <summary>The fields at the corners of the window that are to be had.</summary>
    private static IEnumerable<IVectorField> Corners(FieldFamily family, int dimension, IReadOnlyList<double> lower, IReadOnlyList<double> upper)
    {
        for (int corner = 0; corner < 1 << lower.Count; corner++)
        {
            double[] place = [.. lower.Select((low, j) => (corner >> j & 1) == 0 ? low : upper[j])];
            if (family.FieldAt(place, dimension) is { } field)
                yield return field;
        }
    }
}

using System.Collections.Immutable;

namespace PhaseGan.Plotting;

/// <summary>One pair of axes of a <see cref="WeightLawFigure"/>: the contours of a law of two weights, of another one to be compared with, and points.</summary>
public sealed class WeightLawPanel
{
    /// <summary>Makes a panel.</summary>
    /// <param name="title">Heading; empty for none.</param>
    /// <param name="law">The law whose contours are drawn.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public WeightLawPanel(string title, WeightLaw law)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(law);
        (Title, Law) = (title, law);
    }

    /// <summary>Heading.</summary>
    public string Title { get; }

    /// <summary>The law whose contours are drawn.</summary>
    public WeightLaw Law { get; }

    /// <summary>A law to be compared with, drawn dashed; absent unless set.</summary>
    public WeightLaw? Reference { get; init; }

    /// <summary>Points, usually rows of a training: the weight drawn to the right and the one drawn upwards.</summary>
    /// <exception cref="ArgumentException">Set to a point that is not finite.</exception>
    public ImmutableArray<(double X, double Y)> Points
    {
        get;
        init
        {
            field = value.IsDefault ? [] : value;
            foreach ((double x, double y) in field)
                if (!double.IsFinite(x) || !double.IsFinite(y))
                    throw new ArgumentException(FormattableString.Invariant($"the points of a panel must be finite; got ({x}, {y})"), nameof(Points));
        }
    } = [];

    /// <summary>The rows of a training as points: √n v_ℓ to the right, √n w upwards. They are a sample of a law given û if all rows have this û.</summary>
    /// <param name="weights">The vectors of the training.</param>
    /// <param name="most">Rows taken, from the first, ≥ 1; all if there are fewer.</param>
    /// <param name="feature">Zero-based index ℓ of the generator's column, in [0, d).</param>
    /// <exception cref="ArgumentNullException"><paramref name="weights"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ImmutableArray<(double X, double Y)> Rows(TrainingWeights weights, int most = 2500, int feature = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Guard.AtLeast(most, 1, "a number of rows");
        if ((uint)feature >= (uint)weights.Generator.Length)
            throw Guard.OutOfRange(nameof(feature), feature, $"is the index of a column and must lie in [0, {weights.Generator.Length})");
        double scale = Math.Sqrt(weights.Discriminator.Length);
        return [.. weights.Generator[feature].Zip(weights.Discriminator, (v, w) => (scale * v, scale * w)).Take(most)];
    }

    /// <summary>Its title and law.</summary>
    public override string ToString() => $"{(Title.Length > 0 ? Title : "panel")}: {Law}";
}

namespace PhaseGan.Dynamics;

/// <summary>
/// Tolerances on the local error of each coordinate of a step: relative ones, and absolute ones that are stated, or that follow from the sizes which the
/// coordinates have had on the path.
/// </summary>
internal sealed class StepTolerance
{
    /// <summary>Absolute tolerance in units of the size of a coordinate, unless another is stated.</summary>
    public const double UsualAbsolute = 1e-10;

    /// <summary>What the tolerance of a coordinate is at least, so that an error of zero beside a state of zero is no error.</summary>
    private const double Least = 1e-300;

    private readonly double[] _stated;

    private StepTolerance(double relative, double[] stated) => (Relative, _stated) = (relative, stated);

    /// <summary>Relative tolerance.</summary>
    public double Relative { get; }

    /// <summary>Whether absolute tolerances follow from the path, since none are stated.</summary>
    public bool IsOfPath => _stated.Length == 0;

    /// <summary>One absolute tolerance for all coordinates.</summary>
    public static StepTolerance Of(double relative, double absolute) => new(relative, [absolute]);

    /// <summary>An absolute tolerance for each coordinate.</summary>
    public static StepTolerance Of(double relative, double[] absolute) => new(relative, absolute);

    /// <summary>Absolute tolerances from the path.</summary>
    public static StepTolerance OfPath(double relative) => new(relative, []);

    /// <summary>The tolerances that options state, or that follow from the sizes of an <see cref="ISizedField"/>, or else from the path.</summary>
    /// <exception cref="ArgumentException">As many absolute tolerances are stated as the field has not coordinates.</exception>
    public static StepTolerance Of(IVectorField field, IntegrationOptions options)
    {
        double relative = options.RelativeTolerance;
        if (!options.AbsoluteTolerances.IsEmpty)
        {
            Guard.Length(options.AbsoluteTolerances.Length, field.Dimension, "the absolute tolerances of the coordinates", nameof(options));
            return new(relative, [.. options.AbsoluteTolerances]);
        }
        if (options.AbsoluteTolerance is { } absolute)
            return Of(relative, absolute);
        if (field is not ISizedField sized)
            return OfPath(relative);
        var tolerances = new double[field.Dimension];
        for (int i = 0; i < tolerances.Length; i++)
            tolerances[i] = UsualAbsolute * Guard.Positive(sized.SizeOf(i), "the size of a coordinate", nameof(field));
        return new(relative, tolerances);
    }

    /// <summary>Writes the absolute tolerances at the start of a path.</summary>
    public void Begin(ReadOnlySpan<double> y, Span<double> absolute)
    {
        for (int i = 0; i < y.Length; i++)
            absolute[i] = IsOfPath ? Math.Max(UsualAbsolute * Math.Abs(y[i]), Least) : _stated[_stated.Length == 1 ? 0 : i];
    }

    /// <summary>Raises the absolute tolerances of coordinates that are larger than ever before.</summary>
    public static void Grow(ReadOnlySpan<double> y, Span<double> absolute)
    {
        for (int i = 0; i < y.Length; i++)
            absolute[i] = Math.Max(absolute[i], UsualAbsolute * Math.Abs(y[i]));
    }

    /// <summary>
    /// Raises the absolute tolerances of the coordinates whose error was refused, above that error: it is rounding, as a coordinate has that is zero but for
    /// rounding.
    /// </summary>
    /// <param name="from">The state before the step.</param>
    /// <param name="to">The state after it.</param>
    /// <param name="squares">Squares of the errors over their tolerances.</param>
    /// <param name="absolute">The tolerances.</param>
    public void Widen(ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> squares, Span<double> absolute)
    {
        for (int i = 0; i < from.Length; i++)
            if (squares[i] > 1)
                absolute[i] += 10 * Math.Sqrt(squares[i]) * (absolute[i] + Relative * Math.Max(Math.Abs(from[i]), Math.Abs(to[i])));
    }
}

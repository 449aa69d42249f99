namespace PhaseGan;

/// <summary>A point of a sweep could not be made or labelled: the message names the point, the inner exception says why.</summary>
public sealed class SweepException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="index">Zero-based index of the point: of a list its position, of a diagram the y-major index of the cell.</param>
    /// <param name="point">The point in words, as in <c>cell alpha = 0.5, eta = 1</c>.</param>
    /// <param name="innerException">What happened there.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public SweepException(int index, string point, Exception innerException)
        : base(innerException is null ? point : $"{point}: {Wording.Of(innerException)}", innerException)
    {
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(innerException);
        (Index, Point) = (index, point);
    }

    /// <summary>Zero-based index of the point: of a list its position, of a diagram the y-major index of the cell.</summary>
    public int Index { get; }

    /// <summary>The point in words.</summary>
    public string Point { get; }
}

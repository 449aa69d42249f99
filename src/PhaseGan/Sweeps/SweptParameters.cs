namespace PhaseGan;

/// <summary>Parameters of which two axes move some, by the names of the axes.</summary>
internal sealed class SweptParameters
{
    private readonly GanParameters _gan;
    private readonly string _x, _y;

    /// <summary>Parameters that two axes move.</summary>
    /// <exception cref="ArgumentException">An axis has the name of no parameter.</exception>
    public SweptParameters(GanParameters gan, Axis x, Axis y)
    {
        (_gan, _x, _y) = (Guard.NotNull(gan), NamedParameters.Checked(x.Name), NamedParameters.Checked(y.Name));
    }

    /// <summary>The parameters at a pair of values.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public GanParameters At(double x, double y) => NamedParameters.With(_gan, _x, x, _y, y);

    /// <summary>The numbers of the parameters at a pair of values, which <see cref="At"/> alone checks to the end.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public GanNumbers Numbers(double x, double y) => NamedParameters.Numbers(_gan, _x, x, _y, y);
}

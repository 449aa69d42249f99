using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Parameters of which two axes move some, by the names of the axes.</summary>
internal sealed class SweptParameters
{
    /// <summary>The names that an axis may have, as <see cref="GanParameters.With"/> takes their values: α, τ, τ̃, both η at once, η_T, η_G, x.</summary>
    public static readonly ImmutableArray<string> Names = ["alpha", "tau", "tau-tilde", "eta", "eta-t", "eta-g", "x"];

    private readonly GanParameters _gan;
    private readonly string _x, _y;

    /// <summary>Parameters that two axes move.</summary>
    /// <exception cref="ArgumentException">An axis has the name of no parameter.</exception>
    public SweptParameters(GanParameters gan, Axis x, Axis y)
    {
        (_gan, _x, _y) = (Guard.NotNull(gan), Known(x, nameof(x)), Known(y, nameof(y)));
    }

    /// <summary>The parameters at a pair of values.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public GanParameters At(double x, double y) => GanParameters.Of(Numbers(x, y));

    /// <summary>The numbers of the parameters at a pair of values, which <see cref="At"/> alone checks to the end.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public GanNumbers Numbers(double x, double y)
    {
        return _gan.NumbersWith(
            discriminatorRate: Value("tau"),
            generatorRate: Value("tau-tilde"),
            rateRatio: Value("alpha"),
            noise: Value("eta"),
            realNoise: Value("eta-t"),
            fakeNoise: Value("eta-g"),
            effectiveNoise: Value("x"),
            batchSize: null);

        double? Value(string name) => _x == name ? x : _y == name ? y : null;
    }

    private static string Known(Axis axis, string name) => Names.Contains(axis.Name)
        ? axis.Name
        : throw new ArgumentException($"an axis that moves a parameter must be named {string.Join(", ", Names)}; got '{axis.Name}'", name);
}

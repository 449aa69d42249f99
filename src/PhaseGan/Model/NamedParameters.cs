using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The parameters that an axis may move, by the names that commands and other languages give them.</summary>
internal static class NamedParameters
{
    /// <summary>The names.</summary>
    public static ImmutableArray<string> Names { get; } = ["alpha", "tau", "tau-tilde", "eta", "eta-t", "eta-g", "x"];

    /// <summary>A name that is known.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string Checked(string name) =>
        Names.Contains(name) ? name : throw new ArgumentException($"an axis that moves a parameter must be named {string.Join(", ", Names)}; got '{name}'", nameof(name));

    /// <summary>Parameters in which two of other names have new values.</summary>
    /// <exception cref="ArgumentException">A value breaks the rule of its parameter, or both names set the same one.</exception>
    public static GanParameters With(GanParameters gan, string x, double a, string y, double b) => GanParameters.Of(Numbers(gan, x, a, y, b));

    /// <summary>The numbers of such parameters, which <see cref="With"/> alone checks to the end.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static GanNumbers Numbers(GanParameters gan, string x, double a, string y, double b)
    {
        return gan.NumbersWith(
            discriminatorRate: Value("tau"),
            generatorRate: Value("tau-tilde"),
            rateRatio: Value("alpha"),
            noise: Value("eta"),
            realNoise: Value("eta-t"),
            fakeNoise: Value("eta-g"),
            effectiveNoise: Value("x"),
            batchSize: null);

        double? Value(string name) => x == name ? a : y == name ? b : null;
    }
}

using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Cli;

/// <summary>An axis of a diagram over a parameter of the model, as given on the command line: <c>name:min:max:count[:log]</c>.</summary>
internal sealed class ParameterAxis
{
    public const string DiscriminatorRate = "tau";
    public const string GeneratorRate = "tau-tilde";
    public const string RealNoise = "eta-t";
    public const string FakeNoise = "eta-g";

    private static readonly ImmutableArray<Definition> s_known =
    [
        new("alpha", true, [GeneratorRate]),
        new("tau", true, [DiscriminatorRate]),
        new("tau-tilde", true, [GeneratorRate]),
        new("eta", false, [RealNoise, FakeNoise]),
        new("eta-t", false, [RealNoise]),
        new("eta-g", false, [FakeNoise]),
        new("x", false, [RealNoise, FakeNoise]),
    ];

    private readonly Definition _definition;

    private ParameterAxis(Definition definition, Axis axis)
    {
        (_definition, Axis) = (definition, axis);
    }

    /// <summary>The names that an axis may have.</summary>
    public static string Names => string.Join(", ", s_known.Select(k => k.Name));

    public string Name => _definition.Name;

    public Axis Axis { get; }

    /// <summary>Whether the axis scales both noises and keeps their ratio.</summary>
    public bool KeepsNoiseRatio => Name == "x";

    public bool Moves(string parameter) => _definition.Moves.Contains(parameter);

    /// <summary>Reads the text of an axis.</summary>
    /// <exception cref="UsageException">It does not describe an axis.</exception>
    public static ParameterAxis Parse(string option, string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is not (4 or 5) || (parts.Length == 5 && parts[4] is not ("log" or "lin")))
            throw new UsageException($"{option} must read name:min:max:count, or name:min:max:count:log; got '{text}'");
        if (s_known.FirstOrDefault(k => k.Name == parts[0]) is not { } definition)
            throw new UsageException($"{option} names an unknown axis '{parts[0]}'; known are {Names}");
        if (!Values.TryNumber(parts[1], out double minimum) || !Values.TryNumber(parts[2], out double maximum))
            throw new UsageException($"{option} must go between two finite numbers; got '{parts[1]}' and '{parts[2]}'");
        bool isWhole = parts[3].Length > 0 && parts[3].All(char.IsAsciiDigit);
        if (!isWhole)
            throw new UsageException($"{option} must have a whole number of points; got '{parts[3]}'");
        if (!int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count > PhaseGan.Axis.MaxCount)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option}: axis '{definition.Name}' must have at most {PhaseGan.Axis.MaxCount} points; got {parts[3]}"));
        bool logarithmic = parts is [.., "log"];
        if (definition.Positive || logarithmic ? !(minimum > 0) : !(minimum >= 0))
            throw new UsageException($"{option}: axis '{definition.Name}' must start at a number {(definition.Positive || logarithmic ? ">" : "≥")} 0; got {parts[1]}");
        if (!(minimum < maximum))
            throw new UsageException($"{option}: axis '{definition.Name}' must go upwards; got {parts[1]} and then {parts[2]}");
        if (count < 2)
            throw new UsageException($"{option}: axis '{definition.Name}' must have at least 2 points; got {count}");
        try
        {
            return new ParameterAxis(definition, logarithmic
                ? Axis.Logarithmic(definition.Name, minimum, maximum, count)
                : Axis.Linear(definition.Name, minimum, maximum, count));
        }
        catch (ArgumentException)
        {
            throw new UsageException($"{option}: axis '{definition.Name}' cannot hold {count} different numbers between {parts[1]} and {parts[2]}");
        }
    }

    /// <summary>Reads the text of a range without points: <c>name:from:to</c>.</summary>
    /// <exception cref="UsageException">It does not describe one.</exception>
    public static ParameterAxis ParseRange(string option, string text) => text.Split(':').Length == 3
        ? Parse(option, $"{text}:2")
        : throw new UsageException($"{option} must read name:from:to; got '{text}'");

    /// <summary>Throws unless the two axes move different parameters.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    public static void RequireApart(ParameterAxis x, ParameterAxis y)
    {
        if (x._definition.Moves.Any(y.Moves))
            throw new UsageException(x.Name == y.Name
                ? $"both axes are '{x.Name}'; they must differ"
                : $"axes '{x.Name}' and '{y.Name}' move the same parameter; choose one of them");
    }

    /// <summary>The value that parameters have on the axis.</summary>
    /// <exception cref="UsageException">The axis sets both noises to one value, and they differ.</exception>
    public double ValueOf(GanParameters gan) => Name switch
    {
        "alpha" => gan.RateRatio,
        "tau" => gan.DiscriminatorRate,
        "tau-tilde" => gan.GeneratorRate,
        "eta-g" => gan.FakeNoise,
        "x" => gan.EffectiveNoise,
        "eta" when gan.RealNoise != gan.FakeNoise =>
            throw new UsageException($"axis 'eta' sets both noises to one value; here they are {Values.Text(gan.RealNoise)} and {Values.Text(gan.FakeNoise)}: vary eta-t, eta-g or x"),
        _ => gan.RealNoise,
    };

    /// <summary>The parameters at a pair of values.</summary>
    public static Func<double, double, GanParameters> At(GanParameters gan, ParameterAxis x, ParameterAxis y) => (a, b) => NamedParameters.With(gan, x.Name, a, y.Name, b);

    private sealed record Definition(string Name, bool Positive, ImmutableArray<string> Moves);
}

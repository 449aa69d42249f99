using System.Globalization;

namespace PhaseGan.Benchmarks;

/// <summary>Options of the form --name value.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    public Options(string[] args, params string[] known)
    {
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!known.Contains(args[i]))
                throw new ArgumentException($"unknown option {args[i]}; known are {string.Join(", ", known)}");
            _values[args[i]] = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value");
        }
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Count(string name, int otherwise) =>
        _values.TryGetValue(name, out string? text)
            ? int.TryParse(text, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : throw new ArgumentException($"{name} must be a whole number > 0; got {text}")
            : otherwise;

    public double Number(string name, double otherwise) =>
        _values.TryGetValue(name, out string? text)
            ? double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value > 0 ? value : throw new ArgumentException($"{name} must be a number > 0; got {text}")
            : otherwise;
}

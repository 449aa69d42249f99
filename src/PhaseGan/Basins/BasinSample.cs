using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>Where seeded starts lead at one point of parameter space: a label with fractions, for places where several attractors coexist.</summary>
/// <remarks>
/// The intervals are Wilson's for independent starts of one law; with several groups of starts they speak of the mixture, and
/// <see cref="OfGroup"/> of one group alone. Symmetric images of an attractor count as the same.
/// </remarks>
public sealed class BasinSample
{
    private readonly double _confidence, _threshold;

    internal BasinSample(GanParameters parameters, ImmutableArray<BasinStart> starts, double confidence, double threshold)
    {
        (Parameters, Starts, _confidence, _threshold) = (parameters, starts, confidence, threshold);
        Phases = [.. starts.GroupBy(s => s.Verdict.Phase).Select(g => Fraction(g.Key, "", [], g.Count())).OrderBy(f => f, s_order)];
        Attractors =
        [
            .. starts
                .GroupBy(s => (s.Verdict.Phase, s.Verdict.Attractor, Features: string.Join(';', Recovered(s.Verdict))))
                .Select(g => Fraction(g.Key.Phase, g.Key.Attractor, Recovered(g.First().Verdict), g.Count()))
                .OrderBy(f => f, s_order),
        ];
    }

    private static readonly Comparer<BasinFraction> s_order = Comparer<BasinFraction>.Create((a, b) =>
        b.Share.Successes != a.Share.Successes ? b.Share.Successes.CompareTo(a.Share.Successes)
        : a.Phase != b.Phase ? a.Phase.CompareTo(b.Phase)
        : a.Attractor != b.Attractor ? string.CompareOrdinal(a.Attractor, b.Attractor)
        : string.CompareOrdinal(string.Join(';', a.RecoveredFeatures), string.Join(';', b.RecoveredFeatures)));

    /// <summary>The point of parameter space.</summary>
    public GanParameters Parameters { get; }

    /// <summary>Every start with its verdict, in the order drawn.</summary>
    public ImmutableArray<BasinStart> Starts { get; }

    /// <summary>The phases that occur, the most frequent first; their shares sum to 1.</summary>
    public ImmutableArray<BasinFraction> Phases { get; }

    /// <summary>The same, told apart by the kind of attractor and by the features recovered there.</summary>
    public ImmutableArray<BasinFraction> Attractors { get; }

    /// <summary>The share of a phase, with its interval; also for a phase that does not occur.</summary>
    /// <param name="phase">The phase.</param>
    public WilsonInterval Share(Phase phase) =>
        WilsonInterval.Of(Starts.Count(s => s.Verdict.Phase == phase), Starts.Length, _confidence);

    /// <summary>The sample of one group of starts alone.</summary>
    /// <param name="group">One of <see cref="BasinStarts.Groups"/> of which at least one start was drawn.</param>
    /// <exception cref="ArgumentNullException"><paramref name="group"/> is null.</exception>
    /// <exception cref="ArgumentException">No start belongs to the group.</exception>
    public BasinSample OfGroup(string group)
    {
        ArgumentNullException.ThrowIfNull(group);
        ImmutableArray<BasinStart> own = [.. Starts.Where(s => s.Group == group)];
        return own.Length > 0
            ? new BasinSample(Parameters, own, _confidence, _threshold)
            : throw new ArgumentException($"group must be one of {string.Join(" | ", Starts.Select(s => s.Group).Distinct())}; got {group}", nameof(group));
    }

    /// <summary>The label, for example <c>Success 0.83 ± 0.04, Oscillation 0.17 ± 0.04</c>.</summary>
    public override string ToString() => string.Join(", ", Phases);

    /// <summary>Several lines: the label, the attractors behind it, and each group of starts.</summary>
    public string Summary()
    {
        var lines = new List<string>
        {
            ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{Starts.Length} starts, ± is the larger side of Wilson's {100 * _confidence:0.##} % interval"),
        };
        lines.AddRange(Attractors.Select(f => $"  {f}"));
        string[] groups = [.. Starts.Select(s => s.Group).Distinct()];
        if (groups.Length > 1)
            lines.AddRange(groups.Select(g => $"  {g}: {OfGroup(g)}"));
        return string.Join("\n", lines);
    }

    private ImmutableArray<int> Recovered(PhaseVerdict verdict) =>
        verdict.Phase == Phase.Undetermined ? [] : [.. Enumerable.Range(0, verdict.Recovery.Length).Where(l => verdict.Recovery[l] >= _threshold)];

    private BasinFraction Fraction(Phase phase, string attractor, ImmutableArray<int> features, int count) =>
        new(phase, attractor, features, WilsonInterval.Of(count, Starts.Length, _confidence));
}

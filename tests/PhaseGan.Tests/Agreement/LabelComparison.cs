using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Tests.Agreement;

/// <summary>Labels of many points at once against those of the search from each point alone.</summary>
internal sealed class LabelComparison
{
    private const string Ordinary = "ordinary", AnyDelicacy = "delicate";

    private readonly Dictionary<(int Features, string Delicacy), Share> _shares = [];

    /// <summary>Labels both ways.</summary>
    public static LabelComparison Run(IReadOnlyList<DelicatePoint> points, int threads = 1)
    {
        var classifier = new OdePhaseClassifier();
        ImmutableArray<PhaseVerdict> together = classifier.ClassifyMany([.. points.Select(p => p.Parameters)], [.. points.Select(p => p.Start)]);
        var alone = new PhaseVerdict[points.Count];
        // with three features both ways are one, and nothing contradicts a label that is not there
        Parallel.For(0, points.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            alone[i] = points[i].Parameters.FeatureCount > 2 || together[i].Phase == Phase.Undetermined
                ? together[i] : classifier.Classify(points[i].Parameters, points[i].Start));
        var comparison = new LabelComparison();
        for (int i = 0; i < points.Count; i++)
            comparison.Add(points[i], together[i], alone[i]);
        return comparison;
    }

    /// <summary>The first points of a seed, of which one in so many has two and three features.</summary>
    public static DelicatePoint[] Points(int seed, int count, int everyTwo, int everyThree) =>
        [.. Enumerable.Range(0, count).Select(i => DelicatePoint.Draw(seed, i, (i + 1) % everyThree == 0 ? 3 : i % everyTwo == 0 ? 2 : 1))];

    /// <summary>Points to which the two ways give labels that exclude each other, in words.</summary>
    public List<string> Contradictions { get; } = [];

    /// <summary>Points that the way of many left undetermined, in words.</summary>
    public List<string> Open { get; } = [];

    /// <summary>Points with one phase but two names of the fixed point, in words: next to the line on which one kind becomes the other.</summary>
    public List<string> OtherNames { get; } = [];

    /// <summary>How many labels of each phase there were among many.</summary>
    public Dictionary<Phase, int> Phases { get; } = [];

    /// <summary>Points with so many features, ordinary or delicate, those of them that the way of many points left undetermined, and those that the search alone did.</summary>
    public Share Of(int features, bool isDelicate) => _shares.GetValueOrDefault((features, isDelicate ? AnyDelicacy : Ordinary));

    /// <summary>The shares by number of features and delicacy, as lines of text.</summary>
    public IEnumerable<string> Lines() => _shares.OrderBy(s => s.Key.Features).ThenBy(s => s.Key.Delicacy, StringComparer.Ordinal).Select(s => string.Create(CultureInfo.InvariantCulture,
        $"d = {s.Key.Features}, {s.Key.Delicacy}: {s.Value.Points} points, Undetermined among many {s.Value.Together} ({100.0 * s.Value.Together / s.Value.Points:0.00} %), the search alone {s.Value.Alone} more"));

    private void Add(DelicatePoint point, PhaseVerdict together, PhaseVerdict alone)
    {
        Phases[together.Phase] = Phases.GetValueOrDefault(together.Phase) + 1;
        bool isOpen = together.Phase == Phase.Undetermined, isOpenAlone = alone.Phase == Phase.Undetermined;
        foreach (string delicacy in (IEnumerable<string>)[point.IsDelicate ? AnyDelicacy : Ordinary, .. point.Delicacies])
        {
            var key = (point.Parameters.FeatureCount, delicacy);
            Share share = _shares.GetValueOrDefault(key);
            _shares[key] = new Share(share.Points + 1, share.Together + (isOpen ? 1 : 0), share.Alone + (isOpenAlone && !isOpen ? 1 : 0));
        }
        if (isOpen)
            Open.Add($"{point}: {Text(together)}");
        if (isOpen || isOpenAlone)
            return;
        // a motion is never Success, ModeCollapse or Fail, nor a fixed point Oscillation
        if (together.Phase != alone.Phase)
            Contradictions.Add($"{point}: among many {Text(together)}, alone {Text(alone)}");
        else if (together.Phase != Phase.Oscillation && together.Attractor != alone.Attractor)
            OtherNames.Add($"{point}: among many {Text(together)}, alone {Text(alone)}");
    }

    private static string Text(PhaseVerdict verdict) =>
        $"{verdict.Phase} {verdict.Attractor} {string.Join(';', verdict.Recovery.Select(r => r.ToString("G5", CultureInfo.InvariantCulture)))} ({string.Join(' ', verdict.Evidence)})";

    /// <summary>Numbers of points.</summary>
    /// <param name="Points">All.</param>
    /// <param name="Together">Those undetermined among many.</param>
    /// <param name="Alone">Those that the search alone left undetermined, though they have a label among many.</param>
    internal readonly record struct Share(int Points, int Together, int Alone)
    {
        /// <summary>The fraction that is undetermined among many.</summary>
        public double Undetermined => Points == 0 ? 0 : (double)Together / Points;
    }
}

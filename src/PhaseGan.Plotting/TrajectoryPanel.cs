using System.Collections.Immutable;

namespace PhaseGan.Plotting;

/// <summary>One pair of axes of a <see cref="TrajectoryFigure"/> with the series over time drawn in it.</summary>
public sealed class TrajectoryPanel
{
    /// <summary>Makes a panel.</summary>
    /// <param name="title">Heading; empty for none.</param>
    /// <param name="series">What is drawn; at least one point in all.</param>
    /// <exception cref="ArgumentNullException">An argument, or a series, is null.</exception>
    /// <exception cref="ArgumentException">There is nothing to draw, or two series have the same name.</exception>
    public TrajectoryPanel(string title, params IEnumerable<TrajectorySeries> series)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(series);
        (Title, Series) = (title, [.. series]);
        foreach (TrajectorySeries one in Series)
            ArgumentNullException.ThrowIfNull(one, nameof(series));
        if (Series.All(s => s.Line.IsEmpty && s.Reference.IsEmpty && s.Dots.IsEmpty && s.Band.IsEmpty))
            throw new ArgumentException($"{nameof(series)} must have a point at least; got none", nameof(series));
        if (Series.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"{nameof(series)} must have different names; got '{twice.Key}' twice", nameof(series));
    }

    /// <summary>Heading.</summary>
    public string Title { get; }

    /// <summary>What is drawn, in the order of the legend.</summary>
    public ImmutableArray<TrajectorySeries> Series { get; }

    internal IEnumerable<double> Times => Series.SelectMany(s => s.Line.Concat(s.Reference).Select(p => p.Time).Concat(s.Dots.Select(p => p.Time)).Concat(s.Band.Select(p => p.Time)));

    internal IEnumerable<double> Values => Series.SelectMany(s => s.Line.Concat(s.Reference).Select(p => p.Value).Concat(s.Dots.Select(p => p.Value)).Concat(s.Band.SelectMany(p => new[] { p.Low, p.High })));

    /// <summary>Its title and series.</summary>
    public override string ToString() => $"{(Title.Length > 0 ? Title : "panel")}: {string.Join(", ", Series.Select(s => s.Name))}";
}

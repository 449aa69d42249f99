using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Labels a list of points of which each may have a classifier of its own: those whose classifiers differ in the start alone together, the others one by one.</summary>
/// <param name="points">The points.</param>
/// <param name="own">The classifier of a point.</param>
/// <param name="usual">The classifier of the points that have none of their own.</param>
/// <param name="describe">The name of a point, for messages.</param>
internal sealed class RowSweep(ImmutableArray<GanParameters> points, Func<int, IPhaseClassifier> own, IPhaseClassifier usual, Func<int, string> describe)
{
    /// <summary>The verdicts of all points, in order. Where points fail the first is reported.</summary>
    public ImmutableArray<PhaseVerdict> Run(int threads, IProgress<SweepProgress>? progress, CancellationToken cancellationToken) =>
        new SweepRunner<Row>(usual.EvidenceColumns.Length, Label, RowOf, describe).Run(points.Length, threads, progress, cancellationToken);

    private void Label(PointBatch<Row> rows, int threads, CancellationToken cancellationToken)
    {
        var (together, single) = (new List<(int Place, Row Row)>(), new List<(int Place, Row Row)>());
        while (rows.TryTake(out int place, out Row row))
            (row.Own is null ? together : single).Add((place, row));

        PointBatch<GanParameters> batch = Part(together, row => row.Point);
        if (usual is OdePhaseClassifier ode)
            ode.Label(batch, k => together[k].Row.Start, threads, cancellationToken);
        else
            BatchPieces.Label(usual, batch, threads, cancellationToken);
        if (batch.Failure is { } failure)
            rows.Fail(together[batch.End].Place, failure);

        // one before a failure may fail as well
        single.RemoveAll(item => item.Place >= rows.End);
        PointBatch<Row> others = Part(single, row => row);
        others.Each((_, row, token) => BatchPieces.One(row.Own!, row.Point, token), threads, cancellationToken);
        if (others.Failure is { } other)
            rows.Fail(single[others.End].Place, other);

        PointBatch<TPoint> Part<TPoint>(List<(int Place, Row Row)> items, Func<Row, TPoint> point) =>
            new(items.Count, k => point(items[k].Row), (k, verdict) => rows.Set(items[k].Place, verdict));
    }

    private Row RowOf(int i)
    {
        IPhaseClassifier classifier = own(i);
        if (ReferenceEquals(classifier, usual))
            return new Row(points[i], null, null);
        return classifier is OdePhaseClassifier ode && usual is OdePhaseClassifier other && other.DiffersInTheStartAlone(ode)
            ? new Row(points[i], null, ode.StartOf(points[i]))
            : new Row(points[i], classifier, null);
    }

    /// <summary>A point with its classifier where it cannot be labelled among the others, or else with its start where it has one.</summary>
    private sealed record Row(GanParameters Point, IPhaseClassifier? Own, MacroState? Start);
}

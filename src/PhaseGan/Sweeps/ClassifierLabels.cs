using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The labels of a classifier at parameters.</summary>
internal sealed class ClassifierLabels(IPhaseClassifier classifier) : IPointLabels<GanParameters>
{
    // Enough to fill the lanes of a classifier.
    private const int Together = 32;

    public string Name => classifier.Name;

    public ImmutableArray<string> EvidenceColumns => classifier.EvidenceColumns;

    public int FirstPiece => classifier is IBatchPhaseClassifier ? Together : 1;

    public string Text(GanParameters point) => point.ToString();

    public ImmutableArray<KeyValuePair<string, string>> Describe(GanParameters point) => classifier.Describe(point);

    public void Label(PointBatch<GanParameters> batch, int threads, CancellationToken cancellationToken) =>
        BatchPieces.Label(classifier, batch, threads, cancellationToken);
}

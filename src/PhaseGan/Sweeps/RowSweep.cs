using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Labels a list of points of which each may have a classifier of its own: those whose classifiers differ in the start alone together, the others one by one.</summary>
/// <param name="points">The points.</param>
/// <param name="own">The classifier of a point; called from several threads.</param>
/// <param name="usual">The classifier of the points that have none of their own.</param>
/// <param name="describe">The name of a point, for messages.</param>
internal sealed class RowSweep(ImmutableArray<GanParameters> points, Func<int, IPhaseClassifier> own, IPhaseClassifier usual, Func<int, string> describe)
{
    private readonly int _columns = usual.EvidenceColumns.Length;

    /// <summary>The verdicts of all points, in order. Where points fail the first is reported.</summary>
    public ImmutableArray<PhaseVerdict> Run(int threads, IProgress<SweepProgress>? progress, CancellationToken cancellationToken)
    {
        Guard.AtLeast(threads, 1, "a number of threads");
        (int[] together, MacroState?[] starts, int[] single) = Sort();
        var verdicts = new PhaseVerdict[points.Length];
        try
        {
            Part(together, 0, (name, report) => SweepRunner.Run(
                together.Length, usual, k => points[together[k]], name, threads, report, cancellationToken, k => starts[k], (k, token) => Label(together[k], token)));
        }
        catch (SweepException e)
        {
            // a point before it that is labelled alone may fail as well
            One([.. single.TakeWhile(i => i < e.Index)], together.Length);
            throw;
        }
        One(single, together.Length);
        return ImmutableArray.Create(verdicts);

        void One(int[] places, int before) => Part(places, before, (name, report) =>
            SweepRunner.Run(places.Length, (k, token) => Label(places[k], token), name, threads, report, cancellationToken));

        void Part(int[] places, int before, Func<Func<int, string>, IProgress<SweepProgress>?, ImmutableArray<PhaseVerdict>> label)
        {
            if (places.Length == 0)
                return;
            try
            {
                ImmutableArray<PhaseVerdict> labelled = label(k => describe(places[k]), progress is null ? null : new Shifted(progress, before, points.Length));
                for (int k = 0; k < places.Length; k++)
                    verdicts[places[k]] = labelled[k];
            }
            catch (SweepException e)
            {
                throw new SweepException(places[e.Index], e.Point, e.InnerException!);
            }
        }
    }

    private PhaseVerdict Label(int i, CancellationToken cancellationToken) =>
        VerdictCheck.Checked(SweepRunner.Label(own(i), points[i], cancellationToken), _columns);

    /// <summary>The points that are labelled together, with the starts of those that have their own, and the others.</summary>
    private (int[] Together, MacroState?[] Starts, int[] Single) Sort()
    {
        var (together, starts, single) = (new List<int>(), new List<MacroState?>(), new List<int>());
        for (int i = 0; i < points.Length; i++)
        {
            if (TryStart(i, out MacroState? start))
            {
                together.Add(i);
                starts.Add(start);
            }
            else
                single.Add(i);
        }
        return ([.. together], [.. starts], [.. single]);
    }

    private bool TryStart(int i, out MacroState? start)
    {
        start = null;
        try
        {
            IPhaseClassifier classifier = own(i);
            if (ReferenceEquals(classifier, usual))
                return true;
            if (classifier is not OdePhaseClassifier ode || usual is not OdePhaseClassifier other || !other.DiffersInTheStartAlone(ode))
                return false;
            start = ode.StartOf(points[i]);
            return true;
        }
#pragma warning disable CA1031 // Whatever it was happens again when the point is labelled alone, and is reported with its name.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>Progress of a part as that of the whole.</summary>
    private sealed class Shifted(IProgress<SweepProgress> whole, int before, int total) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => whole.Report(new SweepProgress(before + value.Completed, total));
    }
}

using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>The distinct roots that a search has met, with how often, and the fate of its other starts.</summary>
/// <param name="field">The field, in units in which coordinates are about 1.</param>
/// <param name="mergeDistance">Roots whose coordinates differ by at most this much are one.</param>
internal sealed class RootCollection(IVectorField field, double mergeDistance)
{
    /// <summary>Two computed roots may be one multiple root where they are no further apart than this many times what is uncertain of either.</summary>
    private const double Reach = 4;

    /// <summary>Places on the way between them at which the field must vanish to rounding.</summary>
    private const int Between = 7;

    private readonly List<Entry> _entries = [];

    /// <summary>Starts that ended at a root out of bounds.</summary>
    public int Outside { get; set; }

    /// <summary>Starts that ended at no root.</summary>
    public int Unconverged { get; set; }

    /// <summary>The roots, in the order in which they were met.</summary>
    public IReadOnlyList<double[]> Points => [.. _entries.Select(e => e.Point)];

    /// <summary>Whether some isolated root was met by one start at most; families are to be joined before.</summary>
    public bool HasRare => _entries.Exists(e => e is { IsKnown: false, Hits: <= 1, Dimension: 0 });

    /// <summary>Takes what a start led to.</summary>
    /// <param name="point">The root.</param>
    /// <param name="isKnown">Whether the start was the root itself, known in closed form.</param>
    public void Add(double[] point, bool isKnown = false)
    {
        Entry entry = Find(point) ?? Append(point);
        entry.Starts++;
        if (isKnown)
            entry.IsKnown = true;
        else
            entry.Hits++;
    }

    /// <summary>Takes a root that no start of the search led to; false if it is one of those met before.</summary>
    public bool AddFurther(double[] point)
    {
        if (Find(point) is not null)
            return false;
        Append(point);
        return true;
    }

    /// <summary>Makes roots one that lie on one family.</summary>
    public void JoinFamilies()
    {
        foreach (Entry entry in _entries)
            entry.Dimension ??= FixedPointFamily.Dimension(field, entry.Point);
        for (int b = _entries.Count - 1; b > 0; b--)
        {
            Entry later = _entries[b];
            if (later.Dimension == 0)
                continue;
            Entry? same = _entries.Take(b).FirstOrDefault(e => e.Dimension == later.Dimension && FixedPointFamily.Joins(field, e.Point, later.Point, mergeDistance));
            if (same is null)
                continue;
            same.Take(later);
            _entries.RemoveAt(b);
        }
    }

    /// <summary>The result of the search.</summary>
    /// <param name="outer">The field whose points are listed.</param>
    /// <param name="place">The coordinates there of a root.</param>
    /// <param name="orbitSize">Number of copies of a point.</param>
    /// <param name="order">The order of the list.</param>
    public FixedPointSearch ToSearch(IVectorField outer, Func<double[], double[]> place, Func<double[], long> orbitSize, Comparison<double[]> order)
    {
        var placed = _entries.ConvertAll(e => (Entry: e, Point: place(e.Point)));
        placed.Sort((a, b) => order(a.Point, b.Point));
        ImmutableArray<FixedPointOrbit> orbits =
        [
            .. placed.Select(p => new FixedPointOrbit(
                FixedPoint.At(outer, p.Point) with { Uncertainty = Uncertainty(outer, p.Point, p.Entry.Dimension ?? 0) }, p.Entry.Dimension ?? 0, orbitSize(p.Point), p.Entry.Starts)),
        ];
        int converged = _entries.Sum(e => e.Starts), starts = converged + Outside + Unconverged;
        double once = _entries.Count(e => e is { IsKnown: false, Hits: <= 1 }), twice = _entries.Count(e => e is { IsKnown: false, Hits: 2 });
        return new FixedPointSearch(orbits, starts, converged, Outside, Unconverged)
        {
            EstimatedMissing = once > 0 ? once * (once - 1) / (2 * (twice + 1)) : 0,
            MayHaveMissed = once > 0 || Unconverged >= converged,
        };
    }

    private static double Uncertainty(IVectorField field, double[] point, int dimension)
    {
        int n = field.Dimension;
        var jacobian = new double[n * n];
        field.Jacobian(point, jacobian);
        var neutral = new List<double[]>();
        if (dimension > 0)
        {
            var singular = SingularValues.Of(jacobian, n);
            for (int k = n - dimension; k < n; k++)
                neutral.Add(singular.Right(k).ToArray());
        }
        return new RootUncertainty(field, point, jacobian, neutral).Largest;
    }

    private Entry Append(double[] point)
    {
        var jacobian = new double[point.Length * point.Length];
        field.Jacobian(point, jacobian);
        var entry = new Entry(point, new RootUncertainty(field, point, jacobian, []));
        _entries.Add(entry);
        return entry;
    }

    private Entry? Find(double[] point)
    {
        foreach (Entry entry in _entries)
            if (VectorMath.LargestDifference(entry.Point, point) <= mergeDistance)
                return entry;
        RootUncertainty? here = null;
        foreach (Entry entry in _entries)
        {
            if (here is null)
            {
                var jacobian = new double[point.Length * point.Length];
                field.Jacobian(point, jacobian);
                here = new RootUncertainty(field, point, jacobian, []);
            }
            if (VectorMath.LargestDifference(entry.Point, point) <= Reach * (here.Largest + entry.Uncertainty.Largest) && IsOneRoot(entry, here, point))
                return entry;
        }
        return null;
    }

    /// <summary>Whether the field cannot be told from zero anywhere between two computed roots.</summary>
    private static bool IsOneRoot(Entry entry, RootUncertainty here, double[] point)
    {
        var between = new double[point.Length];
        for (int k = 1; k <= Between; k++)
        {
            double share = k / (Between + 1.0);
            for (int i = 0; i < between.Length; i++)
                between[i] = entry.Point[i] + share * (point[i] - entry.Point[i]);
            if (!entry.Uncertainty.IsZeroAt(between) && !here.IsZeroAt(between))
                return false;
        }
        return true;
    }

    private sealed class Entry(double[] point, RootUncertainty uncertainty)
    {
        public double[] Point => point;

        public RootUncertainty Uncertainty => uncertainty;

        /// <summary>All starts that ended here, and those of them that were not the point itself.</summary>
        public int Starts { get; set; }

        public int Hits { get; set; }

        public bool IsKnown { get; set; }

        /// <summary>Dimension of the family; null before it was looked for.</summary>
        public int? Dimension { get; set; }

        public void Take(Entry other)
        {
            Starts += other.Starts;
            Hits += other.Hits;
            IsKnown |= other.IsKnown;
        }
    }
}

namespace PhaseGan.Dynamics;

/// <summary>The search for fixed points of any field, in units of a box: its centre is 0, its half widths are 1, and components of the field are about 1.</summary>
internal sealed class BoxSearch
{
    /// <summary>Starts are made again while points are met by one of them only, up to this many times.</summary>
    private const int MostRounds = 8;

    /// <summary>Starts that are repeated with the known roots deflated, and roots that each may lead to: a bound on the work, which is then about that of the plain starts.</summary>
    private const int DeflatedStarts = 64, MostDeflated = 4;

    /// <summary>Places halfway between two roots that are tried, and how often places among the roots are tried anew after some were found.</summary>
    private const int MostMiddles = 64, MostNarrowings = 3;

    /// <summary>Roots repel within about a tenth of the box.</summary>
    private const double DeflationLength = 0.1;

    /// <summary>Starts at which the field is looked at to find its size.</summary>
    private const int SizeSamples = 33;

    /// <summary>Steps that bring a root to rounding in the field's own units.</summary>
    private const int LastSteps = 20;

    private readonly IVectorField _field;
    private readonly ScaledField _scaled;
    private readonly FixedPointSearchOptions _options;
    private readonly RootCollection _found;
    private readonly bool _isBounded;

    /// <summary>Prepares the search in a box.</summary>
    public BoxSearch(IVectorField field, double[] lower, double[] upper, FixedPointSearchOptions options)
        : this(field, lower, upper, options, [.. Enumerable.Range(0, SizeSamples).Select(new BoxStarts(field.Dimension, options.Seed).Point)], isBounded: true)
    {
    }

    private BoxSearch(IVectorField field, double[] lower, double[] upper, FixedPointSearchOptions options, double[][] samples, bool isBounded)
    {
        (_field, _options, _isBounded) = (field, options, isBounded);
        int n = field.Dimension;
        var (centre, half) = (new double[n], new double[n]);
        for (int i = 0; i < n; i++)
            (centre[i], half[i]) = (0.5 * lower[i] + 0.5 * upper[i], 0.5 * upper[i] - 0.5 * lower[i]);
        var unit = ScaledField.About(field, centre, half, [.. Enumerable.Repeat(1.0, n)]);
        _scaled = ScaledField.About(field, centre, half, Sizes(unit, samples));
        _found = new RootCollection(_scaled, options.MergeDistance);
    }

    /// <summary>Prepares the search from given starts, whose ranges give the units; it has no bounds.</summary>
    public static BoxSearch About(IVectorField field, double[][] starts, FixedPointSearchOptions options)
    {
        int n = field.Dimension;
        var (lower, upper) = (new double[n], new double[n]);
        for (int i = 0; i < n; i++)
        {
            double[] values = [.. starts.Select(s => s[i]).Where(double.IsFinite)];
            (double low, double high) = values.Length > 0 ? (values.Min(), values.Max()) : (0, 0);
            double size = Math.Max(Math.Abs(low), Math.Abs(high));
            // starts that agree in a coordinate leave its own size as unit
            (lower[i], upper[i]) = high - low > 1e-6 * size ? (low, high) : size > 0 ? (low - size, high + size) : (-1, 1);
        }
        var search = new BoxSearch(field, lower, upper, options, [], isBounded: false);
        return new BoxSearch(field, lower, upper, options, [.. starts.Take(SizeSamples).Select(s => search._scaled.ToUnits(s))], isBounded: false);
    }

    /// <summary>Searches from even starts, then with deflation and among the roots found.</summary>
    public FixedPointSearch Run(CancellationToken cancellationToken)
    {
        var starts = new BoxStarts(_field.Dimension, _options.Seed);
        for (int round = 0; round < MostRounds; round++)
        {
            // the number of starts stays within an int
            if (round > 0 && (!_found.HasRare || _options.Starts > int.MaxValue / MostRounds))
                break;
            for (int k = 0; k < _options.Starts; k++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Follow(starts.Point(round * _options.Starts + k));
            }
            _found.JoinFamilies();
        }
        int few = Math.Min(DeflatedStarts, _options.Starts);
        for (int k = 0; k < few; k++)
            Deflate(starts.Point(k), cancellationToken);
        for (int k = 0; k < MostNarrowings && LookAmong(starts, few, cancellationToken); k++)
            _found.JoinFamilies();
        return Finish();
    }

    /// <summary>Searches from starts in the field's own coordinates, and from them alone.</summary>
    public FixedPointSearch RunFrom(double[][] starts, CancellationToken cancellationToken)
    {
        foreach (double[] start in starts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Follow(_scaled.ToUnits(start));
        }
        return Finish();
    }

    private FixedPointSearch Finish()
    {
        _found.JoinFamilies();
        return _found.ToSearch(_field, Place, static _ => 1, FixedPointFinder.Lexicographic);
    }

    private void Follow(double[] start)
    {
        if (Root(start) is not { } point)
            _found.Unconverged++;
        else if (!IsInside(point))
            _found.Outside++;
        else
            _found.Add(point);
    }

    /// <summary>
    /// Looks among the roots found: halfway between two of them and evenly over the smallest box around them all. A box much wider than the region where
    /// anything happens leaves few starts there. Whether there was a further root.
    /// </summary>
    private bool LookAmong(BoxStarts starts, int count, CancellationToken cancellationToken)
    {
        IReadOnlyList<double[]> roots = _found.Points;
        if (roots.Count < 2)
            return false;
        int n = _field.Dimension, middles = 0;
        for (int a = 0; a < roots.Count && middles < MostMiddles; a++)
            for (int b = a + 1; b < roots.Count && middles < MostMiddles; b++, middles++)
                Look([.. roots[a].Zip(roots[b], (u, v) => 0.5 * (u + v))], cancellationToken);
        var (low, high) = (new double[n], new double[n]);
        for (int i = 0; i < n; i++)
            (low[i], high[i]) = (roots.Min(r => r[i]), roots.Max(r => r[i]));
        for (int k = 0; k < count; k++)
            Look([.. starts.Point(k).Select((v, i) => 0.5 * (low[i] + high[i]) + 0.5 * (high[i] - low[i]) * v)], cancellationToken);
        return _found.Points.Count > roots.Count;
    }

    private void Look(double[] start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Root(start) is { } point && IsInside(point))
            _found.AddFurther(point);
        Deflate(start, cancellationToken);
    }

    private void Deflate(double[] start, CancellationToken cancellationToken)
    {
        for (int k = 0; k < MostDeflated; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            NewtonResult far = Newton.Polish(new DeflatedField(_scaled, _found.Points, DeflationLength), start, _options.MaxSteps);
            // the last steps are the field's own
            if (!far.Point.All(double.IsFinite) || Root(far.Point) is not { } point || !IsInside(point) || !_found.AddFurther(point))
                return;
        }
    }

    /// <summary>The root that Newton's method ends at, if it is one to rounding: by its own account, or as far as the scatter of the field lets one tell.</summary>
    private double[]? Root(double[] start)
    {
        NewtonResult result = Newton.Polish(_scaled, start, _options.MaxSteps);
        if (result.IsConverged)
            return result.Point;
        if (result.Status == NewtonStatus.NonFinite || !result.Point.All(double.IsFinite))
            return null;
        var jacobian = new double[start.Length * start.Length];
        _scaled.Jacobian(result.Point, jacobian);
        return jacobian.All(double.IsFinite) && new RootUncertainty(_scaled, result.Point, jacobian, []).IsZeroHere() ? result.Point : null;
    }

    private bool IsInside(double[] point) => !_isBounded || Array.TrueForAll(point, v => Math.Abs(v) <= 1 + _options.MergeDistance);

    /// <summary>The root in the field's own coordinates, brought to rounding there unless that leads away.</summary>
    private double[] Place(double[] point)
    {
        double[] y = _scaled.FromUnits(point);
        NewtonResult last = Newton.Polish(_field, y, LastSteps);
        if (!last.IsConverged)
            return y;
        double[] moved = _scaled.ToUnits(last.Point);
        for (int i = 0; i < moved.Length; i++)
            if (!(Math.Abs(moved[i] - point[i]) <= _options.MergeDistance))
                return y;
        return last.Point;
    }

    /// <summary>The median size of each component of the field at the samples where it is finite and not zero; 1 if there is none.</summary>
    private static double[] Sizes(ScaledField field, double[][] samples)
    {
        int n = field.Dimension;
        var seen = new List<double>[n];
        for (int i = 0; i < n; i++)
            seen[i] = [];
        var value = new double[n];
        foreach (double[] sample in samples)
        {
            field.Evaluate(sample, value);
            for (int i = 0; i < n; i++)
                if (double.IsFinite(value[i]) && value[i] != 0)
                    seen[i].Add(Math.Abs(value[i]));
        }
        return [.. seen.Select(Median)];

        static double Median(List<double> sizes)
        {
            sizes.Sort();
            return sizes.Count > 0 ? sizes[sizes.Count / 2] : 1;
        }
    }
}

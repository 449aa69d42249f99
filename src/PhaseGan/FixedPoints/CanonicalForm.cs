namespace PhaseGan;

/// <summary>
/// The one representative of each set of equivalent roots of the reduced ODE, and starts for finding them; the derivation is in
/// <see cref="ReducedFixedPoints"/>.
/// </summary>
internal sealed class CanonicalForm
{
    private readonly ReducedOde _ode;
    private readonly int _d;
    private readonly int[][] _features;
    private readonly int[][] _columns;

    public CanonicalForm(ReducedOde ode)
    {
        _ode = ode;
        _d = ode.Parameters.FeatureCount;
        _features = Groups(ode.Parameters.RealVariances.AsSpan());
        _columns = Groups(ode.Parameters.FakeVariances.AsSpan());
    }

    /// <summary>The canonical form of a root: |q| of each group of equal Λ on its first feature, r ≥ 0 sorted downwards within equal Λ̃, P and S implied.</summary>
    public double[] Canonical(ReadOnlySpan<double> root)
    {
        var q = new double[_d];
        var r = new double[_d];
        foreach (int[] group in _features)
        {
            double square = 0;
            foreach (int i in group)
                square += root[_ode.Layout.QStart + i] * root[_ode.Layout.QStart + i];
            q[group[0]] = Snap(Math.Sqrt(square));
        }
        foreach (int[] group in _columns)
        {
            var sizes = new double[group.Length];
            for (int k = 0; k < group.Length; k++)
                sizes[k] = Snap(Math.Abs(root[_ode.Layout.RStart + group[k]]));
            Array.Sort(sizes, (a, b) => b.CompareTo(a));
            for (int k = 0; k < group.Length; k++)
                r[group[k]] = sizes[k];
        }
        return Complete(q, r);

        static double Snap(double v) => v > FixedPoint.ZeroTolerance ? v : 0;
    }

    /// <summary>Number of connected copies: a sign for each active column and each single feature that is seen, and the ways to deal the r_j to equal columns.</summary>
    public long OrbitSize(double[] canonical)
    {
        long size = 1;
        foreach (int[] group in _features)
            if (group.Length == 1 && canonical[_ode.Layout.QStart + group[0]] != 0)
                size *= 2;
        foreach (int[] group in _columns)
        {
            int run = 0;
            for (int k = 0; k < group.Length; k++)
            {
                double r = canonical[_ode.Layout.RStart + group[k]];
                if (r != 0)
                    size *= 2;
                run = k > 0 && Math.Abs(r - canonical[_ode.Layout.RStart + group[k - 1]]) <= 1e-6 ? run + 1 : 1;
                // Multinomial coefficient, built one column at a time.
                size = size * (k + 1) / run;
            }
        }
        return size;
    }

    /// <summary>Orders canonical forms by kind, then by q, then by r, larger first.</summary>
    public int Compare(double[] a, double[] b)
    {
        int order = Kind(a).CompareTo(Kind(b));
        for (int i = _ode.Layout.QStart; order == 0 && i < _ode.Layout.SStart; i++)
            order = b[i].CompareTo(a[i]);
        return order;

        int Kind(double[] y) =>
            (_ode.Layout.QIn(y).ContainsAnyExcept(0.0) ? 1 : 0) + (_ode.Layout.RIn(y).ContainsAnyExcept(0.0) ? 2 : 0);
    }

    /// <summary>The roots with at most one active column, from the closed forms for each group of equal Λ with each group of equal Λ̃.</summary>
    public List<double[]> SingleColumnPoints()
    {
        var points = new List<double[]>();
        GanParameters all = _ode.Parameters;
        foreach (int[] features in _features)
        {
            foreach (int[] columns in _columns)
            {
                GanParameters pair = all.With([all.RealVariances[features[0]]], [all.FakeVariances[columns[0]]]);
                foreach (FixedPointOrbit orbit in SingleFeature.FixedPoints(pair))
                {
                    var (q, r) = (new double[_d], new double[_d]);
                    q[features[0]] = orbit.Representative.Coordinates[1];
                    r[columns[0]] = orbit.Representative.Coordinates[2];
                    points.Add(Complete(q, r));
                }
            }
        }
        return points;
    }

    /// <summary>
    /// Even indices: overlaps of random unit vectors. Odd indices: a random group of features to be seen, or none, and two or more random
    /// active columns, solved for their sizes by Newton's method on <see cref="ActiveColumns"/> from a few random sizes.
    /// </summary>
    public double[] Start(int seed, int index)
    {
        const int Attempts = 8;
        var random = new SplitMix(FixedPointFinder.Seed(seed, index));
        if (index % 2 == 0 || _d == 1)
            return RandomVectors(ref random);

        int group = (int)(random.NextUniform() * (_features.Length + 1)) - 1;
        int[] columns = Subset(ref random);
        double? real = group < 0 ? null : _ode.Parameters.RealVariances[_features[group][0]];
        var conditions = new ActiveColumns(_ode.Parameters, columns, real);
        var sizes = new double[conditions.Dimension];
        double[]? start = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            // Most roots have overlaps of order one, a few, near their birth, small ones.
            for (int k = 0; k < sizes.Length; k++)
                sizes[k] = Math.Pow(1e-4, random.NextUniform() * random.NextUniform());
            if (attempt % 2 == 0)
                Array.Fill(sizes, sizes[0], 0, columns.Length);
            if (real is { } variance)
                sizes[^1] *= variance;
            NewtonResult result = Newton.Polish(conditions, sizes, 50);
            if (result.Point.Any(v => !(v > 1e-12)))
                continue;
            start = State(result.Point);
            if (result.IsConverged && _ode.Unpack(start).GramMargin() >= -1e-6)
                return start;
        }
        return start ?? RandomVectors(ref random);

        double[] State(double[] solution)
        {
            var (q, r) = (new double[_d], new double[_d]);
            for (int k = 0; k < columns.Length; k++)
                r[columns[k]] = Math.Sqrt(solution[k]);
            if (real is { } variance)
                q[_features[group][0]] = Math.Sqrt(solution[^1] / variance);
            return Complete(q, r);
        }
    }

    /// <summary>Two or more columns: their number is uniform and so is the choice given the number.</summary>
    private int[] Subset(ref SplitMix random)
    {
        var order = new int[_d];
        for (int k = 0; k < _d; k++)
        {
            int at = (int)(random.NextUniform() * (k + 1));
            order[k] = order[at];
            order[at] = k;
        }
        int count = 2 + (int)(random.NextUniform() * (_d - 1));
        return order[..count];
    }

    /// <summary>Overlaps of d generator columns and w, drawn as unit vectors in 2d + 1 dimensions with random weights of the features and of each other.</summary>
    private double[] RandomVectors(ref SplitMix random)
    {
        int d = _d, size = 2 * d + 1;
        var vectors = new double[(d + 1) * size];
        for (int j = 0; j <= d; j++)
        {
            Span<double> v = vectors.AsSpan(j * size, size);
            double features = 2 * random.NextUniform();
            for (int i = 0; i < size; i++)
                v[i] = random.NextNormal() * (i < d ? features : 1);
            double norm = 1 / VectorMath.Norm(v);
            for (int i = 0; i < size; i++)
                v[i] *= norm;
        }
        var y = new double[_ode.Dimension];
        StateLayout at = _ode.Layout;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                y[at.P(i, j)] = vectors[j * size + i];
            y[at.Q(i)] = vectors[d * size + i];
            y[at.R(i)] = Dot(i, d);
            for (int j = i + 1; j < d; j++)
                y[at.S(i, j)] = Dot(i, j);
        }
        return y;

        double Dot(int a, int b) => VectorMath.Dot(vectors.AsSpan(a * size, size), vectors.AsSpan(b * size, size));
    }

    /// <summary>The state with dP = dS = 0 for the given q and r.</summary>
    private double[] Complete(double[] q, double[] r)
    {
        int d = _d;
        var fake = _ode.Parameters.FakeVariances;
        var y = new double[_ode.Dimension];
        StateLayout at = _ode.Layout;
        for (int i = 0; i < d; i++)
        {
            y[at.Q(i)] = q[i];
            y[at.R(i)] = r[i];
            for (int j = 0; j < d; j++)
                y[at.P(i, j)] = r[j] != 0 ? q[i] / r[j] : 0;
            for (int j = i + 1; j < d; j++)
                y[at.S(i, j)] = r[i] != 0 && r[j] != 0
                    ? r[i] * r[j] * (fake[i] + fake[j]) / (fake[i] * r[i] * r[i] + fake[j] * r[j] * r[j])
                    : 0;
        }
        return y;
    }

    private static int[][] Groups(ReadOnlySpan<double> values)
    {
        var groups = new List<(double Value, List<int> Members)>();
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            int known = groups.FindIndex(g => g.Value == value);
            if (known < 0)
                groups.Add((value, [i]));
            else
                groups[known].Members.Add(i);
        }
        return [.. groups.Select(g => g.Members.ToArray())];
    }
}

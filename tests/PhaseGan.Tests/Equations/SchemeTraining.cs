namespace PhaseGan.Tests.Equations;

/// <summary>
/// Training with vectors as one would write it down, linear responses and unit norms, in all the schemes that the library renames or does not simulate: an independent witness for their limits. Samples, velocities and steps
/// are vectors of length n; nothing is taken from the library but the parameters and the start.
/// </summary>
internal sealed class SchemeTraining(GanParameters gan, int dimension, int seed)
{
    private readonly Random _random = new(seed);
    private readonly int _d = gan.FeatureCount;
    private double _spare = double.NaN;

    /// <summary>The parameters.</summary>
    public GanParameters Parameters => gan;

    public int DiscriminatorSteps { get; init; } = 1;

    public int GeneratorBatch { get; init; } = 1;

    public double Momentum { get; init; }

    public double GeneratorMomentum { get; init; }

    public bool Averaged { get; init; }

    /// <summary>The look-ahead: none, on the sample of the step, or on a fresh one.</summary>
    public int LookAhead { get; init; }

    /// <summary>λ_wφ′ and λ_vψ′ of penalties on single weights.</summary>
    public Func<double, double>? WeightSlope { get; init; }

    public Func<double, double>? GeneratorSlope { get; init; }

    /// <summary>What is done to the gradient of a step, a vector of length n.</summary>
    public Action<double[]> Scaling { get; init; } = _ => { };

    /// <summary>γ, γ_G and γ_E of memories that last a part of the training; 0 for none.</summary>
    public double Slow { get; init; }

    public double SlowGenerator { get; init; }

    public double Average { get; init; }

    /// <summary>g and g̃ of every entry, with the slope of g̃.</summary>
    public Func<double, double> RealOutput { get; init; } = x => x;

    public Func<double, double> FakeOutput { get; init; } = x => x;

    public Func<double, double> FakeSlope { get; init; } = _ => 1;

    /// <summary>The overlaps (P, q, r, strict upper triangle of S) at the given times, one row a time; then the inner products of m, N, V̄ with all vectors before them and with themselves. With a penalty on w the means of |√n V_iℓ| and |√n w_i| come after the overlaps.</summary>
    public double[][] Run(MacroState start, double[] times)
    {
        double[][] u = Random(_d), v = [.. Enumerable.Range(0, _d).Select(_ => new double[dimension])];
        (double[] w, v) = Start(u, start);
        double[] velocity = new double[dimension];
        double[][] velocities = [.. v.Select(_ => new double[dimension])];
        double[][] average = [.. v.Select(column => (double[])[.. column])];
        double keep = Averaged ? 1 - Momentum : 1, keepG = Averaged ? 1 - GeneratorMomentum : 1;
        var rows = new List<double[]>();
        long step = 0;
        foreach (double time in times)
        {
            for (long last = (long)Math.Round(time * dimension); step < last; step++)
            {
                double[] before = [.. w];
                for (int k = 0; k < DiscriminatorSteps; k++)
                {
                    double[] gradient = Gradient(u, v, w);
                    double decay = Slow > 0 ? 1 - Slow / dimension : Momentum, share = Slow > 0 ? Slow / dimension : keep;
                    for (int i = 0; i < dimension; i++)
                        w[i] += gan.DiscriminatorRate / dimension * (velocity[i] = decay * velocity[i] + share * gradient[i]);
                    Normalise(w);
                }
                double[][] move = GeneratorGradient(v, before);
                for (int l = 0; l < _d; l++)
                {
                    double decay = SlowGenerator > 0 ? 1 - SlowGenerator / dimension : GeneratorMomentum, share = SlowGenerator > 0 ? SlowGenerator / dimension : keepG;
                    for (int i = 0; i < dimension; i++)
                    {
                        average[l][i] += Average / dimension * (v[l][i] - average[l][i]);
                        v[l][i] += gan.GeneratorRate / dimension * (velocities[l][i] = decay * velocities[l][i] + share * move[l][i]);
                    }
                    Normalise(v[l]);
                }
            }
            var further = new List<double[]>();
            if (Slow > 0)
                further.Add(velocity);
            if (SlowGenerator > 0)
                further.AddRange(velocities);
            if (Average > 0)
                further.AddRange(average);
            double[][] all = [.. u, .. v, w, .. further];
            double[] sizes = WeightSlope is null ? [] : [.. v.Append(w).Select(x => x.Average(entry => Math.Abs(entry)) * Math.Sqrt(dimension))];
            rows.Add([.. Overlaps(u, v, w), .. sizes, .. Enumerable.Range(2 * _d + 1, further.Count).SelectMany(column => Enumerable.Range(0, column + 1).Select(row => Dot(all[row], all[column])))]);
        }
        return [.. rows];
    }

    /// <summary>y (y·w) − ỹ (ỹ·w), averaged over the batch.</summary>
    private double[] Gradient(double[][] u, double[][] v, double[] w)
    {
        var sum = new double[dimension];
        (double[] Real, double[] Fake)[] batch = [.. Enumerable.Range(0, gan.BatchSize).Select(_ => (Sample(u, true).Data, Sample(v, false).Data))];
        double[] at = w;
        if (LookAhead > 0)
        {
            at = [.. w];
            var ahead = LookAhead == 1 ? batch : [.. batch.Select(_ => (Sample(u, true).Data, Sample(v, false).Data))];
            foreach ((double[] real, double[] fake) in ahead)
                Add(at, gan.DiscriminatorRate / dimension / gan.BatchSize, real, Dot(real, w), fake, Dot(fake, w));
        }
        foreach ((double[] real, double[] fake) in batch)
            Add(sum, 1.0 / gan.BatchSize, real, Dot(real, at), fake, Dot(fake, at));
        Scaling(sum);
        Penalise(sum, w, WeightSlope);
        return sum;
    }

    private double[][] GeneratorGradient(double[][] v, double[] w)
    {
        double[][] move = [.. v.Select(_ => new double[dimension])];
        for (int k = 0; k < GeneratorBatch; k++)
        {
            (double[] data, double[] before, double[] code) = Sample(v, false);
            double projection = Dot(data, w) / GeneratorBatch;
            for (int l = 0; l < _d; l++)
                for (int i = 0; i < dimension; i++)
                    move[l][i] += projection * code[l] * FakeSlope(before[i]) * w[i];
        }
        for (int l = 0; l < _d; l++)
            Penalise(move[l], v[l], GeneratorSlope);
        return move;
    }

    private (double[] Data, double[] Before, double[] Code) Sample(double[][] columns, bool real)
    {
        double deviation = Math.Sqrt(real ? gan.RealNoise : gan.FakeNoise);
        double[] code = [.. (real ? gan.RealVariances : gan.FakeVariances).Select(variance => Math.Sqrt(variance) * Normal())];
        var before = new double[dimension];
        for (int i = 0; i < dimension; i++)
        {
            before[i] = deviation * Normal();
            for (int l = 0; l < _d; l++)
                before[i] += columns[l][i] * code[l];
        }
        Func<double, double> output = real ? RealOutput : FakeOutput;
        return ([.. before.Select(output)], before, code);
    }

    /// <summary>V and w with the overlaps of the start, in spread-out directions.</summary>
    private (double[] W, double[][] V) Start(double[][] u, MacroState start)
    {
        // Cholesky of the Gram matrix of (U, V, w), whose first block is the unit matrix
        int size = 2 * _d + 1;
        double Entry(int i, int j) => (i < _d, j < _d, i < 2 * _d, j < 2 * _d) switch
        {
            (true, true, _, _) => i == j ? 1 : 0,
            (true, _, _, true) => start.P(i, j - _d),
            (true, _, _, _) => start.Q(i),
            (_, _, true, true) => start.S(i - _d, j - _d),
            (_, _, true, _) => start.R(i - _d),
            _ => 1,
        };
        var c = new double[size, size];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                double sum = Entry(i, j);
                for (int k = 0; k < i; k++)
                    sum -= c[j, k] * c[i, k];
                c[j, i] = i == j ? Math.Sqrt(Math.Max(sum, 0)) : sum / c[i, i];
            }
        }
        double[][] frame = Random(_d + 1, u);
        double[] Combined(int row)
        {
            var x = new double[dimension];
            for (int k = 0; k < size; k++)
            {
                double[] axis = k < _d ? u[k] : frame[k - _d];
                for (int i = 0; i < dimension; i++)
                    x[i] += c[row, k] * axis[i];
            }
            return x;
        }
        return (Combined(2 * _d), [.. Enumerable.Range(_d, _d).Select(Combined)]);
    }

    /// <summary>Orthonormal random vectors, orthogonal to others.</summary>
    private double[][] Random(int count, params double[][] others)
    {
        var all = new List<double[]>(others);
        for (int l = 0; l < count; l++)
        {
            double[] x = [.. Enumerable.Range(0, dimension).Select(_ => Normal())];
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] other in all)
                {
                    double along = Dot(x, other);
                    for (int i = 0; i < dimension; i++)
                        x[i] -= along * other[i];
                }
            }
            Normalise(x);
            all.Add(x);
        }
        return [.. all.Skip(others.Length)];
    }

    private double[] Overlaps(double[][] u, double[][] v, double[] w) =>
    [
        .. u.SelectMany(a => v.Select(b => Dot(a, b))), .. u.Select(a => Dot(a, w)), .. v.Select(b => Dot(b, w)),
        .. Enumerable.Range(0, _d).SelectMany(i => Enumerable.Range(i + 1, _d - i - 1).Select(j => Dot(v[i], v[j]))),
    ];

    /// <summary>What penalties on the entries take from a gradient.</summary>
    private void Penalise(double[] gradient, double[] x, Func<double, double>? slope)
    {
        double root = Math.Sqrt(dimension);
        for (int i = 0; slope is not null && i < dimension; i++)
            gradient[i] -= slope(root * x[i]) / root;
    }

    /// <summary>x ← x + scale (a·real − b·fake).</summary>
    private static void Add(double[] x, double scale, double[] real, double a, double[] fake, double b)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] += scale * (a * real[i] - b * fake[i]);
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void Normalise(double[] x)
    {
        double length = Math.Sqrt(Dot(x, x));
        for (int i = 0; i < x.Length; i++)
            x[i] /= length;
    }

    private double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            double kept = _spare;
            _spare = double.NaN;
            return kept;
        }
        double a, b, s;
        do
        {
            (a, b) = (2 * _random.NextDouble() - 1, 2 * _random.NextDouble() - 1);
            s = a * a + b * b;
        }
        while (s is >= 1 or 0);
        double factor = Math.Sqrt(-2 * Math.Log(s) / s);
        _spare = b * factor;
        return a * factor;
    }
}

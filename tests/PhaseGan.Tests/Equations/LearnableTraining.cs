namespace PhaseGan.Tests.Equations;

/// <summary>Training with vectors, learnable codes and several signed features of the discriminator, as one would write it down: a witness for <see cref="LearnableCodesOde"/>. Nothing is taken from the library but numbers.</summary>
internal sealed class LearnableTraining(GanParameters gan, double codeRate, int[] signs, int dimension, int seed)
{
    private readonly Random _random = new(seed);
    private readonly int _d = gan.FeatureCount, _k = signs.Length;

    public Func<double, double> Response { get; init; } = x => x;

    public bool UnitNorms { get; init; } = true;

    /// <summary>Standardised means of a mixture of the real codes with equal weights, and deviations of the entries; none for normal codes.</summary>
    public (double[][] Means, double[] Deviations)? RealMixture { get; init; }

    /// <summary>Coordinates at times in the order of the field.</summary>
    public double[][] Run(LearnableCodesOde ode, LearnableCodesState start, double[] times)
    {
        GeneratorCodes codes = start.Codes;
        int e = codes.FeatureCount;
        double[][] all = Vectors(start, e);
        double[][] u = all[.._d], v = all[_d..(_d + e)], w = all[(_d + e)..];
        double[] theta = [.. codes.Parameters];
        var rows = new List<double[]>();
        long step = 0;
        foreach (double time in times)
        {
            for (long last = (long)Math.Round(time * dimension); step < last; step++)
            {
                double[] real = Sample(u, RealCode());
                double[] fake = Sample(v, FakeCode(codes, theta, out _, out _), gan.FakeNoise), other = Sample(v, FakeCode(codes, theta, out int component, out double[] z), gan.FakeNoise);
                double[] code = _lastCode;
                double[] f = [.. w.Select((x, a) => signs[a] * Response(Dot(x, real)))], g = [.. w.Select((x, a) => signs[a] * Response(Dot(x, fake)))];
                double[] lift = [.. w.Select((x, a) => signs[a] * Response(Dot(x, other)))];
                double[] pulled = [.. v.Select(column => Enumerable.Range(0, _k).Sum(a => Dot(column, w[a]) * lift[a]))];
                for (int l = 0; l < e; l++)
                    for (int a = 0; a < _k; a++)
                        Add(v[l], gan.GeneratorRate / dimension * lift[a] * code[l], w[a]);
                for (int a = 0; a < _k; a++)
                {
                    Add(w[a], gan.DiscriminatorRate / dimension * f[a], real);
                    Add(w[a], -gan.DiscriminatorRate / dimension * g[a], fake);
                }
                MoveCodes(codes, theta, component, z, pulled);
                foreach (double[] x in UnitNorms ? (double[][])[.. v, .. w] : [])
                    Scale(x, 1 / Math.Sqrt(Dot(x, x)));
            }
            rows.Add(Coordinates(ode, u, v, w, codes.With(theta)));
        }
        return [.. rows];
    }

    private double[] _lastCode = [];

    /// <summary>θ ← θ + (τ_θ/n)(∂f_θ/∂θ)ᵀ R f̃.</summary>
    private void MoveCodes(GeneratorCodes codes, double[] theta, int component, double[] z, double[] pulled)
    {
        int e = codes.FeatureCount;
        double rate = codeRate / dimension;
        int at = codes.Kind == GeneratorCodesKind.Mixture ? component * (e + e * e) : 0;
        for (int i = 0; i < e; i++)
        {
            if (codes.Kind == GeneratorCodesKind.Scales)
            {
                theta[i] += rate * pulled[i] * z[i];
                continue;
            }
            if (codes.Kind == GeneratorCodesKind.Mixture)
                theta[at + i] += rate * pulled[i];
            for (int j = 0; j < e; j++)
                theta[(codes.Kind == GeneratorCodesKind.Mixture ? at + e : 0) + i * e + j] += rate * pulled[i] * z[j];
        }
    }

    private double[] FakeCode(GeneratorCodes codes, double[] theta, out int component, out double[] z)
    {
        int e = codes.FeatureCount;
        component = 0;
        double draw = _random.NextDouble();
        while (component < codes.ComponentCount - 1 && (draw -= codes.Weights[component]) > 0)
            component++;
        z = [.. Enumerable.Range(0, e).Select(_ => Normal())];
        double[] normal = z;
        int at = codes.Kind == GeneratorCodesKind.Mixture ? component * (e + e * e) : 0, root = codes.Kind == GeneratorCodesKind.Mixture ? at + e : 0;
        _lastCode = codes.Kind == GeneratorCodesKind.Scales
            ? [.. normal.Select((x, i) => x * theta[i])]
            : [.. Enumerable.Range(0, e).Select(i => (codes.Kind == GeneratorCodesKind.Mixture ? theta[at + i] : 0) + Enumerable.Range(0, e).Sum(j => theta[root + i * e + j] * normal[j]))];
        return _lastCode;
    }

    private double[] RealCode()
    {
        double[] scale = [.. gan.RealVariances.Select(Math.Sqrt)];
        if (RealMixture is not { } mixture)
            return [.. scale.Select(s => s * Normal())];
        double[] mean = mixture.Means[_random.Next(mixture.Means.Length)];
        return [.. scale.Select((s, i) => s * (mean[i] + mixture.Deviations[i] * Normal()))];
    }

    private double[] Sample(double[][] columns, double[] code, double? noise = null)
    {
        double deviation = Math.Sqrt(noise ?? gan.RealNoise);
        double[] x = [.. Enumerable.Range(0, dimension).Select(_ => deviation * Normal())];
        for (int l = 0; l < columns.Length; l++)
            Add(x, code[l], columns[l]);
        return x;
    }

    /// <summary>U, V, W with the overlaps of the start, in random directions.</summary>
    private double[][] Vectors(LearnableCodesState start, int e)
    {
        int size = _d + e + _k;
        double Entry(int i, int j) => (i < _d, i < _d + e, j < _d, j < _d + e) switch
        {
            (true, _, true, _) => i == j ? 1 : 0,
            (true, _, _, true) => start.P(i, j - _d),
            (true, _, _, _) => start.Q(i, j - _d - e),
            (_, true, _, true) => start.S(i - _d, j - _d),
            (_, true, _, _) => start.R(i - _d, j - _d - e),
            _ => start.Z(i - _d - e, j - _d - e),
        };
        var frame = new List<double[]>();
        for (int l = 0; l < size; l++)
        {
            double[] x = [.. Enumerable.Range(0, dimension).Select(_ => Normal())];
            for (int pass = 0; pass < 2; pass++)
                foreach (double[] other in frame)
                    Add(x, -Dot(x, other), other);
            Scale(x, 1 / Math.Sqrt(Dot(x, x)));
            frame.Add(x);
        }
        var c = new double[size, size];
        var vectors = new double[size][];
        for (int j = 0; j < size; j++)
        {
            vectors[j] = new double[dimension];
            for (int i = 0; i <= j; i++)
            {
                double sum = Entry(i, j);
                for (int k = 0; k < i; k++)
                    sum -= c[j, k] * c[i, k];
                c[j, i] = i == j ? Math.Sqrt(sum) : sum / c[i, i];
                Add(vectors[j], c[j, i], frame[i]);
            }
        }
        return vectors;
    }

    private static double[] Coordinates(LearnableCodesOde ode, double[][] u, double[][] v, double[][] w, GeneratorCodes codes)
    {
        static double[,] Products(double[][] a, double[][] b)
        {
            var result = new double[a.Length, b.Length];
            for (int i = 0; i < a.Length; i++)
                for (int j = 0; j < b.Length; j++)
                    result[i, j] = Dot(a[i], b[j]);
            return result;
        }
        return ode.Pack(LearnableCodesState.Create(Products(u, v), Products(u, w), Products(v, w), codes, Products(v, v), Products(w, w)));
    }

    private static void Add(double[] x, double factor, double[] y)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] += factor * y[i];
    }

    private static void Scale(double[] x, double factor)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] *= factor;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}

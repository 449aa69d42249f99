namespace PhaseGan.Testing;

/// <summary>Draws valid states from a seed and proposes simpler ones.</summary>
internal static class StateCases
{
    private static readonly double[] s_sizes = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

    /// <summary>A state of d features: uniform over the valid ones, near the origin, deceived, or a corner such as P = I.</summary>
    public static MacroState DrawState(int d, int seed)
    {
        var random = new SplitMix(seed);
        double kind = random.NextUniform();
        if (kind < 0.6)
            return BasinStarts.UniformGram(d, seed);
        if (kind < 0.8)
            return DrawStart(d, seed);
        MacroState any = BasinStarts.UniformGram(d, seed);
        double[] zeros = new double[d], corner = [.. zeros.Select(_ => Math.Floor(3 * random.NextUniform()) - 1)];
        return kind < 0.9
            ? MacroState.Create(any.PValues, zeros, zeros, any.SValues)
            : MacroState.Diagonal(corner, zeros, zeros);
    }

    /// <summary>A state of d features and k orthonormal ones of the discriminator, from random vectors in 2d + k + 2 dimensions.</summary>
    public static MacroState DrawFeatures(int d, int k, int seed)
    {
        int size = 2 * d + k + 2;
        var random = new SplitMix(seed);
        double[] v = new double[d * size], w = new double[k * size];
        foreach (ref double entry in v.AsSpan())
            entry = random.NextNormal();
        foreach (ref double entry in w.AsSpan())
            entry = random.NextNormal();
        for (int j = 0; j < d; j++)
            VectorMath.Divide(v.AsSpan(j * size, size), VectorMath.Norm(v.AsSpan(j * size, size)));
        for (int a = 0; a < k; a++)
        {
            Span<double> column = w.AsSpan(a * size, size);
            // twice, for rounding
            for (int b = 0; b < 2 * a; b++)
                VectorMath.RemoveAlong(column, w.AsSpan(b % a * size, size));
            VectorMath.Divide(column, VectorMath.Norm(column));
        }
        double[,] p = new double[d, d], s = new double[d, d], q = new double[d, k], r = new double[d, k];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                p[i, j] = v[j * size + i];
                s[i, j] = i == j ? 1 : VectorMath.Dot(v.AsSpan(Math.Min(i, j) * size, size), v.AsSpan(Math.Max(i, j) * size, size));
            }
            for (int a = 0; a < k; a++)
            {
                q[i, a] = w[a * size + i];
                r[i, a] = VectorMath.Dot(v.AsSpan(i * size, size), w.AsSpan(a * size, size));
            }
        }
        return MacroState.Create(p, q, r, s, z: null);
    }

    /// <summary>A start of d features near the origin, generic or diagonal, of a size between 0.001 and 0.3.</summary>
    public static MacroState DrawStart(int d, int seed)
    {
        var random = new SplitMix(seed);
        double size = s_sizes[(int)(random.NextUniform() * s_sizes.Length)];
        return random.NextUniform() < 0.5
            ? MacroState.NearOrigin(Any(d), size, seed)
            : MacroState.NearOriginDiagonal(Any(d), Math.Min(size, 0.9 / Math.Sqrt(2 * d)));
    }

    /// <summary>Simpler states, the boldest simplification first; all are valid.</summary>
    /// <param name="state">The state to simplify.</param>
    /// <param name="isStart">Keep q and r away from zero, as a start must to leave the deceived manifold.</param>
    public static IEnumerable<MacroState> Simpler(MacroState state, bool isStart)
    {
        var complexity = Complexity(state);
        return Candidates(state).OfType<MacroState>().Where(c =>
            Complexity(c).CompareTo(complexity) < 0
            && (!isStart || (c.QValues.ContainsAnyExcept(0.0) && c.RValues.ContainsAnyExcept(0.0))));
    }

    /// <summary>What shrinking lowers: overlaps that are not zero, then the look of the numbers.</summary>
    internal static (int Overlaps, int Numbers) Complexity(MacroState state)
    {
        int overlaps = 0, numbers = 0;
        int d = state.FeatureCount;
        foreach (double v in state.PValues)
            Add(v);
        foreach (double v in state.QValues)
            Add(v);
        foreach (double v in state.RValues)
            Add(v);
        for (int i = 0; i < d; i++)
            for (int j = i + 1; j < d; j++)
                Add(state.S(i, j));
        return (overlaps, numbers);

        void Add(double v)
        {
            overlaps += v == 0 ? 0 : 1;
            numbers += RoundNumbers.Complexity(v);
        }
    }

    private static IEnumerable<MacroState?> Candidates(MacroState state)
    {
        int d = state.FeatureCount;
        double[] p = state.PValues.ToArray(), q = state.QValues.ToArray(), r = state.RValues.ToArray(), s = state.SValues.ToArray();
        double[] zero = new double[d], none = new double[d * d], identity = [.. none.Select((_, k) => k % (d + 1) == 0 ? 1.0 : 0.0)];
        double[] diagonal = [.. p.Select((v, k) => k % (d + 1) == 0 ? v : 0)];

        yield return Valid(none, zero, zero, identity);
        yield return Diagonal(0.1);
        yield return Diagonal(0.01);
        yield return Valid(p, zero, zero, s);
        yield return Valid(none, zero, r, s);
        yield return Valid(diagonal, q, r, identity);
        yield return Valid(diagonal, zero, zero, identity);
        for (int l = 0; l < d; l++)
            yield return Valid(
                [.. p.Select((v, k) => k % d == l ? 0 : v)], q, [.. r.Select((v, j) => j == l ? 0 : v)],
                [.. s.Select((v, k) => k / d != k % d && (k / d == l || k % d == l) ? 0 : v)]);
        for (int digits = 1; digits <= 3; digits++)
            yield return Valid(Rounded(p, digits), Rounded(q, digits), Rounded(r, digits), Rounded(s, digits));

        MacroState? Diagonal(double size)
        {
            double[] all = [.. zero.Select(_ => size)];
            return Valid([.. identity.Select(v => size * v)], all, all, identity);
        }
    }

    /// <summary>The overlaps of the first few features, generator columns and the discriminator: a part of a valid state is valid.</summary>
    public static MacroState First(MacroState state, int features)
    {
        int d = state.FeatureCount;
        double[] Block(ReadOnlySpan<double> matrix)
        {
            var block = new double[features * features];
            for (int i = 0; i < features; i++)
                matrix.Slice(i * d, features).CopyTo(block.AsSpan(i * features));
            return block;
        }
        return MacroState.Create(Block(state.PValues), state.QValues[..features], state.RValues[..features], Block(state.SValues));
    }

    // Truncation keeps an overlap no larger than it was, so most roundings stay valid.
    private static double[] Rounded(double[] values, int digits)
    {
        double unit = Math.Pow(10, digits);
        return [.. values.Select(v => Math.Truncate(v * unit + 1e-9 * Math.Sign(v)) / unit)];
    }

    private static MacroState? Valid(double[] p, double[] q, double[] r, double[] s)
    {
        try
        {
            return MacroState.Create(p, q, r, s);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static GanParameters Any(int d)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, d)];
        return new GanParameters(ones, ones, 1, 1, 1, 1);
    }
}

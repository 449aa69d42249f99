using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The vectors of training with memory, U, V, w, then m, N and V̄ as far as they are there, and the order of their inner products in a vector of coordinates: first those of <see cref="StateLayout"/>, then
/// those with the further vectors, column by column.
/// </summary>
internal sealed class MemoryLayout
{
    private readonly int[] _index;
    private readonly List<(int Row, int Column)> _pairs = [];

    public MemoryLayout(int features, bool unitNorms, TrainingMemory memory)
    {
        Features = features;
        State = new StateLayout(features, hasNorms: !unitNorms);
        int next = 2 * features + 1;
        Momentum = memory.Discriminator is null ? -1 : next++;
        GeneratorMomentum = Take(memory.Generator, ref next);
        Average = Take(memory.Average, ref next);
        Vectors = next;
        _index = new int[Vectors * Vectors];
        _index.AsSpan().Fill(-1);
        for (int i = 0; i < features; i++)
        {
            for (int j = 0; j < features; j++)
            {
                Add(i, V(j), State.P(i, j));
                if (i <= j)
                    Add(V(i), V(j), State.S(i, j));
            }
            Add(i, W, State.Q(i));
            Add(V(i), W, State.R(i));
        }
        Add(W, W, State.Z);
        Dimension = State.Dimension;
        for (int column = W + 1; column < Vectors; column++)
            for (int row = 0; row <= column; row++)
                Add(row, column, Dimension++);
        Pairs = new (int, int)[Dimension];
        foreach ((int row, int column) in _pairs)
            Pairs[_index[row * Vectors + column]] = (row, column);

        int Take(double? rate, ref int free)
        {
            if (rate is null)
                return -1;
            free += features;
            return free - features;
        }
    }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>The order of P, q, r, S, z, with which coordinates begin.</summary>
    public StateLayout State { get; }

    /// <summary>Number of vectors.</summary>
    public int Vectors { get; }

    /// <summary>Number of coordinates.</summary>
    public int Dimension { get; }

    /// <summary>The vectors whose inner product each coordinate is.</summary>
    public (int Row, int Column)[] Pairs { get; }

    /// <summary>The place of w among the vectors.</summary>
    public int W => 2 * Features;

    /// <summary>The place of m; −1 without.</summary>
    public int Momentum { get; }

    /// <summary>The place of the first column of N; −1 without.</summary>
    public int GeneratorMomentum { get; }

    /// <summary>The place of the first column of V̄; −1 without.</summary>
    public int Average { get; }

    /// <summary>The place of a column of V.</summary>
    public int V(int column) => Features + column;

    /// <summary>The coordinate of an inner product; −1 where it is held at its value.</summary>
    public int At(int row, int column) => _index[row * Vectors + column];

    /// <summary>The Gram matrix of all vectors.</summary>
    public void Fill(ReadOnlySpan<double> y, Span<double> gram)
    {
        for (int i = 0; i < Vectors; i++)
            for (int j = 0; j < Vectors; j++)
                gram[i * Vectors + j] = At(i, j) is >= 0 and int at ? y[at] : i == j ? 1 : 0;
    }

    /// <summary>Names in order: those of the macroscopic state, then such as u_1.m, w.m, m.m, v_1.n_2, v_1.e_1 (e for the average).</summary>
    public ImmutableArray<string> Names() =>
        [.. State.Names(), .. Pairs.Skip(State.Dimension).Select(pair => $"{Name(pair.Row)}.{Name(pair.Column)}")];

    private string Name(int vector)
    {
        if (vector == W)
            return "w";
        if (vector == Momentum)
            return "m";
        if (vector < W)
            return vector < Features ? $"u_{vector + 1}" : $"v_{vector - Features + 1}";
        return Average >= 0 && vector >= Average ? $"e_{vector - Average + 1}" : $"n_{vector - GeneratorMomentum + 1}";
    }

    private void Add(int row, int column, int at)
    {
        if (at < 0)
            return;
        _index[row * Vectors + column] = _index[column * Vectors + row] = at;
        _pairs.Add((row, column));
    }
}

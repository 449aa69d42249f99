using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The order of P, q, r, S and z in a vector of coordinates: P (row-major, d²), q (d), r (d), then the upper triangle of S row by row. With unit norms the diagonal of S and z are held at 1 and are no
/// coordinates; elsewhere the triangle has its diagonal and z is last. With k features of the discriminator Q and R (row-major, d × k) stand for q and r, and the upper triangle of Z for z, as far as it is not held.
/// </summary>
internal sealed class StateLayout
{
    private static readonly ConcurrentDictionary<int, ArrowPattern> s_patterns = new();

    private readonly int[] _s, _z;

    /// <param name="features">d ≥ 1.</param>
    /// <param name="hasNorms">Whether the diagonals of S and Z are coordinates.</param>
    /// <param name="columns">k ≥ 1: features of the discriminator.</param>
    /// <param name="hasAngles">Whether Z off its diagonal has coordinates; else it is held at 0.</param>
    public StateLayout(int features, bool hasNorms, int columns = 1, bool hasAngles = false)
    {
        (Features, Columns) = (features, columns);
        _s = new int[features * features];
        int next = SStart;
        for (int i = 0; i < features; i++)
            for (int j = i; j < features; j++)
                _s[i * features + j] = _s[j * features + i] = !hasNorms && i == j ? -1 : next++;
        _z = new int[columns * columns];
        for (int a = 0; a < columns; a++)
            for (int b = a; b < columns; b++)
                _z[a * columns + b] = _z[b * columns + a] = (a == b ? hasNorms : hasAngles) ? next++ : -1;
        Dimension = next;
    }

    /// <summary>The coordinates of a rule of training.</summary>
    public static StateLayout Of(int features, TrainingRule rule) => new(
        features, hasNorms: !rule.HasUnitNorms, rule.DiscriminatorFeatures, hasAngles: rule.DiscriminatorFeatures > 1 && !(rule.HasUnitNorms && rule.DiscriminatorNorms == DiscriminatorNorms.Orthonormal));

    /// <summary>k.</summary>
    public int Columns { get; }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>Number of coordinates: for k = 1 d² + 2d + d(d − 1)/2 with unit norms, else d + 1 more.</summary>
    public int Dimension { get; }

    /// <summary>Index of q_0.</summary>
    public int QStart => QStartOf(Features);

    /// <summary>Index of r_0.</summary>
    public int RStart => QStart + Features * Columns;

    /// <summary>Index of the first entry of S.</summary>
    public int SStart => RStart + Features * Columns;

    /// <summary>Index of z, of Z_11; −1 where it is held at 1.</summary>
    public int Z => _z[0];

    /// <summary>Index of q_0 with d features, in either order.</summary>
    public static int QStartOf(int features) => features * features;

    /// <summary>Number of coordinates with unit norms.</summary>
    public static int DimensionOf(int features) => features * features + 2 * features + features * (features - 1) / 2;

    /// <summary>Index of P_ij.</summary>
    public int P(int i, int j) => i * Features + j;

    /// <summary>Index of q_i.</summary>
    public int Q(int i) => QStart + i;

    /// <summary>Index of r_j.</summary>
    public int R(int j) => RStart + j;

    /// <summary>Index of S_ij = S_ji; −1 where it is held at 1.</summary>
    public int S(int i, int j) => _s[i * Features + j];

    /// <summary>Index of Q_ia.</summary>
    public int QAt(int i, int a) => QStart + i * Columns + a;

    /// <summary>Index of R_ja.</summary>
    public int RAt(int j, int a) => RStart + j * Columns + a;

    /// <summary>Index of Z_ab = Z_ba; −1 where it is held at δ_ab.</summary>
    public int ZAt(int a, int b) => _z[a * Columns + b];

    /// <summary>The part that holds P.</summary>
    public ReadOnlySpan<double> PIn(ReadOnlySpan<double> y) => y[..QStart];

    /// <summary>The part that holds q.</summary>
    public ReadOnlySpan<double> QIn(ReadOnlySpan<double> y) => y.Slice(QStart, Features * Columns);

    /// <summary>The part that holds r.</summary>
    public ReadOnlySpan<double> RIn(ReadOnlySpan<double> y) => y.Slice(RStart, Features * Columns);

    /// <summary>S_ij.</summary>
    public double SIn(ReadOnlySpan<double> y, int i, int j) => S(i, j) is >= 0 and int at ? y[at] : 1;

    /// <summary>z.</summary>
    public double ZIn(ReadOnlySpan<double> y) => Z < 0 ? 1 : y[Z];

    /// <summary>With unit norms: where the Jacobian of the linear model has entries; one instance for each d. Its border is (q, r); P_ij meets q_i and r_j, S_ij meets r_i and r_j.</summary>
    public static ArrowPattern ArrowPattern(int features) => s_patterns.GetOrAdd(features, d =>
    {
        int others = DimensionOf(d) - 2 * d;
        var links = new List<int>(2 * others);
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                links.AddRange([i, d + j]);
        for (int i = 0; i < d; i++)
            for (int j = i + 1; j < d; j++)
                links.AddRange([d + i, d + j]);
        return new ArrowPattern(others + 2 * d, QStartOf(d), 2 * d, [.. links]);
    });

    /// <summary>The coordinates of a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="needsUnitNorms">Whether only a normalised state will do; its norms are then 1 to the last bit.</param>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">The state has another number of features, or is not normalised where it must be.</exception>
    public double[] Pack(MacroState state, bool needsUnitNorms)
    {
        ArgumentNullException.ThrowIfNull(state);
        Guard.Length(state.FeatureCount, Features, "a state of this model, one entry a feature,", nameof(state));
        state.RequireDiscriminatorFeatures(Columns, nameof(state));
        if (needsUnitNorms && !state.IsNormalised)
            throw new ArgumentException("state must be normalised for unit norms: unit diagonal of S and z = 1", nameof(state));
        var y = new double[Dimension];
        state.PValues.CopyTo(y);
        state.QValues.CopyTo(y.AsSpan(QStart));
        state.RValues.CopyTo(y.AsSpan(RStart));
        for (int i = 0; i < Features; i++)
            for (int j = i; j < Features; j++)
                if (S(i, j) is >= 0 and int at)
                    y[at] = needsUnitNorms && i == j ? 1 : state.S(i, j);
        for (int a = 0; a < Columns; a++)
            for (int b = a; b < Columns; b++)
                if (ZAt(a, b) is >= 0 and int at)
                    y[at] = needsUnitNorms && a == b ? 1 : state.Z(a, b);
        return y;
    }

    /// <summary>The state with the given coordinates.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="Dimension"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public MacroState Unpack(ReadOnlySpan<double> y)
    {
        Guard.Length(y.Length, Dimension, "a vector of coordinates", nameof(y));
        foreach (double v in y)
            Guard.Finite(v, "a coordinate", nameof(y));
        var s = new double[Features * Features];
        for (int i = 0; i < Features; i++)
            for (int j = 0; j < Features; j++)
                s[i * Features + j] = SIn(y, i, j);
        if (Columns == 1)
            return MacroState.FromComputed(PIn(y).ToArray(), QIn(y).ToArray(), RIn(y).ToArray(), s, ZIn(y));
        var z = new double[Columns * Columns];
        for (int a = 0; a < Columns; a++)
            for (int b = 0; b < Columns; b++)
                z[a * Columns + b] = ZAt(a, b) is >= 0 and int at ? y[at] : a == b ? 1 : 0;
        return MacroState.FromComputed(PIn(y).ToArray(), QIn(y).ToArray(), RIn(y).ToArray(), s, z);
    }

    /// <summary>Names of the coordinates in order: p_11, …, q_1, …, r_1, …, s_12, …, with norms also s_11 and z.</summary>
    public ImmutableArray<string> Names()
    {
        var names = new string[Dimension];
        for (int i = 0; i < Features; i++)
        {
            for (int j = 0; j < Features; j++)
                names[P(i, j)] = Name("p", i, j);
            for (int a = 0; a < Columns; a++)
            {
                names[QAt(i, a)] = Columns == 1 ? $"q_{i + 1}" : Name("q", i, a);
                names[RAt(i, a)] = Columns == 1 ? $"r_{i + 1}" : Name("r", i, a);
            }
            for (int j = i; j < Features; j++)
                if (S(i, j) is >= 0 and int at)
                    names[at] = Name("s", i, j);
        }
        for (int a = 0; a < Columns; a++)
            for (int b = a; b < Columns; b++)
                if (ZAt(a, b) is >= 0 and int at)
                    names[at] = Columns == 1 ? "z" : Name("z", a, b);
        return ImmutableArray.Create(names);

        string Name(string letter, int i, int j) => Math.Max(Features, Columns) < 10 ? $"{letter}_{i + 1}{j + 1}" : $"{letter}_{i + 1}_{j + 1}";
    }
}

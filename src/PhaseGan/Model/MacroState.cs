using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>
/// The macroscopic state of training: the overlaps P = UᵀV (d×d), q = Uᵀw (d), r = Vᵀw (d), S = VᵀV (d×d) and
/// z = w·w of the true features U, the generator V and the discriminator w.
/// </summary>
/// <remarks>
/// <para>
/// A state is possible only if the Gram matrix M = [[I, P, q], [Pᵀ, S, r], [qᵀ, rᵀ, z]] is positive semidefinite: the
/// factories check that its smallest eigenvalue is at least −<see cref="GramTolerance"/> times its largest.
/// </para>
/// <para>In Example 1 of the paper (unit norms) the diagonal of S and z are 1: <see cref="IsNormalised"/>.</para>
/// <para>A discriminator with k features has a matrix W of k columns, and Q = UᵀW (d×k), R = VᵀW (d×k), Z = WᵀW (k×k) stand for q, r, z.</para>
/// <para>Values are immutable.</para>
/// </remarks>
public sealed class MacroState : IEquatable<MacroState>
{
    /// <summary>Relative tolerance on the smallest eigenvalue of the Gram matrix of a given state.</summary>
    public const double GramTolerance = 1e-9;

    private readonly double[] _p;
    private readonly double[] _q;
    private readonly double[] _r;
    private readonly double[] _s;
    private static readonly double[] s_one = [1];

    private readonly double[] _z;

    private MacroState(double[] p, double[] q, double[] r, double[] s, double[] z)
    {
        (_p, _q, _r, _s, _z) = (p, q, r, s, z);
        DiscriminatorFeatures = z.Length == 1 ? 1 : (int)Math.Round(Math.Sqrt(z.Length));
    }

    /// <summary>d ≥ 1: number of features.</summary>
    public int FeatureCount => _q.Length / DiscriminatorFeatures;

    /// <summary>k ≥ 1: number of features of the discriminator, the columns of W; 1 in the paper.</summary>
    public int DiscriminatorFeatures { get; }

    /// <summary>z = w·w ≥ 0, with more features tr WᵀW; 1 in Example 1.</summary>
    public double DiscriminatorPower
    {
        get
        {
            double power = _z[0];
            for (int a = 1; a < DiscriminatorFeatures; a++)
                power += _z[a * DiscriminatorFeatures + a];
            return power;
        }
    }

    /// <summary>Whether the columns of V and w have unit length to within 1e-9, as in Example 1.</summary>
    public bool IsNormalised
    {
        get
        {
            int d = FeatureCount;
            for (int l = 0; l < d; l++)
                if (Math.Abs(_s[l * d + l] - 1) > 1e-9)
                    return false;
            for (int a = 0; a < DiscriminatorFeatures; a++)
                if (Math.Abs(_z[a * DiscriminatorFeatures + a] - 1) > 1e-9)
                    return false;
            return true;
        }
    }

    /// <summary>P_ij = u_i·v_j: overlap of true feature <paramref name="i"/> with generator column <paramref name="j"/>, zero-based.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside [0, d).</exception>
    public double P(int i, int j) => _p[Index(i, nameof(i)) * FeatureCount + Index(j, nameof(j))];

    /// <summary>q_i = u_i·w: overlap of true feature <paramref name="i"/> with the discriminator, with its first feature if it has more, zero-based.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside [0, d).</exception>
    public double Q(int i) => QOf(i, 0);

    /// <summary>Q_ia = u_i·w_a: overlap of true feature <paramref name="i"/> with feature <paramref name="a"/> of the discriminator, zero-based.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public double QOf(int i, int a) => _q[Index(i, nameof(i)) * DiscriminatorFeatures + Column(a, nameof(a))];

    /// <summary>r_j = v_j·w: overlap of generator column <paramref name="j"/> with the discriminator, with its first feature if it has more, zero-based.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside [0, d).</exception>
    public double R(int j) => ROf(j, 0);

    /// <summary>R_ja = v_j·w_a: overlap of generator column <paramref name="j"/> with feature <paramref name="a"/> of the discriminator, zero-based.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public double ROf(int j, int a) => _r[Index(j, nameof(j)) * DiscriminatorFeatures + Column(a, nameof(a))];

    /// <summary>Z_ab = w_a·w_b: overlap of feature <paramref name="a"/> of the discriminator with feature <paramref name="b"/>, zero-based.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its range.</exception>
    public double Z(int a, int b) => _z[Column(a, nameof(a)) * DiscriminatorFeatures + Column(b, nameof(b))];

    /// <summary>S_ij = v_i·v_j: overlap of generator columns <paramref name="i"/> and <paramref name="j"/>, zero-based.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside [0, d).</exception>
    public double S(int i, int j) => _s[Index(i, nameof(i)) * FeatureCount + Index(j, nameof(j))];

    /// <summary>The entries of P, row-major, length d².</summary>
    public ReadOnlySpan<double> PValues => _p;

    /// <summary>The entries of q, length d; of Q, row-major, length dk.</summary>
    public ReadOnlySpan<double> QValues => _q;

    /// <summary>The entries of r, length d; of R, row-major, length dk.</summary>
    public ReadOnlySpan<double> RValues => _r;

    /// <summary>The entries of S, row-major (symmetric), length d².</summary>
    public ReadOnlySpan<double> SValues => _s;

    /// <summary>The entries of Z, row-major (symmetric), length k².</summary>
    public ReadOnlySpan<double> ZValues => _z;

    /// <summary>Makes a state of a discriminator with k features from its overlaps and checks it.</summary>
    /// <param name="p">P = UᵀV, d×d.</param>
    /// <param name="q">Q = UᵀW, d×k.</param>
    /// <param name="r">R = VᵀW, d×k.</param>
    /// <param name="s">S = VᵀV, d×d and symmetric; the identity if absent.</param>
    /// <param name="z">Z = WᵀW, k×k and symmetric; the identity if absent.</param>
    /// <exception cref="ArgumentNullException">P, Q or R is null.</exception>
    /// <exception cref="ArgumentException">Shapes differ, S or Z is not symmetric, or the Gram matrix has a negative eigenvalue.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An entry is not finite.</exception>
    public static MacroState Create(double[,] p, double[,] q, double[,] r, double[,]? s = null, double[,]? z = null)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(r);
        int d = Guard.AtLeast(q.GetLength(0), 1, "the number of features", "q.GetLength(0)"), k = Guard.AtLeast(q.GetLength(1), 1, "the number of features of the discriminator", "q.GetLength(1)");
        return Checked(Flatten(p, d, d, nameof(p)), Flatten(q, d, k, nameof(q)), Flatten(r, d, k, nameof(r)), s is null ? Identity(d) : Flatten(s, d, d, nameof(s)), z is null ? Identity(k) : Flatten(z, k, k, nameof(z)));
    }

    /// <summary>Makes a state from its overlaps and checks it.</summary>
    /// <param name="p">P = UᵀV, d×d.</param>
    /// <param name="q">q = Uᵀw, length d.</param>
    /// <param name="r">r = Vᵀw, length d.</param>
    /// <param name="s">S = VᵀV, d×d and symmetric; the identity if absent.</param>
    /// <param name="z">z = w·w, ≥ 0.</param>
    /// <exception cref="ArgumentNullException">P, q or r is null.</exception>
    /// <exception cref="ArgumentException">Shapes differ, S is not symmetric, or the Gram matrix has a negative eigenvalue.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An entry is not finite, or z is negative.</exception>
    public static MacroState Create(double[,] p, IReadOnlyList<double> q, IReadOnlyList<double> r, double[,]? s = null, double z = 1)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(r);
        int d = Guard.AtLeast(q.Count, 1, "the number of features", "q.Count");
        Guard.Length(r.Count, d, "the overlap of w with each generator column", nameof(r));
        return Checked(Flatten(p, d, d, nameof(p)), [.. q], [.. r], s is null ? Identity(d) : Flatten(s, d, d, nameof(s)), [z]);
    }

    /// <summary>Makes a state from row-major spans and checks it; the same rules as <see cref="Create(double[,], IReadOnlyList{double}, IReadOnlyList{double}, double[,], double)"/>.</summary>
    /// <param name="p">P, row-major, length d².</param>
    /// <param name="q">q, length d.</param>
    /// <param name="r">r, length d.</param>
    /// <param name="s">S, row-major, length d², or empty for the identity.</param>
    /// <param name="z">z = w·w, ≥ 0.</param>
    /// <exception cref="ArgumentException">Lengths do not match, S is not symmetric, or the Gram matrix has a negative eigenvalue.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An entry is not finite, or z is negative.</exception>
    public static MacroState Create(ReadOnlySpan<double> p, ReadOnlySpan<double> q, ReadOnlySpan<double> r, ReadOnlySpan<double> s = default, double z = 1)
    {
        int d = Guard.AtLeast(q.Length, 1, "the number of features", "q.Length");
        Guard.Length(p.Length, d * d, "P in row-major order", nameof(p));
        Guard.Length(r.Length, d, "the overlap of w with each generator column", nameof(r));
        if (!s.IsEmpty)
            Guard.Length(s.Length, d * d, "S in row-major order", nameof(s));
        return Checked(p.ToArray(), q.ToArray(), r.ToArray(), s.IsEmpty ? Identity(d) : s.ToArray(), [z]);
    }

    /// <summary>A state with diagonal P and S = I: feature ℓ meets only generator column ℓ.</summary>
    /// <param name="p">Diagonal of P, length d.</param>
    /// <param name="q">q, length d.</param>
    /// <param name="r">r, length d.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Lengths differ, or the Gram matrix has a negative eigenvalue.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An entry is not finite.</exception>
    public static MacroState Diagonal(IReadOnlyList<double> p, IReadOnlyList<double> q, IReadOnlyList<double> r)
    {
        ArgumentNullException.ThrowIfNull(p);
        int d = p.Count;
        var full = new double[d, d];
        for (int l = 0; l < d; l++)
            full[l, l] = p[l];
        return Create(full, q, r);
    }

    /// <summary>
    /// A diagonal start near the origin: P = ε I, q_ℓ = ε and S = I exactly, made from vectors v_ℓ = ε u_ℓ + √(1 − ε²) e_ℓ and
    /// w = ε Σ_ℓ (u_ℓ + e_ℓ) + …, so that r_ℓ = ε² + ε√(1 − ε²) and the Gram matrix is valid by construction.
    /// </summary>
    /// <param name="gan">Gives the number of features d.</param>
    /// <param name="epsilon">Size ε of the overlaps, in (0, 1/√(2d)].</param>
    /// <exception cref="ArgumentNullException"><paramref name="gan"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is outside its range.</exception>
    public static MacroState NearOriginDiagonal(GanParameters gan, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(gan);
        int d = gan.FeatureCount;
        Guard.Positive(epsilon, "the size of the overlaps");
        Guard.InRange(epsilon, 0, 1 / Math.Sqrt(2 * d), "the size of the overlaps of a unit discriminator with 2d directions");
        double r = epsilon * (epsilon + Math.Sqrt(1 - epsilon * epsilon));
        return Diagonal([.. Enumerable.Repeat(epsilon, d)], [.. Enumerable.Repeat(epsilon, d)], [.. Enumerable.Repeat(r, d)]);
    }

    /// <summary>
    /// A generic start near the origin, all overlaps of size ε: the Gram matrix of U = (e_1 … e_d), v_ℓ ∝ e_{d+ℓ} + ε g_ℓ and
    /// w ∝ e_{2d+1} + ε g, with seeded standard normal g in 2d + 1 dimensions, so that it is valid by construction.
    /// </summary>
    /// <param name="gan">Gives the number of features d.</param>
    /// <param name="epsilon">Standard deviation ε of the overlaps, in (0, 1].</param>
    /// <param name="seed">The same seed gives the same start.</param>
    /// <exception cref="ArgumentNullException"><paramref name="gan"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is outside its range.</exception>
    public static MacroState NearOrigin(GanParameters gan, double epsilon, int seed)
    {
        ArgumentNullException.ThrowIfNull(gan);
        Guard.Positive(epsilon, "the size of the overlaps");
        Guard.InRange(epsilon, 0, 1, "the size of the overlaps");
        // a sweep asks for the same start in every cell
        return RecentStart.Get(gan.FeatureCount, epsilon, seed);
    }

    /// <summary>The start of <see cref="NearOrigin"/>.</summary>
    internal static MacroState MakeNearOrigin(int d, double epsilon, int seed)
    {
        int size = 2 * d + 1;
        var random = new SplitMix(seed);
        var vectors = new double[(d + 1) * size];
        for (int j = 0; j <= d; j++)
        {
            Span<double> v = vectors.AsSpan(j * size, size);
            for (int i = 0; i < size; i++)
                v[i] = epsilon * random.NextNormal();
            v[d + j] += 1;
            VectorMath.Divide(v, VectorMath.Norm(v));
        }
        return FromColumns(vectors, d);
    }

    /// <summary>
    /// A state whose discriminator has k features of unit length at right angles, from one with a single feature: the rows of Q and R have the lengths |q_ℓ| and |r_ℓ| and generic directions, which are the same for every state.
    /// </summary>
    /// <param name="features">k ≥ 1; 1 gives this state.</param>
    /// <exception cref="ArgumentOutOfRangeException">k &lt; 1.</exception>
    /// <exception cref="ArgumentException">This state has several features, or its overlaps with w are so large that no such discriminator exists.</exception>
    public MacroState Spread(int features)
    {
        Guard.AtLeast(features, 1, "the number of features of the discriminator");
        if (features == 1 && DiscriminatorFeatures == 1)
            return this;
        RequireDiscriminatorFeatures(1, nameof(features));
        int d = FeatureCount;
        var rows = new double[2 * d * features];
        var random = new SplitMix(1);
        for (int i = 0; i < 2 * d; i++)
        {
            Span<double> row = rows.AsSpan(i * features, features);
            for (int a = 0; a < features; a++)
                row[a] = random.NextNormal();
            double length = VectorMath.Norm(row), overlap = i < d ? _q[i] : _r[i - d];
            for (int a = 0; a < features; a++)
                row[a] *= overlap / length;
        }
        return Checked(_p, rows[..(d * features)], rows[(d * features)..], _s, Identity(features));
    }

    /// <summary>ρ_ℓ = (P S⁺ Pᵀ)_ℓℓ ∈ [0, 1]: squared length of the projection of true feature ℓ on the span of the generator's columns.</summary>
    /// <returns>Length d; values are clamped to [0, 1].</returns>
    public ImmutableArray<double> Recovery()
    {
        int d = FeatureCount;
        if (d == 1)
            return [_s[0] > 0 ? Math.Clamp(_p[0] * _p[0] / _s[0], 0, 1) : 0];
        if (d == 2 && _s[0] * _s[3] - _s[1] * _s[1] is var det && det > 1e-6 * _s[0] * _s[3])
            return [Along(0), Along(2)];
        var evd = Matrix<double>.Build.Dense(d, d, (i, j) => _s[i * d + j]).Evd(Symmetricity.Symmetric);
        double cutoff = 1e-10 * evd.EigenValues.Select(e => e.Real).Max();
        var rho = new double[d];
        for (int k = 0; k < d; k++)
        {
            double value = evd.EigenValues[k].Real;
            if (value <= cutoff)
                continue;
            for (int i = 0; i < d; i++)
            {
                double projection = 0;
                for (int j = 0; j < d; j++)
                    projection += _p[i * d + j] * evd.EigenVectors[j, k];
                rho[i] += projection * projection / value;
            }
        }
        return [.. rho.Select(v => Math.Clamp(v, 0, 1))];

        double Along(int row) =>
            Math.Clamp((_p[row] * _p[row] * _s[3] - 2 * _p[row] * _p[row + 1] * _s[1] + _p[row + 1] * _p[row + 1] * _s[0]) / (_s[0] * _s[3] - _s[1] * _s[1]), 0, 1);
    }

    /// <summary>The smallest eigenvalue of the Gram matrix M divided by its largest; ≥ −<see cref="GramTolerance"/> for a state that was given.</summary>
    public double GramMargin() => SmallestGramEigenvalue(_p, _q, _r, _s, _z);

    /// <inheritdoc/>
    public bool Equals(MacroState? other) =>
        other is not null
        && _z.AsSpan().SequenceEqual(other._z)
        && _p.AsSpan().SequenceEqual(other._p)
        && _q.AsSpan().SequenceEqual(other._q)
        && _r.AsSpan().SequenceEqual(other._r)
        && _s.AsSpan().SequenceEqual(other._s);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MacroState);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (double v in _p)
            hash.Add(v);
        foreach (double v in _q)
            hash.Add(v);
        foreach (double v in _r)
            hash.Add(v);
        return hash.ToHashCode();
    }

    /// <summary>The overlaps in the paper's letters, five significant digits.</summary>
    public override string ToString()
    {
        int d = FeatureCount;
        int k = DiscriminatorFeatures;
        string discriminator = k == 1 ? $"q = {Row(_q)}, r = {Row(_r)}" : $"Q = {Rows(_q, k)}, R = {Rows(_r, k)}";
        return $"P = {Rows(_p, d)}, {discriminator}" + (d > 1 ? $", S = {Rows(_s, d)}" : "") + (k > 1 ? $", Z = {Rows(_z, k)}" : "");

        static string Rows(double[] m, int width) =>
            m.Length == width ? Row(m) : "[" + string.Join("; ", m.Chunk(width).Select(Row)) + "]";
        static string Row(double[] v) =>
            v.Length == 1 ? Number(v[0]) : "(" + string.Join(", ", v.Select(Number)) + ")";
        static string Number(double v) => v.ToString("G5", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether all overlaps are numbers: a training that diverged leaves some that are not.</summary>
    internal bool IsFinite => VectorMath.AllFinite(_p) && VectorMath.AllFinite(_q) && VectorMath.AllFinite(_r) && VectorMath.AllFinite(_s) && VectorMath.AllFinite(_z);

    /// <summary>Wraps arrays that a computation made, without the Gram check: rounding may leave a computed state just outside the cone.</summary>
    internal static MacroState FromComputed(double[] p, double[] q, double[] r, double[] s, double z = 1) => new(p, q, r, s, z == 1 ? s_one : [z]);

    /// <summary>The same of a discriminator with k features; Z has length k².</summary>
    internal static MacroState FromComputed(double[] p, double[] q, double[] r, double[] s, double[] z) => new(p, q, r, s, z);

    /// <summary>Throws unless the discriminator has a given number of features.</summary>
    internal void RequireDiscriminatorFeatures(int features, string name)
    {
        if (DiscriminatorFeatures != features)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"state must be one of a discriminator with {features} {(features == 1 ? "feature" : "features")} here; got one with {DiscriminatorFeatures}"), name);
    }

    /// <summary>Throws unless the features of the discriminator are orthonormal, to within 1e-9.</summary>
    internal void RequireOrthonormal(string name)
    {
        int k = DiscriminatorFeatures;
        for (int a = 0; a < k; a++)
            for (int b = 0; b < k; b++)
                if (Math.Abs(_z[a * k + b] - (a == b ? 1 : 0)) > 1e-9)
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"state must have Z = I, which the rule keeps; got Z_{a + 1}{b + 1} = {_z[a * k + b]}"), name);
    }

    /// <summary>The state of unit vectors given as d generator columns and then w, each with 2d + 1 components, the first d along U.</summary>
    private static MacroState FromColumns(double[] vectors, int d)
    {
        int size = 2 * d + 1;
        var (p, q, r, s) = (new double[d * d], new double[d], new double[d], Identity(d));
        ReadOnlySpan<double> w = vectors.AsSpan(d * size, size);
        for (int j = 0; j < d; j++)
        {
            ReadOnlySpan<double> v = vectors.AsSpan(j * size, size);
            for (int i = 0; i < d; i++)
                p[i * d + j] = v[i];
            q[j] = w[j];
            r[j] = VectorMath.Dot(v, w);
            for (int i = 0; i < j; i++)
                s[i * d + j] = s[j * d + i] = VectorMath.Dot(vectors.AsSpan(i * size, size), v);
        }
        return new MacroState(p, q, r, s, s_one);
    }

    private static MacroState Checked(double[] p, double[] q, double[] r, double[] s, double[] z)
    {
        var state = new MacroState(p, q, r, s, z);
        int d = state.FeatureCount;
        CheckFinite(p, nameof(p));
        CheckFinite(q, nameof(q));
        CheckFinite(r, nameof(r));
        CheckFinite(s, nameof(s));
        CheckDiscriminator(z, state.DiscriminatorFeatures);
        CheckSymmetric(s, d, nameof(s));
        double margin = SmallestGramEigenvalue(p, q, r, s, z);
        if (!(margin >= -GramTolerance))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"no vectors have these overlaps: the Gram matrix of U, V and w must be positive semidefinite (smallest eigenvalue ≥ {-GramTolerance} of the largest); got {margin:G6}"),
                nameof(p));
        return state;
    }

    private static void CheckDiscriminator(double[] z, int k)
    {
        if (k == 1)
        {
            Guard.NonNegative(z[0], "the squared length of w", nameof(z));
            return;
        }
        CheckFinite(z, nameof(z));
        CheckSymmetric(z, k, nameof(z));
    }

    private static void CheckSymmetric(double[] s, int d, string name)
    {
        for (int i = 0; i < d; i++)
            for (int j = 0; j < i; j++)
                if (Math.Abs(s[i * d + j] - s[j * d + i]) > 1e-12)
                    throw new ArgumentException(
                        string.Create(CultureInfo.InvariantCulture, $"{name} must be symmetric; got {name}[{j},{i}] = {s[j * d + i]} and {name}[{i},{j}] = {s[i * d + j]}"),
                        name);
    }

    private static void CheckFinite(double[] values, string name)
    {
        for (int i = 0; i < values.Length; i++)
            Guard.Finite(values[i], "an overlap", $"{name}[{i}]");
    }

    private static double SmallestGramEigenvalue(double[] p, double[] q, double[] r, double[] s, double[] z)
    {
        int k = z.Length == 1 ? 1 : (int)Math.Round(Math.Sqrt(z.Length)), d = q.Length / k;
        int size = 2 * d + k;
        var gram = Matrix<double>.Build.Dense(size, size);
        for (int i = 0; i < d; i++)
        {
            gram[i, i] = 1;
            for (int a = 0; a < k; a++)
            {
                gram[i, 2 * d + a] = gram[2 * d + a, i] = q[i * k + a];
                gram[d + i, 2 * d + a] = gram[2 * d + a, d + i] = r[i * k + a];
            }
            for (int j = 0; j < d; j++)
            {
                gram[i, d + j] = gram[d + j, i] = p[i * d + j];
                gram[d + i, d + j] = s[i * d + j];
            }
        }
        for (int a = 0; a < k; a++)
            for (int b = 0; b < k; b++)
                gram[2 * d + a, 2 * d + b] = z[a * k + b];
        try
        {
            var values = gram.Evd(Symmetricity.Symmetric).EigenValues;
            return values.Min(v => v.Real) / values.Max(v => v.Real);
        }
        catch (NonConvergenceException)
        {
            return double.NaN;
        }
    }

    private static double[] Flatten(double[,] matrix, int rows, int columns, string name)
    {
        if (matrix.GetLength(0) != rows || matrix.GetLength(1) != columns)
            throw new ArgumentException($"{name} must be {rows}×{columns}; got {matrix.GetLength(0)}×{matrix.GetLength(1)}", name);
        var flat = new double[rows * columns];
        Buffer.BlockCopy(matrix, 0, flat, 0, flat.Length * sizeof(double));
        return flat;
    }

    private static double[] Identity(int d)
    {
        var s = new double[d * d];
        for (int l = 0; l < d; l++)
            s[l * d + l] = 1;
        return s;
    }

    private int Index(int i, string name) =>
        (uint)i < (uint)FeatureCount ? i : throw Guard.OutOfRange(name, i, $"is a feature index and must lie in [0, {FeatureCount})");

    private int Column(int a, string name) =>
        (uint)a < (uint)DiscriminatorFeatures ? a : throw Guard.OutOfRange(name, a, $"is the index of a feature of the discriminator and must lie in [0, {DiscriminatorFeatures})");
}

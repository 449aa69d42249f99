using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>
/// The solvable GAN in the limit of small learning rates, as a game: L = ½ Σ_ℓ (Λ_ℓ q_ℓ² − Λ̃_ℓ r_ℓ²) of the generator's columns V_ℓ and the discriminator w, both
/// taken at unit length. The generator makes L small, the discriminator large.
/// </summary>
/// <remarks>
/// <para>
/// L is ½ E[(y·w)² − (ỹ·w)²] of Example 1 of Wang, Hu and Lu up to the constant (η_T − η_G)/2. When τ and τ̃ go to zero at a fixed ratio α, the noise
/// terms of (13), which carry a further factor τ, drop out, and in the time τt training follows dw = ∂L/∂w, dV = −α ∂L/∂V on unit vectors (derived):
/// this field, the generator sped up by α (<see cref="GameRules.TwoTimeScales"/>). Its overlaps obey <see cref="SmallRateOde"/>.
/// </para>
/// <para>
/// The motion stays in the span of U, V and w, so 2d + 1 dimensions say all: coordinates are V_1, …, V_d and w, each of length 2d + 1, with U the first d
/// unit vectors: N = (2d + 1)(d + 1). L is that of the normalised vectors, so the field keeps every length as it is; rules may change lengths, which
/// changes nothing in the overlaps but their speed. At a zero vector the field is undefined.
/// </para>
/// <para>
/// Perfect recovery, V = U with w orthogonal to U, is at rest. With x = 0 its spectrum apart from neutral directions is that of the block
/// [[αΛ̃, αΛ̃], [−Λ̃, Λ − Λ̃]] for each feature (derived): no local Nash equilibrium, since the generator sits at a maximum of its loss, and unstable for
/// Λ = Λ̃ at any α. It is the noise in (13) that makes it stable.
/// </para>
/// </remarks>
public sealed class SolvableGame : IDataGame, INamedFixedPoints, ISizedField, IVectorField<MacroState>
{
    private readonly SolvableGameFormula _formula;
    private readonly SolvableGameFormula.Penalty _penalty;

    /// <summary>Makes the game.</summary>
    /// <param name="realVariances">Λ: variance of each real feature, length d ≥ 1, finite and &gt; 0.</param>
    /// <param name="fakeVariances">Λ̃: variance of each fake feature, length d, finite and &gt; 0.</param>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentException">The lists are empty or their lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A variance is outside its range.</exception>
    public SolvableGame(IReadOnlyList<double> realVariances, IReadOnlyList<double> fakeVariances)
    {
        var gan = new GanParameters(realVariances, fakeVariances, 1, 1, 0, 0);
        (RealVariances, FakeVariances) = (gan.RealVariances, gan.FakeVariances);
        double[] real = [.. RealVariances], fake = [.. FakeVariances];
        _formula = new SolvableGameFormula(real, fake);
        _penalty = new SolvableGameFormula.Penalty(real);
    }

    /// <summary>Λ, length d.</summary>
    public ImmutableArray<double> RealVariances { get; }

    /// <summary>Λ̃, length d.</summary>
    public ImmutableArray<double> FakeVariances { get; }

    /// <summary>(2d + 1)(d + 1).</summary>
    public int Dimension => Size * (RealVariances.Length + 1);

    /// <summary>(2d + 1)d: the columns of V come first, then w.</summary>
    public int GeneratorDimension => Size * RealVariances.Length;

    /// <summary>True.</summary>
    public bool IsZeroSum => true;

    private int Size => 2 * RealVariances.Length + 1;

    /// <summary>
    /// The reduced ODE (13) for τ → 0 at fixed α, in the time τt: τ = 1 and τ̃ = α without the noise terms, in the coordinates of <see cref="ReducedOde"/>.
    /// </summary>
    /// <param name="parameters">Gives Λ, Λ̃ and α; its rates and noises do not matter otherwise.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public static UnitNormOde SmallRateOde(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new UnitNormOde(parameters.With(discriminatorRate: 1, rateRatio: parameters.RateRatio), diffusion: false);
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => GameFormula.Evaluate(_formula, y, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => GameFormula.Jacobian(_formula, y, jacobian);

    /// <inheritdoc/>
    public void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix) =>
        GameFormula.JacobianAlong(_formula, y, direction, matrix);

    /// <summary>
    /// Writes the derivative of R = ½ Σ_ℓ Λ_ℓ q_ℓ² by w: the discriminator is D(x) = ½(w·x)² with ∇ₓD = (w·x)w, so that E‖∇ₓD‖² = qᵀΛq + η_T at unit length.
    /// </summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="slope">Receives the derivative, length N.</param>
    public void PenaltySlope(ReadOnlySpan<double> y, Span<double> slope) => GameFormula.Evaluate(_penalty, y, slope);

    /// <inheritdoc/>
    public void PenaltyCurvature(ReadOnlySpan<double> y, Span<double> matrix) => GameFormula.Jacobian(_penalty, y, matrix);

    /// <summary>The same game: noise of equal variance in real and fake data cancels in L.</summary>
    /// <param name="variance">Variance of the noise, finite and ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is negative or not finite.</exception>
    public IDataGame WithInstanceNoise(double variance)
    {
        Guard.NonNegative(variance, "a variance");
        return this;
    }

    /// <summary>Vectors V and w in 2d + 1 dimensions with the overlaps of a state.</summary>
    /// <param name="state">A state with d features.</param>
    /// <returns>Length N.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">The state has another number of features.</exception>
    public double[] Pack(MacroState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int d = RealVariances.Length, m = Size;
        Guard.Length(state.FeatureCount, d, "a state of this game, one entry a feature,", nameof(state));
        state.RequireDiscriminatorFeatures(1, nameof(state));

        // what the vectors (V, w) have outside the span of U is a square root of their Gram matrix there
        double AlongU(int column, int i) => column < d ? state.P(i, column) : state.Q(i);
        double Overlap(int a, int b) => (a < d, b < d) switch
        {
            (true, true) => state.S(a, b),
            (true, false) => state.R(a),
            (false, true) => state.R(b),
            _ => state.DiscriminatorPower,
        };
        var rest = Matrix<double>.Build.Dense(d + 1, d + 1, (a, b) => Overlap(a, b) - Enumerable.Range(0, d).Sum(i => AlongU(a, i) * AlongU(b, i)));
        Matrix<double> root = SymmetricRoot.Of(rest);
        var y = new double[Dimension];
        for (int a = 0; a <= d; a++)
        {
            for (int i = 0; i < d; i++)
                y[a * m + i] = AlongU(a, i);
            for (int i = 0; i <= d; i++)
                y[a * m + d + i] = root[i, a];
        }
        return y;
    }

    /// <summary>Which of the overlaps q and r of the normalised vectors vanish to within <c>FixedPoint.ZeroTolerance</c>.</summary>
    /// <param name="y">V_1, …, V_d and w of a fixed point, length N.</param>
    /// <returns>The kind; <see cref="FixedPointKind.Other"/> where a vector is zero, which has no direction.</returns>
    public FixedPointKind KindOf(ReadOnlySpan<double> y)
    {
        int d = RealVariances.Length, m = Size;
        ReadOnlySpan<double> w = y.Slice(d * m, m);
        var (q, r) = (new double[d], new double[d]);
        double length = VectorMath.Norm(w);
        for (int l = 0; l < d; l++)
        {
            ReadOnlySpan<double> column = y.Slice(l * m, m);
            q[l] = w[l] / length;
            r[l] = VectorMath.Dot(column, w) / (VectorMath.Norm(column) * length);
        }
        return OverlapKind.Of(q, r);
    }

    string? INamedFixedPoints.NameOf(ReadOnlySpan<double> y) => OverlapKind.Name(KindOf(y));

    /// <summary>The overlaps of the normalised vectors.</summary>
    /// <param name="y">V_1, …, V_d and w, length N, finite.</param>
    /// <exception cref="ArgumentException">The length is not N, or a vector is zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public MacroState Unpack(ReadOnlySpan<double> y)
    {
        Guard.Length(y.Length, Dimension, "the columns of V and w", nameof(y));
        int d = RealVariances.Length, m = Size;
        var vectors = new double[d + 1][];
        for (int a = 0; a <= d; a++)
        {
            vectors[a] = y.Slice(a * m, m).ToArray();
            double square = 0;
            foreach (double x in vectors[a])
                square += Guard.Finite(x, "a coordinate", nameof(y)) * x;
            if (square == 0)
                throw new ArgumentException("y holds a vector of length zero, which has no direction", nameof(y));
            for (int i = 0; i < m; i++)
                vectors[a][i] /= Math.Sqrt(square);
        }
        double Dot(int a, int b) => a == b ? 1 : vectors[a].Zip(vectors[b], (u, v) => u * v).Sum();
        var (p, s) = (new double[d * d], new double[d * d]);
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                (p[i * d + j], s[i * d + j]) = (vectors[j][i], Dot(Math.Min(i, j), Math.Max(i, j)));
        return MacroState.FromComputed(p, vectors[d][..d], [.. Enumerable.Range(0, d).Select(l => Dot(l, d))], s);
    }

    /// <summary>Its variances.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"solvable game: Λ = ({string.Join(", ", RealVariances.Select(v => v.ToString(CultureInfo.InvariantCulture)))}), Λ̃ = ({string.Join(", ", FakeVariances.Select(v => v.ToString(CultureInfo.InvariantCulture)))})");
}

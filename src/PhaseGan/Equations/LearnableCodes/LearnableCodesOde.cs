using System.Collections.Immutable;
using System.Runtime.InteropServices;
namespace PhaseGan;

/// <summary>
/// The macroscopic ODE of training in which the generator learns the law of its codes too, at the rate τ_θ/n and on the sample of its own step, with a discriminator D = Σ_a σ_a D̂(y·w_a) of one or more signed features; with its exact
/// Jacobian (derived).
/// </summary>
/// <remarks>
/// <para>With f of the loss, f_a = σ_a f(X_a), C_l, μ_l, π_l the components of the fake codes, X̃ | l ~ N(Rᵀμ_l, RᵀC_lR + η_G Z):</para>
/// <code>
/// dμ_l = τ_θ π_l R⟨f̃⟩_l      dΣ_l = τ_θ π_l R J̃_l Rᵀ Σ_l      ds_ℓ = τ_θ (R J̃ Rᵀ)_ℓℓ s_ℓ
/// G̃ = Σ_l π_l(μ_l⟨f̃⟩_lᵀ + C_l R J̃_l)    K = η_T J − η_G J̃ + norms    B = η_T⟨ffᵀ⟩ + η_G⟨f̃f̃ᵀ⟩
/// dP = τ̃(QG̃ᵀ + PL)   dQ = τ(G − PG̃ + QK)   dR = τ(PᵀG − SG̃ + RK) + τ̃(G̃Z + LR)
/// dS = τ̃(RG̃ᵀ + G̃Rᵀ + SL + LS)   dZ = τ(QᵀG + GᵀQ − RᵀG̃ − G̃ᵀR + ZK + KZ) + τ²B/m
/// </code>
/// <para>
/// A quadratic discriminator with one feature can say only that there is too little variance: scales never fall. With σ = (+, −) they are learned, up to the noise. With λ = 0 every s_ℓ²/τ_θ − S_ℓℓ/τ̃, and AAᵀ/τ_θ − S/τ̃ for a matrix, is
/// conserved: <see cref="Balance"/>. A linear loss sees the second moments of the codes alone.
/// </para>
/// <para>The fake variances of the parameters are not used: the codes have their own.</para>
/// </remarks>
public sealed class LearnableCodesOde : IVectorField<LearnableCodesState>
{
    private readonly LearnableCodesLayout _layout;
    private readonly double[] _signs, _realShares, _realMeans, _realVariances;
    private readonly double _tau, _tauTilde, _strength, _noise;
    private readonly bool _isLinear, _unit;

    /// <summary>Makes the field.</summary>
    /// <param name="gan">Λ, rates, noises, m.</param>
    /// <param name="codes">The kind of codes; their parameters are coordinates of the state.</param>
    /// <param name="codeRate">τ_θ &gt; 0: the learning rate of θ in units of 1/n.</param>
    /// <param name="signs">σ, each 1 or −1; one feature with σ = 1 if absent. More than one asks for the linear loss.</param>
    /// <param name="rule">Loss, regulariser, and the law of the real codes, which are Gaussian or a mixture; Example 1 if absent. Otherwise plain.</param>
    /// <exception cref="ArgumentNullException"><paramref name="gan"/> or <paramref name="codes"/> is null.</exception>
    /// <exception cref="ArgumentException">A sign is neither 1 nor −1; several features have another loss than the linear one; the rule has additions to its steps, memory, or other real codes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">τ_θ is not finite and positive.</exception>
    public LearnableCodesOde(GanParameters gan, GeneratorCodes codes, double codeRate, IReadOnlyList<int>? signs = null, TrainingRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(gan);
        ArgumentNullException.ThrowIfNull(codes);
        (Parameters, Codes, CodeRate, Rule) = (gan, codes, Guard.Positive(codeRate, "the learning rate of the codes"), rule ?? TrainingRule.Example1);
        Signs = signs is null ? [1] : [.. signs];
        if (Signs.IsEmpty || Signs.Any(s => s is not (1 or -1)))
            throw new ArgumentException($"signs must be 1 or -1 for each feature of the discriminator, at least one; got ({string.Join(", ", Signs)})", nameof(signs));
        _isLinear = Rule.Loss.Equals(GanLoss.Linear);
        if (Signs.Length > 1 && !_isLinear)
            throw new ArgumentException($"several features of the discriminator go with linear responses here; got {Rule.Loss}", nameof(rule));
        if (!Rule.HasPlainSteps)
            throw new ArgumentException($"rule must have plain steps for learnable codes; got {Rule}", nameof(rule));
        (_realShares, _realMeans, _realVariances) = Real(gan, Rule.RealCodes);
        _signs = [.. Signs.Select(s => (double)s)];
        (_tau, _tauTilde) = (gan.DiscriminatorRate, gan.GeneratorRate);
        _noise = _tau / gan.BatchSize;
        (_unit, _strength) = (Rule.HasUnitNorms, Rule.HasUnitNorms ? 0 : Rule.Strength);
        _layout = new LearnableCodesLayout(gan.FeatureCount, codes.FeatureCount, Signs.AsSpan(), !_unit, codes.Values.Length);
    }

    /// <summary>The numbers.</summary>
    public GanParameters Parameters { get; }

    /// <summary>The kind of codes.</summary>
    public GeneratorCodes Codes { get; }

    /// <summary>τ_θ.</summary>
    public double CodeRate { get; }

    /// <summary>σ.</summary>
    public ImmutableArray<int> Signs { get; }

    /// <summary>Loss, regulariser, law of the real codes.</summary>
    public TrainingRule Rule { get; }

    /// <inheritdoc/>
    public int Dimension => _layout.Dimension;

    /// <summary>The order of the coordinates.</summary>
    internal LearnableCodesLayout Layout => _layout;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => MemoryMarshal.Cast<FieldValue, double>(Evaluate<FieldValue>(MemoryMarshal.Cast<double, FieldValue>(y).ToArray())).CopyTo(derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        var moved = new FieldVariation[n];
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < n; i++)
                moved[i] = new FieldVariation(y[i], i == k ? 1 : 0);
            FieldVariation[] rate = Evaluate(moved);
            for (int i = 0; i < n; i++)
                jacobian[i * n + k] = rate[i].Slope;
        }
    }

    /// <summary>The coordinates of a state.</summary>
    /// <param name="state">A state of this model; with unit norms the diagonals of S and Z are 1.</param>
    /// <returns>Length N.</returns>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentException">The state has other numbers of features, another kind of codes, or other norms.</exception>
    public double[] Pack(LearnableCodesState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (int d, int e, int k) = (_layout.Features, _layout.Fakes, _layout.Critics);
        if (state.FeatureCount != d || state.Codes.FeatureCount != e || state.CriticCount != k || state.Codes.Kind != Codes.Kind || !state.Codes.Shares.SequenceEqual(Codes.Shares))
            throw new ArgumentException($"state must have d = {d}, d̃ = {e}, k = {k} and codes of the kind {Codes.Kind} with the same weights; got {state}", nameof(state));
        if (_unit && (Enumerable.Range(0, e).Any(l => Math.Abs(state.S(l, l) - 1) > 1e-9) || Enumerable.Range(0, k).Any(a => Math.Abs(state.Z(a, a) - 1) > 1e-9)))
            throw new ArgumentException("state must have unit diagonals of S and Z for unit norms", nameof(state));
        var y = new double[Dimension];
        Each(d, e, (i, j) => y[_layout.P(i, j)] = state.P(i, j));
        Each(d, k, (i, a) => y[_layout.Q(i, a)] = state.Q(i, a));
        Each(e, k, (j, a) => y[_layout.R(j, a)] = state.R(j, a));
        Each(e, e, (i, j) => Put(_layout.S(i, j), state.S(i, j)));
        Each(k, k, (a, b) => Put(_layout.Z(a, b), state.Z(a, b)));
        state.Codes.Values.CopyTo(y.AsSpan(_layout.Theta));
        return y;

        void Put(int at, double value)
        {
            if (at >= 0)
                y[at] = value;
        }
    }

    /// <summary>The state with the given coordinates.</summary>
    /// <param name="y">Coordinates, length N.</param>
    /// <exception cref="ArgumentException">The length is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public LearnableCodesState Unpack(ReadOnlySpan<double> y)
    {
        Guard.Length(y.Length, Dimension, "a vector of coordinates", nameof(y));
        foreach (double value in y)
            Guard.Finite(value, "a coordinate", nameof(y));
        double[] values = y.ToArray();
        (int d, int e, int k) = (_layout.Features, _layout.Fakes, _layout.Critics);
        return LearnableCodesState.FromComputed(
            Matrix(d, e, _layout.P), Matrix(d, k, _layout.Q), Matrix(e, k, _layout.R), Matrix(e, e, _layout.S), Matrix(k, k, _layout.Z), Codes.With(values.AsSpan(_layout.Theta, _layout.ParameterCount)));

        double[,] Matrix(int rows, int columns, Func<int, int, int> at)
        {
            var result = new double[rows, columns];
            Each(rows, columns, (i, j) => result[i, j] = at(i, j) is >= 0 and int index ? values[index] : 1);
            return result;
        }
    }

    /// <summary>Names of the coordinates in order: p_11, …, s_12, …, those of θ, q_11, …, r_11, …, z_12, ….</summary>
    public ImmutableArray<string> CoordinateNames() => _layout.Names(Codes.ParameterNames());

    /// <summary>AAᵀ/τ_θ − S/τ̃, d̃×d̃, of which scales have the diagonal alone: conserved where neither regulariser nor constraint acts on V.</summary>
    /// <param name="state">A state.</param>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="InvalidOperationException">The codes are a mixture.</exception>
    public double[,] Balance(LearnableCodesState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Codes.Kind == GeneratorCodesKind.Mixture)
            throw new InvalidOperationException("a mixture has no balance of this form; scales and a matrix have");
        double[,] moments = state.Codes.SecondMoments();
        Each(Codes.FeatureCount, Codes.FeatureCount, (i, j) => moments[i, j] = moments[i, j] / CodeRate - state.S(i, j) / _tauTilde);
        return moments;
    }

    /// <summary>The codes, the rates and the rule.</summary>
    public override string ToString() => $"ODE with learnable codes ({Codes.Kind}), τ_θ = {FormattableString.Invariant($"{CodeRate:R}")}, σ = ({string.Join(", ", Signs)}), {Rule}: {Parameters}";

    private static void Each(int rows, int columns, Action<int, int> action)
    {
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                action(i, j);
    }

    /// <summary>The components of the real codes: shares, means and variances, row by row.</summary>
    private static (double[] Shares, double[] Means, double[] Variances) Real(GanParameters gan, LatentLaw law)
    {
        double[] scale = [.. gan.RealVariances.Select(Math.Sqrt)];
        int d = scale.Length;
        if (law.Equals(LatentLaw.Gaussian))
            return ([1], new double[d], [.. gan.RealVariances]);
        if (law is not MixtureLaw mixture)
            throw new ArgumentException($"real codes must be Gaussian or a mixture for learnable codes; got {law}", nameof(law));
        if (mixture.FeatureCount != d)
            throw new ArgumentException($"real codes must have as many features as there are variances, {d}; got {mixture.FeatureCount}", nameof(law));
        return (mixture.Weights.ToArray(), [.. mixture.Means.ToArray().Select((m, i) => m * scale[i % d])], [.. mixture.Variances.ToArray().Select((v, i) => v * scale[i % d] * scale[i % d])]);
    }

    /// <summary>dy/dt, for numbers or numbers with a derivative.</summary>
    private T[] Evaluate<T>(T[] y)
        where T : unmanaged, IFieldNumber<T>
    {
        (int d, int e, int k) = (_layout.Features, _layout.Fakes, _layout.Critics);
        var step = new LearnableCodesStep<T>(_layout, y, _signs);
        T[] rate = new T[Dimension];
        step.AddReal(Rule.Loss.Real, _realShares, _realMeans, _realVariances, Parameters.RealNoise);
        step.AddFake(Rule.Loss.Fake, Codes, new CodeComponents<T>(Codes, y[_layout.Theta.._layout.TransverseStart]), Parameters.FakeNoise, CodeRate, rate.AsSpan(_layout.Theta, _layout.ParameterCount));
        step.AddPairs(_isLinear, Parameters.RealNoise, Parameters.FakeNoise);
        T[] shift = new T[k], decay = new T[e];
        for (int a = 0; a < k; a++)
            shift[a] = step.Shift(a, _unit, _noise, _strength, Rule.Regulariser);
        for (int l = 0; l < e; l++)
            decay[l] = step.Decay(l, _unit, _strength, Rule.Regulariser);

        T tau = T.Of(_tau), tilde = T.Of(_tauTilde), noise = T.Of(_tau * _noise);
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < e; j++)
                rate[_layout.P(i, j)] = tilde * (step.QPush(i, j) + step.P(i, j) * decay[j]);
            for (int a = 0; a < k; a++)
                rate[_layout.Q(i, a)] = tau * (step.Free(i, a) + step.Q(i, a) * shift[a]);
        }
        for (int j = 0; j < e; j++)
        {
            for (int a = 0; a < k; a++)
                rate[_layout.R(j, a)] = tau * (step.FakeFree(j, a) + step.R(j, a) * shift[a]) + tilde * (step.PushZ(j, a) + decay[j] * step.R(j, a));
            for (int i = 0; i <= j; i++)
                if (_layout.S(i, j) is >= 0 and int at)
                    rate[at] = tilde * (step.RPush(i, j) + step.RPush(j, i) + step.S(i, j) * (decay[i] + decay[j]));
        }
        for (int b = 0; b < k; b++)
            for (int a = 0; a <= b; a++)
                if (_layout.Z(a, b) is >= 0 and int at)
                    rate[at] = tau * (step.Gain(a, b) + step.Gain(b, a) + step.Z(a, b) * (shift[a] + shift[b])) + noise * step.Power(a, b);
        return rate;
    }
}

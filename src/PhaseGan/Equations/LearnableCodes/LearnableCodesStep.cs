namespace PhaseGan;

/// <summary>The averages and products that <see cref="LearnableCodesOde"/> is made of, at one state, for numbers or numbers with a derivative.</summary>
internal sealed class LearnableCodesStep<T>
    where T : unmanaged, IFieldNumber<T>
{
    private readonly LearnableCodesLayout _layout;
    private readonly T[] _y;
    private readonly double[] _signs;
    private readonly int _d, _e, _k;

    /// <summary>G (d×k), G̃ (d̃×k), B (k×k), η_TJ − η_GJ̃ (k).</summary>
    private readonly T[] _pull, _push, _power, _slope;

    public LearnableCodesStep(LearnableCodesLayout layout, T[] y, double[] signs)
    {
        (_layout, _y, _signs) = (layout, y, signs);
        (_d, _e, _k) = (layout.Features, layout.Fakes, layout.Critics);
        (_pull, _push, _power, _slope) = (new T[_d * _k], new T[_e * _k], new T[_k * _k], new T[_k]);
    }

    public T P(int i, int j) => _y[_layout.P(i, j)];

    public T Q(int i, int a) => _y[_layout.Q(i, a)];

    public T R(int j, int a) => _y[_layout.R(j, a)];

    public T S(int i, int j) => _layout.S(i, j) is >= 0 and int at ? _y[at] : One;

    public T Z(int a, int b) => _layout.Z(a, b) is >= 0 and int at ? _y[at] : One;

    /// <summary>B_ab.</summary>
    public T Power(int a, int b) => _power[a * _k + b];

    private static T One => Constant(1);

    /// <summary>G, J and the diagonal of B of real data.</summary>
    public void AddReal(Response response, double[] shares, double[] means, double[] variances, double noise)
    {
        for (int a = 0; a < _k; a++)
        {
            for (int c = 0; c < shares.Length; c++)
            {
                T mean = default, spread = Constant(noise) * Z(a, a);
                for (int i = 0; i < _d; i++)
                {
                    mean += Constant(means[c * _d + i]) * Q(i, a);
                    spread += Constant(variances[c * _d + i]) * Q(i, a) * Q(i, a);
                }
                (T value, T slope, T square) = Averages(response, mean, spread);
                T share = Constant(shares[c]), sign = Constant(_signs[a]);
                for (int i = 0; i < _d; i++)
                    _pull[i * _k + a] += share * sign * (Constant(means[c * _d + i]) * value + Constant(variances[c * _d + i]) * Q(i, a) * slope);
                _slope[a] += Constant(noise) * share * sign * slope;
                _power[a * _k + a] += Constant(noise) * share * square;
                for (int b = 0; b < _k; b++)
                    if (b != a)
                        AddPair(a, b, Constant(_signs[a] * _signs[b] * noise * shares[c]), RealPair(a, b, c, means, variances));
            }
        }
    }

    /// <summary>G̃, J̃ and the diagonal of B of fake data, and the change of the codes' parameters.</summary>
    public void AddFake(Response response, GeneratorCodes codes, CodeComponents<T> law, double noise, double rate, Span<T> change)
    {
        T[] pull = new T[_e], matrix = new T[_e * _e];
        for (int l = 0; l < codes.ComponentCount; l++)
        {
            Array.Clear(pull);
            Array.Clear(matrix);
            T share = Constant(codes.Shares[l]);
            for (int a = 0; a < _k; a++)
            {
                T mean = default, spread = Constant(noise) * Z(a, a), sign = Constant(_signs[a]);
                T[] turned = new T[_e];
                for (int i = 0; i < _e; i++)
                {
                    for (int j = 0; j < _e; j++)
                        turned[i] += law.Covariance(l, i, j) * R(j, a);
                    mean += law.Mean(l, i) * R(i, a);
                    spread += R(i, a) * turned[i];
                }
                (T value, T slope, T square) = Averages(response, mean, spread);
                for (int i = 0; i < _e; i++)
                {
                    _push[i * _k + a] += share * sign * (law.Mean(l, i) * value + turned[i] * slope);
                    pull[i] += R(i, a) * sign * value;
                    for (int j = 0; j < _e; j++)
                        matrix[i * _e + j] += R(i, a) * R(j, a) * sign * slope;
                }
                _slope[a] -= Constant(noise) * share * sign * slope;
                _power[a * _k + a] += Constant(noise) * share * square;
                for (int b = 0; b < _k; b++)
                    if (b != a)
                        AddPair(a, b, Constant(_signs[a] * _signs[b] * noise) * share, FakePair(a, b, l, law));
            }
            law.AddChange(l, Constant(rate) * share, pull, matrix, change);
        }
    }

    /// <summary>What noise adds to the averages of pairs of linear responses.</summary>
    public void AddPairs(bool linear, double realNoise, double fakeNoise)
    {
        if (!linear)
            return;
        for (int a = 0; a < _k; a++)
            for (int b = 0; b < _k; b++)
                if (b != a)
                    AddPair(a, b, Constant(_signs[a] * _signs[b] * (realNoise * realNoise + fakeNoise * fakeNoise)), Z(a, b));
    }

    /// <summary>K_aa.</summary>
    public T Shift(int a, bool unit, double noise, double strength, Regulariser regulariser) => unit
        ? Constant(-1) * (Gain(a, a) + Constant(0.5 * noise) * Power(a, a))
        : _slope[a] - Decay(strength, regulariser, Z(a, a));

    /// <summary>L_ℓℓ.</summary>
    public T Decay(int l, bool unit, double strength, Regulariser regulariser) => unit
        ? Constant(-1) * RPush(l, l)
        : Constant(-1) * Decay(strength, regulariser, S(l, l));

    /// <summary>(QG̃ᵀ)_ij.</summary>
    public T QPush(int i, int j)
    {
        T sum = default;
        for (int a = 0; a < _k; a++)
            sum += Q(i, a) * _push[j * _k + a];
        return sum;
    }

    /// <summary>(RG̃ᵀ)_ij.</summary>
    public T RPush(int i, int j)
    {
        T sum = default;
        for (int a = 0; a < _k; a++)
            sum += R(i, a) * _push[j * _k + a];
        return sum;
    }

    /// <summary>(G̃Z)_ja.</summary>
    public T PushZ(int j, int a)
    {
        T sum = default;
        for (int b = 0; b < _k; b++)
            sum += _push[j * _k + b] * Z(b, a);
        return sum;
    }

    /// <summary>(G − PG̃)_ia.</summary>
    public T Free(int i, int a)
    {
        T sum = _pull[i * _k + a];
        for (int j = 0; j < _e; j++)
            sum -= P(i, j) * _push[j * _k + a];
        return sum;
    }

    /// <summary>(PᵀG − SG̃)_ja.</summary>
    public T FakeFree(int j, int a)
    {
        T sum = default;
        for (int i = 0; i < _d; i++)
            sum += P(i, j) * _pull[i * _k + a];
        for (int i = 0; i < _e; i++)
            sum -= S(j, i) * _push[i * _k + a];
        return sum;
    }

    /// <summary>(QᵀG − RᵀG̃)_ab.</summary>
    public T Gain(int a, int b)
    {
        T sum = default;
        for (int i = 0; i < _d; i++)
            sum += Q(i, a) * _pull[i * _k + b];
        for (int j = 0; j < _e; j++)
            sum -= R(j, a) * _push[j * _k + b];
        return sum;
    }

    private static T Constant(double value) => T.Of(value);

    private void AddPair(int a, int b, T factor, T value) => _power[a * _k + b] += factor * value;

    /// <summary>⟨X_a X_b⟩ of a component of the real codes without the noise.</summary>
    private T RealPair(int a, int b, int component, double[] means, double[] variances)
    {
        T meanA = default, meanB = default, spread = default;
        for (int i = 0; i < _d; i++)
        {
            meanA += Constant(means[component * _d + i]) * Q(i, a);
            meanB += Constant(means[component * _d + i]) * Q(i, b);
            spread += Constant(variances[component * _d + i]) * Q(i, a) * Q(i, b);
        }
        return spread + meanA * meanB;
    }

    private T FakePair(int a, int b, int component, CodeComponents<T> law)
    {
        T meanA = default, meanB = default, spread = default;
        for (int i = 0; i < _e; i++)
        {
            meanA += law.Mean(component, i) * R(i, a);
            meanB += law.Mean(component, i) * R(i, b);
            for (int j = 0; j < _e; j++)
                spread += R(i, a) * law.Covariance(component, i, j) * R(j, b);
        }
        return spread + meanA * meanB;
    }

    /// <summary>λH′(a).</summary>
    private static T Decay(double strength, Regulariser regulariser, T length) => strength == 0
        ? default
        : length.Map(strength * regulariser.Slope(length.Value), strength * regulariser.Curvature(length.Value));

    /// <summary>⟨f⟩, ⟨f′⟩ and ⟨f²⟩ over N(μ, σ²).</summary>
    private static (T Value, T Slope, T Square) Averages(Response response, T mean, T variance)
    {
        var line = new LineRule(0);
        Span<double> weights = stackalloc double[response is PolynomialResponse ? 0 : LineRule.Room];
        LineAverages f = LineAverages.Of(response, mean.Value, variance.Value, ref line, weights, derivatives: typeof(T) != typeof(FieldValue));
        return (
            mean.Map(f.Value, f.Slope) + variance.Map(0, 0.5 * f.Second),
            mean.Map(f.Slope, f.Second) + variance.Map(0, 0.5 * f.Third),
            mean.Map(f.Square, f.SquareByMean) + variance.Map(0, f.SquareByVariance));
    }
}

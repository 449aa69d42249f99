namespace PhaseGan;

/// <summary>The macroscopic equations of a linear discriminator with k features, in plain numbers or with derivatives; see <see cref="DiscriminatorFeaturesOde"/>.</summary>
internal sealed class FeatureEquations
{
    /// <summary>Numbers of features up to this are on the stack.</summary>
    private const int OnStack = 12;

    private readonly GanParameters _gan;
    private readonly double _tau, _tauTilde, _noise, _shift, _strength;
    private readonly bool _isUnit, _hasAngles;
    private readonly Regulariser _regulariser;

    /// <param name="parameters">Numbers of plain steps.</param>
    /// <param name="rule">k, the strength and what holds the norms.</param>
    public FeatureEquations(GanParameters parameters, TrainingRule rule)
    {
        (_gan, _tau, _tauTilde, _noise) = (parameters, parameters.DiscriminatorRate, parameters.GeneratorRate, parameters.EffectiveNoise);
        _shift = parameters.RealNoise - parameters.FakeNoise;
        (_isUnit, _strength, _regulariser) = (rule.HasUnitNorms, rule.Strength, rule.Regulariser);
        Layout = StateLayout.Of(parameters.FeatureCount, rule);
        _hasAngles = !_isUnit || (Layout.Columns > 1 && rule.DiscriminatorNorms == DiscriminatorNorms.UnitColumns);
    }

    /// <summary>The numbers of plain steps.</summary>
    public GanParameters Parameters => _gan;

    /// <summary>Where the coordinates are.</summary>
    public StateLayout Layout { get; }

    /// <summary>Whether the columns of V and W keep the length one.</summary>
    public bool IsUnit => _isUnit;

    /// <summary>Whether Z is held at I.</summary>
    public bool IsOrthonormal => !_hasAngles;

    /// <summary>Writes the field.</summary>
    public void Evaluate<T>(ReadOnlySpan<T> y, Span<T> derivative)
        where T : unmanaged, IFieldNumber<T>
    {
        int d = Layout.Features, k = Layout.Columns;
        Span<T> gains = k <= OnStack ? stackalloc T[k * k] : new T[k * k], lift = d <= OnStack ? stackalloc T[d] : new T[d];
        Gains(y, gains);
        for (int l = 0; l < d; l++)
            lift[l] = _isUnit ? (-_gan.FakeVariances[l]) * Product(y, Layout.RAt(l, 0), Layout.RAt(l, 0)) : Decay(S(y, l, l));
        Discriminator(y, gains, lift, derivative);
        Generator(y, lift, derivative);
        if (_hasAngles)
            Angles(y, gains, derivative);
    }

    /// <summary>Writes H, in the order of operations of <see cref="ReducedOde"/>.</summary>
    /// <param name="y">The state, length N.</param>
    /// <param name="shift">Receives H row by row, length k².</param>
    public void WriteShift(ReadOnlySpan<double> y, Span<double> shift)
    {
        int d = Layout.Features, k = Layout.Columns;
        shift[..(k * k)].Clear();
        for (int a = 0; a < k; a++)
        {
            if (!_isUnit)
            {
                shift[a * k + a] = _shift + Decay(y[Layout.ZAt(a, a)]);
                continue;
            }
            for (int b = a; b < (_hasAngles ? a + 1 : k); b++)
            {
                double real = 0, fake = 0;
                for (int l = 0; l < d; l++)
                {
                    fake += _gan.FakeVariances[l] * y[Layout.RAt(l, a)] * y[Layout.RAt(l, b)];
                    real += _gan.RealVariances[l] * y[Layout.QAt(l, a)] * y[Layout.QAt(l, b)];
                }
                shift[a * k + b] = shift[b * k + a] = _gan.FakeGain * fake - _gan.RealGain * real - (a == b ? _noise : 0);
            }
        }
    }

    /// <summary>−λH′ of a squared length.</summary>
    public double Decay(double length) => -_strength * _regulariser.Slope(length);

    /// <summary>−λH″ of a squared length.</summary>
    public double DecaySlope(double length) => -_strength * _regulariser.Curvature(length);

    /// <summary>Ω_ab = B₀(QᵀΛQ)_ab − A₀(RᵀΛ̃R)_ab.</summary>
    private void Gains<T>(ReadOnlySpan<T> y, Span<T> gains)
        where T : unmanaged, IFieldNumber<T>
    {
        int k = Layout.Columns;
        for (int a = 0; a < k; a++)
        {
            for (int b = a; b < k; b++)
            {
                T real = T.Of(0), fake = T.Of(0);
                for (int l = 0; l < Layout.Features; l++)
                {
                    real += _gan.RealVariances[l] * (y[Layout.QAt(l, a)] * y[Layout.QAt(l, b)]);
                    fake += _gan.FakeVariances[l] * (y[Layout.RAt(l, a)] * y[Layout.RAt(l, b)]);
                }
                gains[a * k + b] = gains[b * k + a] = _gan.RealGain * real - _gan.FakeGain * fake;
            }
        }
    }

    /// <summary>dQ and dR.</summary>
    private void Discriminator<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> gains, ReadOnlySpan<T> lift, Span<T> derivative)
        where T : unmanaged, IFieldNumber<T>
    {
        int d = Layout.Features, k = Layout.Columns;
        for (int i = 0; i < d; i++)
        {
            for (int a = 0; a < k; a++)
            {
                T q = _gan.RealVariances[i] * y[Layout.QAt(i, a)], r = T.Of(0), seen = y[Layout.RAt(i, a)];
                for (int j = 0; j < d; j++)
                {
                    q -= _gan.FakeVariances[j] * (y[Layout.P(i, j)] * y[Layout.RAt(j, a)]);
                    r += _gan.RealVariances[j] * (y[Layout.P(j, i)] * y[Layout.QAt(j, a)]) - _gan.FakeVariances[j] * (S(y, i, j) * y[Layout.RAt(j, a)]);
                }
                q += Shift(y, gains, Layout.QAt(i, 0), a);
                r += Shift(y, gains, Layout.RAt(i, 0), a);
                if (_hasAngles)
                {
                    seen = T.Of(0);
                    for (int b = 0; b < k; b++)
                        seen += y[Layout.RAt(i, b)] * Z(y, b, a);
                }
                derivative[Layout.QAt(i, a)] = _tau * q;
                derivative[Layout.RAt(i, a)] = _tau * r + _tauTilde * (_gan.FakeVariances[i] * seen + lift[i] * y[Layout.RAt(i, a)]);
            }
        }
    }

    /// <summary>Entry a of a row of Q or R times H.</summary>
    private T Shift<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> gains, int row, int a)
        where T : unmanaged, IFieldNumber<T>
    {
        int k = Layout.Columns;
        if (!_isUnit)
            return (T.Of(_shift) + Decay(Z(y, a, a))) * y[row + a];
        if (_hasAngles)
            return T.Of(0) - (gains[a * k + a] + T.Of(_noise)) * y[row + a];
        T sum = _noise * y[row + a];
        for (int b = 0; b < k; b++)
            sum += y[row + b] * gains[b * k + a];
        return T.Of(0) - sum;
    }

    /// <summary>dP and dS.</summary>
    private void Generator<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> lift, Span<T> derivative)
        where T : unmanaged, IFieldNumber<T>
    {
        int d = Layout.Features;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                derivative[Layout.P(i, j)] = _tauTilde * (_gan.FakeVariances[j] * Product(y, Layout.QAt(i, 0), Layout.RAt(j, 0)) + y[Layout.P(i, j)] * lift[j]);
            for (int j = i; j < d; j++)
                if (Layout.S(i, j) is >= 0 and int at)
                    derivative[at] = _tauTilde * ((_gan.FakeVariances[i] + _gan.FakeVariances[j]) * Product(y, Layout.RAt(i, 0), Layout.RAt(j, 0)) + S(y, i, j) * (lift[i] + lift[j]));
        }
    }

    /// <summary>dZ.</summary>
    private void Angles<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> gains, Span<T> derivative)
        where T : unmanaged, IFieldNumber<T>
    {
        int k = Layout.Columns;
        for (int a = 0; a < k; a++)
        {
            for (int b = a; b < k; b++)
            {
                if (Layout.ZAt(a, b) is not (>= 0 and int at))
                    continue;
                T both = _isUnit
                    ? -0.5 * (gains[a * k + a] + gains[b * k + b])
                    : T.Of(_noise + _shift) + 0.5 * (Decay(Z(y, a, a)) + Decay(Z(y, b, b)));
                derivative[at] = 2 * _tau * (gains[a * k + b] + both * Z(y, a, b));
            }
        }
    }

    /// <summary>−λH′ of a squared length.</summary>
    private T Decay<T>(T length)
        where T : unmanaged, IFieldNumber<T> => length.Map(Decay(length.Value), DecaySlope(length.Value));

    /// <summary>The inner product of two rows of Q or R.</summary>
    private T Product<T>(ReadOnlySpan<T> y, int row, int other)
        where T : unmanaged, IFieldNumber<T>
    {
        T sum = T.Of(0);
        for (int a = 0; a < Layout.Columns; a++)
            sum += y[row + a] * y[other + a];
        return sum;
    }

    private T S<T>(ReadOnlySpan<T> y, int i, int j)
        where T : unmanaged, IFieldNumber<T> => Layout.S(i, j) is >= 0 and int at ? y[at] : T.Of(1);

    private T Z<T>(ReadOnlySpan<T> y, int a, int b)
        where T : unmanaged, IFieldNumber<T> => Layout.ZAt(a, b) is >= 0 and int at ? y[at] : T.Of(a == b ? 1 : 0);
}

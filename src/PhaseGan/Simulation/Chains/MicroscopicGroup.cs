namespace PhaseGan;

/// <summary>
/// One replica of algorithm (5) with its n-vectors, one n-vector of normals a step by the exact reduction that
/// <see cref="StepWeights{T}"/> states.
/// </summary>
/// <remarks>
/// A step makes G and its inner products with U, V and w, from which the overlaps after the step follow in O(d²), and with them the factors by which w and V
/// move, normalised already. They move when the next step passes over them, a chunk at a time, so that a step reads each vector once from where memory is
/// slow. The overlaps are read off the vectors again every <see cref="Cadence"/> steps, so
/// rounding cannot build up: what they drift in between is <see cref="Drift"/>.
/// </remarks>
internal sealed class MicroscopicGroup<TRule, TCodes> : ReplicaGroup, IHoldsWeights
    where TRule : struct, ITrainingRule
    where TCodes : struct, ICodeLaw
{
    /// <summary>Steps from one reading of the overlaps off the vectors to the next.</summary>
    public const int Cadence = 256;

    private const int Chunk = 512;
    private readonly StepNumbers _run;
    private readonly TRule _rule;
    private readonly TCodes _codes;
    private readonly uint _replica;
    private readonly TrainingVectors _vectors;
    private readonly AlignedBuffer _normals;
    private readonly AlignedBuffer _noise;
    private readonly AlignedBuffer _sums;
    private readonly AlignedBuffer _chunk = new(Chunk);

    // P, q, r, S; inner products of G with U, of G and w with V; factors of the columns of V; then β, γ, δ
    private readonly double[] _p, _q, _r, _s, _onU, _onV, _scales, _weights;
    private readonly double[][] _overlaps;
    private readonly double[] _before;
    private double _z;

    // w and V are still to become self w + keep (U β − V γ) + sigma G and V scales + w δᵀ
    private bool _isDue;
    private double _self, _sigma, _keep;

    public MicroscopicGroup(StepNumbers run, TRule rule, TCodes codes, int replica, MacroState start)
    {
        (_run, _rule, _codes, _replica) = (run, rule, codes, (uint)replica);
        int d = run.Features;
        _vectors = new TrainingVectors(run, StreamPurpose.Start, _replica, start, rule.UnitNorms);
        _normals = new AlignedBuffer(_vectors.Padded);
        _noise = new AlignedBuffer(StepNoise.Stride * ((run.ScalarNormals + run.ExtraNormals + 1) & ~1));
        _sums = new AlignedBuffer((2 * d + 2) * Vectors<LanesPlain>.SumSize);
        (_p, _s) = (new double[d * d], new double[d * d]);
        (_q, _r, _onU, _onV, _scales, _weights) = (new double[d], new double[d], new double[d], new double[d], new double[d], new double[StepWeights<SingleLane>.Size(d)]);
        (_overlaps, _before) = ([_p, _s, _q, _r], new double[2 * d * (d + 1)]);
        _vectors.Overlaps(_p, _q, _r, _s, out _z);
    }

    public override int Count => 1;

    public override long Patience => Math.Max(1, 8_000_000 / ((long)_vectors.Padded * (_run.Features + 1)));

    /// <summary>The largest change that a reading of the overlaps off the vectors has made so far.</summary>
    public double Drift { get; private set; }

    public TrainingVectors Vectors => _vectors;

    public override void Advance(long steps)
    {
        var work = new AdvanceWork(this, steps);
        Widest.Run(ref work);
    }

    /// <summary>Advances with lanes of a given kind; all kinds give the same bits.</summary>
    public void Advance<T>(long steps)
        where T : unmanaged, IWideLanes<T>
    {
        T replica = T.AllBits(_replica);
        long first = Step;
        for (long step = first; step < first + steps; step++)
        {
            // The lanes hold the scalars of eight steps to come.
            const int Ahead = StepNoise.Stride;
            if (step == first || (step & (Ahead - 1)) == 0)
            {
                StepNoise.Fill<T>(_run, StreamPurpose.Step, Normals<T>.Consecutive((ulong)(step & -Ahead), 1), replica, _noise.Span);
                StepNoise.MakeCodes(_run, _noise.Span, 0);
            }
            DoStep<T>((ulong)step, new StepNormals<SingleLane>(AlignedBuffer.As<SingleLane>(_noise.Span[(int)(step & (Ahead - 1))..])));
            Step = step + 1;
            if (Step % Cadence == 0)
            {
                Settle<T>();
                ReadOverlaps();
            }
        }
        Settle<T>();
    }

    private void DoStep<T>(ulong step, StepNormals<SingleLane> noise)
        where T : unmanaged, IWideLanes<T>
    {
        Project<T>(step, out double onW, out double power);
        SingleLane norm = SingleLane.All(_rule.UnitNorms ? 1 : Math.Sqrt(_z));
        StepWeights<SingleLane> weights = new(_run.Features, AlignedBuffer.As<SingleLane>(_weights));
        SingleLane along = weights.Draw(_run, _rule, _codes, AlignedBuffer.As<SingleLane>(_q), AlignedBuffer.As<SingleLane>(_r), norm, noise, out SingleLane deviation);
        double sigma = deviation.Value, self = along.Value - sigma * onW;
        if (!_rule.UnitNorms)
            self = (_z > 0 ? self / _z : 0) - _run.DiscriminatorStep * _rule.Pull(SingleLane.All(_z)).Value;
        self += 1;

        double keepW = MoveOverlaps(self, sigma, onW, power);
        (_self, _sigma, _keep, _isDue) = (self * keepW, sigma * keepW, keepW, true);
    }

    /// <summary>Moves w and V, if that is due, and makes G and its inner products with U, V, w and itself.</summary>
    private void Project<T>(ulong step, out double onW, out double power)
        where T : unmanaged, IWideLanes<T>
    {
        const int SumSize = Vectors<T>.SumSize;
        int d = _run.Features;
        int n = _vectors.Length;
        int padded = _vectors.Padded;
        Span<double> sums = _sums.Span;
        sums.Clear();
        for (int offset = 0; offset < padded; offset += Chunk)
        {
            int count = Math.Min(Chunk, padded - offset);
            Span<double> g = _normals.Span.Slice(offset, count), w = _vectors.W.Slice(offset, count);
            if (_isDue)
                Move<T>(offset, count);
            Vectors<T>.FillNormals(_run, _replica, StreamPurpose.Vector, step, offset, n, padded, g);
            Vectors<T>.AddDots(w, g, g, sums[..SumSize], sums.Slice(SumSize, SumSize));
            for (int l = 0; l < d; l++)
            {
                Span<double> at = sums.Slice(2 * (l + 1) * SumSize, 2 * SumSize);
                Vectors<T>.AddDots(_vectors.U(l).Slice(offset, count), _vectors.V(l).Slice(offset, count), g, at[..SumSize], at[SumSize..]);
            }
        }
        _isDue = false;
        onW = Vectors<T>.Total(sums[..SumSize]);
        power = Vectors<T>.Total(sums.Slice(SumSize, SumSize));
        for (int l = 0; l < d; l++)
        {
            _onU[l] = Vectors<T>.Total(sums.Slice(2 * (l + 1) * SumSize, SumSize));
            _onV[l] = Vectors<T>.Total(sums.Slice((2 * l + 3) * SumSize, SumSize));
        }
    }

    /// <summary>Takes P, q, r, S and z to the end of the step; sets the factors of the old V's columns and returns that of w.</summary>
    private double MoveOverlaps(double self, double sigma, double onW, double power)
    {
        int d = _run.Features;
        ReadOnlySpan<double> beta = _weights.AsSpan(0, d), gamma = _weights.AsSpan(d, d), delta = _weights.AsSpan(2 * d, d);

        // w′ with the old w, V and with G.
        double z = _z;
        double wOld = self * z + sigma * onW;
        double gNew = self * onW + sigma * power;
        for (int l = 0; l < d; l++)
        {
            wOld += beta[l] * _q[l] - gamma[l] * _r[l];
            gNew += beta[l] * _onU[l] - gamma[l] * _onV[l];
        }
        for (int j = 0; j < d; j++)
        {
            double sum = self * _r[j] + sigma * _onV[j];
            for (int l = 0; l < d; l++)
                sum += beta[l] * _p[l * d + j] - gamma[l] * _s[l * d + j];
            _onV[j] = sum;
        }
        for (int i = 0; i < d; i++)
        {
            double sum = self * _q[i] + beta[i] + sigma * _onU[i];
            for (int l = 0; l < d; l++)
                sum -= gamma[l] * _p[i * d + l];
            _onU[i] = sum;
        }

        // V′ with U, with itself; then with w′. The old q and r are in use until here.
        for (int j = 0; j < d; j++)
            _scales[j] = _rule.UnitNorms ? 1 : 1 - _run.GeneratorStep * _rule.Pull(SingleLane.All(_s[j * d + j])).Value;
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                _p[i * d + j] = _scales[j] * _p[i * d + j] + _q[i] * delta[j];
        for (int i = 0; i < d; i++)
            for (int j = i; j < d; j++)
                _s[i * d + j] = _s[j * d + i] =
                    _scales[i] * _scales[j] * _s[i * d + j]
                    + _scales[i] * _r[i] * delta[j] + _scales[j] * delta[i] * _r[j] + z * delta[i] * delta[j];
        double zNew = self * wOld + sigma * gNew;
        for (int l = 0; l < d; l++)
        {
            zNew += beta[l] * _onU[l] - gamma[l] * _onV[l];
            _q[l] = _onU[l];
            _r[l] = _scales[l] * _onV[l] + delta[l] * wOld;
        }
        _z = zNew;
        return _rule.UnitNorms ? Normalise() : 1;
    }

    /// <summary>Gives w and the columns of V unit length in all that is known of them; the factor of w.</summary>
    private double Normalise()
    {
        int d = _run.Features;
        Span<double> delta = _weights.AsSpan(2 * d, d);
        double scaleW = TrainingVectors.InverseRoot(_z);
        for (int j = 0; j < d; j++)
        {
            double scale = TrainingVectors.InverseRoot(_s[j * d + j]);
            _scales[j] = scale;
            delta[j] *= scale;
            _q[j] *= scaleW;
            _r[j] *= scaleW * scale;
            for (int i = 0; i < d; i++)
                _p[i * d + j] *= scale;
        }
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                _s[i * d + j] = i == j ? 1 : _s[i * d + j] * (_scales[i] * _scales[j]);
        _z = 1;
        return scaleW;
    }

    /// <summary>Moves what is still to move.</summary>
    private void Settle<T>()
        where T : unmanaged, IWideLanes<T>
    {
        if (_isDue)
            for (int offset = 0; offset < _vectors.Padded; offset += Chunk)
                Move<T>(offset, Math.Min(Chunk, _vectors.Padded - offset));
        _isDue = false;
    }

    /// <summary>w ← self w + keep (U β − V γ) + sigma G and V ← V scales + w δᵀ, both from the old w and V, in one chunk.</summary>
    private void Move<T>(int offset, int count)
        where T : unmanaged, IWideLanes<T>
    {
        int d = _run.Features;
        ReadOnlySpan<double> beta = _weights.AsSpan(0, d), gamma = _weights.AsSpan(d, d), delta = _weights.AsSpan(2 * d, d);
        Span<double> w = _vectors.W.Slice(offset, count), g = _normals.Span.Slice(offset, count);
        if (d == 1)
        {
            Vectors<T>.MoveOne(_self, w, _sigma, g, _vectors.U(0).Slice(offset, count), _vectors.V(0).Slice(offset, count), Weights(0, beta, gamma, delta));
            return;
        }
        if (d == 2)
        {
            Vectors<T>.MoveTwo(
                _self, w, _sigma, g, _vectors.U(0).Slice(offset, count), _vectors.V(0).Slice(offset, count), Weights(0, beta, gamma, delta),
                _vectors.U(1).Slice(offset, count), _vectors.V(1).Slice(offset, count), Weights(1, beta, gamma, delta));
            return;
        }
        Span<double> next = _chunk.Span[..count];
        Vectors<T>.Combine(_self, w, _sigma, g, next);
        for (int l = 0; l < d; l++)
            Vectors<T>.Feature(_vectors.U(l).Slice(offset, count), _vectors.V(l).Slice(offset, count), Weights(l, beta, gamma, delta), w, next);
        next.CopyTo(w);
    }

    private FeatureWeights Weights(int l, ReadOnlySpan<double> beta, ReadOnlySpan<double> gamma, ReadOnlySpan<double> delta) =>
        new(_keep * beta[l], _keep * gamma[l], _scales[l], delta[l]);

    private void ReadOverlaps()
    {
        double z = _z;
        int size = 0;
        foreach (double[] part in _overlaps)
        {
            part.CopyTo(_before, size);
            size += part.Length;
        }
        _vectors.Overlaps(_p, _q, _r, _s, out _z);
        double drift = Math.Max(Drift, Math.Abs(_z - z));
        size = 0;
        foreach (double[] part in _overlaps)
            foreach (double now in part)
                drift = Math.Max(drift, Math.Abs(now - _before[size++]));
        Drift = drift;
    }

    public override MacroState State(int replica)
    {
        int d = _run.Features;
        double[] s = [.. _s];
        if (_rule.UnitNorms)
            for (int l = 0; l < d; l++)
                s[l * d + l] = 1;
        return MacroState.FromComputed([.. _p], [.. _q], [.. _r], s, _rule.UnitNorms ? 1 : _z);
    }

    private readonly struct AdvanceWork(MicroscopicGroup<TRule, TCodes> group, long steps) : ILaneWork
    {
        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            group.Advance<T>(steps);
    }
}

using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// One replica of algorithm (5) with its n-vectors, one n-vector of normals a step by the exact reduction that
/// <see cref="StepWeights"/> states.
/// </summary>
/// <remarks>
/// A step makes G and its inner products with U, V and w, from which the overlaps after the step follow in O(d²); then one pass
/// updates w and V, normalised already. The overlaps are read off the vectors again every <see cref="Cadence"/> steps, so
/// rounding cannot build up: what they drift in between is <see cref="Drift"/>.
/// </remarks>
internal sealed unsafe class MicroscopicGroup<TRule, TCodes> : ReplicaGroup, IHoldsWeights
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
    private readonly AlignedBuffer _scratch;
    private readonly int _noiseSize;

    // Layout of the scratch.
    private readonly double* _p;
    private readonly double* _q;
    private readonly double* _r;
    private readonly double* _s;
    private readonly double* _weights;
    private readonly double* _onU;
    private readonly double* _onV;
    private readonly double* _scales;
    private readonly double* _sums;
    private readonly double* _noise;
    private readonly double* _chunk;
    private double _z;

    public MicroscopicGroup(StepNumbers run, TRule rule, TCodes codes, int replica, MacroState start)
    {
        (_run, _rule, _codes, _replica) = (run, rule, codes, (uint)replica);
        int d = run.Features;
        _vectors = new TrainingVectors(run, StreamPurpose.Start, _replica, start, rule.UnitNorms);
        _normals = new AlignedBuffer(_vectors.Padded);
        _noiseSize = (run.ScalarNormals + run.ExtraNormals + 1) & ~1;
        int sums = (2 * d + 2) * Vectors<LanesPlain, LanesPlain.Pattern>.SumSize;
        int small = 2 * d * d + 3 * d + StepWeights.Size(d) + 2 * d;
        _scratch = new AlignedBuffer(Chunk + sums + StepNoise.Stride * _noiseSize + small);
        _chunk = _scratch.Start;
        _sums = _chunk + Chunk;
        _noise = _sums + sums;
        _p = _noise + StepNoise.Stride * _noiseSize;
        _s = _p + d * d;
        _q = _s + d * d;
        _r = _q + d;
        _onU = _r + d;
        _onV = _onU + d;
        _scales = _onV + d;
        _weights = _scales + d;
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
    public void Advance<T, TBits>(long steps)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        TBits replica = TBits.All(_replica);
        long first = Step;
        for (long step = first; step < first + steps; step++)
        {
            // The lanes hold the scalars of eight steps to come.
            const int Ahead = StepNoise.Stride;
            if (step == first || (step & (Ahead - 1)) == 0)
            {
                StepNoise.Fill<T, TBits>(_run, StreamPurpose.Step, Normals<T, TBits>.Consecutive((ulong)(step & -Ahead), 1), replica, _noiseSize, _noise);
                StepNoise.MakeCodes(_run, _noise, 0, Ahead);
            }
            DoStep<T, TBits>((ulong)step, _noise + (step & (Ahead - 1)));
            Step = step + 1;
            if (Step % Cadence == 0)
                ReadOverlaps();
        }
        GC.KeepAlive(_vectors);
        GC.KeepAlive(_normals);
        GC.KeepAlive(_scratch);
        GC.KeepAlive(_run);
    }

    private void DoStep<T, TBits>(ulong step, double* noise)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        int d = _run.Features;
        Project<T, TBits>(step, out double onW, out double power);

        SingleLane norm = SingleLane.All(_rule.UnitNorms ? 1 : Math.Sqrt(_z));
        StepWeights.Draw(
            _run, _rule, _codes, (SingleLane*)_q, (SingleLane*)_r, norm, noise, StepNoise.Stride, (SingleLane*)_weights,
            out SingleLane alongLane, out SingleLane sigmaLane);
        double sigma = sigmaLane.Value;
        double self = alongLane.Value - sigma * onW;
        if (!_rule.UnitNorms)
            self = (_z > 0 ? self / _z : 0) - _run.DiscriminatorStep * _rule.Pull(SingleLane.All(_z)).Value;
        self += 1;

        double keepW = MoveOverlaps(self, sigma, onW, power);
        Update<T, TBits>(self * keepW, sigma * keepW, keepW);
    }

    /// <summary>Makes G and its inner products with U, V, w and itself.</summary>
    private void Project<T, TBits>(ulong step, out double onW, out double power)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        const int SumSize = Vectors<T, TBits>.SumSize;
        int d = _run.Features;
        int n = _vectors.Length;
        int padded = _vectors.Padded;
        double* sums = _sums;
        new Span<double>(sums, (2 * d + 2) * SumSize).Clear();
        for (int offset = 0; offset < padded; offset += Chunk)
        {
            int count = Math.Min(Chunk, padded - offset);
            double* g = _normals.Start + offset;
            Vectors<T, TBits>.FillNormals(_run, _replica, StreamPurpose.Vector, step, offset, count, n, padded, g);
            Vectors<T, TBits>.AddDots(_vectors.W + offset, g, g, count, sums, sums + SumSize);
            for (int l = 0; l < d; l++)
            {
                double* at = sums + 2 * (l + 1) * SumSize;
                Vectors<T, TBits>.AddDots(_vectors.U(l) + offset, _vectors.V(l) + offset, g, count, at, at + SumSize);
            }
        }
        onW = Vectors<T, TBits>.Total(sums);
        power = Vectors<T, TBits>.Total(sums + SumSize);
        for (int l = 0; l < d; l++)
        {
            double* at = sums + 2 * (l + 1) * SumSize;
            _onU[l] = Vectors<T, TBits>.Total(at);
            _onV[l] = Vectors<T, TBits>.Total(at + SumSize);
        }
    }

    /// <summary>Takes P, q, r, S and z to the end of the step; sets the factors of the old V's columns and returns that of w.</summary>
    private double MoveOverlaps(double self, double sigma, double onW, double power)
    {
        int d = _run.Features;
        double* beta = _weights;
        double* gamma = beta + d;
        double* delta = gamma + d;

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
        if (!_rule.UnitNorms)
            return 1;

        double scaleW = TrainingVectors.InverseRoot(zNew);
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

    /// <summary>w ← self w + keepW (U β − V γ) + sigma G and V ← V scales + w δᵀ, both from the old w and V.</summary>
    private void Update<T, TBits>(double self, double sigma, double keepW)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        int d = _run.Features;
        double* beta = _weights;
        double* gamma = beta + d;
        double* delta = gamma + d;
        for (int offset = 0; offset < _vectors.Padded; offset += Chunk)
        {
            int count = Math.Min(Chunk, _vectors.Padded - offset);
            double* w = _vectors.W + offset;
            Vectors<T, TBits>.Combine(self, w, sigma, _normals.Start + offset, count, _chunk);
            for (int l = 0; l < d; l++)
                Vectors<T, TBits>.Feature(
                    _vectors.U(l) + offset, keepW * beta[l], _vectors.V(l) + offset, keepW * gamma[l], _scales[l], w, delta[l], _chunk, count);
            Unsafe.CopyBlock(w, _chunk, (uint)count * sizeof(double));
        }
    }

    private void ReadOverlaps()
    {
        int d = _run.Features;
        int count = 2 * d * d + 2 * d;
        Span<double> before = stackalloc double[Math.Min(count, 512)];
        Span<double> after = new Span<double>(_p, count)[..before.Length];
        after.CopyTo(before);
        double z = _z;
        _vectors.Overlaps(_p, _q, _r, _s, out _z);
        double drift = Math.Max(Drift, Math.Abs(_z - z));
        for (int i = 0; i < before.Length; i++)
            drift = Math.Max(drift, Math.Abs(after[i] - before[i]));
        Drift = drift;
    }

    public override MacroState State(int replica)
    {
        int d = _run.Features;
        var s = new Span<double>(_s, d * d).ToArray();
        if (_rule.UnitNorms)
            for (int l = 0; l < d; l++)
                s[l * d + l] = 1;
        MacroState state = MacroState.FromComputed(
            new Span<double>(_p, d * d).ToArray(), new Span<double>(_q, d).ToArray(), new Span<double>(_r, d).ToArray(), s,
            _rule.UnitNorms ? 1 : _z);
        GC.KeepAlive(_scratch);
        return state;
    }

    private readonly struct AdvanceWork(MicroscopicGroup<TRule, TCodes> group, long steps) : ILaneWork
    {
        public void Run<T, TBits>()
            where T : unmanaged, IWideLanes<T, TBits>
            where TBits : unmanaged, IBitLanes<TBits> =>
            group.Advance<T, TBits>(steps);
    }
}

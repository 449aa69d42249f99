namespace PhaseGan;

/// <summary>One replica of training with several discriminator features as it is written: samples as n-vectors, 2m + 1 of normals a step. Slow and plain.</summary>
/// <remarks>U is the first d axes, and V and W begin in the first 2d + k: normal noise has no axes, so this is as good as any frame.</remarks>
internal sealed class FeatureVectorGroup : ReplicaGroup
{
    private readonly StepNumbers _run;
    private readonly FeatureWeightRows _weights;
    private readonly uint _replica;
    private readonly int _d, _k, _n, _padded;
    private readonly double[] _rows, _change;
    private readonly AlignedBuffer _sample, _codes;

    public FeatureVectorGroup(StepNumbers run, TrainingRule rule, int replica, MacroState start)
    {
        (_run, _replica, _d, _k, _n) = (run, (uint)replica, run.Features, rule.DiscriminatorFeatures, (int)run.Dimension);
        _weights = new FeatureWeightRows(run, rule);
        _padded = (_n + 15) & ~15;
        _rows = new double[(_d + _k) * _n];
        _change = new double[_k * _n];
        _sample = new AlignedBuffer(_padded);
        _codes = new AlignedBuffer(((2 * run.Batch + 1) * _d + 15) & ~15);
        double[] frame = StartFrame.Rows(start, rule.HasUnitNorms);
        int length = 2 * _d + _k;
        for (int j = 0; j < _d + _k; j++)
            frame.AsSpan(j * length, length).CopyTo(_rows.AsSpan(j * _n));
    }

    public override int Count => 1;

    public override long Patience => Math.Max(1, 2_000_000 / ((long)_padded * (_d + _k) * (2 * _run.Batch + 1)));

    public override void Advance(long steps)
    {
        int d = _d, k = _k, n = _n;
        Span<double> x = new double[k], delta = new double[k * d];
        double scale = _run.DiscriminatorStep / _run.Batch;
        for (long last = Step + steps; Step < last; Step++)
        {
            Wide.FillNormals(_run, _replica, StreamPurpose.PlainStep, (ulong)Step, _codes.Length, _codes.Span);
            ulong vector = (ulong)Step * (2 * (ulong)_run.Batch + 1);
            Array.Clear(_change);
            for (int sample = 0; sample < 2 * _run.Batch; sample++)
            {
                bool isReal = sample % 2 == 0;
                Sample(vector++, isReal, isReal ? _run.RealNoiseDeviation : _run.FakeNoiseDeviation, _codes.Span.Slice(sample * d, d), x);
                for (int a = 0; a < k; a++)
                    VectorMath.AddMultiple(_change.AsSpan(a * n, n), isReal ? scale * x[a] : -scale * x[a], _sample.Span[..n]);
            }
            Span<double> code = _codes.Span.Slice(2 * _run.Batch * d, d);
            Sample(vector, false, _run.GeneratorNoiseDeviation, code, x);
            for (int l = 0; l < d; l++)
            {
                Span<double> v = _rows.AsSpan(l * n, n);
                double kept = _weights.Kept(v, isGenerator: true);
                if (kept != 1)
                    VectorMath.Divide(v, 1 / kept);
                for (int a = 0; a < k; a++)
                    VectorMath.AddMultiple(v, _run.GeneratorStep * x[a] * code[l], _rows.AsSpan((d + a) * n, n));
            }
            for (int a = 0; a < k; a++)
            {
                Span<double> w = _rows.AsSpan((d + a) * n, n);
                double kept = _weights.Kept(w, isGenerator: false);
                if (kept != 1)
                    VectorMath.Divide(w, 1 / kept);
                VectorMath.AddMultiple(w, 1, _change.AsSpan(a * n, n));
            }
            _weights.Normalise(_rows, n);
        }
    }

    public override MacroState State(int replica) => _weights.State(_rows, _n);

    /// <summary>Draws a code and a sample y = U c + √η_T a or ỹ = V c̃ + √η_G ã; gives Wᵀ times it.</summary>
    private void Sample(ulong vector, bool isReal, double deviation, Span<double> code, Span<double> x)
    {
        Span<double> y = _sample.Span;
        Wide.FillNormals(_run, _replica, StreamPurpose.PlainVector, vector, _n, y);
        Wide.Combine(deviation, y, 0, y, y);
        for (int l = 0; l < _d; l++)
        {
            code[l] *= isReal ? _run.RealDeviations[l] : _run.FakeDeviations[l];
            if (isReal)
                y[l] += code[l];
            else
                VectorMath.AddMultiple(y[.._n], code[l], _rows.AsSpan(l * _n, _n));
        }
        for (int a = 0; a < _k; a++)
            x[a] = VectorMath.Dot(y[.._n], _rows.AsSpan((_d + a) * _n, _n));
    }
}

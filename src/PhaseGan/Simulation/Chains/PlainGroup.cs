namespace PhaseGan;

/// <summary>
/// One replica of algorithm (5) as the paper writes it: samples y, ỹ as n-vectors, three n-vectors of normals a step for m = 1,
/// overlaps read off the vectors when asked for. Slow and plain: what the faster simulators are tested against.
/// </summary>
internal sealed class PlainGroup<TRule, TCodes> : ReplicaGroup, IHoldsWeights
    where TRule : struct, ITrainingRule
    where TCodes : struct, ICodeLaw
{
    private readonly StepNumbers _run;
    private readonly TRule _rule;
    private readonly TCodes _codes;
    private readonly uint _replica;
    private readonly TrainingVectors _vectors;
    private readonly AlignedBuffer _sample;
    private readonly AlignedBuffer _change;
    private readonly AlignedBuffer _noise;

    public PlainGroup(StepNumbers run, TRule rule, TCodes codes, int replica, MacroState start)
    {
        (_run, _rule, _codes, _replica) = (run, rule, codes, (uint)replica);
        _vectors = new TrainingVectors(run, StreamPurpose.PlainStart, _replica, start, rule.UnitNorms);
        _sample = new AlignedBuffer(_vectors.Padded);
        _change = new AlignedBuffer(_vectors.Padded);
        _noise = new AlignedBuffer((run.ScalarNormals + run.ExtraNormals + 15) & ~15);
    }

    public override int Count => 1;

    public override long Patience => Math.Max(1, 2_000_000 / ((long)_vectors.Padded * (_run.Features + _run.Batch)));

    public TrainingVectors Vectors => _vectors;

    public override void Advance(long steps)
    {
        int d = _run.Features;
        Span<double> w = _vectors.W, y = _sample.Span, change = _change.Span, code = new double[d];
        for (long last = Step + steps; Step < last; Step++)
        {
            Wide.FillNormals(_run, _replica, StreamPurpose.PlainStep, (ulong)Step, _noise.Length, _noise.Span);
            ReadOnlySpan<double> normals = _noise.Span;
            ulong vector = (ulong)Step * (2 * (ulong)_run.Batch + 1);

            Wide.Combine(0, w, 0, w, change);
            SingleLane norm = SingleLane.All(_rule.UnitNorms ? 1 : Math.Sqrt(Wide.Dot(w, w)));
            for (int sample = 0; sample < _run.Batch; sample++)
            {
                double real = Sample(vector++, true, _run.RealNoiseDeviation, ref normals, code);
                Learn(1, _rule.RealResponse(SingleLane.All(real), norm).Value, real, change);
                double fake = Sample(vector++, false, _run.FakeNoiseDeviation, ref normals, code);
                Learn(-1, _rule.FakeResponse(SingleLane.All(fake), norm).Value, fake, change);
            }

            double response = _rule.GeneratorResponse(SingleLane.All(Sample(vector, false, _run.GeneratorNoiseDeviation, ref normals, code))).Value;
            for (int l = 0; l < d; l++)
            {
                Span<double> v = _vectors.V(l);
                double keep = _rule.UnitNorms ? 1 : 1 - _run.GeneratorStep * Pull(v);
                Wide.Combine(keep, v, _run.GeneratorStep * response * code[l], w, v);
                Normalise(v);
            }
            Wide.Combine(_rule.UnitNorms ? 1 : 1 - _run.DiscriminatorStep * Pull(w), w, 1, change, w);
            Normalise(w);
        }
    }

    public override MacroState State(int replica) => _vectors.State(_rule.UnitNorms);

    /// <summary>Adds ±(τ/nm) times the response times the sample, and what a penalty takes from w.</summary>
    private void Learn(int sign, double response, double projection, Span<double> change)
    {
        double scale = _run.DiscriminatorStep / _run.Batch;
        Wide.Combine(1, change, sign * scale * response, _sample.Span, change);
        if (_rule.HasPenalty)
            Wide.Combine(1, change, -scale * _rule.Decay(SingleLane.All(projection), sign > 0).Value, _vectors.W, change);
    }

    /// <summary>Draws a code and a sample y = U c + √η_T a or ỹ = V c̃ + √η_G ã and returns y·w or ỹ·w.</summary>
    private double Sample(ulong vector, bool real, double deviation, ref ReadOnlySpan<double> normals, Span<double> code)
    {
        Span<double> y = _sample.Span;
        Wide.FillNormals(_run, _replica, StreamPurpose.PlainVector, vector, _vectors.Length, y);
        Wide.Combine(deviation, y, 0, y, y);
        normals = normals[_run.DrawCode(real, normals, code)..];
        for (int l = 0; l < code.Length; l++)
        {
            SingleLane drawn = SingleLane.All(code[l]);
            code[l] = (real ? _codes.Real(drawn, _run.RealDeviations[l]) : _codes.Fake(drawn, _run.FakeDeviations[l])).Value;
            Wide.Combine(1, y, code[l], real ? _vectors.U(l) : _vectors.V(l), y);
        }
        return Wide.Dot(y, _vectors.W);
    }

    private double Pull(ReadOnlySpan<double> vector) => _rule.Pull(SingleLane.All(Wide.Dot(vector, vector))).Value;

    private void Normalise(Span<double> vector)
    {
        if (_rule.UnitNorms)
            TrainingVectors.Normalise(vector);
    }
}

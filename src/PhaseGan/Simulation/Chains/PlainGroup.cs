namespace PhaseGan;

/// <summary>
/// One replica of algorithm (5) as the paper writes it: samples y, ỹ as n-vectors, three n-vectors of normals a step for m = 1,
/// overlaps read off the vectors when asked for. Slow and plain: what the faster simulators are tested against.
/// </summary>
internal sealed unsafe class PlainGroup<TRule, TCodes> : ReplicaGroup, IHoldsWeights
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
        int padded = _vectors.Padded;
        double* w = _vectors.W;
        double* y = _sample.Start;
        double* change = _change.Start;
        double* code = stackalloc double[d];
        for (long last = Step + steps; Step < last; Step++)
        {
            Wide.FillNormals(_run, _replica, StreamPurpose.PlainStep, (ulong)Step, _noise.Length, _noise.Length, _noise.Start);
            double* normal = _noise.Start;
            ulong vector = (ulong)Step * (2 * (ulong)_run.Batch + 1);

            Wide.Combine(0, w, 0, w, padded, change);
            for (int sample = 0; sample < _run.Batch; sample++)
            {
                double real = Sample(vector++, true, ref normal, code);
                Wide.Combine(1, change, _run.DiscriminatorStep / _run.Batch * real, y, padded, change);
                double fake = Sample(vector++, false, ref normal, code);
                Wide.Combine(1, change, -_run.DiscriminatorStep / _run.Batch * fake, y, padded, change);
            }

            double response = Sample(vector, false, ref normal, code);
            for (int l = 0; l < d; l++)
            {
                double* v = _vectors.V(l);
                double keep = _rule.UnitNorms ? 1 : 1 - _run.GeneratorStep * Pull(v);
                Wide.Combine(keep, v, _run.GeneratorStep * response * code[l], w, padded, v);
                Normalise(v);
            }
            Wide.Combine(_rule.UnitNorms ? 1 : 1 - _run.DiscriminatorStep * Pull(w), w, 1, change, padded, w);
            Normalise(w);
        }
        GC.KeepAlive(_vectors);
        GC.KeepAlive(_sample);
        GC.KeepAlive(_change);
        GC.KeepAlive(_noise);
        GC.KeepAlive(_run);
    }

    public override MacroState State(int replica)
    {
        int d = _run.Features;
        var (p, q, r, s) = (new double[d * d], new double[d], new double[d], new double[d * d]);
        double z;
        fixed (double* p0 = p, q0 = q, r0 = r, s0 = s)
            _vectors.Overlaps(p0, q0, r0, s0, out z);
        if (_rule.UnitNorms)
        {
            z = 1;
            for (int l = 0; l < d; l++)
                s[l * d + l] = 1;
        }
        return MacroState.FromComputed(p, q, r, s, z);
    }

    /// <summary>Draws a code and a sample y = U c + √η_T a or ỹ = V c̃ + √η_G ã and returns f(y·w) or f̃(ỹ·w).</summary>
    private double Sample(ulong vector, bool real, ref double* normal, double* code)
    {
        double* y = _sample.Start;
        int padded = _vectors.Padded;
        Wide.FillNormals(_run, _replica, StreamPurpose.PlainVector, vector, _vectors.Length, padded, y);
        Wide.Combine(real ? _run.RealNoiseDeviation : _run.FakeNoiseDeviation, y, 0, y, padded, y);
        int d = _run.Features;
        LatentLaw? law = real ? _run.RealCodes : _run.FakeCodes;
        int count = law?.NormalsPerCode(d) ?? d;
        var normals = new ReadOnlySpan<double>(normal, count);
        var standardised = new Span<double>(code, d);
        if (law is null)
            normals.CopyTo(standardised);
        else
            law.Draw(normals, standardised);
        normal += count;
        for (int l = 0; l < d; l++)
        {
            SingleLane drawn = SingleLane.All(code[l]);
            code[l] = (real ? _codes.Real(drawn, _run.RealDeviations[l]) : _codes.Fake(drawn, _run.FakeDeviations[l])).Value;
            Wide.Combine(1, y, code[l], real ? _vectors.U(l) : _vectors.V(l), padded, y);
        }
        SingleLane projection = SingleLane.All(Wide.Dot(y, _vectors.W, padded));
        return (real ? _rule.RealResponse(projection) : _rule.FakeResponse(projection)).Value;
    }

    private double Pull(double* vector) => _rule.Pull(SingleLane.All(Wide.Dot(vector, vector, _vectors.Padded))).Value;

    private void Normalise(double* vector)
    {
        if (_rule.UnitNorms)
            Wide.Combine(TrainingVectors.InverseRoot(Wide.Dot(vector, vector, _vectors.Padded)), vector, 0, vector, _vectors.Padded, vector);
    }
}

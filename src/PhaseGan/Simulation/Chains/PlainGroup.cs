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
            for (int sample = 0; sample < _run.Batch; sample++)
            {
                double real = Sample(vector++, true, ref normals, code);
                Wide.Combine(1, change, _run.DiscriminatorStep / _run.Batch * real, y, change);
                double fake = Sample(vector++, false, ref normals, code);
                Wide.Combine(1, change, -_run.DiscriminatorStep / _run.Batch * fake, y, change);
            }

            double response = Sample(vector, false, ref normals, code);
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

    public override MacroState State(int replica)
    {
        int d = _run.Features;
        var (p, q, r, s) = (new double[d * d], new double[d], new double[d], new double[d * d]);
        _vectors.Overlaps(p, q, r, s, out double z);
        if (_rule.UnitNorms)
        {
            z = 1;
            for (int l = 0; l < d; l++)
                s[l * d + l] = 1;
        }
        return MacroState.FromComputed(p, q, r, s, z);
    }

    /// <summary>Draws a code and a sample y = U c + √η_T a or ỹ = V c̃ + √η_G ã and returns f(y·w) or f̃(ỹ·w).</summary>
    private double Sample(ulong vector, bool real, ref ReadOnlySpan<double> normals, Span<double> code)
    {
        Span<double> y = _sample.Span;
        Wide.FillNormals(_run, _replica, StreamPurpose.PlainVector, vector, _vectors.Length, y);
        Wide.Combine(real ? _run.RealNoiseDeviation : _run.FakeNoiseDeviation, y, 0, y, y);
        int d = _run.Features;
        LatentLaw? law = real ? _run.RealCodes : _run.FakeCodes;
        int count = law?.NormalsPerCode(d) ?? d;
        if (law is null)
            normals[..count].CopyTo(code);
        else
            law.Draw(normals[..count], code);
        normals = normals[count..];
        for (int l = 0; l < d; l++)
        {
            SingleLane drawn = SingleLane.All(code[l]);
            code[l] = (real ? _codes.Real(drawn, _run.RealDeviations[l]) : _codes.Fake(drawn, _run.FakeDeviations[l])).Value;
            Wide.Combine(1, y, code[l], real ? _vectors.U(l) : _vectors.V(l), y);
        }
        SingleLane projection = SingleLane.All(Wide.Dot(y, _vectors.W));
        return (real ? _rule.RealResponse(projection) : _rule.FakeResponse(projection)).Value;
    }

    private double Pull(ReadOnlySpan<double> vector) => _rule.Pull(SingleLane.All(Wide.Dot(vector, vector))).Value;

    private void Normalise(Span<double> vector)
    {
        if (_rule.UnitNorms)
            Wide.Combine(TrainingVectors.InverseRoot(Wide.Dot(vector, vector)), vector, 0, vector, vector);
    }
}

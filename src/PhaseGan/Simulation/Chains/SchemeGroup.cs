namespace PhaseGan;

/// <summary>
/// One replica of training with other steps than those of algorithm (5): several steps of a player a round, mini-batches of the generator, heavy balls, extragradient, slow momentum, scaled gradients. Samples are n-vectors as in
/// <see cref="PlainGroup{TRule, TCodes}"/>; a step of time is a round.
/// </summary>
/// <remarks>
/// Both players of a round see each other as they were before it. The regulariser is a part of the gradient, and so of a heavy ball; slow momentum has it beside the velocity, as <see cref="TrainingMemory"/> states. The running
/// average of the generator does not act on training and is not kept.
/// </remarks>
internal sealed class SchemeGroup : ReplicaGroup, IHoldsWeights
{
    private readonly StepNumbers _run;
    private readonly AnyRule _rule;
    private readonly TrainingScheme _scheme;
    private readonly TrainingMemory _memory;
    private readonly GradientScaling _scaling;
    private readonly uint _replica;
    private readonly TrainingVectors _vectors;
    private readonly AlignedBuffer _sample, _gradient, _before, _ahead, _codes;
    private readonly AlignedBuffer[] _velocities;

    public SchemeGroup(StepNumbers run, TrainingRule rule, int replica, MacroState start)
    {
        (_run, _rule, _replica) = (run, new AnyRule(rule), (uint)replica);
        (_scheme, _memory, _scaling) = (rule.Scheme, rule.Memory, rule.Scaling);
        _vectors = new TrainingVectors(run, StreamPurpose.PlainStart, _replica, start, rule.HasUnitNorms);
        int n = _vectors.Padded;
        (_sample, _gradient, _before, _ahead) = (new AlignedBuffer(n), new AlignedBuffer(n), new AlignedBuffer(n), new AlignedBuffer(n));
        _velocities = [.. Enumerable.Range(0, run.Features + 1).Select(_ => new AlignedBuffer(n))];
        int most = Math.Max(run.RealCodes?.NormalsPerCode(run.Features) ?? 0, run.FakeCodes?.NormalsPerCode(run.Features) ?? 0);
        _codes = new AlignedBuffer((Math.Max(most, run.Features) + 15) & ~15);
    }

    public override int Count => 1;

    public override long Patience => Math.Max(1, 2_000_000 / (_vectors.Padded * (_run.Features + 1 + (long)SamplesOfARound)));

    public TrainingVectors Vectors => _vectors;

    private ulong SamplesOfARound => 2 * (ulong)_run.Batch * (ulong)_scheme.DiscriminatorSteps + (ulong)_scheme.GeneratorSteps * (ulong)_scheme.GeneratorBatch;

    public override void Advance(long steps)
    {
        Span<double> w = _vectors.W, before = _before.Span, code = new double[_run.Features], push = new double[_run.Features];
        for (long last = Step + steps; Step < last; Step++)
        {
            ulong sample = (ulong)Step * SamplesOfARound;
            w.CopyTo(before);
            for (int k = 0; k < _scheme.DiscriminatorSteps; k++, sample += 2 * (ulong)_run.Batch)
            {
                Gradient(sample, w, code);
                if (_scheme.HasExtragradient)
                {
                    Wide.Combine(1, w, _run.DiscriminatorStep, _gradient.Span, _ahead.Span);
                    Normalise(_ahead.Span);
                    Gradient(sample, _ahead.Span, code);
                }
                Scale(_gradient.Span);
                Move(w, _gradient.Span, _velocities[^1].Span, _run.DiscriminatorStep, _scheme.Momentum, _memory.Discriminator);
            }
            for (int k = 0; k < _scheme.GeneratorSteps; k++)
                Generate(ref sample, before, code, push);
        }
    }

    public override MacroState State(int replica) => _vectors.State(_rule.UnitNorms);

    /// <summary>A step of the generator on fresh samples; all of its gradient is along w.</summary>
    private void Generate(ref ulong sample, ReadOnlySpan<double> w, Span<double> code, Span<double> push)
    {
        push.Clear();
        for (int k = 0; k < _scheme.GeneratorBatch; k++)
        {
            double response = _rule.GeneratorResponse(SingleLane.All(Sample(sample++, false, _run.GeneratorNoiseDeviation, w, code))).Value / _scheme.GeneratorBatch;
            VectorMath.AddMultiple(push, response, code);
        }
        for (int l = 0; l < push.Length; l++)
        {
            Wide.Combine(push[l], w, 0, w, _gradient.Span);
            Move(_vectors.V(l), _gradient.Span, _velocities[l].Span, _run.GeneratorStep, _scheme.GeneratorMomentum, _memory.Generator);
        }
    }

    /// <summary>The mean of y f − ỹ f̃ over the mini-batch, with what a penalty takes from w.</summary>
    private void Gradient(ulong sample, ReadOnlySpan<double> w, Span<double> code)
    {
        Span<double> gradient = _gradient.Span;
        gradient.Clear();
        SingleLane norm = SingleLane.All(_rule.UnitNorms ? 1 : Math.Sqrt(Wide.Dot(w, w)));
        double share = 1.0 / _run.Batch;
        for (int i = 0; i < 2 * _run.Batch; i++)
        {
            bool isReal = i % 2 == 0;
            double projection = Sample(sample++, isReal, isReal ? _run.RealNoiseDeviation : _run.FakeNoiseDeviation, w, code);
            SingleLane at = SingleLane.All(projection);
            double response = (isReal ? _rule.RealResponse(at, norm) : _rule.FakeResponse(at, norm)).Value;
            Wide.Combine(1, gradient, isReal ? share * response : -share * response, _sample.Span, gradient);
            if (_rule.HasPenalty)
                Wide.Combine(1, gradient, -share * _rule.Decay(at, isReal).Value, w, gradient);
        }
    }

    /// <summary>Moves w or a column of V along a gradient, through the velocity if there is a momentum.</summary>
    private void Move(Span<double> x, Span<double> gradient, Span<double> velocity, double step, double momentum, double? forgetting)
    {
        double pull = _rule.UnitNorms ? 0 : _rule.Pull(SingleLane.All(Wide.Dot(x, x))).Value;
        if (forgetting is { } rate)
        {
            double share = rate / _run.Dimension;
            Wide.Combine(1 - share, velocity, share, gradient, velocity);
            Wide.Combine(1 - step * pull, x, step, velocity, x);
        }
        else
        {
            if (pull != 0)
                Wide.Combine(1, gradient, -pull, x, gradient);
            if (momentum != 0)
            {
                Wide.Combine(momentum, velocity, _scheme.HasAveragedMomentum ? 1 - momentum : 1, gradient, velocity);
                Wide.Combine(1, x, step, velocity, x);
            }
            else
            {
                Wide.Combine(1, x, step, gradient, x);
            }
        }
        Normalise(x);
    }

    /// <summary>What is done to the gradient before its step; one of no length stays.</summary>
    private void Scale(Span<double> gradient)
    {
        if (_scaling.Kind == GradientScalingKind.None)
            return;
        if (_scaling.Kind == GradientScalingKind.Sign)
        {
            foreach (ref double entry in gradient)
                entry = entry > 0 ? 1 : entry < 0 ? -1 : entry;
            return;
        }
        double length = Math.Sqrt(Wide.Dot(gradient, gradient)), root = Math.Sqrt(_run.Dimension);
        if (length > 0 && (_scaling.Kind == GradientScalingKind.Normalised || length > _scaling.Limit * root))
            Wide.Combine((_scaling.Kind == GradientScalingKind.Normalised ? 1 : _scaling.Limit) * root / length, gradient, 0, gradient, gradient);
    }

    /// <summary>Draws a code and a sample y = U c + √η_T a or ỹ = V c̃ + √η_G ã, always the same for a number, and returns y·w or ỹ·w.</summary>
    private double Sample(ulong number, bool isReal, double deviation, ReadOnlySpan<double> w, Span<double> code)
    {
        Span<double> y = _sample.Span;
        Wide.FillNormals(_run, _replica, StreamPurpose.PlainVector, number, _vectors.Length, y);
        Wide.Combine(deviation, y, 0, y, y);
        Wide.FillNormals(_run, _replica, StreamPurpose.PlainStep, number, _codes.Length, _codes.Span);
        _run.DrawCode(isReal, _codes.Span, code);
        for (int l = 0; l < code.Length; l++)
        {
            code[l] *= isReal ? _run.RealDeviations[l] : _run.FakeDeviations[l];
            Wide.Combine(1, y, code[l], isReal ? _vectors.U(l) : _vectors.V(l), y);
        }
        return Wide.Dot(y, w);
    }

    private void Normalise(Span<double> vector)
    {
        if (_rule.UnitNorms)
            TrainingVectors.Normalise(vector);
    }
}

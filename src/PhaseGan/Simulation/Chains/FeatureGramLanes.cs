using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>Up to eight replicas of the chain of <see cref="FeatureGramKernel"/>, side by side; one alone runs in plain numbers, with the same bits.</summary>
internal sealed unsafe class FeatureGramLanes : ReplicaGroup
{
    /// <summary>Most replicas in a group.</summary>
    private const int Lanes = StepNoise.Stride;

    private readonly StepNumbers _run;
    private readonly FeatureGramShape _shape;
    private readonly FeatureWeightRows _weights;
    private readonly uint _first;
    private readonly int _count;
    private readonly AlignedBuffer _state, _work, _noise;

    /// <summary>Starts replicas first, first + 1, …</summary>
    public FeatureGramLanes(StepNumbers run, TrainingRule rule, int first, ReadOnlySpan<MacroState> starts)
    {
        (_run, _shape, _weights, _first, _count) = (run, new FeatureGramShape(run, rule), new FeatureWeightRows(run, rule), (uint)first, starts.Length);
        (_state, _work, _noise) = (new AlignedBuffer(_shape.StateSize * Width), new AlignedBuffer(_shape.WorkSize * Width), new AlignedBuffer(_shape.Normals * Lanes));
        double[] rows = [];
        for (int lane = 0; lane < Width; lane++)
        {
            // lanes without a replica repeat the last one, and replicas often share a start
            if (lane < _count && (lane == 0 || !ReferenceEquals(starts[lane], starts[lane - 1])))
                rows = Triangular(StartFrame.Rows(starts[lane], unitNorms: true));
            for (int i = 0; i < rows.Length; i++)
                _state.Span[i * Width + lane] = rows[i];
        }
    }

    public override int Count => _count;

    public override long Patience => Math.Max(1, 800_000 / (_shape.Normals + (long)(_shape.Features + _shape.Columns) * _shape.WorkSize));

    private int Width => _count == 1 ? 1 : Lanes;

    public override void Advance(long steps)
    {
        var work = new AdvanceWork(this, steps);
        Widest.Run(ref work);
    }

    /// <summary>Advances in lanes of a given kind; all kinds give the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Advance<T>(long steps)
        where T : unmanaged, IWideLanes<T>
    {
        Span<double> noise = _noise.Span;
        T replicas = Width == 1 ? T.AllBits(_first) : Normals<T>.Consecutive(_first, 1);
        for (long step = Step; step < Step + steps; step++)
        {
            int own = (int)(step & (Lanes - 1));
            if (Width != 1)
            {
                FeatureGramKernel.FillNoise(_run, _shape, T.AllBits((ulong)step), replicas, noise);
                FeatureGramKernel.Step(_run, _shape, (T*)_state.Start, (T*)_work.Start, new StepNormals<T>(AlignedBuffer.As<T>(noise)));
                continue;
            }
            // the lanes hold the noise of eight steps to come
            if (step == Step || own == 0)
                FeatureGramKernel.FillNoise(_run, _shape, Normals<T>.Consecutive((ulong)(step - own), 1), replicas, noise);
            FeatureGramKernel.Step(_run, _shape, (SingleLane*)_state.Start, (SingleLane*)_work.Start, new StepNormals<SingleLane>(AlignedBuffer.As<SingleLane>(noise[own..])));
        }
        Step += steps;
    }

    public override MacroState State(int replica)
    {
        var rows = new double[_shape.StateSize];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = _state.Span[i * Width + replica];
        return _weights.State(rows, _shape.Frame);
    }

    /// <summary>Turns the frame of a start so that V has no coordinates beyond its own.</summary>
    private double[] Triangular(double[] rows)
    {
        fixed (double* at = rows)
            FeatureGramKernel.Triangularise(_shape.Features, _shape.Features + _shape.Columns, _shape.Frame, (SingleLane*)at);
        return rows;
    }

    private readonly struct AdvanceWork(FeatureGramLanes group, long steps) : ILaneWork
    {
        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            group.Advance<T>(steps);
    }
}

using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>Up to eight replicas of the chain of <see cref="GramKernel"/>, side by side; one alone runs in plain numbers, with the same bits.</summary>
internal sealed class GramGroup<TRule, TCodes> : ReplicaGroup
    where TRule : struct, ITrainingRule
    where TCodes : struct, ICodeLaw
{
    /// <summary>Most replicas in a group.</summary>
    public const int Lanes = 8;

    private const int StackNumbers = 4096;
    private readonly StepNumbers _run;
    private readonly TRule _rule;
    private readonly TCodes _codes;
    private readonly uint _first;
    private readonly int _count;
    private readonly AlignedBuffer _state;

    /// <summary>Starts replicas first, first + 1, …</summary>
    public GramGroup(StepNumbers run, TRule rule, TCodes codes, int first, ReadOnlySpan<MacroState> starts)
    {
        (_run, _rule, _codes, _first, _count) = (run, rule, codes, (uint)first, starts.Length);
        int size = GramKernel.StateSize(run.Features);
        _state = new AlignedBuffer(size * Width);
        Span<double> coordinates = new double[size];
        for (int lane = 0; lane < Width; lane++)
        {
            // Lanes without a replica repeat the last one, and replicas often share a start.
            if (lane < _count && (lane == 0 || !ReferenceEquals(starts[lane], starts[lane - 1])))
                Coordinates(starts[lane], rule.UnitNorms, coordinates);
            for (int i = 0; i < size; i++)
                _state.Span[i * Width + lane] = coordinates[i];
        }
    }

    public override int Count => _count;

    public override long Patience =>
        Math.Max(1, 800_000 / (GramKernel.NoiseSize(_run) + (long)_run.Features * GramKernel.WorkSize(_run.Features)));

    private int Width => _count == 1 ? 1 : Lanes;

    public override void Advance(long steps)
    {
        var work = new AdvanceWork(this, steps);
        Widest.Run(ref work);
    }

    /// <summary>Advances in lanes of a given kind; all kinds give the same bits.</summary>
    public void Advance<T>(long steps)
        where T : unmanaged, IWideLanes<T>
    {
        int noise = StepNoise.Stride * GramKernel.NoiseSize(_run);
        int numbers = noise + Width * GramKernel.WorkSize(_run.Features) + Lanes;
        if (numbers <= StackNumbers)
        {
            Span<double> memory = stackalloc double[numbers];
            Advance<T>(steps, AlignedBuffer.Aligned(memory));
        }
        else
        {
            Advance<T>(steps, new AlignedBuffer(numbers).Span);
        }
    }

    private void Advance<T>(long steps, Span<double> memory)
        where T : unmanaged, IWideLanes<T>
    {
        Span<double> noise = memory[..(StepNoise.Stride * GramKernel.NoiseSize(_run))], work = memory.Slice(noise.Length, Width * GramKernel.WorkSize(_run.Features));
        if (Width == 1)
            AdvanceOne<T>(steps, noise, AlignedBuffer.As<SingleLane>(work));
        else
            AdvanceEight<T>(steps, noise, AlignedBuffer.As<T>(work));
        Step += steps;
    }

    // The loops of a step are not inlined: guided by profiles the compiler draws all of them into one method, and then has no budget left to inline
    // the operations on lanes, each of which becomes a call (three times slower).
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void AdvanceEight<T>(long steps, Span<double> noise, Span<T> work)
        where T : unmanaged, IWideLanes<T>
    {
        StepNumbers run = _run;
        TRule rule = _rule;
        TCodes codes = _codes;
        T replicas = Normals<T>.Consecutive(_first, 1);
        Span<T> state = AlignedBuffer.As<T>(_state.Span);
        for (long step = Step; step < Step + steps; step++)
        {
            GramKernel.FillNoise<T>(run, T.AllBits((ulong)step), replicas, noise);
            GramKernel.Step(run, rule, codes, state, work, new StepNormals<T>(AlignedBuffer.As<T>(noise)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void AdvanceOne<T>(long steps, Span<double> noise, Span<SingleLane> work)
        where T : unmanaged, IWideLanes<T>
    {
        StepNumbers run = _run;
        TRule rule = _rule;
        TCodes codes = _codes;
        T replica = T.AllBits(_first);
        Span<SingleLane> state = AlignedBuffer.As<SingleLane>(_state.Span);
        for (long step = Step; step < Step + steps; step++)
        {
            // The lanes hold the noise of eight steps to come.
            if (step == Step || (step & (Lanes - 1)) == 0)
                GramKernel.FillNoise<T>(run, Normals<T>.Consecutive((ulong)(step & -Lanes), 1), replica, noise);
            GramKernel.Step(run, rule, codes, state, work, new StepNormals<SingleLane>(AlignedBuffer.As<SingleLane>(noise[(int)(step & (Lanes - 1))..])));
        }
    }

    public override MacroState State(int replica)
    {
        int d = _run.Features;
        Span<double> coordinates = new double[GramKernel.StateSize(d)];
        for (int i = 0; i < coordinates.Length; i++)
            coordinates[i] = _state.Span[i * Width + replica];
        double[] p = [.. coordinates[..(d * d)]], q = [.. coordinates.Slice(d * d, d)], r = new double[d], s = new double[d * d];
        ReadOnlySpan<double> low = coordinates[(d * d + d)..], l = coordinates[^(d + 1)..];
        double z = 0;
        foreach (double x in q)
            z += x * x;
        foreach (double x in l)
            z += x * x;
        for (int j = 0; j < d; j++)
        {
            ReadOnlySpan<double> row = low.Slice(j * (j + 1) / 2, j + 1);
            for (int i = 0; i < d; i++)
                r[j] += p[i * d + j] * q[i];
            for (int k = 0; k <= j; k++)
                r[j] += row[k] * l[k];
            for (int h = 0; h <= j; h++)
            {
                ReadOnlySpan<double> other = low.Slice(h * (h + 1) / 2, h + 1);
                double sum = 0;
                for (int i = 0; i < d; i++)
                    sum += p[i * d + j] * p[i * d + h];
                for (int k = 0; k <= h; k++)
                    sum += row[k] * other[k];
                s[h * d + j] = s[j * d + h] = _rule.UnitNorms ? (h == j ? 1 : Math.Clamp(sum, -1, 1)) : sum;
            }
        }
        return MacroState.FromComputed(p, q, r, s, _rule.UnitNorms ? 1 : z);
    }

    /// <summary>The state of vectors with the given overlaps.</summary>
    private static void Coordinates(MacroState start, bool unitNorms, Span<double> to)
    {
        int d = start.FeatureCount;
        int size = d + 1;
        double[] rows = StartFrame.Rows(start, unitNorms);
        Span<double> frame = new double[size * size];
        for (int j = 0; j <= d; j++)
        {
            for (int i = 0; i < d; i++)
                to[j < d ? i * d + j : d * d + i] = rows[j * (d + size) + i];
            rows.AsSpan(j * (d + size) + d, size).CopyTo(frame[(j * size)..]);
        }
        Span<double> last = frame[(d * size)..];
        Reflections.Triangularise<SingleLane>(AlignedBuffer.As<SingleLane>(frame), AlignedBuffer.As<SingleLane>(last), AlignedBuffer.As<SingleLane>(to[(d * d + d)..]), d);
        last.CopyTo(to[(d * d + d + d * (d + 1) / 2)..]);
    }

    private readonly struct AdvanceWork(GramGroup<TRule, TCodes> group, long steps) : ILaneWork
    {
        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            group.Advance<T>(steps);
    }
}

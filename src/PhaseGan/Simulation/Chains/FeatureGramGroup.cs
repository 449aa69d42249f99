namespace PhaseGan;

/// <summary>
/// Replicas of the exact chain of training with several discriminator features, one after the other, for any rule (with unit norms <see cref="FeatureGramLanes"/> is faster): V and W in coordinates of an orthonormal frame of 2d + k vectors that begins with U. For normal noise the chain is training itself, in law.
/// </summary>
/// <remarks>
/// A step needs of the noise its 2d + k coordinates in the frame, and of what lies across it the Gram matrix alone, which is a Wishart matrix with n − 2d − k degrees of freedom: by Bartlett's decomposition the lower
/// triangle of e coordinates with normals below the diagonal and roots of chi-square variates on it, e = min(2m, k). Householder reflections bring the 2d + k + e coordinates back to 2d + k; no square is subtracted.
/// </remarks>
internal sealed class FeatureGramGroup : ReplicaGroup
{
    /// <summary>Steps whose chi-square variates are made together.</summary>
    private const int Together = 16;

    private readonly StepNumbers _run;
    private readonly FeatureWeightRows _weights;
    private readonly uint _first;
    private readonly int _d, _k, _frame, _across, _width;
    private readonly double[][] _rows;
    private readonly AlignedBuffer _noise, _chi;
    private readonly double[] _wide, _share, _projection;

    public FeatureGramGroup(StepNumbers run, TrainingRule rule, int first, ReadOnlySpan<MacroState> starts)
    {
        (_run, _first, _d, _k) = (run, (uint)first, run.Features, rule.DiscriminatorFeatures);
        _weights = new FeatureWeightRows(run, rule);
        _frame = 2 * _d + _k;
        _across = (int)Math.Min(Math.Min(2 * run.Batch, _k), run.Dimension - _frame);
        _width = _frame + _across;
        _noise = new AlignedBuffer(((2 * run.Batch + 1) * (_d + _frame) + _k * _across + 15) & ~15);
        _chi = new AlignedBuffer(Together * Math.Max(1, _across));
        _wide = new double[(_d + _k) * _width];
        _share = new double[_k * 2 * run.Batch];
        _projection = new double[_k];
        _rows = new double[starts.Length][];
        for (int i = 0; i < starts.Length; i++)
            _rows[i] = StartFrame.Rows(starts[i], rule.HasUnitNorms);
    }

    public override int Count => _rows.Length;

    public override long Patience => Math.Max(1, 2_000_000 / (Count * (long)(_d + _k) * _width * (_run.Batch + _d + _k)));

    public override void Advance(long steps)
    {
        long from = Step;
        for (int i = 0; i < Count; i++)
        {
            uint replica = _first + (uint)i;
            long chiOf = -1;
            for (long step = from; step < from + steps; step++)
            {
                if (step / Together != chiOf)
                    FillChi(replica, chiOf = step / Together);
                Wide.FillNormals(_run, replica, StreamPurpose.Step, (ulong)step, _noise.Length, _noise.Span);
                Take(_rows[i], (int)(step % Together));
            }
        }
        Step = from + steps;
    }

    public override MacroState State(int replica) => _weights.State(_rows[replica], _frame);

    /// <summary>One step of a replica.</summary>
    private void Take(double[] rows, int chi)
    {
        int d = _d, k = _k, frame = _frame, width = _width, batch = _run.Batch;
        double scale = _run.DiscriminatorStep / batch;
        for (int j = 0; j < d + k; j++)
        {
            rows.AsSpan(j * frame, frame).CopyTo(_wide.AsSpan(j * width));
            _wide.AsSpan(j * width + frame, _across).Clear();
        }
        for (int j = 0; j < d + k; j++)
        {
            double kept = _weights.Kept(rows.AsSpan(j * frame, frame), isGenerator: j < d);
            if (kept != 1)
                VectorMath.Divide(_wide.AsSpan(j * width, frame), 1 / kept);
        }
        Span<double> noise = _noise.Span;
        for (int sample = 0; sample < 2 * batch; sample++)
        {
            bool isReal = sample % 2 == 0;
            double deviation = isReal ? _run.RealNoiseDeviation : _run.FakeNoiseDeviation;
            Span<double> code = noise[..d], y = noise.Slice(d, frame);
            noise = noise[(d + frame)..];
            Sample(rows, isReal, deviation, code, y);
            for (int a = 0; a < k; a++)
            {
                double response = (isReal ? scale : -scale) * _projection[a];
                VectorMath.AddMultiple(_wide.AsSpan((d + a) * width, frame), response, y);
                _share[a * 2 * batch + sample] = response * deviation;
            }
        }
        Span<double> own = noise[..d];
        Sample(rows, false, _run.GeneratorNoiseDeviation, own, noise.Slice(d, frame));
        for (int l = 0; l < d; l++)
            for (int a = 0; a < k; a++)
                VectorMath.AddMultiple(_wide.AsSpan(l * width, frame), _run.GeneratorStep * _projection[a] * own[l], rows.AsSpan((d + a) * frame, frame));
        AddAcross(noise[(d + frame)..], chi);
        Compress(rows);
        _weights.Normalise(rows, frame);
    }

    /// <summary>The sample y = U c + √η_T a or ỹ = V c̃ + √η_G ã in the frame, in the place of its noise, and its projections on W.</summary>
    private void Sample(double[] rows, bool isReal, double deviation, Span<double> code, Span<double> y)
    {
        foreach (ref double entry in y)
            entry *= deviation;
        for (int l = 0; l < _d; l++)
        {
            code[l] *= isReal ? _run.RealDeviations[l] : _run.FakeDeviations[l];
            if (isReal)
                y[l] += code[l];
            else
                VectorMath.AddMultiple(y, code[l], rows.AsSpan(l * _frame, _frame));
        }
        for (int a = 0; a < _k; a++)
            _projection[a] = VectorMath.Dot(y, rows.AsSpan((_d + a) * _frame, _frame));
    }

    /// <summary>What the noise across the frame does to W.</summary>
    private void AddAcross(ReadOnlySpan<double> normals, int chi)
    {
        int columns = 2 * _run.Batch, kept = Math.Min(columns, _k);
        // with more samples than features, k directions have the same Gram matrix
        if (columns > _k)
            LowerTriangle(_share, _k, columns);
        for (int a = 0; a < _k; a++)
        {
            for (int j = 0; j < _across; j++)
            {
                double sum = 0;
                for (int c = j; c < kept; c++)
                    sum += _share[a * columns + c] * (c == j ? _chi.Span[j * Together + chi] : normals[c * _across + j]);
                _wide[(_d + a) * _width + _frame + j] = sum;
            }
        }
    }

    /// <summary>Turns the frame until no row reaches beyond it.</summary>
    private void Compress(double[] rows)
    {
        int size = _d + _k;
        for (int i = 0; i < size; i++)
            Reflect(_wide, i, size, _width, _d + i);
        for (int j = 0; j < size; j++)
            _wide.AsSpan(j * _width, _frame).CopyTo(rows.AsSpan(j * _frame));
    }

    /// <summary>Makes a matrix lower triangular by reflections from the right.</summary>
    private static void LowerTriangle(double[] matrix, int rows, int columns)
    {
        for (int i = 0; i < Math.Min(rows, columns); i++)
            Reflect(matrix, i, rows, columns, i);
    }

    /// <summary>Reflects the rows from one on so that this one ends at a column.</summary>
    private static void Reflect(double[] matrix, int row, int rows, int columns, int from)
    {
        Span<double> tail = matrix.AsSpan(row * columns + from, columns - from);
        double norm = VectorMath.Norm(tail), head = tail[0];
        if (!(norm > Math.Abs(head)))
            return;
        // the axis is the row less its image; its image has the sign that adds lengths
        double image = head > 0 ? -norm : norm, factor = 1 / (norm * (norm + Math.Abs(head)));
        tail[0] = head - image;
        for (int j = row + 1; j < rows; j++)
        {
            Span<double> other = matrix.AsSpan(j * columns + from, columns - from);
            VectorMath.AddMultiple(other, -factor * VectorMath.Dot(tail, other), tail);
        }
        tail.Clear();
        tail[0] = image;
    }

    /// <summary>Roots of chi-square variates of some steps.</summary>
    private void FillChi(uint replica, long block)
    {
        if (_across == 0)
            return;
        var work = new ChiWork(_run, replica, block, _across, _frame, _chi.Span);
        Widest.Run(ref work);
        foreach (ref double value in _chi.Span)
            value = Math.Sqrt(value);
    }

    private readonly ref struct ChiWork(StepNumbers run, uint replica, long block, int across, int frame, Span<double> to) : ILaneWork
    {
        private const int Lanes = 8;
        private readonly Span<double> _to = to;

        public void Run<T>()
            where T : unmanaged, IWideLanes<T>
        {
            Normals<T>.Fill(run.Keys, replica, StreamPurpose.ChiSquareProposal, (ulong)block * (ulong)across * Lanes, _to);
            for (int j = 0; j < across; j++)
            {
                for (int half = 0; half < Together / Lanes; half++)
                {
                    ulong first = ((ulong)block * Together + (ulong)(half * Lanes)) * (ulong)across + (ulong)j;
                    ChiSquare<T>.FromNormals(run.Keys, Normals<T>.Consecutive(first, (ulong)across), T.AllBits(replica), run.Dimension - frame - j, _to.Slice(j * Together + half * Lanes, Lanes));
                }
            }
        }
    }
}

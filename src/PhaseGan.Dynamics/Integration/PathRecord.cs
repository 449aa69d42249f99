namespace PhaseGan.Dynamics;

/// <summary>What an integration keeps of its path while it goes, as <see cref="PathOutput"/> asks.</summary>
internal sealed class PathRecord
{
    /// <summary>Interpolants lie in blocks of about this many numbers, so that a long path is never copied as a whole.</summary>
    private const int NumbersOfBlock = 8192;

    private readonly PathOutput _output;
    private readonly int _n, _stepsOfBlock;
    private readonly List<double[]> _blocks = [];
    private readonly List<double> _times = [];
    private int _steps, _next;

    public PathRecord(PathOutput output, ReadOnlySpan<double> start)
    {
        (_output, _n) = (output, start.Length);
        _stepsOfBlock = Math.Max(1, NumbersOfBlock / (5 * _n));
        _times.Add(0);
        if (IsOfSteps)
            return;
        _blocks.Add(start.ToArray());
        _next = output.Times is [0, ..] ? 1 : 0;
    }

    /// <summary>Whether all steps are kept.</summary>
    public bool IsOfSteps => ReferenceEquals(_output, PathOutput.Steps);

    /// <summary>Takes the step just accepted.</summary>
    public void Add(ITrajectoryStepper stepper)
    {
        if (IsOfSteps)
        {
            stepper.CopyDense(NextInterpolant());
            _times.Add(stepper.Time);
            return;
        }
        for (; _next < _output.Times.Length && _output.Times[_next] <= stepper.Time; _next++)
        {
            double time = _output.Times[_next];
            var state = new double[_n];
            if (time == stepper.Time)
                stepper.State.CopyTo(state);
            else
                stepper.Interpolate((time - stepper.TimeBefore) / (stepper.Time - stepper.TimeBefore), state);
            _times.Add(time);
            _blocks.Add(state);
        }
    }

    /// <summary>Ends the path where an event happened in the last step.</summary>
    public void CutAt(double time, double before, double after)
    {
        if (!IsOfSteps)
        {
            while (_times.Count > 1 && _times[^1] >= time)
            {
                _times.RemoveAt(_times.Count - 1);
                _blocks.RemoveAt(_blocks.Count - 1);
            }
            return;
        }
        double fraction = (time - before) / (after - before);
        int n = _n;
        Span<double> c = Interpolant(_blocks, _steps - 1, n);
        for (int i = 0; i < n; i++)
            DenseOutput.Shorten(ref c[i], ref c[n + i], ref c[2 * n + i], ref c[3 * n + i], ref c[4 * n + i], fraction);
        _times[^1] = time;
    }

    /// <summary>The path, with its end.</summary>
    public KeptPath Close(double end, double[] last)
    {
        if (!IsOfSteps && _times[^1] != end)
        {
            _times.Add(end);
            _blocks.Add(last);
        }
        return new KeptPath(_n, IsOfSteps, [.. _times], [.. _blocks]);
    }

    /// <summary>The interpolant of a step, 5N numbers.</summary>
    public static Span<double> Interpolant(IReadOnlyList<double[]> blocks, int step, int n)
    {
        int perBlock = Math.Max(1, NumbersOfBlock / (5 * n));
        return blocks[step / perBlock].AsSpan(step % perBlock * 5 * n, 5 * n);
    }

    private Span<double> NextInterpolant()
    {
        int place = _steps++ % _stepsOfBlock, size = 5 * _n;
        if (place == 0)
            _blocks.Add(new double[Math.Min(_stepsOfBlock, 8) * size]);
        else if (_blocks[^1].Length == place * size)
        {
            // blocks grow, so that a short path takes little
            double[] block = _blocks[^1];
            Array.Resize(ref block, Math.Min(_stepsOfBlock, 2 * place) * size);
            _blocks[^1] = block;
        }
        return _blocks[^1].AsSpan(place * size, size);
    }
}

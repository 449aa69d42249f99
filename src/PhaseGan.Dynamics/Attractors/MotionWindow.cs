namespace PhaseGan.Dynamics;

/// <summary>Range and time average of every coordinate, and the mean speed, over a stretch of a trajectory.</summary>
internal sealed class MotionWindow(int dimension)
{
    private readonly double[] _sum = new double[dimension];
    private readonly double[] _first = new double[dimension];
    private readonly double[] _last = new double[dimension];
    private double _length;
    private double _trace;
    private int _traces;

    public double[] Low { get; } = new double[dimension];

    public double[] High { get; } = new double[dimension];

    public double Start { get; private set; }

    public double End { get; private set; }

    public double Duration => End - Start;

    /// <summary>Crossings of the section seen in this window.</summary>
    public int Returns { get; set; }

    public void Begin(double time, ReadOnlySpan<double> y)
    {
        (Start, End, Returns) = (time, time, 0);
        y.CopyTo(Low);
        y.CopyTo(High);
        y.CopyTo(_first);
        y.CopyTo(_last);
        Array.Clear(_sum);
        (_length, _trace, _traces) = (0, 0, 0);
    }

    /// <summary>Adds the step from the last time to <paramref name="time"/>, with its end states.</summary>
    public void Add(double time, ReadOnlySpan<double> before, ReadOnlySpan<double> y)
    {
        double half = 0.5 * (time - End);
        End = time;
        double moved = 0;
        y.CopyTo(_last);
        for (int i = 0; i < y.Length; i++)
        {
            double v = y[i];
            if (v < Low[i])
                Low[i] = v;
            if (v > High[i])
                High[i] = v;
            _sum[i] += half * (before[i] + v);
            moved += (v - before[i]) * (v - before[i]);
        }
        _length += Math.Sqrt(moved);
    }

    /// <summary>Adds the trace of the Jacobian at one of the states, from its diagonal.</summary>
    public void AddTrace(ReadOnlySpan<double> diagonal)
    {
        foreach (double entry in diagonal)
            _trace += entry;
        _traces++;
    }

    /// <summary>Mean of the traces that were added; 0 without any.</summary>
    public double MeanTrace => _traces > 0 ? _trace / _traces : 0;

    /// <summary>How far a coordinate went from the first state to the last.</summary>
    public double Net(int i) => _last[i] - _first[i];

    /// <summary>Whether a coordinate was zero all along.</summary>
    public bool HasIdle
    {
        get
        {
            for (int i = 0; i < Low.Length; i++)
                if (Low[i] == 0 && High[i] == 0)
                    return true;
            return false;
        }
    }

    /// <summary>Mean speed: length of the path per unit of time.</summary>
    public double Liveliness => Duration > 0 ? _length / Duration : 0;

    public double Mean(int i) => Duration > 0 ? _sum[i] / Duration : Low[i];

    public double Range(int i) => High[i] - Low[i];

    /// <summary>The coordinate that moves most.</summary>
    public int WidestCoordinate()
    {
        int widest = 0;
        for (int i = 1; i < Low.Length; i++)
            if (Range(i) > Range(widest))
                widest = i;
        return widest;
    }
}

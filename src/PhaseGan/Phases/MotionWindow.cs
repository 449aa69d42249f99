namespace PhaseGan;

/// <summary>Range and time average of every coordinate, and the mean speed, over a stretch of a trajectory.</summary>
internal sealed class MotionWindow(int dimension)
{
    private readonly double[] _sum = new double[dimension];
    private double _length;

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
        Array.Clear(_sum);
        _length = 0;
    }

    /// <summary>Adds the step from the last time to <paramref name="time"/>, with its end states.</summary>
    public void Add(double time, ReadOnlySpan<double> before, ReadOnlySpan<double> y)
    {
        double half = 0.5 * (time - End);
        End = time;
        double moved = 0;
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

    /// <summary>Mean speed: length of the path per unit of time.</summary>
    public double Liveliness => Duration > 0 ? _length / Duration : 0;

    public double Mean(int i) => Duration > 0 ? _sum[i] / Duration : Low[i];

    public double Range(int i) => High[i] - Low[i];

    /// <summary>The coordinate that moves most.</summary>
    public int Widest()
    {
        int widest = 0;
        for (int i = 1; i < Low.Length; i++)
            if (Range(i) > Range(widest))
                widest = i;
        return widest;
    }
}

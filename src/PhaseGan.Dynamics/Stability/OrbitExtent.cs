namespace PhaseGan.Dynamics;

/// <summary>The least and the largest value of each coordinate on a path, from its start on.</summary>
internal sealed class OrbitExtent
{
    /// <summary>Pieces of a step between which returns and extremes are looked for.</summary>
    public const int Parts = 8;

    private readonly double[] _low, _high, _middle, _place;
    private double[] _before, _after;

    public OrbitExtent(double[] start)
    {
        (_low, _high, _before) = ([.. start], [.. start], [.. start]);
        (_middle, _after, _place) = (new double[start.Length], new double[start.Length], new double[start.Length]);
    }

    /// <summary>The least value of each coordinate.</summary>
    public ReadOnlySpan<double> Low => _low;

    /// <summary>The largest.</summary>
    public ReadOnlySpan<double> High => _high;

    /// <summary>Half the range of each coordinate.</summary>
    public double[] Amplitudes()
    {
        var amplitudes = new double[_low.Length];
        for (int i = 0; i < amplitudes.Length; i++)
            amplitudes[i] = 0.5 * (_high[i] - _low[i]);
        return amplitudes;
    }

    /// <summary>Takes in the last step: its ends, points between, and where a coordinate turns.</summary>
    public void Widen(IStepper stepper)
    {
        stepper.StateBefore.CopyTo(_before);
        for (int part = 0; part < Parts; part++)
        {
            stepper.Interpolate((part + 0.5) / Parts, _middle);
            stepper.Interpolate((part + 1.0) / Parts, _after);
            for (int i = 0; i < _low.Length; i++)
            {
                double a = _before[i], b = _middle[i], c = _after[i];
                Widen(i, c);
                // the vertex of the parabola through three points, valued by the interpolant
                double bend = a - 2 * b + c, vertex = bend == 0 ? 0 : 0.5 + 0.25 * (a - c) / bend;
                if (vertex > 0 && vertex < 1)
                {
                    stepper.Interpolate((part + vertex) / Parts, _place);
                    Widen(i, _place[i]);
                }
            }
            (_before, _after) = (_after, _before);
        }
    }

    private void Widen(int i, double value)
    {
        _low[i] = Math.Min(_low[i], value);
        _high[i] = Math.Max(_high[i], value);
    }
}

namespace PhaseGan;

/// <summary>
/// Statistics of one replica over a stretch of time. Signs of features, of columns and of w change none of them, and a permutation only their
/// order.
/// </summary>
internal sealed class SettlingWindow
{
    private readonly int _d;
    private readonly double[] _samples;
    private readonly double[] _roots;
    private readonly double[] _noise;
    private int _count;

    /// <summary>Begins a window.</summary>
    /// <param name="d">Features.</param>
    /// <param name="samples">How many samples it will get.</param>
    /// <param name="dimension">n.</param>
    public SettlingWindow(int d, int samples, long dimension)
    {
        (_d, Dimension) = (d, dimension);
        _samples = new double[2 * d * samples];
        _roots = new double[d * samples];
        _noise = new double[2 * d];
        (Mean, Variance, Crossings) = (new double[2 * d], new double[2 * d], new int[2 * d]);
        (Recovery, Root, RootSpread) = (new double[d], new double[d], new double[d]);
        (Overlaps, Lengths) = (new RunningMoments(d * d + d * (d - 1) / 2), new RunningMoments(d + 1));
    }

    private long Dimension { get; }

    /// <summary>Absolute mean of each q_ℓ, then of each r_ℓ.</summary>
    public double[] Mean { get; }

    /// <summary>Variance in time of each q_ℓ, then of each r_ℓ.</summary>
    public double[] Variance { get; }

    /// <summary>What one unit of time of the training's own noise adds to the variance of each q_ℓ, then of each r_ℓ: n times the mean square of single steps.</summary>
    public double[] Diffusion => _noise;

    /// <summary>How often each coordinate went from half a standard deviation on one side of its mean to half a one on the other.</summary>
    public int[] Crossings { get; }

    /// <summary>Mean of each ρ_ℓ.</summary>
    public double[] Recovery { get; }

    /// <summary>Mean of each √ρ_ℓ.</summary>
    public double[] Root { get; }

    /// <summary>Standard deviation in time of each √ρ_ℓ.</summary>
    public double[] RootSpread { get; }

    /// <summary>Each P_ij, row by row, and then each S_ij above the diagonal.</summary>
    public RunningMoments Overlaps { get; }

    /// <summary>Each S_ℓℓ, and then z: squared lengths of the columns of V and of w. They stand still where the rule keeps unit norms.</summary>
    public RunningMoments Lengths { get; }

    /// <summary>The mean length of column j of V.</summary>
    public double ColumnLength(int j) => Math.Sqrt(Lengths.Mean[j]);

    /// <summary>Adds a sample: the states before and after one step.</summary>
    public void Add(MacroState before, MacroState after)
    {
        Span<double> to = _samples.AsSpan(2 * _d * _count, 2 * _d);
        after.QValues.CopyTo(to);
        after.RValues.CopyTo(to[_d..]);
        for (int l = 0; l < _d; l++)
        {
            double q = after.QValues[l] - before.QValues[l], r = after.RValues[l] - before.RValues[l];
            _noise[l] += Dimension * q * q;
            _noise[_d + l] += Dimension * r * r;
        }
        var recovery = after.Recovery();
        for (int l = 0; l < _d; l++)
        {
            Recovery[l] += recovery[l];
            _roots[_d * _count + l] = Math.Sqrt(Math.Max(0, recovery[l]));
        }
        AddOthers(before, after);
        _count++;
    }

    /// <summary>Takes in the coordinates other than q and r.</summary>
    private void AddOthers(MacroState before, MacroState after)
    {
        int at = 0;
        for (; at < _d * _d; at++)
            Overlaps.Add(at, before.PValues[at], after.PValues[at]);
        for (int i = 0; i < _d; i++)
        {
            for (int j = i + 1; j < _d; j++, at++)
                Overlaps.Add(at, before.S(i, j), after.S(i, j));
            Lengths.Add(i, before.S(i, i), after.S(i, i));
        }
        Lengths.Add(_d, before.DiscriminatorPower, after.DiscriminatorPower);
    }

    /// <summary>Ends the window and makes its statistics.</summary>
    public void Close()
    {
        for (int c = 0; c < 2 * _d; c++)
        {
            double mean = Moments(_samples, 2 * _d, c, out Variance[c]);
            Mean[c] = Math.Abs(mean);
            _noise[c] /= _count;
            double band = 0.5 * Math.Sqrt(Variance[c]);
            int side = 0;
            for (int i = 0; i < _count; i++)
            {
                double x = _samples[2 * _d * i + c] - mean;
                int now = x > band ? 1 : x < -band ? -1 : side;
                if (side != 0 && now != side)
                    Crossings[c]++;
                side = now;
            }
        }
        Overlaps.Close(_count, Dimension);
        Lengths.Close(_count, Dimension);
        for (int l = 0; l < _d; l++)
        {
            Recovery[l] /= _count;
            Root[l] = Moments(_roots, _d, l, out double variance);
            RootSpread[l] = Math.Sqrt(variance);
        }
    }

    private double Moments(double[] values, int stride, int offset, out double variance)
    {
        double mean = 0;
        for (int i = 0; i < _count; i++)
            mean += values[stride * i + offset];
        mean /= _count;
        variance = 0;
        for (int i = 0; i < _count; i++)
            variance += (values[stride * i + offset] - mean) * (values[stride * i + offset] - mean);
        variance /= _count;
        return mean;
    }
}

namespace PhaseGan;

/// <summary>Mean, spread and noise in time of some coordinates of a training, taken in one by one.</summary>
internal sealed class RunningMoments(int count)
{
    private readonly double[] _first = new double[count];
    private readonly double[] _squares = new double[count];
    private int _samples;

    /// <summary>Mean of each coordinate.</summary>
    public double[] Mean { get; } = new double[count];

    /// <summary>Variance in time of each coordinate.</summary>
    public double[] Variance { get; } = new double[count];

    /// <summary>What one unit of time of the training's own noise adds to the variance of each coordinate: n times the mean square of single steps.</summary>
    public double[] Diffusion { get; } = new double[count];

    /// <summary>Adds a sample of one coordinate: its values before and after one step.</summary>
    public void Add(int i, double before, double after)
    {
        // Differences from the first sample keep their digits where a coordinate hardly moves.
        if (_samples == 0)
            _first[i] = after;
        double x = after - _first[i];
        Mean[i] += x;
        _squares[i] += x * x;
        Diffusion[i] += (after - before) * (after - before);
        if (i == Mean.Length - 1)
            _samples++;
    }

    /// <summary>Makes the statistics.</summary>
    /// <param name="samples">How many there are.</param>
    /// <param name="dimension">n: steps in a unit of time.</param>
    public void Close(int samples, long dimension)
    {
        for (int i = 0; i < Mean.Length; i++)
        {
            double mean = Mean[i] / samples;
            Variance[i] = Math.Max(0, _squares[i] / samples - mean * mean);
            Mean[i] = _first[i] + mean;
            Diffusion[i] *= dimension / (double)samples;
        }
    }
}

namespace PhaseGan.Dynamics;

/// <summary>Logarithms of the growth of k tangents over successive pieces of time, and what their mean rates and errors are.</summary>
internal sealed class GrowthSeries(int count)
{
    /// <summary>Fewest batches from which an error is taken.</summary>
    private const int Batches = 32;

    private readonly List<double> _lengths = [];
    private readonly List<double> _growth = [];

    /// <summary>Time covered.</summary>
    public double Duration { get; private set; }

    /// <summary>Whether there is enough for an error: eight pieces a batch.</summary>
    public bool IsLongEnough => _lengths.Count >= 8 * Batches;

    public void Add(ReadOnlySpan<double> growth, double length)
    {
        _lengths.Add(length);
        foreach (double g in growth)
            _growth.Add(g);
        Duration += length;
    }

    /// <summary>
    /// Mean rates with standard errors, in the order of the tangents. The error is that of the means of 32 or 64 batches, the larger of the
    /// two. Where the growth only oscillates about its mean, as on a cycle or a torus, batches cut with a smooth window have far smaller
    /// errors (Das, Saiki, Sander and Yorke, <em>Nonlinearity</em> 30 (2017) 4111–4140); if the window takes away more than two thirds of the
    /// error, which it does not do to noise (there it adds a fifth), its mean and error are given.
    /// </summary>
    public LyapunovExponent[] Exponents()
    {
        var exponents = new LyapunovExponent[count];
        for (int j = 0; j < count; j++)
        {
            LyapunovExponent plain = Estimate(j, Batches, window: false), finer = Estimate(j, 2 * Batches, window: false), smooth = Estimate(j, Batches, window: true);
            double error = Math.Max(plain.StandardError, finer.StandardError);
            exponents[j] = smooth.StandardError < error / 3 ? smooth : new LyapunovExponent(Mean(j), error);
        }
        return exponents;
    }

    private double Mean(int j)
    {
        double sum = 0;
        for (int e = j; e < _growth.Count; e += count)
            sum += _growth[e];
        return sum / Duration;
    }

    private LyapunovExponent Estimate(int j, int batches, bool window)
    {
        double[] weights = new double[batches], sums = new double[batches], rates = new double[batches];
        double time = 0;
        for (int p = 0; p < _lengths.Count; p++)
        {
            double place = batches * (time + 0.5 * _lengths[p]) / Duration;
            int batch = Math.Min((int)place, batches - 1);
            double weight = window ? Math.Pow(Math.Sin(Math.PI * (place - batch)), 2) : 1;
            sums[batch] += weight * _growth[p * count + j];
            weights[batch] += weight * _lengths[p];
            time += _lengths[p];
        }
        double mean = 0, squares = 0;
        for (int b = 0; b < batches; b++)
        {
            rates[b] = sums[b] / weights[b];
            mean += rates[b] / batches;
        }
        foreach (double r in rates)
            squares += (r - mean) * (r - mean);
        return new LyapunovExponent(mean, Math.Sqrt(squares / (batches - 1) / batches));
    }
}

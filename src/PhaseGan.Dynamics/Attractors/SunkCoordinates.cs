namespace PhaseGan.Dynamics;

/// <summary>
/// Whether a coordinate sank to where an absolute tolerance hides its logarithm, and rose again. The time of a passage by a saddle goes with that logarithm,
/// and noise of the integration may carry the coordinate through a zero that it cannot cross.
/// </summary>
/// <param name="dimension">Number of coordinates.</param>
/// <param name="tolerance">The absolute tolerance of the integration.</param>
internal sealed class SunkCoordinates(int dimension, double tolerance)
{
    /// <summary>A coordinate is hidden below this many tolerances, and has risen at so many times its least.</summary>
    private const double Hidden = 1e7, Rise = 1e4;

    /// <summary>Below this many tolerances its sign is noise.</summary>
    private const double Noise = 10;

    /// <summary>A passage takes more steps than this; a coordinate that only touches zero takes fewer.</summary>
    private const int FewestSteps = 8;

    private readonly bool[] _wasHigh = new bool[dimension];
    private readonly bool[] _keptSign = new bool[dimension];
    private readonly int[] _steps = new int[dimension];
    private readonly double[] _least = new double[dimension];

    /// <summary>Whether any coordinate did.</summary>
    public bool Any { get; private set; }

    /// <summary>Whether any coordinate is hidden now.</summary>
    public bool AnyNow => _steps.Any(s => s > FewestSteps);

    /// <summary>Adds a step.</summary>
    public void Add(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        for (int i = 0; i < after.Length; i++)
        {
            double was = Math.Abs(before[i]), size = Math.Abs(after[i]);
            if (size >= Hidden * tolerance && _steps[i] == 0)
            {
                _wasHigh[i] = true;
                continue;
            }
            if (_steps[i] == 0)
                (_least[i], _keptSign[i]) = (size, _wasHigh[i]);
            _keptSign[i] &= before[i] * after[i] > 0 || (was <= Noise * tolerance && size <= Noise * tolerance);
            _least[i] = Math.Min(_least[i], size);
            _steps[i]++;
            if (size < Hidden * tolerance || size < Rise * Math.Max(_least[i], tolerance))
                continue;
            Any |= _keptSign[i] && _steps[i] > FewestSteps;
            _steps[i] = 0;
        }
    }
}

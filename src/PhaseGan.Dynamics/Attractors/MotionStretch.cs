namespace PhaseGan.Dynamics;

/// <summary>
/// Averages over a stretch of a trajectory: of each coordinate and its square, with a smooth weight under which averages of quasi-periodic motion
/// converge faster than any power of the time, and plain ones over pieces of the stretch.
/// </summary>
/// <remarks>The weight exp(−1/(s(1 − s))), s the fraction of the stretch: Das, Saiki, Sander and Yorke, <em>Nonlinearity</em> 30 (2017) 4111–4140.</remarks>
internal sealed class MotionStretch
{
    /// <summary>Pieces over which plain averages are taken.</summary>
    public const int Pieces = 16;

    /// <summary>About so many states are kept.</summary>
    private const int Kept = 192;

    // Gauss's rule of three points on [0, 1]: the dense output has order 7
    private static readonly double[] s_nodes = [0.5 - Math.Sqrt(0.15), 0.5, 0.5 + Math.Sqrt(0.15)];
    private static readonly double[] s_weights = [5.0 / 18, 8.0 / 18, 5.0 / 18];

    /// <summary>A step this much shorter than the mean one is that of a jump: the steps of smooth fields change by some powers of ten less.</summary>
    private const double StepAtJump = 1e-6;

    /// <summary>Steps by which the mean one is known.</summary>
    private const int StepsForMean = 32;

    private readonly double[] _pieceTimes = new double[Pieces];

    private MotionStretch(int n)
    {
        (Mean, Square, Low, High, End) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        PieceMeans = [.. Enumerable.Range(0, Pieces).Select(_ => new double[n])];
    }

    /// <summary>Weighted average of each coordinate, from the centre and in units of the width.</summary>
    public double[] Mean { get; }

    /// <summary>Weighted average of the square of the same.</summary>
    public double[] Square { get; }

    /// <summary>Smallest value of each coordinate, and the largest.</summary>
    public double[] Low { get; }

    public double[] High { get; }

    /// <summary>Plain averages of each coordinate over the pieces, in the same units as <see cref="Mean"/>.</summary>
    public double[][] PieceMeans { get; }

    /// <summary>The trace of the Jacobian, averaged over each piece.</summary>
    public double[] PieceTraces { get; } = new double[Pieces];

    /// <summary>States along the stretch.</summary>
    public List<double[]> States { get; } = [];

    /// <summary>How many steps were so short that the field seems to jump there.</summary>
    public int StepsAtJumps { get; private set; }

    /// <summary>The state at the end.</summary>
    public double[] End { get; }

    /// <summary>Follows a trajectory for a time; null if the field fails on the way or the budget runs out.</summary>
    /// <param name="field">The field.</param>
    /// <param name="from">The state at the beginning.</param>
    /// <param name="duration">The time.</param>
    /// <param name="centre">Of each coordinate.</param>
    /// <param name="width">Of each coordinate, &gt; 0.</param>
    /// <param name="relative">Relative tolerance of the integration.</param>
    /// <param name="absolute">Absolute tolerance.</param>
    /// <param name="budget">Most evaluations; those that were made are taken from it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static MotionStretch? Follow<TField>(
        TField field, ReadOnlySpan<double> from, double duration, double[] centre, double[] width, double relative, double absolute, ref long budget, CancellationToken cancellationToken)
        where TField : IVectorField
    {
        int n = field.Dimension;
        var stretch = new MotionStretch(n);
        var stepper = new SwitchingStepper<TField>(field, relative, absolute);
        bool isRunning = stepper.Start(0, from, null, duration);
        double[] y = new double[n], jacobian = new double[n * n];
        from.CopyTo(stretch.Low);
        from.CopyTo(stretch.High);
        double total = 0, nextKept = 0;
        while (isRunning && stepper.Time < duration)
        {
            StepOutcome outcome = stepper.TryStep(duration);
            isRunning = outcome is StepOutcome.Accepted or StepOutcome.Rejected && stepper.Evaluations < budget;
            if (outcome != StepOutcome.Accepted)
                continue;
            if ((stepper.Accepted & 1023) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (stepper.Accepted > StepsForMean && stepper.Time < duration && stepper.Time - stepper.TimeBefore < StepAtJump * stepper.Time / stepper.Accepted)
                stretch.StepsAtJumps++;
            total += stretch.Add(stepper, field, duration, centre, width, y, jacobian);
            if (stepper.Time >= nextKept)
            {
                stretch.States.Add(stepper.State.ToArray());
                nextKept += duration / Kept;
            }
        }
        budget -= stepper.Evaluations;
        if (!isRunning || stretch.States.Count == 0)
            return null;
        stretch.Finish(total);
        stepper.State.CopyTo(stretch.End);
        return stretch;
    }

    /// <summary>Mean of the trace of the Jacobian, and its standard error from the pieces.</summary>
    public (double Mean, double Error) Trace()
    {
        double mean = PieceTraces.Average();
        return (mean, Math.Sqrt(PieceTraces.Sum(t => (t - mean) * (t - mean)) / (Pieces * (Pieces - 1))));
    }

    /// <summary>The largest difference between the weighted averages of two stretches, in units of the widths.</summary>
    public double DistanceTo(MotionStretch other) =>
        Math.Max(VectorMath.LargestDifference(Mean, other.Mean), VectorMath.LargestDifference(Square, other.Square));

    private double Add<TField>(SwitchingStepper<TField> stepper, TField field, double duration, double[] centre, double[] width, double[] y, double[] jacobian)
        where TField : IVectorField
    {
        double from = stepper.TimeBefore, h = stepper.Time - from, total = 0;
        int n = y.Length;
        for (int node = 0; node < s_nodes.Length; node++)
        {
            double place = (from + s_nodes[node] * h) / duration, plain = h * s_weights[node], weight = plain * Math.Exp(-1 / Math.Max(1e-3, place * (1 - place)));
            total += weight;
            stepper.Interpolate(s_nodes[node], y);
            int piece = Math.Clamp((int)(place * Pieces), 0, Pieces - 1);
            _pieceTimes[piece] += plain;
            field.Jacobian(y, jacobian);
            for (int i = 0; i < n; i++)
                PieceTraces[piece] += plain * jacobian[i * n + i];
            for (int i = 0; i < n; i++)
            {
                double u = (y[i] - centre[i]) / width[i];
                Mean[i] += weight * u;
                Square[i] += weight * u * u;
                PieceMeans[piece][i] += plain * u;
            }
        }
        ReadOnlySpan<double> state = stepper.State;
        for (int i = 0; i < n; i++)
            (Low[i], High[i]) = (Math.Min(Low[i], state[i]), Math.Max(High[i], state[i]));
        return total;
    }

    private void Finish(double total)
    {
        for (int i = 0; i < Mean.Length; i++)
            (Mean[i], Square[i]) = (Mean[i] / total, Square[i] / total);
        for (int p = 0; p < Pieces; p++)
        {
            double time = Math.Max(_pieceTimes[p], double.Epsilon);
            PieceTraces[p] /= time;
            for (int i = 0; i < Mean.Length; i++)
                PieceMeans[p][i] /= time;
        }
    }
}

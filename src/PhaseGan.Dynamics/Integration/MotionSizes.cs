namespace PhaseGan.Dynamics;

/// <summary>
/// Measures the units of a motion: how far each coordinate moves on the first stretch of a path, and how fast. Sizes are powers of two, and scale
/// with the coordinates one by one.
/// </summary>
internal static class MotionSizes
{
    /// <summary>Tolerance of the integration that measures.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>A coordinate that moves less than this part of how large it is counts as resting, and is as large as it is.</summary>
    private const double LeastOfValue = 1e-6;

    /// <summary>A size is at least this part of what the other coordinates drive it to: less is rounding.</summary>
    private const double LeastOfDrive = 1e-9;

    /// <summary>Rounds of the power method, the first half to settle.</summary>
    private const int Rounds = 64;

    /// <summary>The field in the sizes that it states, or else in units of the motion from a start.</summary>
    /// <param name="field">The field.</param>
    /// <param name="start">The start, length N, finite.</param>
    /// <param name="until">How long the motion is watched at most.</param>
    /// <param name="maxSteps">For how many steps at most.</param>
    /// <param name="maxEvaluations">And for how many evaluations of the field at most; one step may exceed it.</param>
    /// <param name="cancellationToken">Ends the watch early.</param>
    /// <param name="evaluations">Evaluations of the field that it took.</param>
    public static ScaledField Measure(
        IVectorField field, ReadOnlySpan<double> start, double until, int maxSteps, long maxEvaluations, CancellationToken cancellationToken, out long evaluations)
    {
        evaluations = 0;
        if (field is ISizedField sized)
            return ScaledField.Of(sized);
        int n = field.Dimension;
        var jacobian = new double[n * n];
        field.Jacobian(start, jacobian);
        double rate = Rate(jacobian, n);
        if (rate > 0 && double.IsFinite(rate))
            until = Math.Min(until, 40 / rate);
        double[] low = start.ToArray(), high = start.ToArray();
        var stepper = new DormandPrinceStepper<IVectorField>(field, StepTolerance.OfPath(Tolerance));
        bool isGoing = stepper.Start(0, start, null, until);
        while (isGoing && stepper.Time < until && stepper.Accepted + stepper.Rejected < maxSteps && stepper.Evaluations < maxEvaluations && !cancellationToken.IsCancellationRequested)
        {
            StepOutcome outcome = stepper.TryStep(until);
            isGoing = outcome is StepOutcome.Accepted or StepOutcome.Rejected;
            ReadOnlySpan<double> y = stepper.State;
            for (int i = 0; i < n; i++)
                (low[i], high[i]) = (Math.Min(low[i], y[i]), Math.Max(high[i], y[i]));
        }
        evaluations = stepper.Evaluations;
        field.Jacobian(stepper.State, jacobian);
        return ScaledField.Of(field, Sizes(low, high, jacobian, rate), TimeUnit(rate));
    }

    /// <summary>The field in given sizes, and in its own time at a state.</summary>
    public static ScaledField In(IVectorField field, double[] sizes, ReadOnlySpan<double> y)
    {
        int n = field.Dimension;
        var jacobian = new double[n * n];
        field.Jacobian(y, jacobian);
        return ScaledField.Of(field, sizes, TimeUnit(Rate(jacobian, n)));
    }

    /// <summary>The time in which the motion can change, or one where the Jacobian does not say.</summary>
    private static double TimeUnit(double rate) => rate > 0 && double.IsFinite(rate) ? ScaledField.PowerOfTwo(1 / rate) : 1;

    /// <summary>
    /// The rate at which a linear motion can change at most: the largest eigenvalue of the matrix of absolute values, by the power method. It does not
    /// depend on the units of the coordinates.
    /// </summary>
    private static double Rate(double[] jacobian, int n)
    {
        double[] x = new double[n], next = new double[n];
        Array.Fill(x, 1);
        double logarithm = 0;
        for (int round = 0; round < Rounds; round++)
        {
            double largest = 0;
            for (int i = 0; i < n; i++)
            {
                double sum = 0;
                for (int j = 0; j < n; j++)
                    sum += Math.Abs(jacobian[i * n + j]) * x[j];
                next[i] = sum;
                largest = Math.Max(largest, sum);
            }
            if (!(largest > 0) || !double.IsFinite(largest))
                return largest;
            for (int i = 0; i < n; i++)
                x[i] = next[i] / largest;
            if (round >= Rounds / 2)
                logarithm += Math.Log2(largest);
        }
        return Math.Pow(2, logarithm / (Rounds - Rounds / 2));
    }

    private static double[] Sizes(double[] low, double[] high, double[] jacobian, double rate)
    {
        int n = low.Length;
        double[] sizes = new double[n], values = new double[n];
        for (int i = 0; i < n; i++)
            values[i] = Math.Max(Math.Abs(low[i]), Math.Abs(high[i]));
        for (int i = 0; i < n; i++)
        {
            double drive = 0;
            for (int j = 0; j < n; j++)
                drive = Math.Max(drive, Math.Abs(jacobian[i * n + j]) * values[j]);
            double least = rate > 0 ? LeastOfDrive * drive / rate : 0, range = high[i] - low[i];
            sizes[i] = Math.Max(range > LeastOfValue * values[i] ? range : values[i], double.IsFinite(least) ? least : 0);
        }
        // coordinates that rest at zero are as large as what drives them, or as what makes them drive others
        double[] known = [.. sizes];
        for (int i = 0; i < n; i++)
            if (known[i] == 0)
                sizes[i] = Unmoved(i, known, jacobian, rate);
        for (int i = 0; i < n; i++)
            sizes[i] = double.IsFinite(sizes[i]) && sizes[i] > 0 ? ScaledField.PowerOfTwo(sizes[i]) : 1;
        return sizes;
    }

    private static double Unmoved(int i, double[] known, double[] jacobian, double rate)
    {
        int n = known.Length;
        double driven = 0, drives = double.PositiveInfinity;
        for (int j = 0; j < n; j++)
        {
            if (known[j] == 0)
                continue;
            driven = Math.Max(driven, Math.Abs(jacobian[i * n + j]) * known[j] / rate);
            drives = Math.Min(drives, rate * known[j] / Math.Abs(jacobian[j * n + i]));
        }
        return driven > 0 && double.IsFinite(driven) ? driven : drives;
    }
}

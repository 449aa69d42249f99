namespace PhaseGan;

/// <summary>
/// The Hopf line of Locked with one feature, α = (Λ + Λ̃)/Λ̃: the trace of the block over P and q is τ(Λ + Λ̃ − αΛ̃) whatever the noise, so that on the line training comes to Locked like 1/√t where the first
/// Lyapunov coefficient is negative, and leaves it where that is positive.
/// </summary>
/// <remarks>
/// On the line no deceived state attracts where Locked exists: its transverse trace is 2τ(Λ − x), and Locked needs x &lt; Λ. The energy E = cP² − 2aPq + bq² of the block ((−a, b), (−c, a)) is kept by the linear
/// part, and 1/E averaged over turns grows at a constant rate on the centre manifold (J. Guckenheimer, P. Holmes, Nonlinear Oscillations, 3.4). A trajectory is taken to end at Locked
/// where the coefficient is negative and that rate, measured, has become constant.
/// </remarks>
internal static class LockedHopf
{
    /// <summary>A coefficient nearer to zero than this, in units of that of a decay with the frequency itself, is not decided.</summary>
    private const double LeastCoefficient = 1e-3;

    /// <summary>Tolerances, evaluations, and turns over which the energy is averaged at first.</summary>
    private const double RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-13, FirstTurns = 8;

    private const long Budget = 300_000;

    /// <summary>The largest amplitude of P at which the rate counts, how constant it must be, and by which fraction the energy must fall between two averages to be seen.</summary>
    private const double Reach = 0.2, Constancy = 0.05, LeastFall = 1e-3;

    /// <summary>Whether Locked lies on its Hopf line, to rounding or on the side on which it attracts, with eigenvalues ±iω and a negative first Lyapunov coefficient.</summary>
    public static bool Attracts(in SingleFeatureConstants c)
    {
        if (!RateLine.LockedTurn(c).IsOnOrBelow || SingleFeature.Locked(c) is not { } u)
            return false;
        return Frequency(c, u) is { } omega && HopfNormalForm.FirstLyapunov(c, 0, 0, Math.Sqrt(u), omega) < -LeastCoefficient;
    }

    /// <summary>Follows training from a start to Locked on the line.</summary>
    /// <param name="ode">The field, with one feature, of which no other fixed point attracts.</param>
    /// <param name="y">P, q and r at the start.</param>
    /// <param name="time">Receives the time at which the end was shown.</param>
    /// <param name="evaluations">Receives the number of evaluations.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether it was shown to end there.</returns>
    public static bool Catches(ReducedOde ode, ReadOnlySpan<double> y, out double time, out long evaluations, CancellationToken cancellation)
    {
        var c = new SingleFeatureConstants(ode.Parameters);
        double u = SingleFeature.Locked(c)!.Value, turn = 2 * Math.PI / (Frequency(c, u)!.Value * ode.Parameters.DiscriminatorRate);
        double a = c.Alpha * c.Fake * u, b = c.Alpha * c.Fake * Math.Sqrt(u), pull = c.Fake * Math.Sqrt(u);
        var stepper = new Dop853Stepper<ReducedField<OneFeature>>(new(ode), RelativeTolerance, AbsoluteTolerance);
        stepper.Start(0, y, null);
        double length = FirstTurns * turn, last = 0, lastRate = 0, rateBefore = 0;
        (time, evaluations) = (0, 0);
        while (stepper.Evaluations < Budget)
        {
            cancellation.ThrowIfCancellationRequested();
            double from = stepper.Time, end = from + length, sum = 0, largest = 0;
            while (stepper.Time < end && stepper.Evaluations < Budget)
            {
                double before = stepper.Time;
                StepOutcome outcome = stepper.TryStep(end);
                if (outcome is not (StepOutcome.Accepted or StepOutcome.Rejected))
                    return false;
                (double p, double q) = (stepper.State[0], stepper.State[1]);
                sum += (stepper.Time - before) * (pull * p * p - 2 * a * p * q + b * q * q);
                largest = Math.Max(largest, Math.Abs(p));
            }
            double inverse = (stepper.Time - from) / sum, rate = (inverse - last) / length;
            bool isSeen = last > 0 && inverse - last > LeastFall * inverse;
            if (isSeen && largest < Reach && lastRate > 0 && rateBefore > 0
                && Math.Abs(rate - lastRate) < Constancy * rate && Math.Abs(rate - rateBefore) < Constancy * rate)
            {
                (time, evaluations) = (stepper.Time, stepper.Evaluations);
                return true;
            }
            if (last > 0 && !isSeen)
                (length, last, lastRate, rateBefore) = (2 * length, 0, 0, 0);
            else
                (last, rateBefore, lastRate) = (inverse, lastRate, last > 0 ? rate : 0);
        }
        return false;
    }

    /// <summary>ω in units of τ: the root of the determinant of the block over P and q; null where it is not positive.</summary>
    private static double? Frequency(in SingleFeatureConstants c, double u)
    {
        double a = c.Alpha * c.Fake * u, square = c.Fake * a - a * a;
        return square > 0 ? Math.Sqrt(square) : null;
    }
}

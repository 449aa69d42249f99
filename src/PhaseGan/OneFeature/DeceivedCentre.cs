namespace PhaseGan;

/// <summary>
/// The line x = (Λ − Λ̃ + αΛ̃)/2 with one feature, on which the trace at all deceived states vanishes: (q, r) turns about them without a rate, and where training that comes near them ends.
/// </summary>
/// <remarks>
/// The equations of <see cref="SpiralEnd"/> at trace zero are dE/dσ = κ(P)E and dP/dσ = b(P) with dσ = E dt. In closed form b = ½τ̃Λ̃τ(Λ − x − ΛP²)/ω² has one zero, P² = 1 − x/Λ, to which P goes from both
/// sides, and there κ = −τΛ̃(B − A + α/2)k_rr &lt; 0, ω² = τ²(Λ − x)(Λ̃ − Λ + x). So where Λ − Λ̃ &lt; x &lt; Λ that point attracts what comes near the turning states: E falls like 1/t, and P comes to it like
/// t^(−2α/(2(B − A) + α)). Away from it κ may be positive, so that the way there counts only where the turn stays small all along.
/// </remarks>
internal static class DeceivedCentre
{
    /// <summary>Most evaluations on the way.</summary>
    private const long Budget = 300_000;

    /// <summary>The largest q or r in a turn at which averages count; what E may change by, and P wobble by against its distance from where the motion stops turning, in the time of one radian.</summary>
    private const double Reach = 0.1, LargestChange = 0.05;

    /// <summary>Steps of the way, in units of the rate at which P comes to its end there, and how near to it the way ends.</summary>
    private const double StepOfWay = 0.1, Near = 1e-3;

    private const int MaxSteps = 2000;

    /// <summary>P² at the end.</summary>
    public static double Recovery(in SingleFeatureConstants c) => 1 - c.Noise / c.Real;

    /// <summary>Follows training from a start until the averaged equations hold and lead to the end on the line.</summary>
    /// <param name="ode">The field, with one feature, on the line.</param>
    /// <param name="y">P, q and r at the start.</param>
    /// <param name="time">Receives the time at which the end was shown.</param>
    /// <param name="evaluations">Receives the number of evaluations.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether it was shown to end there.</returns>
    public static bool Catches(ReducedOde ode, ReadOnlySpan<double> y, out double time, out long evaluations, CancellationToken cancellation)
    {
        var parameters = new double[ReducedEquations.ParameterCount(1)];
        ReducedEquations.Write(ode.Parameters, parameters);
        double end = Math.Sqrt(Recovery(new SingleFeatureConstants(ode.Parameters)));
        return WatchedWay.Follow(new ReducedField<OneFeature>(ode), [.. y], Budget, state => LeadsTo(parameters, end, state[0], state[1], state[2]), out time, out evaluations, cancellation);
    }

    /// <summary>Whether the averaged equations hold from a state on and lead to the end.</summary>
    /// <param name="parameters">Parameters in the places of <see cref="ReducedEquations"/>, one feature.</param>
    /// <param name="end">|P| at the end.</param>
    /// <param name="overlap">P now.</param>
    /// <param name="q">q now.</param>
    /// <param name="r">r now.</param>
    public static bool LeadsTo(ReadOnlySpan<double> parameters, double end, double overlap, double q, double r)
    {
        // of the mirror images, the one with P ≥ 0
        if (overlap < 0)
            (overlap, q) = (-overlap, -q);
        var turn = new SpiralEnd.Turn(parameters, overlap);
        if (!(Math.Max(Math.Abs(q), Math.Abs(r)) < Reach && turn.FrequencySquare > 0))
            return false;
        double energy = turn.Energy(q, r), mean = overlap - turn.Wobble(q, r), atEnd = new SpiralEnd.Turn(parameters, end).Approach;
        double zero = Math.Sqrt(turn.TurnsAboveSquare);
        for (int step = 0; step < MaxSteps; step++)
        {
            turn = new SpiralEnd.Turn(parameters, mean);
            if (!(mean > zero) || !Holds(turn, energy, mean - zero))
                return false;
            if (Math.Abs(mean - end) < Near)
                return turn.Kappa < 0;
            // near where the motion stops turning all rates are large, but their ratios are not
            double s = StepOfWay / Math.Max(atEnd, turn.Approach);
            double half = mean + 0.5 * s * turn.Drift;
            if (!(half > zero))
                return false;
            var middle = new SpiralEnd.Turn(parameters, half);
            mean += s * middle.Drift;
            energy *= Math.Exp(s * middle.Kappa);
        }
        return false;
    }

    private static bool Holds(in SpiralEnd.Turn turn, double energy, double distance)
    {
        double omega = Math.Sqrt(turn.FrequencySquare), wobble = turn.Approach * energy;
        return turn.LargestSquare * energy < Reach * Reach && Math.Abs(turn.Kappa) * energy < LargestChange * omega && wobble < LargestChange * omega * distance;
    }
}

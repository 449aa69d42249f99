using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>The size of a vector that is carried round a cycle, in the field's own coordinates.</summary>
internal static class CycleMeans
{
    /// <summary>Gauss's rule of four points on [0, 1]: the dense output has order 7.</summary>
    private static readonly (double Place, double Weight)[] s_rule =
    [
        (0.06943184420297371, 0.17392742256872692), (0.33000947820757187, 0.32607257743127308), (0.66999052179242813, 0.32607257743127308), (0.93056815579702629, 0.17392742256872692),
    ];

    /// <summary>
    /// √(mean of |v|²) over the period of v(t), which begins at each segment as a vector of a chain and is carried by the variational equation; with a change of the period, of which each instant has its share, v is
    /// measured across the velocity in the mean. Null where a motion is missing.
    /// </summary>
    /// <param name="at">The cycle.</param>
    /// <param name="v">The vectors, in units of the sizes.</param>
    /// <param name="time">The change of the period; null for vectors that are not free along the velocity.</param>
    public static double? Length(CycleEvaluation at, Complex[] v, double? time)
    {
        CycleFrame frame = at.Frame;
        if (CycleField.At(frame, frame.Place(at.Unknowns), isHeld: true) is not { } field)
            return null;
        int n = frame.Dimension, full = field.Dimension;
        double period = frame.Period(at.Unknowns);
        double[] sums = new double[3], state = new double[full * (1 + full)], rate = new double[full];
        CycleFlow flow = at.System.Flow;
        IStepper stepper = flow.Stepper(field);
        double? firstStep = null;
        for (int s = 0; s < frame.Segments; s++)
        {
            Complex[] start = v[(s * n)..((s + 1) * n)];
            var parts = new double[3];
            double reached = 0;
            StepFailure failure = flow.Carry(ref stepper, field, frame.Scaled(at.Unknowns, s), frame.Shares[s] * period, firstStep, Accept);
            if (failure != StepFailure.None)
                return null;
            firstStep = stepper.NextStep;
            VectorMath.AddMultiple(sums, 1, parts);

            bool Accept(IStepper current)
            {
                // a motion that begins again by the other method is counted once
                if (current.TimeBefore < reached)
                    Array.Clear(parts);
                reached = current.Time;
                double step = current.Time - current.TimeBefore;
                foreach ((double place, double weight) in s_rule)
                {
                    current.Interpolate(place, state);
                    field.Evaluate(state.AsSpan(0, full), rate);
                    Add(parts, weight * step, frame.Sizes, state, rate, start, time * (current.TimeBefore + place * step) / period);
                }
                return true;
            }
        }
        double mean = (sums[0] - sums[1] * sums[1] / sums[2]) / period;
        return mean > 0 && double.IsFinite(mean) ? Math.Sqrt(mean) : null;
    }

    /// <summary>Adds to the integrals of |v|², ⟨v, f⟩ and |f|².</summary>
    private static void Add(double[] sums, double weight, double[] sizes, double[] state, double[] rate, Complex[] start, double? shift)
    {
        int n = sizes.Length, full = rate.Length;
        for (int i = 0; i < n; i++)
        {
            Complex value = (shift ?? 0) * rate[i];
            for (int j = 0; j < n; j++)
                value += state[full + i * full + j] * start[j];
            double square = sizes[i] * sizes[i];
            sums[0] += weight * square * (value.Real * value.Real + value.Imaginary * value.Imaginary);
            sums[1] += weight * square * (shift is null ? 0 : value.Real * rate[i]);
            sums[2] += weight * square * rate[i] * rate[i];
        }
    }
}

using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// What became of copies of a motion that goes on beside something that attracts. Chaotic transients end after times that are distributed exponentially, with no sign
/// beforehand; copies that differ by far less than the motion soon wander apart, and the first of them ends after the mean lifetime over their number.
/// </summary>
/// <remarks>
/// T. Tél, Y.-C. Lai, Chaotic transients in spatially extended systems, Phys. Rep. 460 (2008) 245. Where none of the copies has come to rest in the time L that they have lasted together, a mean
/// lifetime below L/4.6 is excluded with an error of one in a hundred. That the motion is regular is no loss: then all copies go on.
/// </remarks>
/// <param name="Copies">Number of copies.</param>
/// <param name="Settled">How many came to rest, or were not followed to their end.</param>
/// <param name="Length">Time for which each was followed.</param>
/// <param name="Evaluations">Evaluations of the field; of copies that are followed side by side those of one.</param>
/// <param name="Spread">How far copies were from the first in the end, in any coordinate.</param>
internal readonly record struct MotionSurvival(int Copies, int Settled, double Length, long Evaluations, double Spread)
{
    /// <summary>The part of its age for which each of the copies of a motion that are followed side by side is followed as a rule: all together for as long.</summary>
    public const double PartOfAge = 0.0625;

    /// <summary>Copies that are followed side by side, and those that are followed one after the other.</summary>
    private const int CopiesSideBySide = 16, CopiesAlone = 8;

    /// <summary>Those that are followed one after the other are followed for this part of the time for which the motion has gone on.</summary>
    private const double PartAlone = 0.5;

    /// <summary>The speed is looked at so many times. A copy whose speed is twice in succession below this fraction of the median of the first look is at rest.</summary>
    private const int Looks = 32;

    private const double AtRest = 1e-3;

    /// <summary>How far copies differ, in units of each coordinate's size or of one: below the tolerance of the labels, far above rounding.</summary>
    private const double Difference = 1e-9;

    /// <summary>Copies this far from each other have parted: some ten thousand times as far as at first.</summary>
    public const double Parted = 1e-4;

    private const double RelativeTolerance = 1e-7, AbsoluteTolerance = 1e-10;

    /// <summary>Tolerances of those side by side. Whether copies rest is a matter of how long they last, which errors of this size do not change; whether they part asks for errors that are smaller.</summary>
    private const double ToleranceSideBySide = 1e-5, FineToleranceSideBySide = 1e-6;

    /// <summary>Most steps of a copy between two looks, in units of the time over the inverse scale: a few are needed.</summary>
    private const double MostStepsPerTime = 100;

    /// <summary>Evaluations in a step side by side.</summary>
    private const int StagesSideBySide = 6;

    /// <summary>Whether none came to rest.</summary>
    public bool Lasts => Settled == 0;

    /// <summary>Whether none came to rest and none parted from the others, as copies of chaotic motion do: it is no chaos that may end at any time.</summary>
    public bool IsRegular => Lasts && Spread < Parted;

    /// <summary>What was seen.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"of {Copies} copies of the motion, each followed for {Length:G4}, {(Settled == 0 ? "none" : Settled)} came to rest");

    /// <summary>Follows copies of a motion.</summary>
    /// <param name="field">The field; states are in its own coordinates.</param>
    /// <param name="state">Where the motion is.</param>
    /// <param name="age">Time for which it has gone on.</param>
    /// <param name="scale">Size of the Jacobian along it: an inverse time.</param>
    /// <param name="sideBySide">The time for which each is followed where that can be done side by side.</param>
    /// <param name="partingIsAsked">Whether it is asked if copies part, and not only whether they last.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static MotionSurvival Follow<TField>(TField field, ReadOnlySpan<double> state, double age, double scale, double sideBySide, bool partingIsAsked, CancellationToken cancellation)
        where TField : IVectorField
    {
        cancellation.ThrowIfCancellationRequested();
        if (field is ICaptureCandidates many)
        {
            double[] states = Copy(state, CopiesSideBySide);
            double length = sideBySide / Looks;
            var watch = new CopyWatch(CopiesSideBySide, field);
            if (many.TryFollow(states, length, MostSteps(length * scale), partingIsAsked ? FineToleranceSideBySide : ToleranceSideBySide, watch.Look, cancellation.ThrowIfCancellationRequested))
                return watch.Outcome(length);
        }
        return FollowAlone(field, Copy(state, CopiesAlone), PartAlone * age / Looks, scale, cancellation);
    }

    private static MotionSurvival FollowAlone<TField>(TField field, double[] states, double length, double scale, CancellationToken cancellation)
        where TField : IVectorField
    {
        int n = field.Dimension, copies = states.Length / n;
        var steps = new int[copies];
        var watch = new CopyWatch(copies, field);
        long evaluations = 0;
        for (bool goesOn = true; goesOn;)
        {
            evaluations += FollowAlone(field, states, length, MostSteps(length * scale), steps, cancellation);
            // the answer for the last copy is that for all
            for (int k = 0; k < copies; k++)
                goesOn = watch.Look(k, states.AsSpan(k * n, n), steps[k]);
        }
        return watch.Outcome(length) with { Evaluations = evaluations };
    }

    private static int MostSteps(double time) => (int)Math.Min(int.MaxValue, 1000 + MostStepsPerTime * time);

    /// <summary>Copies of a state, the k-th off by k + 1 differences in each coordinate that is not zero, so that what is invariant stays so.</summary>
    public static double[] Copy(ReadOnlySpan<double> state, int copies, double difference = Difference)
    {
        var states = new double[copies * state.Length];
        for (int k = 0; k < copies; k++)
            for (int i = 0; i < state.Length; i++)
                states[k * state.Length + i] = state[i] * (1 - difference * (k + 1));
        return states;
    }

    private static long FollowAlone<TField>(TField field, Span<double> states, double length, int maxSteps, Span<int> steps, CancellationToken cancellation)
        where TField : IVectorField
    {
        int n = field.Dimension;
        var stepper = new SwitchingStepper<TField>(field, RelativeTolerance, AbsoluteTolerance);
        for (int k = 0; k < states.Length / n; k++)
        {
            Span<double> y = states.Slice(k * n, n);
            int taken = 0;
            bool runs = stepper.Start(0, y, null);
            while (runs && stepper.Time < length)
            {
                if ((++taken & 1023) == 0)
                    cancellation.ThrowIfCancellationRequested();
                runs = taken < maxSteps && stepper.TryStep(length) is StepOutcome.Accepted or StepOutcome.Rejected;
            }
            stepper.State.CopyTo(y);
            steps[k] = runs ? taken : -taken;
        }
        return stepper.Evaluations;
    }

    private static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>Looks at the speeds of copies, in any order of these; what it finds does not depend on the order.</summary>
    private sealed class CopyWatch(int copies, IVectorField field)
    {
        private readonly double[] _speeds = new double[Looks * copies], _derivative = new double[field.Dimension], _states = new double[copies * field.Dimension];
        private readonly int[] _steps = new int[Looks * copies], _looks = new int[copies], _slowLooks = new int[copies];
        private int _begun, _settledAt = Looks;
        private double _usual;

        /// <summary>Takes a copy at its next look: whether it is to be followed to another.</summary>
        public bool Look(int copy, ReadOnlySpan<double> state, int steps)
        {
            int look = _looks[copy]++;
            field.Evaluate(state, _derivative);
            state.CopyTo(_states.AsSpan(copy * state.Length));
            (_speeds[look * copies + copy], _steps[look * copies + copy]) = (VectorMath.Largest(_derivative), steps);
            if (look == 0 && ++_begun == copies)
            {
                _usual = Median(_speeds.AsSpan(0, copies));
                for (int k = 0; k < copies; k++)
                    for (int l = 0; l < _looks[k]; l++)
                        Judge(k, l);
            }
            else if (_begun == copies)
                Judge(copy, look);
            return _looks[copy] < Looks && look < _settledAt;
        }

        /// <summary>What all looks together say, up to the first at which a copy is at rest.</summary>
        public MotionSurvival Outcome(double length)
        {
            int last = Math.Min(_settledAt, Looks - 1), settled = 0;
            long evaluations = 0;
            Array.Clear(_slowLooks);
            for (int look = 0; look <= last; look++)
            {
                int most = 0;
                for (int k = 0; k < copies; k++)
                {
                    most = Math.Max(most, Math.Abs(_steps[look * copies + k]));
                    settled += Judge(k, look) && look == last ? 1 : 0;
                }
                evaluations += StagesSideBySide * (long)most;
            }
            double spread = 0;
            int n = field.Dimension;
            for (int k = 1; k < copies; k++)
                spread = Math.Max(spread, VectorMath.LargestDifference(_states.AsSpan(k * n, n), _states.AsSpan(0, n)));
            return new MotionSurvival(copies, settled, (last + 1) * length, evaluations, spread);
        }

        /// <summary>Whether a copy is at rest at a look.</summary>
        private bool Judge(int copy, int look)
        {
            int at = look * copies + copy;
            _slowLooks[copy] = _speeds[at] > AtRest * _usual && _steps[at] > 0 ? 0 : _slowLooks[copy] + 1;
            if (_slowLooks[copy] < 2)
                return false;
            _settledAt = Math.Min(_settledAt, look);
            return true;
        }
    }
}

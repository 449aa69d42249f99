using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// Upward crossings of y_i = level, the last few kept, and the test whether they contract on a periodic orbit: z_j the crossing states and
/// e_j = |z_j − z_{j−p}|, a cycle of p loops shows as e_j falling geometrically to a small fraction of the motion.
/// </summary>
internal sealed class ReturnSection(int dimension)
{
    private const int Capacity = 128, MaxLoops = 24;
    private readonly double[] _states = new double[Capacity * dimension];
    private readonly double[] _times = new double[Capacity];

    /// <summary>Distances from each return kept to those a number of loops before it, where they are known; else NaN.</summary>
    private readonly double[] _distances = new double[Capacity * MaxLoops];
    private int _count;

    public int Coordinate { get; private set; } = -1;

    public double Level { get; private set; }

    public void Place(int coordinate, double level)
    {
        (Coordinate, Level, _count) = (coordinate, level, 0);
    }

    public bool Crosses(ReadOnlySpan<double> before, ReadOnlySpan<double> after) =>
        Coordinate >= 0 && before[Coordinate] < Level && after[Coordinate] >= Level;

    public void Add(IStepper stepper, Span<double> work)
    {
        // the rule of false position, where the value at an end that stays twice is halved (Illinois)
        bool? moved = null;
        double low = 0, high = 1, atLow = stepper.StateBefore[Coordinate] - Level, atHigh = stepper.State[Coordinate] - Level;
        for (int i = 0; i < 48 && high - low > 1e-13 && atHigh > 0; i++)
        {
            double middle = Math.Clamp(low - atLow * (high - low) / (atHigh - atLow), low + 1e-14, high - 1e-14), value = stepper.Interpolate(middle, Coordinate) - Level;
            if (value < 0)
            {
                atHigh *= moved == false ? 0.5 : 1;
                (low, atLow, moved) = (middle, value, false);
            }
            else
            {
                atLow *= moved == true ? 0.5 : 1;
                (high, atHigh, moved) = (middle, value, true);
            }
        }
        stepper.Interpolate(high, work);
        int slot = _count++ % Capacity;
        work.CopyTo(_states.AsSpan(slot * dimension, dimension));
        _distances.AsSpan(slot * MaxLoops, MaxLoops).Fill(double.NaN);
        _times[slot] = stepper.TimeBefore + high * (stepper.Time - stepper.TimeBefore);
    }

    /// <summary>
    /// The distance between the last two passes of a loop on which the returns contract (the last distance is below <paramref name="small"/>
    /// and at most a tenth of an earlier one, falling all the way), or infinity if they contract on none; with its period and last state.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double FindCycle(double small, out double period, Span<double> point)
    {
        period = 0;
        int kept = Math.Min(_count, Capacity);
        for (int loops = 1; loops <= MaxLoops && 3 * loops < kept; loops++)
        {
            double last = Distance(0, loops, small), before = last;
            if (!(last < small))
                continue;
            for (int back = loops; back + loops < kept; back += loops)
            {
                double e = Distance(back, loops);
                if (e < before)
                    break;
                before = e;
                if (e > 10 * last)
                {
                    period = Time(0) - Time(loops);
                    State(0).CopyTo(point);
                    return last;
                }
            }
        }
        return double.PositiveInfinity;
    }

    /// <summary>
    /// How long the last returns have closed on the fewest loops on which they do, each within <paramref name="small"/> of the one before; 0 if
    /// they do on none, or not for three loops. With the period, that of the last of them (returns close in space before they do in time), and the last state.
    /// </summary>
    public double FindClosed(double small, out double period, Span<double> point)
    {
        period = 0;
        int kept = Kept;
        for (int loops = 1; loops <= MaxLoops && 3 * loops < kept; loops++)
        {
            int back = 0;
            while (back + loops < kept && Distance(back, loops, small) < small)
                back++;
            if (back < 2 * loops + 1)
                continue;
            period = Time(0) - Time(loops);
            State(0).CopyTo(point);
            return Time(0) - Time(back + loops - 1);
        }
        return 0;
    }

    /// <summary>The median distance of a return from the nearest of those on the next loops; 0 where too few are kept.</summary>
    public double MedianGap()
    {
        int measured = Math.Max(0, Kept - MaxLoops);
        if (measured == 0)
            return 0;
        var gaps = new double[measured];
        for (int back = 0; back < measured; back++)
        {
            gaps[back] = double.PositiveInfinity;
            for (int loops = 1; loops <= MaxLoops; loops++)
                gaps[back] = Math.Min(gaps[back], Distance(back, loops, gaps[back]));
        }
        Array.Sort(gaps);
        return gaps[measured / 2];
    }

    /// <summary>Number of returns kept.</summary>
    public int Kept => Math.Min(_count, Capacity);

    /// <summary>The state at a return, counted back from the latest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<double> State(int back) => _states.AsSpan(Slot(back) * dimension, dimension);

    private int Slot(int back) => (_count - 1 - back) % Capacity;

    private double Time(int back) => _times[Slot(back)];

    /// <summary>The distance of two returns, or some of it that is enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Distance(int back, int loops, double enough = double.PositiveInfinity)
    {
        ref double known = ref _distances[Slot(back) * MaxLoops + loops - 1];
        if (!double.IsNaN(known))
            return known;
        ReadOnlySpan<double> a = State(back), b = State(back + loops);
        double largest = 0;
        for (int i = 0; i < a.Length && largest < enough; i++)
            largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        if (largest < enough)
            known = largest;
        return largest;
    }
}

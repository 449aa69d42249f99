using System.Collections.Immutable;
using System.Numerics;

namespace PhaseGan;

/// <summary>
/// Training by Example 1 in which two generator columns have equal Λ̃: it comes to points with a live discriminator, at which one of these columns is frozen, like 1/√t, since the two turn into each other without a rate.
/// </summary>
/// <remarks>
/// <para>
/// At Locked with column j, u = r_j², and a frozen column k the block over (r_k, S_jk) has the trace τ(h − Λ̃_k) + τ̃Λ̃_k − τ̃Λ̃_ju, which vanishes for Λ̃_k = Λ̃_j whatever the noise is, as h − Λ̃_j + αΛ̃_j(1 − u) = 0 there
/// (the cubic terms of two features say so, too); the same turn is found at Undeceived points where features have equal Λ. With dσ = E dt for the energy E of the turn, terms of third order give dE/dσ = g + κE and a
/// drift of what is free at the points, so that E falls like 1/t where κ is negative and g vanishes, and the drift comes to its end in the logarithm of time.
/// </para>
/// <para>
/// That it does is measured on the path: over octaves of time E must fall as 1/t does, about fixed points at which all but turns without a rate decays, a rate g must fall like 1/t at least, and the recoveries
/// at these points must tend to a limit on one side of the threshold.
/// </para>
/// </remarks>
internal static class SlowTurn
{
    /// <summary>Most evaluations.</summary>
    private const long Budget = 2_500_000;

    /// <summary>The first octave ends at this time in units of 1/τΛ; from a start the first ones tell nothing.</summary>
    private const double FirstOctave = 100;

    private const int Beginning = 3;

    /// <summary>So many octaves one after the other must have fallen, and so many that do not end the attempt.</summary>
    private const int Falls = 3, Rises = 2;

    /// <summary>E may become this part from one octave to the next, and this part over all; 1/t gives 1/2 and 1/8.</summary>
    private const double LargestFall = 0.85, LeastFall = 0.15, LargestOfAll = 0.3, LeastOfAll = 1.0 / 30;

    /// <summary>How far the fixed point may lie from the mean state, in units of the size of the turn, and the largest size.</summary>
    private const double Nearness = 0.5, Reach = 0.3;

    private const int NewtonSteps = 30;

    /// <summary>In units of the Jacobian's size: what turns, what decays, and what is zero to rounding.</summary>
    private const double Turns = 1e-3, Decays = 1e-5, Zero = 1e-8;

    /// <summary>
    /// The rate of E by linear terms, in units of 1/t, falls like 1/t at least while the drift goes on: what it may grow by, and be an octave later in these units; what is none; what it may fall by.
    /// </summary>
    private const double LargestRate = 30, RateFalls = 1.05, NoRate = 1e-6, LargestDecay = 20;

    /// <summary>A recovery that changes less than the first in an octave rests; the part of its change that may be left in the next octave; the most that may be left of its way, and the least distance from the threshold.</summary>
    private const double Rests = 1e-7, LargestRatio = 0.95, LargestWay = 0.02, Leeway = 0.01;

    /// <summary>Λ̃ that differ by less than this fraction give turns that may keep their speed for as long as motion is followed.</summary>
    private const double NearlyEqual = 0.01;

    /// <summary>Whether two columns have equal Λ̃.</summary>
    public static bool IsPossible(GanParameters gan) => HasPairWithin(gan, 0);

    /// <summary>Whether a regular motion that keeps its speed may be such a turn, which falls or grows too slowly to be seen: two Λ̃ are nearly equal, and it goes about a fixed point at which all but turns almost without a rate decays.</summary>
    /// <param name="ode">The field.</param>
    /// <param name="y">Where training is.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static bool MayBe(ReducedOde ode, ReadOnlySpan<double> y, double time, CancellationToken cancellation)
    {
        if (!HasPairWithin(ode.Parameters, NearlyEqual))
            return false;
        Octave? octave = Next(WatchedWay.Begin(ode, time, y), time + Unit(ode.Parameters), cancellation);
        if (octave is { IsTurning: true })
            octave.LookAtRest(ode, time + Unit(ode.Parameters));
        return octave?.Rest is not null;
    }

    private static bool HasPairWithin(GanParameters gan, double fraction)
    {
        ReadOnlySpan<double> fake = gan.FakeVariances.AsSpan();
        for (int j = 0; j < fake.Length; j++)
            for (int k = 0; k < j; k++)
                if (Math.Abs(fake[j] - fake[k]) <= fraction * Math.Max(fake[j], fake[k]))
                    return true;
        return false;
    }

    /// <summary>Follows training until it is seen to come to such a point; null where it is not.</summary>
    /// <param name="ode">The field.</param>
    /// <param name="y">Where training is.</param>
    /// <param name="time">The time.</param>
    /// <param name="evaluations">Evaluations up to then.</param>
    /// <param name="threshold">θ.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static PhaseVerdict? Catches(ReducedOde ode, ReadOnlySpan<double> y, double time, long evaluations, double threshold, CancellationToken cancellation) => ode.Parameters.FeatureCount switch
    {
        2 => Follow(new ReducedField<TwoFeatures>(ode), ode, y, time, evaluations, threshold, cancellation),
        3 => Follow(new ReducedField<ThreeFeatures>(ode), ode, y, time, evaluations, threshold, cancellation),
        4 => Follow(new ReducedField<FourFeatures>(ode), ode, y, time, evaluations, threshold, cancellation),
        _ => Follow(ode, ode, y, time, evaluations, threshold, cancellation),
    };

    private static PhaseVerdict? Follow<TField>(TField field, ReducedOde ode, ReadOnlySpan<double> y, double time, long evaluations, double threshold, CancellationToken cancellation)
        where TField : IVectorField
    {
        Dop853Stepper<TField> stepper = WatchedWay.Begin(field, time, y);
        var octaves = new List<Octave>();
        double end = Math.Max(Unit(ode.Parameters), 2 * time);
        for (int rises = 0; ; end *= 2)
        {
            if (Next(stepper, end, cancellation) is not { } octave)
                return null;
            if (octaves.Count > 0 && octave.IsTurning && octave.Energy < LargestFall * octaves[^1].Energy)
                octave.LookAtRest(ode, stepper.Time);
            bool rose = octaves.Count > (time > 0 ? 0 : Beginning) && !(octave.Energy < LargestFall * octaves[^1].Energy);
            rises = rose ? rises + 1 : 0;
            octaves.Add(octave);
            if (rises == Rises || !(octave.Energy > 0))
                return null;
            if (HasFallen(octaves) && Limit(octaves) is { } recovery && IsClear(octaves, recovery, threshold))
            {
                string kind = ode.KindOf(octave.Rest!).ToString();
                return new PhaseVerdict(PhaseRule.Of(recovery.AsSpan(), threshold), kind, recovery, new RestEvidence(0, stepper.Time, evaluations + stepper.Evaluations));
            }
        }
    }

    /// <summary>The length of the first octave.</summary>
    private static double Unit(GanParameters gan) =>
        FirstOctave / (gan.DiscriminatorRate * Math.Max(VectorMath.Largest(gan.RealVariances.AsSpan()), VectorMath.Largest(gan.FakeVariances.AsSpan())));

    /// <summary>The means of training up to a time; null where the budget ends before.</summary>
    private static Octave? Next<TField>(Dop853Stepper<TField> stepper, double end, CancellationToken cancellation)
        where TField : IVectorField
    {
        var octave = new Octave(stepper.State.Length);
        if (!WatchedWay.TryReach(stepper, end, Budget, octave.Add, cancellation))
            return null;
        octave.Close();
        return octave;
    }

    /// <summary>Whether the energy has fallen as 1/t does in the last octaves, about fixed points at which its rate becomes small beside that.</summary>
    private static bool HasFallen(List<Octave> octaves)
    {
        if (octaves.Count <= Falls + 1)
            return false;
        for (int k = 1; k <= Falls; k++)
        {
            Octave octave = octaves[^k], before = octaves[^(k + 1)];
            if (!(octave.Energy < LargestFall * before.Energy && octave.Energy > LeastFall * before.Energy) || octave.Rest is null || !(octave.Rate < LargestRate))
                return false;
            if (k < Falls && !(octave.Rate < NoRate || octave.Rate < RateFalls * before.Rate))
                return false;
        }
        return octaves[^1].Energy / octaves[^(Falls + 1)].Energy is > LeastOfAll and < LargestOfAll;
    }

    /// <summary>Where the recoveries tend to, if they change by ever smaller parts from octave to octave; else null.</summary>
    private static ImmutableArray<double>? Limit(List<Octave> octaves)
    {
        ImmutableArray<double> last = octaves[^1].Recovery, middle = octaves[^2].Recovery, first = octaves[^3].Recovery;
        var limit = ImmutableArray.CreateBuilder<double>(last.Length);
        for (int l = 0; l < last.Length; l++)
        {
            double change = last[l] - middle[l], left = 0;
            if (Math.Abs(change) > Rests)
            {
                double ratio = change / (middle[l] - first[l]);
                left = change * ratio / (1 - ratio);
                if (!(ratio is > 0 and < LargestRatio) || !(Math.Abs(left) < LargestWay))
                    return null;
            }
            limit.Add(Math.Clamp(last[l] + left, 0, 1));
        }
        return limit.MoveToImmutable();
    }

    private static bool IsClear(List<Octave> octaves, ImmutableArray<double> recovery, double threshold)
    {
        Phase phase = PhaseRule.Of(recovery.AsSpan(), threshold);
        if (!PhaseRule.IsDecided(recovery.AsSpan(), threshold, Leeway))
            return false;
        for (int k = 1; k <= Falls; k++)
            if (!PhaseRule.IsDecided(octaves[^k].Recovery.AsSpan(), threshold, Leeway) || PhaseRule.Of(octaves[^k].Recovery.AsSpan(), threshold) != phase)
                return false;
        return true;
    }

    /// <summary>Means over an octave of time, and the fixed point about which training turns in it.</summary>
    private sealed class Octave(int dimension)
    {
        private readonly double[] _mean = new double[dimension], _square = new double[dimension];
        private double _time;

        /// <summary>E: the mean square of the distance from the mean state.</summary>
        public double Energy { get; private set; }

        /// <summary>Whether the turn is so small that terms of third order rule.</summary>
        public bool IsTurning => Energy < Reach * Reach;

        /// <summary>The fixed point; null where there is none at which all but turns without a rate decays.</summary>
        public double[]? Rest { get; private set; }

        /// <summary>The rate of E by linear terms at the fixed point, times the time at the end.</summary>
        public double Rate { get; private set; } = double.PositiveInfinity;

        /// <summary>The recoveries at the fixed point.</summary>
        public ImmutableArray<double> Recovery { get; private set; } = [];

        public void Add(double length, ReadOnlySpan<double> y)
        {
            _time += length;
            VectorMath.AddMultiple(_mean, length, y);
            for (int i = 0; i < y.Length; i++)
                _square[i] += length * y[i] * y[i];
        }

        public void Close()
        {
            VectorMath.Divide(_mean, _time);
            for (int i = 0; i < _mean.Length; i++)
                Energy += _square[i] / _time - _mean[i] * _mean[i];
        }

        /// <summary>Looks for the fixed point near the mean state.</summary>
        public void LookAtRest(ReducedOde ode, double time)
        {
            NewtonResult newton = Newton.Polish(ode, _mean, NewtonSteps);
            if (!newton.IsConverged || !(newton.Travel < Nearness * Math.Sqrt(Energy)) || StabilityClassifier.IsAtRest(ode, newton.Point))
                return;
            int n = ode.Dimension;
            var jacobian = new double[n * n];
            ode.Jacobian(newton.Point, jacobian);
            double size = VectorMath.Norm(jacobian), rate = double.NegativeInfinity;
            foreach (Complex value in EigenSolver.Eigenvalues(jacobian, n) ?? [])
            {
                if (Math.Abs(value.Imaginary) > Turns * size && 2 * value.Real * time > -LargestDecay)
                    rate = Math.Max(rate, value.Real);
                else if (value.Real > -Decays * size && Complex.Abs(value) > Zero * size)
                    return;
            }
            // where nothing turns without a rate the way is another
            if (rate == double.NegativeInfinity)
                return;
            (Rest, Rate, Recovery) = ([.. newton.Point], 2 * rate * time, ode.Unpack(newton.Point).Recovery());
        }
    }
}

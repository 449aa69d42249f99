using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The line x = Σ(Λ − Λ̃ + αΛ̃)/4 with two features, on which the trace at all deceived states vanishes, so that none has a rate: where training that comes near them ends.
/// </summary>
/// <remarks>
/// <para>
/// Columns that mix the features share the trace out, so that states turn without a rate on a surface of the manifold; beside it one pair of eigenvalues grows as fast as the other falls. Training is led to that surface, for what grows moves the
/// overlaps, and along it to a state of <see cref="StationaryTurn"/>, while q and r fall like 1/√t as they do with one feature (<see cref="DeceivedCentre"/>).
/// </para>
/// <para>
/// That it does is measured on the path: over octaves of time the mean of |z|² must fall as 1/t does, and the mean overlaps must lie near such a state and come no farther from it. The phase must be the same at the mean overlaps and at the state.
/// </para>
/// </remarks>
internal static class TwoFeatureCentre
{
    /// <summary>Most evaluations.</summary>
    private const long Budget = 3_000_000;

    /// <summary>The first octave in units of 1/τΛ, and how many must have fallen one after the other.</summary>
    private const double FirstOctave = 100;

    private const int Falls = 3;

    /// <summary>Each octave's mean of |z|² may be this part of the one before, and the last this part of the one so many octaves before: 1/t gives 1/2 and 1/8.</summary>
    private const double LargestFall = 0.95, LargestOfAll = 0.3, LeastOfAll = 1.0 / 64;

    /// <summary>The largest q or r in the last octave, how far the mean overlaps may lie from the end, and how much farther than so many octaves before.</summary>
    private const double Reach = 0.15, Nearness = 0.15, Wander = 0.01;

    /// <summary>A motion that has a q or r above this in so many octaves one after the other, after the first, ends elsewhere if at all.</summary>
    private const double Far = 0.4;

    private const int FarOctaves = 4, Beginning = 3;

    /// <summary>Recoveries on the way may differ from those at the end by this part of what these differ from the threshold by.</summary>
    private const double PartOfGap = 0.5;

    /// <summary>How near to the threshold a recovery may come on the path that the mean drift takes, and how near to its end the state must be.</summary>
    private const double Leeway = 0.02, AtEnd = 0.01;

    /// <summary>What part of the largest q or r some octaves before there may be where training stays near the line to the last: 1/√t gives 1/2.</summary>
    private const double LargestNear = 0.8;

    private const int N = 9, Transverse = 4;

    /// <summary>Whether the trace vanishes to within rounding, away from no noise and from the smallest Λ.</summary>
    public static bool IsOn(GanParameters gan)
    {
        double least = Math.Min(gan.RealVariances[0], gan.RealVariances[1]), noise = gan.EffectiveNoise;
        return RateLine.DeceivedTrace(gan).IsOn && Math.Min(noise, least - noise) > RateLine.Apart * least;
    }

    /// <summary>Follows training from a start until it is seen to end on the line.</summary>
    /// <param name="ode">The field, with two features, on the line.</param>
    /// <param name="y">The start.</param>
    /// <param name="threshold">θ.</param>
    /// <param name="time">Receives the time up to which it was followed.</param>
    /// <param name="evaluations">Receives the number of evaluations.</param>
    /// <param name="isNear">Receives whether q and r were small to the last.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The recoveries at the end; null where it is not seen.</returns>
    public static ImmutableArray<double>? Catches(ReducedOde ode, ReadOnlySpan<double> y, double threshold, out double time, out long evaluations, out bool isNear, CancellationToken cancellation)
    {
        GanParameters gan = ode.Parameters;
        Dop853Stepper<ReducedField<TwoFeatures>> stepper = WatchedWay.Begin(new ReducedField<TwoFeatures>(ode), 0, y);
        var surface = new TurnSurface(ode);
        var octaves = new List<Octave>();
        double end = FirstOctave / (gan.DiscriminatorRate * Math.Max(gan.RealVariances[0], gan.RealVariances[1]));
        ImmutableArray<double>? recovery = null;
        int far = 0;
        for (; recovery is null; end *= 2)
        {
            var octave = new Octave();
            if (far >= FarOctaves || !WatchedWay.TryReach(stepper, end, Budget, octave.Add, cancellation))
            {
                (time, evaluations, isNear) = (stepper.Time, stepper.Evaluations, stepper.Evaluations >= Budget && IsNear(octaves, octave));
                return null;
            }
            octave.Close(surface.Swing(stepper.State));
            octaves.Add(octave);
            far = octaves.Count > Beginning && octave.Largest > Far ? far + 1 : 0;
            recovery = EndOfPath(ode, surface, stepper.State, octaves, threshold) ?? End(ode, octaves, threshold);
        }
        (time, evaluations, isNear) = (stepper.Time, stepper.Evaluations, true);
        return recovery;
    }

    /// <summary>Whether q and r have been small for some octaves and fall.</summary>
    private static bool IsNear(List<Octave> octaves, Octave last) =>
        octaves.Count > Falls && octaves[^Falls].Largest < Reach && Math.Max(octaves[^1].Largest, last.Largest) < LargestNear * octaves[^Falls].Largest;

    /// <summary>The recoveries where the mean drift along the surface leads, once the swing about it falls.</summary>
    private static ImmutableArray<double>? EndOfPath(ReducedOde ode, TurnSurface surface, ReadOnlySpan<double> y, List<Octave> octaves, double threshold)
    {
        if (octaves.Count <= Falls || !(octaves[^1].Largest < Reach) || !(octaves[^1].Swing < LargestOfAll * octaves[^(Falls + 1)].Swing))
            return null;
        for (int k = 1; k <= Falls; k++)
            if (!(octaves[^k].Swing < LargestFall * octaves[^(k + 1)].Swing))
                return null;
        double[] path = [.. y], mean = new double[Transverse * Transverse];
        path.AsSpan(Transverse, Transverse).Clear();
        Phase? phase = null;
        bool IsClear(ReadOnlySpan<double> at)
        {
            ImmutableArray<double> now = ode.Unpack(at).Recovery();
            phase ??= PhaseRule.Of(now.AsSpan(), threshold);
            return PhaseRule.IsDecided(now.AsSpan(), threshold, Leeway) && PhaseRule.Of(now.AsSpan(), threshold) == phase;
        }

        if (!surface.TryFollow(path, IsClear))
            return null;
        surface.Mean(mean);
        double[] state = [.. path];
        return StationaryTurn.TryFind(ode, state, mean) && VectorMath.LargestDifference(state, path) < AtEnd && IsClear(state) ? ode.Unpack(state).Recovery() : null;
    }

    /// <summary>The recoveries at the end, where the last octaves show it.</summary>
    private static ImmutableArray<double>? End(ReducedOde ode, List<Octave> octaves, double threshold)
    {
        Octave last = octaves[^1];
        if (octaves.Count <= Falls || !(last.Largest < Reach))
            return null;
        for (int k = 1; k <= Falls; k++)
            if (!(octaves[^k].Size < LargestFall * octaves[^(k + 1)].Size))
                return null;
        double whole = last.Size / octaves[^(Falls + 1)].Size;
        if (!(whole is > LeastOfAll and < LargestOfAll))
            return null;
        double[] state = [.. last.State], mean = [.. last.Mean];
        if (!StationaryTurn.TryFind(ode, state, mean))
            return null;
        double distance = VectorMath.LargestDifference(state, last.State);
        if (!(distance < Nearness && distance < VectorMath.LargestDifference(state, octaves[^(Falls + 1)].State) + Wander))
            return null;
        ImmutableArray<double> atEnd = ode.Unpack(state).Recovery(), now = ode.Unpack(last.State).Recovery();
        for (int l = 0; l < atEnd.Length; l++)
            if (!(Math.Abs(now[l] - atEnd[l]) < PartOfGap * Math.Abs(atEnd[l] - threshold)))
                return null;
        return atEnd;
    }

    /// <summary>Means over an octave of time.</summary>
    private sealed class Octave
    {
        private double _time;

        /// <summary>The mean of the overlaps, with q = r = 0.</summary>
        public double[] State { get; } = new double[N];

        /// <summary>⟨zzᵀ⟩.</summary>
        public double[] Mean { get; } = new double[Transverse * Transverse];

        /// <summary>The mean of |z|².</summary>
        public double Size { get; private set; }

        /// <summary>The largest q or r.</summary>
        public double Largest { get; private set; }

        /// <summary>The swing about the surface at its end, if there is one.</summary>
        public double? Swing { get; private set; }

        public void Add(double length, ReadOnlySpan<double> y)
        {
            _time += length;
            ReadOnlySpan<double> z = y.Slice(Transverse, Transverse);
            Largest = Math.Max(Largest, VectorMath.Largest(z));
            VectorMath.AddMultiple(State, length, y);
            for (int i = 0; i < Transverse; i++)
                VectorMath.AddMultiple(Mean.AsSpan(i * Transverse, Transverse), length * z[i], z);
        }

        public void Close(double? swing)
        {
            Swing = swing;
            VectorMath.Divide(State, _time);
            VectorMath.Divide(Mean, _time);
            State.AsSpan(Transverse, Transverse).Clear();
            for (int i = 0; i < Transverse; i++)
                Size += Mean[i * Transverse + i];
        }
    }
}

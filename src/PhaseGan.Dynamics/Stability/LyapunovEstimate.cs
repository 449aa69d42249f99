using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>Measured Lyapunov exponents of a trajectory. Immutable.</summary>
public sealed record LyapunovEstimate
{
    private readonly ValueArray<LyapunovExponent> _exponents;
    private readonly ValueArray<LyapunovExponent> _transverse = ValueArray.Of(ImmutableArray<LyapunovExponent>.Empty);
    private readonly ValueArray<double> _end;

    internal LyapunovEstimate()
    {
    }

    /// <summary>Why the measurement ended.</summary>
    public required LyapunovStatus Status { get; init; }

    /// <summary>
    /// The exponents by falling value, as many as were asked for; empty if too little was measured for an error. Where the motion keeps within an invariant
    /// subspace that repels, those within it, of which there may be fewer.
    /// </summary>
    public required ImmutableArray<LyapunovExponent> Exponents
    {
        get => _exponents;
        init => _exponents = ValueArray.Of(value);
    }

    /// <summary>
    /// The exponents across the invariant subspace that holds the motion, by falling value; empty where none but the whole space does, or if too little was measured.
    /// If one is positive the subspace repels, and the motion in it is no attractor.
    /// </summary>
    public ImmutableArray<LyapunovExponent> Transverse
    {
        get => _transverse;
        init => _transverse = ValueArray.Of(value);
    }

    /// <summary>
    /// How many neutral directions (time translation and continuous symmetries) were projected out; as many exponents 0 of the field are not
    /// among <see cref="Exponents"/>.
    /// </summary>
    public required int RemovedDirections { get; init; }

    /// <summary>Time over which the exponents were measured, without the transient.</summary>
    public required double Duration { get; init; }

    /// <summary>
    /// Mean rate at which the direction of motion turns, in radians per unit of time: the motion's own frequency. On a cycle it is at least
    /// 2π divided by the period (Fenchel's theorem).
    /// </summary>
    public required double TurningRate { get; init; }

    /// <summary>Where the trajectory was at the end, length N: a start for a continued measurement.</summary>
    public required ImmutableArray<double> End
    {
        get => _end;
        init => _end = ValueArray.Of(value);
    }

    /// <summary>Evaluations of the field; one with its Jacobian counts once.</summary>
    public required long Evaluations { get; init; }

    /// <summary>
    /// The sign of an exponent: +1 or −1 if it is away from 0 by more than the given number of standard errors and nearby trajectories
    /// separated (or met) by more than a factor e¹⁰ over the duration, which growth slower than exponential would not do; else 0.
    /// </summary>
    /// <param name="index">Which exponent, zero-based.</param>
    /// <param name="standardErrors">Number of standard errors, &gt; 0. Default 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not that of a measured exponent, or the number is not positive.</exception>
    public int SignOf(int index, double standardErrors = 4)
    {
        if (index < 0 || index >= Exponents.Length)
            throw Guard.OutOfRange(nameof(index), index, $"is the index of an exponent and must lie in [0, {Exponents.Length})");
        Guard.Positive(standardErrors, "a number of standard errors");
        (double value, double error) = Exponents[index];
        return Math.Abs(value) > standardErrors * error && Math.Abs(value) * Duration > 10 ? Math.Sign(value) : 0;
    }

    /// <summary>
    /// The kind of motion. Chaotic: the largest exponent is positive. Otherwise the first exponent that is not owed to a neutral direction
    /// decides: negative means a cycle, zero a torus. It counts as zero if it is zero within its error and bounded well below the motion's
    /// own frequency, |λ| + kσ and 10/T at most <paramref name="resolution"/> times <see cref="TurningRate"/>; what is neither is
    /// <see cref="MotionKind.Undecided"/>.
    /// </summary>
    /// <param name="standardErrors">k: number of standard errors a sign needs, &gt; 0. Default 4.</param>
    /// <param name="resolution">How far below the motion's frequency an exponent must be to count as zero, in (0, 1]. Default 0.003.</param>
    /// <remarks>
    /// <para>
    /// A cycle modulo a continuous symmetry (the orbit closes up to a rotation) counts as a cycle. Near a bifurcation a cycle whose
    /// contraction is slower than the resolution counts as a torus: confirm with <see cref="LimitCycleSolver"/>.
    /// </para>
    /// <para>
    /// If neutral directions were not removed, the exponent after the first is taken to decide, so at least two are needed, and the
    /// zeros of continuous symmetries are not told from those of a torus.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public MotionKind Classify(double standardErrors = 4, double resolution = 0.003)
    {
        Guard.Positive(standardErrors, "a number of standard errors");
        Guard.Positive(resolution, "a fraction of the motion's frequency");
        Guard.InRange(resolution, 0, 1, "a fraction of the motion's frequency");
        if (Status == LyapunovStatus.AtRest)
            return MotionKind.Rest;
        if (Exponents.IsEmpty)
            return MotionKind.Undecided;
        if (SignOf(0, standardErrors) > 0)
            return MotionKind.Chaotic;
        int deciding = RemovedDirections > 0 ? 0 : 1;
        if (deciding >= Exponents.Length || (deciding == 1 && !IsZero(0)))
            return MotionKind.Undecided;
        if (SignOf(deciding, standardErrors) < 0)
            return MotionKind.Cycle;
        return IsZero(deciding) ? MotionKind.QuasiPeriodic : MotionKind.Undecided;

        bool IsZero(int index)
        {
            double value = Math.Abs(Exponents[index].Value), error = standardErrors * Exponents[index].StandardError;
            return value <= error && Math.Max(value + error, 10 / Duration) <= resolution * TurningRate;
        }
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

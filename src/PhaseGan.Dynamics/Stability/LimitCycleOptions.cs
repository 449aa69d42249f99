namespace PhaseGan.Dynamics;

/// <summary>Tolerances and bounds of <see cref="LimitCycleSolver"/>.</summary>
public sealed record LimitCycleOptions
{
    /// <summary>The defaults.</summary>
    public static LimitCycleOptions Default { get; } = new();

    /// <summary>Relative tolerance of the integration of the variational equation, in [1e-14, 1e-4]. Default 1e-11.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-14, 1e-4, "a relative tolerance", nameof(RelativeTolerance));
    } = 1e-11;

    /// <summary>Absolute tolerance of the integration of the variational equation, finite and &gt; 0. Default 1e-13.</summary>
    public double AbsoluteTolerance
    {
        get;
        init => field = Guard.Positive(value, "an absolute tolerance", nameof(AbsoluteTolerance));
    } = 1e-13;

    /// <summary>
    /// The distance of return, max |φ_T(y) − y|, relative to max(1, max |y_i|), that makes a cycle; in [1e-13, 1e-4]. Default 1e-9. Newton
    /// goes on below it for as long as the distance still falls.
    /// </summary>
    public double ResidualTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-13, 1e-4, "a tolerance on the distance of return", nameof(ResidualTolerance));
    } = 1e-9;

    /// <summary>Largest half range, relative to max(1, max |y_i|), that still counts as a fixed point; in (0, 0.1]. Default 1e-6.</summary>
    public double MinimumAmplitude
    {
        get;
        init => field = value > 0 ? Guard.InRange(value, 0, 0.1, "an amplitude", nameof(MinimumAmplitude)) : throw Guard.OutOfRange(nameof(MinimumAmplitude), value, "is an amplitude and must be > 0");
    } = 1e-6;

    /// <summary>Moduli this close to 1 are marginal, and multipliers this close to 1 are candidates for neutral ones; in [1e-10, 1e-2]. Default 1e-6.</summary>
    public double NeutralTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-10, 1e-2, "a tolerance on multipliers", nameof(NeutralTolerance));
    } = 1e-6;

    /// <summary>
    /// Largest factor by which the period may move away from the time of closest return near its guess, before it is made minimal; in
    /// [1.01, 1000]. Default 4.
    /// </summary>
    public double PeriodRange
    {
        get;
        init => field = Guard.InRange(value, 1.01, 1000, "a factor on the period", nameof(PeriodRange));
    } = 4;

    /// <summary>Most Newton steps tried for one period, accepted and rejected together, ≥ 0; each costs one integration over it. Default 40.</summary>
    public int MaxSteps
    {
        get;
        init => field = Guard.AtLeast(value, 0, "a number of Newton steps", nameof(MaxSteps));
    } = 40;

    /// <summary>Most evaluations of the field, ≥ 1; one together with its Jacobian and all products counts once. Default 5 000 000.</summary>
    public long MaxEvaluations
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of evaluations", nameof(MaxEvaluations));
    } = 5_000_000;

    /// <summary>Most Newton steps that are made below <see cref="ResidualTolerance"/>.</summary>
    internal int PolishingSteps { get; init; } = 4;

    /// <summary>Offsets of the coordinates, length N, &gt; 0, if the monodromy matrix is to come from differences of nearby orbits; null for the variational equation.</summary>
    internal double[]? Offsets { get; init; }

    /// <summary>Whether the guess is a return that has come near a cycle: its period need not be looked for, and first steps hardly be damped.</summary>
    internal bool IsReturn { get; init; }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}

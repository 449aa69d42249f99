namespace PhaseGan.Dynamics;

/// <summary>Length, tolerances and bounds of <see cref="LyapunovSpectrum"/>.</summary>
public sealed record LyapunovOptions
{
    /// <summary>The defaults.</summary>
    public static LyapunovOptions Default { get; } = new();

    /// <summary>Time discarded first, ≥ 0, while the trajectory falls on the attractor and the tangents on their directions. Default 1000.</summary>
    public double Transient
    {
        get;
        init => field = Guard.NonNegative(value, "a time", nameof(Transient));
    } = 1000;

    /// <summary>Longest time measured after the transient, finite and &gt; 0; a 32nd of it should be longer than the motion's memory. Default 20 000.</summary>
    public double Duration
    {
        get;
        init => field = Guard.Positive(value, "a time", nameof(Duration));
    } = 20_000;

    /// <summary>
    /// The measurement ends early, after a quarter of the duration or one of the eighths that follow, when all standard errors are at most
    /// this; ≥ 0, in units of 1/t. Default 0: measure the whole duration.
    /// </summary>
    public double TargetStandardError
    {
        get;
        init => field = Guard.NonNegative(value, "a standard error", nameof(TargetStandardError));
    }

    /// <summary>
    /// Whether the flow direction f(y), and the directions of an <see cref="ISymmetricField"/>, are projected out before the tangents are
    /// orthonormalised, so that the exponents are those transverse to them. Default true.
    /// </summary>
    public bool RemoveNeutral { get; init; } = true;

    /// <summary>Relative tolerance on the local error of state and tangents, in [1e-14, 1e-3]. Default 1e-8.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-14, 1e-3, "a relative tolerance", nameof(RelativeTolerance));
    } = 1e-8;

    /// <summary>Absolute tolerance on the local error of state and (unit) tangents, finite and &gt; 0. Default 1e-12.</summary>
    public double AbsoluteTolerance
    {
        get;
        init => field = Guard.Positive(value, "an absolute tolerance", nameof(AbsoluteTolerance));
    } = 1e-12;

    /// <summary>Most evaluations, ≥ 1; one of the field with its Jacobian and all products counts once. Default 50 000 000.</summary>
    public long MaxEvaluations
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of evaluations", nameof(MaxEvaluations));
    } = 50_000_000;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
